/// The words around and inside names that aren't names themselves.
enum NameWords {
  /// A word in small letters without points, hyphens and apostrophes.
  static func key(_ word: String) -> String {
    if word.utf8.allSatisfy(ByteClass.isLetter) { return word.lowercased() }
    let letters = word.unicodeScalars.lazy.filter { !".-'’".unicodeScalars.contains($0) }
    return String(String.UnicodeScalarView(letters)).lowercased()
  }

  // MARK: Salutations and titles

  private static let honorifics: Set<String> = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "drs", "ddr", "prof", "professor", "doctor", "sir",
    "rev", "reverend", "herr", "herrn", "frau", "fräulein", "dipling", "dring", "univprof",
    "dipl", "mme", "mlle", "monsieur", "madame", "mademoiselle", "sra", "srta", "señor", "señora",
    "señorita", "signor", "signora", "sigra", "dott", "dottssa", "dottoressa", "avv", "dhr", "mevr",
    "mw", "mgr", "judr", "mudr", "phdr", "rndr", "pani", "dra", "profdr", "profa", "dato", "datuk",
    "гн", "гжа", "господин", "госпожа", "проф", "κ", "κος", "κα",
  ]
  /// These may be names or initials: they count only with a point.
  private static let pointedHonorifics: Set<String> = [
    "fr", "hr", "ing", "mag", "sr", "sig", "arch", "hon", "gen", "col", "capt", "maj", "lt", "sgt",
    "eng", "adv", "ir", "bc",
  ]
  /// What follows a doctor's title, with a point.
  private static let faculties: Set<String> = [
    "med", "phil", "rer", "nat", "jur", "iur", "ing", "hc", "habil", "dent", "vet", "pol", "oec",
    "theol", "univ", "et", "techn",
  ]
  private static let joints: Set<String> = ["&", "and", "und", "et", "y", "e"]

  static func isHonorific(_ word: String) -> Bool {
    let key = key(word)
    return honorifics.contains(key) || word.hasSuffix(".") && pointedHonorifics.contains(key)
  }

  /// The words behind salutations and titles; at least one is left.
  static func withoutHonorifics(_ words: ArraySlice<String>) -> ArraySlice<String> {
    var rest = words
    while let word = rest.first {
      if let tail = behindHonorific(word) {
        rest[rest.startIndex] = tail
        continue
      }
      guard rest.count > 1 else { break }
      let isJoined = joints.contains(key(word)) && isHonorific(rest[rest.startIndex + 1])
      let isFaculty = word.hasSuffix(".") && faculties.contains(key(word))
      let isBehind = rest.startIndex > words.startIndex
      guard isHonorific(word) || isBehind && (isJoined || isFaculty) else { break }
      rest.removeFirst()
    }
    return rest
  }

  /// `Anna` of `Dr.Anna`; nil for words that don't begin so.
  private static func behindHonorific(_ word: String) -> String? {
    guard word.utf8.count <= 60, let point = word.firstIndex(of: "."),
      isHonorific(String(word[...point])),
      !isHonorific(word)
    else { return nil }
    let tail = word[word.index(after: point)...]
    return tail.isEmpty ? nil : String(tail)
  }

  // MARK: Suffixes

  private static let suffixes: Set<String> = [
    "jr", "sr", "2nd", "3rd", "4th", "phd", "dphil", "mba", "emba", "cpa", "esq", "dvm", "llm",
    "llb", "bsc", "msc", "psyd", "pharmd", "cissp", "shrmcp", "shrmscp",
  ]
  /// These count only in capitals: otherwise they may be names.
  private static let capitalSuffixes: Set<String> = [
    "ii", "iii", "iv", "md", "jd", "pe", "rn", "dds", "edd", "dba", "mph", "cfa", "cfp", "pmp",
    "csm", "sphr", "phr", "acca", "fcca", "obe", "mbe", "cbe", "frcs", "dnp", "lcsw",
  ]

  static func isSuffix(_ word: String) -> Bool {
    let key = key(word)
    return suffixes.contains(key) || capitalSuffixes.contains(key) && NameText.isCapitals(word)
  }

  /// What ends a Portuguese last name and belongs to it.
  static let familyEndings: Set<String> = [
    "filho", "filha", "neto", "neta", "júnior", "junior", "sobrinho",
  ]

  // MARK: Particles

  private static let particles: Set<String> = [
    "van", "von", "vom", "der", "den", "de", "del", "dela", "della", "delle", "dello", "degli",
    "dei", "di", "da", "dal", "dalla", "das", "dos", "du", "des", "d", "la", "le", "las", "los",
    "het", "ter", "bin", "ibn", "bint", "al", "el", "ul", "ur", "st", "ste", "saint", "sainte",
    "mc", "mac", "san", "santa", "o", "фон", "де", "ван", "дер",
  ]
  /// These are particles only as they are written here: with a capital they are names.
  private static let smallParticles: Set<String> = [
    "ten", "te", "op", "in", "zu", "zum", "zur", "auf", "am", "af", "av", "do", "ben", "lo", "li",
    "t",
  ]

  /// Whether a word that another one follows belongs to it.
  static func isParticle(_ words: [String], at index: Int) -> Bool {
    guard index + 1 < words.count else { return false }
    let word = words[index]
    let key = key(word)
    // An initial is none: O. Henry; but O' Neill and d' Arc are.
    if key.count == 1, !word.hasPrefix("'"), !word.hasSuffix("'"), !word.hasPrefix("’"),
      !word.hasSuffix("’")
    {
      return false
    }
    return particles.contains(key)
      || smallParticles.contains(key) && word.first?.isUppercase == false
  }

  /// Whether a word is a particle in small letters, wherever it stands.
  static func lowercaseParticle(_ word: String) -> Bool {
    let key = key(word)
    return word.first?.isUppercase == false && key.count > 1
      && (particles.contains(key) || smallParticles.contains(key))
  }

  static let conjunctions: Set<String> = ["y", "e", "i"]

  // MARK: First names

  private static let devotions: Set<String> = [
    "carmen", "pilar", "mar", "rosario", "angeles", "ángeles", "dolores", "mercedes", "luz", "paz",
    "lourdes", "fatima", "fátima", "jesus", "jesús", "conceição", "conceicao", "gloria", "graça",
    "graças", "socorro", "guadalupe", "consuelo", "rocio", "rocío", "cruz", "carmo", "céu",
  ]

  /// How many words a first name has that holds particles (`María del Carmen García`): 0 if it has
  /// none.
  static func givenNameWithParticle(_ words: [String]) -> Int {
    guard words.count > 3, ["maria", "maría", "mª"].contains(key(words[0])) else { return 0 }
    let noun = words.indices.dropFirst().first { !isParticle(words, at: $0) } ?? 0
    let isGiven = noun > 1 && noun < words.count - 1 && devotions.contains(key(words[noun]))
    return isGiven ? noun + 1 : 0
  }

  /// Whether an Arabic name goes on in the next word: Abd Allah.
  static func bindsNext(_ word: String) -> Bool { word == "عبد" }

  private static let patronymics = ["ович", "евич", "овна", "евна", "ична", "ьич"]

  static func isPatronymic(_ word: String) -> Bool {
    patronymics.contains { word.hasSuffix($0) }
  }

  private static let birthNames: Set<String> = ["née", "geb", "geborene", "rozená"]

  /// The words before a name of birth: Anna Weber geb. Roth.
  static func withoutBirthName(_ words: [String]) -> [String] {
    guard let index = words.firstIndex(where: { birthNames.contains(key($0)) }), index > 0 else {
      return words
    }
    return Array(words[..<index])
  }

  // MARK: Jobs

  /// Words that tell a job from a first name, behind a comma.
  static let jobs: Set<String> = [
    "ceo", "cto", "cfo", "coo", "cmo", "cio", "vp", "founder", "cofounder", "owner", "partner",
    "head", "director", "manager", "engineer", "consultant", "president", "chief", "lead", "senior",
    "sales", "marketing", "recruiter", "coach", "author", "speaker", "of", "at", "the", "for",
    "inhaber", "geschäftsführer", "geschäftsführerin", "leiter", "leiterin", "directeur", "gérant",
    "directrice", "gmbh", "inc", "ltd", "llc",
  ]
}
