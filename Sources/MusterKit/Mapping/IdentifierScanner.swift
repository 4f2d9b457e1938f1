/// Reads e-mail addresses and LinkedIn profiles from bytes, in the forms that nearly all cells have,
/// and makes keys of them without a string. What it can't decide at once it leaves to
/// `EmailAddress` and `LinkedInIdentifier`, whose word counts: where both answer, they agree.
@safe struct IdentifierScanner: ~Copyable {
  /// Holds a key while it is made: an address has at most 254 bytes, a slug 100.
  private let scratch: UnsafeMutablePointer<UInt8>

  private static let capacity = 256

  init() {
    unsafe scratch = .allocate(capacity: Self.capacity)
  }

  deinit {
    unsafe scratch.deallocate()
  }

  /// A range without the blanks at its ends.
  @inline(__always)
  static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, ByteClass.isBlank(bytes[start]) { start += 1 }
    while end > start, ByteClass.isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The key of a plain ASCII address in a trimmed range; nil where the cell holds anything else.
  func emailKey(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PersonKey? {
    guard range.count >= 6, range.count <= 254 else { return nil }
    var index = range.lowerBound
    var count = 0
    var previousIsDot = true
    while index < range.upperBound, bytes[index] != UInt8(ascii: "@") {
      let byte = bytes[index]
      let isDot = byte == UInt8(ascii: ".")
      if isDot ? previousIsDot : !ByteClass.emailAtom.contains(byte) { return nil }
      previousIsDot = isDot
      unsafe scratch[count] = ByteClass.lowercased(byte)
      count += 1
      index += 1
    }
    guard index < range.upperBound, (1...64).contains(count), !previousIsDot,
      isUsual(bytes[range.lowerBound])
    else { return nil }
    unsafe scratch[count] = UInt8(ascii: "@")
    guard let end = domain(bytes, index + 1..<range.upperBound, at: count + 1) else { return nil }
    // The rare local parts that could be placeholders are looked at as strings.
    if count <= 18, unsafe mayBePlaceholder(scratch[0]) { return nil }
    return unsafe PersonKey(.email, UnsafeRawBufferPointer(start: scratch, count: end))
  }

  /// Whether an address may start so without being wrapped in something.
  private func isUsual(_ byte: UInt8) -> Bool {
    ByteClass.isLetter(byte) || ByteClass.isDigit(byte)
  }

  /// Copies a domain in lower case.
  ///
  /// - Returns: the end of what was copied; nil where the domain isn't a plain one.
  private func domain(_ bytes: Span<UInt8>, _ range: Range<Int>, at start: Int) -> Int? {
    var count = start
    var labelStart = start
    var labels = 1
    var previous = UInt8(ascii: ".")
    for index in range.lowerBound..<range.upperBound {
      let byte = ByteClass.lowercased(bytes[index])
      if byte == UInt8(ascii: ".") {
        if previous == UInt8(ascii: ".") || previous == UInt8(ascii: "-") { return nil }
        if count - labelStart > 63 { return nil }
        labelStart = count + 1
        labels += 1
      } else if !ByteClass.domain.contains(byte) {
        return nil
      } else if byte == UInt8(ascii: "-"), previous == UInt8(ascii: ".") || previous == byte {
        return nil
      }
      unsafe scratch[count] = byte
      previous = byte
      count += 1
    }
    let last = count - labelStart
    guard labels > 1, (2...63).contains(last), ByteClass.isLetter(previous),
      unsafe ByteClass.isLetter(scratch[labelStart])
    else { return nil }
    return count
  }

  /// By the first letter of the addresses that `EmailAddress` takes for placeholders.
  private func mayBePlaceholder(_ first: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "n"), UInt8(ascii: "t"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      isShortPlaceholder()
    default: false
    }
  }

  /// Whether the local part in `scratch` is one of the placeholders' local parts.
  private func isShortPlaceholder() -> Bool {
    Self.placeholderLocalParts.contains { local in
      unsafe scratch[local.utf8CodeUnitCount] == UInt8(ascii: "@")
        && UnsafeBufferPointer(start: scratch, count: local.utf8CodeUnitCount)
          .elementsEqual(
            UnsafeBufferPointer(start: local.utf8Start, count: local.utf8CodeUnitCount))
    }
  }

  private static let placeholderLocalParts: [StaticString] = [
    "test", "a", "asdf", "email", "name", "your", "na", "unknown", "email_not_unlocked", "noemail",
    "no-email", "none", "n/a",
  ]

  /// The key of a plain ASCII `/in/` address in a trimmed range; nil where the cell holds anything
  /// else.
  func slugKey(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PersonKey? {
    guard let start = slugStart(bytes, range) else { return nil }
    var count = 0
    var hasLetter = false
    for index in start..<range.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "/"), index == range.upperBound - 1 { break }
      guard ByteClass.slug.contains(byte), count < 100 else { return nil }
      let lower = ByteClass.lowercased(byte)
      hasLetter = hasLetter || ByteClass.isLetter(lower) || ByteClass.isDigit(lower)
      unsafe scratch[count] = lower
      count += 1
    }
    guard count >= 2, hasLetter, !isIdentifier(bytes, start) else { return nil }
    return unsafe PersonKey(.linkedin, UnsafeRawBufferPointer(start: scratch, count: count))
  }

  /// `ACoA…` and `ACwA…` are ids, not slugs.
  private func isIdentifier(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    start + 1 < bytes.count && bytes[start] == UInt8(ascii: "A")
      && bytes[start + 1] == UInt8(ascii: "C")
  }

  /// Behind `[http[s]://][www.]linkedin.com/in/`; nil where the cell starts otherwise.
  private func slugStart(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    if has("http", bytes, index, range.upperBound) {
      index += 4
      if index < range.upperBound, bytes[index] == UInt8(ascii: "s") { index += 1 }
      guard has("://", bytes, index, range.upperBound) else { return nil }
      index += 3
    }
    if has("www.", bytes, index, range.upperBound) { index += 4 }
    guard has("linkedin.com/in/", bytes, index, range.upperBound) else { return nil }
    return index + 16
  }

  @inline(__always)
  private func has(_ text: StaticString, _ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard end - start >= count else { return false }
    for offset in 0..<count where unsafe bytes[start + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }
}
