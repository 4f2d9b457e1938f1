internal import CByteScan

/// Lines of CSV as RFC 4180 has them (https://www.rfc-editor.org/rfc/rfc4180), but for the line
/// end, which is LF: what scripts expect, and what every spreadsheet reads.

/// Makes lines in memory, in UTF-8.
///
/// A cell is quoted where it holds the delimiter, a quote, CR or LF, or starts or ends with a blank
/// or tab.
struct CSVLines: Sendable {
  private let delimiter: UInt8
  /// The bytes so far, and room behind them: the first `count` count.
  private var buffer: [UInt8]
  private(set) var count = 0
  /// Cells of the line so far.
  private(set) var cells = 0
  private var lineStart = 0

  /// - Parameters:
  ///   - delimiter: stands between cells.
  ///   - room: how many bytes there is memory for at first; it grows as needed.
  init(delimiter: UInt8 = UInt8(ascii: ","), room: Int) {
    self.delimiter = delimiter
    buffer = Array(repeating: 0, count: room)
  }

  /// Gives what was written so far.
  func withBytes<Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try body(buffer.span.extracting(..<count))
  }

  /// A part of what was written so far.
  func copy(of part: Range<Int>) -> [UInt8] { Array(buffer[part]) }

  /// Empties the text, between two lines.
  mutating func removeAll() {
    count = 0
    lineStart = 0
  }

  /// Adds cells that stood in another line, as they were written there.
  mutating func add(part: Span<UInt8>, cells new: Int) {
    guard new > 0 else { return }
    reserve(part.count + 1)
    startCell()
    cells += new - 1
    let start = count
    unsafe buffer.withUnsafeMutableBytes { output in
      unsafe part.withUnsafeBytes { input in
        unsafe UnsafeMutableRawBufferPointer(rebasing: output[start...]).copyMemory(from: input)
      }
    }
    count += part.count
  }

  /// Adds fields of a batch, each as a cell with the formula guard before it where it needs one.
  mutating func add(_ fields: Range<Int>, of batch: borrowing RowBatch) {
    var rest = fields
    while !rest.isEmpty {
      rest = addPlain(rest, of: batch)..<rest.upperBound
      guard let field = rest.popFirst() else { return }
      add(batch.bytes.span.extracting(batch.byteRange(ofField: field)))
    }
  }

  /// Adds a cell to the line; `guarding` it, with the formula guard before it where it needs one.
  mutating func add(_ cell: Span<UInt8>, guarding: Bool = true) {
    // The longest it can become: every byte a quote, the guard, the quotes around, the delimiter
    // before, and a block of room for copying by blocks.
    reserve(2 * cell.count + 4 + Self.blockBytes)
    startCell()
    guard !cell.isEmpty else { return }
    let isGuarded = guarding && FormulaGuard.mayNeed(cell[0]) && FormulaGuard.isNeeded(for: cell)
    if isGuarded || Self.isBlank(cell[0]) || Self.isBlank(cell[cell.count - 1])
      || !copyPlain(cell)
    {
      copyQuoted(cell, isGuarded: isGuarded)
    }
  }

  /// Adds a cell of our own, or of the target's: those may hold anything and are guarded too.
  mutating func add(_ text: String?) {
    guard let text, !text.isEmpty else { return addEmpty() }
    add(text.utf8Span.span)
  }

  mutating func addEmpty() {
    reserve(1)
    startCell()
  }

  mutating func add(_ number: Int?) {
    reserve(24)
    startCell()
    guard let number else { return }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var length = 0
    var rest = number.magnitude
    repeat {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      digits[length] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder)
      length += 1
      rest = quotient
    } while rest != 0
    if number < 0 { put(UInt8(ascii: "-")) }
    while length > 0 {
      length -= 1
      put(digits[length])
    }
  }

  mutating func endLine() {
    reserve(3)
    // A line of one empty cell would read as a blank line, which is no row.
    if cells == 1, count == lineStart {
      put(UInt8(ascii: "\""))
      put(UInt8(ascii: "\""))
    }
    put(0x0A)
    cells = 0
    lineStart = count
  }

  /// Makes room for so many more bytes.
  mutating func reserve(_ more: Int) {
    guard count + more > buffer.count else { return }
    let grown = max(count + more, buffer.count + buffer.count / 2)
    buffer.append(contentsOf: repeatElement(0, count: grown - buffer.count))
  }

  private mutating func startCell() {
    if cells > 0 { put(delimiter) }
    cells += 1
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    buffer[count] = byte
    count += 1
  }

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Adds fields of a batch as they are, up to the first that may have to be written otherwise.
  ///
  /// - Returns: that one; the end of the fields where there is none.
  private mutating func addPlain(_ fields: Range<Int>, of batch: borrowing RowBatch) -> Int {
    var start = batch.byteRange(ofField: fields.lowerBound).lowerBound
    let end = batch.byteRange(ofField: fields.upperBound - 1).upperBound
    reserve(end - start + fields.count + Self.blockBytes)
    var written = count
    var isFirst = cells == 0
    var field = fields.lowerBound
    let delimiter = delimiter
    unsafe buffer.withUnsafeMutableBytes { output in
      unsafe batch.bytes.withUnsafeBytes { input in
        while field < fields.upperBound {
          let end = Int(batch.fieldEnds[field])
          var next = written
          if !isFirst {
            unsafe output[next] = delimiter
            next += 1
          }
          if start < end {
            let first = unsafe input[start]
            let last = unsafe input[end - 1]
            guard !Self.isBlank(first), !Self.isBlank(last),
              !FormulaGuard.mayNeed(first)
                || !FormulaGuard.isNeeded(for: batch.bytes.span.extracting(start..<end)),
              unsafe Self.copyPlain(
                input, start..<end, to: output, at: next, delimiter: delimiter)
            else { return }
          }
          written = next + (end - start)
          isFirst = false
          start = end
          field += 1
        }
      }
    }
    cells += field - fields.lowerBound
    count = written
    return field
  }

  /// Copies a cell as it is, unless it has to be quoted.
  ///
  /// - Returns: whether it was copied.
  private mutating func copyPlain(_ cell: Span<UInt8>) -> Bool {
    let count = count
    let delimiter = delimiter
    let isPlain = unsafe buffer.withUnsafeMutableBytes { output in
      unsafe cell.withUnsafeBytes { input in
        unsafe Self.copyPlain(
          input, 0..<input.count, to: output, at: count, delimiter: delimiter)
      }
    }
    if isPlain { self.count += cell.count }
    return isPlain
  }

  /// Copies a cell as it is, into room for a block more, unless it has to be quoted.
  ///
  /// - Returns: whether it was copied.
  @inline(__always)
  private static func copyPlain(
    _ input: UnsafeRawBufferPointer, _ cell: Range<Int>, to output: UnsafeMutableRawBufferPointer,
    at place: Int, delimiter: UInt8
  ) -> Bool {
    guard let from = input.baseAddress, let to = output.baseAddress else { return cell.isEmpty }
    return unsafe scan_copy_plain_cell(
      from + cell.lowerBound, cell.count, input.count - cell.lowerBound, delimiter, to + place) != 0
  }

  /// How many bytes may be written behind a cell.
  private static let blockBytes = SCAN_BLOCK

  private mutating func copyQuoted(_ cell: Span<UInt8>, isGuarded: Bool) {
    let quote = UInt8(ascii: "\"")
    put(quote)
    if isGuarded { put(UInt8(ascii: "'")) }
    for index in cell.indices {
      if cell[index] == quote { put(quote) }
      put(cell[index])
    }
    put(quote)
  }
}
