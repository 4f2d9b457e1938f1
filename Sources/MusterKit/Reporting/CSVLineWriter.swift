/// Lines of CSV as RFC 4180 has them (https://www.rfc-editor.org/rfc/rfc4180), but for the line
/// end, which is LF: what scripts expect, and what every spreadsheet reads.

/// Writes UTF-8 without a byte order mark: the files are read by scripts first, which would take
/// the mark for a part of the first column's name.
///
/// A cell is quoted where it holds the delimiter, a quote, CR or LF, or starts or ends with a blank
/// or tab. The file appears when `finish()` returns.
struct CSVLineWriter: ~Copyable {
  /// Written to the file whenever it has this many bytes.
  static let blockSize = 256 * 1024

  private let file: ReplacementFile
  private let delimiter: UInt8
  private let delimiters: UInt64
  /// The bytes that wait, and room behind them: the first `used` count.
  private var buffer: [UInt8]
  private var used = 0
  /// Cells of the line so far.
  private var cells = 0
  private var lineStart = 0

  init(
    path: String, option: String? = nil, delimiter: UInt8 = UInt8(ascii: ",")
  ) throws(ReportError) {
    file = try ReplacementFile(path: path, option: option)
    self.delimiter = delimiter
    delimiters = Word.all(delimiter)
    buffer = Array(repeating: 0, count: Self.blockSize + 4096)
  }

  /// Adds a cell to the line; `guarding` it, with the formula guard before it where it needs one.
  mutating func add(_ cell: Span<UInt8>, guarding: Bool = true) throws(ReportError) {
    // The longest it can become: every byte a quote, the guard, the quotes around, the delimiter
    // before, and a word of room for copying by words.
    try reserve(2 * cell.count + 12)
    startCell()
    guard !cell.isEmpty else { return }
    let isGuarded = guarding && FormulaGuard.mayNeed(cell[0]) && FormulaGuard.isNeeded(for: cell)
    if isGuarded || isBlank(cell[0]) || isBlank(cell[cell.count - 1]) || !copyPlain(cell) {
      copyQuoted(cell, isGuarded: isGuarded)
    }
  }

  /// Adds a cell of our own, or of the target's: those may hold anything and are guarded too.
  mutating func add(_ text: String?) throws(ReportError) {
    guard let text, !text.isEmpty else { return try addEmpty() }
    try add(text.utf8Span.span)
  }

  mutating func addEmpty() throws(ReportError) {
    try reserve(1)
    startCell()
  }

  mutating func add(_ number: Int?) throws(ReportError) {
    try reserve(24)
    startCell()
    guard let number else { return }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var count = 0
    var rest = number.magnitude
    repeat {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      digits[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder)
      count += 1
      rest = quotient
    } while rest != 0
    if number < 0 { put(UInt8(ascii: "-")) }
    while count > 0 {
      count -= 1
      put(digits[count])
    }
  }

  mutating func endLine() throws(ReportError) {
    try reserve(3)
    // A line of one empty cell would read as a blank line, which is no row.
    if cells == 1, used == lineStart {
      put(UInt8(ascii: "\""))
      put(UInt8(ascii: "\""))
    }
    put(0x0A)
    cells = 0
    lineStart = used
  }

  /// Writes what waits and puts the file in its place.
  consuming func finish() throws(ReportError) {
    try flush()
    try file.commit()
  }

  private mutating func flush() throws(ReportError) {
    try file.write(buffer.span.extracting(first: used))
    lineStart -= used
    used = 0
  }

  /// Makes room for so many more bytes.
  private mutating func reserve(_ count: Int) throws(ReportError) {
    if used >= Self.blockSize { try flush() }
    if used + count > buffer.count {
      buffer.append(contentsOf: repeatElement(0, count: used + count - buffer.count))
    }
  }

  private mutating func startCell() {
    if cells > 0 { put(delimiter) }
    cells += 1
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    buffer[used] = byte
    used += 1
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Copies a cell as it is, looking at eight bytes at a time, unless it has to be quoted.
  ///
  /// - Returns: whether it was copied.
  @inline(__always)
  private mutating func copyPlain(_ cell: Span<UInt8>) -> Bool {
    let used = used
    let delimiters = delimiters
    let isPlain = unsafe buffer.withUnsafeMutableBytes { output in
      unsafe cell.withUnsafeBytes { input in
        var special: UInt64 = 0
        var at = 0
        func copy<Block: FixedWidthInteger>(_ type: Block.Type) {
          let block = unsafe input.loadUnaligned(fromByteOffset: at, as: Block.self)
          special |= Word.special(UInt64(truncatingIfNeeded: block), delimiters: delimiters)
          unsafe output.storeBytes(of: block, toByteOffset: used + at, as: Block.self)
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
    if isPlain { self.used += cell.count }
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
