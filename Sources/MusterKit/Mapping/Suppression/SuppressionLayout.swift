/// A way to read a file, with what its first rows hold when it is read so.
struct SuppressionLayout {
  let source: Source
  private(set) var headerLine: Int?
  let columns: SuppressionColumns
  /// How many entries the first rows hold.
  private(set) var entries = 0
  /// Whether no row has several cells.
  let isNarrow: Bool

  /// `opened` is the source as it was found, with the line of its header.
  init(_ source: Source, isPlain: Bool, opened: Source) throws(ReadingError) {
    self.source = source
    var rows = try Self.sample(source)
    rows.removeAll { row in
      let first = row.cells.first?.trimmingBlanks() ?? ""
      // "#" alone is the name of a column of numbers.
      return first.hasPrefix("#") && first != "#" && !EmailAddress.isPlaceholder(first)
    }
    var header: [String] = []
    if let index = Self.headerIndex(in: rows, opened: opened) {
      headerLine = rows[index].line
      header = rows[index].cells
      rows.remove(at: index)
    }
    isNarrow = header.count < 2 && rows.allSatisfy { $0.cells.count < 2 }
    if isPlain { rows = rows.map { ($0.line, $0.cells.map(\.withoutComment)) } }
    columns = SuppressionColumns(header: header, rows: rows.map(\.cells))
    for row in rows {
      for (index, cell) in row.cells.enumerated() {
        let reading = SuppressionReading(cell, readsSlugs: columns[index].readsSlugs)
        entries += reading.entries.count
      }
    }
  }

  /// The row that was found to be the header, or the first one, if it holds no entry and nothing
  /// that could be meant for one.
  private static func headerIndex(
    in rows: [SampleRow], opened: Source
  ) -> Int? {
    var candidates = [rows.startIndex]
    if case .line(let line) = opened.dialect.headerLine,
      let found = rows.firstIndex(where: { $0.line == line })
    {
      candidates.insert(found, at: 0)
    }
    return candidates.first { index in
      rows.indices.contains(index)
        && rows[index].cells.allSatisfy { cell in
          !cell.contains("@") && !cell.contains("://") && SuppressionReading(cell).entries.isEmpty
        }
    }
  }

  typealias SampleRow = (line: Int, cells: [String])

  /// How many rows are looked at.
  private static let sampleRows = 1000

  static func sample(_ source: Source) throws(ReadingError) -> [SampleRow] {
    var reader = try RowReader(source: source)
    var rows: [SampleRow] = []
    while rows.count < sampleRows, let batch = try reader.next() {
      let batch = batch.unwrappingFormulaTexts()
      for row in batch.rows.indices.prefix(sampleRows - rows.count) {
        rows.append((Int(batch.rows[row].line), batch.cells(ofRow: row)))
      }
    }
    return rows
  }
}

extension Source {
  /// The source with all its records as rows.
  var asRecords: Source {
    var source = self
    source.dialect.headerLine = .none
    source.dialect.startLine = 1
    return source
  }

  /// The source with each line as a row of one cell: parted by a byte that no text has.
  var asLines: Source {
    var source = asRecords
    source.header = ["line"]
    source.dialect.csv.delimiter = 0xFE
    source.dialect.csv.quote = CSVFormat.noQuote
    return source
  }
}

extension String {
  /// Without what follows a `#` that stands behind a blank.
  fileprivate var withoutComment: String {
    guard let start = firstRange(of: /\s#/)?.lowerBound else { return self }
    return String(self[..<start])
  }
}
