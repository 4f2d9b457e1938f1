/// Rows, counted from 0, in sets that are joined two at a time (union-find with path halving). A set is
/// known by its first row.
struct DisjointSets: Sendable {
  /// For each row another of its set, the same or an earlier one; for the first row itself.
  private var parent: [UInt32]

  /// Each row in a set of its own.
  init(rowCount: Int) {
    parent = Array(0..<UInt32(truncatingIfNeeded: rowCount))
  }

  /// The first row of a row's set.
  mutating func first(of row: UInt32) -> UInt32 {
    var row = row
    while parent[Int(row)] != row {
      parent[Int(row)] = parent[Int(parent[Int(row)])]
      row = parent[Int(row)]
    }
    return row
  }

  /// Makes one set of those of two rows.
  mutating func join(_ one: UInt32, _ other: UInt32) {
    let (a, b) = (first(of: one), first(of: other))
    if a < b { parent[Int(b)] = a } else { parent[Int(a)] = b }
  }

  /// For each row the first one of its set.
  consuming func firsts() -> [UInt32] {
    // What comes before a row leads to its set's first row already.
    for row in parent.indices { parent[row] = parent[Int(parent[row])] }
    return parent
  }
}
