/// The bytes beyond ASCII of a text, as the words they stand in: what speaks for an encoding.
struct ByteEvidence {
  /// Different runs of ASCII letters and bytes beyond ASCII with at least one of the latter, in
  /// order of first appearance. None of them is UTF-8.
  private(set) var words: [[UInt8]] = []
  /// Such runs that are UTF-8: they say nothing about what the others are.
  private(set) var utf8Words: [[UInt8]] = []
  /// How many characters beyond ASCII of all these are UTF-8, and how many aren't.
  private(set) var valid = 0
  private(set) var invalid = 0
  /// How many bytes beyond ASCII the words hold.
  private(set) var highBytes = 0
  /// How often each byte from 0x80 occurs in the whole text.
  private(set) var counts = [Int](repeating: 0, count: 128)

  /// The part of the text where bytes beyond ASCII begin.
  let sample: [UInt8]

  private static let sampleBytes = 1 << 17
  /// How many bytes beyond ASCII are enough to tell.
  private static let enough = 10_000
  /// Languages that don't part words by spaces have long ones.
  private static let longestWord = 64

  init(_ bytes: [UInt8]) {
    for byte in bytes where byte >= 0x80 { counts[Int(byte) - 0x80] += 1 }
    let first = bytes.firstIndex { $0 >= 0x80 } ?? 0
    sample = Array(bytes[max(0, first - 1024)...].prefix(Self.sampleBytes))
    var seen: Set<[UInt8]> = []
    var start = 0
    while start < bytes.count, highBytes < Self.enough {
      var (end, high) = (start, 0)
      while end < bytes.count, end - start < Self.longestWord,
        bytes[end] >= 0x80 || ByteClass.isLetter(bytes[end])
      {
        if bytes[end] >= 0x80 { high += 1 }
        end += 1
      }
      if high > 0, seen.insert(Array(bytes[start..<end])).inserted {
        let word = Array(bytes[start..<end])
        let tally = UTF8Tally(word, isWhole: true)
        valid += tally.valid
        invalid += tally.invalid
        if tally.invalid > 0 {
          words.append(word)
          highBytes += high
        } else {
          utf8Words.append(word)
        }
      }
      start = max(end, start + 1)
    }
  }
}
