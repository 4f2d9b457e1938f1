/// What a reader made of a text, in a form that can be compared.
package struct ProbeReading: Equatable {
  package var rows: [[[UInt8]]] = []
  package var lines: [UInt32] = []
  /// Row, code and line of each remark.
  package var remarks: [String] = []
  /// Why the reading ended early.
  package var error: String?

  mutating func add(_ batch: RowBatch) {
    for row in batch.rows.indices {
      rows.append(batch.fields(ofRow: row).map { Array(batch.bytes[batch.byteRange(ofField: $0)]) })
      lines.append(batch.rows[row].line)
    }
    for damage in batch.damage {
      let line = damage.diagnostic.line.map { String($0) } ?? "-"
      remarks.append("\(batch.firstRow + damage.row) \(damage.diagnostic.code.rawValue) \(line)")
    }
  }
}

/// Cuts a text into pieces whose sizes repeat.
struct Pieces {
  var sizes: [Int]

  /// Calls `body` with each piece; with all in one where there are no sizes.
  func forEach<Failure: Error>(
    _ text: [UInt8], _ body: (Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    var start = 0
    var index = 0
    while start < text.count {
      let size = sizes.isEmpty ? text.count : sizes[index % sizes.count]
      let end = min(start + size, text.count)
      try body(start..<end)
      start = end
      index += 1
    }
  }
}

/// Reads CSV in pieces.
package struct CSVProbe {
  private let format: CSVFormat
  private let limits: ReadingLimits
  private let skippingLines: Int
  private let widths: ClosedRange<Int>

  package init(
    format: CSVFormat, limits: ReadingLimits, skippingLines: Int, widths: ClosedRange<Int>
  ) {
    self.format = format
    self.limits = limits
    self.skippingLines = skippingLines
    self.widths = widths
  }

  package func read(_ text: [UInt8], pieces: [Int]) -> ProbeReading {
    var reader = CSVReader(
      format: format, limits: limits, skippingLines: skippingLines, dropping: 1, widths: widths)
    var reading = ProbeReading()
    Pieces(sizes: pieces).forEach(text) { range in
      reader.feed(text.span.extracting(range))
      while let batch = reader.takeBatch() { reading.add(batch) }
    }
    reader.finish()
    while let batch = reader.takeBatch() { reading.add(batch) }
    return reading
  }
}
