internal import CMalloc

/// How the process takes memory.
package enum ProcessMemory {
  /// Keeps what several threads free fit for use by others: call it first of all.
  ///
  /// Batches are made by one thread and freed by another, and glibc gives each thread an arena of its
  /// own: a large file then takes a third more than a small one. With two arenas it doesn't, and nothing
  /// is slower.
  package static func shareArenas() {
    malloc_limit_arenas(2)
  }
}
