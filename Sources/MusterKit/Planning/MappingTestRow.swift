/// The row of a test of the mapping, as a source of this row alone would have it.
package struct MappingTestRow: Sendable, Equatable {
  /// The row's columns in their order, and behind them those that only rules name.
  package private(set) var header: [String] = []
  /// A cell for each column.
  package private(set) var cells: [String] = []

  package init(_ test: MappingTest, rules: [ColumnRule]) {
    let ruled = rules.flatMap(\.input.columns)
    let names = Set(test.row.map(\.column) + ruled)
    for cell in test.row {
      let (name, ordinal) = Self.repeated(cell.column, among: names)
      put(cell.text, in: name, ordinal: ordinal)
    }
    for name in ruled where HeaderIndex(header).columns(name).indexes.isEmpty {
      put("", in: name, ordinal: 1)
    }
  }

  /// A repeated column's number is no higher.
  private static let mostRepetitions = 100

  /// `Phone#2` is the second column `Phone`, unless nothing is called `Phone`.
  private static func repeated(
    _ column: String, among names: Set<String>
  ) -> (name: String, ordinal: Int) {
    guard let sign = column.lastIndex(of: "#"), names.contains(String(column[..<sign])),
      let ordinal = Int(column[column.index(after: sign)...]),
      (1...mostRepetitions).contains(ordinal)
    else { return (column, 1) }
    return (String(column[..<sign]), ordinal)
  }

  /// Fills the column of a name, counted from 1, and adds it and those before it where they aren't
  /// there.
  private mutating func put(_ text: String, in name: String, ordinal: Int) {
    var alike = header.indices.filter { header[$0] == name }
    while alike.count < ordinal {
      alike.append(header.count)
      header.append(name)
      cells.append("")
    }
    cells[alike[ordinal - 1]] = text
  }

  /// Where the columns go: by the settings and the names; where no name stands for a field, by the
  /// values. A file has many rows, so one bad value doesn't speak against a name.
  ///
  /// - Throws: only if a rule's column isn't in the header, which has all of them.
  package func mapping(_ configuration: MusterConfiguration) throws(ConfigurationError) -> Mapping {
    var mapping = try Mapping(header: header, rows: [], configuration: configuration)
    let byValues = try Mapping(header: header, rows: [cells], configuration: configuration)
    var taken = Set(mapping.sources.map(\.field))
    for column in byValues.columns where mapping.columns[column.index].field == nil {
      guard let field = column.field, field.takesSeveral || !taken.contains(field) else { continue }
      taken.insert(field)
      mapping.columns[column.index] = column
    }
    return mapping
  }

  /// A batch with the row, on the line behind the header.
  package var batch: RowBatch {
    var batch = RowBatch(firstRow: 1)
    for cell in cells {
      batch.bytes += Array(cell.utf8)
      batch.fieldEnds.append(UInt32(truncatingIfNeeded: batch.bytes.count))
    }
    let fieldsEnd = UInt32(truncatingIfNeeded: cells.count)
    batch.rows = [RowBatch.Row(fieldsEnd: fieldsEnd, line: 2)]
    return batch
  }
}
