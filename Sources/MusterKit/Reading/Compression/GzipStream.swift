internal import CZlib

/// The content of a gzip file: that of all its members, one after the other (RFC 1952 §2.2).
///
/// Zeros behind a member are padding, as tapes and block devices leave it. Anything else that isn't
/// a member is an error and not left out.
@safe struct GzipStream: UnpackedStream, ~Copyable {
  private var input: CompressedInput
  private let display: String
  /// At an address of its own: zlib keeps it.
  private let zlib: UnsafeMutablePointer<z_stream>
  private var place = Place.beforeFirstMember

  private enum Place {
    case beforeFirstMember
    case inMember
    case behindMember
  }

  init(file: consuming ByteSource, display: String) throws(ReadingError) {
    input = CompressedInput(file: file)
    self.display = display
    unsafe zlib = .allocate(capacity: 1)
    unsafe zlib.initialize(to: z_stream())
    guard unsafe czlib_inflate_gzip_init(zlib) == Z_OK else {
      throw ReadingError.outOfMemory(display)
    }
  }

  deinit {
    unsafe inflateEnd(zlib)
    unsafe zlib.deallocate()
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int {
    var count = 0
    while count < buffer.count {
      switch place {
      case .beforeFirstMember:
        place = .inMember
      case .behindMember:
        guard try findMember() else { return count }
        unsafe inflateReset(zlib)
        place = .inMember
      case .inMember:
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        unsafe count += try inflateMember(into: free)
      }
    }
    return count
  }

  /// Goes to the start of the next member: what begins with the first byte of one should be one.
  ///
  /// - Returns: whether there is one.
  private mutating func findMember() throws(ReadingError) -> Bool {
    while true {
      try input.fill()
      guard let first = unsafe input.unread.first else { return false }
      if first == 0x1F { return true }
      if first != 0 { throw ReadingError.goesOn(display, behind: .gzip, at: input.offset) }
      input.consume(unsafe input.unread.prefix { $0 == 0 }.count)
    }
  }

  private mutating func inflateMember(
    into free: UnsafeMutableRawBufferPointer
  ) throws(ReadingError) -> Int {
    try input.fill()
    let unread = unsafe input.unread
    let room = UInt32(clamping: free.count)
    unsafe zlib.pointee.next_in = unread.baseAddress?.assumingMemoryBound(to: Bytef.self)
    unsafe zlib.pointee.avail_in = UInt32(unread.count)
    unsafe zlib.pointee.next_out = free.baseAddress?.assumingMemoryBound(to: Bytef.self)
    unsafe zlib.pointee.avail_out = room
    let answer = unsafe inflate(zlib, Z_NO_FLUSH)
    unsafe input.consume(unread.count - Int(zlib.pointee.avail_in))
    switch answer {
    case Z_OK: break
    case Z_STREAM_END: place = .behindMember
    // Neither input nor output moved, and there is room for output.
    case Z_BUF_ERROR: throw ReadingError.cutOff(display, .gzip, at: input.offset)
    case Z_MEM_ERROR: throw ReadingError.outOfMemory(display)
    default:
      let why = unsafe zlib.pointee.msg.map { unsafe String(cString: $0) }
      throw ReadingError.damaged(display, .gzip, at: input.offset, why: why)
    }
    return unsafe Int(room - zlib.pointee.avail_out)
  }
}
