/// Finds delimiter, quote, header and line ends of a CSV source from its first bytes.
/// Deterministic; reads the sample with the same reader that reads the source.
struct DialectDetector {
  /// The first bytes of the source, without a byte order mark; UTF-8.
  let head: [UInt8]
  /// Whether they are all of it.
  let isWhole: Bool
  let options: ReadingOptions

  struct Result {
    var dialect: Dialect
    /// The names of the columns.
    var header: [String]
    var findings: [Finding]
    /// What a person should know besides, each a full sentence.
    var notes: [String]
  }

  /// - Returns: how the source is read; nil where the line that the user called the header isn't
  ///   there.
  func detect() -> Result? {
    let declared = declaredDelimiter
    let start = declared == nil ? 1 : 2
    switch options.headerLine {
    case .line(let line):
      let result = formatDetector.detect(firstLine: line, declared: declared)
      guard let header = result.sample.records.first else { return nil }
      return found(
        result, header: header, start: header.line,
        finding: Finding(said: .headerLine, String(line)), notes: [])
    case .some(.none):
      let result = formatDetector.detect(firstLine: start, declared: declared)
      return found(
        result, header: nil, start: start, finding: Finding(said: .headerLine, "none"), notes: [])
    case nil:
      let result = formatDetector.detect(firstLine: start, declared: declared)
      let header = HeaderDetector(sample: result.sample).detect()
      let finding = Finding(
        .headerLine, header.header.map { String($0.line) } ?? "none",
        confidence: header.confidence, why: header.why)
      return found(
        result, header: header.header, start: header.header?.line ?? start, finding: finding,
        notes: header.notes)
    }
  }

  private var formatDetector: FormatDetector {
    FormatDetector(head: head, isWhole: isWhole, options: options)
  }

  private func found(
    _ result: FormatDetector.Result, header: DialectSample.Record?, start: Int, finding: Finding,
    notes: [String]
  ) -> Result {
    var dialect = Dialect(format: .csv, csv: result.sample.format)
    dialect.headerLine = header.map { .line($0.line) } ?? .none
    dialect.startLine = start
    let names = header?.texts ?? (0..<result.sample.width).map { "column_\($0 + 1)" }
    var notes = notes
    if let header, header.isDamaged {
      notes.append("The header on line \(header.line) is damaged: look at its quotes.")
    }
    return Result(
      dialect: dialect, header: names, findings: result.findings + [finding], notes: notes)
  }

  /// The delimiter of a first line `sep=;`, as Excel writes and reads it.
  private var declaredDelimiter: UInt8? {
    let line = head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
      .filter { $0 != UInt8(ascii: "\"") }
    guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return line[4]
  }
}

extension String {
  /// Without white space, no-break spaces and byte order marks at its ends.
  package func trimmingBlanks() -> String {
    if hasASCIIEnds { return self }
    let isBlank: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}" }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[first...last])
  }

  /// Whether it begins and ends with a printing sign of ASCII, as nearly all texts do.
  var hasASCIIEnds: Bool {
    guard let first = utf8.first, let last = utf8.last else { return false }
    return (0x21...0x7E).contains(first) && (0x21...0x7E).contains(last)
  }
}
