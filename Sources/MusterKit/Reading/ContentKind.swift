internal import CSimdJSON
internal import CUchardet

/// What a source is made of, told by its first bytes and never by its name.
enum ContentKind: Equatable {
  /// Text in UTF-8; `byteOrderMark` says whether it starts with one.
  case utf8(byteOrderMark: Bool)
  /// Text in another encoding, by its IANA name.
  case text(encoding: String)
  /// A spreadsheet of an office program.
  case spreadsheet
  /// Compressed data, by the name of the format.
  case compressed(String)
  /// Anything else, in words.
  case binary(String)

  /// - Parameters:
  ///   - head: the first bytes of the source, at most 1 MiB.
  ///   - isWhole: whether they are all of it.
  /// - Returns: `utf8` also where bytes are damaged, if most of what isn't ASCII is UTF-8.
  static func recognise(_ head: [UInt8], isWhole: Bool) -> ContentKind {
    if let known = container(head) { return known }
    if let encoding = byteOrderMark(head) { return encoding }
    if let encoding = wideText(head) { return .text(encoding: encoding) }
    let tally = UTF8Tally(head, isWhole: isWhole)
    let controls = head.prefix(1 << 16).count { $0 < 0x20 && !(0x09...0x0D).contains($0) }
    let share = Double(controls) / Double(max(1, min(head.count, 1 << 16)))
    if share > 0.3 || (tally.invalid > 0 && share > 0.02) { return .binary("a binary file") }
    if tally.invalid == 0 || tally.valid > tally.invalid { return .utf8(byteOrderMark: false) }
    return .text(encoding: guessedEncoding(head))
  }

  private static let signatures: [(bytes: [UInt8], kind: ContentKind)] = [
    ([0x1F, 0x8B], .compressed("gzip")),
    ([0x28, 0xB5, 0x2F, 0xFD], .compressed("zstd")),
    ([0x42, 0x5A, 0x68], .compressed("bzip2")),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .compressed("xz")),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .compressed("7z")),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .spreadsheet),
    (Array("%PDF-".utf8), .binary("a PDF")),
    ([0x89, 0x50, 0x4E, 0x47], .binary("a picture")),
    ([0xFF, 0xD8, 0xFF], .binary("a picture")),
    ([0x7F, 0x45, 0x4C, 0x46], .binary("a program")),
  ]

  private static func container(_ head: [UInt8]) -> ContentKind? {
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      let start = head.prefix(1 << 16)
      let isSpreadsheet =
        contains(start, "xl/") || contains(start, "opendocument.spreadsheet")
        || contains(start, "[Content_Types].xml") && !contains(start, "word/")
          && !contains(start, "ppt/")
      return isSpreadsheet ? .spreadsheet : .compressed("zip")
    }
    return signatures.first { head.starts(with: $0.bytes) }?.kind
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
    let needle = Array(text.utf8)
    guard bytes.count >= needle.count else { return false }
    return bytes.indices.dropLast(needle.count - 1).contains {
      bytes[$0] == needle[0] && bytes[$0..<$0 + needle.count].elementsEqual(needle)
    }
  }

  private static func byteOrderMark(_ head: [UInt8]) -> ContentKind? {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8(byteOrderMark: true) }
    if head.starts(with: [0xFF, 0xFE, 0x00, 0x00]) { return .text(encoding: "UTF-32LE") }
    if head.starts(with: [0x00, 0x00, 0xFE, 0xFF]) { return .text(encoding: "UTF-32BE") }
    if head.starts(with: [0xFF, 0xFE]) { return .text(encoding: "UTF-16LE") }
    if head.starts(with: [0xFE, 0xFF]) { return .text(encoding: "UTF-16BE") }
    return nil
  }

  /// UTF-16 without a byte order mark: in text of any European language most odd, or most even,
  /// bytes are zero.
  private static func wideText(_ head: [UInt8]) -> String? {
    let sample = head.prefix(1 << 12)
    guard sample.count >= 4 else { return nil }
    var zeros = (even: 0, odd: 0)
    for index in sample.indices where sample[index] == 0 {
      if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let half = sample.count / 2
    if zeros.odd * 10 > half * 7, zeros.even * 10 < half { return "UTF-16LE" }
    if zeros.even * 10 > half * 7, zeros.odd * 10 < half { return "UTF-16BE" }
    return nil
  }

  private static func guessedEncoding(_ head: [UInt8]) -> String {
    guard let detector = unsafe uchardet_new() else { return "unknown" }
    defer { unsafe uchardet_delete(detector) }
    unsafe head.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      _ = unsafe uchardet_handle_data(
        detector, base.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    unsafe uchardet_data_end(detector)
    let name = unsafe String(cString: uchardet_get_charset(detector))
    return name.isEmpty ? "unknown" : name
  }
}

/// How many sequences of bytes beyond ASCII are UTF-8, and how many are not.
private struct UTF8Tally {
  var valid = 0
  var invalid = 0

  init(_ bytes: [UInt8], isWhole: Bool) {
    let isValid = unsafe bytes.withUnsafeBytes { all in
      guard let base = all.baseAddress else { return true }
      return unsafe csimdjson_validate_utf8(base.assumingMemoryBound(to: CChar.self), all.count)
    }
    if isValid { return }
    var index = 0
    while index < bytes.count {
      let length = Self.sequenceLength(bytes, at: index)
      if length == 0 {
        // The source goes on behind the head: its last character may be cut.
        if !isWhole && index + 4 > bytes.count { return }
        invalid += 1
      } else if length > 1 {
        valid += 1
      }
      index += max(1, length)
    }
  }

  /// The length of the well-formed sequence at an offset; 0: there is none.
  private static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
    let length: Int
    switch bytes[index] {
    case 0..<0x80: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return 0
    }
    guard index + length <= bytes.count else { return 0 }
    return String(validating: bytes[index..<index + length], as: UTF8.self) == nil ? 0 : length
  }
}
