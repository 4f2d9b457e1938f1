// What is done with the values found on the walk: columns are learnt, or cells are written.

#include "flattener.hpp"

#include <algorithm>
#include <cstring>

namespace csimdjson {

namespace {

/// Between the elements of a list: what splits a cell of several addresses finds them again. Where
/// one of the elements holds something that such a cell is split at, the second joiner is used.
constexpr std::string_view joiner = "; ";
constexpr std::string_view strong_joiner = " ::: ";
constexpr std::string_view splitters = ";,|\r\n";

/// Remarks on one line beyond this many are left out: those before have marked the row.
constexpr size_t most_remarks = 16;

} // namespace

void Flattener::store(const Text &text) {
  if (!stores) return;
  const std::string_view name(path.data(), path_length);
  const size_t column = columns.find(name, next_column);
  if (column == Columns::none) {
    if (!learns) {
      result.verdict = csimdjson_unknown_key;
    } else if (columns.count() >= limits.columns) {
      result.verdict = csimdjson_too_many_columns;
    } else {
      next_column = columns.add(name) + 1;
    }
    return;
  }
  store(text, column);
}

void Flattener::store(const Text &text, size_t column) {
  if (!stores) return;
  next_column = column + 1;
  if (learns) return;

  Cell &cell = cells[column];
  if (cell.line == line_number) {
    remark(csimdjson_repeated_key, column);
  } else {
    cell.line = line_number;
    width = std::max(width, column + 1);
  }
  cell.bytes = text.bytes;
  cell.length = text.length;
  if (text.length > limits.cell_bytes) {
    remark(csimdjson_cell_too_large, column);
    cell.length = 0;
  }
}

// MARK: - Lists

void Flattener::start_list() {
  elements.clear();
  has_long_list = false;
  list_start = lists.size();
  list_joiner = joiner;
}

void Flattener::add_to_list(const Text &text) {
  if (!stores) return;
  // Should an object follow, each element needs a column. Where there can't be that many, it need
  // not be remembered by itself: so a line of millions of elements takes no more than their text.
  if (elements.size() >= limits.columns) {
    join_elements();
    has_long_list = true;
  }
  elements.push_back(text);
}

/// Adds the elements to the list's text. Nulls and empty strings are left out.
void Flattener::join_elements() {
  // Joined, a list is less than three times as long as in the line: " ::: " for a comma, and no
  // element is empty. So with this much room the text doesn't move, and what was stored before stays
  // where it is.
  if (lists.empty()) lists.reserve(3 * line.size() + slack);
  // A long list is joined in parts, and the first has decided.
  if (!has_long_list) {
    for (const Text &element : elements) {
      const std::string_view text(element.bytes, element.length);
      if (text.find_first_of(splitters) != text.npos) list_joiner = strong_joiner;
    }
  }
  for (const Text &element : elements) {
    if (element.length == 0) continue;
    if (lists.size() > list_start) lists.append(list_joiner);
    lists.append(element.bytes, element.length);
  }
  elements.clear();
}

/// Stores the list as one cell.
void Flattener::store_list() {
  if (!stores) return;
  if (elements.size() == 1 && !has_long_list) return store(elements.front());
  join_elements();
  store({lists.data() + list_start, lists.size() - list_start});
}

/// Stores the elements so far as cells by index, because the next one is an object or a list.
bool Flattener::store_elements_by_index(size_t prefix, size_t depth) {
  if (has_long_list) {
    result.verdict = learns ? csimdjson_too_many_columns : csimdjson_unknown_key;
    return true;
  }
  for (size_t index = 0; index < elements.size(); index += 1) {
    if (!enter(prefix, depth, std::to_string(index))) return false;
    store(elements[index]);
  }
  return true;
}

// MARK: - Rows

void Flattener::add_row() {
  size_t total = 0;
  for (size_t column = 0; column < width; column += 1) {
    if (cells[column].line == line_number) total += cells[column].length;
  }
  size_t end = cell_bytes.count();
  char *bytes = reinterpret_cast<char *>(cell_bytes.extend(total));
  uint32_t *ends = cell_ends.extend(width);
  for (size_t column = 0; column < width; column += 1) {
    const Cell &cell = cells[column];
    if (cell.line == line_number && cell.length > 0) {
      copy(bytes, cell.bytes, cell.length);
      bytes += cell.length;
      end += cell.length;
    }
    ends[column] = static_cast<uint32_t>(end);
  }
}

void Flattener::remark(csimdjson_remark_kind kind, size_t column) {
  if (remarks.size() == most_remarks) return;
  for (const auto &other : remarks) {
    if (other.kind == kind && other.column == column) return;
  }
  remarks.push_back({kind, static_cast<uint32_t>(column)});
}

} // namespace csimdjson
