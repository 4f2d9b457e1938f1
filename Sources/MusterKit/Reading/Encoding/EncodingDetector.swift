internal import CIconv

/// Finds the encoding of text from its first bytes. Pure: the same bytes give the same finding.
struct EncodingDetector {
  private let head: [UInt8]
  private let isWhole: Bool

  /// - Parameters:
  ///   - head: the first bytes of the text, at most 1 MiB.
  ///   - isWhole: whether they are all of it.
  init(head: [UInt8], isWhole: Bool) {
    self.head = head
    self.isWhole = isWhole
  }

  /// What the bytes are, taken for text. Complexity: O(n), and a few milliseconds more where they
  /// aren't Unicode.
  func detect() -> EncodingFinding {
    if let marked = Self.byteOrderMark(head) {
      return EncodingFinding(
        marked.encoding, markBytes: marked.bytes, confidence: 1, why: "a byte order mark")
    }
    if let wide = WideText(head, isWhole: isWhole).finding { return wide }
    let tally = UTF8Tally(head, isWhole: isWhole)
    if tally.isASCII { return escaped ?? plain }
    if tally.isUTF8 {
      if tally.invalid == 0 {
        return EncodingFinding(.utf8, confidence: 1, why: "all bytes beyond ASCII are UTF-8")
      }
      return EncodingFinding(
        .utf8, confidence: Double(tally.valid) / Double(tally.valid + tally.invalid),
        why: "most bytes beyond ASCII are UTF-8, and \(tally.invalid.grouped) "
          + (tally.invalid == 1 ? "character is damaged" : "characters are damaged"))
    }
    return EncodingContest(head).finding
  }

  /// The finding for an encoding that the user named, with the byte order and the mark as they are
  /// in the text.
  func confirm(_ named: TextEncoding) -> EncodingFinding {
    let why = "you named it"
    if let marked = Self.byteOrderMark(head), marked.encoding.isForm(of: named) {
      return EncodingFinding(
        marked.encoding, markBytes: marked.bytes, confidence: 1, why: why)
    }
    if let wide = WideText(head, isWhole: isWhole).finding, wide.encoding.isForm(of: named) {
      return EncodingFinding(wide.encoding, confidence: 1, why: why)
    }
    return EncodingFinding(named, confidence: 1, why: why)
  }

  private var plain: EncodingFinding {
    EncodingFinding(.utf8, confidence: 1, why: "all bytes are ASCII")
  }

  /// Encodings that write everything in ASCII, behind escapes.
  private var escaped: EncodingFinding? {
    guard head.contains(0x1B) || head.contains(UInt8(ascii: "~")),
      let named = UchardetGuess(Array(head.prefix(1 << 17))).encoding, named.form == .shifted
    else { return nil }
    return EncodingFinding(named, confidence: 0.95, why: "its escape sequences")
  }

  private static func byteOrderMark(_ head: [UInt8]) -> (encoding: TextEncoding, bytes: Int)? {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if head.starts(with: [0xFF, 0xFE, 0x00, 0x00]) { return (.utf32(bigEndian: false), 4) }
    if head.starts(with: [0x00, 0x00, 0xFE, 0xFF]) { return (.utf32(bigEndian: true), 4) }
    if head.starts(with: [0xFF, 0xFE]) { return (.utf16(bigEndian: false), 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (.utf16(bigEndian: true), 2) }
    return nil
  }
}

extension TextEncoding {
  /// Whether this is the named encoding, or one of the byte orders that it leaves open.
  fileprivate func isForm(of named: TextEncoding) -> Bool {
    switch (form, named.form) {
    case (.utf16, .utf16(nil)), (.utf32, .utf32(nil)): true
    default: self == named
    }
  }
}
