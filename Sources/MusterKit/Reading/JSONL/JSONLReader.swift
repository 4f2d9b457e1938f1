internal import CSimdJSON

/// Cuts the bytes of a JSON source into batches of rows with simdjson. It does no input or output
/// itself.
///
/// In JSON Lines each line that isn't blank is a row and should be an object (https://jsonlines.org);
/// in an array each element is one, in a sequence each value (RFC 8259 has the grammar). Of an
/// object:
///
/// - objects in objects become `a.b`;
/// - an array of strings, numbers and booleans is one cell, joined by "; ", with nulls and empty
///   strings left out; where one of the strings holds `;`, `,`, `|` or a line end, by " ::: ", so that
///   they can be told apart; an empty one is an empty cell;
/// - an array that holds an object or an array becomes `a.0`, `a.1`, and so on down:
///   `experience.0.title`; the numbers count nulls and all other elements too;
/// - strings have their escapes resolved; numbers (`-0`, `1e400`, of any length), `true` and `false`
///   stand as they are written, and null is an empty cell; NaN and Infinity aren't JSON and make the
///   row invalid; an empty object has no cells;
/// - of two values for one column the last is taken, as most parsers do (RFC 8259, section 4), with a
///   warning: a file that says two things about one person should be looked at;
/// - cells are in the order of the columns, empty for a key that the row lacks, and there are none
///   behind the row's last one.
///
/// What isn't valid, or nested deeper than 32 levels, is a row without cells and with damage. Nothing
/// of it is guessed. In an array or a sequence:
///
/// - a row's line is the one on which its element begins;
/// - an element is what stands between two commas, and between the brackets of the array; so what is
///   wrong inside it or behind its bracket costs that element. Where its brackets and quotes don't
///   match, reading goes on at the next object that opens as the first thing on its line and is
///   indented like the broken element or the one before it. Where indentation says nothing
///   (everything stands on one line, or nested lines aren't indented), nothing can be told apart, and
///   the broken element is all that follows. Behind a broken element, one that is indented deeper
///   than those before is damaged too: it may be left over from inside;
/// - a comma too many between two elements is a damaged row, behind the last one it is nothing. In
///   an array a comma that is missing before an object on its own line is a warning; in a sequence,
///   commas may stand or not;
/// - where the text ends inside an element, that is damaged; where it ends without the array's closing
///   bracket, the last row has a warning; all that follows the closing bracket is one damaged row.
package struct JSONLReader: ~Copyable {
  private let display: String
  private let columns: JSONLColumns
  private let limits: ReadingLimits
  private let layout: JSONLayout
  private var cutter: RecordCutter
  private let flattener: LineFlattener

  /// The rows so far.
  private var batch = RowBatch(firstRow: 1)
  private var ready: [RowBatch] = []

  /// About what the damage of a row takes, in bytes.
  private static let damageBytes = 512

  /// - Parameters:
  ///   - columns: as `JSONLColumnScan` found them in the same source.
  ///   - layout: how the rows stand in the source, as for the scan.
  ///   - display: what messages call the source.
  ///   - limits: how large a row, a cell and a batch may be.
  ///   - parsesAll: whether simdjson reads the lines too that need no parser: for tests of those.
  package init(
    columns: JSONLColumns, layout: JSONLayout = .lines, display: String,
    limits: ReadingLimits = ReadingLimits(), parsesAll: Bool = false
  ) {
    self.layout = layout
    self.columns = columns
    self.display = display
    self.limits = limits
    cutter = RecordCutter(layout: layout, limit: limits.rowBytes)
    flattener = LineFlattener(columns: columns, cellBytes: limits.cellBytes, parsesAll: parsesAll)
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
    let taken = unsafe try cutter.fill(atMost: count, read)
    try parse()
    return taken
  }

  /// Takes more input. All batches that it completes are held until they are taken.
  ///
  /// - Throws: where a key is no column, because the source has changed since the scan.
  package mutating func feed(_ chunk: Span<UInt8>) throws(ReadingError) {
    var taken = cutter.loan(of: chunk)
    if taken > 0 { try parse(chunk.extracting(..<taken)) }
    while taken < chunk.count {
      taken += cutter.take(chunk.extracting(taken...))
      try parse()
    }
  }

  /// Says that the input ends here.
  ///
  /// - Throws: where a key is no column, because the source has changed since the scan.
  package mutating func finish() throws(ReadingError) {
    cutter.finish()
    try parse()
    warnOfUnclosedArray()
    sealBatch()
  }

  /// Whether all input so far has been cut into whole lines. Not for other layouts.
  var isBetweenRows: Bool { cutter.isEmpty }

  /// The physical line that comes next; from 1. Not for other layouts.
  var line: Int { cutter.line }

  /// Goes on at another place of the source, at which a line begins; nothing is held.
  ///
  /// - Parameter line: the physical line there; from 1.
  mutating func goOn(atLine line: Int) {
    cutter.goOn(atLine: line)
  }

  /// The next whole batch, if there is one.
  package mutating func takeBatch() -> RowBatch? {
    ready.isEmpty ? nil : ready.removeFirst()
  }

  /// Parses lines where they stand.
  private mutating func parse(_ lines: Span<UInt8>) throws(ReadingError) {
    try unsafe lines.withUnsafeBufferPointer { bytes throws(ReadingError) in
      unsafe cutter.borrow(bytes)
      defer { cutter.giveBack() }
      try parse()
    }
  }

  private mutating func parse() throws(ReadingError) {
    // Where a line isn't plain, those behind it most often aren't either.
    var untried = 0
    while true {
      if untried == 0 { untried = addPlainLines() ? 1 : 16 }
      guard let record = cutter.next() else { return }
      untried -= 1
      // Not before there is another row: the last one is held for what the end may say about it.
      if batchBytes >= limits.batchBytes { sealBatch() }
      switch record.problem {
      case .tooLarge: addDamage(Diagnostic(.rowTooLarge))
      case .stray: addDamage(.stray)
      case .behindArray: addDamage(.behindArray)
      case .commaMissing:
        addDamage(.commaMissing)
        try flatten(record)
      case nil: try flatten(record)
      }
      endRow(line: record.line)
    }
  }

  /// Adds the rows of the lines that come next, as long as they need no parser.
  ///
  /// - Returns: whether there were any.
  private mutating func addPlainLines() -> Bool {
    var isAny = false
    while let text = unsafe cutter.linesHeld() {
      if batchBytes >= limits.batchBytes { sealBatch() }
      let taken = unsafe flattener.addLines(
        of: text, line: UInt32(clamping: cutter.line), to: &batch, rowBytes: limits.rowBytes,
        room: limits.batchBytes - ownBytes)
      guard taken.count > 0 else { break }
      cutter.pass(lines: taken.count, length: taken.length)
      isAny = true
    }
    return isAny
  }

  private mutating func flatten(_ record: JSONRecord) throws(ReadingError) {
    let address = unsafe cutter.address(of: record)
    let result = unsafe flattener.flatten(address, count: record.bytes.count)
    switch result.verdict {
    case .object:
      flattener.addCells(to: &batch)
      for index in 0..<result.remark_count { addRemark(flattener.remark(index)) }
    case .unknown_key, .too_many_columns:
      throw ReadingError(
        .changed,
        """
        \(display) was changed while it was read: a line has a key that wasn't there before; start \
        again when it is complete.
        """)
    default:
      let text = unsafe UnsafeBufferPointer(start: address, count: record.bytes.count)
      addDamage(unsafe Diagnostic(result, text: text.span, line: record.line, layout: layout))
    }
  }

  private mutating func warnOfUnclosedArray() {
    guard let line = cutter.unclosedArrayLine else { return }
    if batch.isEmpty {
      // It has no rows at all: the last one would be held.
      addDamage(.arrayNotClosed(severity: .error))
      endRow(line: line)
    } else {
      batch.damage.append(
        RowDamage(row: batch.count - 1, diagnostic: .arrayNotClosed(severity: .warning)))
    }
  }

  private mutating func endRow(line: Int) {
    batch.rows.append(
      RowBatch.Row(
        fieldsEnd: UInt32(truncatingIfNeeded: batch.fieldEnds.count), line: UInt32(clamping: line)))
  }

  /// Adds damage of the row that is being read.
  private mutating func addDamage(_ diagnostic: Diagnostic, column: Int? = nil) {
    batch.damage.append(RowDamage(row: batch.count, column: column, diagnostic: diagnostic))
  }

  private mutating func addRemark(_ remark: csimdjson_remark) {
    let column = Int(remark.column)
    let name = columns.names[column]
    let diagnostic =
      switch remark.kind {
      case .repeated_key: Diagnostic(.jsonKeyRepeated, column: name)
      case .cell_too_large: Diagnostic(.cellTooLarge, column: name)
      }
    addDamage(diagnostic, column: column)
  }

  /// What the batch takes so far. Cell ends count too: a line with one key may have 10,000 of them.
  private var batchBytes: Int {
    batch.bytes.count + batch.fieldEnds.count * MemoryLayout<UInt32>.stride + ownBytes
  }

  /// What the batch takes so far beside its cells, in bytes.
  private var ownBytes: Int {
    batch.count * MemoryLayout<RowBatch.Row>.stride + batch.damage.count * Self.damageBytes
  }

  /// Hands on the rows so far.
  mutating func sealBatch() {
    guard !batch.isEmpty else { return }
    var next = RowBatch(firstRow: batch.firstRow + batch.count)
    next.rows.reserveCapacity(batch.count)
    swap(&batch, &next)
    ready.append(next)
  }
}
