/// A piece of a source's text, in UTF-8.
struct TextPiece: Sendable {
  var bytes: [UInt8]
  /// The physical line of the first byte, from 1; nil where that isn't known yet.
  var line: Int?
  /// Whether a row begins with the first byte, in all likelihood. If not, the piece can only be read
  /// as what follows the one before it.
  var beginsRow: Bool
  /// Whether bytes that couldn't be decoded stand in it, as U+FFFD.
  var hasReplacements = false
  /// Whether the text ends behind it.
  var isLast = false
}

/// Reads a source's text on a thread of its own, unpacked and decoded, in pieces that begin where rows
/// begin, as far as that can be told from what follows.
actor TextPieces {
  private let executor = BlockingExecutor(label: "muster.reading")
  private let source: Source
  private let boundary: RowBoundary?
  private let pieceBytes: Int
  private var stream: TextStream?
  /// What was read and isn't handed on yet.
  private var carry: [UInt8] = []
  /// Pieces that nobody needs any more, whose memory is used again: allocating as much for each piece
  /// leaves holes, and the memory of a long run would grow.
  private var spares: [[UInt8]] = []
  private var carriesReplacements = false
  private var line: Int? = 1
  private var beginsRow = true
  private var isAtEnd = false

  /// More than what is carried of nearly all texts, in bytes.
  private static let usualCarry = 1 << 15

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// - Parameters:
  ///   - source: what is read.
  ///   - pieceBytes: how large a piece is at least, but for the last.
  init(_ source: Source, pieceBytes: Int) {
    self.source = source
    self.pieceBytes = pieceBytes
    boundary = RowBoundary(source: source)
  }

  /// Takes the memory of a piece back that was cut into rows.
  func recycle(_ bytes: consuming [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    spares.append(bytes)
  }

  /// The next piece; nil behind the last one. After a failure there is no other piece.
  func next() -> Result<TextPiece, ReadingError>? {
    guard !isAtEnd else { return nil }
    do throws(ReadingError) {
      let piece = try read()
      isAtEnd = piece.isLast
      return .success(piece)
    } catch {
      isAtEnd = true
      return .failure(error)
    }
  }

  private func read() throws(ReadingError) -> TextPiece {
    if stream == nil { stream = try TextStream(source) }
    var piece = TextPiece(bytes: spares.popLast() ?? [], line: line, beginsRow: beginsRow)
    let known = stream?.undecodable
    piece.isLast = try fill(&piece.bytes)
    let isReplaced = stream?.undecodable != known
    piece.hasReplacements = isReplaced || carriesReplacements
    if !piece.isLast { cut(&piece) }
    carriesReplacements =
      piece.hasReplacements && carry.firstRange(of: Array("\u{FFFD}".utf8)) != nil
    return piece
  }

  /// Puts what is carried and what follows into `bytes`.
  ///
  /// - Returns: whether that is all.
  private func fill(_ bytes: inout [UInt8]) throws(ReadingError) -> Bool {
    // Nearly always the same, so that the memory of one piece is enough for another.
    bytes.reserveCapacity(
      max(carry.count, Self.usualCarry) + pieceBytes + TextDecoder.minimumOutput)
    bytes += carry
    let least = carry.count + pieceBytes
    carry.removeAll(keepingCapacity: true)
    while bytes.count < least {
      let room = bytes.capacity - bytes.count
      let count = bytes.count
      try bytes.append(addingCapacity: room) { (output) throws(ReadingError) in
        try unsafe output.withUnsafeMutableBufferPointer { buffer, filled throws(ReadingError) in
          filled += unsafe try stream?.read(into: UnsafeMutableRawBufferPointer(buffer)) ?? 0
        }
      }
      if bytes.count == count { return true }
    }
    return false
  }

  /// Cuts a piece before the last row that is likely to begin in it, and carries the rest.
  private func cut(_ piece: inout TextPiece) {
    guard let boundary else {
      beginsRow = false
      return
    }
    let begin = boundary.find(in: piece.bytes)
    beginsRow = begin != nil
    // What follows a CR decides whether it ends a line.
    let end = begin ?? piece.bytes.count - (piece.bytes.last == UInt8(ascii: "\r") ? 1 : 0)
    carry += piece.bytes[end...]
    piece.bytes.removeLast(piece.bytes.count - end)
    line = boundary.lineEnds(in: piece.bytes).flatMap { ends in line.map { $0 + ends } }
  }
}
