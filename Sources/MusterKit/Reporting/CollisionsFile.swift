/// `collisions.csv`: the rows of each person that has several, a line a row, so that somebody can see
/// why they were taken for one and what was left out.
package struct CollisionsFile: ~Copyable {
  private var writer: CSVLineWriter
  /// What the sources are called; empty where there is one.
  private let files: [String]
  /// How many persons have been written.
  package private(set) var groups = 0
  /// How many of them have rows that say different things.
  package private(set) var differing = 0

  /// - Parameters:
  ///   - path: the file.
  ///   - option: the option by which the user named it, for messages; nil where nobody did.
  ///   - files: what the sources are called.
  /// - Throws: where it can't be made.
  package init(path: String, option: String? = nil, files: [String]) throws(ReportError) {
    self.files = files.count > 1 ? files : []
    var writer = try CSVLineWriter(path: path, option: option)
    let names = ["group", "row", "line", "keys", "part", "conflicts"]
    for name in (files.count > 1 ? ["file"] : []) + names { try writer.add(name) }
    try writer.endLine()
    self.writer = writer
  }

  package mutating func append(_ collision: Collision) throws(ReportError) {
    groups += 1
    if collision.rows.contains(where: { !$0.conflicts.isEmpty }) { differing += 1 }
    for row in collision.rows {
      if !files.isEmpty { try writer.add(files[row.source]) }
      try writer.add(groups)
      try writer.add(row.row)
      try writer.add(row.line)
      try writer.add(row.keys.map(\.name).joined(separator: " "))
      try writer.add(row.part.rawValue)
      try writer.add(
        row.conflicts.map { "\($0.field) (row \($0.row))" }.joined(separator: "; "))
      try writer.endLine()
    }
  }

  /// Puts the file in its place.
  package consuming func finish() throws(ReportError) {
    try writer.finish()
  }
}
