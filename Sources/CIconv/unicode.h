#ifndef MUSTER_CICONV_UNICODE_H
#define MUSTER_CICONV_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Text to UTF-8, a stretch at a time. All functions stop before a character that the stretch cuts
// (`is_full` false) or that the output has no room for (`is_full` true), and none keeps a pointer.
// The processor must be little-endian, as all that Swift runs on are.

/// How many bytes of output a function needs to get on by at least one character.
#define TEXT_OUTPUT_SLACK 32

typedef struct {
  size_t consumed, produced;
  /// Bytes or characters given out as U+FFFD.
  size_t undecodable;
  bool is_full;
} text_progress;

/// Copies the ASCII bytes at the start and tells how many there are.
/// Up to 15 bytes behind them may be written too, within `room`.
static inline size_t text_copy_ascii(const uint8_t *in, size_t count, uint8_t *out, size_t room) {
  const size_t limit = count < room ? count : room;
  size_t i = 0;
  for (; i + 16 <= limit; i += 16) {
    uint64_t words[2];
    memcpy(words, in + i, 16);
    memcpy(out + i, words, 16);
    const uint64_t low = words[0] & 0x8080808080808080u, high = words[1] & 0x8080808080808080u;
    if (low) return i + (size_t)__builtin_ctzll(low) / 8;
    if (high) return i + 8 + (size_t)__builtin_ctzll(high) / 8;
  }
  for (; i < limit && in[i] < 0x80; i++) out[i] = in[i];
  return i;
}

static inline size_t text_put_replacement(uint8_t *out) {
  out[0] = 0xEF, out[1] = 0xBF, out[2] = 0xBD;
  return 3;
}

static inline size_t text_put_scalar(uint32_t scalar, uint8_t *out) {
  if (scalar < 0x80) {
    out[0] = (uint8_t)scalar;
    return 1;
  }
  if (scalar < 0x800) {
    out[0] = (uint8_t)(0xC0 | scalar >> 6), out[1] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 2;
  }
  if (scalar < 0x10000) {
    out[0] = (uint8_t)(0xE0 | scalar >> 12), out[1] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    out[2] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 3;
  }
  out[0] = (uint8_t)(0xF0 | scalar >> 18), out[1] = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
  out[2] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F)), out[3] = (uint8_t)(0x80 | (scalar & 0x3F));
  return 4;
}

/// The length of the character at the start of UTF-8: 0 if the stretch cuts it, and negative, by
/// the length of what has to be replaced, if it is none (the "maximal subpart" of the Unicode
/// Standard, section 3.9, as browsers do).
static inline int text_utf8_length(const uint8_t *in, size_t count) {
  const uint8_t first = in[0];
  uint8_t low = 0x80, high = 0xBF;
  int length;
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return -1;
  length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  for (int i = 1; i < length; i++) {
    if ((size_t)i == count) return 0;
    if (in[i] < low || in[i] > high) return -i;
    low = 0x80, high = 0xBF;
  }
  return length;
}

/// How many sequences of bytes beyond ASCII are UTF-8, and how many are not. What the end cuts is
/// neither.
typedef struct {
  size_t valid, invalid;
  bool is_cut;
} text_utf8_tally;

static inline text_utf8_tally text_tally_utf8(const uint8_t *in, size_t count) {
  text_utf8_tally tally = {0, 0, false};
  for (size_t i = 0; i < count;) {
    uint64_t word = 0;
    if (count - i >= 8) memcpy(&word, in + i, 8);
    if (count - i >= 8 && (word & 0x8080808080808080u) == 0) {
      i += 8;
      continue;
    }
    const int length = text_utf8_length(in + i, count - i);
    if (length == 0) {
      tally.is_cut = true;
      break;
    }
    tally.valid += length > 1;
    tally.invalid += length < 0;
    i += (size_t)(length < 0 ? -length : length);
  }
  return tally;
}

static inline text_progress text_decode_utf8(const uint8_t *in, size_t count, uint8_t *out,
                                             size_t room) {
  text_progress done = {0, 0, 0, false};
  size_t i = 0, o = 0;
  while (i < count) {
    if (room - o < TEXT_OUTPUT_SLACK) {
      done.is_full = true;
      break;
    }
    const size_t run = text_copy_ascii(in + i, count - i, out + o, room - o);
    i += run, o += run;
    if (i == count || room - o < 4) continue;
    const int length = text_utf8_length(in + i, count - i);
    if (length == 0) break;
    if (length < 0) {
      i += (size_t)-length, o += text_put_replacement(out + o);
      done.undecodable++;
    } else {
      for (int k = 0; k < length; k++) out[o + k] = in[i + k];
      i += (size_t)length, o += (size_t)length;
    }
  }
  done.consumed = i, done.produced = o;
  return done;
}

static inline uint32_t text_utf16_unit(const uint8_t *in, bool big_endian) {
  return big_endian ? (uint32_t)in[0] << 8 | in[1] : (uint32_t)in[1] << 8 | in[0];
}

typedef uint16_t text_units __attribute__((vector_size(16)));
typedef uint8_t text_narrow __attribute__((vector_size(8)));

/// Narrows ASCII code units from the start, in blocks of 8, and tells how many it did: all up to
/// the first other one, or up to less than a block before the end.
static inline size_t text_narrow_ascii(const uint8_t *in, size_t count, uint8_t *out, size_t room,
                                       bool big_endian) {
  const uint64_t beyond = big_endian ? 0x80FF80FF80FF80FFu : 0xFF80FF80FF80FF80u;
  size_t units = 0;
  for (; 2 * units + 16 <= count && units + 8 <= room; units += 8) {
    uint64_t words[2];
    text_units wide;
    memcpy(words, in + 2 * units, 16);
    memcpy(&wide, words, 16);
    if (big_endian) wide >>= 8;
    const text_narrow narrow = __builtin_convertvector(wide, text_narrow);
    memcpy(out + units, &narrow, 8);
    if (words[0] & beyond) return units + (size_t)__builtin_ctzll(words[0] & beyond) / 16;
    if (words[1] & beyond) return units + 4 + (size_t)__builtin_ctzll(words[1] & beyond) / 16;
  }
  return units;
}

static inline text_progress text_decode_utf16(const uint8_t *in, size_t count, uint8_t *out,
                                              size_t room, bool big_endian) {
  text_progress done = {0, 0, 0, false};
  size_t i = 0, o = 0;
  while (count - i >= 2) {
    if (room - o < TEXT_OUTPUT_SLACK) {
      done.is_full = true;
      break;
    }
    const size_t run = text_narrow_ascii(in + i, count - i, out + o, room - o, big_endian);
    i += 2 * run, o += run;
    if (count - i < 2 || room - o < 4) continue;
    const uint32_t unit = text_utf16_unit(in + i, big_endian);
    if (unit < 0xD800 || unit > 0xDFFF) {
      i += 2, o += text_put_scalar(unit, out + o);
      continue;
    }
    if (unit < 0xDC00 && count - i < 4) break;
    const uint32_t next = unit < 0xDC00 ? text_utf16_unit(in + i + 2, big_endian) : 0;
    if (next >= 0xDC00 && next <= 0xDFFF) {
      const uint32_t scalar = 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00);
      i += 4, o += text_put_scalar(scalar, out + o);
    } else {
      i += 2, o += text_put_replacement(out + o);
      done.undecodable++;
    }
  }
  done.consumed = i, done.produced = o;
  return done;
}

static inline text_progress text_decode_utf32(const uint8_t *in, size_t count, uint8_t *out,
                                              size_t room, bool big_endian) {
  text_progress done = {0, 0, 0, false};
  size_t i = 0, o = 0;
  for (; count - i >= 4; i += 4) {
    if (room - o < TEXT_OUTPUT_SLACK) {
      done.is_full = true;
      break;
    }
    uint32_t scalar;
    memcpy(&scalar, in + i, 4);
    if (big_endian) scalar = __builtin_bswap32(scalar);
    if (scalar > 0x10FFFF || (scalar >= 0xD800 && scalar <= 0xDFFF)) {
      o += text_put_replacement(out + o);
      done.undecodable++;
    } else {
      o += text_put_scalar(scalar, out + o);
    }
  }
  done.consumed = i, done.produced = o;
  return done;
}

#endif
