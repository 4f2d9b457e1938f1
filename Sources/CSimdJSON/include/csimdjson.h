// A C interface over simdjson (https://github.com/simdjson/simdjson): UTF-8 validation, the
// flattening of one line or element of JSON at a time into cells, what cuts text into elements, and
// short texts as a whole.

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

/// The cells of the last line, and for each the offset behind its last byte. Valid until the next call.
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

/// What a flattener does with the lines it is given.
typedef enum CSIMDJSON_CLOSED {
  /// It takes each new key of a valid object as a column, in order of first appearance, and gives no
  /// cells. Where a text has no new keys it isn't looked at any further, and passes for an object.
  csimdjson_learning,
  /// It gives cells for the columns that were added.
  csimdjson_reading,
  /// The same, but simdjson reads all lines, even those that need no parser.
  csimdjson_parsing,
} csimdjson_purpose;

/// A new flattener without columns.
csimdjson_flattener *csimdjson_create(csimdjson_limits limits, csimdjson_purpose purpose);
void csimdjson_destroy(csimdjson_flattener *flattener);

/// Adds a column behind the others. Of several with one name, the first gets the cells.
void csimdjson_add_column(
  csimdjson_flattener *flattener, const uint8_t *_Nullable name, size_t length);
size_t csimdjson_column_count(const csimdjson_flattener *flattener);
/// A column's name, in UTF-8. The index counts from 0.
csimdjson_text csimdjson_column_name(const csimdjson_flattener *flattener, size_t index);

/// Flattens one line.
///
/// An object's cells are in the order of the columns: empty ones for keys that it lacks, none behind its last
/// one. The line must be shorter than 4 GiB.
csimdjson_line csimdjson_flatten(
  csimdjson_flattener *flattener, const uint8_t *line, size_t length);

/// A row of a line.
typedef struct {
  /// How many cells there are up to its last one.
  uint32_t cells_end;
  uint32_t line;
} csimdjson_row;

/// How much is taken at most by `csimdjson_flatten_lines`.
typedef struct {
  /// How many lines.
  size_t count;
  /// How long one of them may be without its line feed, in bytes.
  size_t length;
  /// With how many bytes of cells, of their ends and of rows no other line is taken.
  size_t batch_bytes;
} csimdjson_most;

/// What was taken.
typedef struct {
  /// How many lines.
  size_t count;
  /// How long they are together with their line feeds, in bytes.
  size_t length;
  /// How many bytes of cells they have, and how many cells.
  size_t cell_bytes;
  size_t cell_count;
} csimdjson_lines;

/// Where rows are added to others.
typedef struct {
  /// The bytes of cells: room for as many as the text has, and CSIMDJSON_PADDING more.
  uint8_t *bytes;
  /// The ends of cells: room for one of each column, for each line.
  uint32_t *ends;
  /// Room for one for each line.
  csimdjson_row *rows;
  /// How many bytes of cells and how many cells there are before.
  size_t byte_count;
  size_t cell_count;
  /// The number of the first line.
  uint32_t line;
} csimdjson_batch;

/// Flattens the lines at the start of a text, as long as each is an object that needs no parser and ends with
/// a line feed. The one behind them is for `csimdjson_flatten`.
csimdjson_lines csimdjson_flatten_lines(
  csimdjson_flattener *flattener, const uint8_t *bytes, size_t length, csimdjson_batch batch,
  csimdjson_most most);

/// A remark on the last line. The index counts from 0.
csimdjson_remark csimdjson_remark_at(const csimdjson_flattener *flattener, uint32_t index);

csimdjson_cells csimdjson_cells_of_line(const csimdjson_flattener *flattener);

// MARK: - Elements

/// Where a cutter is in the text.
typedef enum CSIMDJSON_CLOSED {
  csimdjson_at_start,
  csimdjson_before_element,
  csimdjson_after_element,
  csimdjson_in_element,
  csimdjson_in_string,
  /// Behind a backslash in a string.
  csimdjson_in_escape,
  /// In an element whose brackets and quotes don't match.
  csimdjson_in_doubt,
  csimdjson_array_closed,
  /// In what follows an array's closing bracket.
  csimdjson_behind_array,
} csimdjson_place;

/// What stands before the current character on its line.
typedef enum CSIMDJSON_CLOSED {
  csimdjson_line_blank,
  csimdjson_line_comma,
  csimdjson_line_closing,
  csimdjson_line_closing_comma,
  csimdjson_line_text,
} csimdjson_line_start;

/// The token before the current character.
typedef enum CSIMDJSON_CLOSED {
  csimdjson_previous_none,
  csimdjson_previous_opening,
  csimdjson_previous_closing,
  csimdjson_previous_comma,
  csimdjson_previous_colon,
  csimdjson_previous_string,
  csimdjson_previous_text,
} csimdjson_previous;

/// How far a text was cut into its top-level elements: those of an array, or of a sequence of
/// objects, with or without commas, that isn't in one. All zero at the start, but for the line.
///
/// Brackets are counted, strings passed over. Where a line ends inside a string, a bracket closes one
/// of the other kind or none, an object opens where a key must stand, or text directly follows a
/// string, neither brackets nor quotes can be trusted: the element is in doubt. It ends before the
/// next object that opens as the first thing on its line (`{`, `,{`; `},{` where the one in doubt
/// began so) and is indented like the element in doubt or the one before that; behind the first one
/// it may also be indented less. There is none where an earlier line inside an element wasn't indented
/// deeper than its element, since what opens there may be nested: then the element in doubt reaches to
/// the end of the text.
typedef struct {
  csimdjson_place place;
  csimdjson_line_start line_start;
  /// What stood before the current element on its line.
  csimdjson_line_start element_start;
  csimdjson_previous previous;
  bool is_array;
  /// Whether the current element of an array has no comma before it.
  bool lacks_comma;
  /// Whether indentation says nothing about nesting.
  bool is_flat;
  bool has_elements;
  /// Whether there was an element in doubt before this one.
  bool had_doubt;
  /// Whether the current element follows one in doubt and is indented deeper, so that it may be left
  /// over from inside of that. It is in doubt too.
  bool is_stray;
  /// Whether the current element is the first.
  bool is_first;
  /// The current line; from 1.
  size_t line;
  /// What the current line, and those on which the element and the one before it began, are indented
  /// by, in bytes.
  size_t column;
  size_t element_column;
  size_t former_column;
  /// How many brackets are open, and which of the first 64 are those of objects.
  size_t depth;
  uint64_t objects;
} csimdjson_cutter;

typedef enum CSIMDJSON_CLOSED {
  /// Nothing: more text is needed.
  csimdjson_more_needed,
  /// An element, or what follows the array, begins here.
  csimdjson_element_began,
  /// The element ends before this place; blanks may be before it.
  csimdjson_element_ended,
  /// There is nothing between two commas, or before the first.
  csimdjson_element_missing,
} csimdjson_cut_event;

typedef struct {
  csimdjson_cut_event event;
  /// How many bytes were passed over up to the event.
  size_t count;
} csimdjson_cut;

/// Goes on to the next event. Give the rest of the text behind it next time, in pieces as they come.
///
/// At the end of the text an element that has begun ends, whatever the place.
csimdjson_cut csimdjson_cut_next(csimdjson_cutter *cutter, const uint8_t *bytes, size_t count);

// MARK: - Whole texts

typedef enum CSIMDJSON_CLOSED {
  csimdjson_null,
  csimdjson_false,
  csimdjson_true,
  csimdjson_integer,
  csimdjson_number,
  csimdjson_string,
  csimdjson_array,
  csimdjson_member_list,
} csimdjson_kind;

/// One value of a text. An array's elements follow it, and an object's members: for each its name as a
/// string, and its value.
typedef struct {
  csimdjson_kind kind;
  /// How many elements or members; or the length of a string, in bytes.
  size_t count;
  /// A string's bytes in UTF-8, not closed by a NUL.
  const uint8_t *_Nullable text;
  /// Of an integer.
  int64_t integer;
  /// Of any other number, and of an integer that is too large.
  double number;
} csimdjson_node;

typedef struct csimdjson_tree csimdjson_tree;

/// The values of a JSON text (RFC 8259) in its order, the outermost first. Null where it isn't one, is
/// nested deeper than 512, or has an integer of more than 64 bits.
csimdjson_tree *_Nullable csimdjson_parse(const uint8_t *_Nullable bytes, size_t length);
/// At least one. Valid as long as the tree.
const csimdjson_node *csimdjson_nodes(const csimdjson_tree *tree);
void csimdjson_free(csimdjson_tree *tree);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#ifdef __cplusplus
}
#endif
#endif
