/// Tells UTF-16 and UTF-32 without a byte order mark by where the bytes of line ends, commas and
/// other ASCII characters stand.
struct WideText {
  /// Nil where the text is neither.
  let finding: EncodingFinding?

  /// How much is looked at, in bytes. A multiple of 4.
  private static let sampleBytes = 1 << 16

  init(_ head: [UInt8], isWhole: Bool) {
    let sample = head.prefix(Self.sampleBytes)
    guard sample.count >= 4, sample.contains(0) else {
      finding = nil
      return
    }
    let why = "bytes of zero stand where the encoding has them"
    // Bytes left over at the end speak against it; a sample that ends before the text may cut.
    let length = isWhole && sample.count == head.count ? head.count : 0
    for bigEndian in [false, true]
    where Self.isUTF32(sample, bigEndian: bigEndian, left: length % 4) {
      finding = EncodingFinding(.utf32(bigEndian: bigEndian), confidence: 0.98, why: why)
      return
    }
    let counts = [false, true].map {
      (order: $0, count: UnitCount(sample, bigEndian: $0, left: length % 2))
    }
    let best = counts.filter(\.count.isText).max { $0.count.ascii < $1.count.ascii }
    finding = best.map {
      EncodingFinding(.utf16(bigEndian: $0.order), confidence: 0.95, why: why)
    }
  }

  private static func isUTF32(_ sample: ArraySlice<UInt8>, bigEndian: Bool, left: Int) -> Bool {
    var (units, wrong) = (0, left)
    for start in stride(from: 0, through: sample.count - 4, by: 4) {
      let unit = (0..<4).reduce(UInt32(0)) {
        $0 << 8 | UInt32(sample[bigEndian ? start + $1 : start + 3 - $1])
      }
      units += 1
      if unit < 9 || Unicode.Scalar(unit) == nil { wrong += 1 }
    }
    return wrong * 50 <= units
  }

  /// The 16-bit units of a sample, in one of the byte orders.
  private struct UnitCount {
    /// Printable ASCII, tabs and line ends.
    var ascii = 0
    /// Those of them that part cells and lines, for sure.
    var separators = 0
    /// Zero, control characters, halves of surrogate pairs and units that are no characters.
    var wrong = 0
    var units = 0
    /// Bytes that would be separators, were this not 16 bits a character.
    var separatorBytes = 0

    init(_ sample: ArraySlice<UInt8>, bigEndian: Bool, left: Int) {
      wrong = left
      var isBehindHigh = false
      for start in stride(from: 0, through: sample.count - 2, by: 2) {
        let (high, low) =
          bigEndian
          ? (sample[start], sample[start + 1]) : (sample[start + 1], sample[start])
        units += 1
        for byte in [high, low] where Self.isSeparator(byte) { separatorBytes += 1 }
        if high == 0 {
          if Self.isSeparator(low) { separators += 1 }
          if Self.isSeparator(low) || (0x20..<0x7F).contains(low) { ascii += 1 }
          if low < 0x20 && !Self.isSeparator(low) { wrong += 1 }
        }
        let isLow = (0xDC...0xDF).contains(high)
        if isLow != isBehindHigh { wrong += 1 }
        if high == 0xFF && low >= 0xFE { wrong += 1 }
        isBehindHigh = (0xD8...0xDB).contains(high)
      }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
      byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x2C
    }

    /// In text of Latin letters most units are ASCII; in any other the separators are, and bytes
    /// with their values are rare elsewhere.
    var isText: Bool {
      guard wrong * 50 <= units else { return false }
      guard separators * 2 > separatorBytes || separatorBytes == 0 else { return false }
      return ascii * 10 > units * 7 || separators > 1
    }
  }
}
