/// The values that a run's remarks are about, read from its results.

extension RunSummary {
  /// Puts the values into the examples of its problems, where these name a row and a column.
  ///
  /// - Parameter directory: the run's own.
  /// - Throws: a `ReadingError` where its `results.csv` can't be read.
  package mutating func showValues(from directory: RunDirectory) throws(ReadingError) {
    guard var problems else { return }
    var wanted = Set(problems.flatMap { $0.examples.compactMap(\.row) })
    guard let last = wanted.max() else { return }
    let source = try Source.open(
      name: directory.results, path: directory.results,
      options: ReadingOptions(
        format: .csv, encoding: "UTF-8", delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""),
        headerLine: .line(1)))
    let header = source.header.map(Self.unguarded)
    var reader = try RowReader(source: source)
    var cells: [Int: [String]] = [:]
    while !wanted.isEmpty, let batch = try reader.next(), batch.firstRow <= last {
      for row in wanted where batch.rows.indices.contains(row - batch.firstRow) {
        cells[row] = batch.cells(ofRow: row - batch.firstRow)
        wanted.remove(row)
      }
    }
    for problem in problems.indices {
      for index in problems[problem].examples.indices {
        let example = problems[problem].examples[index]
        guard let row = example.row, let name = example.column,
          let column = header.firstIndex(of: name), let own = cells[row],
          column < own.count
        else { continue }
        problems[problem].examples[index].value = Self.unguarded(own[column])
      }
    }
    self.problems = problems
  }

  private static func unguarded(_ cell: String) -> String {
    String(decoding: FormulaGuard.unguarded(Array(cell.utf8)), as: UTF8.self)
  }
}
