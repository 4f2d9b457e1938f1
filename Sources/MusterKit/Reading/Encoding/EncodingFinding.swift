/// How a source's characters are encoded, and how sure that is.
struct EncodingFinding: Sendable, Equatable {
  var encoding: TextEncoding
  /// The length of the byte order mark at the start, in bytes. `TextDecoder` takes it off itself.
  var markBytes: Int
  /// From 0 (a guess without grounds) to 1 (no doubt).
  var confidence: Double
  /// What speaks for it, as a phrase for people: "a byte order mark".
  var why: String

  init(_ encoding: TextEncoding, markBytes: Int = 0, confidence: Double, why: String) {
    self.encoding = encoding
    self.markBytes = markBytes
    self.confidence = confidence
    self.why = why
  }
}
