/// JSON that was cut off: because more of it wasn't wanted, or because the connection ended.

/// Makes JSON of the start of a JSON text (RFC 8259).
///
/// Everything that stands complete stays. A string that is cut ends with `…`, so that nobody takes it
/// for all there was; names, numbers and words that are cut go.
struct CutJSON {
  private enum State {
    case value
    /// A value, or the end of an array in which there is nothing yet.
    case firstValue
    case name
    /// A name, or the end of an object in which there is nothing yet.
    case firstName
    case colon
    /// A comma, or the end of what is open.
    case separator
    /// In a number or a word, which may end here.
    case literal
    case string(isName: Bool)
  }

  private var state = State.value
  /// What closes the objects and arrays that are open, the innermost last.
  private var closers: [UInt8] = []
  /// Where the text could be closed, and with what.
  private var complete: (end: Int, closers: [UInt8])?
  /// Where the last backslashes that have a meaning stand; -1: there is none.
  private var escape = -1
  private var escapeBefore = -1

  /// The text, closed; nil if it isn't the start of an object or an array. Linear in its length.
  static func closed(_ text: some Collection<UInt8>) -> [UInt8]? {
    let bytes = Array(text)
    var cut = CutJSON()
    for (index, byte) in bytes.enumerated() {
      guard cut.take(byte, at: index) else { return nil }
    }
    return cut.closed(bytes)
  }

  /// - Returns: whether a JSON text may go on so.
  private mutating func take(_ byte: UInt8, at index: Int) -> Bool {
    if case .string(let isName) = state {
      takeOfString(byte, at: index, isName: isName)
      return true
    }
    switch (state, byte) {
    case (_, 0x20), (_, 0x0A), (_, 0x0D), (_, 0x09):
      if case .literal = state { state = .separator }
    case (.value, UInt8(ascii: "{")), (.firstValue, UInt8(ascii: "{")):
      open(UInt8(ascii: "}"), .firstName, at: index)
    case (.value, UInt8(ascii: "[")), (.firstValue, UInt8(ascii: "[")):
      open(UInt8(ascii: "]"), .firstValue, at: index)
    case (.name, UInt8(ascii: "\"")), (.firstName, UInt8(ascii: "\"")):
      state = .string(isName: true)
    case (.colon, UInt8(ascii: ":")): state = .value
    case (.firstName, UInt8(ascii: "}")), (.firstValue, UInt8(ascii: "]")):
      return close(byte, at: index)
    default: return takeOfValue(byte, at: index)
    }
    return true
  }

  /// A value that is no object and no array, or what follows one. Outside of both there is none.
  private mutating func takeOfValue(_ byte: UInt8, at index: Int) -> Bool {
    guard !closers.isEmpty else { return false }
    switch (state, byte) {
    case (.value, UInt8(ascii: "\"")), (.firstValue, UInt8(ascii: "\"")):
      state = .string(isName: false)
    case (.value, _), (.firstValue, _),
      (.literal, _) where byte.isInNumberOrWord:
      guard byte.isInNumberOrWord else { return false }
      state = .literal
    case (.separator, UInt8(ascii: ",")), (.literal, UInt8(ascii: ",")):
      state = closers.last == UInt8(ascii: "}") ? .name : .value
      // What stood before is complete by now, if it was a number or a word.
      complete = (index, closers)
    case (.separator, _), (.literal, _): return close(byte, at: index)
    default: return false
    }
    return true
  }

  private mutating func close(_ byte: UInt8, at index: Int) -> Bool {
    guard closers.popLast() == byte else { return false }
    state = .separator
    complete = (index + 1, closers)
    return true
  }

  private mutating func open(_ closer: UInt8, _ next: State, at index: Int) {
    closers.append(closer)
    state = next
    complete = (index + 1, closers)
  }

  private mutating func takeOfString(_ byte: UInt8, at index: Int, isName: Bool) {
    if index == escape + 1, escape >= 0 { return }
    switch byte {
    case UInt8(ascii: "\\"): (escapeBefore, escape) = (escape, index)
    case UInt8(ascii: "\""):
      state = isName ? .colon : .separator
      if !isName { complete = (index + 1, closers) }
    default: break
    }
  }

  private func closed(_ bytes: [UInt8]) -> [UInt8]? {
    guard let complete else { return nil }
    guard case .string(isName: false) = state else {
      return Array(bytes[..<complete.end]) + complete.closers.reversed()
    }
    // A letter that is cut isn't UTF-8 any more.
    let start = String(decoding: bytes[..<endOfString(bytes)], as: UTF8.self)
    return Array(start.utf8) + Array("…\"".utf8) + closers.reversed()
  }

  /// The end, or where an escape begins that isn't complete: `\`, `\u` with less than four digits, or
  /// half of a surrogate pair.
  private func endOfString(_ bytes: [UInt8]) -> Int {
    guard escape >= 0 else { return bytes.count }
    let length = bytes[escape...].dropFirst().first == UInt8(ascii: "u") ? 6 : 2
    let end = bytes.count - escape < length ? escape : bytes.count
    let halves = [escape, escapeBefore].filter { $0 >= 0 && $0 + 6 == end }
    return halves.first { Self.isFirstHalf(bytes[$0...].prefix(6)) } ?? end
  }

  /// Whether an escape is the first half of a surrogate pair: `\uD800` to `\uDBFF`.
  private static func isFirstHalf(_ escape: ArraySlice<UInt8>) -> Bool {
    let digits = escape.dropFirst(2).map { $0 | 0x20 }
    return escape.dropFirst().first == UInt8(ascii: "u") && digits.first == UInt8(ascii: "d")
      && digits.dropFirst().first.map("89ab".utf8.contains) == true
  }
}

extension UInt8 {
  fileprivate var isInNumberOrWord: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}
