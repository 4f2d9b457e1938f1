internal import CIconv

/// Turns a stream in one encoding into UTF-8, piece by piece.
///
/// What a piece cuts is kept for the next one, so the output doesn't depend on where the input is
/// cut. A byte order mark at the start of the stream isn't given out, whether or not the caller
/// knows of it; callers pass the stream from its first byte. U+0000 passes like any character.
///
/// A byte that is no character in the encoding becomes U+FFFD and is counted, and decoding goes on
/// behind it. Of UTF-16 that is half a surrogate pair (2 bytes), of UTF-32 4 bytes, of UTF-8 the
/// "maximal subpart" of the Unicode Standard (section 3.9), and of the encodings for Chinese,
/// Japanese and Korean also a pair of bytes beyond ASCII that isn't assigned.
struct TextDecoder: ~Copyable {
  /// The least output that is taken, in bytes: with it each call gets on.
  static let minimumOutput = 64

  /// How many bytes or characters became U+FFFD so far.
  private(set) var undecodable = 0
  private var method: Method
  /// The start of a character that the last piece cut; fewer bytes than `heldLimit`.
  private var held: [UInt8] = []
  private var isAtStart = true

  private enum Method {
    case bytes([UInt32])
    case utf8
    case utf16(bigEndian: Bool)
    case utf32(bigEndian: Bool)
    /// The byte order mark decides; little-endian without one, as the WHATWG standard has it.
    case utf16ByMark, utf32ByMark
    case iconv(IconvConverter, isMultibyte: Bool, hasShifts: Bool)
  }

  /// No encoding takes as many bytes for a character, escapes included.
  private static let heldLimit = 16

  /// - Parameter encoding: what the stream is in.
  /// - Throws: where this computer's iconv can't be had for an encoding that it knew before.
  init(_ encoding: TextEncoding) throws(ReadingError) {
    switch encoding.form {
    case .utf8: method = .utf8
    case .utf16(let bigEndian): method = bigEndian.map { .utf16(bigEndian: $0) } ?? .utf16ByMark
    case .utf32(let bigEndian): method = bigEndian.map { .utf32(bigEndian: $0) } ?? .utf32ByMark
    case .multibyte, .shifted, .other:
      if encoding.form == .other, let table = SingleByteTable(encoding) {
        method = .bytes(table.entries)
        return
      }
      guard let converter = IconvConverter(encoding.iconvName) else {
        throw ReadingError(
          .encoding,
          "This computer can't convert \(encoding.name): save the file as \"CSV UTF-8\".")
      }
      method = .iconv(
        converter, isMultibyte: encoding.form == .multibyte, hasShifts: encoding.form == .shifted)
    }
  }

  deinit {
    if case .iconv(let converter, _, _) = method { converter.close() }
  }

  /// Decodes as much as there is room for.
  ///
  /// At the end of the stream call with `isLast`, and again with what is left of the input (perhaps
  /// none), until nothing is consumed and nothing is produced.
  ///
  /// - Parameters:
  ///   - input: the next bytes of the stream; those that were consumed before aren't passed again.
  ///   - output: where the UTF-8 goes: whole characters only. At least `minimumOutput` bytes.
  ///   - isLast: whether the stream ends with this input. A character cut there becomes one U+FFFD.
  /// - Returns: how many bytes were taken (all, unless the output was full) and given.
  mutating func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
  ) -> (consumed: Int, produced: Int) {
    precondition(output.count >= Self.minimumOutput, "the output is too small to get on")
    var (consumed, produced, isFull) = (0, 0, false)
    while consumed < input.count, !isFull {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: input[consumed...])
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: output[produced...])
      let step = unsafe held.isEmpty ? decodeWhole(rest, into: room) : joinHeld(rest, into: room)
      isFull = step.is_full
      consumed += step.consumed
      produced += unsafe withoutMark(room, count: step.produced)
    }
    if isLast, !isFull, output.count - produced >= Int(TEXT_OUTPUT_SLACK) {
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: output[produced...])
      produced += unsafe finish(into: room)
    }
    return (consumed, produced)
  }

  /// Decodes a piece that starts with a character, and holds what it cuts at its end.
  private mutating func decodeWhole(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> text_progress {
    var step = unsafe convert(input, into: output)
    if !step.is_full {
      held = unsafe Array(input[step.consumed...])
      step.consumed = input.count
    }
    return step
  }

  /// Completes the held character with bytes of the next piece.
  ///
  /// - Returns: what was done; `consumed` are bytes of the piece only.
  private mutating func joinHeld(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> text_progress {
    let count = held.count
    let added = min(input.count, Self.heldLimit - count)
    unsafe held.append(contentsOf: input[..<added])
    let joined = held
    var step = unsafe joined.withUnsafeBytes { unsafe convert($0, into: output) }
    if step.consumed >= count {
      step.consumed -= count
      held = []
    } else if step.is_full {
      held = Array(held[step.consumed..<count])
      step.consumed = 0
    } else {
      // Still cut: the piece is at its end, or no character is as long as this.
      held.removeFirst(added == 0 ? 1 : step.consumed)
      step.consumed = added
    }
    return step
  }

  private mutating func finish(into output: UnsafeMutableRawBufferPointer) -> Int {
    var produced = 0
    if case .iconv(let converter, _, _) = method {
      produced += unsafe converter.flush(into: output)
    }
    if !held.isEmpty {
      held = []
      undecodable += 1
      for byte in "\u{FFFD}".utf8 {
        unsafe output[produced] = byte
        produced += 1
      }
    }
    return produced
  }

  private mutating func convert(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> text_progress {
    guard let from = unsafe input.baseAddress?.assumingMemoryBound(to: UInt8.self),
      let to = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    else { return text_progress() }
    unsafe settleByteOrder(input)
    let (count, room) = (input.count, output.count)
    let step: text_progress
    switch method {
    case .bytes(let table):
      step = unsafe table.withUnsafeBufferPointer {
        unsafe text_decode_bytes(from, count, to, room, $0.baseAddress)
      }
    case .utf8: step = unsafe text_decode_utf8(from, count, to, room)
    case .utf16(let bigEndian): step = unsafe text_decode_utf16(from, count, to, room, bigEndian)
    case .utf32(let bigEndian): step = unsafe text_decode_utf32(from, count, to, room, bigEndian)
    case .utf16ByMark, .utf32ByMark: step = text_progress()
    case .iconv(let converter, let isMultibyte, let hasShifts):
      step = unsafe text_decode_iconv(
        converter.pointer, from, count, to, room, isMultibyte, hasShifts)
    }
    undecodable += step.undecodable
    return step
  }

  /// Chooses the byte order from the first character, once it is whole.
  private mutating func settleByteOrder(_ start: UnsafeRawBufferPointer) {
    switch method {
    case .utf16ByMark where start.count >= 2:
      method = unsafe .utf16(bigEndian: start[0] == 0xFE && start[1] == 0xFF)
    case .utf32ByMark where start.count >= 4:
      method = unsafe .utf32(
        bigEndian: start[0] == 0 && start[1] == 0 && start[2] == 0xFE && start[3] == 0xFF)
    default: break
    }
  }

  /// Takes a byte order mark off the start of the stream.
  ///
  /// - Returns: how many bytes are left of those that were given.
  private mutating func withoutMark(_ output: UnsafeMutableRawBufferPointer, count: Int) -> Int {
    guard isAtStart, count > 0 else { return count }
    isAtStart = false
    let given = unsafe UnsafeRawBufferPointer(rebasing: output[..<count])
    guard unsafe given.starts(with: [0xEF, 0xBB, 0xBF]) else { return count }
    unsafe output.copyMemory(from: UnsafeRawBufferPointer(rebasing: given[3...]))
    return count - 3
  }
}
