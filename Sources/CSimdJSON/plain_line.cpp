// A short way through a line as programs write most of them: an object of strings, numbers, booleans
// and nulls, whose keys are columns in their order.

#include "flattener.hpp"

#include "grammar.hpp"
#include "text_scan.hpp"

#include <cstring>

namespace csimdjson {

namespace {

#if defined(__SSE2__)
/// A bit for each of 16 bytes that is a quote, a backslash or a control character.
inline int special_bits(__m128i bytes) {
  const __m128i last_control = _mm_set1_epi8(0x1F);
  const __m128i controls = _mm_cmpeq_epi8(_mm_max_epu8(bytes, last_control), last_control);
  return bytes_equal(bytes, '"') | bytes_equal(bytes, '\\') | _mm_movemask_epi8(controls);
}
#endif

/// Whether bytes beyond ASCII were among those that were looked at.
struct Bytes {
#if defined(__SSE2__)
  __m128i all = _mm_setzero_si128();

  void add(__m128i more) { all = _mm_or_si128(all, more); }
  bool are_ascii() const { return _mm_movemask_epi8(all) == 0; }
#else
  bool are_ascii() const { return false; }
#endif
};

/// Whether a byte is one of those of a character in UTF-8 that aren't its first.
inline bool continues_character(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/// The first quote, backslash or control character; at `end` or behind it where there is none. Reads into
/// the padding.
inline const char *find_special(const char *at, const char *end) {
#if defined(__SSE2__)
  for (; at < end; at += 16) {
    const int found = special_bits(load_16(at));
    if (found != 0) return at + __builtin_ctz(static_cast<unsigned>(found));
  }
  return at;
#else
  while (at < end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) at += 1;
  return at;
#endif
}

/// Copies up to the first quote, backslash or control character, and some more bytes behind it. Returns where
/// that is; at `end` or behind it where there is none.
///
/// Two blocks at a time: most cells end in the first two, and a loop that mostly ends in its first round is
/// one whose end the processor foresees.
inline const char *copy_to_special(uint8_t *to, const char *at, const char *end, Bytes &seen) {
#if defined(__SSE2__)
  for (; at < end; at += 32, to += 32) {
    const __m128i first = load_16(at);
    const __m128i second = load_16(at + 16);
    _mm_storeu_si128(reinterpret_cast<__m128i *>(to), first);
    _mm_storeu_si128(reinterpret_cast<__m128i *>(to + 16), second);
    seen.add(_mm_or_si128(first, second));
    const uint32_t found = static_cast<uint32_t>(special_bits(first)) |
                           static_cast<uint32_t>(special_bits(second)) << 16;
    if (found != 0) return at + __builtin_ctz(found);
  }
  return at;
#else
  const char *const special = find_special(at, end);
  std::memcpy(to, at, static_cast<size_t>(special - at));
  return special;
#endif
}

} // namespace

/// Writes the cells of a plain line. Of any other nothing counts, and the parser has to look at it, and to say
/// what is wrong.
///
/// What the parser checks is checked here too: that the brackets, commas and colons are where they belong,
/// that strings have no control characters and literals are some, and that all of it is UTF-8.
///
/// With `ends_at_line_feed` the line ends where the first line feed is, before `end`; else at `end`, and
/// line feeds are blanks. Returns where the line ends; null where it isn't plain.
template <bool ends_at_line_feed>
const char *Flattener::flatten_plain(const char *at, const char *const end, PlainCells &cells) {
  uint8_t *const bytes = cells.bytes;
  uint32_t *const ends = cells.ends;
  const size_t bytes_before = cells.bytes_before;
  uint8_t *to = bytes;
  size_t count = 0;
  Bytes seen;
  bool has_escapes = false;

  const auto pass_blanks = [&] {
    while (at < end && is_blank(*at) && !(ends_at_line_feed && *at == '\n')) at += 1;
    return at < end;
  };
  // In the function itself, its variables are in registers: that takes a fifth less.
  const auto walk = [&]() __attribute__((always_inline)) {
    if (at == end || *at != '{') return false;
    for (bool is_first = true;; is_first = false) {
      size_t column = count;
      bool is_string = column < leads.size() && leads[column].matches(at, end);
      if (is_string) {
        at += leads[column].length;
      } else {
        const char *const start = at;
        if (is_first) at += 1;
        if (pass_blanks() && *at == '}') break;
        if (!is_first) {
          if (at == end || *at != ',') return false;
          at += 1;
          pass_blanks();
        }
        if (at == end || *at != '"') return false;
        const char *const key = at + 1;
        const char *const key_end = find_special(key, end);
        if (key_end >= end || *key_end != '"') return false;
        column = columns.find({key, static_cast<size_t>(key_end - key)}, count);
        if (column == Columns::none || column < count) return false;
        at = key_end + 1;
        if (!pass_blanks() || *at != ':') return false;
        at += 1;
        if (!pass_blanks()) return false;
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
      if (is_string) {
        const char *const close = copy_to_special(to, at, end, seen);
        if (close >= end) return false;
        if (*close == '"') {
          to += close - at;
          at = close + 1;
        } else {
          has_escapes = true;
          if (!read_escaped_string(at, close, end, to)) return false;
        }
      } else if (!read_plain_literal(at, end, to)) {
        return false;
      }
      if (static_cast<size_t>(to - cell) > limits.cell_bytes) return false;
      // Else the halves of a character in two cells would be taken for one.
      if (to > cell && continues_character(*cell)) return false;
      ends[count] = static_cast<uint32_t>(bytes_before + static_cast<size_t>(to - bytes));
      count += 1;
    }
    at += 1;
    if (pass_blanks() != ends_at_line_feed || (ends_at_line_feed && *at != '\n')) return false;
    // Keys are columns, and all else but strings is ASCII.
    return (seen.are_ascii() && !has_escapes) ||
           simdjson::validate_utf8(reinterpret_cast<char *>(bytes), static_cast<size_t>(to - bytes));
  };

  if (!walk()) return nullptr;
  cells.bytes = to;
  cells.ends += count;
  cells.bytes_before += static_cast<size_t>(to - bytes);
  return at;
}

bool Flattener::flatten_plain() {
  leads.resize(columns.count());
  // No cell is longer than its text.
  PlainCells cells{
      cell_bytes.extend(line.size() + CSIMDJSON_PADDING), cell_ends.extend(leads.size()), 0};
  const uint32_t *const ends = cells.ends;
  const bool is_plain =
      flatten_plain<false>(line.data(), line.data() + line.size(), cells) != nullptr;
  cell_bytes.truncate(is_plain ? cells.bytes_before : 0);
  cell_ends.truncate(is_plain ? static_cast<size_t>(cells.ends - ends) : 0);
  return is_plain;
}

csimdjson_lines Flattener::flatten_lines(
    const char *const bytes, size_t length, csimdjson_batch batch, csimdjson_most most) {
  leads.resize(columns.count());
  csimdjson_lines taken{};
  PlainCells cells{batch.bytes, batch.ends, batch.byte_count};
  const auto cell_count = [&] {
    return batch.cell_count + static_cast<size_t>(cells.ends - batch.ends);
  };
  while (takes_short_way && taken.count < most.count &&
         cells.bytes_before + cell_count() * sizeof(uint32_t) +
                 taken.count * sizeof(csimdjson_row) < most.batch_bytes) {
    const char *const start = bytes + taken.length;
    const PlainCells before = cells;
    const char *const end = flatten_plain<true>(start, bytes + length, cells);
    if (end == nullptr) break;
    if (static_cast<size_t>(end - start) > most.length) {
      cells = before;
      break;
    }
    batch.rows[taken.count] = {
        static_cast<uint32_t>(cell_count()), batch.line + static_cast<uint32_t>(taken.count)};
    taken.count += 1;
    taken.length += static_cast<size_t>(end - start) + 1;
  }
  taken.cell_bytes = static_cast<size_t>(cells.bytes - batch.bytes);
  taken.cell_count = static_cast<size_t>(cells.ends - batch.ends);
  return taken;
}

/// Copies a string with its escapes resolved, from behind its opening quote on; `special` is what stands first
/// in it of what matters there. `at` is behind its closing quote then.
bool Flattener::read_escaped_string(
    const char *&at, const char *special, const char *end, uint8_t *&to) {
  while (special < end && *special == '\\') special = find_special(special + 2, end);
  if (special >= end || *special != '"' || !reserve(static_cast<size_t>(special - at))) return false;
  std::string_view text;
  const ondemand::raw_json_string escaped(reinterpret_cast<const uint8_t *>(at));
  if (parser.unescape(escaped, to).get(text)) return false;
  at = special + 1;
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
