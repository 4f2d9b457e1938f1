/// Finds the delimiter and the quote of a CSV source from its first bytes.
///
/// Each candidate cuts the bytes into records by the reader itself, and gets a score: how many
/// records have as many cells as most have, how many cells that is, and how many of the cells look
/// like something that people put into cells. (The idea of weighing the pattern of the records
/// against the kinds of their cells: van den Burg, Nazábal, Sutton, "Wrangling messy CSV files by
/// detecting row and type patterns", 2019.)
struct FormatDetector {
  let head: [UInt8]
  let isWhole: Bool
  let options: ReadingOptions

  struct Candidate {
    var sample: DialectSample
    var score: Double
  }

  /// The candidates in order of how often such files are seen, and how readily each is believed.
  private static let delimiters: [(byte: UInt8, prior: Double)] = [
    (UInt8(ascii: ","), 1), (UInt8(ascii: ";"), 1), (UInt8(ascii: "\t"), 1),
    (UInt8(ascii: "|"), 0.95), (UInt8(ascii: ":"), 0.5),
  ]
  /// What a file with one column scores: any good cut has to be better.
  private static let singleColumnScore = 0.12

  /// What was found, with all candidates' scores turned into confidence and a reason.
  struct Result {
    var sample: DialectSample
    var findings: [Finding]
  }

  /// - Parameters:
  ///   - firstLine: the physical line with which the records begin, from 1: 2 behind a line that names
  ///     the delimiter.
  ///   - declared: the delimiter which that line names.
  /// - Returns: the best candidate's records, and how sure that is.
  func detect(firstLine: Int, declared: UInt8?) -> Result {
    let quotes = options.quote.map { [$0] } ?? quoteCandidates
    let known = options.delimiter ?? declared
    let delimiters =
      known.map { [(byte: $0, prior: 1.0)] }
      ?? Self.delimiters.filter { candidate in
        head.contains(candidate.byte)
      }
    let candidates = quotes.flatMap { quote in
      delimiters.map { delimiter in
        evaluate(format(delimiter.byte, quote: quote), prior: delimiter.prior, firstLine: firstLine)
      }
    }
    let best = candidates.max { $0.score < $1.score }
    guard let best, known != nil || best.score > Self.singleColumnScore else {
      let single = singleColumn(quote: quotes[0], firstLine: firstLine)
      return Result(sample: single, findings: [singleColumn(single), quoteFinding(single)])
    }
    let others = candidates.filter {
      $0.sample.format.delimiter != best.sample.format.delimiter
    }
    let second = max(
      others.map(\.score).max() ?? 0, known == nil ? Self.singleColumnScore : 0)
    return Result(
      sample: best.sample,
      findings: [
        delimiterFinding(best, second: second, declared: declared), quoteFinding(best.sample),
      ])
  }

  /// The records of one column: cut by commas, or where these belong to the text, by a character that
  /// doesn't occur.
  private func singleColumn(quote: UInt8, firstLine: Int) -> DialectSample {
    let comma = UInt8(ascii: ",")
    let sample = evaluate(format(comma, quote: quote), prior: 1, firstLine: firstLine).sample
    guard head.contains(comma), Self.isText(sample) else { return sample }
    let absent = Self.delimiters.first { !head.contains($0.byte) }?.byte ?? 0x1F
    return evaluate(format(absent, quote: quote), prior: 1, firstLine: firstLine).sample
  }

  // MARK: Candidates

  private func format(_ delimiter: UInt8, quote: UInt8) -> CSVFormat {
    CSVFormat(delimiter: delimiter, quote: quote, lineEnd: lineEnd)
  }

  /// LF also where lines end with CRLF; CR only where there is no LF at all.
  private var lineEnd: UInt8 {
    let lineFeed = UInt8(ascii: "\n")
    let carriageReturn = UInt8(ascii: "\r")
    return !head.contains(lineFeed) && head.contains(carriageReturn) ? carriageReturn : lineFeed
  }

  /// `"`, and `'` only where some cells stand in it and none in `"`: in people's files an apostrophe
  /// is far more often one.
  private var quoteCandidates: [UInt8] {
    let double = UInt8(ascii: "\"")
    let single = UInt8(ascii: "'")
    guard head.contains(single), !opensCell(double), opensCell(single) else { return [double] }
    return [double, single]
  }

  /// Whether the quote stands at the start of a cell of some candidate and at the end of one.
  private func opensCell(_ quote: UInt8) -> Bool {
    let edges = Set(Self.delimiters.map(\.byte) + [UInt8(ascii: "\n"), UInt8(ascii: "\r")])
      .union(options.delimiter.map { [$0] } ?? [])
    var opens = 0
    var closes = 0
    for index in head.indices where head[index] == quote {
      if index == 0 || edges.contains(head[index - 1]) { opens += 1 }
      if index + 1 == head.count || edges.contains(head[index + 1]) { closes += 1 }
      if opens > 0 && closes > 0 { return true }
    }
    return false
  }

  // MARK: Scores

  private func evaluate(_ format: CSVFormat, prior: Double, firstLine: Int) -> Candidate {
    let sample = DialectSample(
      head, isWhole: isWhole, format: format, firstLine: firstLine, limits: options.limits)
    return Candidate(sample: sample, score: prior * Self.score(sample))
  }

  /// From 0 to 1; 0 where nothing is cut.
  static func score(_ sample: DialectSample) -> Double {
    guard sample.width > 1 else { return 0 }
    let records = sample.records.filter { !$0.isBlank }
    // Records of a file's own lines count by lines: a quote that swallows half of the file leaves
    // few records that all look alike.
    let lines = records.reduce(0) { $0 + ($1.isDamaged ? 1 : $1.lines) }
    let fitting = records.filter { $0.cells.count == sample.width && !$0.isDamaged }
    let fit = Double(fitting.reduce(0) { $0 + $1.lines }) / Double(max(1, lines))
    let width = Double(sample.width)
    let score = fit * fit * (width - 1) / width * cleanliness(fitting, of: sample.format)
    return isText(sample) ? 0.2 * score : score
  }

  /// Whether the delimiter is rather a part of the text of one column: it isn't on the first line,
  /// and has a blank behind it everywhere, as in `Doe, Jane` under `Name`.
  private static func isText(_ sample: DialectSample) -> Bool {
    guard let first = sample.records.first, first.cells.count == 1 else { return false }
    return sample.records.dropFirst().allSatisfy { record in
      record.cells.dropFirst().allSatisfy { $0.first == UInt8(ascii: " ") }
    }
  }

  /// The share of cells that look like what people put into cells; blank ones count little.
  private static func cleanliness(
    _ records: [DialectSample.Record], of format: CSVFormat
  ) -> Double {
    var clean = 0.0
    var count = 0.0
    for record in records {
      for cell in record.cells {
        let text = cell.trimmingBlankBytes()
        let weight = text.isEmpty ? 0.1 : 1
        count += weight
        let isPadded = text.startIndex != cell.startIndex
        clean += weight * cleanliness(text, isPadded: isPadded, of: format)
      }
    }
    return count == 0 ? 0 : clean / count
  }

  /// A cell that another delimiter should have cut, or that was cut in the middle of something, is
  /// less clean.
  private static func cleanliness(
    _ text: ArraySlice<UInt8>, isPadded: Bool, of format: CSVFormat
  ) -> Double {
    guard let first = text.first, let last = text.last else { return 1 }
    if isEdge(first) || isEdge(last) { return 0.2 }
    let apostrophe = UInt8(ascii: "'")
    if first == apostrophe, last == apostrophe, text.count > 1, format.quote != apostrophe {
      return 0.3
    }
    // A blank behind the delimiter: rather a comma or a colon of a text.
    var score = isPadded ? 0.8 : 1.0
    var previous = first
    for (index, byte) in zip(text.indices, text) {
      let next = index + 1 < text.endIndex ? text[index + 1] : UInt8(ascii: " ")
      if splits(byte, previous: previous, next: next) { score = min(score, 0.5) }
      previous = byte
    }
    return score
  }

  /// Cells don't start or end with these, but halves of links, quoted cells and times do.
  private static func isEdge(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ",")
      || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|")
  }

  /// Whether a byte looks like a delimiter between two cells: a comma without a blank behind it that
  /// isn't part of a number.
  private static func splits(_ byte: UInt8, previous: UInt8, next: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\t"), UInt8(ascii: "|"): return true
    case UInt8(ascii: ","), UInt8(ascii: ";"):
      let isNumber = (0x30...0x39).contains(previous) && (0x30...0x39).contains(next)
      return next > 0x20 && !isNumber
    default: return false
    }
  }

  // MARK: Findings

  private func singleColumn(_ sample: DialectSample) -> Finding {
    Finding(
      .delimiter, String(Character(Unicode.Scalar(sample.format.delimiter))), confidence: 0.8,
      why: "no character parts the lines into the same number of cells: one column")
  }

  private func delimiterFinding(
    _ best: Candidate, second: Double, declared: UInt8?
  ) -> Finding {
    let name = String(Character(Unicode.Scalar(best.sample.format.delimiter)))
    if options.delimiter != nil { return Finding(said: .delimiter, name) }
    if declared != nil {
      return Finding(.delimiter, name, confidence: 1, why: "the line sep= at the start names it")
    }
    let total = best.sample.records.count
    let (won, lost) = (best.score * best.score, second * second)
    let confidence = won / max(won + lost, .leastNonzeroMagnitude)
    return Finding(
      .delimiter, name, confidence: confidence,
      why: """
        it parts \(best.sample.fitting.grouped) of the first \(total.grouped) records into \
        \(best.sample.width.grouped) cells
        """)
  }

  private func quoteFinding(_ sample: DialectSample) -> Finding {
    let name = CSVFormat.name(ofQuote: sample.format.quote)
    if options.quote != nil { return Finding(said: .quote, name) }
    let isUsed = head.contains(sample.format.quote)
    return Finding(
      .quote, name, confidence: isUsed ? 0.99 : 1,
      why: isUsed ? "cells stand in it" : "no cell is quoted: the usual one")
  }
}
