#ifndef MUSTER_BYTE_SCAN_H
#define MUSTER_BYTE_SCAN_H

// Loops over bytes that are written so that C compilers make vector code of them, or a step a byte.
// They allocate nothing and know nothing of rows.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Whether the byte at an index may be what a spreadsheet or a wrong encoding left behind: a NUL, `#`,
/// the `+` of `1E+`, `=` before a quote, U+FFFD, and the first byte of the marks of UTF-8 that was read
/// as Windows-1252: `Ã`, `Â`, `â€`. Two bytes before and one
/// behind must be readable.
static inline unsigned char scan_is_mark(const unsigned char *bytes, ptrdiff_t i) {
  const unsigned char before = bytes[i - 1], here = bytes[i], behind = bytes[i + 1];
  const unsigned char digit = (unsigned char)(bytes[i - 2] - '0') < 10;
  return (here == 0) | (here == '#') | ((here == '+') & ((before | 0x20) == 'e') & digit) |
         ((here == '=') & (behind == '"')) | ((here == 0xEF) & (behind == 0xBF)) |
         ((here == 0xC3) & ((behind == 0x82) | (behind == 0x83) | (behind == 0xA2)));
}

/// Finds such bytes from an offset on.
///
/// Returns the offset of the first one, but for the text's own first two and last byte, which are given
/// as found whatever they are; `count` behind the last.
static inline size_t scan_next_mark(const unsigned char *bytes, size_t count, size_t from) {
  if (count == 0 || from >= count) return count;
  if (from < 2) return from;
  size_t i = from;
  const size_t last = count - 1;
  while (i + 64 <= last) {
    unsigned char any = 0;
    for (size_t k = 0; k < 64; k++) any |= scan_is_mark(bytes, (ptrdiff_t)(i + k));
    if (any) break;
    i += 64;
  }
  for (; i < last; i++)
    if (scan_is_mark(bytes, (ptrdiff_t)i)) return i;
  return last;
}

/// Has the cache line of an address fetched, for a later read or write. Any address will do.
static inline void scan_prefetch(const void *address) { __builtin_prefetch(address, 1); }

/// What bytes may stand in.
enum {
  /// Letters, digits, `-` and `_`: LinkedIn's slugs and ids.
  SCAN_SLUG,
  /// Letters, digits, `-` and the dot: names of hosts.
  SCAN_HOST,
  /// `atext` of RFC 5322, section 3.2.3, and the dot: local parts of addresses.
  SCAN_LOCAL,
};

enum {
  /// At most so many bytes are copied at a time.
  SCAN_MOST = 128,
  /// Bytes are looked at in blocks of so many.
  SCAN_BLOCK = 16,
};

static inline int scan_is_word(unsigned char byte) {
  return (unsigned char)((byte | 0x20) - 'a') < 26 || (unsigned char)(byte - '0') < 10;
}

static inline int scan_is_letter(unsigned char byte) {
  return (unsigned char)((byte | 0x20) - 'a') < 26;
}

/// A block of bytes. Comparing two gives one with all bits set where they fulfil the comparison.
typedef unsigned char scan_block __attribute__((vector_size(SCAN_BLOCK)));

static inline scan_block scan_load(const unsigned char *bytes) {
  scan_block block;
  memcpy(&block, bytes, sizeof block);
  return block;
}

/// Which bytes are letters.
static inline scan_block scan_letters(scan_block bytes) {
  return (scan_block)((bytes | 0x20) - 'a' < 26);
}

/// Which bytes are of a class.
__attribute__((always_inline)) static inline scan_block scan_members(scan_block bytes, int class) {
  const scan_block word = scan_letters(bytes) | (scan_block)(bytes - '0' < 10) |
                          (scan_block)(bytes == '-');
  if (class == SCAN_SLUG) return word | (scan_block)(bytes == '_');
  if (class == SCAN_HOST) return word | (scan_block)(bytes == '.');
  return word | (scan_block)(bytes == '!') | (scan_block)(bytes - '#' < 5) |
         (scan_block)(bytes - '*' < 2) | (scan_block)(bytes - '.' < 2) |
         (scan_block)(bytes == '=') | (scan_block)(bytes == '?') | (scan_block)(bytes - '^' < 3) |
         (scan_block)(bytes - '{' < 4);
}

/// How many bytes of a mask stand before the first that is set; SCAN_BLOCK where none is.
static inline size_t scan_clear_bytes(scan_block mask) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t halves[2];
  memcpy(halves, &mask, sizeof halves);
  if (halves[0]) return (size_t)__builtin_ctzll(halves[0]) / 8;
  return halves[1] ? 8 + (size_t)__builtin_ctzll(halves[1]) / 8 : SCAN_BLOCK;
#else
  size_t k = 0;
  while (k < SCAN_BLOCK && !mask[k]) k++;
  return k;
#endif
}

/// Copies bytes of a class, letters in lower case, up to the first other byte.
///
/// `room` says how many bytes can be read, at least `count`. The copy has room for SCAN_BLOCK bytes more
/// than `count`, which is at most SCAN_MOST. `doubled` is set where two bytes beside each other are dots,
/// or in a host's name dots or hyphens; it may also be set by what stands behind the first other byte.
///
/// Returns how many bytes were copied, at most `count`.
__attribute__((always_inline)) static inline size_t scan_copy(const unsigned char *bytes, size_t count,
                                                              size_t room, int class,
                                                              unsigned char *copy, int *doubled) {
  unsigned char padded[SCAN_MOST + SCAN_BLOCK + 1];
  if (room < count + SCAN_BLOCK + 1) {
    memset(padded, 0, sizeof padded);
    memcpy(padded, bytes, count);
    bytes = padded;
  }
  scan_block pairs = {0};
  size_t start = 0;
  for (; start < count; start += SCAN_BLOCK) {
    const scan_block here = scan_load(bytes + start), behind = scan_load(bytes + start + 1);
    scan_block edge = (scan_block)(here == '.'), next = (scan_block)(behind == '.');
    if (class == SCAN_HOST) {
      edge |= (scan_block)(here == '-');
      next |= (scan_block)(behind == '-');
    }
    pairs |= edge & next;
    const scan_block lower = here | (scan_letters(here) & 0x20);
    memcpy(copy + start, &lower, sizeof lower);
    const size_t found = scan_clear_bytes(~scan_members(here, class));
    if (found < SCAN_BLOCK) {
      start += found;
      break;
    }
  }
  *doubled = scan_clear_bytes(pairs) < SCAN_BLOCK;
  return start < count ? start : count;
}

/// Whether a name of a host in lower case is a plain one: two labels or more, no dot or hyphen at an edge
/// or, which `doubled` says, beside another, and a last label of two bytes or more that begins and ends with
/// a letter. Names with more than 63 bytes aren't: theirs labels would have to be counted.
static inline int scan_is_host(const unsigned char *name, size_t count, int doubled) {
  if (count < 4 || count > 63 || doubled || name[0] == '-' || name[0] == '.') return 0;
  size_t label = count;
  while (label > 0 && name[label - 1] != '.') label--;
  return label > 0 && count - label >= 2 && scan_is_letter(name[label]) &&
         scan_is_letter(name[count - 1]);
}

/// Copies a plain host's name up to the first byte that none has, in lower case.
///
/// `bytes`, `room` and `copy` as in `scan_copy`. Returns how many bytes there are; 0 where they aren't the
/// name of a plain host.
static inline size_t scan_host(const unsigned char *bytes, size_t count, size_t room,
                               unsigned char *copy) {
  int doubled;
  const size_t length =
      scan_copy(bytes, count < 64 ? count : 64, room, SCAN_HOST, copy, &doubled);
  return scan_is_host(copy, length, doubled) ? length : 0;
}

/// Copies a slug or an id of LinkedIn's up to the first byte that none has, in lower case.
///
/// `bytes`, `room` and `copy` as in `scan_copy`. Returns how many bytes there are, at most 101: slugs
/// have at most 100.
static inline size_t scan_slug(const unsigned char *bytes, size_t count, size_t room,
                               unsigned char *copy) {
  int doubled;
  return scan_copy(bytes, count < 101 ? count : 101, room, SCAN_SLUG, copy, &doubled);
}

/// Copies a plain address in lower case: a dot-atom that begins with a letter or digit, `@`, and a plain
/// host's name, 128 bytes at most.
///
/// `bytes`, `room` and `copy` as in `scan_copy`. Returns the offset of the `@`; 0 where the text is anything
/// else.
static inline size_t scan_email(const unsigned char *bytes, size_t count, size_t room,
                                unsigned char *copy) {
  int doubled;
  if (count < 6 || count > SCAN_MOST || !scan_is_word(bytes[0]))
    return 0;
  const size_t at =
      scan_copy(bytes, count < 65 ? count : 65, room, SCAN_LOCAL, copy, &doubled);
  if (at > 64 || at == count || bytes[at] != '@' || bytes[at - 1] == '.') return 0;
  // What stands behind the `@` may have set it as well: then others look at the address.
  if (doubled) return 0;
  copy[at] = '@';
  const size_t host = count - at - 1;
  const size_t length = scan_host(bytes + at + 1, host, room - at - 1, copy + at + 1);
  return length > 0 && length == host ? at : 0;
}

/// The length of what most addresses of profiles begin with, in the letters that LinkedIn itself writes; 0
/// where the text begins otherwise.
static inline size_t scan_profile_start(const unsigned char *bytes, size_t count) {
  static const char secure[] = "https://www.linkedin.com/in/";
  static const char plain[] = "http://www.linkedin.com/in/";
  if (count > sizeof secure - 1 && memcmp(bytes, secure, sizeof secure - 1) == 0)
    return sizeof secure - 1;
  if (count > sizeof plain - 1 && memcmp(bytes, plain, sizeof plain - 1) == 0)
    return sizeof plain - 1;
  return 0;
}

/// Copies bytes, which for a few takes less than a call does.
///
/// `room` says how many bytes can be read, at least `count`; the copy has room for SCAN_BLOCK more.
__attribute__((always_inline)) static inline void scan_copy_short(const unsigned char *bytes,
                                                                  size_t count, size_t room,
                                                                  unsigned char *copy) {
  if (room < count + SCAN_BLOCK) {
    memcpy(copy, bytes, count);
    return;
  }
  for (size_t start = 0; start < count; start += SCAN_BLOCK)
    memcpy(copy + start, bytes + start, SCAN_BLOCK);
}

/// Copies the bytes of a cell of CSV, as far as it need not be quoted.
///
/// `room` and `copy` as in `scan_copy_short`. Returns whether there is no delimiter, quote, CR or LF in it;
/// if there is, what was copied doesn't count.
__attribute__((always_inline)) static inline int scan_copy_plain_cell(const unsigned char *bytes,
                                                                      size_t count, size_t room,
                                                                      unsigned char delimiter,
                                                                      unsigned char *copy) {
  for (size_t start = 0; start < count; start += SCAN_BLOCK) {
    scan_block here = {0};
    if (room >= start + SCAN_BLOCK)
      here = scan_load(bytes + start);
    else
      memcpy(&here, bytes + start, room - start);
    memcpy(copy + start, &here, sizeof here);
    const size_t special = start + scan_clear_bytes(
        (scan_block)(here == delimiter) | (scan_block)(here == '"') |
        (scan_block)(here == '\n') | (scan_block)(here == '\r'));
    if (special < start + SCAN_BLOCK) return special >= count;
  }
  return 1;
}

#endif
