// A C interface over RE2 (https://github.com/google/re2): regular expressions that are matched in
// time linear in the text, whatever the expression.

#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __clang__
#pragma clang assume_nonnull begin
#endif

/// An expression, compiled or not. Any number of threads may use one at the same time.
typedef struct cre2_expression cre2_expression;

/// Text that is lent as long as the expression lives; not closed by a NUL.
typedef struct {
  const char *bytes;
  size_t length;
} cre2_text;

/// Where a group stands, in bytes from the text's start; both -1 for one that took no part.
typedef struct {
  ptrdiff_t start;
  ptrdiff_t end;
} cre2_range;

/// Compiles a pattern in UTF-8. The expression has to be destroyed, also if it isn't compiled.
///
/// Its program and the memory for matching stay within `memory` bytes together.
cre2_expression *cre2_create(const uint8_t *pattern, size_t length, int64_t memory);
void cre2_destroy(cre2_expression *expression);

/// Why the pattern wasn't compiled; empty if it was.
cre2_text cre2_error(const cre2_expression *expression);

// Of expressions that are compiled:

/// How many instructions the program has: matching takes at most so many steps for a byte.
size_t cre2_program_size(const cre2_expression *expression);
/// How many groups there are, the whole match not counted.
size_t cre2_group_count(const cre2_expression *expression);

/// Finds the first match at or behind `start`; what stands before `start` counts as context.
///
/// `groups` takes the whole match, and the groups in their order as far as there is room: `count` is
/// at least 1.
bool cre2_match(
  const cre2_expression *expression, const uint8_t *text, size_t length, size_t start,
  cre2_range *groups, size_t count);

#ifdef __clang__
#pragma clang assume_nonnull end
#endif
#ifdef __cplusplus
}
#endif
#endif
