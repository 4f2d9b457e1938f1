// A C interface over simdjson (https://github.com/simdjson/simdjson): UTF-8 validation, and the
// flattening of one line of JSON at a time into cells.

#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Swift sees a C enumeration as an enumeration of its own only where it is said to be closed.
#if defined(__has_attribute)
#if __has_attribute(enum_extensibility)
#define CSIMDJSON_CLOSED __attribute__((enum_extensibility(closed)))
#endif
#endif
#ifndef CSIMDJSON_CLOSED
#define CSIMDJSON_CLOSED
#endif

/// How many bytes behind a line must be readable, whatever they hold: simdjson reads in blocks.
#define CSIMDJSON_PADDING 64

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __clang__
#pragma clang assume_nonnull begin
#else
#define _Nullable
#endif

/// Whether the bytes are valid UTF-8.
bool csimdjson_validate_utf8(const char *bytes, size_t length);

/// What a line turned out to be. Only `csimdjson_object` gives cells.
typedef enum CSIMDJSON_CLOSED {
  /// A JSON object.
  csimdjson_object,
  /// A valid JSON value of another kind.
  csimdjson_other_value,
  /// A valid object whose keys would take the columns over their limit (while they are learnt).
  csimdjson_too_many_columns,
  /// A valid object with a key that is no column (while the columns are fixed).
  csimdjson_unknown_key,

  // Not valid JSON (RFC 8259):

  /// Bytes that aren't UTF-8.
  csimdjson_not_utf8,
  /// A string without its closing quote.
  csimdjson_string_open,
  /// A control character in a string, which must be escaped.
  csimdjson_control_character,
  /// An escape in a string that isn't one, half a surrogate pair included.
  csimdjson_bad_escape,
  /// Something else where a value must stand: 01, NaN, True, 'text', nothing.
  csimdjson_bad_value,
  /// Something else where a key, colon, comma or closing bracket must stand.
  csimdjson_bad_structure,
  /// The last character isn't the bracket that closes the object or array.
  csimdjson_not_closed,
  /// Something stands behind the value.
  csimdjson_trailing_text,

  // Over a limit of ours:

  /// Objects and arrays nested too deep.
  csimdjson_too_deep,
  /// A key, or the keys on the way to a value, longer than the limit.
  csimdjson_key_too_long,
  /// The memory that simdjson needs for the line can't be had.
  csimdjson_no_memory,
} csimdjson_verdict;

typedef struct {
  csimdjson_verdict verdict;
  /// How many remarks the line has; see `csimdjson_remark_at`.
  uint32_t remark_count;
  /// Where the line breaks the rules, in bytes from its start; -1 where that isn't known.
  ptrdiff_t position;
  /// What `csimdjson_cells_so_far` holds now: the number of bytes and of cells.
  size_t cell_bytes;
  size_t cell_count;
} csimdjson_line;

typedef enum CSIMDJSON_CLOSED {
  /// The line has two values for the column; the last one was taken.
  csimdjson_repeated_key,
  /// The cell is over the limit; it was left empty.
  csimdjson_cell_too_large,
} csimdjson_remark_kind;

typedef struct {
  csimdjson_remark_kind kind;
  /// The column's index, from 0.
  uint32_t column;
} csimdjson_remark;

typedef struct {
  /// The largest cell, in bytes.
  size_t cell_bytes;
  /// The longest column name, in bytes.
  size_t key_bytes;
  /// The most columns.
  size_t columns;
  /// How deep objects and arrays may be nested; the object that is the line counts 1.
  size_t depth;
} csimdjson_limits;

/// The cells of the rows since the last `csimdjson_clear_cells`: those of all rows one behind the
/// other, and for each the offset behind its last byte. Valid until the next call.
typedef struct {
  const uint8_t *_Nullable bytes;
  size_t byte_count;
  const uint32_t *_Nullable ends;
  size_t count;
} csimdjson_cells;

/// Text that is lent until the next call; not closed by a NUL.
typedef struct {
  const uint8_t *bytes;
  size_t length;
} csimdjson_text;

typedef struct csimdjson_flattener csimdjson_flattener;

/// A new flattener without columns.
///
/// One that learns takes each new key of a valid object as a column, in order of first appearance,
/// and gives no cells. One that doesn't gives cells for the columns that were added.
csimdjson_flattener *csimdjson_create(csimdjson_limits limits, bool learns);
void csimdjson_destroy(csimdjson_flattener *flattener);

/// Adds a column behind the others. Of several with one name, the first gets the cells.
void csimdjson_add_column(
  csimdjson_flattener *flattener, const uint8_t *_Nullable name, size_t length);
size_t csimdjson_column_count(const csimdjson_flattener *flattener);
/// A column's name, in UTF-8. The index counts from 0.
csimdjson_text csimdjson_column_name(const csimdjson_flattener *flattener, size_t index);

/// Flattens one line.
///
/// An object's cells are added behind those of earlier lines, in the order of the columns: empty
/// ones for keys that it lacks, none behind its last one. The line must be shorter than 4 GiB, and
/// the cells must be cleared before they reach that.
csimdjson_line csimdjson_flatten(
  csimdjson_flattener *flattener, const uint8_t *line, size_t length);

/// A remark on the last line. The index counts from 0.
csimdjson_remark csimdjson_remark_at(const csimdjson_flattener *flattener, uint32_t index);

csimdjson_cells csimdjson_cells_so_far(const csimdjson_flattener *flattener);
void csimdjson_clear_cells(csimdjson_flattener *flattener);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#ifdef __cplusplus
}
#endif
#endif
