// Turns one line of JSON into the cells of a row: nested keys become `a.b`, lists become one cell.

#pragma once

#include "buffer.hpp"
#include "columns.hpp"
#include "csimdjson.h"

#include <simdjson.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace csimdjson {

namespace ondemand = simdjson::ondemand;

/// A value's text, in the line or in memory that lives as long as the line is worked on.
struct Text {
  const char *bytes;
  size_t length;
};

/// Walks a line with simdjson's On-Demand interface
/// (https://github.com/simdjson/simdjson/blob/master/doc/basics.md). That indexes the line and
/// checks its UTF-8 with SIMD, and leaves each value to whoever asks for it. Here every value is
/// asked for, so every line is checked whole. Numbers are checked against RFC 8259 and taken as
/// they stand, because what simdjson would make of them isn't what the file says.
class Flattener {
public:
  Flattener(csimdjson_limits limits, csimdjson_purpose purpose)
      : limits(limits), learns(purpose == csimdjson_learning),
        takes_short_way(purpose == csimdjson_reading), path(limits.key_bytes + slack) {}

  /// See `csimdjson_flatten`.
  csimdjson_line flatten(const char *line, size_t length);

  /// See `csimdjson_flatten_lines`.
  csimdjson_lines flatten_lines(
      const char *bytes, size_t length, csimdjson_batch batch, csimdjson_most most);

  Columns columns;
  std::vector<csimdjson_remark> remarks;
  /// The cells of the line, and the offset behind each.
  Buffer<uint8_t> cell_bytes;
  Buffer<uint32_t> cell_ends;

private:
  /// Where the text for a column is, if `line` is the number of the current line.
  struct Cell {
    const char *bytes;
    size_t length;
    uint64_t line;
  };

  /// What stands between the value before a column and the column's own, if that is a string: its opening
  /// quote is the last byte. It was looked at when it came first; the same bytes need not be again.
  struct Lead {
    static constexpr size_t most = 3 * slack;

    char bytes[most] = {};
    uint8_t length = 0;

    /// Reads into the padding.
    bool matches(const char *at, const char *end) const {
      return length > 0 && end - at >= length && is_same(at, bytes, length);
    }

    void set(const char *start, const char *end) {
      length = end - start <= static_cast<ptrdiff_t>(most) ? static_cast<uint8_t>(end - start) : 0;
      if (length > 0) std::memcpy(bytes, start, length);
    }
  };

  /// Where the cells of plain lines are written.
  struct PlainCells {
    /// Room for as many bytes as the text has, and for the padding.
    uint8_t *bytes;
    /// Room for one of each column.
    uint32_t *ends;
    /// How many bytes of cells stand before them.
    size_t bytes_before;
  };

  bool flatten_plain();
  template <bool ends_at_line_feed>
  const char *flatten_plain(const char *at, const char *end, PlainCells &cells);
  bool read_escaped_string(
      const char *&at, const char *special, const char *end, uint8_t *&to);
  bool read_plain_literal(const char *&at, const char *end, uint8_t *&to);

  /// Whether the text, if it is a valid object, has no key that isn't a column.
  bool has_known_keys_only(std::string_view text);

  void parse();

  // Each returns false when the line is refused; `result` says why.
  bool walk_document();
  bool walk_value(ondemand::value &value, size_t depth);
  bool walk_object(ondemand::object &object, size_t depth);
  bool walk_array(ondemand::array &array, size_t depth);
  bool read_key(ondemand::field &field, std::string_view rest, std::string_view &key);
  template <typename Value>
  bool read_scalar(Value &value, std::string_view token, Text &text);
  bool enter(size_t prefix, size_t depth, std::string_view key);
  bool store_elements_by_index(size_t prefix, size_t depth);
  bool refuse(csimdjson_verdict verdict, const char *at);
  bool refuse(simdjson::error_code error);
  bool reserve(size_t length);

  void store(const Text &text);
  void store(const Text &text, size_t column);
  void start_list();
  void add_to_list(const Text &text);
  void join_elements();
  void store_list();
  void add_row();
  void remark(csimdjson_remark_kind kind, size_t column);

  const csimdjson_limits limits;
  const bool learns;
  const bool takes_short_way;
  ondemand::parser parser;
  ondemand::document document;
  std::vector<Cell> cells;
  /// One for each column.
  std::vector<Lead> leads;
  /// The keys on the way to the current value, joined by dots, in the first `path_length` bytes. Has
  /// slack.
  std::vector<char> path;
  size_t path_length = 0;
  /// The last elements of the list that is being read; all of them, unless it is a long one.
  std::vector<Text> elements;
  bool has_long_list = false;
  /// The lists of this line, joined, and where the current one starts. Reserved beforehand, so that
  /// the text doesn't move meanwhile.
  std::string lists;
  size_t list_start = 0;
  std::string_view list_joiner;

  // The current line.
  std::string_view line;
  uint64_t line_number = 0;
  /// False while a value that isn't an object is only checked.
  bool stores = true;
  /// The number of cells up to the last column that the line has.
  size_t width = 0;
  /// The column behind the last one stored.
  size_t next_column = 0;
  csimdjson_line result{};
};

} // namespace csimdjson
