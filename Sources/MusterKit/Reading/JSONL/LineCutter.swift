internal import CSimdJSON
internal import Foundation

/// Cuts bytes into physical lines and holds what isn't a whole line yet.
///
/// A line ends with LF or CRLF; a CR by itself is a blank. Blank lines are counted and passed over.
/// Of a line over the limit no more is held than the limit and what is read at once: the rest is
/// thrown away up to the line's end.
@safe struct LineCutter: ~Copyable {
  struct Line: Equatable {
    /// Where the line is in the cutter's bytes, its line end left out. Empty where it is too large.
    var bytes: Range<Int>
    /// From 1.
    var number: Int
    var isTooLarge: Bool
  }

  /// The largest line, in bytes, its line end and the byte order mark left out.
  private let limit: Int

  // `input[start..<end]` is held; there is no line end in `input[start..<searched]`.
  private var input: UnsafeMutablePointer<UInt8>
  /// The size of `input`, in bytes, without the padding.
  private(set) var capacity: Int
  private var start = 0
  private var searched = 0
  private var end = 0
  private var isFinished = false
  private var isAtStart = true
  /// The line at `start`; from 1.
  private var number = 1
  /// Whether what is left of the line is thrown away, and whether it held more than blanks so far.
  private var skips = false
  private var skippedText = false

  /// How much is taken from a span at once, in bytes.
  private static let pieceBytes = 1 << 16

  init(limit: Int) {
    self.limit = limit
    capacity = Self.pieceBytes
    unsafe input = .allocate(capacity: capacity + Int(CSIMDJSON_PADDING))
    unsafe input.initialize(repeating: 0, count: capacity + Int(CSIMDJSON_PADDING))
  }

  deinit {
    unsafe input.deallocate()
  }

  /// The address of a line's bytes: valid until more input is taken. `CSIMDJSON_PADDING` bytes
  /// behind it can be read.
  @unsafe func address(of line: Line) -> UnsafePointer<UInt8> {
    unsafe UnsafePointer(input + line.bytes.lowerBound)
  }

  /// Takes more input.
  ///
  /// - Parameters:
  ///   - count: the most bytes to take.
  ///   - read: fills the start of the buffer and returns the number of bytes; it isn't kept.
  /// - Returns: the number of bytes that were read; 0 at the end of the input.
  /// - Throws: what `read` throws.
  mutating func fill(
    atMost count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int
  ) throws(ReadingError) -> Int {
    makeRoom(for: count)
    let space = unsafe UnsafeMutableRawBufferPointer(start: input + end, count: count)
    let taken = unsafe try read(space)
    end += taken
    return taken
  }

  /// Takes a copy of the start of a span.
  ///
  /// - Returns: how many bytes were taken. Take the lines before giving more.
  mutating func take(_ chunk: Span<UInt8>) -> Int {
    let count = min(chunk.count, Self.pieceBytes)
    makeRoom(for: count)
    unsafe chunk.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe (input + end).update(from: base, count: count)
    }
    end += count
    return count
  }

  /// Says that the input ends here, so that what is held is the last line.
  mutating func finish() {
    isFinished = true
    // simdjson looks at the byte behind a line that breaks off. The padding has room for one.
    unsafe input[end] = UInt8(ascii: "\n")
  }

  /// The next line that isn't blank; nil where more input is needed, or there is none.
  mutating func next() -> Line? {
    guard skipMark() else { return nil }
    while true {
      let lineEnd = findLineEnd()
      guard let stop = lineEnd ?? (isFinished && (start < end || skips) ? end : nil) else {
        searched = end
        if skips || end - start > limit + 1 { throwAway() }
        return nil
      }
      let line = cut(to: stop)
      start = min(stop + 1, end)
      searched = start
      number += 1
      if let line { return line }
    }
  }

  /// Ends the line at `start`.
  private mutating func cut(to stop: Int) -> Line? {
    var bytes = start..<stop
    if unsafe stop > start && input[stop - 1] == UInt8(ascii: "\r") { bytes = start..<(stop - 1) }
    let isTooLarge = skips || bytes.count > limit
    let isBlank = !skippedText && isBlank(bytes)
    skips = false
    skippedText = false
    if isBlank { return nil }
    return Line(bytes: isTooLarge ? 0..<0 : bytes, number: number, isTooLarge: isTooLarge)
  }

  private mutating func throwAway() {
    skippedText = skippedText || !isBlank(start..<end)
    skips = true
    start = end
  }

  /// Passes over a byte order mark at the start of the source.
  ///
  /// - Returns: false where more bytes are needed to know.
  private mutating func skipMark() -> Bool {
    guard isAtStart else { return true }
    guard end >= 3 || isFinished else { return false }
    isAtStart = false
    if unsafe end >= 3 && input[0] == 0xEF && input[1] == 0xBB && input[2] == 0xBF {
      start = 3
      searched = 3
    }
    return true
  }

  private func findLineEnd() -> Int? {
    let found = unsafe memchr(input + searched, Int32(UInt8(ascii: "\n")), end - searched)
    guard let found = unsafe found else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(input)
  }

  private func isBlank(_ bytes: Range<Int>) -> Bool {
    for offset in bytes {
      switch unsafe input[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
      default: return false
      }
    }
    return true
  }

  private mutating func makeRoom(for count: Int) {
    if start > 0 {
      unsafe input.update(from: input + start, count: end - start)
      searched -= start
      end -= start
      start = 0
    }
    guard end + count > capacity else { return }
    capacity = max(end + count, min(2 * capacity, limit + count))
    let allocated = capacity + Int(CSIMDJSON_PADDING)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: allocated)
    unsafe larger.moveInitialize(from: input, count: end)
    unsafe (larger + end).initialize(repeating: 0, count: allocated - end)
    unsafe input.deallocate()
    unsafe input = unsafe larger
  }
}
