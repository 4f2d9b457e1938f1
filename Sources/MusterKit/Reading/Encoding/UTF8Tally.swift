internal import CIconv

/// How many sequences of bytes beyond ASCII are UTF-8, and how many are not.
struct UTF8Tally {
  let valid: Int
  let invalid: Int

  /// - Parameters:
  ///   - bytes: the start of a text.
  ///   - isWhole: whether it is all of it; if not, its last character may be cut.
  init(_ bytes: [UInt8], isWhole: Bool) {
    let tally = unsafe bytes.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return text_utf8_tally() }
      return unsafe text_tally_utf8(base, all.count)
    }
    valid = tally.valid
    invalid = tally.invalid + (tally.is_cut && isWhole ? 1 : 0)
  }

  var isASCII: Bool { valid == 0 && invalid == 0 }

  /// Whether the text is UTF-8, perhaps with damage: other encodings make sequences that look like
  /// UTF-8 by accident, but far fewer than others.
  var isUTF8: Bool { invalid == 0 || valid > invalid }
}
