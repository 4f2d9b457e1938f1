/// Detects and decodes texts in memory.
package enum DialectProbe {
  /// All that was found, in words.
  package static func detect(_ bytes: [UInt8]) -> [String] {
    let encoding = EncodingDetector(head: bytes, isWhole: true).detect()
    let text = decode(bytes, as: encoding.encoding, piece: bytes.count + 1)
    let result = DialectDetector(head: text, isWhole: true, options: ReadingOptions()).detect()
    guard let result else { return [] }
    return [encoding.encoding.name] + result.findings.map { "\($0)" } + result.header
  }

  /// The text of bytes in the encoding that they seem to be in.
  package static func decode(_ bytes: [UInt8], piece: Int) -> [UInt8] {
    decode(bytes, as: EncodingDetector(head: bytes, isWhole: true).detect().encoding, piece: piece)
  }

  private static func decode(_ bytes: [UInt8], as encoding: TextEncoding, piece: Int) -> [UInt8] {
    guard var decoder = try? TextDecoder(encoding) else { return [] }
    var text: [UInt8] = []
    var output = [UInt8](repeating: 0, count: 256)
    func take(_ range: Range<Int>, isLast: Bool) {
      var start = range.lowerBound
      while true {
        let step = bytes[start..<range.upperBound].withUnsafeBytes { input in
          output.withUnsafeMutableBytes { decoder.decode(input, into: $0, isLast: isLast) }
        }
        start += step.consumed
        text += output.prefix(step.produced)
        if step.consumed == 0, step.produced == 0 { return }
      }
    }
    Pieces(sizes: [piece]).forEach(bytes) { take($0, isLast: false) }
    take(bytes.count..<bytes.count, isLast: true)
    return text
  }
}
