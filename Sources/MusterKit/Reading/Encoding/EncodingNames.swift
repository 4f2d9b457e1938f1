/// The encodings that lead files come in, with the names people give them.
///
/// Names and aliases are those of the WHATWG Encoding Standard (section 4.2) and of IANA's
/// registry, with what office programs call them. Separators and case are left out on comparing,
/// so `latin-1` and `Latin1` are one alias.
enum EncodingNames {
  private struct Entry {
    var name: String
    /// Tried in this order: glibc and the libiconv of macOS don't know the same names.
    var iconvNames: [String]
    var form: TextEncoding.Form
    var aliases: [String]

    init(
      _ name: String, _ iconvNames: String..., form: TextEncoding.Form = .other,
      aliases: String
    ) {
      self.name = name
      self.iconvNames = iconvNames
      self.form = form
      self.aliases = aliases.split(separator: " ").map(String.init)
    }
  }

  /// The encoding of a name; nil if the list has none.
  static func find(_ word: String) -> TextEncoding? {
    guard let entry = byKey[key(word)],
      let iconvName = entry.iconvNames.first(where: TextEncoding.isKnown)
    else { return nil }
    return TextEncoding(name: entry.name, iconvName: iconvName, form: entry.form)
  }

  /// Names to hold a misspelt one against.
  static var suggestions: [String] {
    entries.map(\.name) + entries.flatMap(\.aliases)
  }

  /// Letters and digits only, in lower case: how a name is compared.
  private static func key(_ name: String) -> String {
    String(name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }

  /// The entries by what their names and aliases are compared by.
  private static let byKey = Dictionary(
    entries.flatMap { entry in ([entry.name] + entry.aliases).map { (key($0), entry) } },
    uniquingKeysWith: { first, _ in first })

  private static var entries: [Entry] { unicode + western + otherSingleByte + eastAsian }

  private static let unicode = [
    Entry(
      "UTF-8", "UTF-8", form: .utf8,
      aliases: "utf8 utf-8-sig utf8-bom unicode-1-1-utf-8 cp65001 ascii us-ascii ansi_x3.4-1968"),
    Entry(
      "UTF-16", "UTF-16", form: .utf16(bigEndian: nil),
      aliases: "utf16 unicode ucs-2 iso-10646-ucs-2 csunicode"),
    Entry(
      "UTF-16LE", "UTF-16LE", form: .utf16(bigEndian: false),
      aliases: "utf16le ucs-2le unicodelittle cp1200"),
    Entry(
      "UTF-16BE", "UTF-16BE", form: .utf16(bigEndian: true),
      aliases: "utf16be ucs-2be unicodebig unicodefffe cp1201"),
    Entry("UTF-32", "UTF-32", form: .utf32(bigEndian: nil), aliases: "utf32 ucs-4 iso-10646-ucs-4"),
    Entry(
      "UTF-32LE", "UTF-32LE", form: .utf32(bigEndian: false), aliases: "utf32le ucs-4le cp12000"),
    Entry(
      "UTF-32BE", "UTF-32BE", form: .utf32(bigEndian: true), aliases: "utf32be ucs-4be cp12001"),
  ]

  private static let western = [
    Entry(
      "windows-1252", "CP1252", aliases: "cp1252 win1252 cp-1252 1252 ansi western windows-latin1"),
    Entry(
      "ISO-8859-1", "ISO-8859-1", aliases: "latin1 l1 iso8859-1 iso_8859-1:1987 cp819 ibm819"),
    Entry("ISO-8859-15", "ISO-8859-15", aliases: "latin9 l9 iso8859-15 latin0 cp28605"),
    Entry(
      "macintosh", "MACINTOSH", "MacRoman",
      aliases: "macroman mac mac-roman x-mac-roman apple-roman cp10000"),
    Entry("IBM850", "CP850", aliases: "cp850 dos-850 850"),
    Entry("IBM437", "CP437", "IBM437", aliases: "cp437 dos-437 437 dos oem"),
    Entry("windows-1250", "CP1250", aliases: "cp1250 win1250 x-cp1250 1250"),
    Entry("ISO-8859-2", "ISO-8859-2", aliases: "latin2 l2 iso8859-2 iso_8859-2:1987 cp28592"),
    Entry("IBM852", "CP852", aliases: "cp852 dos-852 852"),
    Entry(
      "x-mac-ce", "MAC-CENTRALEUROPE", "MacCentralEurope",
      aliases: "maccentraleurope mac-ce cp10029"),
    Entry("windows-1257", "CP1257", aliases: "cp1257 win1257 x-cp1257 1257"),
    Entry("ISO-8859-13", "ISO-8859-13", aliases: "latin7 l7 iso8859-13"),
    Entry("ISO-8859-16", "ISO-8859-16", aliases: "latin10 l10 iso8859-16"),
    Entry("windows-1254", "CP1254", aliases: "cp1254 win1254 x-cp1254 1254"),
    Entry("ISO-8859-9", "ISO-8859-9", aliases: "latin5 l5 iso8859-9 cp28599"),
  ]

  private static let otherSingleByte = [
    Entry("windows-1251", "CP1251", aliases: "cp1251 win1251 x-cp1251 1251 cyrillic-windows"),
    Entry("KOI8-R", "KOI8-R", aliases: "koi8 koi8r koi cp20866"),
    Entry("KOI8-U", "KOI8-U", aliases: "koi8u koi8-ru"),
    Entry("ISO-8859-5", "ISO-8859-5", aliases: "iso8859-5 iso_8859-5:1988 cyrillic"),
    Entry("IBM866", "CP866", aliases: "cp866 dos-866 866"),
    Entry("IBM855", "CP855", aliases: "cp855 dos-855 855"),
    Entry(
      "x-mac-cyrillic", "MAC-CYRILLIC", "MacCyrillic", aliases: "maccyrillic x-mac-ukrainian"),
    Entry("windows-1253", "CP1253", aliases: "cp1253 win1253 x-cp1253 1253"),
    Entry("ISO-8859-7", "ISO-8859-7", aliases: "iso8859-7 greek ecma-118"),
    Entry("windows-1255", "CP1255", aliases: "cp1255 win1255 x-cp1255 1255"),
    Entry("ISO-8859-8", "ISO-8859-8", aliases: "iso8859-8 hebrew"),
    Entry("windows-1256", "CP1256", aliases: "cp1256 win1256 x-cp1256 1256"),
    Entry("ISO-8859-6", "ISO-8859-6", aliases: "iso8859-6 arabic"),
    Entry("windows-874", "CP874", aliases: "cp874 tis-620 iso-8859-11 iso8859-11 dos-874"),
    Entry("windows-1258", "CP1258", aliases: "cp1258 win1258 x-cp1258 1258"),
  ]

  private static let eastAsian = [
    Entry(
      "Shift_JIS", "CP932", "SHIFT_JIS", form: .multibyte,
      aliases: "sjis shiftjis x-sjis ms_kanji csshiftjis windows-31j ms932 cp932"),
    Entry("EUC-JP", "EUC-JP-MS", "EUC-JP", form: .multibyte, aliases: "eucjp x-euc-jp"),
    Entry("ISO-2022-JP", "ISO-2022-JP", form: .shifted, aliases: "iso2022jp csiso2022jp jis"),
    Entry(
      "GB18030", "GB18030", form: .multibyte,
      aliases: "gbk gb2312 gb_2312-80 euc-cn cp936 x-gbk cn-gb chinese"),
    Entry(
      "Big5", "CP950", "BIG5", form: .multibyte,
      aliases: "big5-tw cn-big5 x-x-big5 csbig5 cp950"),
    Entry(
      "EUC-KR", "CP949", "UHC", "EUC-KR", form: .multibyte,
      aliases: "euckr ks_c_5601-1987 ksc5601 ks_c_5601-1989 uhc cp949 korean windows-949"),
    Entry("ISO-2022-KR", "ISO-2022-KR", form: .shifted, aliases: "iso2022kr csiso2022kr"),
  ]
}
