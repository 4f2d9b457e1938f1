/// How well words read in an encoding of one byte a character: the natural logarithm of how likely
/// they are, roughly.
struct WordScore {
  /// The letters beyond ASCII, to be rated by `LetterModel`.
  private(set) var occurrences: [LetterModel.Occurrence: Int] = [:]
  /// What all else costs: capitals within words, symbols between letters, mixed scripts.
  private(set) var structure = 0.0

  /// - Parameters:
  ///   - words: runs of ASCII letters and bytes beyond ASCII.
  ///   - glyphs: what each byte from 0x80 stands for.
  init(_ words: [[UInt8]], glyphs: [Glyph]) {
    for word in words {
      let read = word.map { $0 < 0x80 ? Glyph(ascii: $0) : glyphs[Int($0) - 0x80] }
      for index in read.indices where word[index] >= 0x80 {
        add(index, of: read)
      }
    }
    for word in words.prefix(Self.lookedUp) where word.count <= Self.longestKnown {
      var text = String.UnicodeScalarView()
      for byte in word {
        text.append(byte < 0x80 ? Glyph(ascii: byte).letter : glyphs[Int(byte) - 0x80].letter)
      }
      if KnownWords.all.contains(String(text)) { structure += 5 }
    }
  }

  /// What a byte that stands for nothing adds to a score.
  static let damageCost = -14.0
  /// How many words are held against `KnownWords`: many words speak for themselves.
  private static let lookedUp = 500
  /// In bytes.
  private static let longestKnown = 20

  /// - Parameter model: the languages.
  /// - Returns: the score of all words: 0 or less.
  func total(_ model: LetterModel) -> Double {
    model.likelihood(of: occurrences) + structure
  }

  private mutating func add(_ index: Int, of word: [Glyph]) {
    let before = index > 0 ? word[index - 1] : nil
    let behind = index + 1 < word.count ? word[index + 1] : nil
    let glyph = word[index]
    switch glyph.kind {
    case .plain: break
    case .damage: structure += Self.damageCost
    case .symbol(let rarity):
      structure -= Self.cost(
        of: glyph.letter, rarity, before: before?.isLetter == true, behind: behind?.isLetter == true
      )
    case .latin, .other:
      let place = LetterModel.Place(before: before, behind: behind)
      occurrences[LetterModel.Occurrence(letter: glyph.letter, place: place), default: 0] += 1
      structure -= Self.cost(of: glyph.kind, before: before, behind: behind)
      structure -= Self.caseCost(index, of: word)
    }
  }

  private static func cost(
    of symbol: Unicode.Scalar, _ rarity: Glyph.Rarity, before: Bool, behind: Bool
  ) -> Double {
    let isWithin = before && behind
    // O’Brien, Saint–Étienne, Paral·lel
    if isWithin, "’–·".unicodeScalars.contains(symbol) { return 5 }
    switch rarity {
    case .common:
      let isOutOfPlace =
        isWithin || before && "“„«‘©£§".unicodeScalars.contains(symbol)
        || behind && "’”»™®°ªº…".unicodeScalars.contains(symbol)
      return isOutOfPlace ? 9 : 4
    case .rare: return isWithin ? 10 : 6.5
    case .unheardOf: return isWithin ? 13 : 11
    }
  }

  /// What a letter's neighbours cost, apart from their places.
  private static func cost(of kind: Glyph.Kind, before: Glyph?, behind: Glyph?) -> Double {
    var cost = 0.0
    if kind == .latin {
      // Latin letters beyond ASCII stand one by one most of the time.
      if before?.kind == .latin { cost += 2 }
      if before?.kind == .other || behind?.kind == .other { cost += 6 }
    } else {
      if before?.kind != .other { cost += behind?.kind == .other ? 1 : 3 }
      if before?.kind == .plain || before?.kind == .latin { cost += 6 }
      if behind?.kind == .plain || behind?.kind == .latin { cost += 6 }
    }
    return cost
  }

  /// Words are capitalised, in lower case or all in capitals.
  private static func caseCost(_ index: Int, of word: [Glyph]) -> Double {
    guard word[index].isCapital || word[index].isSmall else { return 0 }
    let before = index > 0 && word[index - 1].isLetter ? word[index - 1] : nil
    let behind = index + 1 < word.count && word[index + 1].isLetter ? word[index + 1] : nil
    guard let before else {
      if behind == nil { return word[index].isCapital ? 1.5 : 0.5 }
      return word[index].isCapital ? 0.3 : 0.7
    }
    if word[index].isCapital { return before.isCapital ? 0.7 : 6 }
    let isAmongCapitals =
      before.isCapital && (behind?.isCapital == true || index > 1 && word[index - 2].isCapital)
    return isAmongCapitals ? 4 : 0
  }
}
