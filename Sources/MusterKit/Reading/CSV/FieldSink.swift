internal import CLibCSV

/// Where libcsv's callbacks put cells and row ends: plain storage behind a pointer, because a
/// class or a capturing closure in its place costs twice the time of the parser.
@safe struct FieldSink {
  var bytes: UnsafeMutablePointer<UInt8>
  var byteCount = 0
  var byteCapacity: Int
  var fieldEnds: UnsafeMutablePointer<UInt32>
  var fieldCount = 0
  var fieldCapacity: Int
  var rows: UnsafeMutablePointer<RowBatch.Row>
  var rowCount = 0
  var rowCapacity: Int
  /// The line on which the row that is being read starts, from 1, as far as lines have been settled.
  var line: UInt32 = 1
  /// The line end that came last: what follows a CR decides whether it was half of a CRLF.
  var lastEnd: Int32 = 0
  /// How many rows have their lines settled, and how many bytes of `bytes` these have.
  var settledRows = 0
  var settledBytes = 0
  /// The largest cell that was handed over since this was last set to 0, in bytes.
  var largestCell = 0

  init() {
    byteCapacity = 1 << 20
    unsafe bytes = .allocate(capacity: byteCapacity)
    fieldCapacity = 1 << 16
    unsafe fieldEnds = .allocate(capacity: fieldCapacity)
    rowCapacity = 1 << 12
    unsafe rows = .allocate(capacity: rowCapacity)
  }

  func deallocate() {
    unsafe bytes.deallocate()
    unsafe fieldEnds.deallocate()
    unsafe rows.deallocate()
  }

  /// Makes room for what a piece of input can give at most.
  ///
  /// - Parameters:
  ///   - held: bytes that the parser holds of an unfinished cell.
  ///   - piece: the number of input bytes. Each gives at most one byte, one cell and one row.
  mutating func reserve(held: Int, piece: Int) {
    if byteCount + held + piece > byteCapacity {
      byteCapacity = max(2 * byteCapacity, byteCount + held + piece)
      unsafe bytes = unsafe Self.grown(bytes, count: byteCount, capacity: byteCapacity)
    }
    if fieldCount + piece + 1 > fieldCapacity {
      fieldCapacity = max(2 * fieldCapacity, fieldCount + piece + 1)
      unsafe fieldEnds = unsafe Self.grown(fieldEnds, count: fieldCount, capacity: fieldCapacity)
    }
    if rowCount + piece + 1 > rowCapacity {
      rowCapacity = max(2 * rowCapacity, rowCount + piece + 1)
      unsafe rows = unsafe Self.grown(rows, count: rowCount, capacity: rowCapacity)
    }
  }

  private static func grown<Element>(
    _ old: UnsafeMutablePointer<Element>, count: Int, capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    unsafe new.moveInitialize(from: old, count: count)
    unsafe old.deallocate()
    return unsafe new
  }

  /// Ends a cell. Room must have been reserved.
  @inline(__always)
  mutating func append(cell: UnsafeRawPointer?, count: Int) {
    if count > 0, let cell = unsafe cell {
      unsafe UnsafeMutableRawPointer(bytes + byteCount).copyMemory(from: cell, byteCount: count)
      byteCount += count
      largestCell = max(largestCell, count)
    }
    unsafe fieldEnds[fieldCount] = UInt32(truncatingIfNeeded: byteCount)
    fieldCount += 1
  }

  /// Ends a row, or a line without one. Room must have been reserved.
  ///
  /// - Parameter byte: the line end, CR or LF; other values: the input ended, or the row was given up.
  @inline(__always)
  mutating func endRow(_ byte: Int32) {
    if openFields == 0 {
      // libcsv reports both bytes of a CRLF, the second as a row without cells, like a blank line.
      if byte == Int32(UInt8(ascii: "\r")) || lastEnd != Int32(UInt8(ascii: "\r")) { line &+= 1 }
    } else {
      unsafe rows[rowCount] = RowBatch.Row(
        fieldsEnd: UInt32(truncatingIfNeeded: fieldCount), line: line)
      rowCount += 1
      line &+= 1
    }
    lastEnd = byte
  }

  /// The number of cells of the row that is being read.
  @inline(__always)
  var openFields: Int {
    unsafe fieldCount - (rowCount == 0 ? 0 : Int(rows[rowCount - 1].fieldsEnd))
  }

  /// Copies the rows into a batch and starts afresh.
  mutating func makeBatch(firstRow: Int) -> RowBatch {
    var batch = RowBatch(firstRow: firstRow)
    batch.bytes = unsafe Array(UnsafeBufferPointer(start: bytes, count: byteCount))
    batch.fieldEnds = unsafe Array(UnsafeBufferPointer(start: fieldEnds, count: fieldCount))
    batch.rows = unsafe Array(UnsafeBufferPointer(start: rows, count: rowCount))
    byteCount = 0
    fieldCount = 0
    rowCount = 0
    settledRows = 0
    settledBytes = 0
    return batch
  }

  /// Leaves out the first of the rows.
  mutating func removeFirstRow() {
    let fields = unsafe Int(rows[0].fieldsEnd)
    let cells = unsafe fields == 0 ? 0 : Int(fieldEnds[fields - 1])
    unsafe bytes.update(from: bytes + cells, count: byteCount - cells)
    for field in fields..<fieldCount {
      unsafe fieldEnds[field - fields] = unsafe fieldEnds[field] - UInt32(truncatingIfNeeded: cells)
    }
    for row in 1..<max(rowCount, 1) {
      unsafe rows[row - 1] = unsafe rows[row]
      unsafe rows[row - 1].fieldsEnd -= UInt32(truncatingIfNeeded: fields)
    }
    byteCount -= cells
    fieldCount -= fields
    rowCount -= 1
    settledRows -= 1
    settledBytes -= cells
  }
}
