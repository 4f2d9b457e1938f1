import Foundation

extension Data {
  /// 8 bytes for each number, the least first.
  init(littleEndian words: [UInt64]) {
    self.init(capacity: words.count * 8)
    for word in words {
      unsafe Swift.withUnsafeBytes(of: word.littleEndian) { unsafe append(contentsOf: $0) }
    }
  }

  /// The numbers that stand in the bytes so; what is left at the end is no number.
  var littleEndianWords: [UInt64] {
    let bytes = [UInt8](self)
    return stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
      bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
  }
}
