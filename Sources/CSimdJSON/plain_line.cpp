// A short way through a line as programs write most of them: an object of strings, numbers, booleans
// and nulls, whose keys are columns in their order.

#include "flattener.hpp"

#include "grammar.hpp"
#include "text_scan.hpp"

namespace csimdjson {

namespace {

/// The first quote, backslash or control character; at `end` or behind it where there is none. Reads into
/// the padding.
inline const char *find_special(const char *at, const char *end) {
#if defined(__SSE2__)
  for (; at < end; at += 16) {
    const __m128i bytes = load_16(at);
    const __m128i last_control = _mm_set1_epi8(0x1F);
    const __m128i controls = _mm_cmpeq_epi8(_mm_max_epu8(bytes, last_control), last_control);
    const int found =
        bytes_equal(bytes, '"') | bytes_equal(bytes, '\\') | _mm_movemask_epi8(controls);
    if (found != 0) return at + __builtin_ctz(static_cast<unsigned>(found));
  }
  return at;
#else
  while (at < end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) at += 1;
  return at;
#endif
}

inline const char *behind_blanks(const char *at, const char *end) {
  while (at < end && is_blank(*at)) at += 1;
  return at;
}

inline bool is_literal(std::string_view token) {
  return is_number(token) || token == "true" || token == "false";
}

} // namespace

/// Adds the row of a line, if it is a plain one. Of any other nothing is kept: the parser has to look at
/// it, and to say what is wrong.
///
/// What the parser checks is checked here too: that the brackets, commas and colons are where they belong,
/// that strings have no control characters and literals are some, and that all of it is UTF-8.
bool Flattener::flatten_plain() {
  const char *at = line.data();
  const char *const end = at + line.size();
  leads.resize(columns.count());
  // No cell is longer than its text.
  const size_t bytes_before = cell_bytes.count();
  const size_t ends_before = cell_ends.count();
  uint8_t *const bytes = cell_bytes.extend(line.size() + CSIMDJSON_PADDING);
  uint32_t *const ends = cell_ends.extend(leads.size());
  uint8_t *to = bytes;
  size_t count = 0;

  const auto walk = [&] {
    if (at == end || *at != '{') return false;
    for (bool is_first = true;; is_first = false) {
      size_t column = count;
      bool is_string = column < leads.size() && leads[column].matches(at, end);
      if (is_string) {
        at += leads[column].length;
      } else {
        const char *const start = at;
        at = behind_blanks(is_first ? at + 1 : at, end);
        if (at < end && *at == '}') break;
        if (!is_first) {
          if (at == end || *at != ',') return false;
          at = behind_blanks(at + 1, end);
        }
        if (at == end || *at != '"') return false;
        const char *const key = at + 1;
        const char *const key_end = find_special(key, end);
        if (key_end >= end || *key_end != '"') return false;
        column = columns.find({key, static_cast<size_t>(key_end - key)}, count);
        if (column == Columns::none || column < count) return false;
        at = behind_blanks(key_end + 1, end);
        if (at == end || *at != ':') return false;
        at = behind_blanks(at + 1, end);
        if (at == end) return false;
        is_string = *at == '"';
        if (is_string) {
          at += 1;
          // The bracket and a comma aren't to be taken for each other.
          if (is_first == (column == 0)) leads[column].set(start, at);
        }
      }
      for (; count < column; count += 1) {
        ends[count] = static_cast<uint32_t>(bytes_before + static_cast<size_t>(to - bytes));
      }
      uint8_t *const cell = to;
      if (is_string ? !read_plain_string(at, end, to) : !read_plain_literal(at, end, to)) {
        return false;
      }
      if (static_cast<size_t>(to - cell) > limits.cell_bytes) return false;
      ends[count] = static_cast<uint32_t>(bytes_before + static_cast<size_t>(to - bytes));
      count += 1;
    }
    return behind_blanks(at + 1, end) == end && simdjson::validate_utf8(line.data(), line.size());
  };

  const bool is_plain = walk();
  cell_bytes.truncate(bytes_before + (is_plain ? static_cast<size_t>(to - bytes) : 0));
  cell_ends.truncate(ends_before + (is_plain ? count : 0));
  return is_plain;
}

/// Copies a string, from behind its opening quote on; `at` is behind its closing one then.
bool Flattener::read_plain_string(const char *&at, const char *end, uint8_t *&to) {
  const char *close = find_special(at, end);
  if (close < end && *close == '"') {
    const size_t length = static_cast<size_t>(close - at);
    copy(reinterpret_cast<char *>(to), at, length);
    to += length;
    at = close + 1;
    return true;
  }
  while (close < end && *close == '\\') close = find_special(close + 2, end);
  if (close >= end || *close != '"' || !reserve(line.size())) return false;
  std::string_view text;
  const ondemand::raw_json_string escaped(reinterpret_cast<const uint8_t *>(at));
  if (parser.unescape(escaped, to).get(text)) return false;
  at = close + 1;
  return true;
}

/// Copies a number or a boolean, and nothing of a null; `at` is behind it then.
bool Flattener::read_plain_literal(const char *&at, const char *end, uint8_t *&to) {
  const char *const start = at;
  while (at < end && *at != ',' && *at != '}' && !is_blank(*at)) at += 1;
  const std::string_view token(start, static_cast<size_t>(at - start));
  if (token == "null") return true;
  if (!is_literal(token)) return false;
  copy(reinterpret_cast<char *>(to), start, token.size());
  to += token.size();
  return true;
}

} // namespace csimdjson
