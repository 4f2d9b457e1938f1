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
///
/// Cells that have no column stand behind `_code,_reason`, so that these keep their place.
package struct RejectedFile: ~Copyable {
  /// How many rows were written.
  package private(set) var rows = 0

  private var file: CSVLineWriter
  private let columns: OriginalColumns
  private let targets: [TargetKind]

  /// Makes the file for one or several targets, whose outcomes come in the same order.
  ///
  /// The header holds the names of the source's columns. Our own (`_row` …), from a file that came
  /// back, are left out here and in the rows.
  package init(
    in directory: RunDirectory, targets: [TargetKind], header: [String]
  ) throws(ReportError) {
    self.targets = targets
    let columns = OriginalColumns(header: header)
    var file = try CSVLineWriter(path: directory.rejected)
    for name in columns.names + ResultColumns.remark {
      file.lines.add(name)
    }
    try file.endLine()
    self.columns = columns
    self.file = file
  }

  /// Adds a row where its outcome is one to fix; `row` is its index in the batch, from 0.
  package mutating func append(
    _ row: Int, of batch: borrowing RowBatch, outcome: RowOutcome
  ) throws(ReportError) {
    guard outcome.status.isToFix else { return }
    try add(row, of: batch, code: outcome.code, reason: outcome.reason)
  }

  /// Adds a row where one of its outcomes, in the order of the targets, is one to fix: with the code
  /// of the first such, and the reasons of all of them. `row` is its index in the batch, from 0.
  package mutating func append(
    _ row: Int, of batch: borrowing RowBatch, outcomes: [RowOutcome]
  ) throws(ReportError) {
    let toFix = zip(targets, outcomes).filter { $0.1.status.isToFix }
    guard let first = toFix.first else { return }
    let reasons = toFix.map { "\($0.displayName): \($1.reason ?? $1.status.rawValue)" }
    try add(row, of: batch, code: first.1.code, reason: reasons.joined(separator: " "))
  }

  package consuming func finish() throws(ReportError) {
    try file.finish()
  }

  private mutating func add(
    _ row: Int, of batch: borrowing RowBatch, code: String?, reason: String?
  ) throws(ReportError) {
    columns.addCells(of: row, in: batch, to: &file.lines)
    file.lines.add(code)
    file.lines.add(reason)
    columns.addExtraCells(of: row, in: batch, to: &file.lines)
    try file.endLine()
    rows += 1
  }
}
