/// `results.csv`: every row of the source once, in source order, with what became of it.

/// Writes the results of a run. The file appears when `finish()` returns.
///
/// A row that is narrower than the header is filled up with empty cells, so that every line has the
/// columns its header promises. A wider one keeps its extra cells behind the others: they are what
/// the user has to look at, and a file that lost them couldn't be mended and sent again.
package struct ResultsFile: ~Copyable {
  /// What was written, for each target: adds up to `rows`.
  package private(set) var counts: [StatusCounts]
  /// How many rows were written.
  package private(set) var rows = 0

  private var file: CSVLineWriter
  private let columns: OriginalColumns
  /// The names of the sources; none where there is one only.
  private let files: [String]

  /// Makes the file for one or several targets, whose outcomes come in the same order.
  ///
  /// The header holds the names of the source's columns. Our own (`_row` …), from a file that came
  /// back, are left out here and in the rows. Where there are several `files`, each row names its own.
  package init(
    in directory: RunDirectory, targets: [TargetKind], header: [String], files: [String] = []
  ) throws(ReportError) {
    self.files = files.count > 1 ? files : []
    counts = Array(repeating: StatusCounts(), count: targets.count)
    let columns = OriginalColumns(header: header)
    var file = try CSVLineWriter(path: directory.results)
    for name in ResultColumns.names(targets: targets, namesFile: files.count > 1)
      + columns.names
    {
      try file.add(name)
    }
    try file.endLine()
    self.columns = columns
    self.file = file
  }

  /// Adds a row of a run to one target; `row` is its index in the batch, from 0.
  package mutating func append(
    _ row: Int, of batch: borrowing RowBatch, outcome: RowOutcome
  ) throws(ReportError) {
    try addPlace(of: row, in: batch)
    try add(outcome, target: 0)
    try endRow(row, in: batch)
  }

  /// Adds a row of a run to several targets, with an outcome for each in their order; `row` is its
  /// index in the batch and `source` that of its file, from 0.
  package mutating func append(
    _ row: Int, of batch: borrowing RowBatch, source: Int = 0, outcomes: [RowOutcome]
  ) throws(ReportError) {
    try addPlace(of: row, in: batch)
    if !files.isEmpty { try file.add(files[source]) }
    for target in outcomes.indices {
      try add(outcomes[target], target: target)
    }
    try endRow(row, in: batch)
  }

  package consuming func finish() throws(ReportError) {
    try file.finish()
  }

  private mutating func addPlace(of row: Int, in batch: borrowing RowBatch) throws(ReportError) {
    try file.add(batch.firstRow + row)
    try file.add(Int(batch.rows[row].line))
  }

  private mutating func add(_ outcome: RowOutcome, target: Int) throws(ReportError) {
    try file.add(outcome.status.rawValue)
    try file.add(outcome.targetID)
    try file.add(outcome.code)
    try file.add(outcome.reason)
    try file.add(outcome.duplicateOf)
    try file.add(outcome.attempts)
    try file.add(outcome.httpStatus)
    counts[target][outcome.status] += 1
  }

  private mutating func endRow(_ row: Int, in batch: borrowing RowBatch) throws(ReportError) {
    try columns.addCells(of: row, in: batch, to: &file)
    try columns.addExtraCells(of: row, in: batch, to: &file)
    try file.endLine()
    rows += 1
  }
}
