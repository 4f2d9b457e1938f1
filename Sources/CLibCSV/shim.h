#ifndef MUSTER_CLIBCSV_SHIM_H
#define MUSTER_CLIBCSV_SHIM_H

#include <csv.h>
#include <stddef.h>

/// Whether a blank stands at either end of a piece of CSV, before or behind a delimiter or a line
/// end, or behind a quote: only there does it matter whether blanks around cells are trimmed.
///
/// Without branches, so that compilers make vector code of it: some 10 GB/s.
static inline int csv_has_blank_at_edge(const unsigned char *bytes, size_t count,
                                        unsigned char delimiter, unsigned char quote) {
  // A tab that parts cells is no blank.
  const unsigned char tab = delimiter == '\t' ? ' ' : '\t';
  if (count < 2) return 1;
  const unsigned char first = bytes[0], last = bytes[count - 1];
  unsigned char found = (first == ' ') | (first == tab) | (last == ' ') | (last == tab);
  for (size_t i = 1; i + 1 < count; i++) {
    const unsigned char before = bytes[i - 1], here = bytes[i], behind = bytes[i + 1];
    const unsigned char blank = (here == ' ') | (here == tab);
    const unsigned char edge = (before == delimiter) | (before == quote) | (before == '\n') |
                               (before == '\r') | (behind == delimiter) | (behind == '\n') |
                               (behind == '\r');
    found |= blank & edge;
  }
  return found;
}

#endif
