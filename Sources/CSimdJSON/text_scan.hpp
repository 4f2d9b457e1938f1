// Ways through text, many bytes at a time.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace csimdjson {

/// How many bytes behind a text may be read, and written, by what handles short texts as a whole.
constexpr size_t slack = 16;

#if defined(__SSE2__)
/// A bit for each of 16 bytes that equals another.
inline int bytes_equal(__m128i bytes, char c) {
  return _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
}

inline __m128i load_16(const char *at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
}
#endif

/// The first quote, backslash or line feed of a text, or its end: what matters inside a string.
inline const char *find_in_string(const char *at, const char *end) {
#if defined(__SSE2__)
  while (end - at >= 16) {
    const __m128i bytes = load_16(at);
    const int found =
        bytes_equal(bytes, '"') | bytes_equal(bytes, '\\') | bytes_equal(bytes, '\n');
    if (found != 0) return at + __builtin_ctz(static_cast<unsigned>(found));
    at += 16;
  }
#endif
  while (at < end && *at != '"' && *at != '\\' && *at != '\n') at += 1;
  return at;
}

/// Whether a text holds a backslash. Reads into the slack behind it.
inline bool has_backslash(const char *at, size_t length) {
#if defined(__SSE2__)
  while (length > 16) {
    if (bytes_equal(load_16(at), '\\') != 0) return true;
    at += 16;
    length -= 16;
  }
  return (bytes_equal(load_16(at), '\\') & ((1 << length) - 1)) != 0;
#else
  return std::memchr(at, '\\', length) != nullptr;
#endif
}

/// Whether two texts of one length are the same. Reads into the slack behind both.
inline bool is_same(const char *left, const char *right, size_t length) {
#if defined(__SSE2__)
  while (length > 16) {
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(load_16(left), load_16(right))) != 0xFFFF) return false;
    left += 16;
    right += 16;
    length -= 16;
  }
  const int different = ~_mm_movemask_epi8(_mm_cmpeq_epi8(load_16(left), load_16(right)));
  return (different & ((1 << length) - 1)) == 0;
#else
  return std::memcmp(left, right, length) == 0;
#endif
}

/// Copies a text, and up to the whole slack behind it.
inline void copy(char *to, const char *from, size_t length) {
  if (length > 64) {
    std::memcpy(to, from, length);
    return;
  }
  for (size_t done = 0; done < length; done += slack) std::memcpy(to + done, from + done, slack);
}

/// What a character means outside strings.
enum class Class : uint8_t { other, blank, line_feed, quote, opening, closing, comma, colon };

inline constexpr struct Classes {
  Class of[256] = {};

  constexpr Classes() {
    of[' '] = of['\t'] = of['\r'] = Class::blank;
    of['\n'] = Class::line_feed;
    of['"'] = Class::quote;
    of['{'] = of['['] = Class::opening;
    of['}'] = of[']'] = Class::closing;
    of[','] = Class::comma;
    of[':'] = Class::colon;
  }

  constexpr Class operator[](char c) const { return of[static_cast<uint8_t>(c)]; }
} classes;

/// Whether a character is one of JSON's blanks (RFC 8259, section 2).
inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// The first character that isn't one of them, or the end.
inline const char *behind_blanks(const char *at, const char *end) {
  while (at < end && is_blank(*at)) at += 1;
  return at;
}

} // namespace csimdjson
