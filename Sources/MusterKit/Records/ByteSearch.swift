extension [UInt8] {
  /// Whether other bytes are in these, side by side. Those of an answer are looked through for what must
  /// not be quoted: nothing is made for it.
  func contains(bytes needle: [UInt8]) -> Bool {
    guard let first = needle.first, needle.count <= count else { return false }
    for start in 0...count - needle.count
    where self[start] == first && self[start..<start + needle.count].elementsEqual(needle) {
      return true
    }
    return false
  }
}
