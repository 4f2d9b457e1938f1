internal import CLibCSV

/// Finds places in the middle of a source at which rows begin, so that several parts of it can be read
/// at once.
///
/// In JSON Lines each line is a row. In CSV a line may begin inside a quoted cell, and only reading
/// from the start could tell. So a line is taken for a row's first if the lines from there on read as
/// whole rows, as wide as the header: inside a quoted cell they hardly ever do. Who reads the part
/// before it must find out whether it is so.
struct RowBoundary: Sendable {
  private let limits: ReadingLimits
  private let widths: ClosedRange<Int>
  /// nil: each line is a row.
  private let csv: CSVFormat?

  /// How much of the end of a text is looked at, and how many of the lines that begin there.
  private static let windowBytes = 1 << 14
  private static let mostLines = 16
  /// How much of that is read at once, in bytes: what is made and thrown away for it stays small.
  private static let stepBytes = 1 << 12

  /// nil: the rows of such a source are told apart only by reading it from the start.
  init?(source: Source) {
    limits = source.limits
    widths = source.widths
    switch source.dialect.format {
    case .csv:
      guard source.dialect.csv.lineEnd == UInt8(ascii: "\n") else { return nil }
      csv = source.dialect.csv
    case .jsonl:
      guard source.dialect.jsonLayout == .lines else { return nil }
      csv = nil
    }
  }

  /// The offset of a line near the end of a text that is likely to be a row's first, and isn't the
  /// text's first; nil where no line begins there.
  func find(in text: [UInt8]) -> Int? {
    guard let csv else { return lineStart(before: text.count, in: text) }
    var line = lineStart(before: max(text.count - Self.windowBytes, 0), in: text) ?? 0
    for _ in 0..<Self.mostLines {
      guard let next = lineStart(behind: line, in: text) else { break }
      line = next
      if begins(csv, text.span.extracting(line...)) { return line }
    }
    return lineStart(before: text.count, in: text)
  }

  /// The number of line ends in a text that isn't cut in a CRLF; nil where who cuts it into rows counts them
  /// in passing.
  func lineEnds(in text: [UInt8]) -> Int? {
    guard csv != nil else { return nil }
    return unsafe text.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      return unsafe csv_count_line_ends(base, bytes.count, 1)
    }
  }

  /// Whether a text reads as whole rows, the last of which may be cut off.
  private func begins(_ csv: CSVFormat, _ text: Span<UInt8>) -> Bool {
    var reader = CSVReader(
      format: csv, limits: limits, widths: widths, room: 4 * Self.stepBytes)
    let window = text.extracting(first: Self.windowBytes)
    for start in stride(from: 0, to: window.count, by: Self.stepBytes) {
      reader.feed(window.extracting(start..<min(start + Self.stepBytes, window.count)))
    }
    reader.sealBatch()
    guard let batch = reader.takeBatch() else { return false }
    return batch.damage.isEmpty
  }

  private func lineStart(behind offset: Int, in text: [UInt8]) -> Int? {
    text[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }

  private func lineStart(before offset: Int, in text: [UInt8]) -> Int? {
    text[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
  }
}
