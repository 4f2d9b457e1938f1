internal import CXXHash

/// Words to be looked up by their bytes, without a string: open addressing over 64-bit hashes. Two
/// words share a hash with a probability of about 10⁻¹⁶ for a thousand words.
struct WordTable: Sendable {
  /// 0: free.
  private var hashes: [UInt64]
  private var values: [UInt16]
  private let mask: Int
  /// The lengths of words by their first letter, a bit each: most words that aren't in the table are told
  /// by that, without a hash.
  private var lengths: [UInt64]

  /// - Parameter words: lower-case words with what each stands for. Of equal ones the first counts.
  init(_ words: [(word: String, value: Int)]) {
    var slots = 16
    while slots < 4 * words.count { slots *= 2 }
    mask = slots - 1
    hashes = Array(repeating: 0, count: slots)
    values = Array(repeating: 0, count: slots)
    lengths = Array(repeating: 0, count: 32)
    for (word, value) in words {
      var word = word
      guard let first = word.utf8.first else { continue }
      lengths[Int(first & 31)] |= Self.bit(ofLength: word.utf8.count)
      let hash = word.withUTF8 { unsafe Self.hash(UnsafeRawBufferPointer($0)) }
      var slot = Int(truncatingIfNeeded: hash) & mask
      while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & mask }
      guard hashes[slot] == 0 else { continue }
      hashes[slot] = hash
      values[slot] = UInt16(truncatingIfNeeded: value)
    }
  }

  init(_ words: [String]) {
    self.init(words.map { ($0, 0) })
  }

  /// What a word stands for; nil where it isn't in the table.
  func value(of word: UnsafeRawBufferPointer) -> Int? {
    guard let first = unsafe word.first,
      lengths[Int(first & 31)] & Self.bit(ofLength: word.count) != 0
    else { return nil }
    let hash = unsafe Self.hash(word)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while hashes[slot] != 0 {
      if hashes[slot] == hash { return Int(values[slot]) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  func contains(_ word: String) -> Bool {
    var word = word
    return word.withUTF8 { unsafe value(of: UnsafeRawBufferPointer($0)) } != nil
  }

  private static func bit(ofLength count: Int) -> UInt64 { 1 << UInt64(min(count, 63)) }

  private static func hash(_ word: UnsafeRawBufferPointer) -> UInt64 {
    let hash = unsafe XXH3_64bits(word.baseAddress, word.count)
    return hash == 0 ? 1 : hash
  }
}
