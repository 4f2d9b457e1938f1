internal import CSimdJSON

/// Holds the bytes of a JSON source that aren't worked on yet, one behind the other.
@safe struct InputBuffer: ~Copyable {
  // `input[start..<end]` is held.
  private var input: UnsafeMutablePointer<UInt8>
  /// What `input` is while bytes are lent.
  private var own: UnsafeMutablePointer<UInt8>?
  /// The size of `input`, in bytes, without the padding.
  private(set) var capacity: Int
  private(set) var start = 0
  private var end = 0
  private(set) var isFinished = false
  private var isAtStart = true
  /// What there is room for beyond what is read at once, in bytes, before the room is no longer
  /// doubled.
  private let limit: Int

  /// How much is taken from a span at once, in bytes.
  private static let pieceBytes = 1 << 16

  /// - Parameter limit: how many bytes the user holds at most before it takes more.
  init(limit: Int) {
    self.limit = limit
    capacity = Self.pieceBytes
    unsafe input = .allocate(capacity: capacity + Int(CSIMDJSON_PADDING))
    unsafe input.initialize(repeating: 0, count: capacity + Int(CSIMDJSON_PADDING))
  }

  deinit {
    unsafe input.deallocate()
  }

  /// How many bytes are held.
  var count: Int { end - start }

  /// The address of the first byte held: valid until more input is taken. `CSIMDJSON_PADDING` bytes
  /// behind the last one can be read.
  @unsafe var address: UnsafePointer<UInt8> { unsafe UnsafePointer(input + start) }

  /// The address of a byte, counted as in `JSONRecord.bytes`.
  @unsafe func address(at offset: Int) -> UnsafePointer<UInt8> {
    unsafe UnsafePointer(input + offset)
  }

  /// A byte, counted from the first one held.
  subscript(index: Int) -> UInt8 { unsafe input[start + index] }

  /// Takes more input.
  ///
  /// - Parameters:
  ///   - count: the most bytes to take.
  ///   - read: fills the start of the buffer and returns the number of bytes; it isn't kept.
  /// - Returns: the number of bytes that were read; 0 at the end of the input.
  /// - Throws: what `read` throws.
  mutating func fill(
    atMost count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int
  ) throws(ReadingError) -> Int {
    makeRoom(for: count)
    let space = unsafe UnsafeMutableRawBufferPointer(start: input + end, count: count)
    let taken = unsafe try read(space)
    end += taken
    return taken
  }

  /// Takes a copy of the start of a span.
  ///
  /// - Returns: how many bytes were taken. Use them before giving more.
  mutating func take(_ chunk: Span<UInt8>) -> Int {
    let count = min(chunk.count, Self.pieceBytes)
    makeRoom(for: count)
    unsafe chunk.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe (input + end).update(from: base, count: count)
    }
    end += count
    return count
  }

  /// Holds bytes of somebody else's, without a copy; nothing is held before. They stay until `giveBack`, and
  /// `CSIMDJSON_PADDING` bytes behind them can be read.
  @unsafe mutating func borrow(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(count == 0, "what is held would be lost")
    guard let base = bytes.baseAddress else { return }
    unsafe own = unsafe input
    // It is only read: only what takes more input writes.
    unsafe input = UnsafeMutablePointer(mutating: base)
    start = 0
    end = bytes.count
  }

  /// Lets go of bytes that were borrowed, all of which were worked on or are to be given up.
  mutating func giveBack() {
    guard let own = unsafe own else { return }
    unsafe input = unsafe own
    unsafe self.own = nil
    start = 0
    end = 0
  }

  /// Says that the input ends here.
  mutating func finish() {
    isFinished = true
    // simdjson looks at the byte behind a line that breaks off. The padding has room for one.
    unsafe input[end] = UInt8(ascii: "\n")
  }

  /// Lets go of the first bytes that are held.
  mutating func drop(_ count: Int) {
    start += count
  }

  /// Passes over a byte order mark at the start of the source.
  ///
  /// - Returns: false where more bytes are needed to know.
  mutating func skipMark() -> Bool {
    guard isAtStart else { return true }
    guard count >= 3 || isFinished else { return false }
    isAtStart = false
    if count >= 3 && self[0] == 0xEF && self[1] == 0xBB && self[2] == 0xBF { start = 3 }
    return true
  }

  /// Says that what is taken next isn't the start of the source.
  mutating func passStart() {
    isAtStart = false
  }

  private mutating func makeRoom(for count: Int) {
    if start > 0 {
      unsafe input.update(from: input + start, count: end - start)
      end -= start
      start = 0
    }
    guard end + count > capacity else { return }
    capacity = max(end + count, min(2 * capacity, limit + count))
    let allocated = capacity + Int(CSIMDJSON_PADDING)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: allocated)
    unsafe larger.moveInitialize(from: input, count: end)
    unsafe (larger + end).initialize(repeating: 0, count: allocated - end)
    unsafe input.deallocate()
    unsafe input = unsafe larger
  }
}
