/// Capitals as names and titles have them, for values that are all in capitals or have none.
///
/// Each word begins with a capital, also behind a hyphen, a slash, a bracket or an ampersand, and
/// behind the apostrophe of `O'Neill` and `Dell'Acqua`; `Mc` is followed by one. Particles such as
/// `de la` are small between other words. A few abbreviations keep their own form.
enum TitleCase {
  /// The value itself where it has capitals and small letters: somebody chose them.
  static func applied(to value: String) -> String {
    guard !isMixed(value) else { return value }
    let small = value.lowercased()
    let words = small.split(whereSeparator: \.isBlank)
    let lastName = words.lastIndex { !particles.contains(String($0)) } ?? words.endIndex
    var result = ""
    var end = small.startIndex
    for (index, word) in words.enumerated() {
      result += small[end..<word.startIndex]
      let isInside = index > 0 && index < lastName
      result +=
        isInside && isParticle(index, in: words) ? String(word) : cased(word, isFirst: index == 0)
      end = word.endIndex
    }
    return result + small[end...]
  }

  private static func isMixed(_ value: String) -> Bool {
    var hasCapital = false
    var hasSmall = false
    for scalar in value.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .titlecaseLetter: hasCapital = true
      case .lowercaseLetter where scalar != "ß": hasSmall = true
      default: break
      }
      if hasCapital && hasSmall { return true }
    }
    return false
  }

  // MARK: Words

  private static let particles: Set<String> = [
    "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "van", "von", "vom", "der",
    "den", "het", "ter", "ten", "zu", "zum", "zur", "af", "av", "la", "las", "los", "bin", "ibn",
    "bint", "of", "and", "the", "for", "in", "at", "und", "et",
  ]
  /// Particles only behind another one: alone they begin names, as in La Rosa.
  private static let articles: Set<String> = ["la", "las", "los", "the"]
  /// Inside a word with hyphens: Aix-en-Provence, Omar al-Hassan.
  private static let hyphenated: Set<String> = ["de", "du", "la", "en", "sur", "am", "an", "der"]
  private static let abbreviations: [String: String] = Dictionary(
    uniqueKeysWithValues: [
      "II", "III", "IV", "CEO", "CFO", "COO", "CTO", "CMO", "CIO", "CRO", "CISO", "VP", "SVP",
      "EVP", "AVP", "HR", "IT", "PR", "UX", "QA", "B2B", "B2C", "R&D", "USA", "UK", "EU", "UAE",
      "LLC", "LLP", "GmbH", "KG", "PhD", "MBA", "CPA", "SaaS",
    ].map { ($0.lowercased(), $0) })

  private static func isParticle(_ index: Int, in words: [Substring]) -> Bool {
    let word = String(words[index])
    guard particles.contains(word) else { return false }
    return !articles.contains(word) || particles.contains(String(words[index - 1]))
  }

  private static func cased(_ word: Substring, isFirst: Bool) -> String {
    let bare = word.drop { !$0.isLetter }
    let core = bare.prefix { $0.isLetter || $0.isNumber || $0 == "&" }
    if let abbreviation = abbreviations[String(core)],
      !word[core.endIndex...].contains(where: { $0 == "." || $0.isLetter })
    {
      return word[..<core.startIndex] + abbreviation + word[core.endIndex...]
    }
    if word.hasPrefix("al-") && !isFirst { return "al-" + capitalised(word.dropFirst(3)) }
    return capitalised(word)
  }

  /// Cuts a word where a capital can begin, and capitalises its parts.
  private static func capitalised(_ word: Substring) -> String {
    var result = ""
    var rest = word
    while !rest.isEmpty {
      let part = rest.prefix { !isBoundary($0) }
      let isLast = part.endIndex == word.endIndex
      let isSmall =
        hyphenated.contains(String(part)) && result.last == "-" && !isLast
        && word[part.endIndex] == "-"
      result += isSmall ? String(part) : capitalisedPart(part)
      rest = rest[part.endIndex...]
      if let boundary = rest.popFirst() { result.append(boundary) }
    }
    return result
  }

  private static func isBoundary(_ character: Character) -> Bool {
    !character.isLetter && !character.isNumber && !isApostrophe(character)
  }

  private static func isApostrophe(_ character: Character) -> Bool {
    character == "'" || character == "’"
  }

  private static let elisions: Set<String> = [
    "o", "d", "l", "m", "n", "dell", "dall", "nell", "sant", "degl",
  ]

  /// A part without boundaries: a capital in front, and behind an elision's apostrophe.
  private static func capitalisedPart(_ part: Substring) -> String {
    if let mark = part.firstIndex(where: isApostrophe), elisions.contains(String(part[..<mark])) {
      let name = part[part.index(after: mark)...]
      if name.count > 1 { return initial(part[...mark]) + initial(name) }
    }
    if part.hasPrefix("mc"), part.count > 4 { return "Mc" + initial(part.dropFirst(2)) }
    return initial(part)
  }

  /// The first letter made a capital. A sigma at the end takes its final form.
  private static func initial(_ part: Substring) -> String {
    guard let letter = part.unicodeScalars.first else { return "" }
    var rest = String(part.unicodeScalars.dropFirst())
    if rest.hasSuffix("σ") { rest = rest.dropLast() + "ς" }
    return letter.properties.titlecaseMapping + rest
  }
}
