internal import Foundation

/// Reads the rows of a source ahead of its user, in several places at once: while one batch is worked
/// on, the next ones are being read.
///
/// A thread of its own reads the file, unpacks and decodes it, and cuts the text into pieces. Several
/// pieces are cut into rows at the same time, each from where a row is likely to begin. Where that was
/// wrong, because the piece before ends within a row, what was read is thrown away, and the reader of
/// the piece before goes on with it: so the rows are those that one reader gives, whatever was guessed.
package actor RowStream<Output: Sendable> {
  /// Some rows, and what was made of them.
  package struct Element: Sendable {
    package var rows: RowBatch
    package var output: Output
  }

  /// What a piece gave.
  private struct Reading: Sendable {
    var rows: Result<[Element], ReadingError>
    /// Whether the next row begins with the next piece.
    var isWhole: Bool
    /// See `PieceCutter.Cut`.
    var lines: Int?
    /// The piece itself, which may have to be read again, and whose memory is.
    var piece: TextPiece
  }

  private enum Underway {
    case reading(Task<Reading, Never>, with: PieceCutter)
    /// It can only be read as what follows the piece before.
    case waiting(TextPiece)
  }

  private let source: Source
  private let transform: @Sendable (inout RowBatch) -> Output
  private let pieces: TextPieces
  /// How many pieces are in memory at once.
  private let depth: Int
  private var upcoming: Task<Result<TextPiece, ReadingError>?, Never>?
  private var underway: [Underway] = []
  private var ready: ArraySlice<Element> = []
  /// Who read the last piece, and whether the next row begins behind it.
  private var last: (cutter: PieceCutter, isWhole: Bool)?
  private var idle: [PieceCutter] = []
  private var nextRow = 1
  /// Where lines are counted in passing: how many there are before the piece from which the rows' are counted,
  /// and since.
  private var linesBefore = 0
  private var linesSince = 0

  /// How large a piece is, in bytes: large enough that starting a task for it costs nothing, and small
  /// enough that those in memory are few megabytes.
  private static var pieceBytes: Int { 1 << 20 }

  /// - Parameters:
  ///   - source: what is read.
  ///   - pieceBytes: the least size of a piece; nil: what is best.
  ///   - transform: is called for each batch, for several at once and in any order. The number of its
  ///     first row isn't known yet.
  package init(
    source: Source, pieceBytes: Int? = nil,
    transform: @escaping @Sendable (inout RowBatch) -> Output
  ) {
    self.source = source
    self.transform = transform
    pieces = TextPieces(source, pieceBytes: pieceBytes ?? Self.pieceBytes)
    depth = ProcessInfo.processInfo.activeProcessorCount + 2
  }

  /// The next rows; nil at the end.
  package func next() async throws(ReadingError) -> Element? {
    while ready.isEmpty {
      try await readAhead()
      guard !underway.isEmpty else { return nil }
      var reading = await finish(underway.removeFirst())
      var elements = try exchange(&reading.rows, with: .success([])).get()
      if linesBefore > 0 {
        for index in elements.indices { elements[index].rows.moveLines(by: linesBefore) }
      }
      ready = elements[...]
      await pieces.recycle(exchange(&reading.piece.bytes, with: []))
    }
    var element = ready.removeFirst()
    element.rows.firstRow = nextRow
    nextRow += element.rows.count
    return element
  }

  /// Starts on as many pieces as may be under way.
  private func readAhead() async throws(ReadingError) {
    while underway.count < depth {
      let pieces = pieces
      let piece = await (upcoming ?? Task { await pieces.next() }).value
      guard let piece = try piece?.get() else { return }
      upcoming = Task { await pieces.next() }
      guard piece.beginsRow else {
        underway.append(.waiting(piece))
        continue
      }
      let cutter = idle.popLast() ?? PieceCutter(source: source)
      let transform = transform
      let task = Task { Self.read(piece, with: cutter, isContinuing: false, transform) }
      underway.append(.reading(task, with: cutter))
    }
  }

  /// Waits for a piece, or reads it behind the one before it.
  private func finish(_ current: Underway) async -> Reading {
    let piece: TextPiece
    switch current {
    case .reading(let task, let cutter):
      let reading = await task.value
      guard let last, !last.isWhole else {
        if let last { idle.append(last.cutter) }
        last = (cutter, reading.isWhole)
        linesBefore += linesSince
        linesSince = reading.lines ?? 0
        return reading
      }
      piece = reading.piece
    case .waiting(let held): piece = held
    }
    guard let last else { preconditionFailure("the first piece begins a row") }
    let reading = Self.read(piece, with: last.cutter, isContinuing: true, transform)
    self.last?.isWhole = reading.isWhole
    linesSince = reading.lines ?? 0
    return reading
  }

  private static func read(
    _ piece: TextPiece, with cutter: PieceCutter, isContinuing: Bool,
    _ transform: (inout RowBatch) -> Output
  ) -> Reading {
    let cut = cutter.cut(piece, isContinuing: isContinuing)
    let rows = cut.map { cut in
      cut.batches.map { batch in
        var batch = batch
        let output = transform(&batch)
        return Element(rows: batch, output: output)
      }
    }
    let found = try? cut.get()
    return Reading(
      rows: rows, isWhole: found?.isWhole ?? true, lines: found?.lines, piece: piece)
  }
}

extension RowBatch {
  /// Counts lines from another one on.
  fileprivate mutating func moveLines(by lines: Int) {
    for row in rows.indices { rows[row].line = UInt32(clamping: Int(rows[row].line) + lines) }
  }
}

extension RowStream<Void> {
  package init(source: Source) {
    self.init(source: source) { _ in }
  }
}
