internal import Foundation

/// Cuts bytes into physical lines.
///
/// A line ends with LF or CRLF; a CR by itself is a blank. Blank lines are counted and passed over.
struct LineCutter {
  /// The largest line, in bytes, its line end left out.
  private let limit: Int
  /// How many of the bytes held are known to have no line end.
  private var searched = 0
  /// The line that begins with the first byte held; from 1.
  private(set) var number = 1
  /// Whether what is left of the line is thrown away, and whether it held more than blanks so far.
  private var skips = false
  private var skippedText = false

  init(limit: Int) {
    self.limit = limit
  }

  /// The next line that isn't blank; nil where more input is needed, or there is none.
  mutating func next(in buffer: inout InputBuffer) -> JSONRecord? {
    while true {
      let isLast = buffer.isFinished && (buffer.count > 0 || skips)
      guard let stop = lineEnd(in: buffer) ?? (isLast ? buffer.count : nil) else {
        searched = buffer.count
        if skips || buffer.count > limit + 1 { throwAway(&buffer) }
        return nil
      }
      let record = cut(to: stop, in: buffer)
      buffer.drop(min(stop + 1, buffer.count))
      searched = 0
      number += 1
      if let record { return record }
    }
  }

  /// Whether part of a line was thrown away.
  var isWithinLine: Bool { skips }

  /// Goes on at another line, from 1; nothing is held.
  mutating func goOn(atLine line: Int) {
    number = line
  }

  /// Counts lines that somebody else has cut.
  mutating func pass(_ lines: Int) {
    searched = 0
    number += lines
  }

  private func lineEnd(in buffer: borrowing InputBuffer) -> Int? {
    let start = unsafe buffer.address
    let found = unsafe memchr(
      start + searched, Int32(UInt8(ascii: "\n")), buffer.count - searched)
    guard let found = unsafe found else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
  }

  /// Ends the line that is held.
  private mutating func cut(to stop: Int, in buffer: borrowing InputBuffer) -> JSONRecord? {
    var count = stop
    if stop > 0 && buffer[stop - 1] == UInt8(ascii: "\r") { count -= 1 }
    let isTooLarge = skips || count > limit
    let isBlank = !skippedText && isBlank(count, in: buffer)
    skips = false
    skippedText = false
    if isBlank { return nil }
    if isTooLarge { return JSONRecord(bytes: 0..<0, line: number, problem: .tooLarge) }
    return JSONRecord(bytes: buffer.start..<(buffer.start + count), line: number)
  }

  private mutating func throwAway(_ buffer: inout InputBuffer) {
    skippedText = skippedText || !isBlank(buffer.count, in: buffer)
    skips = true
    buffer.drop(buffer.count)
    searched = 0
  }

  private func isBlank(_ count: Int, in buffer: borrowing InputBuffer) -> Bool {
    for index in 0..<count {
      switch buffer[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
      default: return false
      }
    }
    return true
  }
}
