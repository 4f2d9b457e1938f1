/// The bytes of a compressed file, a piece at a time.
@safe struct CompressedInput: ~Copyable {
  private var file: ByteSource
  private let piece: UnsafeMutableRawBufferPointer
  private var taken = 0
  private var filled = 0

  /// How much is read from the file at once, in bytes.
  static let pieceBytes = 1 << 18

  init(file: consuming ByteSource) {
    self.file = file
    unsafe piece = .allocate(byteCount: Self.pieceBytes, alignment: 16)
  }

  deinit {
    unsafe piece.deallocate()
  }

  /// What was read and not yet consumed. Its address is never nil, and valid until the next fill.
  var unread: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(rebasing: piece[taken..<filled])
  }

  /// Where the next byte to consume stands in the file, in bytes from 0.
  var offset: Int { file.offset - (filled - taken) }

  mutating func consume(_ count: Int) {
    taken += count
  }

  /// Reads the next piece where all of the last one was consumed. At the end of the file there is
  /// still nothing to consume then.
  mutating func fill() throws(ReadingError) {
    guard taken == filled else { return }
    unsafe filled = try file.read(into: piece)
    taken = 0
  }
}
