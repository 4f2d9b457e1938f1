internal import CIconv

/// A character encoding that this computer can read.
package struct TextEncoding: Sendable, Equatable {
  /// How characters lie in the bytes, as far as decoding depends on it.
  enum Form: Sendable, Equatable {
    case utf8
    /// Nil: a byte order mark says it.
    case utf16(bigEndian: Bool?)
    case utf32(bigEndian: Bool?)
    /// One or more bytes a character; bytes below 0x80 are ASCII, except directly behind a byte
    /// beyond it.
    case multibyte
    /// Escapes switch what the bytes behind them mean.
    case shifted
    /// All others, with one byte a character first of all.
    case other
  }

  /// The name to show, as IANA registers it where it does.
  package let name: String
  /// What iconv calls it.
  let iconvName: String
  let form: Form

  init(name: String, iconvName: String, form: Form) {
    self.name = name
    self.iconvName = iconvName
    self.form = form
  }

  static let utf8 = TextEncoding(name: "UTF-8", iconvName: "UTF-8", form: .utf8)
  static let windows1252 = TextEncoding(name: "windows-1252", iconvName: "CP1252", form: .other)

  /// UTF-16 of a known byte order.
  static func utf16(bigEndian: Bool) -> TextEncoding {
    let name = bigEndian ? "UTF-16BE" : "UTF-16LE"
    return TextEncoding(name: name, iconvName: name, form: .utf16(bigEndian: bigEndian))
  }

  /// UTF-32 of a known byte order.
  static func utf32(bigEndian: Bool) -> TextEncoding {
    let name = bigEndian ? "UTF-32BE" : "UTF-32LE"
    return TextEncoding(name: name, iconvName: name, form: .utf32(bigEndian: bigEndian))
  }

  /// Finds an encoding by a name as people write it: `windows-1252`, `latin1`, `cp1252`, `UTF_16`.
  ///
  /// Case and separators don't count. Names that the WHATWG Encoding Standard gives to a wider
  /// encoding mean that one (`gb2312` is GB18030, `shift_jis` has the additions of Windows), except
  /// that ISO-8859-1 keeps its own name. What isn't listed is looked up in iconv.
  ///
  /// - Parameter word: what somebody typed.
  /// - Throws: where neither the list nor iconv knows it.
  package init(named word: String) throws(ReadingError) {
    guard let known = Self.find(word) else {
      let hint =
        NearestWord.find(word, in: EncodingNames.suggestions).map { ": did you mean \($0)?" }
        ?? "; write for example UTF-8, UTF-16, windows-1252, macintosh or Shift_JIS."
      throw ReadingError(.encoding, "There is no encoding \"\(word)\"\(hint)")
    }
    self = known
  }

  /// As `init(named:)`, with nil for a name that nobody knows.
  static func find(_ word: String) -> TextEncoding? {
    if let listed = EncodingNames.find(word) { return listed }
    // iconv takes options behind slashes and the empty name too; neither is an encoding.
    let isName = word.utf8.allSatisfy {
      ByteClass.isLetter($0) || ByteClass.isDigit($0) || "-_.:()".utf8.contains($0)
    }
    guard isName, (2...40).contains(word.utf8.count),
      !["char", "locale"].contains(word.lowercased())
    else { return nil }
    let spellings = [word, word.uppercased(), word.replacing("_", with: "-").uppercased()]
    guard let name = spellings.first(where: isKnown) else { return nil }
    let isShifted = ["ISO-2022", "ISO2022", "UTF-7", "UTF7", "HZ"].contains {
      name.uppercased().hasPrefix($0)
    }
    return TextEncoding(
      name: name.uppercased(), iconvName: name, form: isShifted ? .shifted : .other)
  }

  static func isKnown(_ iconvName: String) -> Bool {
    guard let converter = IconvConverter(iconvName) else { return false }
    converter.close()
    return true
  }
}
