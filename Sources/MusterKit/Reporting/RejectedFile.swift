/// `rejected.csv`: the rows to fix, as they came, with what is wrong; `muster import` and
/// `muster retry` take it back as it is.

extension RowStatus {
  /// Whether somebody has to look at the row before it can succeed.
  package var isToFix: Bool {
    switch self {
    case .invalid, .rejected, .failed, .unknown: true
    case .created, .updated, .upserted, .unchanged, .duplicate, .suppressed, .notSent: false
    }
  }
}

extension StatusCounts {
  /// How many rows somebody has to look at.
  package var toFix: Int { RowStatus.allCases.filter(\.isToFix).reduce(0) { $0 + self[$1] } }
}

/// Writes the rows to fix. The file appears when `finish()` returns, also when no row is in it.
package struct RejectedFile: ~Copyable {
  /// How many rows were written.
  package private(set) var rows = 0
  /// Lines to be filled with rows; several copies at once, where there are many.
  package let blank: RejectedLines

  private var file: CSVLineWriter

  /// Makes the file for one or several targets, whose outcomes come in the same order.
  ///
  /// The header holds the names of the source's columns. Our own (`_row` …), from a file that came
  /// back, are left out here and in the rows.
  package init(
    in directory: RunDirectory, targets: [TargetKind], header: [String]
  ) throws(ReportError) {
    let columns = OriginalColumns(header: header)
    blank = RejectedLines(columns: columns, targets: targets)
    var file = try CSVLineWriter(path: directory.rejected)
    for name in columns.names + ResultColumns.remark {
      file.lines.add(name)
    }
    try file.endLine()
    self.file = file
  }

  /// Adds rows behind those that were added before.
  package mutating func append(_ lines: RejectedLines) throws(ReportError) {
    try file.append(lines.lines)
    rows += lines.rows
  }

  package consuming func finish() throws(ReportError) {
    try file.finish()
  }
}

/// Lines of `rejected.csv`.
///
/// Cells that have no column stand behind `_code,_reason`, so that these keep their place.
package struct RejectedLines: Sendable {
  fileprivate private(set) var rows = 0
  fileprivate private(set) var lines = CSVLines(room: 0)

  private let columns: OriginalColumns
  private let targets: [TargetKind]

  fileprivate init(columns: OriginalColumns, targets: [TargetKind]) {
    self.columns = columns
    self.targets = targets
  }

  /// Adds a row where one of its outcomes is one to fix: with the code of the first such, and the reasons
  /// of all of them.
  ///
  /// - Parameters:
  ///   - row: its index in the batch, from 0.
  ///   - batch: holds the row.
  ///   - outcomes: one for each target, in their order.
  package mutating func append(
    _ row: Int, of batch: borrowing RowBatch, outcomes: [RowOutcome]
  ) {
    guard let first = outcomes.first(where: \.status.isToFix) else { return }
    columns.addCells(of: row, in: batch, to: &lines)
    lines.add(first.code)
    lines.add(outcomes.count == 1 ? first.reason : reasons(outcomes))
    columns.addExtraCells(of: row, in: batch, to: &lines)
    lines.endLine()
    rows += 1
  }

  private func reasons(_ outcomes: [RowOutcome]) -> String {
    zip(targets, outcomes).filter { $0.1.status.isToFix }
      .map { "\($0.displayName): \($1.reason ?? $1.status.rawValue)" }.joined(separator: " ")
  }
}
