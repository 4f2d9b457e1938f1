/// Reads JSON in pieces.
package struct JSONProbe {
  private let layout: JSONLayout
  private let limits: ReadingLimits

  /// - Parameters:
  ///   - text: tells the layout.
  ///   - limits: how large a row and a cell may be.
  package init(_ text: [UInt8], limits: ReadingLimits) {
    layout = JSONLayout.recognise(text, isWhole: true) ?? .lines
    self.limits = limits
  }

  /// Reads in pieces; `parsesAll` as for `JSONLReader`.
  package func read(_ text: [UInt8], pieces: [Int], parsesAll: Bool = false) -> ProbeReading {
    var reading = ProbeReading()
    do throws(ReadingError) {
      var scan = JSONLColumnScan(layout: layout, display: "file", limits: limits)
      try Pieces(sizes: pieces).forEach(text) { range throws(ReadingError) in
        try scan.feed(text.span.extracting(range))
      }
      try scan.finish()
      var reader = JSONLReader(
        columns: scan.columns, layout: layout, display: "file", limits: limits,
        parsesAll: parsesAll)
      try Pieces(sizes: pieces).forEach(text) { range throws(ReadingError) in
        try reader.feed(text.span.extracting(range))
        while let batch = reader.takeBatch() { reading.add(batch) }
      }
      try reader.finish()
      while let batch = reader.takeBatch() { reading.add(batch) }
    } catch {
      reading.error = error.sentence
    }
    return reading
  }
}
