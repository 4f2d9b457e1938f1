import MusterKit

// Whatever a file starts with, its encoding and its dialect are found the same way twice, and its
// text decodes to UTF-8 that doesn't depend on where the bytes are cut.

/// - Parameters:
///   - data: the first byte says where the rest is cut.
///   - size: how many bytes there are.
/// - Returns: 0, as libFuzzer wants it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDialect(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let data, size >= 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  let text = Array(bytes[1...])
  let first = DialectProbe.detect(text)
  precondition(first == DialectProbe.detect(text), "detection isn't deterministic")
  let piece = Int(bytes[0] % 13) + 1
  precondition(
    DialectProbe.decode(text, piece: text.count + 1) == DialectProbe.decode(text, piece: piece),
    "the text depends on where the bytes are cut")
  return 0
}
