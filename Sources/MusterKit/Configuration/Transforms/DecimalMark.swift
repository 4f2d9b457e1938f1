/// The sign before the decimals of a number, and how numbers are read that are written with it.
package enum DecimalMark: String, Sendable, CaseIterable {
  case point = "."
  case comma = ","

  /// The number in plain digits, with a decimal point and a `-` in front where it is negative; as many
  /// decimals as were written, no zeros in front.
  ///
  /// Currency signs and codes, a percent sign and separators of thousands are left out; brackets and a
  /// minus sign in front or behind make it negative.
  func plainNumber(of value: String) throws(TransformFailure) -> String {
    guard let number = WrittenNumber(value), let digits = digits(of: number.text) else {
      throw TransformFailure(
        code: .valueNotNumber,
        sentence: """
          The value isn't a number with a decimal \(self == .point ? "point" : "comma"): correct it, \
          or change the column's "number" transform.
          """)
    }
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return number.isNegative && !isZero ? "-" + digits : digits
  }

  /// The digits of a number without sign and unit, in groups of thousands or not.
  private func digits(of text: String) -> String? {
    var parts = text.split(separator: Character(rawValue), omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    var decimals = parts.count == 2 ? String(parts.removeLast()) : ""
    // A price of whole amounts: 120,-
    if !decimals.isEmpty, decimals.allSatisfy({ "-–—".contains($0) }) { decimals = "" }
    let whole = parts[0]
    guard !whole.isEmpty || !decimals.isEmpty, Self.isDigits(decimals), let joined = joined(whole)
    else { return nil }
    let significant = joined.drop { $0 == "0" }
    return (significant.isEmpty ? "0" : significant) + (decimals.isEmpty ? "" : "." + decimals)
  }

  /// Takes the separators of thousands out: one kind of them, three digits in the last group and two
  /// (as in India) or three in those between.
  private func joined(_ whole: Substring) -> String? {
    if whole.utf8.allSatisfy(ByteClass.isDigit) { return String(whole) }
    let separators = Set(whole.filter { !Self.isDigits(String($0)) })
    guard let separator = separators.first else { return String(whole) }
    let allowed: Set<Character> = [self == .point ? "," : ".", "'", " "]
    guard separators.count == 1, allowed.contains(separator) else { return nil }
    let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
    guard (1...3).contains(groups[0].count), groups.last?.count == 3,
      groups.dropFirst().dropLast().allSatisfy({ $0.count == 3 || $0.count == 2 })
    else { return nil }
    return groups.joined()
  }

  private static func isDigits(_ text: String) -> Bool { text.utf8.allSatisfy(ByteClass.isDigit) }
}

/// A number without what stands around it.
private struct WrittenNumber {
  /// Digits and what is between them: blanks are spaces, apostrophes are `'`.
  private(set) var text: String
  private(set) var isNegative = false

  private static let units: Set<String> = [
    "eur", "usd", "gbp", "chf", "jpy", "cny", "inr", "aud", "cad", "nzd", "sek", "nok", "dkk",
    "isk", "pln", "czk", "huf", "ron", "bgn", "try", "brl", "mxn", "zar", "rub", "uah", "aed",
    "sar", "ils", "sgd", "hkd", "krw", "thb", "kr", "kč", "zł", "ft", "lei", "fr", "sfr", "rs",
    "euro", "euros",
  ]
  /// What stands before a currency's sign, as in US$.
  private static let countries: Set<String> = [
    "us", "ca", "au", "nz", "hk", "mx", "a", "c", "r", "s",
  ]

  /// Nil if there are several signs, or more than two units.
  init?(_ value: String) {
    text = value
    if value.utf8.allSatisfy({ ByteClass.isDigit($0) || $0 == 0x2C || $0 == 0x2E }) { return }
    text = String(value.map(Self.plain))
    var signs = 0
    var units = 0
    var steps = 0
    repeat {
      text = text.trimmingBlanks()
      steps += 1
    } while steps < 8 && (takeSign(&signs) || takeUnit(&units))
    guard signs <= 1, units <= 2 else { return nil }
  }

  /// One sign for all that mean the same.
  private static func plain(_ character: Character) -> Character {
    switch character {
    case "\u{2212}", "\u{FE63}", "\u{FF0D}": "-"
    case "’", "‘", "ʼ", "´", "`", "′": "'"
    case _ where character.isBlank: " "
    default: character
    }
  }

  /// Takes a sign from the front, a minus from the end, or the brackets around the whole.
  private mutating func takeSign(_ signs: inout Int) -> Bool {
    if text.hasPrefix("'") {
      text.removeFirst()  // It marks text in spreadsheets.
      return true
    }
    if let first = text.first, first == "+" || first == "-" || first == "–" {
      text.removeFirst()
      isNegative = isNegative || first != "+"
    } else if text.hasSuffix("-"), text.dropLast().last?.isNumber == true {
      text.removeLast()
      isNegative = true
    } else if text.hasPrefix("("), text.hasSuffix(")") {
      text = String(text.dropFirst().dropLast())
      isNegative = true
    } else {
      return false
    }
    signs += 1
    return true
  }

  /// Takes a currency's sign or code, or a percent sign, from the front or the end.
  private mutating func takeUnit(_ units: inout Int) -> Bool {
    let front = text.prefix { !$0.isNumber && !" +-–(.,'".contains($0) }
    let back = text.suffix(while: { !$0.isNumber && !" +-–).,'".contains($0) })
    if !front.isEmpty, Self.isUnit(front) {
      text = String(text.dropFirst(front.count))
      if text.hasPrefix("."), Self.isWord(front) { text.removeFirst() }  // Fr. 120
    } else if !back.isEmpty, Self.isUnit(back) {
      text = String(text.dropLast(back.count))
    } else {
      return false
    }
    units += 1
    return true
  }

  private static func isUnit(_ text: Substring) -> Bool {
    if text == "%" { return true }
    let word = text.filter { !$0.isCurrencySymbol }.lowercased()
    return word.isEmpty || units.contains(word)
      || word.count < text.count && countries.contains(word)
  }

  private static func isWord(_ text: Substring) -> Bool { text.contains(where: \.isLetter) }
}

extension String {
  /// The end of the text, as far as its characters meet a condition.
  fileprivate func suffix(while holds: (Character) -> Bool) -> Substring {
    let start = lastIndex { !holds($0) }.map { index(after: $0) } ?? startIndex
    return self[start...]
  }
}
