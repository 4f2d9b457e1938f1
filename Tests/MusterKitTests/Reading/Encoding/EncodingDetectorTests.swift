import Testing

@testable import MusterKit

@Suite struct EncodingDetectorTests {
  private static func finding(_ bytes: [UInt8], isWhole: Bool = true) -> EncodingFinding {
    EncodingDetector(head: bytes, isWhole: isWhole).detect()
  }

  /// What the bytes read as in the encoding that is found.
  private static func read(_ bytes: [UInt8]) throws -> String {
    let decoded = try EncodedText.decode(bytes, as: finding(bytes).encoding)
    return String(decoding: decoded.text, as: UTF8.self)
  }

  @Test(arguments: [
    ("Müller", ["CP1252", "MACINTOSH", "ISO-8859-15", "CP1250"]),
    ("François Lefèvre", ["CP1252", "MACINTOSH", "ISO-8859-15"]),
    ("José Núñez", ["CP1252", "MACINTOSH"]), ("João Gonçalves", ["CP1252", "MACINTOSH"]),
    ("Åsa Sjögren", ["CP1252", "MACINTOSH"]), ("Søren Kjær", ["CP1252", "MACINTOSH"]),
    ("L’Oréal – Paris", ["CP1252", "MACINTOSH"]), ("Crédit à 5 €", ["CP1252", "ISO-8859-15"]),
    ("Łukasz Wiśniewski", ["CP1250", "ISO-8859-2"]), ("Dvořák Jiří", ["CP1250", "ISO-8859-2"]),
    ("Tomáš Žižka", ["CP1250", "ISO-8859-2"]), ("Győző Szűcs", ["CP1250", "ISO-8859-2"]),
    ("Иванов Сергей", ["CP1251", "KOI8-R", "ISO-8859-5", "CP866", "MAC-CYRILLIC"]),
    ("Çağrı Yılmaz", ["CP1254"]), ("Γιώργος Παπαδόπουλος", ["CP1253", "ISO-8859-7"]),
    ("株式会社山田", ["CP932", "EUC-JP", "ISO-2022-JP"]), ("ソフトウェア 佐藤", ["CP932", "EUC-JP"]),
    ("北京科技有限公司,王伟", ["GB18030"]), ("上海贸易公司,李娜", ["GB18030", "GB2312"]),
    ("台灣科技股份有限公司", ["CP950"]), ("주식회사,김민수", ["CP949", "ISO-2022-KR"]),
    ("บริษัท กรุงเทพ จำกัด", ["CP874"]), ("שלום כהן", ["CP1255"]), ("محمد العربي", ["CP1256"]),
  ])
  func `one cell beyond ASCII is enough`(cell: String, encodings: [String]) throws {
    let text = "First Name,Company,City\nJohn,Acme Inc,London\n\(cell),Example,Boston\n"
    for encoding in encodings {
      let bytes = try #require(EncodedText.bytes(text, encoding), "\(encoding)")
      #expect(try Self.read(bytes) == text, "\(encoding) as \(Self.finding(bytes))")
    }
  }

  @Test(arguments: [
    // As many characters damaged as whole ones are left.
    ("José,B\u{1},Zoé", [0xFF, 0xFE], "UTF-8"),
    // A stray byte is no blank of DOS, nor another country's quote.
    ("John,B\u{1}", [0xFF], "UTF-8"), (#"{"name": "B\#u{1}x"}"#, [0xFF], "UTF-8"),
    // A name that is UTF-8 among others that aren't.
    ("M\u{1}ller,G\u{1}nther,Br\u{1}ckner,Sch\u{1}tz,Jürgen", [0xFC], "windows-1252"),
  ])
  func `stray bytes don't make a text something else`(text: String, stray: [UInt8], name: String) {
    let bytes = text.utf8.flatMap { $0 == 1 ? stray : [$0] }
    #expect(Self.finding(bytes).encoding.name == name)
  }

  @Test(arguments: [
    ("UTF-8", "UTF-8"), ("UTF-16LE", "UTF-16LE"), ("UTF-16BE", "UTF-16BE"),
    ("UTF-32LE", "UTF-32LE"), ("UTF-32BE", "UTF-32BE"), ("CP1252", "windows-1252"),
    ("MACINTOSH", "macintosh"),
  ])
  func `an encoding has the name that IANA gives it`(encoding: String, name: String) throws {
    let bytes = try #require(EncodedText.bytes("Name;Ort\r\nJörg;Köln\r\nZoë;Liège\r\n", encoding))
    let finding = Self.finding(bytes)
    #expect(finding.encoding.name == name)
    #expect(finding.markBytes == 0)
    #expect(finding.confidence > 0.8)
  }

  @Test(arguments: [
    ([0xEF, 0xBB, 0xBF, 0x61], "UTF-8", 3), ([0xFF, 0xFE, 0x61, 0], "UTF-16LE", 2),
    ([0xFE, 0xFF, 0, 0x61], "UTF-16BE", 2), ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "UTF-32LE", 4),
    ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "UTF-32BE", 4),
  ])
  func `a byte order mark decides`(bytes: [UInt8], name: String, length: Int) {
    let finding = Self.finding(bytes)
    #expect(finding.encoding.name == name)
    #expect(finding.markBytes == length)
    #expect(finding.confidence == 1)
    #expect(finding.why == "a byte order mark")
  }

  @Test(arguments: [
    "公司,姓名\r\n北京科技有限公司,王小明\r\n上海贸易公司,李娜\r\n",
    "Компания;Имя\nООО Ромашка;Сергей\nЗАО Василёк;Ольга\n",
    "회사\t이름\n삼성전자\t김철수\n", "Όνομα,Πόλη\nΓιώργος,Αθήνα\n",
  ])
  func `UTF-16 without a mark is told by its line ends, whatever the script`(text: String) throws {
    for (iconvName, name) in [("UTF-16LE", "UTF-16LE"), ("UTF-16BE", "UTF-16BE")] {
      let bytes = try #require(EncodedText.bytes(text, iconvName))
      #expect(Self.finding(bytes).encoding.name == name)
    }
  }

  @Test(arguments: [
    "a,b\0c\n1,2\n", "a\0b\0c", "a\0b\0c\n1\0002\0003\n4\0005\0006\n", "\0\0a,b\n", "x,y\n\0,\0\n",
  ])
  func `zeros in ASCII don't make it UTF-16`(text: String) {
    #expect(Self.finding(Array(text.utf8)).encoding.name == "UTF-8")
  }

  @Test func `UTF-8 may be cut where the head ends, and only there`() {
    let cut = Array("Zürich,Genève,Łódź".utf8.dropLast())
    #expect(Self.finding(cut, isWhole: false).confidence == 1)
    #expect(Self.finding(cut, isWhole: false).why == "all bytes beyond ASCII are UTF-8")
    #expect(Self.finding(cut).encoding.name == "UTF-8")
    #expect(Self.finding(cut).confidence < 1)
  }

  @Test func `some damage leaves UTF-8 what it is`() {
    let damaged = Array("Zürich,Genève,".utf8) + [0xFC] + Array("ber,Łódź,Örebro\n".utf8)
    let finding = Self.finding(damaged)
    #expect(finding.encoding.name == "UTF-8")
    #expect(finding.why.hasSuffix("and 1 character is damaged"))
    #expect(finding.confidence > 0.8 && finding.confidence < 1)
  }

  @Test func `ASCII is UTF-8`() {
    #expect(Self.finding(Array("a,b\n~,~{\n".utf8)).why == "all bytes are ASCII")
    #expect(Self.finding([]).encoding.name == "UTF-8")
  }

  @Test func `it says what speaks for its guess`() throws {
    let western = try #require(EncodedText.bytes("Name\nMüller\nSchröder\n", "MACINTOSH"))
    #expect(Self.finding(western).why.hasPrefix("ü, ö stand in words as macintosh has them"))
    let chinese = try #require(EncodedText.bytes("北京科技有限公司\n", "GB18030"))
    #expect(Self.finding(chinese).why.hasPrefix("characters like 北, 京, 科 are frequent in it"))
  }

  @Test func `the same bytes give the same finding`() throws {
    let bytes = try #require(EncodedText.bytes("Žofie;Müller;Łukasz;Çelik\n", "CP1250"))
    #expect((0..<5).allSatisfy { _ in Self.finding(bytes) == Self.finding(bytes) })
  }

  @Test(arguments: [
    ("utf-16", "a,b\n", "UTF-16BE", "UTF-16BE"), ("utf-16", "a,b\n", "UTF-16LE", "UTF-16LE"),
    ("utf-16", "a,b\n", "UTF-8", "UTF-16"), ("latin1", "é", "UTF-8", "ISO-8859-1"),
  ])
  func `what the user names stays, with the byte order of the text`(
    named: String, text: String, iconvName: String, name: String
  ) throws {
    let bytes = try #require(EncodedText.bytes(text, iconvName))
    let detector = EncodingDetector(head: bytes, isWhole: true)
    #expect(detector.confirm(try TextEncoding(named: named)).encoding.name == name)
  }
}
