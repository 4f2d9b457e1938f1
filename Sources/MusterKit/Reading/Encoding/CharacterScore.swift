internal import Foundation

/// How well a text reads in an encoding of several bytes a character.
struct CharacterScore {
  /// The mean, for each byte of characters beyond ASCII, of the natural logarithm of how likely the
  /// text is, roughly.
  let perByte: Double
  /// Some of the characters that speak for it.
  let examples: [Unicode.Scalar]

  /// - Parameters:
  ///   - sample: a part of the text that starts with a character.
  ///   - encoding: the encoding.
  ///   - frequent: its frequent characters, frequent ones first.
  init?(_ sample: [UInt8], as encoding: TextEncoding, frequent: String) {
    guard let text = Self.decode(sample, as: encoding) else { return nil }
    let ranks = Dictionary(
      frequent.unicodeScalars.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    var (sum, asciiBytes, examples) = (0.0, 0, [Unicode.Scalar]())
    for (index, scalar) in scalars.enumerated() {
      if scalar.value < 0x80 {
        asciiBytes += 1
        continue
      }
      sum += Self.likelihood(of: scalar, rank: ranks[scalar])
      let before = index > 0 && Self.isSmallLetter(scalars[index - 1])
      let behind = index + 1 < scalars.count && Self.isSmallLetter(scalars[index + 1])
      if before { sum -= 3 }
      if behind { sum -= 3 }
      if examples.count < 3, ranks[scalar] != nil, !examples.contains(scalar) {
        examples.append(scalar)
      }
    }
    guard sample.count > asciiBytes else { return nil }
    perByte = sum / Double(sample.count - asciiBytes)
    self.examples = examples
  }

  /// The frequent characters are some four fifths of a text, by Zipf's law among themselves.
  private static func likelihood(of scalar: Unicode.Scalar, rank: Int?) -> Double {
    if let rank { return log(0.8 / 4 / Double(rank + 10)) }
    switch scalar.value {
    case 0x3001...0x30FF, 0xFF01...0xFF5E: return log(1e-3)
    case 0x4E00...0x9FFF, 0xAC00...0xD7A3: return log(3e-5)
    case 0xFF61...0xFF9F: return log(2e-4)
    case 0xFFFD: return -28
    default: return log(1e-6)
    }
  }

  private static func isSmallLetter(_ scalar: Unicode.Scalar) -> Bool {
    (0x61...0x7A).contains(scalar.value)
  }

  private static func decode(_ sample: [UInt8], as encoding: TextEncoding) -> [UInt8]? {
    guard var decoder = try? TextDecoder(encoding) else { return nil }
    // No character of two bytes takes more than three in UTF-8, and no byte more than U+FFFD does.
    return unsafe [UInt8](unsafeUninitializedCapacity: sample.count * 3 + 64) { output, count in
      let room = UnsafeMutableRawBufferPointer(output)
      count = unsafe sample.withUnsafeBytes {
        unsafe decoder.decode($0, into: room, isLast: false).produced
      }
    }
  }
}
