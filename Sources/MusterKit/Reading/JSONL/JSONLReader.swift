internal import CSimdJSON

/// Cuts the bytes of a JSONL source into batches of rows with simdjson. It does no input or output
/// itself.
///
/// Each line that isn't blank is a row and should be an object (https://jsonlines.org, RFC 8259):
///
/// - objects in objects become `a.b`;
/// - a list of strings, numbers and booleans is one cell, joined by "; ", with nulls and empty strings
///   left out; a list that holds an object or a list becomes `a.0`, `a.1`, and so on down;
/// - strings have their escapes resolved, numbers, `true` and `false` stand as they are written, and
///   null is an empty cell; an empty object has no cells;
/// - of two values for one column the last is taken, as most parsers do (RFC 8259, section 4), with a
///   warning: a file that says two things about one person should be looked at;
/// - cells are in the order of the columns, empty for a key that the line lacks, and there are none
///   behind the line's last one.
///
/// A line that isn't valid, or nested deeper than 32 levels, is a row without cells and with damage.
/// Nothing of it is guessed.
package struct JSONLReader: ~Copyable {
  private let display: String
  private let columns: JSONLColumns
  private let limits: ReadingLimits
  private var lines: LineCutter
  private let flattener: LineFlattener

  private var rows: [RowBatch.Row] = []
  private var damage: [RowDamage] = []
  /// What the batch takes, in bytes, without its cells.
  private var cellBytes = 0
  private var cellCount = 0
  private var nextRow = 1
  private var ready: [RowBatch] = []

  /// About what the damage of a row takes, in bytes.
  private static let damageBytes = 512

  /// - Parameters:
  ///   - columns: as `JSONLColumnScan` found them in the same source.
  ///   - display: what messages call the source.
  ///   - limits: how large a row, a cell and a batch may be.
  package init(columns: JSONLColumns, display: String, limits: ReadingLimits = ReadingLimits()) {
    self.columns = columns
    self.display = display
    self.limits = limits
    lines = LineCutter(limit: limits.rowBytes)
    flattener = LineFlattener(columns: columns, cellBytes: limits.cellBytes)
  }

  /// Takes more input.
  ///
  /// - Parameters:
  ///   - count: the most bytes to take.
  ///   - read: fills the start of the buffer and returns the number of bytes; it isn't kept.
  /// - Returns: the number of bytes that were read; 0 at the end of the input.
  /// - Throws: what `read` throws, and where a key is no column, because the source has changed since
  ///   the scan: the reading ends there.
  package mutating func fill(
    atMost count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int
  ) throws(ReadingError) -> Int {
    let taken = unsafe try lines.fill(atMost: count, read)
    try parse()
    return taken
  }

  /// Takes a copy of more input. All batches that it completes are held until they are taken.
  ///
  /// - Throws: where a key is no column, because the source has changed since the scan.
  package mutating func feed(_ chunk: Span<UInt8>) throws(ReadingError) {
    var taken = 0
    while taken < chunk.count {
      taken += lines.take(chunk.extracting(taken...))
      try parse()
    }
  }

  /// Says that the input ends here.
  ///
  /// - Throws: where a key is no column, because the source has changed since the scan.
  package mutating func finish() throws(ReadingError) {
    lines.finish()
    try parse()
    sealBatch()
  }

  /// The next whole batch, if there is one.
  package mutating func takeBatch() -> RowBatch? {
    ready.isEmpty ? nil : ready.removeFirst()
  }

  private mutating func parse() throws(ReadingError) {
    while let line = lines.next() {
      if line.isTooLarge {
        damage.append(RowDamage(row: rows.count, diagnostic: Diagnostic(.rowTooLarge)))
      } else {
        try flatten(line)
      }
      rows.append(
        RowBatch.Row(
          fieldsEnd: UInt32(truncatingIfNeeded: cellCount), line: UInt32(clamping: line.number)))
      if batchBytes >= limits.batchBytes { sealBatch() }
    }
  }

  private mutating func flatten(_ line: LineCutter.Line) throws(ReadingError) {
    let address = unsafe lines.address(of: line)
    let result = unsafe flattener.flatten(address, count: line.bytes.count)
    cellBytes = result.cell_bytes
    cellCount = result.cell_count
    switch result.verdict {
    case .object:
      for index in 0..<result.remark_count { addRemark(flattener.remark(index)) }
    case .unknown_key, .too_many_columns:
      throw ReadingError(
        .changed,
        """
        \(display) was changed while it was read: line \(line.number) has a key that wasn't there \
        before; start again when it is complete.
        """)
    default:
      let bytes = unsafe UnsafeBufferPointer(start: address, count: line.bytes.count)
      let diagnostic = unsafe Diagnostic(result, line: bytes.span)
      damage.append(RowDamage(row: rows.count, diagnostic: diagnostic))
    }
  }

  private mutating func addRemark(_ remark: csimdjson_remark) {
    let column = Int(remark.column)
    let name = columns.names[column]
    let diagnostic =
      switch remark.kind {
      case .repeated_key: Diagnostic(.jsonKeyRepeated, column: name)
      case .cell_too_large: Diagnostic(.cellTooLarge, column: name)
      }
    damage.append(RowDamage(row: rows.count, column: column, diagnostic: diagnostic))
  }

  /// What the batch takes so far. Cell ends count too: a line with one key may have 10,000 of them.
  private var batchBytes: Int {
    cellBytes + cellCount * MemoryLayout<UInt32>.stride
      + rows.count * MemoryLayout<RowBatch.Row>.stride + damage.count * Self.damageBytes
  }

  private mutating func sealBatch() {
    guard !rows.isEmpty else { return }
    var batch = RowBatch(firstRow: nextRow)
    flattener.moveCells(to: &batch)
    nextRow += rows.count
    swap(&batch.rows, &rows)
    swap(&batch.damage, &damage)
    rows.reserveCapacity(batch.rows.count)
    cellBytes = 0
    cellCount = 0
    ready.append(batch)
  }
}
