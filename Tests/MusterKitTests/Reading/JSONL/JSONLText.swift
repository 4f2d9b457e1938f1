import Testing

@testable import MusterKit

/// How the tests cut their input before they feed it.
enum Cut: CaseIterable, CustomTestStringConvertible {
  case whole, ones, twos, threes, sevens

  var testDescription: String { "in pieces of \(size == .max ? "all" : "\(size)")" }

  private var size: Int {
    switch self {
    case .whole: .max
    case .ones: 1
    case .twos: 2
    case .threes: 3
    case .sevens: 7
    }
  }

  func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    let step = min(size, max(bytes.count, 1))
    return stride(from: 0, to: bytes.count, by: step).map { start in
      bytes[start..<min(start + step, bytes.count)]
    }
  }
}

/// A JSON source that was read in both passes.
struct JSONLText {
  struct Damage: Equatable {
    /// From 1.
    var row: Int
    var column: Int?
    var diagnostic: Diagnostic
  }

  var columns: [String]
  /// The rows as the scan counted them.
  var scannedRows: Int
  var rows: [[String]] = []
  var lines: [Int] = []
  var damage: [Damage] = []
  var batches: [RowBatch]

  init(
    _ bytes: [UInt8], layout: JSONLayout = .lines, cut: Cut = .whole,
    limits: ReadingLimits = ReadingLimits(), mostColumns: Int = JSONLColumns.most
  ) throws(ReadingError) {
    var scan = JSONLColumnScan(
      layout: layout, display: "leads.jsonl", limits: limits, most: mostColumns)
    for piece in cut.pieces(of: bytes) { try scan.feed(Array(piece).span) }
    try scan.finish()
    columns = scan.columns.names
    scannedRows = scan.rowCount
    batches = try Self.batches(
      bytes, columns: scan.columns, layout: layout, cut: cut, limits: limits)
    for batch in batches {
      rows += (0..<batch.count).map { batch.cells(ofRow: $0) }
      lines += batch.rows.map { Int($0.line) }
      damage += batch.damage.map {
        Damage(row: batch.firstRow + $0.row, column: $0.column, diagnostic: $0.diagnostic)
      }
    }
  }

  init(
    _ text: String, layout: JSONLayout = .lines, cut: Cut = .whole,
    limits: ReadingLimits = ReadingLimits(), mostColumns: Int = JSONLColumns.most
  ) throws(ReadingError) {
    try self.init(
      Array(text.utf8), layout: layout, cut: cut, limits: limits, mostColumns: mostColumns)
  }

  /// The second pass alone: twice, with plain lines read past simdjson and by simdjson alone. Nobody may
  /// tell the difference.
  static func batches(
    _ bytes: [UInt8], columns: JSONLColumns, layout: JSONLayout = .lines, cut: Cut = .whole,
    limits: ReadingLimits = ReadingLimits()
  ) throws(ReadingError) -> [RowBatch] {
    let read = { (parsesAll) throws(ReadingError) in
      try Self.batches(
        bytes,
        JSONLReader(
          columns: columns, layout: layout, display: "leads.jsonl", limits: limits,
          parsesAll: parsesAll), cut: cut)
    }
    let batches = try read(false)
    let parsed = try read(true)
    #expect(batches.map(\.bytes) == parsed.map(\.bytes))
    #expect(batches.map(\.fieldEnds) == parsed.map(\.fieldEnds))
    #expect(batches.map(\.damage) == parsed.map(\.damage))
    return batches
  }

  private static func batches(
    _ bytes: [UInt8], _ reader: consuming JSONLReader, cut: Cut
  ) throws(ReadingError) -> [RowBatch] {
    var reader = reader
    var batches: [RowBatch] = []
    for piece in cut.pieces(of: bytes) {
      try reader.feed(Array(piece).span)
      while let batch = reader.takeBatch() { batches.append(batch) }
    }
    try reader.finish()
    while let batch = reader.takeBatch() { batches.append(batch) }
    return batches
  }

  /// The codes of a row's damage; rows count from 1.
  func codes(ofRow row: Int) -> [DiagnosticCode] {
    damage.filter { $0.row == row }.map(\.diagnostic.code)
  }

  /// The rows, from 1, whose worst damage is of this severity.
  func rows(of severity: Diagnostic.Severity) -> [Int] {
    Dictionary(grouping: damage, by: \.row)
      .filter { $0.value.map(\.diagnostic.severity).max() == severity }.keys.sorted()
  }
}
