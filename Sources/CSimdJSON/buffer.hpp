// Memory that grows and is written to as a whole: a vector that doesn't fill with zeros first.

#pragma once

#include "text_scan.hpp"

#include <cstddef>
#include <cstring>
#include <memory>

namespace csimdjson {

template <typename Element>
class Buffer {
public:
  const Element *data() const { return elements.get(); }
  size_t count() const { return used; }
  void clear() { used = 0; }
  /// Forgets the elements from an index on.
  void truncate(size_t count) { used = count; }

  /// Makes room for more elements behind the others, to be written by the caller, who may write some
  /// more bytes behind them.
  Element *extend(size_t more) {
    if (capacity - used < more + slack) grow(more + slack);
    Element *start = elements.get() + used;
    used += more;
    return start;
  }

private:
  void grow(size_t more) {
    const size_t larger = used + more + capacity;
    std::unique_ptr<Element[]> moved(new Element[larger]);
    if (used > 0) std::memcpy(moved.get(), elements.get(), used * sizeof(Element));
    elements = std::move(moved);
    capacity = larger;
  }

  std::unique_ptr<Element[]> elements;
  size_t used = 0;
  size_t capacity = 0;
};

} // namespace csimdjson
