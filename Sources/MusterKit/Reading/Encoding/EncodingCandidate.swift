/// An encoding that a text may be in, with how much must speak for it.
struct EncodingCandidate {
  var name: String
  /// What the encoding is expected to be beforehand, as the logarithm of its odds against
  /// windows-1252: never above 0.
  var expectation: Double
  /// The characters that are frequent in it, for encodings with several bytes a character.
  var frequent: String?

  /// Whether letters must speak for it. Texts that have only quotes, dashes or € beyond ASCII are
  /// Western in all likelihood; a stray byte is a quote or a blank somewhere.
  var needsLetters: Bool { !["windows-1252", "ISO-8859-15", "macintosh"].contains(name) }

  private init(_ name: String, _ expectation: Double, _ frequent: String? = nil) {
    self.name = name
    self.expectation = expectation
    self.frequent = frequent
  }

  /// What uchardet names and the tables don't have.
  init(unlisted name: String) {
    self.init(name, -8)
  }

  /// One byte a character. Where two encodings read a text alike, the first wins, so the wider one
  /// stands before: what comes behind the head may need it.
  static let singleByte = [
    EncodingCandidate("windows-1252", 0),
    EncodingCandidate("ISO-8859-15", -1.5),
    EncodingCandidate("macintosh", -1.5),
    EncodingCandidate("windows-1250", -1),
    EncodingCandidate("ISO-8859-2", -1.5),
    EncodingCandidate("windows-1251", -1),
    EncodingCandidate("KOI8-R", -1.5),
    EncodingCandidate("KOI8-U", -2),
    EncodingCandidate("windows-1254", -2),
    EncodingCandidate("windows-1253", -2),
    EncodingCandidate("windows-1255", -2),
    EncodingCandidate("windows-1256", -2),
    EncodingCandidate("windows-1257", -2.5),
    EncodingCandidate("windows-874", -2),
    EncodingCandidate("ISO-8859-9", -2.5),
    EncodingCandidate("ISO-8859-7", -2.5),
    EncodingCandidate("ISO-8859-8", -3),
    EncodingCandidate("ISO-8859-6", -3),
    EncodingCandidate("ISO-8859-13", -3.5),
    EncodingCandidate("ISO-8859-5", -3),
    EncodingCandidate("IBM850", -2.5),
    EncodingCandidate("IBM437", -3),
    EncodingCandidate("IBM852", -3.5),
    EncodingCandidate("IBM866", -2.5),
    EncodingCandidate("x-mac-cyrillic", -3),
    EncodingCandidate("x-mac-ce", -4),
    EncodingCandidate("IBM855", -4.5),
    EncodingCandidate("ISO-8859-16", -4.5),
  ]

  /// Several bytes a character.
  static let multibyte = [
    EncodingCandidate("Shift_JIS", -2.5, FrequentCharacters.japanese),
    EncodingCandidate("GB18030", -2.5, FrequentCharacters.simplifiedChinese),
    EncodingCandidate("EUC-KR", -2.5, FrequentCharacters.korean),
    EncodingCandidate("Big5", -3, FrequentCharacters.traditionalChinese),
    EncodingCandidate("EUC-JP", -3.5, FrequentCharacters.japanese),
  ]
}
