/// Finds the record that names the columns among the first ones of a CSV source.
///
/// Names of columns are words: no addresses, links or dates, and not numbers alone. Lines before
/// the header are passed over only where it is plain that they are no rows: they have far fewer
/// cells with something in them than the records that follow.
struct HeaderDetector {
  let sample: DialectSample

  struct Result {
    /// Nil where the first record reads like a row.
    var header: DialectSample.Record?
    var confidence: Double
    var why: String
    /// What else a person should know, each a full sentence.
    var notes: [String] = []
  }

  /// How many records may stand before the header.
  private static let mostBefore = 30

  func detect() -> Result {
    let records = sample.records
    guard let index = candidateIndex() else {
      return Result(header: nil, confidence: 1, why: "there are no records")
    }
    let rows = Array(records.dropFirst(index + 1).prefix(50))
    let verdict = Verdict(records[index], rows: rows, width: sample.width)
    guard verdict.isHeader else {
      return Result(header: nil, confidence: verdict.confidence, why: verdict.why)
    }
    if let result = secondRow(under: index) { return result }
    var why = verdict.why
    if index > 0 {
      why += "; the lines before it have fewer cells than the rows"
    }
    return Result(
      header: records[index], confidence: verdict.confidence, why: why,
      notes: repeatedHeaderNote(records[index], rows))
  }

  /// The first record that isn't plainly a title, a note or a line of bare delimiters.
  private func candidateIndex() -> Int? {
    let records = sample.records
    guard !records.isEmpty else { return nil }
    // Without several records of one width there is nothing that a line could be before.
    let isRegular = sample.width > 1 && sample.fitting >= 2
    guard isRegular else { return 0 }
    let index = records.prefix(Self.mostBefore).firstIndex { !isBeforeHeader($0) } ?? 0
    let behind = records[index...].count { $0.cells.count == sample.width && !$0.isBlank }
    return behind >= 2 ? index : 0
  }

  /// A title row or a note: at most one cell of three or more, or not half of what rows have.
  private func isBeforeHeader(_ record: DialectSample.Record) -> Bool {
    let filled = record.filled
    if filled == 0 { return true }
    if record.cells.count == 1 { return sample.width > 2 || sample.fitting > 2 }
    if filled == 1 { return sample.width > 2 }
    return record.cells.count != sample.width && filled * 2 <= sample.width
  }

  /// Two rows of names: the upper one names groups of columns and is half empty, the lower one names
  /// the columns.
  private func secondRow(under index: Int) -> Result? {
    let records = sample.records
    guard index + 2 < records.count else { return nil }
    let (upper, lower) = (records[index], records[index + 1])
    guard upper.cells.count == lower.cells.count, upper.filled < lower.filled,
      upper.filled * 3 <= upper.cells.count * 2, lower.filled * 4 >= lower.cells.count * 3
    else { return nil }
    let rows = Array(records.dropFirst(index + 2).prefix(50))
    let verdict = Verdict(lower, rows: rows, width: sample.width)
    guard verdict.isHeader, verdict.votesFor > 0 else { return nil }
    let groups = upper.texts.map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
    return Result(
      header: lower, confidence: 0.8, why: "the second of two rows of names",
      notes: [
        """
        The header has two rows: line \(upper.line) names groups of columns \
        (\(groups.prefix(4).joined(separator: ", "))), and line \(lower.line) names the columns. \
        Only line \(lower.line) is used.
        """
      ])
  }

  /// A second row of names that fills all columns can't be told from a row with certainty: it is
  /// read as one, and said.
  private func repeatedHeaderNote(
    _ header: DialectSample.Record, _ rows: [DialectSample.Record]
  ) -> [String] {
    guard let first = rows.first, rows.count > 2, first.cells.count == header.cells.count else {
      return []
    }
    let verdict = Verdict(first, rows: Array(rows.dropFirst()), width: sample.width)
    let old = Verdict(header, rows: Array(rows.dropFirst()), width: sample.width)
    guard verdict.isHeader, verdict.votesFor > 0, verdict.votesFor == old.votesFor,
      first.filled * 4 >= header.filled * 3
    else { return [] }
    return [
      """
      Line \(first.line) reads like a second row of names and is read as row 1; pass \
      --header-line \(first.line) if it is the header.
      """
    ]
  }
}

/// Whether a record reads like names of columns, held against the rows under it.
private struct Verdict {
  var isHeader: Bool
  var confidence: Double
  var why: String
  /// How many columns hold values of one shape under words.
  var votesFor = 0

  init(_ record: DialectSample.Record, rows: [DialectSample.Record], width: Int) {
    let shapes = record.cells.map { CellShape($0) }
    let names = record.cells.map { String(decoding: $0.trimmingBlankBytes(), as: UTF8.self) }
    if let index = shapes.firstIndex(where: { $0 == .mail || $0 == .link }) {
      let what = shapes[index] == .mail ? "a mail address" : "a link"
      self.init(false, 0.98, "the first record holds \(what) in cell \(index + 1)")
      return
    }
    let filled = shapes.filter { $0 != .blank }
    guard filled.contains(.words) else {
      let what = filled.isEmpty ? "blank cells" : "numbers and dates"
      self.init(false, 0.9, "the first record holds \(what), and no words")
      return
    }
    var votesFor = 0
    var votesAgainst = 0
    for (column, shape) in shapes.enumerated() where shape != .blank {
      let below = rows.compactMap { column < $0.cells.count ? CellShape($0.cells[column]) : nil }
        .filter { $0 != .blank }
      guard let kind = Self.common(below), kind.isData else { continue }
      if shape == .words { votesFor += 1 }
      if shape == kind { votesAgainst += 1 }
    }
    if votesAgainst > votesFor {
      self.init(
        false, 0.85, "the first record has values of the same kinds as those under it")
      return
    }
    let distinct = Set(names.filter { !$0.isEmpty }).count
    let isDistinct = distinct == filled.count
    let certainty = votesFor > 0 ? 0.99 : rows.isEmpty ? 0.6 : 0.8
    self.init(
      true, isDistinct ? certainty : certainty - 0.1,
      votesFor > 0
        ? "words over columns of values" : "words only, in the first record that has all cells")
    self.votesFor = votesFor
  }

  private init(_ isHeader: Bool, _ confidence: Double, _ why: String) {
    self.isHeader = isHeader
    self.confidence = confidence
    self.why = why
  }

  /// The shape that four of five cells have; nil if there is none.
  private static func common(_ shapes: [CellShape]) -> CellShape? {
    guard !shapes.isEmpty else { return nil }
    return [CellShape.mail, .link, .date, .number, .words].first { kind in
      shapes.count { $0 == kind } * 5 >= shapes.count * 4
    }
  }
}
