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

  /// Reads in pieces; `cutsPlainLines` as for `CSVReader`.
  package func read(
    _ text: [UInt8], pieces: [Int], cutsPlainLines: Bool = true
  ) -> ProbeReading {
    var reader = CSVReader(
      format: format, limits: limits, skippingLines: skippingLines, dropping: 1, widths: widths,
      cutsPlainLines: cutsPlainLines)
    var reading = ProbeReading()
    Pieces(sizes: pieces).forEach(text) { range in
      reader.feed(text.span.extracting(range))
      while let batch = reader.takeBatch() { reading.add(batch) }
    }
    reader.finish()
    while let batch = reader.takeBatch() { reading.add(batch) }
    return reading
  }

  /// Reads line by line, and hands over to another reader wherever one is between rows.
  package func readByHandingOver(_ text: [UInt8]) -> ProbeReading {
    var reading = ProbeReading()
    func add(_ batch: RowBatch) {
      var batch = batch
      batch.firstRow = reading.rows.count + 1
      reading.add(batch)
    }
    var reader = CSVReader(
      format: format, limits: limits, skippingLines: skippingLines, dropping: 1, widths: widths)
    var start = 0
    var line = 1
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
      let piece = text[start..<end]
      reader.feed(piece.span)
      for offset in piece.indices {
        let isHalf = text[(offset + 1)...].first == 0x0A
        if text[offset] == 0x0A || text[offset] == 0x0D && !isHalf { line += 1 }
      }
      if reader.isBetweenRows, end < text.count {
        reader.sealBatch()
        while let batch = reader.takeBatch() { add(batch) }
        reader = CSVReader(format: format, limits: limits, widths: widths)
        reader.goOn(atLine: line)
      }
      start = end
    }
    reader.finish()
    while let batch = reader.takeBatch() { add(batch) }
    return reading
  }
}
