#include "cre2.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

namespace {

/// The whole match and the groups that `\1` to `\9` name.
constexpr size_t most_groups = 10;

re2::RE2::Options options(int64_t memory) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory);
  return options;
}

re2::StringPiece piece(const uint8_t *bytes, size_t length) {
  return re2::StringPiece(reinterpret_cast<const char *>(bytes), length);
}

} // namespace

struct cre2_expression {
  const re2::RE2 compiled;
};

cre2_expression *cre2_create(const uint8_t *pattern, size_t length, int64_t memory) {
  return new cre2_expression{re2::RE2(piece(pattern, length), options(memory))};
}

void cre2_destroy(cre2_expression *expression) { delete expression; }

cre2_text cre2_error(const cre2_expression *expression) {
  const std::string &error = expression->compiled.error();
  return {error.data(), error.size()};
}

size_t cre2_program_size(const cre2_expression *expression) {
  return static_cast<size_t>(std::max(expression->compiled.ProgramSize(), 0));
}

size_t cre2_group_count(const cre2_expression *expression) {
  return static_cast<size_t>(std::max(expression->compiled.NumberOfCapturingGroups(), 0));
}

bool cre2_match(
    const cre2_expression *expression, const uint8_t *text, size_t length, size_t start,
    cre2_range *groups, size_t count) {
  std::array<re2::StringPiece, most_groups> found;
  count = std::min(count, most_groups);
  const re2::StringPiece whole = piece(text, length);
  if (!expression->compiled.Match(
          whole, start, length, re2::RE2::UNANCHORED, found.data(), static_cast<int>(count))) {
    return false;
  }
  for (size_t index = 0; index < count; index += 1) {
    if (found[index].data() == nullptr) {
      groups[index] = {-1, -1};
      continue;
    }
    const ptrdiff_t begin = found[index].data() - whole.data();
    groups[index] = {begin, begin + static_cast<ptrdiff_t>(found[index].size())};
  }
  return true;
}
