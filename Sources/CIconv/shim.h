#ifndef MUSTER_CICONV_SHIM_H
#define MUSTER_CICONV_SHIM_H

#include <errno.h>
#include <iconv.h>

#include "unicode.h"

/// A table's mark for a byte that is no character; it stands for U+FFFD.
#define TEXT_UNDECODABLE 0x80000000u

/// An encoding of one byte a character whose lower half is ASCII.
///
/// `table` has an entry for each byte from 0x80: the UTF-8 in the lower three bytes, first byte
/// lowest, and its length in the bits from 24, with TEXT_UNDECODABLE where there is no character.
static inline text_progress text_decode_bytes(const uint8_t *in, size_t count, uint8_t *out,
                                              size_t room, const uint32_t *table) {
  text_progress done = {0, 0, 0, false};
  size_t i = 0, o = 0;
  while (i < count) {
    if (room - o < TEXT_OUTPUT_SLACK) {
      done.is_full = true;
      break;
    }
    const size_t run = text_copy_ascii(in + i, count - i, out + o, room - o);
    i += run, o += run;
    while (i < count && in[i] >= 0x80 && room - o >= 4) {
      const uint32_t entry = table[in[i++] - 0x80];
      memcpy(out + o, &entry, 4);
      o += entry >> 24 & 3;
      done.undecodable += entry >> 31;
    }
  }
  done.consumed = i, done.produced = o;
  return done;
}

/// A converter to UTF-8; NULL if iconv doesn't know the encoding.
static inline void *text_open(const char *encoding) {
  iconv_t converter = iconv_open("UTF-8", encoding);
  return converter == (iconv_t)-1 ? NULL : (void *)converter;
}

static inline void text_close(void *converter) { iconv_close((iconv_t)converter); }

/// Gives out what iconv holds back, and takes the converter to its first state.
static inline size_t text_flush(void *converter, uint8_t *out, size_t room) {
  char *to = (char *)out;
  size_t left = room;
  iconv((iconv_t)converter, NULL, NULL, &to, &left);
  return room - left;
}

/// How iconv takes one piece: the number of bytes consumed and produced, and whether it stopped at
/// a cut character (EINVAL), a wrong one (EILSEQ), for want of room (E2BIG), or not at all (0).
typedef struct {
  size_t consumed, produced;
  int reason;
} text_step;

static inline text_step text_convert(void *converter, const uint8_t *in, size_t count, uint8_t *out,
                                     size_t room) {
  char *from = (char *)(uintptr_t)in, *to = (char *)out;
  size_t left = count, space = room;
  errno = 0;
  const size_t result = iconv((iconv_t)converter, &from, &left, &to, &space);
  text_step step = {count - left, room - space, result == (size_t)-1 ? errno : 0};
  return step;
}

/// Asks about each byte by itself, and makes the table that `text_decode_bytes` takes.
///
/// Where iconv would join a letter and the sign behind it into one character (Hebrew points,
/// Vietnamese tones), the table has them one by one, as the WHATWG Encoding Standard does.
/// False if bytes below 0x80 aren't ASCII, or if characters have several bytes.
static inline bool text_read_table(void *converter, uint32_t *table) {
  for (unsigned byte = 0; byte < 256; byte++) {
    const uint8_t in = (uint8_t)byte;
    uint8_t out[32] = {0};
    const text_step step = text_convert(converter, &in, 1, out, 16);
    const size_t length = step.produced + text_flush(converter, out + step.produced, 16);
    uint32_t entry = 3u << 24 | TEXT_UNDECODABLE | 0xBDBFEFu;
    if (step.reason != EILSEQ) {
      if (step.reason != 0 || length < 1 || length > 3) return false;
      entry = (uint32_t)length << 24 | (uint32_t)out[2] << 16 | (uint32_t)out[1] << 8 | out[0];
    }
    if (byte >= 0x80) {
      table[byte - 0x80] = entry;
    } else if (entry != (1u << 24 | byte)) {
      return false;
    }
  }
  return true;
}

/// Where a stretch ends that iconv has to see: behind two ASCII bytes that 32 others follow. The
/// first of the two may belong to a character of several bytes, what follows it can't.
static inline size_t text_stretch_end(const uint8_t *in, size_t count) {
  size_t run = 0;
  for (size_t i = 0; i < count; i++) {
    run = in[i] < 0x80 ? run + 1 : 0;
    if (run == 34) return i - 31;
  }
  return count;
}

/// Any encoding that iconv knows.
///
/// `is_multibyte`: bytes below 0x80 are ASCII unless they directly follow a byte beyond it, so runs
/// of them are copied. `has_shifts`: escapes change what bytes mean until the next one.
static inline text_progress text_decode_iconv(void *converter, const uint8_t *in, size_t count,
                                              uint8_t *out, size_t room, bool is_multibyte,
                                              bool has_shifts) {
  text_progress done = {0, 0, 0, false};
  size_t i = 0, o = 0, end = is_multibyte ? 0 : count;
  while (i < count) {
    if (room - o < TEXT_OUTPUT_SLACK) {
      done.is_full = true;
      break;
    }
    if (i >= end) {
      const size_t run = text_copy_ascii(in + i, count - i, out + o, room - o);
      i += run, o += run;
      if (i == count || room - o < TEXT_OUTPUT_SLACK) continue;
      end = i + text_stretch_end(in + i, count - i);
    }
    const text_step step = text_convert(converter, in + i, end - i, out + o, room - o);
    i += step.consumed, o += step.produced;
    if (step.reason == EILSEQ && room - o >= TEXT_OUTPUT_SLACK) {
      if (!has_shifts) o += text_flush(converter, out + o, 16);
      // A character of two bytes that isn't assigned goes as a whole, or else its second byte
      // would be taken for the first of another one.
      const bool is_pair = is_multibyte && count - i >= 2 && in[i + 1] >= 0x80 &&
                           text_convert(converter, in + i, 1, out + o, 16).reason == EINVAL;
      // Some of glibc's converters complain only behind the wrong bytes.
      if (i < count) i += is_pair ? 2 : 1;
      o += text_put_replacement(out + o);
      done.undecodable++;
    } else if (step.reason == EINVAL) {
      if (end == count) break;
      end = count;
    } else if (step.reason == E2BIG) {
      done.is_full = true;
      break;
    }
  }
  done.consumed = i, done.produced = o;
  return done;
}

#endif
