/// Classes of bytes as sets of 128 bits: one shift a byte on the hot path, and nothing that has to
/// be initialised first.
struct ByteClass: Sendable {
  private let low: UInt64
  private let high: UInt64

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    let bit = UInt64(1) &<< UInt64(byte & 63)
    return byte < 64 ? low & bit != 0 : byte < 128 && high & bit != 0
  }

  /// What a local part's atoms are made of: `atext` of RFC 5322, section 3.2.3.
  static let emailAtom = ByteClass(
    low: 0xA3FF_ACFA_0000_0000, high: 0x7FFF_FFFF_C7FF_FFFE)
  /// Letters, digits and the hyphen.
  static let domain = ByteClass(
    low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_07FF_FFFE)
  /// What an ASCII LinkedIn slug or id is made of: letters, digits, `-` and `_`.
  static let slug = ByteClass(
    low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_87FF_FFFE)

  /// Blanks as they stand around cells: space, tab and line ends.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// A to Z in lower case, all else as it is.
  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
