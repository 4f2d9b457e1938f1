internal import CSimdJSON

/// Turns lines or elements of JSON into rows, by simdjson. See `JSONLReader` for the rules.
@safe struct LineFlattener: ~Copyable {
  /// How deep objects and arrays may be nested, the line's own object included.
  static let mostDepth = 32
  /// The longest name of a column, in bytes.
  static let longestKey = 4096

  private let flattener: OpaquePointer

  /// A flattener that learns columns, and gives no cells.
  init(learningAtMost columns: Int) {
    unsafe flattener = csimdjson_create(
      Self.limits(columns: columns, cellBytes: .max), .learning)
  }

  /// A flattener that gives the cells of these columns.
  ///
  /// - Parameters:
  ///   - columns: all that there are.
  ///   - cellBytes: the largest cell, in bytes.
  ///   - parsesAll: whether simdjson reads the lines too that need no parser: for tests of those.
  init(columns: JSONLColumns, cellBytes: Int, parsesAll: Bool = false) {
    unsafe flattener = csimdjson_create(
      Self.limits(columns: columns.names.count, cellBytes: cellBytes),
      parsesAll ? .parsing : .reading)
    for name in columns.names.map({ Array($0.utf8) }) {
      unsafe csimdjson_add_column(flattener, name, name.count)
    }
  }

  deinit {
    unsafe csimdjson_destroy(flattener)
  }

  private static func limits(columns: Int, cellBytes: Int) -> csimdjson_limits {
    csimdjson_limits(
      cell_bytes: cellBytes, key_bytes: longestKey, columns: columns, depth: mostDepth)
  }

  /// Works on a line.
  ///
  /// - Parameters:
  ///   - line: the address of the line, with `CSIMDJSON_PADDING` readable bytes behind it.
  ///   - count: the line's length, in bytes.
  /// - Returns: what the line turned out to be.
  @unsafe func flatten(_ line: UnsafePointer<UInt8>, count: Int) -> csimdjson_line {
    unsafe csimdjson_flatten(flattener, line, count)
  }

  /// Adds the cells of the last line to a batch.
  func addCells(to batch: inout RowBatch) {
    let cells = unsafe csimdjson_cells_of_line(flattener)
    let start = UInt32(truncatingIfNeeded: batch.bytes.count)
    unsafe batch.bytes.append(
      contentsOf: UnsafeBufferPointer(start: cells.bytes, count: cells.byte_count))
    let ends = unsafe UnsafeBufferPointer(start: cells.ends, count: cells.count)
    batch.fieldEnds += unsafe ends.map { start &+ $0 }
  }

  /// Adds the rows of the lines at the start of a text to a batch, as long as they need no parser.
  ///
  /// - Parameters:
  ///   - text: begins with a line, and has `CSIMDJSON_PADDING` readable bytes behind it.
  ///   - line: the number of the first line.
  ///   - batch: the rows before.
  ///   - rowBytes: how long a line may be.
  ///   - room: how many more bytes the batch may take: with as many or more, no other line is taken.
  /// - Returns: how many lines were taken, and how long they are together.
  @unsafe func addLines(
    of text: UnsafeBufferPointer<UInt8>, line: UInt32, to batch: inout RowBatch, rowBytes: Int,
    room: Int
  ) -> (count: Int, length: Int) {
    guard let start = text.baseAddress else { return (0, 0) }
    let columns = unsafe csimdjson_column_count(flattener)
    // So that no more room is made than a batch needs.
    let lines = max(1, min(Self.linesAtOnce, Self.cellsAtOnce / max(columns, 1)))
    let most = csimdjson_most(count: lines, length: rowBytes, batch_bytes: room)
    var taken = csimdjson_lines()
    // Three arrays are written to at once; of one value only one could be.
    var bytes = exchange(&batch.bytes, with: [])
    var ends = exchange(&batch.fieldEnds, with: [])
    let before = (bytes: bytes.count, cells: ends.count)
    bytes.append(addingCapacity: text.count + Int(CSIMDJSON_PADDING)) { bytes in
      ends.append(addingCapacity: lines * columns) { ends in
        batch.rows.append(addingCapacity: lines) { rows in
          unsafe bytes.withUnsafeMutableBufferPointer { bytes, byteCount in
            unsafe ends.withUnsafeMutableBufferPointer { ends, cellCount in
              unsafe rows.withUnsafeMutableBufferPointer { rows, rowCount in
                guard let byte = bytes.baseAddress, let end = ends.baseAddress,
                  let row = rows.baseAddress
                else { return }
                // Both are a number of cells and one of a line.
                let rows = unsafe UnsafeMutableRawPointer(row + rowCount)
                  .assumingMemoryBound(to: csimdjson_row.self)
                unsafe taken = csimdjson_flatten_lines(
                  flattener, start, text.count,
                  csimdjson_batch(
                    bytes: byte + byteCount, ends: end + cellCount, rows: rows,
                    byte_count: before.bytes, cell_count: before.cells, line: line), most)
                byteCount += taken.cell_bytes
                cellCount += taken.cell_count
                rowCount += taken.count
              }
            }
          }
        }
      }
    }
    batch.bytes = bytes
    batch.fieldEnds = ends
    return (taken.count, taken.length)
  }

  /// How many lines are taken at once, and how many cells.
  private static let linesAtOnce = 1 << 10
  private static let cellsAtOnce = 1 << 16

  /// A remark on the last line; from 0.
  func remark(_ index: UInt32) -> csimdjson_remark {
    unsafe csimdjson_remark_at(flattener, index)
  }

  /// The columns learnt so far.
  var columns: JSONLColumns {
    let names = (0..<(unsafe csimdjson_column_count(flattener))).map { index in
      let name = unsafe csimdjson_column_name(flattener, index)
      return unsafe String(
        decoding: UnsafeBufferPointer(start: name.bytes, count: name.length), as: UTF8.self)
    }
    return JSONLColumns(names: names)
  }
}
