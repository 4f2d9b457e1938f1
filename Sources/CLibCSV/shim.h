#ifndef MUSTER_CLIBCSV_SHIM_H
#define MUSTER_CLIBCSV_SHIM_H

#include <csv.h>
#include <stddef.h>

/// What stands for a space and a tab at the edge of a cell while libcsv has it: bytes that UTF-8
/// doesn't have.
enum { CSV_HIDDEN_SPACE = 0xF8, CSV_HIDDEN_TAB = 0xF9 };

/// Whether a byte at the edge of a cell is a blank which libcsv would trim. A delimiter isn't one.
static inline unsigned char csv_is_edge_blank(unsigned char before, unsigned char here,
                                              unsigned char behind, unsigned char delimiter,
                                              unsigned char quote, unsigned char space,
                                              unsigned char tab) {
  const unsigned char blank = (here == space) | (here == tab);
  const unsigned char edge = (before == delimiter) | (before == quote) | (before == '\n') |
                             (before == '\r') | (behind == delimiter) | (behind == '\n') |
                             (behind == '\r');
  return blank & edge;
}

/// Hides blanks at the edges of cells from libcsv, which would trim them: puts the bytes that stand
/// for them in their place. Those before it and behind it count as edges where they aren't known:
/// hiding one too many does no harm.
///
/// The first loop has no branches, so that compilers make vector code of it: some 10 GB/s. Few
/// pieces need the second.
///
/// Returns how many were hidden, or -1 and nothing is changed where such a byte stands in the piece
/// already, which then isn't UTF-8.
static inline ptrdiff_t csv_hide_edge_blanks(unsigned char *bytes, size_t count,
                                             unsigned char before, unsigned char behind,
                                             unsigned char delimiter, unsigned char quote) {
  // A delimiter is no blank: the other one is looked for twice.
  const unsigned char space = delimiter == ' ' ? '\t' : ' ';
  const unsigned char tab = delimiter == '\t' ? ' ' : '\t';
  enum { block = 512 };
  ptrdiff_t hidden = 0;
  unsigned char taken = 0;
  for (size_t i = 0; i < count; i++)
    taken |= (bytes[i] == CSV_HIDDEN_SPACE) | (bytes[i] == CSV_HIDDEN_TAB);
  if (taken) return -1;
  for (size_t start = 0; start < count; start += block) {
    const size_t end = count - start < block ? count : start + block;
    unsigned char found = start == 0 || end == count;
    if (!found)
      for (size_t i = start; i < end; i++)
        found |= csv_is_edge_blank(bytes[i - 1], bytes[i], bytes[i + 1], delimiter, quote, space,
                                   tab);
    if (!found) continue;
    for (size_t i = start; i < end; i++) {
      const unsigned char left = i == 0 ? before : bytes[i - 1];
      const unsigned char right = i + 1 == count ? behind : bytes[i + 1];
      if (!csv_is_edge_blank(left, bytes[i], right, delimiter, quote, space, tab)) continue;
      bytes[i] = bytes[i] == ' ' ? CSV_HIDDEN_SPACE : CSV_HIDDEN_TAB;
      hidden++;
    }
  }
  return hidden;
}

/// Puts blanks back where they were hidden.
static inline void csv_show_blanks(unsigned char *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const unsigned char byte = bytes[i];
    bytes[i] = byte == CSV_HIDDEN_SPACE ? ' ' : byte == CSV_HIDDEN_TAB ? '\t' : byte;
  }
}

/// The offset behind the last `byte` of a piece; 0: there is none.
static inline size_t csv_behind_last(const unsigned char *bytes, size_t count,
                                     unsigned char byte) {
  while (count > 0 && bytes[count - 1] != byte) count--;
  return count;
}

#endif
