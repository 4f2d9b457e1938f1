#ifndef MUSTER_BYTE_SCAN_H
#define MUSTER_BYTE_SCAN_H

// Loops over bytes that are written so that C compilers make vector code of them, or a step a byte.
// They allocate nothing and know nothing of rows.

#include <stddef.h>
#include <stdint.h>

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

/// What bytes may stand in.
enum {
  /// `atext` of RFC 5322, section 3.2.3, and the dot: local parts of addresses.
  SCAN_LOCAL = 1,
  /// Letters, digits, `-` and the dot: names of hosts.
  SCAN_HOST = 2,
  /// Letters, digits, `-` and `_`: LinkedIn's slugs and ids.
  SCAN_SLUG = 4,
  SCAN_LETTER = 8,
  SCAN_DIGIT = 16,
};

#define SCAN_L (SCAN_LOCAL | SCAN_HOST | SCAN_SLUG | SCAN_LETTER)
#define SCAN_D (SCAN_LOCAL | SCAN_HOST | SCAN_SLUG | SCAN_DIGIT)

static const unsigned char scan_classes[256] = {
    ['!'] = SCAN_LOCAL, ['#'] = SCAN_LOCAL, ['$'] = SCAN_LOCAL, ['%'] = SCAN_LOCAL,
    ['&'] = SCAN_LOCAL, ['\''] = SCAN_LOCAL, ['*'] = SCAN_LOCAL, ['+'] = SCAN_LOCAL,
    ['/'] = SCAN_LOCAL, ['='] = SCAN_LOCAL, ['?'] = SCAN_LOCAL, ['^'] = SCAN_LOCAL,
    ['`'] = SCAN_LOCAL, ['{'] = SCAN_LOCAL, ['|'] = SCAN_LOCAL, ['}'] = SCAN_LOCAL,
    ['~'] = SCAN_LOCAL, ['.'] = SCAN_LOCAL | SCAN_HOST, ['_'] = SCAN_LOCAL | SCAN_SLUG,
    ['-'] = SCAN_LOCAL | SCAN_HOST | SCAN_SLUG,
    ['0'] = SCAN_D, ['1'] = SCAN_D, ['2'] = SCAN_D, ['3'] = SCAN_D, ['4'] = SCAN_D,
    ['5'] = SCAN_D, ['6'] = SCAN_D, ['7'] = SCAN_D, ['8'] = SCAN_D, ['9'] = SCAN_D,
    ['a'] = SCAN_L, ['b'] = SCAN_L, ['c'] = SCAN_L, ['d'] = SCAN_L, ['e'] = SCAN_L,
    ['f'] = SCAN_L, ['g'] = SCAN_L, ['h'] = SCAN_L, ['i'] = SCAN_L, ['j'] = SCAN_L,
    ['k'] = SCAN_L, ['l'] = SCAN_L, ['m'] = SCAN_L, ['n'] = SCAN_L, ['o'] = SCAN_L,
    ['p'] = SCAN_L, ['q'] = SCAN_L, ['r'] = SCAN_L, ['s'] = SCAN_L, ['t'] = SCAN_L,
    ['u'] = SCAN_L, ['v'] = SCAN_L, ['w'] = SCAN_L, ['x'] = SCAN_L, ['y'] = SCAN_L,
    ['z'] = SCAN_L, ['A'] = SCAN_L, ['B'] = SCAN_L, ['C'] = SCAN_L, ['D'] = SCAN_L,
    ['E'] = SCAN_L, ['F'] = SCAN_L, ['G'] = SCAN_L, ['H'] = SCAN_L, ['I'] = SCAN_L,
    ['J'] = SCAN_L, ['K'] = SCAN_L, ['L'] = SCAN_L, ['M'] = SCAN_L, ['N'] = SCAN_L,
    ['O'] = SCAN_L, ['P'] = SCAN_L, ['Q'] = SCAN_L, ['R'] = SCAN_L, ['S'] = SCAN_L,
    ['T'] = SCAN_L, ['U'] = SCAN_L, ['V'] = SCAN_L, ['W'] = SCAN_L, ['X'] = SCAN_L,
    ['Y'] = SCAN_L, ['Z'] = SCAN_L,
};

/// Copies bytes of some classes, letters in lower case, up to the first other byte.
///
/// Returns how many there are, at most `count`; `seen` gets the classes of all of them.
static inline size_t scan_copy(const unsigned char *bytes, size_t count, unsigned char classes,
                               unsigned char *copy, unsigned char *seen) {
  unsigned char all = 0;
  size_t i = 0;
  for (; i < count; i++) {
    const unsigned char byte = bytes[i], class = scan_classes[byte];
    if (!(class & classes)) break;
    all |= class;
    copy[i] = byte | (class & SCAN_LETTER ? 0x20 : 0);
  }
  *seen = all;
  return i;
}

/// Whether a name of a host is a plain one: two labels or more of 1 to 63 bytes, no hyphen at a label's
/// edge or beside another, and a last label of two bytes or more that begins and ends with a letter.
static inline int scan_is_host(const unsigned char *name, size_t count) {
  if (count < 4 || count > 253) return 0;
  size_t label = 0, labels = 1;
  unsigned char before = '.', bad = 0;
  for (size_t i = 0; i < count; i++) {
    const unsigned char byte = name[i];
    const unsigned char before_is_edge = (before == '.') | (before == '-');
    bad |= ((byte == '.') | (byte == '-')) & before_is_edge;
    if (byte == '.') {
      bad |= i - label > 63;
      label = i + 1;
      labels++;
    }
    before = byte;
  }
  const size_t last = count - label;
  return !bad && labels > 1 && last >= 2 && last <= 63 &&
         (scan_classes[name[label]] & SCAN_LETTER) && (scan_classes[before] & SCAN_LETTER);
}

/// Copies a plain address in lower case: a dot-atom that begins with a letter or digit, `@`, and a plain
/// host's name.
///
/// Returns the offset of the `@`; 0 where the text is anything else.
static inline size_t scan_email(const unsigned char *bytes, size_t count, unsigned char *copy) {
  unsigned char seen;
  if (count < 6 || count > 254 || !(scan_classes[bytes[0]] & (SCAN_LETTER | SCAN_DIGIT))) return 0;
  const size_t at = scan_copy(bytes, count, SCAN_LOCAL, copy, &seen);
  if (at > 64 || at == count || bytes[at] != '@' || bytes[at - 1] == '.') return 0;
  for (size_t i = 1; i < at; i++)
    if (bytes[i] == '.' && bytes[i - 1] == '.') return 0;
  copy[at] = '@';
  const size_t host = count - at - 1;
  if (scan_copy(bytes + at + 1, host, SCAN_HOST, copy + at + 1, &seen) != host) return 0;
  return scan_is_host(copy + at + 1, host) ? at : 0;
}

#undef SCAN_L
#undef SCAN_D

#endif
