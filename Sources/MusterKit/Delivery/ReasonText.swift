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
    let start = text.unicodeScalars.prefix(4 * limit)
    var text = String(start.map { $0.value < 0x20 ? " " : Character($0) })
    for value in values.sorted(by: { $0.count > $1.count }) where value.count > 1 {
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

  private static func isPersonal(_ word: Substring) -> Bool {
    word.contains("@") || word.contains("://") || word.contains("%40") || word.count > 40
      || word.range(of: "www.", options: .caseInsensitive) != nil
      || word.range(of: "linkedin.com", options: .caseInsensitive) != nil
      || word.count(where: \.isNumber) > 6
  }

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

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
