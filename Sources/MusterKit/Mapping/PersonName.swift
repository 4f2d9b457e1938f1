/// A full name in two parts, by the customs of the languages that it may come from.
///
/// Salutations, titles, degrees, `Jr.` and `III`, nicknames in brackets or quotes, and what people put
/// around their names in profiles are left out. The last word is the last name, with the particles
/// before it (`van der`, `de la`, `al-`); a comma, or capitals, say otherwise. Where the family name
/// isn't marked and customs differ (two Spanish surnames, Hungarian, Vietnamese, romanised Chinese),
/// nothing is guessed: the last word is the last name.
///
/// Cyrillic, Greek and other alphabets are split like Latin. In Chinese, Japanese, Korean, Thai and
/// Arabic script, where order differs, the order stays as written: what stands before the first blank
/// is the first name, the rest the last name; without a blank, all is the first name.
struct PersonName: Equatable {
  /// nil if there is nothing but a last name, as in `Herr Weber`.
  private(set) var first: String?
  private(set) var last: String?

  /// Splits a name. Linear in its length.
  init(full: String) {
    let text = NameText.plain(full)
    let parts = Self.withoutSuffixes(text.split(separator: ",").map { NameText.words($0) })
    guard let front = parts.first else { return }
    if parts.count > 1, Self.isInverted(front, parts[1]) {
      readInverted(front, parts[1])
    } else {
      read(front)
    }
  }

  private mutating func set(first: some Sequence<String>, last: some Sequence<String>) {
    let (first, last) = (first.joined(separator: " "), last.joined(separator: " "))
    self.first = first.isEmpty ? nil : first
    self.last = last.isEmpty ? nil : last
  }

  // MARK: Commas

  /// The parts between commas that hold a name; each without suffixes at its end.
  private static func withoutSuffixes(_ parts: [[String]]) -> [[String]] {
    var kept: [[String]] = []
    for words in parts.filter({ !$0.isEmpty }) {
      if !kept.isEmpty, isSuffixes(words, after: kept[0]) { continue }
      kept.append(Array(withoutSuffixes(words[...])))
    }
    return kept
  }

  private static func withoutSuffixes(_ words: ArraySlice<String>) -> ArraySlice<String> {
    var words = words
    while words.count > 1, let last = words.last, NameWords.isSuffix(last) { words.removeLast() }
    return words
  }

  /// Whether a part behind a comma holds suffixes only. Short words in capitals behind a whole name
  /// are degrees or memberships, known or not.
  private static func isSuffixes(_ words: [String], after name: [String]) -> Bool {
    if words.allSatisfy({ NameWords.isSuffix($0) || NameWords.isHonorific($0) }) { return true }
    let isWholeName = name.count > 1 && name.contains { !NameText.isCapitals($0) }
    return isWholeName
      && words.allSatisfy { NameText.isCapitals($0) && (2...6).contains(NameWords.key($0).count) }
  }

  /// Whether a comma stands between the last name and the first ones, and not before a job.
  private static func isInverted(_ front: [String], _ back: [String]) -> Bool {
    if front.count == 1 || NameWords.isParticle(front, at: 0) { return true }
    return back.count <= 3 && !back.contains { NameWords.jobs.contains(NameWords.key($0)) }
  }

  /// `Last, First`, with particles behind the first name (`Berg, Jan van den`) or not.
  private mutating func readInverted(_ front: [String], _ back: [String]) {
    let surname = NameWords.withoutHonorifics(front[...])
    let given = NameWords.withoutHonorifics(back[...])
    let particles = given.reversed().prefix { NameWords.lowercaseParticle($0) }.count
    let moved = particles < given.count ? given.suffix(particles) : []
    set(first: given.dropLast(moved.count), last: moved + surname)
  }

  // MARK: Words

  private mutating func read(_ all: [String]) {
    let named = Self.inOneScript(NameWords.withoutBirthName(all))
    let words = Array(NameWords.withoutHonorifics(named[...]))
    if words.count == 1, words != named {
      set(first: [], last: words)
    } else if words.contains(where: NameText.keepsOrder) {
      let count = NameWords.bindsNext(words[0]) && words.count > 2 ? 2 : 1
      set(first: words.prefix(count), last: words.dropFirst(count))
    } else if let surname = Self.surnameByForm(words) {
      set(
        first: words[..<surname.lowerBound] + words[surname.upperBound...], last: words[surname])
    } else {
      let start = Self.surnameStart(words)
      set(first: words[..<start], last: words[start...])
    }
  }

  /// Without the words in a script of another order, where the name stands in letters too.
  private static func inOneScript(_ words: [String]) -> [String] {
    let letters = words.filter { !NameText.keepsOrder($0) }
    return letters.count > 1 ? letters : words
  }

  /// The last name where capitals (`DUPONT Jean`) or a Russian patronymic at the end
  /// (`Иванов Пётр Сергеевич`) tell it.
  private static func surnameByForm(_ words: [String]) -> Range<Int>? {
    if words.count == 3, NameWords.isPatronymic(words[2]), !NameWords.isPatronymic(words[1]) {
      return 0..<1
    }
    let capitals = words.indices.map { index in
      let word = words[index]
      let isLong = word.count > 2 && !word.contains(".") || NameWords.isParticle(words, at: index)
      return isLong && NameText.isCapitals(word)
    }
    let leading = capitals.prefix { $0 }.count
    let trailing = capitals.reversed().prefix { $0 }.count
    guard leading < words.count, leading > 0 || trailing > 1 else { return nil }
    return leading > 0 ? 0..<leading : words.count - trailing..<words.count
  }

  /// Where the last name begins; 0 where there is no first name.
  private static func surnameStart(_ words: [String]) -> Int {
    let end = words.count - 1
    guard end > 0 else { return 1 }
    if NameWords.isParticle(words, at: 0) {
      let isPlain = words[0].first?.isLowercase == true || NameWords.isParticle(words, at: 1)
      if isPlain { return 0 }
    }
    let given = NameWords.givenNameWithParticle(words)
    var start = end
    if end > 1, NameWords.familyEndings.contains(NameWords.key(words[end])) { start = end - 1 }
    let bound = max(given, 1)
    if let particle = words.indices.first(where: {
      $0 >= bound && $0 < end && NameWords.isParticle(words, at: $0)
    }) {
      start = min(start, particle)
    }
    // Ortega y Gasset: the conjunction joins two last names.
    if let conjunction = words.firstIndex(where: { NameWords.conjunctions.contains($0) }),
      conjunction > bound, conjunction < end
    {
      start = min(start, conjunction - 1)
    }
    return start
  }
}
