// Tells quickly whether a text would give columns that aren't there yet.

#include "flattener.hpp"

#include "text_scan.hpp"

#include <charconv>
#include <cstring>

namespace csimdjson {

namespace {

/// Walks through a text and looks its keys up.
///
/// It checks nothing: of a valid object it finds all columns, and what it makes of other texts doesn't
/// matter, since they give none. Where it can't go on it says that there may be something new.
class KeyWalk {
public:
  KeyWalk(const Columns &columns, csimdjson_limits limits, char *path, std::string_view text)
      : columns(columns), limits(limits), path(path), at(text.data()),
        end(text.data() + text.size()) {}

  bool finds_known_keys_only() {
    skip_blanks();
    return at < end && *at == '{' && walk_object(0, 1);
  }

private:
  void skip_blanks() { at = behind_blanks(at, end); }

  /// At a bracket; passes over it and the blanks behind it.
  void enter_bracket() {
    at += 1;
    skip_blanks();
  }

  bool walk_object(size_t prefix, size_t depth) {
    if (depth > limits.depth) return false;
    enter_bracket();
    while (at < end && *at == '"') {
      if (!walk_member(prefix, depth)) return false;
      skip_blanks();
      if (at < end && *at == ',') enter_bracket();
    }
    return leave_bracket('}');
  }

  bool walk_member(size_t prefix, size_t depth) {
    const char *const key = at + 1;
    // Mostly it is the column behind the last one.
    const std::string_view rest(key, static_cast<size_t>(end - key));
    size_t length = depth == 1 ? columns.match_quoted(rest, next_column) : Columns::none;
    const bool is_next = length != Columns::none;
    if (!is_next) {
      const char *const key_end = find_in_string(key, end);
      // A key with an escape is left to the parser.
      if (key_end == end || *key_end != '"') return false;
      length = static_cast<size_t>(key_end - key);
    }
    at = key + length + 1;
    skip_blanks();
    if (at >= end || *at != ':') return false;
    at += 1;
    skip_blanks();
    if (is_next && at < end && *at != '{' && *at != '[') {
      next_column += 1;
      return walk_scalar();
    }
    return append(prefix, depth, {key, length}) && walk_value(depth);
  }

  /// A list that begins with an object or a list; see `Flattener::walk_array`.
  bool walk_array(size_t prefix, size_t depth) {
    if (depth > limits.depth) return false;
    for (size_t index = 0; at < end && *at != ']'; index += 1) {
      char digits[20 + slack];
      const auto written = std::to_chars(digits, digits + 20, index);
      if (!append(prefix, depth, {digits, static_cast<size_t>(written.ptr - digits)})) return false;
      if (!walk_value(depth)) return false;
      skip_blanks();
      if (at < end && *at == ',') enter_bracket();
    }
    return leave_bracket(']');
  }

  bool leave_bracket(char bracket) {
    if (at == end || *at != bracket) return false;
    at += 1;
    return true;
  }

  /// The value of the key in the path, which is `depth` brackets deep.
  bool walk_value(size_t depth) {
    if (at == end) return false;
    if (*at == '{') {
      const size_t length = path_length;
      return walk_object(length, depth + 1);
    }
    if (*at == '[') {
      const size_t length = path_length;
      enter_bracket();
      if (at < end && (*at == '{' || *at == '[')) return walk_array(length, depth + 1);
      return walk_list() && is_known();
    }
    return walk_scalar() && is_known();
  }

  /// A list of scalars, behind its bracket. One that goes on with a bracket is left to the parser.
  bool walk_list() {
    while (at < end && *at != ']') {
      if (*at == '{' || *at == '[' || !walk_scalar()) return false;
      skip_blanks();
      if (at < end && *at == ',') enter_bracket();
    }
    return leave_bracket(']');
  }

  bool walk_scalar() {
    const char *const start = at;
    if (*at != '"') {
      while (at < end && *at != ',' && *at != '}' && *at != ']' && !is_blank(*at)) at += 1;
      return at > start;
    }
    for (at += 1; at < end; at += 2) {
      at = find_in_string(at, end);
      if (at == end || *at == '\n') return false;
      if (*at == '"') {
        at += 1;
        return true;
      }
    }
    return false;
  }

  bool append(size_t prefix, size_t depth, std::string_view key) {
    const size_t start = depth > 1 ? prefix + 1 : 0;
    if (start + key.size() > limits.key_bytes) return false;
    if (depth > 1) path[prefix] = '.';
    copy(path + start, key.data(), key.size());
    path_length = start + key.size();
    return true;
  }

  bool is_known() {
    const size_t column = columns.find({path, path_length}, next_column);
    next_column = column + 1;
    return column != Columns::none;
  }

  const Columns &columns;
  const csimdjson_limits limits;
  char *const path;
  size_t path_length = 0;
  size_t next_column = 0;
  const char *at;
  const char *const end;
};

} // namespace

bool Flattener::has_known_keys_only(std::string_view text) {
  return KeyWalk(columns, limits, path.data(), text).finds_known_keys_only();
}

} // namespace csimdjson
