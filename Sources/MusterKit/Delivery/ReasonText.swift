/// What a target says, made fit for logs and reports: without the values of the row.

import Foundation

/// Takes personal data out of a target's messages.
enum ReasonText {
  /// The longest text quoted, in characters.
  static let limit = 200

  /// The text on one line, at most 200 characters. In place of e-mail addresses, addresses of pages,
  /// long numbers, long words (keys are such) and the values that were sent, there is `…`. Values of
  /// one character are left alone.
  static func clean(_ text: String, hiding values: [String] = []) -> String {
    var text = onOneLine(text)
    let bytes = LoweredBytes(text)
    let candidates = values.filter { bytes.mayContain($0) && $0.count > 1 }
    for value in candidates.sorted(by: { $0.count > $1.count }) {
      hide(value, in: &text)
    }
    let words = text.split(separator: " ").map { isPersonal($0) ? "…" : String($0) }
    let line = words.joined(separator: " ")
    return line.count > limit ? line.prefix(limit - 1) + "…" : line
  }

  /// A field's name as a target gave it, or nil if that can't be one.
  static func fieldName(_ name: String) -> String? {
    let isName =
      (1...60).contains(name.count)
      && name.allSatisfy { $0.isLetter || $0.isNumber || "_-. []".contains($0) }
    return isName && clean(name) == name ? name : nil
  }

  /// The start of a text, without control characters.
  private static func onOneLine(_ text: String) -> String {
    let isShort = text.utf8.count <= 4 * limit
    if isShort, text.utf8.allSatisfy({ $0 >= 0x20 }) { return text }
    let start = text.unicodeScalars.prefix(4 * limit)
    return String(String.UnicodeScalarView(start.map { $0.value < 0x20 ? " " : $0 }))
  }

  private static func isPersonal(_ word: Substring) -> Bool {
    let lowered = LoweredBytes(word)
    if addressParts.contains(where: lowered.bytes.contains(bytes:)) { return true }
    guard lowered.isASCII else { return word.count > 40 || word.count(where: \.isNumber) > 6 }
    return lowered.bytes.count > 40 || lowered.bytes.count(where: ByteClass.isDigit) > 6
  }

  private static let addressParts = ["@", "://", "%40", "www.", "linkedin.com"]
    .map { Array($0.utf8) }

  /// Replaces a value wherever it stands as a word of its own.
  private static func hide(_ value: String, in text: inout String) {
    var start = text.startIndex
    while let found = text.range(of: value, options: .caseInsensitive, range: start..<text.endIndex)
    {
      let before = text[..<found.lowerBound].last?.isWordPart ?? false
      let behind = text[found.upperBound...].first?.isWordPart ?? false
      guard !before, !behind else {
        start = found.upperBound
        continue
      }
      let offset = text.distance(from: text.startIndex, to: found.lowerBound)
      text.replaceSubrange(found, with: "…")
      start = text.index(text.startIndex, offsetBy: offset + 1)
    }
  }
}

/// A text to be searched: finding out that a value isn't in it takes a hundred times as long by the rules
/// of Unicode, and most values aren't.
private struct LoweredBytes {
  let bytes: [UInt8]
  let isASCII: Bool

  init(_ text: some StringProtocol) {
    bytes = text.utf8.map(ByteClass.lowercased)
    isASCII = bytes.allSatisfy { $0 < 0x80 }
  }

  /// False only where a value is nowhere in the text, whatever its case.
  func mayContain(_ value: String) -> Bool {
    guard isASCII, value.utf8.count <= bytes.count else { return !isASCII }
    let value = LoweredBytes(value)
    return !value.isASCII || bytes.contains(bytes: value.bytes)
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
