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

  /// Works on a line. The cells of an object are added behind those of the lines before.
  ///
  /// - Parameters:
  ///   - line: the address of the line, with `CSIMDJSON_PADDING` readable bytes behind it.
  ///   - count: the line's length, in bytes.
  /// - Returns: what the line turned out to be.
  @unsafe func flatten(_ line: UnsafePointer<UInt8>, count: Int) -> csimdjson_line {
    unsafe csimdjson_flatten(flattener, line, count)
  }

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

  /// Moves the cells so far into a batch.
  func moveCells(to batch: inout RowBatch) {
    let cells = unsafe csimdjson_cells_so_far(flattener)
    batch.bytes = unsafe Array(UnsafeBufferPointer(start: cells.bytes, count: cells.byte_count))
    batch.fieldEnds = unsafe Array(UnsafeBufferPointer(start: cells.ends, count: cells.count))
    unsafe csimdjson_clear_cells(flattener)
  }
}
