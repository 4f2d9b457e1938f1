internal import CSimdJSON

/// The columns of a JSON source: the keys of all its rows, in order of first appearance.
///
/// Keys of objects in objects are joined by dots, and so are places in lists that hold objects:
/// `company.name`, `emails.0.value`. A key that holds dots itself is the same column as the path of
/// that name.
package struct JSONLColumns: Sendable, Equatable {
  package let names: [String]

  /// The most columns that a source may have.
  package static let most = 10_000

  /// - Parameter names: of several that are the same, the first gets the cells.
  package init(names: [String]) {
    self.names = names
  }
}

/// Finds the columns of a JSON source: the first of two passes over it. It does no input or output
/// itself.
///
/// Rows that aren't valid JSON, aren't objects or are too large have no columns.
package struct JSONLColumnScan: ~Copyable {
  private let display: String
  private let most: Int
  private var cutter: RecordCutter
  private let flattener: LineFlattener

  /// The number of rows so far.
  package private(set) var rowCount = 0

  /// - Parameters:
  ///   - layout: how the rows stand in the source.
  ///   - display: what messages call the source.
  ///   - limits: how large a row may be.
  ///   - most: the most columns that it may have.
  package init(
    layout: JSONLayout = .lines, display: String, limits: ReadingLimits = ReadingLimits(),
    most: Int = JSONLColumns.most
  ) {
    self.display = display
    self.most = most
    cutter = RecordCutter(layout: layout, limit: limits.rowBytes)
    flattener = LineFlattener(learningAtMost: most)
  }

  /// The columns so far.
  package var columns: JSONLColumns { flattener.columns }

  /// Takes more input.
  ///
  /// - Parameters:
  ///   - count: the most bytes to take.
  ///   - read: fills the start of the buffer and returns the number of bytes; it isn't kept.
  /// - Returns: the number of bytes that were read; 0 at the end of the input.
  /// - Throws: what `read` throws, and where there are too many columns: the scan ends there.
  package mutating func fill(
    atMost count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int
  ) throws(ReadingError) -> Int {
    let taken = unsafe try cutter.fill(atMost: count, read)
    try scan()
    return taken
  }

  /// Takes a copy of more input.
  ///
  /// - Throws: where there are too many columns: the scan ends there.
  package mutating func feed(_ chunk: Span<UInt8>) throws(ReadingError) {
    var taken = 0
    while taken < chunk.count {
      taken += cutter.take(chunk.extracting(taken...))
      try scan()
    }
  }

  /// Says that the input ends here.
  ///
  /// - Throws: where there are too many columns.
  package mutating func finish() throws(ReadingError) {
    cutter.finish()
    try scan()
    // The reader says so in a row.
    if rowCount == 0 && cutter.unclosedArrayLine != nil { rowCount = 1 }
  }

  private mutating func scan() throws(ReadingError) {
    while let record = cutter.next() {
      rowCount += 1
      guard !record.bytes.isEmpty else { continue }
      let result = unsafe flattener.flatten(
        cutter.address(of: record), count: record.bytes.count)
      if result.verdict == .too_many_columns {
        throw ReadingError(
          .tooManyColumns,
          """
          \(display) has more than \(most.grouped) different keys (with line \(record.line)); a lead \
          file has one key for each field: put what changes from row to row into values, not keys.
          """)
      }
    }
  }
}
