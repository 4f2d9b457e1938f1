// The walk through a line.

#include "flattener.hpp"

#include "grammar.hpp"
#include "text_scan.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace csimdjson {

csimdjson_line Flattener::flatten(const char *bytes, size_t length) {
  line = std::string_view(bytes, length);
  line_number += 1;
  result = {csimdjson_object, 0, -1};
  stores = true;
  width = 0;
  next_column = 0;
  path_length = 0;
  lists.clear();
  remarks.clear();
  cell_bytes.clear();
  cell_ends.clear();
  // Mostly there is nothing to learn, and then it doesn't matter whether the line is valid.
  if (learns && has_known_keys_only(line)) return result;

  if (!takes_short_way || !flatten_plain()) parse();
  result.remark_count = static_cast<uint32_t>(remarks.size());
  return result;
}

/// Learns the columns of any line, or adds its row.
void Flattener::parse() {
  const size_t known_columns = columns.count();
  if (!learns && cells.size() < known_columns) cells.resize(known_columns);
  const bool is_valid = reserve(line.size()) && walk_document();
  if (!is_valid || result.verdict != csimdjson_object) {
    columns.truncate(known_columns);
    remarks.clear();
  } else if (!learns) {
    add_row();
  }
}

/// Makes room in the parser in large steps, so that lines of growing length cost few of them.
bool Flattener::reserve(size_t length) {
  size_t capacity = std::max<size_t>(parser.capacity(), 1 << 14);
  while (capacity < length) capacity *= 2;
  if (capacity == parser.capacity()) return true;
  return !parser.allocate(capacity) || refuse(csimdjson_no_memory, nullptr);
}

// MARK: - The walk
//
// Values are handed on by reference: they are small, but were just written field by field, and to
// copy them as a whole makes the processor wait until they are in the cache.

bool Flattener::walk_document() {
  const size_t readable = line.size() + CSIMDJSON_PADDING;
  if (auto error = parser.iterate(line.data(), line.size(), readable).get(document)) {
    return refuse(error);
  }
  std::string_view token;
  if (auto error = document.raw_json_token().get(token)) return refuse(error);

  if (token.front() == '{') {
    ondemand::object object;
    if (auto error = document.get_object().get(object)) return refuse(error);
    if (!walk_object(object, 1)) return false;
  } else if (token.front() == '[') {
    stores = false;
    ondemand::array array;
    if (auto error = document.get_array().get(array)) return refuse(error);
    if (!walk_array(array, 1)) return false;
  } else {
    // The token runs up to the next one, or to the end.
    const char *const end = token.data() + token.size();
    if (end != line.data() + line.size()) return refuse(csimdjson_trailing_text, end);
    Text text;
    if (!read_scalar(document, token, text)) return false;
    result.verdict = csimdjson_other_value;
    return true;
  }
  // There is a location for as long as there is something behind the value.
  const char *behind = nullptr;
  if (!document.current_location().get(behind)) return refuse(csimdjson_trailing_text, behind);
  if (!stores) result.verdict = csimdjson_other_value;
  return true;
}

bool Flattener::walk_value(ondemand::value &value, size_t depth) {
  const std::string_view token = value.raw_json_token();
  if (token.front() == '{') {
    ondemand::object object;
    if (auto error = value.get_object().get(object)) return refuse(error);
    return walk_object(object, depth);
  }
  if (token.front() == '[') {
    ondemand::array array;
    if (auto error = value.get_array().get(array)) return refuse(error);
    return walk_array(array, depth);
  }
  Text text;
  if (!read_scalar(value, token, text)) return false;
  store(text);
  return true;
}

bool Flattener::walk_object(ondemand::object &object, size_t depth) {
  if (depth > limits.depth) return refuse(csimdjson_too_deep, nullptr);
  const size_t prefix = path_length;
  for (auto next : object) {
    if (auto error = next.error()) return refuse(error);
    ondemand::field &&field = std::move(next).value_unsafe();
    const char *const raw = field.key().raw();
    const std::string_view rest(raw, static_cast<size_t>(line.data() + line.size() - raw));
    std::string_view key;
    if (depth == 1 && columns.match_quoted(rest, next_column) != Columns::none) {
      const std::string_view token = field.value().raw_json_token();
      if (token.front() != '{' && token.front() != '[') {
        Text text;
        if (!read_scalar(field.value(), token, text)) return false;
        store(text, next_column);
        continue;
      }
    }
    if (!read_key(field, rest, key) || !enter(prefix, depth, key)) return false;
    if (!walk_value(field.value(), depth + 1)) return false;
  }
  path_length = prefix;
  return true;
}

/// A list of strings, numbers and booleans becomes one cell; one that holds an object or a list
/// becomes cells by index.
bool Flattener::walk_array(ondemand::array &array, size_t depth) {
  if (depth > limits.depth) return refuse(csimdjson_too_deep, nullptr);
  const size_t prefix = path_length;
  bool is_nested = false;
  size_t index = 0;
  start_list();
  for (auto next : array) {
    if (auto error = next.error()) return refuse(error);
    ondemand::value &&element = std::move(next).value_unsafe();
    const std::string_view token = element.raw_json_token();
    if (!is_nested && (token.front() == '{' || token.front() == '[')) {
      is_nested = true;
      if (!store_elements_by_index(prefix, depth)) return false;
    }
    if (is_nested) {
      if (!enter(prefix, depth, std::to_string(index))) return false;
      if (!walk_value(element, depth + 1)) return false;
    } else {
      Text text;
      if (!read_scalar(element, token, text)) return false;
      add_to_list(text);
    }
    index += 1;
  }
  path_length = prefix;
  if (!is_nested) store_list();
  return true;
}

/// Goes down to a key or index below the first `prefix` bytes of the path.
bool Flattener::enter(size_t prefix, size_t depth, std::string_view key) {
  if (!stores) return true;
  const size_t start = depth > 1 ? prefix + 1 : prefix;
  if (start + key.size() > limits.key_bytes) return refuse(csimdjson_key_too_long, nullptr);
  if (depth > 1) path[prefix] = '.';
  std::memcpy(path.data() + start, key.data(), key.size());
  path_length = start + key.size();
  return true;
}

/// - Parameter rest: the text from the key on.
bool Flattener::read_key(ondemand::field &field, std::string_view rest, std::string_view &key) {
  const char *const end = find_in_string(rest.data(), rest.data() + rest.size());
  if (*end == '"') {
    key = rest.substr(0, static_cast<size_t>(end - rest.data()));
    return true;
  }
  return !field.unescaped_key().get(key) || refuse(csimdjson_bad_escape, rest.data() - 1);
}

/// The text of a string, number, boolean or null.
///
/// - Parameter token: the value, and the blanks behind it.
template <typename Value>
bool Flattener::read_scalar(Value &value, std::string_view token, Text &text) {
  const std::string_view bare = without_trailing_blanks(token);
  text = {bare.data(), bare.size()};
  if (bare.size() >= 2 && bare.front() == '"' && bare.back() == '"') {
    text = {bare.data() + 1, bare.size() - 2};
    if (!has_backslash(text.bytes, text.length)) {
      // It must be taken from simdjson all the same: a string that wasn't, with a colon behind it,
      // would pass for a key.
      return !value.get_raw_json_string().error() || refuse(csimdjson_bad_structure, bare.data());
    }
    std::string_view unescaped;
    if (value.get_string().get(unescaped)) return refuse(csimdjson_bad_escape, bare.data());
    text = {unescaped.data(), unescaped.size()};
    return true;
  }
  if (bare == "null") {
    text = {nullptr, 0};
    return true;
  }
  if (is_literal(bare)) return true;
  return refuse(csimdjson_bad_value, token.data());
}

// MARK: - Refusals

/// Records why the line is refused; false, so that it can be returned.
bool Flattener::refuse(csimdjson_verdict verdict, const char *at) {
  result.verdict = verdict;
  result.position = at == nullptr ? -1 : at - line.data();
  return false;
}

bool Flattener::refuse(simdjson::error_code error) {
  switch (error) {
  case simdjson::UTF8_ERROR: return refuse(csimdjson_not_utf8, nullptr);
  case simdjson::UNCLOSED_STRING:
  case simdjson::UNESCAPED_CHARS: {
    const StringFaults faults = find_string_faults(line);
    const bool is_control = error == simdjson::UNESCAPED_CHARS && faults.control >= 0;
    result.position = is_control ? faults.control : faults.open;
    result.verdict = is_control ? csimdjson_control_character : csimdjson_string_open;
    return false;
  }
  case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return refuse(csimdjson_not_closed, nullptr);
  case simdjson::MEMALLOC:
  case simdjson::CAPACITY: return refuse(csimdjson_no_memory, nullptr);
  case simdjson::EMPTY: return refuse(csimdjson_bad_value, nullptr);
  case simdjson::TAPE_ERROR: {
    const char *at = nullptr;
    const bool is_located = !document.current_location().get(at);
    if (!is_located || at >= line.data() + line.size()) {
      return refuse(csimdjson_not_closed, nullptr);
    }
    return refuse(csimdjson_bad_structure, at);
  }
  default: return refuse(csimdjson_bad_structure, nullptr);
  }
}

} // namespace csimdjson
