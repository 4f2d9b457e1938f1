// The names of the columns and their order.

#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace csimdjson {

class Columns {
public:
  static constexpr size_t none = static_cast<size_t>(-1);

  size_t count() const { return names.size(); }
  std::string_view name(size_t index) const { return names[index]; }

  /// The column's index, from 0, or `none`.
  ///
  /// Keys mostly come in the same order from line to line, so the caller's guess, the column behind
  /// the last one, is mostly right and saves the hashing.
  size_t find(std::string_view name, size_t guess) const {
    if (guess < names.size() && names[guess] == name) return guess;
    const auto found = indexes.find(name);
    return found == indexes.end() ? none : found->second;
  }

  /// Adds a column and returns its index. Of several with one name, the first is found.
  size_t add(std::string_view name) {
    const size_t index = names.size();
    names.emplace_back(name);
    indexes.emplace(names.back(), index);
    return index;
  }

  /// Forgets the columns from an index on.
  void truncate(size_t count) {
    while (names.size() > count) {
      indexes.erase(names.back());
      names.pop_back();
    }
  }

private:
  // A deque, because the map's keys are views into it: it never moves what it holds.
  std::deque<std::string> names;
  std::unordered_map<std::string_view, size_t> indexes;
};

} // namespace csimdjson
