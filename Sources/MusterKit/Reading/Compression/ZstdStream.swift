internal import CZstd

/// The content of a zstd file: that of all its frames, one after the other; skippable frames have
/// none (RFC 8878 §3.1).
///
/// Frames that need a window of more than 128 MiB, libzstd's own limit, are refused.
@safe struct ZstdStream: UnpackedStream, ~Copyable {
  private var input: CompressedInput
  private let display: String
  private let context: OpaquePointer
  /// Whether the last frame that was begun is complete; not before the first one.
  private var frameIsComplete = false
  /// How many bytes libzstd wants next: those up to the end of a block, so that a fault is found
  /// with the offset of its block.
  private var wanted = frameStartBytes

  /// How much of a frame tells how long its header is: the magic number and a byte.
  private static let frameStartBytes = 5

  init(file: consuming ByteSource, display: String) throws(ReadingError) {
    input = CompressedInput(file: file)
    self.display = display
    guard let context = unsafe ZSTD_createDCtx() else {
      throw ReadingError.outOfMemory(display)
    }
    unsafe self.context = unsafe context
  }

  deinit {
    unsafe ZSTD_freeDCtx(context)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int {
    var output = unsafe ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while unsafe output.pos < output.size {
      try input.fill()
      let unread = unsafe input.unread
      if unsafe unread.isEmpty && frameIsComplete { break }
      var taken = unsafe ZSTD_inBuffer(
        src: unread.baseAddress, size: min(wanted, unread.count), pos: 0)
      let before = unsafe output.pos
      let answer = unsafe ZSTD_decompressStream(context, &output, &taken)
      guard ZSTD_isError(answer) == 0 else { throw fault(ZSTD_getErrorCode(answer)) }
      unsafe input.consume(taken.pos)
      if unsafe unread.isEmpty && output.pos == before {
        throw ReadingError.cutOff(display, .zstd, at: input.offset)
      }
      wanted = max(answer, Self.frameStartBytes)
      frameIsComplete = answer == 0
    }
    return unsafe output.pos
  }

  private func fault(_ code: ZSTD_ErrorCode) -> ReadingError {
    switch code {
    case ZSTD_error_prefix_unknown where frameIsComplete:
      return .goesOn(display, behind: .zstd, at: input.offset)
    case ZSTD_error_frameParameter_windowTooLarge:
      return ReadingError(
        .compressed,
        """
        \(display) needs more than 128 MiB of memory to unpack, from byte \
        \(input.offset.grouped) on: compress it again without --long and --ultra, or unpack it and \
        pass that file.
        """)
    case ZSTD_error_dictionary_wrong:
      return ReadingError(
        .compressed,
        """
        \(display) was compressed with a dictionary, which isn't in it: unpack it with that \
        dictionary and pass the unpacked file.
        """)
    case ZSTD_error_memory_allocation:
      return .outOfMemory(display)
    default:
      let why = unsafe String(cString: ZSTD_getErrorString(code))
      return .damaged(display, .zstd, at: input.offset, why: why)
    }
  }
}
