internal import CLibCSV

/// Where libcsv's callbacks put cells and row ends: plain storage behind a pointer, filled by C
/// functions, because Swift closures in their place cost a call more for each cell.
@safe struct FieldSink {
  var raw = unsafe csv_sink()
  private var byteCapacity: Int
  private var fieldCapacity: Int
  private var rowCapacity: Int
  /// How many rows have their lines settled, and how many bytes these have.
  var settledRows = 0
  var settledBytes = 0

  /// - Parameter room: how much input there is memory for at first, in bytes; it grows as needed.
  init(room: Int) {
    byteCapacity = 2 * room
    unsafe raw.bytes = .allocate(capacity: byteCapacity)
    fieldCapacity = room / 4
    unsafe raw.field_ends = .allocate(capacity: fieldCapacity)
    rowCapacity = room / 64
    unsafe raw.rows = .allocate(capacity: rowCapacity)
    unsafe raw.line = 1
  }

  func deallocate() {
    unsafe raw.bytes.deallocate()
    unsafe raw.field_ends.deallocate()
    unsafe raw.rows.deallocate()
  }

  /// The cells, one behind the other.
  var bytes: UnsafeMutablePointer<UInt8> { unsafe raw.bytes }
  var byteCount: Int { unsafe raw.byte_count }
  var fieldCount: Int { unsafe raw.field_count }
  var rowCount: Int { unsafe raw.row_count }

  /// The line on which the row that is being read starts, from 1, as far as lines have been settled.
  var line: UInt32 {
    get { unsafe raw.line }
    set { unsafe raw.line = newValue }
  }

  /// The largest cell that was handed over since this was last set to 0, in bytes.
  var largestCell: Int {
    get { unsafe raw.largest_cell }
    set { unsafe raw.largest_cell = newValue }
  }

  /// The number of cells of the row that is being read.
  var openFields: Int { unsafe raw.field_count - raw.row_fields }

  /// The offset in `bytes` behind a cell.
  func end(ofField field: Int) -> Int { unsafe Int(raw.field_ends[field]) }

  /// The number of cells up to the end of a row; 0 before the first.
  func fieldsEnd(ofRow row: Int) -> Int { unsafe row < 0 ? 0 : Int(raw.rows[row].fields_end) }

  /// Makes room for what a piece of input can give at most.
  ///
  /// - Parameters:
  ///   - held: bytes that the parser holds of an unfinished cell.
  ///   - piece: the number of input bytes. Each gives at most one byte, one cell and one row.
  mutating func reserve(held: Int, piece: Int) {
    let bytes = byteCount + held + piece + Int(CSV_SINK_SLACK)
    if bytes > byteCapacity {
      byteCapacity = max(2 * byteCapacity, bytes)
      unsafe raw.bytes = unsafe Self.grown(raw.bytes, count: byteCount, capacity: byteCapacity)
    }
    if fieldCount + piece + 1 > fieldCapacity {
      fieldCapacity = max(2 * fieldCapacity, fieldCount + piece + 1)
      unsafe raw.field_ends = unsafe Self.grown(
        raw.field_ends, count: fieldCount, capacity: fieldCapacity)
    }
    if rowCount + piece + 1 > rowCapacity {
      rowCapacity = max(2 * rowCapacity, rowCount + piece + 1)
      unsafe raw.rows = unsafe Self.grown(raw.rows, count: rowCount, capacity: rowCapacity)
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
  mutating func append(_ cell: [UInt8]) {
    unsafe cell.withUnsafeBytes { all in
      if let base = all.baseAddress, all.count > 0 {
        unsafe UnsafeMutableRawPointer(raw.bytes + raw.byte_count).copyMemory(
          from: base, byteCount: all.count)
      }
    }
    unsafe raw.byte_count += cell.count
    unsafe raw.field_ends[raw.field_count] = UInt32(truncatingIfNeeded: raw.byte_count)
    unsafe raw.field_count += 1
  }

  /// Ends a row that was given up. Room must have been reserved.
  mutating func endRow() {
    unsafe csv_sink_end_row(0, &raw)
  }

  /// Copies the rows into a batch and starts afresh.
  mutating func makeBatch(firstRow: Int) -> RowBatch {
    var batch = RowBatch(firstRow: firstRow)
    batch.bytes = unsafe Self.array(UnsafeBufferPointer(start: raw.bytes, count: byteCount))
    batch.fieldEnds = unsafe Self.array(
      UnsafeBufferPointer(start: raw.field_ends, count: fieldCount))
    batch.rows = unsafe Self.array(
      UnsafeBufferPointer(
        start: UnsafeRawPointer(raw.rows).assumingMemoryBound(to: RowBatch.Row.self),
        count: rowCount))
    unsafe raw.byte_count = 0
    unsafe raw.field_count = 0
    unsafe raw.row_count = 0
    unsafe raw.row_fields = 0
    settledRows = 0
    settledBytes = 0
    return batch
  }

  /// A copy, with room for a round number of elements where there are many: so the memory of one
  /// large batch is as large as another's, and used again.
  private static func array<Element>(_ elements: UnsafeBufferPointer<Element>) -> [Element] {
    let round = (1 << 17) / MemoryLayout<Element>.stride
    let isLarge = elements.count > round / 8
    let capacity = isLarge ? (elements.count + round - 1) / round * round : elements.count
    return unsafe Array(unsafeUninitializedCapacity: capacity) { buffer, count in
      count = unsafe buffer.initialize(fromContentsOf: elements)
    }
  }

  /// Leaves out the first of the rows.
  mutating func removeFirstRow() {
    let fields = fieldsEnd(ofRow: 0)
    let cells = fields == 0 ? 0 : end(ofField: fields - 1)
    unsafe raw.bytes.update(from: raw.bytes + cells, count: byteCount - cells)
    for field in fields..<fieldCount {
      unsafe raw.field_ends[field - fields] =
        unsafe raw.field_ends[field] - UInt32(truncatingIfNeeded: cells)
    }
    for row in 1..<max(rowCount, 1) {
      unsafe raw.rows[row - 1] = unsafe raw.rows[row]
      unsafe raw.rows[row - 1].fields_end -= UInt32(truncatingIfNeeded: fields)
    }
    unsafe raw.byte_count -= cells
    unsafe raw.field_count -= fields
    unsafe raw.row_fields -= fields
    unsafe raw.row_count -= 1
    settledRows -= 1
    settledBytes -= cells
  }
}
