/// How a source is packed.
package enum Compression: String, Sendable, CaseIterable {
  case gzip
  case zstd
  case zip

  /// How many bytes of a source are enough to tell.
  static let headBytes = 8

  /// Tells the format by the first bytes of a source, never by its name: RFC 1952 §2.3.1, RFC 8878
  /// §3.1 (skippable frames may come first) and PKWARE's APPNOTE §4.3 (an archive without entries
  /// and one that was made in segments start otherwise than others).
  ///
  /// Nil where they are none of these. Spreadsheets and documents of office programs are zip
  /// archives too, so they have to be told apart before.
  init?(head: some Collection<UInt8>) {
    let head = Array(head.prefix(Self.headBytes))
    func starts(_ bytes: UInt8...) -> Bool { head.starts(with: bytes) }
    if starts(0x1F, 0x8B) {
      self = .gzip
    } else if starts(0x28, 0xB5, 0x2F, 0xFD) {
      self = .zstd
    } else if head.count >= 4, head[0] & 0xF0 == 0x50, head[1...3] == [0x2A, 0x4D, 0x18] {
      self = .zstd
    } else if starts(0x50, 0x4B, 0x03, 0x04) || starts(0x50, 0x4B, 0x05, 0x06)
      || starts(0x50, 0x4B, 0x07, 0x08) || starts(0x50, 0x4B, 0x30, 0x30, 0x50, 0x4B, 0x03, 0x04)
    {
      self = .zip
    } else {
      return nil
    }
  }
}
