internal import Foundation

/// Several addresses in one cell.
extension EmailAddress {
  /// Whether any sign that may part addresses stands in a text with an address: most that aren't valid
  /// are told by that.
  static func mayHoldSeveral(_ text: String) -> Bool {
    text.utf8.contains(UInt8(ascii: "@"))
      && text.utf8.contains { ByteClass.isBlank($0) || $0 >= 0x80 || ",;|:/".utf8.contains($0) }
  }

  /// The parts of a text that isn't one address, without blanks around them. What stands between two
  /// signs is cut at weaker ones only where it isn't an address: names may hold commas, and addresses
  /// slashes.
  static func cutIntoParts(_ text: String) -> [String] {
    var parts = [text]
    let cuts: [(String) -> [String]] = [
      { $0.components(separatedBy: ":::") }, cutBehindBrackets,
      { cut($0, at: ";|\n\r") }, { cut($0, at: ",") }, cutBetweenAddresses,
    ]
    for cut in cuts {
      parts = parts.flatMap { parse($0) == nil ? cut($0) : [$0] }
    }
    return parts.map { $0.trimmingBlanksOnLine() }.filter { !$0.isEmpty }
  }

  /// `Doe, Jane <a@x>, Ray, Bob <b@x>`: behind a bracket, a comma or semicolon parts two addresses.
  private static func cutBehindBrackets(_ text: String) -> [String] {
    var parts = [""]
    var isBehindBracket = false
    for scalar in text.unicodeScalars {
      if isBehindBracket, scalar == "," || scalar == ";" {
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
      isBehindBracket = scalar == ">" || isBehindBracket && scalar == " "
    }
    return parts
  }

  /// At any of some signs, but for those between quotes.
  private static func cut(_ text: String, at signs: String) -> [String] {
    let hasPairs = text.utf8.count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
    var parts = [""]
    var isQuoted = false
    for scalar in text.unicodeScalars {
      if scalar == "\"", hasPairs { isQuoted.toggle() }
      if !isQuoted, signs.unicodeScalars.contains(scalar) {
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    return parts
  }

  /// At blanks, slashes and the words for "and" and "or", where nothing but whole addresses stands
  /// between them.
  private static func cutBetweenAddresses(_ text: String) -> [String] {
    let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
      .flatMap { part in
        parse(part) == nil ? part.split(separator: "/").map(String.init) : [part]
      }
      .filter { !connectives.contains($0.lowercased()) }
    return parts.count > 1 && parts.allSatisfy { parse($0) != nil } ? parts : [text]
  }

  private static let connectives: Set<String> = [
    "&", "+", "-", "and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "of",
  ]
}

/// What stands around one address.
extension EmailAddress {
  /// Without a label before the address and a remark in brackets behind or before it: `Email: a@x`,
  /// `a@x (work)`, `[work] a@x`; and what a bracket holds behind a name: `Jane (a@x)`.
  static func withoutRemarks(_ text: String) -> String {
    let bare = withoutRemarkBehind(withoutLabel(text[...]))
    return String(withoutRemarkBefore(bare)).trimmingBlanksOnLine()
  }

  private static func withoutLabel(_ text: Substring) -> Substring {
    guard let colon = text.firstIndex(of: ":") else { return text }
    let word = text[..<colon]
    let rest = text[text.index(after: colon)...]
    guard word.utf8.count <= longestLabel, word.first?.isLetter == true,
      word.allSatisfy({ $0.isLetter || $0 == " " || $0 == "-" }),
      rest.first?.isWhitespace == true || isLabel(word)
    else { return text }
    return rest.drop(while: \.isWhitespace)
  }

  /// In bytes: another colon is none behind a label.
  private static let longestLabel = 30

  private static func withoutRemarkBehind(_ text: Substring) -> Substring {
    guard let last = text.last, last == ")" || last == "]",
      let open = text.lastIndex(where: { $0 == "(" || $0 == "[" })
    else { return text }
    let before = text[..<open]
    let remark = text[open...].dropFirst().dropLast()
    guard before.last?.isWhitespace == true, !remark.contains(where: { $0 == ")" || $0 == "]" })
    else { return text }
    // Another address would be lost.
    if remark.contains("@") { return before.contains("@") ? text : remark }
    // So would a domain: the readers of suppression lists take those.
    let holdsDomain = zip(remark, remark.dropFirst()).contains { dot, next in
      dot == "." && (next.isLetter || next.isNumber)
    }
    return holdsDomain ? text : before
  }

  private static func withoutRemarkBefore(_ text: Substring) -> Substring {
    guard let first = text.first, first == "(" || first == "[",
      let close = text.firstIndex(where: { $0 == ")" || $0 == "]" }), !text[..<close].contains("@")
    else { return text }
    let rest = text[close...].dropFirst()
    return rest.first == " " ? rest.drop { $0 == " " } : text
  }

  /// Whether a colon right before an address may stand behind a word: `sip:` and `mailto:` are parts of
  /// another kind of address.
  private static func isLabel(_ word: Substring) -> Bool {
    let word = word.lowercased()
    return word != "mailto" && ["mail", "courriel", "correo"].contains { word.contains($0) }
  }
}
