// Cuts an array, or a sequence of objects, into its top-level elements.

#include "csimdjson.h"

#include "text_scan.hpp"

#include <cstring>

namespace csimdjson {

namespace {

/// Nesting is remembered this deep; below, any bracket closes any other.
constexpr uint32_t known_depth = 64;

/// One run over a piece of the text.
class Cut {
public:
  Cut(csimdjson_cutter &cutter, const char *start, const char *end)
      : cutter(cutter), start(start), at(start), end(end) {}

  csimdjson_cut run() {
    while (at < end) {
      switch (cutter.place) {
      case csimdjson_in_element:
        if (walk_element()) return result(csimdjson_element_ended);
        break;
      case csimdjson_in_string: walk_string(); break;
      case csimdjson_in_escape:
        // A line feed is never escaped: the string sees it.
        if (*at != '\n') at += 1;
        cutter.place = csimdjson_in_string;
        break;
      case csimdjson_in_doubt:
        if (walk_doubt()) return result(csimdjson_element_ended);
        break;
      case csimdjson_behind_array: at = end; break;
      default:
        if (const auto event = walk_gap()) return result(event);
      }
    }
    return result(csimdjson_more_needed);
  }

private:
  csimdjson_cut result(csimdjson_cut_event event) const {
    return {event, static_cast<size_t>(at - start)};
  }

  // MARK: - Lines

  /// Passes over a blank or a line feed.
  void skip_blank(Class kind) {
    if (kind == Class::line_feed) {
      cutter.line += 1;
      cutter.column = 0;
      cutter.line_start = csimdjson_line_blank;
      at += 1;
      return;
    }
    const char *const from = at;
    while (at < end && classes[*at] == Class::blank) at += 1;
    if (cutter.line_start <= csimdjson_line_comma) cutter.column += static_cast<size_t>(at - from);
  }

  /// Notes what stands at the line's start. Commas there, and an array's bracket, count as blanks.
  void note(Class kind, char c) {
    switch (cutter.line_start) {
    case csimdjson_line_blank:
      if (kind == Class::comma) {
        cutter.line_start = csimdjson_line_comma;
        cutter.column += 1;
      } else {
        cutter.line_start = c == '}' ? csimdjson_line_closing : csimdjson_line_text;
      }
      break;
    case csimdjson_line_closing:
      cutter.line_start = kind == Class::comma ? csimdjson_line_closing_comma : csimdjson_line_text;
      break;
    default: cutter.line_start = csimdjson_line_text;
    }
  }

  /// Whether an object that opens here must be an element, whatever is wrong with the one before:
  /// nothing but what parts elements is before it on its line, and it is indented as others are.
  bool is_element_by_indentation() const {
    if (cutter.is_flat) return false;
    switch (cutter.line_start) {
    case csimdjson_line_text: return false;
    case csimdjson_line_closing:
    case csimdjson_line_closing_comma:
      // Behind another's bracket only where that is how they are written.
      if (cutter.element_start != cutter.line_start && !cutter.is_first) return false;
      if (cutter.is_array && cutter.line_start == csimdjson_line_closing) return false;
      break;
    default: break;
    }
    return cutter.column == cutter.element_column || cutter.column == cutter.former_column
        || (cutter.is_first && cutter.column < cutter.element_column);
  }

  // MARK: - Between elements

  csimdjson_cut_event walk_gap() {
    const char c = *at;
    const Class kind = classes[c];
    if (kind == Class::blank || kind == Class::line_feed) {
      skip_blank(kind);
      return csimdjson_more_needed;
    }
    switch (cutter.place) {
    case csimdjson_at_start:
      cutter.is_array = c == '[';
      cutter.place = csimdjson_before_element;
      if (!cutter.is_array) return csimdjson_more_needed;
      at += 1;
      cutter.column += 1;
      return csimdjson_more_needed;
    case csimdjson_array_closed:
      cutter.place = csimdjson_behind_array;
      return csimdjson_element_began;
    case csimdjson_before_element:
      if (kind != Class::comma) break;
      // Two commas: between them an element is missing.
      cutter.place = csimdjson_after_element;
      return csimdjson_element_missing;
    default: break;
    }
    if (kind == Class::comma) {
      note(kind, c);
      at += 1;
      cutter.place = csimdjson_before_element;
      return csimdjson_more_needed;
    }
    if (c == ']' && cutter.is_array) {
      at += 1;
      cutter.place = csimdjson_array_closed;
      return csimdjson_more_needed;
    }
    begin(c);
    return csimdjson_element_began;
  }

  void begin(char c) {
    const bool can_begin = cutter.is_array ? c != '}' : c == '{';
    cutter.lacks_comma = cutter.is_array && cutter.place == csimdjson_after_element;
    // Behind an element in doubt, what is indented deeper may be left over from inside of it.
    cutter.is_stray = cutter.had_doubt && cutter.column > cutter.element_column
        && cutter.column != cutter.former_column;
    cutter.place = can_begin && !cutter.is_stray ? csimdjson_in_element : csimdjson_in_doubt;
    cutter.is_first = !cutter.has_elements;
    cutter.has_elements = true;
    cutter.depth = 0;
    cutter.previous = csimdjson_previous_none;
    if (cutter.is_stray) return;
    cutter.former_column = cutter.is_first ? cutter.column : cutter.element_column;
    cutter.element_column = cutter.column;
    cutter.element_start = cutter.line_start;
  }

  // MARK: - In an element

  /// Returns true at the element's end.
  bool walk_element() {
    while (at < end) {
      const char c = *at;
      const Class kind = classes[c];
      if (kind == Class::blank || kind == Class::line_feed) {
        skip_blank(kind);
        continue;
      }
      if (cutter.depth == 0 && ends_before(kind, c)) return true;
      if (!fits(kind, c)) {
        cutter.place = csimdjson_in_doubt;
        return false;
      }
      if (cutter.line_start != csimdjson_line_text) {
        note_indentation(kind);
        note(kind, c);
      }
      step(kind, c);
      at += 1;
      if (kind == Class::quote) {
        walk_string();
        if (cutter.place != csimdjson_in_element) return false;
      }
    }
    return false;
  }

  /// Whether an element whose brackets are all closed ends before this character. What follows it on
  /// its line, without a comma, is part of it, but for the next object of a sequence.
  bool ends_before(Class kind, char c) {
    if (cutter.previous == csimdjson_previous_none) return false;
    const bool parts = kind == Class::comma || (c == ']' && cutter.is_array);
    const bool opens = c == '{' && !cutter.is_array;
    const bool is_on_new_line = cutter.line_start == csimdjson_line_blank && kind != Class::closing;
    if (!parts && !opens && !is_on_new_line) return false;
    cutter.place = csimdjson_after_element;
    return true;
  }

  /// At depths from 1 to the known ones.
  bool is_in_object() const { return (cutter.objects >> (cutter.depth - 1) & 1) != 0; }

  /// False where the brackets or quotes can't be trusted any more. Other mistakes are left to the
  /// parser: they cost no more than the element.
  bool fits(Class kind, char c) const {
    const auto previous = cutter.previous;
    const bool is_nested = cutter.depth > 0;
    if (!cutter.is_array && !is_nested && previous != csimdjson_previous_none) return false;
    if (cutter.depth > known_depth) return true;
    switch (kind) {
    case Class::opening:
      if (!is_nested) return true;
      if (is_in_object()) return previous == csimdjson_previous_colon;
      return previous == csimdjson_previous_opening || previous == csimdjson_previous_comma;
    case Class::closing: return is_nested && is_in_object() == (c == '}');
    // A quote too many makes strings of what is between them, and text of what is in them.
    case Class::other: return previous != csimdjson_previous_string;
    default: return true;
    }
  }

  void step(Class kind, char c) {
    switch (kind) {
    case Class::opening:
      if (cutter.depth < known_depth) {
        const uint64_t bit = uint64_t(1) << cutter.depth;
        cutter.objects = c == '{' ? cutter.objects | bit : cutter.objects & ~bit;
      }
      cutter.depth += 1;
      cutter.previous = csimdjson_previous_opening;
      break;
    case Class::closing:
      cutter.depth -= 1;
      cutter.previous = csimdjson_previous_closing;
      break;
    case Class::comma: cutter.previous = csimdjson_previous_comma; break;
    case Class::colon: cutter.previous = csimdjson_previous_colon; break;
    case Class::quote:
      cutter.previous = csimdjson_previous_string;
      cutter.place = csimdjson_in_string;
      break;
    default: cutter.previous = csimdjson_previous_text;
    }
  }

  /// A line inside an element that isn't indented deeper than the element, and doesn't close
  /// anything, shows that indentation says nothing in this source.
  void note_indentation(Class kind) {
    const bool goes_on = kind == Class::quote || kind == Class::opening || kind == Class::other;
    if (goes_on && cutter.depth > 0 && cutter.column <= cutter.element_column) {
      cutter.is_flat = true;
    }
  }

  void walk_string() {
    while (at < end) {
      at = find_in_string(at, end);
      if (at == end) return;
      if (*at == '"') {
        at += 1;
        cutter.place = csimdjson_in_element;
        return;
      }
      if (*at == '\n') {
        cutter.place = csimdjson_in_doubt;
        return;
      }
      at += 1;
      if (at == end || *at == '\n') {
        cutter.place = csimdjson_in_escape;
        return;
      }
      at += 1;
    }
  }

  /// Looks for the next element when brackets and quotes say nothing. Returns true at it.
  bool walk_doubt() {
    while (at < end) {
      if (cutter.line_start == csimdjson_line_text) {
        const void *const found = std::memchr(at, '\n', static_cast<size_t>(end - at));
        at = found == nullptr ? end : static_cast<const char *>(found);
        if (found == nullptr) return false;
      }
      const char c = *at;
      const Class kind = classes[c];
      if (kind == Class::blank || kind == Class::line_feed) {
        skip_blank(kind);
        continue;
      }
      if (c == '{' && is_element_by_indentation()) {
        // Whether it has its comma can't be told.
        cutter.place = csimdjson_before_element;
        cutter.had_doubt = true;
        return true;
      }
      note(kind, c);
      at += 1;
    }
    return false;
  }

  csimdjson_cutter &cutter;
  const char *const start;
  const char *at;
  const char *const end;
};

} // namespace

} // namespace csimdjson

csimdjson_cut csimdjson_cut_next(csimdjson_cutter *cutter, const uint8_t *bytes, size_t count) {
  const char *const start = reinterpret_cast<const char *>(bytes);
  return csimdjson::Cut(*cutter, start, start + count).run();
}
