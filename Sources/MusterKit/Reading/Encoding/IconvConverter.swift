internal import CIconv

/// One of iconv's converters to UTF-8. Whoever opens it closes it, once.
@safe struct IconvConverter {
  let pointer: UnsafeMutableRawPointer

  /// Nil if iconv doesn't know the encoding.
  init?(_ iconvName: String) {
    guard let opened = unsafe text_open(iconvName) else { return nil }
    unsafe pointer = opened
  }

  func close() {
    unsafe text_close(pointer)
  }

  /// Gives out what is held back, and goes back to the first state.
  ///
  /// - Parameter output: where it goes; 16 bytes are enough.
  /// - Returns: how many bytes were given.
  func flush(into output: UnsafeMutableRawBufferPointer) -> Int {
    guard let to = output.baseAddress else { return 0 }
    return unsafe text_flush(pointer, to.assumingMemoryBound(to: UInt8.self), output.count)
  }
}
