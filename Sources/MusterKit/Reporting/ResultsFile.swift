/// `results.csv`: every row of the source once, in source order, with what became of it.

/// Writes the results of a run. The file appears when `finish()` returns.
package struct ResultsFile: ~Copyable {
  /// What was written, for each target: adds up to `rows`.
  package private(set) var counts: [StatusCounts]
  /// How many rows were written.
  package private(set) var rows = 0
  /// Lines to be filled with rows; several copies at once, where there are many.
  package let blank: ResultLines

  private var file: CSVLineWriter

  /// Makes the file for one or several targets, whose outcomes come in the same order.
  ///
  /// The header holds the names of the source's columns. Our own (`_row` …), from a file that came
  /// back, are left out here and in the rows. Where there are several `files`, each row names its own.
  package init(
    in directory: RunDirectory, targets: [TargetKind], header: [String], files: [String] = []
  ) throws(ReportError) {
    let columns = OriginalColumns(header: header)
    blank = ResultLines(columns: columns, files: files.count > 1 ? files : [], targets.count)
    counts = blank.counts
    var file = try CSVLineWriter(path: directory.results)
    for name in ResultColumns.names(targets: targets, namesFile: files.count > 1)
      + columns.names
    {
      file.lines.add(name)
    }
    try file.endLine()
    self.file = file
  }

  /// Adds rows behind those that were added before.
  package mutating func append(_ lines: ResultLines) throws(ReportError) {
    try file.append(lines.lines)
    for target in counts.indices { counts[target].add(lines.counts[target]) }
    rows += lines.rows
  }

  package consuming func finish() throws(ReportError) {
    try file.finish()
  }
}

/// Lines of `results.csv`.
///
/// A row that is narrower than the header is filled up with empty cells, so that every line has the
/// columns its header promises. A wider one keeps its extra cells behind the others: they are what
/// the user has to look at, and a file that lost them couldn't be mended and sent again.
package struct ResultLines: Sendable {
  /// What is written, for each target: adds up to `rows`.
  fileprivate private(set) var counts: [StatusCounts]
  fileprivate private(set) var rows = 0
  fileprivate private(set) var lines = CSVLines(room: 0)

  private let columns: OriginalColumns
  /// The names of the sources; none where there is one only.
  private let files: [String]
  /// For each target an outcome that many rows have, and how it was written; none so far where that is empty.
  private var usual: [RowOutcome]
  private var usualCells: [[UInt8]]

  fileprivate init(columns: OriginalColumns, files: [String], _ targets: Int) {
    self.columns = columns
    self.files = files
    counts = Array(repeating: StatusCounts(), count: targets)
    usual = Array(repeating: RowOutcome(status: .notSent), count: targets)
    usualCells = Array(repeating: [], count: targets)
  }

  /// Makes room for about what a batch takes, each row with so many bytes of ours.
  package mutating func reserve(_ batch: borrowing RowBatch, own: Int) {
    lines.reserve(batch.bytes.count + batch.fieldEnds.count + batch.count * own)
  }

  /// Adds a row of a run.
  ///
  /// - Parameters:
  ///   - row: its index in the batch, from 0.
  ///   - batch: holds the row.
  ///   - source: the index of its file, from 0.
  ///   - outcomes: one for each target, in their order.
  package mutating func append(
    _ row: Int, of batch: borrowing RowBatch, source: Int = 0, outcomes: [RowOutcome]
  ) {
    lines.add(batch.firstRow + row)
    lines.add(Int(batch.rows[row].line))
    if !files.isEmpty { lines.add(files[source]) }
    for target in outcomes.indices {
      add(outcomes[target], target: target)
      counts[target][outcomes[target].status] += 1
    }
    columns.addAllCells(of: row, in: batch, to: &lines)
    lines.endLine()
    rows += 1
  }

  private mutating func add(_ outcome: RowOutcome, target: Int) {
    let cells = usualCells[target]
    if !cells.isEmpty, usual[target] == outcome {
      return lines.add(part: cells.span, cells: ResultColumns.outcome.count)
    }
    // Behind the delimiter, which every line has before it.
    let start = lines.count + 1
    lines.add(outcome.status.rawValue)
    lines.add(outcome.targetID)
    lines.add(outcome.code)
    lines.add(outcome.reason)
    lines.add(outcome.duplicateOf)
    lines.add(outcome.attempts)
    lines.add(outcome.httpStatus)
    // Others have what no other row has.
    guard outcome.targetID == nil, outcome.duplicateOf == nil else { return }
    usual[target] = outcome
    usualCells[target] = lines.copy(of: start..<lines.count)
  }
}
