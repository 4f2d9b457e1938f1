internal import Foundation

/// How likely letters beyond ASCII are, in the languages of `LetterStatistics`.
struct LetterModel: Sendable {
  /// Where a letter stands: what is before and behind it.
  struct Place: Hashable {
    /// From 0 to 8: 3 × what stands before + what stands behind, with vowel 0, consonant 1, edge 2.
    let index: Int

    init(before: Glyph?, behind: Glyph?) {
      index = 3 * Self.side(before) + Self.side(behind)
    }

    private static func side(_ glyph: Glyph?) -> Int {
      guard let glyph, glyph.kind == .plain || glyph.kind == .latin else { return 2 }
      return glyph.isVowel ? 0 : 1
    }
  }

  /// A letter at a place: what is counted in a text.
  struct Occurrence: Hashable, Comparable {
    let letter: Unicode.Scalar
    let place: Place

    static func < (one: Occurrence, other: Occurrence) -> Bool {
      (one.letter.value, one.place.index) < (other.letter.value, other.place.index)
    }
  }

  /// For each language, its letters and how frequent they are at each place.
  private let languages: [[Unicode.Scalar: [Double]]]
  /// How much rarer than others each language is in lead files: logarithms of odds.
  private let expectations: [Double]
  /// The same over all languages of a script.
  private let shared: [Unicode.Scalar: [Double]]

  static let standard = LetterModel()

  /// That a text is in just this language, as a logarithm: a text without letters beyond ASCII
  /// needn't be in any.
  private static let anyLanguage = -1.0

  private init() {
    let latin = LetterStatistics.latin.map { Self.latinLetters($0.letters) }
    let other = LetterStatistics.other.map { Self.otherLetters($0.letters) }
    languages = latin + other
    expectations = (LetterStatistics.latin + LetterStatistics.other).map(\.expectation)
    // Some three languages share each of the other scripts.
    shared = Self.mean(latin, of: latin.count).merging(Self.mean(other, of: 3)) { one, _ in one }
  }

  private static func latinLetters(_ text: String) -> [Unicode.Scalar: [Double]] {
    var letters: [Unicode.Scalar: [Double]] = [:]
    for entry in text.split(separator: " ") {
      guard let letter = entry.unicodeScalars.first else { continue }
      let places = entry.utf8.suffix(9).map(LetterStatistics.frequency)
      // The places where the lists never had the letter are possible too.
      let mean = places.reduce(0, +) / 9
      letters[letter] = places.map { 0.9 * $0 + 0.1 * mean }
    }
    return letters
  }

  private static func otherLetters(_ text: String) -> [Unicode.Scalar: [Double]] {
    var letters: [Unicode.Scalar: [Double]] = [:]
    var letter: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if let known = letter {
        let frequency = LetterStatistics.frequency(UInt8(truncatingIfNeeded: scalar.value))
        letters[known] = [Double](repeating: frequency, count: 9)
        letter = nil
      } else {
        letter = scalar
      }
    }
    return letters
  }

  private static func mean(
    _ languages: [[Unicode.Scalar: [Double]]], of count: Int
  ) -> [Unicode.Scalar: [Double]] {
    var sums: [Unicode.Scalar: [Double]] = [:]
    for language in languages {
      for (letter, places) in language {
        let sum = sums[letter] ?? [Double](repeating: 0, count: 9)
        sums[letter] = zip(sum, places).map(+)
      }
    }
    return sums.mapValues { $0.map { $0 / Double(count) } }
  }

  /// How likely a text's letters are in the language that fits them best.
  ///
  /// Names of other countries are in most files, so a quarter is granted to the mean of all
  /// languages.
  ///
  /// - Parameter occurrences: how often each letter stands at each place.
  /// - Returns: the natural logarithm of the likelihood; 0 if there are no letters.
  func likelihood(of occurrences: [Occurrence: Int]) -> Double {
    if occurrences.isEmpty { return 0 }
    // In one order, so that sums are the same to the last bit each time.
    let entries = occurrences.sorted { $0.key < $1.key }
    let likelihoods = zip(languages, expectations).map { language, expectation in
      entries.reduce(Self.anyLanguage + expectation) { sum, entry in
        let (letter, place) = (entry.key.letter, entry.key.place.index)
        let own = language[letter].map { $0[place] } ?? 0
        let mean = shared[letter].map { $0[place] } ?? 0
        return sum + Double(entry.value) * log(0.75 * own + 0.25 * mean + 1e-6)
      }
    }
    return likelihoods.max() ?? 0
  }
}
