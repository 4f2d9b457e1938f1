#include "csimdjson.h"

#include "flattener.hpp"

static_assert(CSIMDJSON_PADDING >= simdjson::SIMDJSON_PADDING, "simdjson reads further now");

/// A name of C's for the class.
struct csimdjson_flattener : csimdjson::Flattener {
  using Flattener::Flattener;
};

bool csimdjson_validate_utf8(const char *bytes, size_t length) {
  return simdjson::validate_utf8(bytes, length);
}

csimdjson_flattener *csimdjson_create(csimdjson_limits limits, csimdjson_purpose purpose) {
  return new csimdjson_flattener(limits, purpose);
}

void csimdjson_destroy(csimdjson_flattener *flattener) { delete flattener; }

void csimdjson_add_column(csimdjson_flattener *flattener, const uint8_t *name, size_t length) {
  flattener->columns.add({reinterpret_cast<const char *>(name), length});
}

size_t csimdjson_column_count(const csimdjson_flattener *flattener) {
  return flattener->columns.count();
}

csimdjson_text csimdjson_column_name(const csimdjson_flattener *flattener, size_t index) {
  const std::string_view name = flattener->columns.name(index);
  return {reinterpret_cast<const uint8_t *>(name.data()), name.size()};
}

csimdjson_line csimdjson_flatten(
    csimdjson_flattener *flattener, const uint8_t *line, size_t length) {
  return flattener->flatten(reinterpret_cast<const char *>(line), length);
}

csimdjson_lines csimdjson_flatten_lines(
    csimdjson_flattener *flattener, const uint8_t *bytes, size_t length, csimdjson_batch batch,
    csimdjson_most most) {
  return flattener->flatten_lines(reinterpret_cast<const char *>(bytes), length, batch, most);
}

csimdjson_remark csimdjson_remark_at(const csimdjson_flattener *flattener, uint32_t index) {
  return flattener->remarks[index];
}

csimdjson_cells csimdjson_cells_of_line(const csimdjson_flattener *flattener) {
  return {
      flattener->cell_bytes.data(), flattener->cell_bytes.count(),
      flattener->cell_ends.data(), flattener->cell_ends.count()};
}
