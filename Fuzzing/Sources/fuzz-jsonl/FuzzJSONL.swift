import MusterKit

// Any bytes cut in any way give the same columns, rows and remarks as the bytes in one piece, and as
// simdjson alone.

/// - Parameters:
///   - data: the first byte says where the rest is cut.
///   - size: how many bytes there are.
/// - Returns: 0, as libFuzzer wants it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSONL(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let data, size >= 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  let text = Array(bytes[1...])
  let limits = ReadingLimits(
    cellBytes: 1 << 10, rowBytes: bytes[0] & 0x80 == 0 ? 1 << 20 : 300, batchBytes: 1 << 10)
  let probe = JSONProbe(text, limits: limits)
  let whole = probe.read(text, pieces: [])
  let cut = probe.read(text, pieces: [Int(bytes[0] % 11) + 1, Int(bytes[0] % 7) + 1])
  precondition(whole == cut, "the rows depend on where the bytes are cut")
  precondition(
    whole == probe.read(text, pieces: [], parsesAll: true), "plain lines aren't what simdjson reads"
  )
  return 0
}
