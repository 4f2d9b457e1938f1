/// Reads a source on a thread of its own and ahead of its user: while one batch is worked on, the
/// next ones are being read. What is packed or in another encoding is unpacked and decoded on a
/// thread of its own before that.
package actor RowStream {
  private let executor = BlockingExecutor(label: "muster.reading")
  private let source: Source
  private var isBegun = false
  /// Reads plain UTF-8.
  private var reader: RowReader?
  /// Cut what `chunks` unpacks and decodes.
  private var cutter: RowCutter?
  private var chunks: TextChunks?
  /// The next text to be cut; nil at the end.
  private var pending: TextChunks.Chunk?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  package init(source: Source) {
    self.source = source
  }

  /// The next rows; nil at the end.
  package func next() async throws(ReadingError) -> RowBatch? {
    if !isBegun { try await begin() }
    if let chunks { return try await next(from: chunks) }
    return try reader?.next()
  }

  private func begin() async throws(ReadingError) {
    isBegun = true
    guard source.dialect.compression != nil || source.dialect.encoding != .utf8 else {
      reader = try RowReader(source: source)
      return
    }
    cutter = RowCutter(source: source)
    let chunks = TextChunks(source: source)
    self.chunks = chunks
    pending = try await chunks.next().get()
  }

  private func next(from chunks: TextChunks) async throws(ReadingError) -> RowBatch? {
    while true {
      if let batch = cutter?.takeBatch() { return batch }
      guard let chunk = pending else { return nil }
      async let upcoming = chunks.next()
      if chunk.hasReplacements { cutter?.noteUndecodable() }
      if chunk.isLast {
        try cutter?.finish()
      } else {
        try cutter?.feed(chunk.bytes.span)
      }
      pending = try await upcoming.get()
    }
  }
}

/// Unpacks and decodes a source on a thread of its own.
private actor TextChunks {
  struct Chunk {
    var bytes: [UInt8]
    /// Whether bytes that couldn't be decoded stand in it, or stood in one before it.
    var hasReplacements: Bool
    /// The end of the text: there are no bytes in it.
    var isLast: Bool { bytes.isEmpty }
  }

  private let executor = BlockingExecutor(label: "muster.decoding")
  private let source: Source
  private var stream: TextStream?
  private var isAtEnd = false

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  init(source: Source) {
    self.source = source
  }

  /// The next text; an empty chunk at its end, and nil behind that.
  func next() -> Result<Chunk?, ReadingError> {
    guard !isAtEnd else { return .success(nil) }
    do throws(ReadingError) {
      let chunk = try read()
      isAtEnd = chunk.isLast
      return .success(chunk)
    } catch {
      isAtEnd = true
      return .failure(error)
    }
  }

  private func read() throws(ReadingError) -> Chunk {
    if stream == nil { stream = try TextStream(source) }
    var bytes = [UInt8](repeating: 0, count: TextStream.pieceBytes)
    let count = try unsafe bytes.withUnsafeMutableBufferPointer { buffer throws(ReadingError) in
      unsafe try stream?.read(into: UnsafeMutableRawBufferPointer(buffer)) ?? 0
    }
    bytes.removeLast(bytes.count - count)
    return Chunk(bytes: bytes, hasReplacements: (stream?.undecodable ?? 0) > 0)
  }
}
