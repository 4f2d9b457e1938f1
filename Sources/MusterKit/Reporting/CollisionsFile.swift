/// `collisions.csv`: the rows of each person that has several, a line a row, so that somebody can see
/// why they were taken for one and what was left out.
package struct CollisionsFile: ~Copyable {
  private var writer: CSVLineWriter
  /// What the sources are called; empty where there is one.
  private let files: [String]
  /// How many persons have been written.
  private var groups = 0

  /// - Parameters:
  ///   - path: the file.
  ///   - option: the option by which the user named it, for messages; nil where nobody did.
  ///   - files: what the sources are called.
  /// - Throws: where it can't be made.
  package init(path: String, option: String? = nil, files: [String]) throws(ReportError) {
    self.files = files.count > 1 ? files : []
    var writer = try CSVLineWriter(path: path, option: option)
    let names = ["group", "row", "line", "keys", "part", "conflicts"]
    for name in (files.count > 1 ? ["file"] : []) + names { writer.lines.add(name) }
    try writer.endLine()
    self.writer = writer
  }

  package mutating func append(_ collision: Collision) throws(ReportError) {
    groups += 1
    for row in collision.rows {
      if !files.isEmpty { writer.lines.add(files[row.source]) }
      writer.lines.add(groups)
      writer.lines.add(row.row)
      writer.lines.add(row.line)
      writer.lines.add(row.keys.map(\.name).joined(separator: " "))
      writer.lines.add(row.part.rawValue)
      writer.lines.add(
        row.conflicts.map { "\($0.field) (row \($0.row))" }.joined(separator: "; "))
      try writer.endLine()
    }
  }

  /// Puts the file in its place.
  package consuming func finish() throws(ReportError) {
    try writer.finish()
  }
}

/// The people with several rows, in short: a part of `summary.json` and of the report.
package struct CollisionSummary: Codable, Sendable, Equatable {
  /// One of them, without any value.
  package struct Person: Codable, Sendable, Equatable {
    /// Their rows, from 1; of many the first few.
    package var rows: [Int]
    /// How many rows there are.
    package var count: Int
    /// By which kinds of keys the rows are the same person.
    package var keys: [String]
    /// The fields of which the rows say different things.
    package var conflicts: [String]
  }

  /// How many people.
  package private(set) var groups = 0
  /// For how many of them rows say different things.
  package private(set) var differing = 0
  /// Some of them, first those whose rows say different things.
  package private(set) var examples: [Person] = []

  private static let mostExamples = 10
  private static let mostRows = 10

  package init() {}

  package mutating func add(_ collision: Collision) { add(collision.rows) }

  mutating func add(_ own: [Collision.Row]) {
    groups += 1
    let conflicts = own.flatMap(\.conflicts).map(\.field.description)
    if !conflicts.isEmpty { differing += 1 }
    let place = conflicts.isEmpty ? examples.count : min(differing - 1, Self.mostExamples)
    guard place < Self.mostExamples else { return }
    examples.insert(
      Person(
        rows: own.prefix(Self.mostRows).map(\.row), count: own.count,
        keys: Set(own.flatMap(\.keys).map(\.name)).sorted(),
        conflicts: Set(conflicts).sorted()), at: place)
    examples = Array(examples.prefix(Self.mostExamples))
  }
}
