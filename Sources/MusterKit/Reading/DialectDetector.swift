/// Finds delimiter, header and line ends of a CSV source from its first bytes. Deterministic; reads
/// the sample with the same reader that reads the source.
struct DialectDetector {
  /// The first bytes of the source, without a byte order mark; UTF-8.
  let head: [UInt8]
  /// Whether they are all of it.
  let isWhole: Bool
  let options: ReadingOptions

  /// A record of the sample with the line it starts on.
  struct Record {
    var cells: [String]
    var line: Int

    var isBlank: Bool { cells.allSatisfy { $0.allSatisfy(\.isWhitespace) } }
  }

  /// What was found. `header` is nil where the source has no header line.
  struct Findings {
    var format: CSVFormat
    var header: Record?
    /// The number of cells of most records.
    var width: Int
    /// Whether a record follows the header.
    var hasRows: Bool
  }

  private static let candidates = ",;\t|".utf8
  private static let sampleRecords = 500

  func detect() -> Findings {
    let lineEnd = head.contains(UInt8(ascii: "\n")) ? UInt8(ascii: "\n") : UInt8(ascii: "\r")
    let quote = options.quote ?? UInt8(ascii: "\"")
    func format(_ delimiter: UInt8) -> CSVFormat {
      CSVFormat(delimiter: delimiter, quote: quote, lineEnd: hasLineEnd ? lineEnd : 0x0A)
    }
    let declared = options.delimiter ?? declaredDelimiter
    if let declared { return findings(format(declared)) }
    var best = (format: format(UInt8(ascii: ",")), score: 0.0)
    for candidate in Self.candidates {
      let score = Self.score(records(format(candidate)))
      if score > best.score { best = (format(candidate), score) }
    }
    return findings(best.format)
  }

  private var hasLineEnd: Bool {
    head.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
  }

  /// The delimiter of a first line `sep=;`, as Excel writes and reads it.
  private var declaredDelimiter: UInt8? {
    let line = head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
      .filter { $0 != UInt8(ascii: "\"") }
    guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return line[4]
  }

  /// The first records as a format would cut them. The last one, which may be cut, is left out.
  func records(_ format: CSVFormat) -> [Record] {
    var reader = CSVReader(format: format, limits: options.limits)
    reader.feed(head.span)
    reader.finish()
    var records: [Record] = []
    while let batch = reader.takeBatch(), records.count < Self.sampleRecords {
      for row in batch.rows.indices.prefix(Self.sampleRecords - records.count) {
        records.append(Record(cells: batch.cells(ofRow: row), line: Int(batch.rows[row].line)))
      }
    }
    if !isWhole, records.count > 1, records.count < Self.sampleRecords { records.removeLast() }
    return records
  }

  /// How well a format fits: the share of records that have as many cells as most have, a bonus
  /// where the first such record could be a header, and a little for more columns.
  static func score(_ records: [Record]) -> Double {
    let width = modalWidth(records)
    guard width > 1 else { return 0 }
    let filled = records.filter { !$0.isBlank }
    let fitting = filled.filter { $0.cells.count == width }
    let consistency = Double(fitting.count) / Double(max(1, filled.count))
    let header = fitting.first.map { looksLikeHeader($0.cells) } ?? false
    return consistency + (header ? 0.5 : 0) + 0.01 * Double(min(width, 20))
  }

  /// The number of cells that most records have; of equals, the larger.
  static func modalWidth(_ records: [Record]) -> Int {
    var counts: [Int: Int] = [:]
    for record in records where !record.isBlank { counts[record.cells.count, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
  }

  private func findings(_ format: CSVFormat) -> Findings {
    let records = records(format)
    let width = Self.modalWidth(records)
    var result = Findings(format: format, header: nil, width: width, hasRows: !records.isEmpty)
    switch options.headerLine {
    case .some(.none): return result
    case .line(let line): result.header = records.first { $0.line >= line }
    case nil: result.header = headerCandidate(records, width: width)
    }
    if let header = result.header {
      result.width = header.cells.count
      result.hasRows = records.contains { $0.line > header.line }
    }
    return result
  }

  /// The first record that is as wide as most and reads like names; nil where the first such record
  /// reads like data.
  private func headerCandidate(_ records: [Record], width: Int) -> Record? {
    let declares = declaredDelimiter != nil
    let usable = records.filter { !$0.isBlank && !(declares && $0.line == 1) }
    let first =
      usable.prefix(25).first { record in
        // The header may be a little wider or narrower than the rows: what counts is that the
        // lines before it, if any, are clearly no rows.
        let names = record.cells.count { !$0.allSatisfy(\.isWhitespace) }
        return width < 2 || record.cells.count == width || names * 2 > width
      } ?? usable.first
    guard let first, Self.looksLikeHeader(first.cells) else { return nil }
    return first
  }

  /// Names of columns are words: no addresses, links or dates, and not numbers alone.
  static func looksLikeHeader(_ cells: [String]) -> Bool {
    let filled = cells.map { $0.trimmingBlanks() }.filter { !$0.isEmpty }
    guard !filled.isEmpty else { return false }
    if filled.contains(where: looksLikeData) { return false }
    return !filled.allSatisfy { $0.allSatisfy { $0.isNumber || "+-.,/ ()".contains($0) } }
  }

  private static func looksLikeData(_ cell: String) -> Bool {
    let lower = cell.lowercased()
    if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("www.") {
      return true
    }
    if lower.contains("linkedin.com/") { return true }
    let parts = lower.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
      && !lower.contains(where: \.isWhitespace)
  }
}

extension String {
  /// Without white space, no-break spaces and byte order marks at its ends.
  package func trimmingBlanks() -> String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}" }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[first...last])
  }
}
