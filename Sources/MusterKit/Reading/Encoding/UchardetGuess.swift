internal import CUchardet

/// What the library uchardet takes a text for.
struct UchardetGuess {
  /// Nil if it has no answer, or one that iconv doesn't know.
  let encoding: TextEncoding?

  init(_ text: [UInt8]) {
    guard let detector = unsafe uchardet_new() else {
      encoding = nil
      return
    }
    defer { unsafe uchardet_delete(detector) }
    unsafe text.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      _ = unsafe uchardet_handle_data(
        detector, base.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    unsafe uchardet_data_end(detector)
    encoding = TextEncoding.find(unsafe String(cString: uchardet_get_charset(detector)))
  }
}
