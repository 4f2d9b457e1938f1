import MusterKit

// Any bytes cut in any way give the same rows and the same remarks as the bytes in one piece, also
// where another reader goes on between two rows, and where libcsv gets the lines without quotes as
// well; and rows come in the order of lines.

/// - Parameters:
///   - data: the first four bytes choose the format, the limits and where the rest is cut.
///   - size: how many bytes there are.
/// - Returns: 0, as libFuzzer wants it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  guard let data, size >= 4 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: data, count: size))
  let text = Array(bytes[4...])
  let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C, 0x3A, 0x20]
  let quotes: [UInt8] = [0x22, 0x27, CSVFormat.noQuote]
  let format = CSVFormat(
    delimiter: delimiters[Int(bytes[0]) % delimiters.count],
    quote: quotes[Int(bytes[1]) % quotes.count], lineEnd: bytes[1] & 0x80 == 0 ? 0x0A : 0x0D)
  let isTight = bytes[2] & 0x80 != 0
  let limits = ReadingLimits(
    cellBytes: isTight ? 100 : 1 << 20, rowBytes: isTight ? 400 : 16 << 20,
    batchBytes: isTight ? 50 : 1 << 20)
  let probe = CSVProbe(
    format: format, limits: limits, skippingLines: Int(bytes[2] % 4), widths: 2...3)
  let whole = probe.read(text, pieces: [])
  let cut = probe.read(text, pieces: [Int(bytes[3] % 17) + 1, Int(bytes[3] / 17) + 1])
  if isTight {
    // Limits are noticed by the piece, so only what every cutting promises is held against it.
    precondition(cut.rows.count <= text.count + 1)
  } else {
    precondition(whole == cut, "the rows depend on where the bytes are cut")
    precondition(
      whole == probe.read(text, pieces: [], cutsPlainLines: false),
      "lines without quotes aren't cut as libcsv does")
    if format.lineEnd == 0x0A {
      let parts = probe.readByHandingOver(text)
      precondition(whole == parts, "the rows depend on which reader goes on")
    }
  }
  precondition(zip(whole.lines, whole.lines.dropFirst()).allSatisfy { $0 <= $1 })
  return 0
}
