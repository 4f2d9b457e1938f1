/// Reads a source from its start to its end, batch by batch.
package struct RowReader: ~Copyable {
  private var stream: TextStream
  private var cutter: RowCutter
  private var isAtEnd = false

  /// How much is handed to a parser at once, in bytes: it stays in a processor's own cache until it
  /// is parsed.
  static let readBytes = 1 << 16

  package init(source: Source) throws(ReadingError) {
    stream = try TextStream(source)
    cutter = RowCutter(source: source)
  }

  /// The next rows; nil at the end.
  package mutating func next() throws(ReadingError) -> RowBatch? {
    while true {
      if let batch = cutter.takeBatch() { return batch }
      if isAtEnd { return nil }
      let known = stream.undecodable
      let taken = unsafe try cutter.fill(atMost: Self.readBytes) { buffer throws(ReadingError) in
        unsafe try stream.read(into: buffer)
      }
      if stream.undecodable > known { cutter.noteUndecodable() }
      if taken == 0 {
        isAtEnd = true
        try cutter.finish()
      }
    }
  }
}
