internal import Foundation

/// Finds the likeliest of the encodings that aren't Unicode: by how well the words read in each,
/// and by what uchardet says.
struct EncodingContest {
  private struct Entrant {
    var encoding: TextEncoding
    var score: Double
    /// What those bytes from 0x80 that occur stand for, in encodings of one byte a character.
    var glyphs: [Glyph] = []
    var examples: [Unicode.Scalar] = []
  }

  let finding: EncodingFinding

  /// - Parameter head: the start of a text with bytes beyond ASCII that aren't UTF-8.
  init(_ head: [UInt8]) {
    let evidence = ByteEvidence(head)
    let guess = UchardetGuess(evidence.sample).encoding
    var entrants = Self.singleByte(evidence, guess: guess)
    entrants += Self.multibyte(evidence)
    for index in entrants.indices where Self.agree(entrants[index].encoding, guess) {
      entrants[index].score += Self.trust(evidence)
    }
    guard let best = entrants.max(by: { $0.score < $1.score }) else {
      finding = EncodingFinding(.windows1252, confidence: 0, why: "nothing fits better")
      return
    }
    if let damaged = Self.damagedUTF8(evidence, best) {
      finding = damaged
      return
    }
    let next = entrants.lazy.filter { !Self.readsAlike($0, best, evidence) }.map(\.score).max()
    let margin = next.map { best.score - $0 } ?? 20
    let limit = Self.isHardlyText(best, evidence) ? 0.3 : 0.99
    finding = EncodingFinding(
      best.encoding, confidence: min(limit, 1 / (1 + exp(-margin / 2))),
      why: Self.why(best, evidence, guess: guess))
  }

  /// What a letter of any language adds to a score, roughly.
  private static let usualCost = -3.0

  private static func isHardlyText(_ entrant: Entrant, _ evidence: ByteEvidence) -> Bool {
    entrant.score < 2.7 * usualCost * Double(evidence.highBytes)
  }

  /// The finding for UTF-8 in which more characters are damaged than whole ones are left, where
  /// that still reads better than the best of the others: é in UTF-8 is two unlikely signs in those.
  /// Without whole ones, a stray byte in ASCII that nobody can read is damage too.
  private static func damagedUTF8(_ evidence: ByteEvidence, _ best: Entrant) -> EncodingFinding? {
    let (valid, invalid) = (evidence.valid, evidence.invalid)
    let score = Double(valid) * usualCost + Double(invalid) * WordScore.damageCost
    var other = best.score
    if !best.glyphs.isEmpty {
      other += WordScore(evidence.utf8Words, glyphs: best.glyphs).total(.standard)
    }
    let isStray = valid == 0 && invalid == 1 && isHardlyText(best, evidence)
    guard valid > 0 && score > other || isStray else { return nil }
    let damaged =
      "\(invalid.grouped) " + (invalid == 1 ? "character is damaged" : "characters are damaged")
    return EncodingFinding(
      .utf8, confidence: isStray ? 0.3 : 1 / (1 + exp((other - score) / 2)),
      why: isStray
        ? "all bytes but one are ASCII"
        : "what is UTF-8 in it reads as nothing else, and \(damaged)")
  }

  private static func singleByte(_ evidence: ByteEvidence, guess: TextEncoding?) -> [Entrant] {
    var candidates = EncodingCandidate.singleByte
    let listed = candidates.map(\.name) + EncodingCandidate.multibyte.map(\.name)
    if let guess, !listed.contains(guess.name), guess.name != "ISO-8859-1" {
      candidates.append(EncodingCandidate(unlisted: guess.name))
    }
    return candidates.compactMap { candidate in
      guard let encoding = TextEncoding.find(candidate.name),
        let table = SingleByteTable(encoding)
      else { return nil }
      let glyphs = (UInt8(0x80)...0xFF).map {
        Glyph(evidence.counts[Int($0) - 0x80] > 0 ? table.scalar($0) : nil)
      }
      guard !candidate.needsLetters || glyphs.contains(where: \.isLatinOrOther) else { return nil }
      let score = WordScore(evidence.words, glyphs: glyphs).total(.standard)
      return Entrant(
        encoding: encoding, score: score + candidate.expectation, glyphs: glyphs)
    }
  }

  private static func multibyte(_ evidence: ByteEvidence) -> [Entrant] {
    EncodingCandidate.multibyte.compactMap { candidate in
      guard let encoding = TextEncoding.find(candidate.name), let frequent = candidate.frequent,
        let score = CharacterScore(evidence.sample, as: encoding, frequent: frequent)
      else { return nil }
      return Entrant(
        encoding: encoding,
        score: score.perByte * Double(evidence.highBytes) + candidate.expectation,
        examples: score.examples)
    }
  }

  /// What uchardet's word is worth: little for a few accents, more for long texts.
  private static func trust(_ evidence: ByteEvidence) -> Double {
    min(Double(evidence.highBytes) / 25, 8)
  }

  /// uchardet names the ISO encodings where it could name the wider ones of Windows.
  private static func agree(_ encoding: TextEncoding, _ guess: TextEncoding?) -> Bool {
    let wider = [
      "ISO-8859-1": "windows-1252", "ISO-8859-9": "windows-1254", "ISO-8859-7": "windows-1253",
      "ISO-8859-8": "windows-1255",
    ]
    return guess.map { $0 == encoding || wider[$0.name] == encoding.name } ?? false
  }

  /// Whether two encodings give the same text for these bytes.
  private static func readsAlike(
    _ one: Entrant, _ other: Entrant, _ evidence: ByteEvidence
  ) -> Bool {
    if one.encoding == other.encoding { return true }
    guard !one.glyphs.isEmpty, !other.glyphs.isEmpty else { return false }
    return evidence.counts.indices.allSatisfy {
      evidence.counts[$0] == 0 || one.glyphs[$0] == other.glyphs[$0]
    }
  }

  private static func why(
    _ best: Entrant, _ evidence: ByteEvidence, guess: TextEncoding?
  ) -> String {
    var examples = best.examples
    for word in evidence.words where examples.count < 3 && !best.glyphs.isEmpty {
      for byte in word where byte >= 0x80 && examples.count < 3 {
        let glyph = best.glyphs[Int(byte) - 0x80]
        if glyph.isLatinOrOther, !examples.contains(glyph.letter) { examples.append(glyph.letter) }
      }
    }
    let seconded = agree(best.encoding, guess) ? ", and uchardet says so too" : ""
    if examples.isEmpty { return "nothing reads better" + seconded }
    let list = examples.map { String($0) }.joined(separator: ", ")
    return best.glyphs.isEmpty
      ? "characters like \(list) are frequent in it\(seconded)"
      : "\(list) stand in words as \(best.encoding.name) has them\(seconded)"
  }
}
