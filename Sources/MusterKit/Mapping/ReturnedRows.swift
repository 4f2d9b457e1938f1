/// Rows that muster found damaged and wrote into its results, when they come back.
///
/// What is written of a damaged row looks whole: cells it lacked are blank, quotes are closed. If nobody has
/// mended it, its values may stand in the wrong columns all the same. So the reason of such a row ends with a
/// mark that is made of its cells: while it fits them, the row is as it was.
package struct ReturnedRows: Sendable {
  /// The columns of reasons.
  private let reasons: [Int]
  /// The user's columns with their names, by name.
  private let cells: [(name: [UInt8], column: Int)]

  private static let start = "[as read: "

  package init(header: [String]) {
    let isOurs = header.map { $0.hasPrefix("_") }
    reasons = header.indices.filter { isOurs[$0] && header[$0].hasSuffix("_reason") }
    cells = header.indices.filter { !isOurs[$0] }
      .sorted { (header[$0], $0) < (header[$1], $1) }
      .map { (Array(header[$0].utf8), $0) }
  }

  /// What the reason of a damaged row ends with.
  ///
  /// - Parameters:
  ///   - row: its index in the batch, from 0.
  ///   - batch: holds the row.
  /// - Returns: `[as read: 3fa91c]`.
  package func mark(of row: Int, in batch: RowBatch) -> String {
    var text: [UInt8] = []
    let fields = batch.fields(ofRow: row)
    for (name, column) in cells where column < fields.count {
      let cell = batch.bytes[batch.byteRange(ofField: fields.lowerBound + column)]
        .trimmingBlankBytes()
      guard !cell.isEmpty else { continue }
      text += name + [0] + (FormulaText.unwrapped(cell) ?? Array(cell)) + [0]
    }
    let digits = String(ContentHash(text).low & 0xFF_FFFF, radix: 16)
    return "\(Self.start)\(String(repeating: "0", count: 6 - digits.count))\(digits)]"
  }

  /// Whether a row, from 0, carries the mark of its own cells.
  func isUnmended(_ row: Int, in batch: RowBatch) -> Bool {
    let fields = batch.fields(ofRow: row)
    let texts = reasons.lazy.filter { $0 < fields.count }
      .map { batch.byteRange(ofField: fields.lowerBound + $0) }.filter { !$0.isEmpty }
      .map { batch.text($0) }.filter { $0.contains(Self.start) }
    guard let first = texts.first else { return false }
    return first.contains(mark(of: row, in: batch))
  }
}
