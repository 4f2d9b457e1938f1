internal import CIconv

/// An encoding of one byte a character over ASCII, as iconv has it: what each of its upper bytes
/// stands for.
struct SingleByteTable {
  /// For each byte from 0x80 its UTF-8, as `text_decode_bytes` takes it.
  private(set) var entries: [UInt32]

  /// Nil if bytes below 0x80 aren't ASCII, or if characters have several bytes.
  init?(_ encoding: TextEncoding) {
    guard let converter = IconvConverter(encoding.iconvName) else { return nil }
    defer { converter.close() }
    var entries = [UInt32](repeating: 0, count: 128)
    let isTable = unsafe entries.withUnsafeMutableBufferPointer {
      unsafe text_read_table(converter.pointer, $0.baseAddress)
    }
    guard isTable else { return nil }
    self.entries = entries
    if encoding.name == "ISO-8859-1" { readControlsAsWindows1252() }
  }

  /// The character of a byte from 0x80; nil: there is none.
  func scalar(_ byte: UInt8) -> Unicode.Scalar? {
    let entry = entries[Int(byte) - 0x80]
    if entry & TEXT_UNDECODABLE != 0 { return nil }
    let length = Int(entry >> 24 & 3)
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: entry >> (8 * UInt32($0))) }
    return String(validating: bytes, as: UTF8.self)?.unicodeScalars.first
  }

  /// What calls itself ISO-8859-1 and has bytes from 0x80 to 0x9F is windows-1252; browsers read it
  /// so (WHATWG Encoding Standard, section 4.2).
  private mutating func readControlsAsWindows1252() {
    guard let windows = SingleByteTable(.windows1252) else { return }
    for index in 0..<32 where windows.entries[index] & TEXT_UNDECODABLE == 0 {
      entries[index] = windows.entries[index]
    }
  }
}
