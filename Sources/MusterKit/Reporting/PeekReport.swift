/// The reader's remarks on the rows that are shown.
package struct ReadingRemarks {
  private let header: [String]
  /// The first of them, as JSON.
  package private(set) var first: [JSONValue] = []
  private var counts: [String: Int] = [:]

  /// How many are listed one by one.
  private static let most = 1000

  package init(header: [String]) {
    self.header = header
  }

  /// Adds what a batch's first rows, at most `most`, are remarked on.
  package mutating func add(_ batch: RowBatch, most: Int) {
    for damage in batch.damage where damage.row < most {
      let diagnostic = damage.diagnostic
      counts[diagnostic.code.rawValue, default: 0] += 1
      guard first.count < Self.most else { continue }
      let column = damage.column.flatMap { header.indices.contains($0) ? header[$0] : nil }
      first.append(
        .object([
          "code": .string(diagnostic.code.rawValue),
          "severity": .string(diagnostic.severity.rawValue),
          "row": .integer(batch.firstRow + damage.row),
          "line": .integer(diagnostic.line ?? Int(batch.rows[damage.row].line)),
          "column": (diagnostic.column ?? column).map { .string($0) } ?? .null,
          "message": .string(diagnostic.message),
        ]))
    }
  }

  /// How many there are of each code.
  package var countsJSON: JSONValue {
    .object(
      counts.sorted { $0.key < $1.key }.map { JSONMember(name: $0.key, value: .integer($0.value)) })
  }
}

extension Finding {
  /// As `muster peek --json` shows it.
  package var json: JSONValue {
    .object([
      "what": .string(subject.rawValue), "value": .string(value),
      "confidence": .number((confidence * 100).rounded() / 100), "why": .string(why),
    ])
  }

  /// As people read it: `delimiter    comma         99 %  it parts 40 of the first 40 records …`.
  /// In lines of at most 80 columns.
  package var lines: [String] {
    let name = subject == .headerLine ? "header line" : subject.rawValue
    let byte = subject == .delimiter ? value.utf8.first : nil
    let shown = byte.map { SourceSettings.Delimiter.word(for: $0) } ?? value
    let percent = "\(Int((confidence * 100).rounded(.down))) %"
    let padding = String(repeating: " ", count: max(0, 5 - percent.count))
    let start =
      "  \(name.padded(toColumns: 12))\(shown.padded(toColumns: 14))\(padding)\(percent)  "
    return why.shownText.wrapped(
      after: start, indent: String(repeating: " ", count: start.columnWidth))
  }
}

extension String {
  /// A note in lines of at most 80 columns, as far as its words allow.
  package var noteLines: [String] { shownText.wrapped(after: "  note: ", indent: "    ") }
}
