/// Lines of CSV as RFC 4180 has them (https://www.rfc-editor.org/rfc/rfc4180), but for the line
/// end, which is LF: what scripts expect, and what every spreadsheet reads.

/// Makes lines in memory, in UTF-8.
///
/// A cell is quoted where it holds the delimiter, a quote, CR or LF, or starts or ends with a blank
/// or tab.
struct CSVLines: Sendable {
  private let delimiter: UInt8
  private let delimiters: UInt64
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
    delimiters = Word.all(delimiter)
    buffer = Array(repeating: 0, count: room)
  }

  /// Gives a part of what was written so far.
  func withBytes<Failure: Error>(
    _ part: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try body(buffer.span.extracting(part))
  }

  /// Empties the text, between two lines.
  mutating func removeAll() {
    count = 0
    lineStart = 0
  }

  /// Ends a line without a line end: what was written are cells of a line of another text.
  mutating func endPart() {
    cells = 0
    lineStart = count
  }

  /// Adds cells that were written as a part.
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

  /// Adds a cell to the line; `guarding` it, with the formula guard before it where it needs one.
  mutating func add(_ cell: Span<UInt8>, guarding: Bool = true) {
    // The longest it can become: every byte a quote, the guard, the quotes around, the delimiter
    // before, and a word of room for copying by words.
    reserve(2 * cell.count + 12)
    startCell()
    guard !cell.isEmpty else { return }
    let isGuarded = guarding && FormulaGuard.mayNeed(cell[0]) && FormulaGuard.isNeeded(for: cell)
    if isGuarded || isBlank(cell[0]) || isBlank(cell[cell.count - 1]) || !copyPlain(cell) {
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
  private mutating func reserve(_ more: Int) {
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
  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Copies a cell as it is, looking at eight bytes at a time, unless it has to be quoted.
  ///
  /// - Returns: whether it was copied.
  @inline(__always)
  private mutating func copyPlain(_ cell: Span<UInt8>) -> Bool {
    let count = count
    let delimiters = delimiters
    let isPlain = unsafe buffer.withUnsafeMutableBytes { output in
      unsafe cell.withUnsafeBytes { input in
        var special: UInt64 = 0
        var at = 0
        func copy<Block: FixedWidthInteger>(_ type: Block.Type) {
          let block = unsafe input.loadUnaligned(fromByteOffset: at, as: Block.self)
          special |= Word.special(UInt64(truncatingIfNeeded: block), delimiters: delimiters)
          unsafe output.storeBytes(of: block, toByteOffset: count + at, as: Block.self)
        }
        if input.count >= 8 {
          while at + 8 <= input.count {
            copy(UInt64.self)
            at += 8
          }
          // The last word overlaps the one before.
          at = input.count - 8
          copy(UInt64.self)
        } else {
          while at < input.count {
            copy(UInt8.self)
            at += 1
          }
        }
        return special == 0
      }
    }
    if isPlain { self.count += cell.count }
    return isPlain
  }

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

/// Eight bytes looked at together.
private enum Word {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) * ones }

  /// Not 0 exactly if one of the bytes is a quote, the delimiter, LF or CR.
  ///
  /// The test for a zero byte is from https://graphics.stanford.edu/~seander/bithacks.html
  @inline(__always)
  static func special(_ word: UInt64, delimiters: UInt64) -> UInt64 {
    zero(word ^ delimiters) | zero(word ^ all(0x22)) | zero(word ^ all(0x0A))
      | zero(word ^ all(0x0D))
  }

  @inline(__always)
  private static func zero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
}
