import Testing

@testable import MusterKit

@Suite struct TextDecoderTests {
  private static let european = """
    id;Name;Firma;Ort
    1;Jürgen Müßig;Gebrüder Weiß & Söhne GmbH;Köln
    2;Éloïse Lefèvre;Crêperie du Château;Besançon
    3;Ana Muñoz;Compañía Española de Electrónica;Málaga

    """
  private static let plain = String(repeating: "a row, of ASCII only, 0123456789\r\n", count: 9)

  private static func sample(for encoding: String) -> String {
    switch encoding {
    case "windows-1250", "ISO-8859-2", "IBM852", "x-mac-ce":
      return "Łukasz Wójcik;Gdańsk\nŽofie Dvořáková;Příbram\nGyőző Szűcs;Székesfehérvár\n"
    case "windows-1251", "KOI8-R", "ISO-8859-5", "IBM866", "IBM855", "x-mac-cyrillic":
      return "Иванов,Сергей,ООО Ромашка,Екатеринбург\nЩукина,Алёна,Объединение,Йошкар\n"
    case "Shift_JIS", "EUC-JP", "ISO-2022-JP":
      return "会社,氏名,ソフトウェア表示\n株式会社ニッポン,山田太郎,東京都千代田区\n能力,ー,申\n"
    case "GB18030": return "公司,姓名\n北京科技有限公司,王小明\n上海,李娜€\u{1F600}𠀀\n"
    case "Big5": return "公司,姓名\n台灣積體電路,陳美玲\n許功蓋,臺北市\n"
    case "EUC-KR", "ISO-2022-KR": return "회사,이름\n삼성전자,김철수\n서울특별시,박영희\n"
    case "windows-1253", "ISO-8859-7": return "Γιώργος Παπαδόπουλος,Αθήνα\nΈλλη,Πάτρα\n"
    case "windows-1255": return "שלום,תל אביב\nבְּרֵאשִׁית,ירושלים\n"
    case "windows-1256": return "محمد,القاهرة\nفاطمة,الرياض\n"
    case "windows-1258": return "Nguyễn Thị Hương,Hà Nội\nTrần,Đà Nẵng\n"
    case "windows-874": return "สมชาย,กรุงเทพ\nบริษัท จำกัด,เชียงใหม่\n"
    case "windows-1254": return "Çağrı Şahin,İstanbul\nÖzgür Yıldız,Eskişehir\n"
    case "windows-1257": return "Šarūnas Žukauskas,Kaišiadorys\nĢirts Bērziņš,Rēzekne\n"
    case let name where name.hasPrefix("UTF"):
      return european + "Łódź,日本語,Ελλάδα,🙂🇪🇺,\u{0},\u{FFFD},\u{10FFFF}\n" + plain + "ü"
    default: return european
    }
  }

  static let encodings = [
    "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "windows-1252", "ISO-8859-1",
    "ISO-8859-15", "macintosh", "IBM850", "windows-1250", "ISO-8859-2", "IBM852", "x-mac-ce",
    "windows-1251", "KOI8-R", "ISO-8859-5", "IBM866", "IBM855", "x-mac-cyrillic", "windows-1253",
    "ISO-8859-7", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
    "windows-874", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "GB18030", "Big5", "EUC-KR",
    "ISO-2022-KR",
  ]

  /// Where the input is cut, in bytes, and how much is given at once.
  private static let cuts = [(1, 64), (2, 64), (3, 67), (7, 64), (64, 100), (.max, 64)]

  @Test(arguments: encodings)
  func `a text reads the same whole and cut into pieces of any size`(name: String) throws {
    let encoding = try TextEncoding(named: name)
    let one = Self.sample(for: name)
    for text in [one, one + Self.plain + one, Self.plain + one + "x", "", "a"] {
      let bytes = try #require(EncodedText.bytes(text, encoding.iconvName))
      let whole = try EncodedText.decode(bytes, as: encoding)
      // windows-1258 spells letters with two signs where Unicode has one.
      #expect(String(decoding: whole.text, as: UTF8.self) == text)
      #expect(whole.undecodable == 0)
      for (piece, room) in Self.cuts {
        let again = try EncodedText.decode(bytes, as: encoding, piece: piece, room: room)
        #expect(again == whole, "pieces of \(piece) bytes")
      }
    }
  }

  @Test(arguments: encodings)
  func `damage doesn't depend on the pieces either, and doesn't swallow ASCII`(
    name: String
  ) throws {
    let encoding = try TextEncoding(named: name)
    let clean = try #require(
      EncodedText.bytes(Self.sample(for: name) + Self.plain, encoding.iconvName))
    var random = SeededGenerator(seed: 7)
    for _ in 0..<20 {
      var bytes = clean
      for _ in 0..<8 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() >> 56)
      }
      bytes.removeLast(Int(random.next() % 4))
      let whole = try EncodedText.decode(bytes, as: encoding)
      #expect(String(validating: whole.text, as: UTF8.self) != nil)
      for (piece, room) in Self.cuts {
        let again = try EncodedText.decode(bytes, as: encoding, piece: piece, room: room)
        #expect(again == whole, "pieces of \(piece) bytes of \(bytes)")
      }
    }
  }

  @Test(arguments: [
    ("windows-1252", [0x61, 0x81, 0x62], "a\u{FFFD}b", 1),
    ("windows-1252", [0x80, 0x9F, 0xE9], "€Ÿé", 0),
    ("ISO-8859-1", [0x80, 0x9F, 0xE9, 0x81], "€Ÿé\u{81}", 0),
    ("UTF-8", [0x61, 0xFF, 0x2C, 0xE2, 0x82, 0x2C], "a\u{FFFD},\u{FFFD},", 2),
    ("UTF-8", [0xED, 0xA0, 0x80, 0xF0, 0x9F], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", 4),
    ("UTF-16LE", [0x3D, 0xD8, 0x2C, 0x00, 0x42, 0xDE], "\u{FFFD},\u{FFFD}", 2),
    ("UTF-16LE", [0x61, 0x00, 0x3D, 0xD8], "a\u{FFFD}", 1),
    ("UTF-16BE", [0x00, 0x61, 0x00], "a\u{FFFD}", 1),
    ("UTF-32LE", [0x61, 0, 0, 0, 0, 0, 0x11, 0, 0x62, 0, 0, 0, 0x63], "a\u{FFFD}b\u{FFFD}", 2),
    ("Shift_JIS", [0x88, 0x2C, 0x41, 0x88], "\u{FFFD},A\u{FFFD}", 2),
    ("EUC-KR", [0xC7, 0x2C, 0xAC, 0xFE, 0xB0, 0xA1], "\u{FFFD},\u{FFFD}가", 2),
    ("GB18030", [0x81, 0x30, 0x81, 0x2C, 0xB0, 0xA1], "\u{FFFD}0\u{FFFD},啊", 2),
    ("windows-1255", [0xE1, 0xD9, 0x2C], "ב\u{FFFD},", 1),
    ("UTF-8", [0x61, 0x00, 0x62], "a\u{0}b", 0),
  ])
  func `what can't be decoded is replaced and counted`(
    name: String, bytes: [UInt8], text: String, undecodable: Int
  ) throws {
    for piece in [1, 2, 3, 7, .max] {
      let decoded = try EncodedText.decode(
        bytes, as: try TextEncoding(named: name), piece: piece, room: 64)
      #expect(
        String(decoding: decoded.text, as: UTF8.self).unicodeScalars.elementsEqual(
          text.unicodeScalars), "\(decoded.text)")
      #expect(decoded.undecodable == undecodable)
    }
  }

  @Test(arguments: [
    ("UTF-8", [0xEF, 0xBB, 0xBF, 0x61]), ("UTF-16", [0xFF, 0xFE, 0x61, 0x00]),
    ("UTF-16", [0xFE, 0xFF, 0x00, 0x61]), ("UTF-16", [0x61, 0x00]),
    ("UTF-16LE", [0xFF, 0xFE, 0x61, 0x00]), ("UTF-16BE", [0xFE, 0xFF, 0x00, 0x61]),
    ("UTF-32", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61]), ("UTF-32", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]),
    ("UTF-32", [0x61, 0, 0, 0]), ("GB18030", [0x84, 0x31, 0x95, 0x33, 0x61]),
  ])
  func `a byte order mark is taken off, and decides on the order`(
    name: String, bytes: [UInt8]
  ) throws {
    for piece in [1, 2, 3, .max] {
      let decoded = try EncodedText.decode(bytes, as: try TextEncoding(named: name), piece: piece)
      #expect(decoded.text == [0x61])
      #expect(decoded.undecodable == 0)
    }
  }

  @Test func `only the first mark is one`() throws {
    let bytes = Array("\u{FEFF}\u{FEFF}a\u{FEFF}".utf8)
    let decoded = try EncodedText.decode(bytes, as: .utf8)
    #expect(decoded.text == Array("\u{FEFF}a\u{FEFF}".utf8))
  }
}
