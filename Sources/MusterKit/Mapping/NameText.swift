internal import Foundation

/// The characters of names: what is left of a cell when everything else is taken out of it.
enum NameText {
  /// The text without emoji and other signs, nicknames, and what stands behind a `|` or a dash.
  static func plain(_ full: String) -> String {
    if full.utf8.allSatisfy(isOrdinary) { return full }
    let letters = withoutSigns(full)
    let name = withoutBrackets(cutAtDecoration(letters))
    return name.contains(where: \.isLetter) ? name : letters.filter { !isBracketOrQuote($0) }
  }

  /// Letters and what stands in most names beside them, as bytes of ASCII.
  private static func isOrdinary(_ byte: UInt8) -> Bool {
    ByteClass.isLetter(byte) || byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",")
      || byte == UInt8(ascii: ".")
  }

  /// The words between blanks, without commas and other marks at their ends.
  static func words(_ text: Substring) -> [String] {
    text.split(whereSeparator: \.isWhitespace).compactMap { word in
      if word.utf8.allSatisfy(ByteClass.isLetter) { return String(word) }
      let isMark: (Character) -> Bool = { ";:!?*_-–—~+#|/\\\"".contains($0) }
      guard let first = word.firstIndex(where: { !isMark($0) }),
        let last = word.lastIndex(where: { !isMark($0) })
      else { return nil }
      let core = word[first...last]
      return core.contains { $0.isLetter || $0.isNumber || $0 == "&" } ? String(core) : nil
    }
  }

  /// Whether a word has capitals and no small letters. Scripts without capitals have none.
  static func isCapitals(_ word: String) -> Bool {
    !word.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      && word.contains(where: \.isUppercase) && !word.contains(where: \.isLowercase)
  }

  /// Whether a word is written in a script whose names have another order, or no order of their own:
  /// Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese, Arabic.
  static func keepsOrder(_ word: String) -> Bool {
    !word.utf8.allSatisfy { $0 < 0x80 }
      && word.unicodeScalars.contains { scalar in
        switch scalar.value {
        case 0x0600...0x06FF, 0x0750...0x077F, 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF,
          0x1780...0x17FF, 0x3040...0x30FF, 0x3130...0x318F, 0x3400...0x9FFF, 0xAC00...0xD7AF,
          0xF900...0xFAFF, 0xFB50...0xFDFF, 0xFE70...0xFEFC, 0x20000...0x323AF:
          true
        default: false
        }
      }
  }

  // MARK: Signs

  /// Letters, digits and punctuation; letters that only look different (𝗝𝗮𝗻𝗲) in their plain form.
  private static func withoutSigns(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    var wasKept = false
    for scalar in text.unicodeScalars {
      let keeps = keeps(scalar, behindKept: wasKept)
      if (0x1D400...0x1D7FF).contains(scalar.value) {
        let plain = String(scalar).precomposedStringWithCompatibilityMapping
        kept.append(contentsOf: plain.unicodeScalars)
      } else if keeps {
        kept.append(scalar)
      } else if wasKept, scalar.properties.generalCategory != .format {
        kept.append(" ")
      }
      wasKept = keeps
    }
    return String(kept)
  }

  private static func keeps(_ scalar: Unicode.Scalar, behindKept: Bool) -> Bool {
    switch scalar.properties.generalCategory {
    case .otherSymbol, .currencySymbol, .control, .privateUse, .unassigned, .surrogate: false
    case .mathSymbol: scalar == "|" || scalar == "+" || scalar == "~"
    case .modifierSymbol: scalar == "`" || scalar == "´"
    // Variation selectors follow emoji; joiners belong to letters in Persian and Indic scripts.
    case .nonspacingMark, .enclosingMark:
      behindKept && !(0xFE00...0xFE0F).contains(scalar.value) && scalar.value != 0x20E3
    case .format: behindKept && (scalar.value == 0x200C || scalar.value == 0x200D)
    default: true
    }
  }

  // MARK: Decoration

  /// What people put between their name and what they do.
  private static let decorations: Set<String> = [
    "|", "||", "•", "·", "-", "–", "—", "/", "//", ":::", "@", "~", "｜", "»", "►", "+",
  ]

  /// The words before the first that parts the name from the rest; all if no name is before it.
  private static func cutAtDecoration(_ text: String) -> String {
    let words = text.replacing("|", with: " | ").split(whereSeparator: \.isWhitespace)
    let start = words.firstIndex { !isDecoration($0) } ?? words.endIndex
    let name = words[start...].prefix { !isDecoration($0) }
    return (name.isEmpty ? words[...] : name).joined(separator: " ")
  }

  /// Signs alone, pronouns with a slash, mentions and hashtags.
  private static func isDecoration(_ word: Substring) -> Bool {
    decorations.contains(String(word)) || word.hasPrefix("@") || word.hasPrefix("#")
      || word.contains("/") && !word.hasPrefix("(")
  }

  // MARK: Nicknames

  private static let brackets: [Character: Character] = [
    "(": ")", "[": "]", "{": "}", "（": "）", "【": "】", "“": "”", "„": "“", "«": "»", "\"": "\"",
  ]
  /// These are apostrophes too: they open only behind a blank, and close only before one.
  private static let singleQuotes: [Character: Character] = ["'": "'", "‘": "’", "’": "’"]

  private static func isBracketOrQuote(_ character: Character) -> Bool {
    brackets[character] != nil || brackets.values.contains(character)
  }

  /// The text without what stands in brackets or quotes; what isn't closed ends the name.
  private static func withoutBrackets(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      if let close = brackets[character] {
        let end = rest.firstIndex { $0 == close || character == "“" && $0 == "\"" }
        if end == nil && character == "\"" { continue }
        rest = end.map { rest[rest.index(after: $0)...] } ?? ""
        result.append(" ")
      } else if let close = singleQuotes[character], result.last?.isWhitespace ?? true,
        let end = singleQuoteEnd(rest, close)
      {
        rest = rest[rest.index(after: end)...]
      } else {
        result.append(character)
      }
    }
    return result
  }

  /// The quote that closes one word or more, within a nickname's length.
  private static func singleQuoteEnd(_ rest: Substring, _ close: Character) -> Substring.Index? {
    let near = rest.prefix(40)
    return near.indices.first { index in
      guard near[index] == close else { return false }
      let next = near.index(after: index)
      return next == rest.endIndex || next < near.endIndex && !near[next].isLetter
    }
  }
}
