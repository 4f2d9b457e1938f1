internal import CSimdJSON

/// The text of one row of a JSON source: a line, or an element.
struct JSONRecord: Equatable {
  enum Problem: Equatable {
    /// Over the limit.
    case tooLarge
    /// What may be left over from inside a broken element.
    case stray
    /// What follows an array's closing bracket.
    case behindArray
    /// The array has no comma before the element. It is read all the same.
    case commaMissing
  }

  /// Where the text is in the cutter's bytes, blanks around it left out. Empty where it
  /// isn't to be read.
  var bytes: Range<Int>
  /// The physical line on which it begins; from 1.
  var line: Int
  var problem: Problem?
}

/// Cuts the bytes of a JSON source into the texts of its rows, and holds what isn't a whole one yet.
///
/// Of a text over the limit no more is held than the limit and what is read at once: the rest is
/// thrown away up to the text's end.
struct RecordCutter: ~Copyable {
  private(set) var buffer: InputBuffer
  private let isOfLines: Bool
  private var lines: LineCutter
  private var elements: ElementCutter

  /// - Parameters:
  ///   - layout: how the rows stand in the source.
  ///   - limit: the largest text of a row, in bytes, the blanks around it and the byte order mark
  ///     left out.
  init(layout: JSONLayout, limit: Int) {
    buffer = InputBuffer(limit: limit)
    isOfLines = layout == .lines
    lines = LineCutter(limit: limit)
    elements = ElementCutter(limit: limit)
  }

  /// Takes more input; see `InputBuffer`.
  ///
  /// - Parameters:
  ///   - count: the most bytes to take.
  ///   - read: fills the start of the buffer and returns the number of bytes; it isn't kept.
  /// - Returns: the number of bytes that were read; 0 at the end of the input.
  /// - Throws: what `read` throws.
  mutating func fill(
    atMost count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int
  ) throws(ReadingError) -> Int {
    unsafe try buffer.fill(atMost: count, read)
  }

  /// Takes a copy of the start of a span.
  ///
  /// - Returns: how many bytes were taken. Take the records before giving more.
  mutating func take(_ chunk: Span<UInt8>) -> Int {
    buffer.take(chunk)
  }

  /// How many of these bytes can be borrowed: whole lines, with padding behind them. None where something is
  /// held, or the rows aren't lines.
  func loan(of chunk: Span<UInt8>) -> Int {
    guard isOfLines, isEmpty else { return 0 }
    var count = chunk.count - Int(CSIMDJSON_PADDING)
    while count > 0, chunk[count - 1] != UInt8(ascii: "\n") { count -= 1 }
    // Fewer may be part of a byte order mark.
    return count < 3 ? 0 : count
  }

  /// Holds bytes of somebody else's; see `InputBuffer`.
  @unsafe mutating func borrow(_ bytes: UnsafeBufferPointer<UInt8>) {
    unsafe buffer.borrow(bytes)
  }

  mutating func giveBack() {
    buffer.giveBack()
  }

  /// Says that the input ends here, so that what is held is the last record.
  mutating func finish() {
    buffer.finish()
  }

  /// Whether nothing is held.
  var isEmpty: Bool { buffer.count == 0 && !lines.isWithinLine }

  /// Goes on at another place of the source, at which a line begins; nothing is held.
  mutating func goOn(atLine line: Int) {
    buffer.passStart()
    lines.goOn(atLine: line)
  }

  /// The text that is held, if a line begins with it: valid until more input is taken, with
  /// `CSIMDJSON_PADDING` bytes behind it that can be read.
  @unsafe mutating func linesHeld() -> UnsafeBufferPointer<UInt8>? {
    guard isOfLines, !lines.isWithinLine, buffer.skipMark(), buffer.count > 0 else { return nil }
    return unsafe UnsafeBufferPointer(start: buffer.address, count: buffer.count)
  }

  /// The physical line that comes next; from 1. Not for other layouts.
  var line: Int { lines.number }

  /// Passes over lines at the start of the text that is held.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - length: how long they are together, with their line ends, in bytes.
  mutating func pass(lines count: Int, length: Int) {
    buffer.drop(length)
    lines.pass(count)
  }

  /// The next record; nil where more input is needed, or there is none.
  mutating func next() -> JSONRecord? {
    guard buffer.skipMark() else { return nil }
    return isOfLines ? lines.next(in: &buffer) : elements.next(in: &buffer)
  }

  /// The address of a record's text: valid until more input is taken. `CSIMDJSON_PADDING` bytes
  /// behind it can be read.
  @unsafe func address(of record: JSONRecord) -> UnsafePointer<UInt8> {
    unsafe buffer.address(at: record.bytes.lowerBound)
  }

  /// At the end, the last line of an array that isn't closed behind its last element.
  var unclosedArrayLine: Int? { isOfLines ? nil : elements.unclosedArrayLine }
}
