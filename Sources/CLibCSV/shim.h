#ifndef MUSTER_CLIBCSV_SHIM_H
#define MUSTER_CLIBCSV_SHIM_H

#include <csv.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// What stands for a space and a tab at the edge of a cell while libcsv has it: bytes that UTF-8
/// doesn't have.
enum { CSV_HIDDEN_SPACE = 0xF8, CSV_HIDDEN_TAB = 0xF9 };

/// Copies a piece of input with the blanks at the edges of cells hidden from libcsv, which would trim
/// them: bytes that stand for them in their place. What stands before and behind the piece counts as
/// an edge: hiding one too many does no harm.
///
/// Without branches, so that compilers make vector code of it.
///
/// Returns whether the piece can be used: false where such a byte stands in it already, which then
/// isn't UTF-8.
__attribute__((always_inline)) static inline int csv_hide_edge_blanks_with(
    const unsigned char *restrict bytes, size_t count, unsigned char *restrict masked,
    unsigned char delimiter, unsigned char quote) {
  // A delimiter is no blank: the other one is looked for twice.
  const unsigned char space = delimiter == ' ' ? '\t' : ' ';
  const unsigned char tab = delimiter == '\t' ? ' ' : '\t';
  unsigned char taken = 0;
  for (size_t i = 1; i + 1 < count; i++) {
    const unsigned char before = bytes[i - 1], here = bytes[i], behind = bytes[i + 1];
    const unsigned char edge = (before == delimiter) | (before == quote) | (before == '\n') |
                               (before == '\r') | (behind == delimiter) | (behind == '\n') |
                               (behind == '\r');
    const unsigned char shown_space = (here == space) & edge;
    const unsigned char shown_tab = (here == tab) & edge;
    const unsigned char hidden = here == ' ' ? CSV_HIDDEN_SPACE : CSV_HIDDEN_TAB;
    taken |= (here == CSV_HIDDEN_SPACE) | (here == CSV_HIDDEN_TAB);
    masked[i] = (shown_space | shown_tab) ? hidden : here;
  }
  for (size_t i = 0; i < count; i += count > 1 ? count - 1 : 1) {
    const unsigned char here = bytes[i];
    const unsigned char hidden = here == ' ' ? CSV_HIDDEN_SPACE : CSV_HIDDEN_TAB;
    taken |= here == CSV_HIDDEN_SPACE || here == CSV_HIDDEN_TAB;
    masked[i] = (here == space || here == tab) ? hidden : here;
  }
  return !taken;
}

/// `csv_hide_edge_blanks_with`, and twice as fast for the usual formats: there the bytes to compare
/// with are constants.
static inline int csv_hide_edge_blanks(const unsigned char *restrict bytes, size_t count,
                                       unsigned char *restrict masked, unsigned char delimiter,
                                       unsigned char quote) {
  if (quote == '"' && delimiter == ',')
    return csv_hide_edge_blanks_with(bytes, count, masked, ',', '"');
  if (quote == '"' && delimiter == ';')
    return csv_hide_edge_blanks_with(bytes, count, masked, ';', '"');
  if (quote == '"' && delimiter == '\t')
    return csv_hide_edge_blanks_with(bytes, count, masked, '\t', '"');
  return csv_hide_edge_blanks_with(bytes, count, masked, delimiter, quote);
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

/// The number of line ends in a text: of LFs, and where `with_cr` is set, of CRs without one behind.
static inline size_t csv_count_line_ends(const unsigned char *bytes, size_t count, int with_cr) {
  // Blocks whose counts fit a byte, and that are whole vectors.
  enum { block = 192 };
  size_t lines = 0, at = 0;
  unsigned char has_cr = 0;
  for (; at + block <= count; at += block) {
    unsigned char found = 0;
    for (size_t i = at; i < at + block; i++) {
      found += bytes[i] == '\n';
      has_cr |= bytes[i] == '\r';
    }
    lines += found;
  }
  for (; at < count; at++) {
    lines += bytes[at] == '\n';
    has_cr |= bytes[at] == '\r';
  }
  // Hardly any text has both.
  if (!with_cr || !has_cr) return lines;
  for (size_t start = 0; start + 1 < count; start += 255) {
    const size_t end = count - 1 - start < 255 ? count - 1 : start + 255;
    unsigned char found = 0;
    for (size_t i = start; i < end; i++) found += (bytes[i] == '\r') & (bytes[i + 1] != '\n');
    lines += found;
  }
  return lines + (count > 0 && bytes[count - 1] == '\r');
}

/// A row in a sink.
struct csv_sink_row {
  /// The index behind its last field.
  uint32_t fields_end;
  /// The line on which it starts, from 1.
  uint32_t line;
};

/// Where cells and row ends go. There must be room for all that a call of `csv_parse` can give, and
/// for CSV_SINK_SLACK bytes more.
struct csv_sink {
  unsigned char *bytes;
  size_t byte_count;
  uint32_t *field_ends;
  size_t field_count;
  struct csv_sink_row *rows;
  size_t row_count;
  /// The number of fields up to the last row's end.
  size_t row_fields;
  /// The largest cell since this was last set to 0, in bytes.
  size_t largest_cell;
  /// The line on which the row that is being read starts, from 1, where no cell before it holds a
  /// line end.
  uint32_t line;
  /// The line end that came last: what follows a CR decides whether it was half of a CRLF.
  int last_end;
};

/// Short cells are copied with this many bytes, because that needs no call and no branch on their
/// length. libcsv gives cells at the start of a buffer that is larger.
enum { CSV_SINK_SLACK = 32 };

/// Takes a cell. A callback of `csv_parse`.
static inline void csv_sink_take_cell(void *cell, size_t count, void *context) {
  struct csv_sink *sink = (struct csv_sink *)context;
  unsigned char *place = sink->bytes + sink->byte_count;
  if (count > CSV_SINK_SLACK)
    memcpy(place, cell, count);
  else if (cell)
    memcpy(place, cell, CSV_SINK_SLACK);
  sink->byte_count += count;
  sink->largest_cell = count > sink->largest_cell ? count : sink->largest_cell;
  sink->field_ends[sink->field_count++] = (uint32_t)sink->byte_count;
}

/// Ends a row, or a line without one. A callback of `csv_parse`: `byte` is the line end, CR or LF;
/// others where the input ended or the row was given up.
static inline void csv_sink_end_row(int byte, void *context) {
  struct csv_sink *sink = (struct csv_sink *)context;
  if (sink->field_count > sink->row_fields) {
    struct csv_sink_row row = {(uint32_t)sink->field_count, sink->line++};
    sink->rows[sink->row_count++] = row;
    sink->row_fields = sink->field_count;
  } else if (byte == '\r' || sink->last_end != '\r') {
    // libcsv reports both bytes of a CRLF, the second as a row without cells, like a blank line.
    sink->line++;
  }
  sink->last_end = byte;
}

/// Sixteen bytes. Comparing two gives one with all bits set where they are equal.
typedef unsigned char csv_block __attribute__((vector_size(16)));

typedef _Bool csv_block_bits __attribute__((ext_vector_type(16)));

static inline csv_block csv_load(const unsigned char *bytes) {
  csv_block block;
  memcpy(&block, bytes, sizeof block);
  return block;
}

/// A bit for each byte of a comparison's result, that of the first byte lowest.
static inline uint32_t csv_bits(csv_block comparison) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  uint32_t bits = 0;
  for (int i = 0; i < 16; i++) bits |= (uint32_t)(comparison[i] & 1) << i;
  return bits;
#else
  const csv_block_bits bools = __builtin_convertvector(comparison, csv_block_bits);
  uint16_t bits;
  memcpy(&bits, &bools, sizeof bits);
  return bits;
#endif
}

/// A bit for each of sixteen bytes that ends a cell or a line, or is a quote, or stands for a hidden blank.
__attribute__((always_inline)) static inline uint32_t csv_specials(const unsigned char *bytes,
                                                                   unsigned char delimiter,
                                                                   unsigned char quote) {
  const csv_block block = csv_load(bytes);
  return csv_bits((csv_block)(block == delimiter) | (csv_block)(block == '\n') |
                  (csv_block)(block == quote) | (csv_block)(block == '\r') |
                  (csv_block)((block & 0xFE) == CSV_HIDDEN_SPACE));
}

/// A cell in quotes that is being cut.
struct csv_quoted {
  /// Where what isn't copied yet of its content begins.
  size_t from;
  /// How many bytes of it stand behind the sink's, because a doubled quote came.
  size_t held;
  /// The line ends in it and in the cells of its row before it.
  uint32_t line_ends;
  int is_open;
};

/// Takes a cell in quotes whose closing quote stands at an offset.
static inline void csv_sink_take_quoted(const unsigned char *bytes, size_t quote,
                                        struct csv_quoted *cell, struct csv_sink *sink) {
  const size_t rest = quote - cell->from;
  if (cell->held == 0) {
    csv_sink_take_cell((void *)(bytes + cell->from), rest, sink);
  } else {
    memcpy(sink->bytes + sink->byte_count + cell->held, bytes + cell->from, rest);
    csv_sink_take_cell(NULL, 0, sink);
    const size_t count = cell->held + rest;
    sink->byte_count += count;
    sink->field_ends[sink->field_count - 1] = (uint32_t)sink->byte_count;
    sink->largest_cell = count > sink->largest_cell ? count : sink->largest_cell;
  }
  cell->held = 0;
  cell->is_open = 0;
}

/// Cuts whole plain lines into rows: as libcsv would, but a block of bytes at a time. In a plain line, quotes
/// stand around whole cells, or doubled within these; so nothing is to be known but where the next quote,
/// delimiter or line end is.
///
/// No row may be open, and the last line end not be a CR. The text ends with a LF. Behind it,
/// CSV_SINK_SLACK bytes must be readable, whatever they hold.
///
/// Returns how many bytes were taken: up to the first row with any other quote, with a cell that isn't closed,
/// with a CR without a LF behind it, or with a byte that stands for a hidden blank; those are for libcsv.
__attribute__((always_inline)) static inline size_t csv_cut_plain_lines_with(
    const unsigned char *bytes, size_t count, unsigned char delimiter, unsigned char quote,
    struct csv_sink *sink) {
  size_t line = 0, cell = 0;
  // Of a closed cell: what ends it was looked at with its quote.
  size_t passed = 0;
  struct csv_quoted quoted = {0};
  struct csv_sink open = *sink;
  for (size_t start = 0; start < count; start += 32) {
    uint32_t found = csv_specials(bytes + start, delimiter, quote) |
                     csv_specials(bytes + start + 16, delimiter, quote) << 16;
    while (found) {
      const size_t here = start + (size_t)__builtin_ctz(found);
      found &= found - 1;
      if (here >= count) return line;
      if (here < passed) continue;
      const unsigned char byte = bytes[here];
      if (quoted.is_open) {
        if (byte == quote) {
          const unsigned char next = bytes[here + 1];
          if (next == quote) {
            const size_t part = here + 1 - quoted.from;
            memcpy(open.bytes + open.byte_count + quoted.held, bytes + quoted.from, part);
            quoted.held += part;
            quoted.from = passed = here + 2;
          } else if (next == delimiter) {
            csv_sink_take_quoted(bytes, here, &quoted, &open);
            cell = passed = here + 2;
          } else if (next == '\n' || (next == '\r' && bytes[here + 2] == '\n')) {
            csv_sink_take_quoted(bytes, here, &quoted, &open);
            csv_sink_end_row('\n', &open);
            open.line += quoted.line_ends;
            quoted.line_ends = 0;
            line = cell = passed = here + 2 + (next == '\r');
            *sink = open;
          } else {
            return line;
          }
        } else if (byte == '\n') {
          quoted.line_ends++;
        } else if (byte != delimiter && (byte != '\r' || bytes[here + 1] != '\n')) {
          return line;
        }
      } else if (byte == delimiter) {
        csv_sink_take_cell((void *)(bytes + cell), here - cell, &open);
        cell = here + 1;
      } else if (byte == '\n') {
        const size_t end = here > line && bytes[here - 1] == '\r' ? here - 1 : here;
        if (end > line) csv_sink_take_cell((void *)(bytes + cell), end - cell, &open);
        csv_sink_end_row('\n', &open);
        open.line += quoted.line_ends;
        quoted.line_ends = 0;
        line = cell = here + 1;
        *sink = open;
      } else if (byte == quote && here == cell) {
        quoted.is_open = 1;
        quoted.from = here + 1;
      } else if (byte != '\r' || bytes[here + 1] != '\n') {
        return line;
      }
    }
  }
  return line;
}

/// `csv_cut_plain_lines_with`, faster for the usual formats: there the bytes to compare with are constants.
static inline size_t csv_cut_plain_lines(const unsigned char *bytes, size_t count,
                                         unsigned char delimiter, unsigned char quote,
                                         struct csv_sink *sink) {
  if (quote == '"' && delimiter == ',')
    return csv_cut_plain_lines_with(bytes, count, ',', '"', sink);
  if (quote == '"' && delimiter == ';')
    return csv_cut_plain_lines_with(bytes, count, ';', '"', sink);
  if (quote == '"' && delimiter == '\t')
    return csv_cut_plain_lines_with(bytes, count, '\t', '"', sink);
  return csv_cut_plain_lines_with(bytes, count, delimiter, quote, sink);
}

#endif
