// The names of the columns and their order.

#pragma once

#include "text_scan.hpp"

#include <cstddef>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace csimdjson {

class Columns {
public:
  static constexpr size_t none = static_cast<size_t>(-1);

  size_t count() const { return names.size(); }
  std::string_view name(size_t index) const { return names[index].text; }

  /// The column's index, from 0, or `none`. The name has slack behind it.
  ///
  /// Keys mostly come in the same order from line to line, so the caller's guess, the column behind
  /// the last one, is mostly right and saves the hashing.
  size_t find(std::string_view name, size_t guess) const {
    if (guess < names.size()) {
      const std::string_view other = names[guess].text;
      if (name.size() == other.size() && is_same(name.data(), other.data(), name.size())) {
        return guess;
      }
    }
    const auto found = indexes.find(name);
    return found == indexes.end() ? none : found->second;
  }

  /// The length of a column's name where that is what a text, as it stands behind a quote and with
  /// slack behind it, holds up to the next quote; else `none`.
  size_t match_quoted(std::string_view text, size_t index) const {
    if (index >= names.size() || names[index].has_backslash) return none;
    const std::string_view name = names[index].text;
    const size_t length = name.size();
    if (length >= text.size() || text[length] != '"') return none;
    return is_same(text.data(), name.data(), length) ? length : none;
  }

  /// Adds a column and returns its index. Of several with one name, the first is found.
  size_t add(std::string_view name) {
    const size_t index = names.size();
    std::unique_ptr<char[]> bytes(new char[name.size() + slack]());
    if (!name.empty()) std::memcpy(bytes.get(), name.data(), name.size());
    const std::string_view text(bytes.get(), name.size());
    names.push_back({std::move(bytes), text, name.find('\\') != name.npos});
    indexes.emplace(text, index);
    return index;
  }

  /// Forgets the columns from an index on.
  void truncate(size_t count) {
    while (names.size() > count) {
      indexes.erase(names.back().text);
      names.pop_back();
    }
  }

private:
  struct Name {
    /// The text and the slack behind it.
    std::unique_ptr<char[]> bytes;
    std::string_view text;
    bool has_backslash;
  };

  std::vector<Name> names;
  std::unordered_map<std::string_view, size_t> indexes;
};

} // namespace csimdjson
