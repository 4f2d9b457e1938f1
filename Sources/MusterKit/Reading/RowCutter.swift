/// Cuts the text of a source into rows by its format. It does no input or output itself.
struct RowCutter: ~Copyable {
  // One of them works, by the source's format.
  private var csv: CSVReader?
  private var json: JSONLReader?
  /// Whether bytes that couldn't be decoded stand in the text so far, as U+FFFD.
  private var hasReplacements = false

  init(source: Source) {
    switch source.dialect.format {
    case .csv:
      csv = CSVReader(
        format: source.dialect.csv, limits: source.limits,
        skippingLines: source.dialect.startLine - 1,
        dropping: source.dialect.headerLine == .none ? 0 : 1, widths: source.widths)
    case .jsonl:
      json = JSONLReader(
        columns: JSONLColumns(names: source.header), layout: source.dialect.jsonLayout,
        display: source.displayName, limits: source.limits)
    }
  }

  /// Takes more text.
  ///
  /// - Parameters:
  ///   - count: the most bytes to take.
  ///   - read: fills the start of the buffer and returns the number of bytes; it isn't kept.
  /// - Returns: the number of bytes that were read; 0 at the end of the text.
  /// - Throws: what `read` throws, and where the source has changed since it was opened.
  mutating func fill(
    atMost count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int
  ) throws(ReadingError) -> Int {
    if let taken = unsafe try csv?.fill(atMost: count, read) { return taken }
    return unsafe try json?.fill(atMost: count, read) ?? 0
  }

  /// How much text is best taken at once, in bytes: what is copied stays in a processor's own cache until it
  /// is parsed; JSON is parsed where it stands.
  var chunkBytes: Int {
    switch json {
    case .some: .max
    case .none: RowReader.readBytes
    }
  }

  /// Takes more text.
  mutating func feed(_ chunk: Span<UInt8>) throws(ReadingError) {
    csv?.feed(chunk)
    try json?.feed(chunk)
  }

  /// Says that the text ends here.
  mutating func finish() throws(ReadingError) {
    csv?.finish()
    try json?.finish()
  }

  /// Whether all text so far has been cut into whole rows, so that the next one begins with the next
  /// byte.
  var isBetweenRows: Bool {
    switch csv {
    case .some(let csv): csv.isBetweenRows
    case .none:
      switch json {
      case .some(let json): json.isBetweenRows
      case .none: true
      }
    }
  }

  /// How many lines were passed since it was said at which to go on, as if that had been the first. For JSON
  /// Lines only.
  var linesPassed: Int? {
    switch json {
    case .some(let json): json.line - 1
    case .none: nil
    }
  }

  /// Hands on the whole rows so far, however few.
  mutating func seal() {
    csv?.sealBatch()
    json?.sealBatch()
  }

  /// Goes on at another place of the source, at which a row begins; it must be between rows.
  ///
  /// - Parameter line: the physical line there; from 1.
  mutating func goOn(atLine line: Int) {
    csv?.goOn(atLine: line)
    json?.goOn(atLine: line)
    hasReplacements = false
  }

  /// The next whole batch, if there is one.
  mutating func takeBatch() -> RowBatch? {
    guard var batch = csv?.takeBatch() ?? json?.takeBatch() else { return nil }
    if hasReplacements { batch.reportReplacements() }
    return batch
  }

  /// Says that bytes which couldn't be decoded stand in the text from here on, as U+FFFD.
  mutating func noteUndecodable() {
    hasReplacements = true
  }
}

extension Source {
  /// The numbers of cells that a row may have: from the header's cells up to the last one with a
  /// name to all of them. Columns without a name behind the last one may be left out.
  var widths: ClosedRange<Int> {
    let named = (header.lastIndex { !$0.trimmingBlanks().isEmpty } ?? 0) + 1
    return min(named, max(header.count, 1))...max(header.count, 1)
  }
}
