internal import Synchronization

/// Cuts pieces of a source into rows, wherever there is a thread for it.
final class PieceCutter: Sendable {
  /// The rows of a piece.
  struct Cut: Sendable {
    var batches: [RowBatch] = []
    /// Whether the next row begins with the next piece. If not, what is left is held, and the same
    /// cutter must be given the next piece.
    var isWhole = false
    /// How many lines there were since it was said where to go on, if they were counted in passing: those of the
    /// rows are counted from 1 there.
    var lines: Int?
  }

  private let cutter: Mutex<RowCutter>

  init(source: Source) {
    cutter = Mutex(RowCutter(source: source))
  }

  /// Cuts a piece.
  ///
  /// - Parameters:
  ///   - piece: any that begins a row; or what follows the one that it was given before.
  ///   - isContinuing: whether it follows the one before.
  /// - Returns: its rows; or that the source has changed since it was opened.
  func cut(_ piece: TextPiece, isContinuing: Bool) -> Result<Cut, ReadingError> {
    cutter.withLock { cutter in
      do throws(ReadingError) {
        if !isContinuing && piece.line != 1 { cutter.goOn(atLine: piece.line ?? 1) }
        return .success(try Self.cut(piece, with: &cutter))
      } catch {
        return .failure(error)
      }
    }
  }

  private static func cut(
    _ piece: TextPiece, with cutter: inout RowCutter
  ) throws(ReadingError) -> Cut {
    var cut = Cut()
    if piece.hasReplacements { cutter.noteUndecodable() }
    var start = 0
    while start < piece.bytes.count {
      let end = start + min(cutter.chunkBytes, piece.bytes.count - start)
      try cutter.feed(piece.bytes.span.extracting(start..<end))
      start = end
    }
    if piece.isLast { try cutter.finish() }
    cut.isWhole = cutter.isBetweenRows
    cut.lines = cutter.linesPassed
    if cut.isWhole { cutter.seal() }
    while let batch = cutter.takeBatch() { cut.batches.append(batch) }
    return cut
  }
}
