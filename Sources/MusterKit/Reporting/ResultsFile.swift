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
      file.lines.add(name)
    }
    try file.endLine()
    self.columns = columns
    self.file = file
  }

  /// Adds a row of a run to one target; `row` is its index in the batch, from 0.
  package mutating func append(
    _ row: Int, of batch: borrowing RowBatch, outcome: RowOutcome
  ) throws(ReportError) {
    try append(row, of: batch, outcomes: [outcome])
  }

  /// Adds a row of a run to several targets, with an outcome for each in their order; `row` is its
  /// index in the batch and `source` that of its file, from 0. `cells` are those of the batch, where
  /// somebody has written them already.
  package mutating func append(
    _ row: Int, of batch: borrowing RowBatch, source: Int = 0, outcomes: [RowOutcome],
    cells: WrittenCells? = nil
  ) throws(ReportError) {
    addPlace(of: row, in: batch)
    if !files.isEmpty { file.lines.add(files[source]) }
    for target in outcomes.indices {
      add(outcomes[target], target: target)
    }
    if let cells {
      cells.add(row, to: &file.lines)
    } else {
      columns.addAllCells(of: row, in: batch, to: &file.lines)
    }
    try endRow()
  }

  package consuming func finish() throws(ReportError) {
    try file.finish()
  }

  private mutating func addPlace(of row: Int, in batch: borrowing RowBatch) {
    file.lines.add(batch.firstRow + row)
    file.lines.add(Int(batch.rows[row].line))
  }

  private mutating func add(_ outcome: RowOutcome, target: Int) {
    file.lines.add(outcome.status.rawValue)
    file.lines.add(outcome.targetID)
    file.lines.add(outcome.code)
    file.lines.add(outcome.reason)
    file.lines.add(outcome.duplicateOf)
    file.lines.add(outcome.attempts)
    file.lines.add(outcome.httpStatus)
    counts[target][outcome.status] += 1
  }

  private mutating func endRow() throws(ReportError) {
    try file.endLine()
    rows += 1
  }
}
