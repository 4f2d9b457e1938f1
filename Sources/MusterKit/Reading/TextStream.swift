/// What stands in a source as text in UTF-8: its bytes, unpacked and decoded as they are read.
@safe struct TextStream: ~Copyable {
  private var file: ByteSource?
  private var unpacked: Decompressor?
  private var decoder: TextDecoder?
  /// Bytes in the source's own encoding: those from `start` to `end` are still to be decoded.
  private let encoded: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  /// Whether a UTF-8 byte order mark may follow.
  private var isBeforeMark: Bool

  /// How much is unpacked or decoded at once, in bytes.
  static let pieceBytes = 1 << 18

  /// - Parameters:
  ///   - display: what messages call the source.
  ///   - path: the file.
  ///   - compression: what its bytes are packed with.
  ///   - encoding: what its text is in, and then a byte order mark isn't given; nil: the bytes are
  ///     given as they are.
  /// - Throws: where it can't be opened, or the archive holds no file to read.
  init(
    display: String, path: String, compression: Compression?, encoding: TextEncoding?
  ) throws(ReadingError) {
    let isPlain = encoding == nil || encoding == .utf8
    isBeforeMark = encoding == .utf8
    unsafe encoded = .allocate(byteCount: isPlain ? 0 : Self.pieceBytes, alignment: 16)
    if let compression {
      unpacked = try Decompressor(
        compression, file: try ByteSource(display: display, path: path), display: display,
        path: path)
    } else {
      file = try ByteSource(display: display, path: path)
    }
    if !isPlain, let encoding { decoder = try TextDecoder(encoding) }
  }

  deinit {
    unsafe encoded.deallocate()
  }

  /// How many bytes or characters were none of the encoding and became U+FFFD so far. Text that is
  /// UTF-8 already is given as it is, whatever stands in it.
  private(set) var undecodable = 0

  /// Reads what comes next.
  ///
  /// - Parameter buffer: at least `TextDecoder.minimumOutput` bytes.
  /// - Returns: the number of bytes; 0 at the end.
  /// - Throws: where the file can't be read, or is packed and damaged.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int {
    guard decoder != nil else {
      return unsafe try isBeforeMark ? readFirst(into: buffer) : readBytes(into: buffer)
    }
    while true {
      let input = unsafe UnsafeRawBufferPointer(rebasing: encoded[start..<end])
      let step = unsafe decoder?.decode(input, into: buffer, isLast: isAtEnd)
      guard let step else { return 0 }
      if let count = decoder?.undecodable { undecodable = count }
      start += step.consumed
      if step.produced > 0 { return step.produced }
      if isAtEnd {
        if step.consumed == 0 { return 0 }
      } else {
        try refill()
      }
    }
  }

  private mutating func refill() throws(ReadingError) {
    if start < end {
      unsafe encoded.copyMemory(
        from: UnsafeRawBufferPointer(rebasing: encoded[start..<end]))
    }
    end -= start
    start = 0
    let room = unsafe UnsafeMutableRawBufferPointer(rebasing: encoded[end...])
    let count = try unsafe readBytes(into: room)
    end += count
    isAtEnd = count == 0
  }

  /// Reads the first bytes of UTF-8, without a byte order mark.
  private mutating func readFirst(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ReadingError) -> Int {
    isBeforeMark = false
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var count = 0
    while count < mark.count {
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      let read = unsafe try readBytes(into: room)
      if read == 0 { return count }
      count += read
    }
    guard unsafe buffer.starts(with: mark) else { return count }
    unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[mark.count..<count]))
    // Nothing but a mark isn't the end yet.
    return count > mark.count ? count - mark.count : unsafe try readBytes(into: buffer)
  }

  /// Reads bytes as they stand in the source, unpacked.
  private mutating func readBytes(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(ReadingError) -> Int {
    if let count = unsafe try unpacked?.read(into: buffer) { return count }
    return unsafe try file?.read(into: buffer) ?? 0
  }
}

extension TextStream {
  /// Reads the start of the source.
  ///
  /// - Parameter count: how much is looked at, in bytes.
  /// - Returns: the first bytes, and whether they are all there are.
  /// - Throws: what reading throws.
  mutating func head(_ count: Int) throws(ReadingError) -> (bytes: [UInt8], isWhole: Bool) {
    var head = [UInt8](repeating: 0, count: count + TextDecoder.minimumOutput)
    var taken = 0
    while taken <= count {
      let more = try unsafe head.withUnsafeMutableBufferPointer {
        bytes throws(ReadingError) -> Int in
        let room = unsafe UnsafeMutableBufferPointer(rebasing: bytes[taken...])
        return unsafe try read(into: UnsafeMutableRawBufferPointer(room))
      }
      if more == 0 { break }
      taken += more
    }
    return (Array(head.prefix(min(taken, count))), taken <= count)
  }
}
