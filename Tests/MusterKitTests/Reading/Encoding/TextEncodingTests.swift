import Testing

@testable import MusterKit

@Suite struct TextEncodingTests {
  @Test(arguments: [
    ("utf8", "UTF-8"), ("UTF-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("ascii", "UTF-8"),
    ("utf-16", "UTF-16"), ("UTF_16", "UTF-16"), ("unicode", "UTF-16"), ("utf16le", "UTF-16LE"),
    ("utf-32be", "UTF-32BE"), ("windows-1252", "windows-1252"), ("CP1252", "windows-1252"),
    ("latin1", "ISO-8859-1"), ("Latin-1", "ISO-8859-1"), ("iso-8859-1", "ISO-8859-1"),
    ("iso8859_15", "ISO-8859-15"), ("latin2", "ISO-8859-2"), ("cp1250", "windows-1250"),
    ("macroman", "macintosh"), ("Mac Roman", "macintosh"), ("x-mac-roman", "macintosh"),
    ("sjis", "Shift_JIS"), ("shift-jis", "Shift_JIS"), ("cp932", "Shift_JIS"),
    ("gbk", "GB18030"), ("GB2312", "GB18030"), ("big5", "Big5"), ("euckr", "EUC-KR"),
    ("ks_c_5601-1987", "EUC-KR"), ("koi8r", "KOI8-R"), ("tis-620", "windows-874"),
    ("iso-8859-9", "ISO-8859-9"), ("ibm866", "IBM866"), ("iso-2022-jp", "ISO-2022-JP"),
  ])
  func `an encoding is found by the names people give it`(word: String, name: String) throws {
    #expect(try TextEncoding(named: word).name == name)
  }

  @Test(arguments: ["viscii", "iso-8859-10", "cp737", "IBM037"])
  func `what isn't listed is looked up in iconv`(word: String) throws {
    #expect(try TextEncoding(named: word).name == word.uppercased())
  }

  @Test(arguments: [
    ("windows-125", "did you mean windows-1252?"), ("utf-9", "did you mean UTF-8?"),
    ("iso-8859-77", "did you mean ISO-8859-7?"), ("shift_jsi", "did you mean Shift_JIS?"),
    ("latin", "did you mean latin1?"), ("klingon", "write for example UTF-8"),
    ("", "write for example UTF-8"), ("UTF-8//IGNORE", "There is no encoding"),
    ("latin1//TRANSLIT", "There is no encoding"), ("char", "There is no encoding"),
  ])
  func `an unknown name is refused with the nearest known one`(word: String, part: String) {
    let error = #expect(throws: ReadingError.self) { try TextEncoding(named: word) }
    #expect(error?.reason == .encoding)
    #expect(error?.sentence.contains(part) == true, "\(error?.sentence ?? "")")
  }
}
