import Foundation
import Testing

@testable import MusterKit

/// Lead files as people export them, in all encodings that can hold them.
@Suite struct LeadFileEncodingTests {
  struct Country: CustomTestStringConvertible, Sendable {
    var name: String
    var encodings: [String]
    /// Name, company, city.
    var people: [String]

    var testDescription: String { name }
  }

  private static let western = ["CP1252", "ISO-8859-15", "MACINTOSH"]
  private static let central = ["CP1250", "ISO-8859-2"]
  private static let cyrillic = ["CP1251", "KOI8-R", "ISO-8859-5", "CP866"]

  private static let countries = [
    Country(
      name: "Germany", encodings: western,
      people: [
        "Jörg Weiß|Bäckerei Süß|Köln", "Käthe Schröder|Müller & Söhne GmbH|Düsseldorf",
        "Günter Groß|Öko-Energie AG|Würzburg", "Uwe Strauß|Gebrüder Kühn OHG|Nürnberg",
      ]),
    Country(
      name: "France", encodings: western,
      people: [
        "Hélène Lefèvre|Société Générale|Orléans", "François Bénard|L'Atelier|Besançon",
        "Joël Château|Crêperie du Vieux Nîmes|Nîmes", "Chloé Brûlé|Énergie Sûre|Évry",
      ]),
    Country(
      name: "Spain", encodings: western,
      people: [
        "Begoña Núñez|Compañía Ibérica|Málaga", "José Peña|Construcción León|Cádiz",
        "Íñigo García|Diseño y Más|Logroño", "Lucía Gómez|Señalización Díaz|A Coruña",
      ]),
    Country(
      name: "Portugal and Brazil", encodings: western,
      people: [
        "João Gonçalves|Construções Lda|São Paulo", "Inês Simões|Comunicação & Cia|Évora",
        "António Assunção|Irmãos Araújo|Goiânia", "Conceição Leitão|Pães e Cafés|Brasília",
      ]),
    Country(
      name: "Scandinavia", encodings: western,
      people: [
        "Åsa Sjögren|Försäkring AB|Göteborg", "Søren Kjær|Bådværft ApS|Århus",
        "Håkon Øverland|Sjømat AS|Tromsø", "Päivi Hämäläinen|Työ Oy|Jyväskylä",
      ]),
    Country(
      name: "Poland", encodings: central,
      people: [
        "Łukasz Wójcik|Spółka Żeglugi|Gdańsk", "Małgorzata Dąbrowska|Dźwig Sp.|Łódź",
        "Michał Święcicki|Usługi Różne|Poznań", "Paweł Kaźmierczak|Książnica|Częstochowa",
      ]),
    Country(
      name: "Czechia and Slovakia", encodings: central,
      people: [
        "Jiří Dvořák|Česká pojišťovna|Plzeň", "Žofie Němcová|Stříbro a.s.|Příbram",
        "Šimon Růžička|Účetnictví Bříza|Děčín", "Ľubomír Kováč|Železiarne|Košice",
      ]),
    Country(
      name: "Hungary", encodings: central,
      people: [
        "Győző Szűcs|Építő Kft.|Székesfehérvár", "László Kővári|Fűtő Zrt.|Győr",
        "Ágnes Tóth|Bőrönd Bolt|Pécs", "Gergő Erdős|Műszer Kft.|Szőny",
      ]),
    Country(
      name: "Russia", encodings: cyrillic,
      people: [
        "Сергей Иванов|ООО Ромашка|Москва", "Ольга Щукина|Северный завод|Екатеринбург",
        "Юрий Цветков|ЗАО Энергия|Казань", "Анна Жукова|Пищевые технологии|Уфа",
      ]),
    Country(
      name: "Japan", encodings: ["CP932", "EUC-JP", "ISO-2022-JP"],
      people: [
        "山田 太郎|株式会社サンプル|東京都", "鈴木 花子|ソフトウェア開発|大阪市",
        "高橋 健一|表現工業|横浜市", "渡辺 さくら|能登食品|金沢市",
      ]),
    Country(
      name: "China", encodings: ["GB18030"],
      people: [
        "王小明|北京科技有限公司|北京", "李娜|上海国际贸易公司|上海", "张伟|华南电子厂|深圳市",
        "刘洋|成都软件股份公司|成都",
      ]),
    Country(
      name: "Taiwan", encodings: ["CP950"],
      people: [
        "陳美玲|台灣電子股份有限公司|台北市", "林志明|國際貿易公司|高雄市", "黃淑芬|科技顧問|新竹市",
        "張家豪|資訊工業|臺中市",
      ]),
    Country(
      name: "Korea", encodings: ["CP949", "ISO-2022-KR"],
      people: [
        "김철수|주식회사 한국전자|서울특별시", "이영희|대한상사|부산", "박민준|미래기술|인천광역시",
        "최지우|서울소프트|대전",
      ]),
  ]

  private static let plain = (1...60).map { "Emma Smith \($0)|Acme Widgets Inc|New York" }

  /// A file of some foreign rows among English ones.
  private static func file(_ people: [String], among count: Int, delimiter: String) -> String {
    var rows = ["Name|Company|City"] + plain.prefix(count)
    for (index, person) in people.enumerated() {
      rows.insert(person, at: 1 + index * rows.count / people.count)
    }
    return rows.enumerated().map { index, row in
      row.replacing("|", with: delimiter) + delimiter + "user\(index)@example.com\r\n"
    }.joined()
  }

  @Test(arguments: countries)
  func `a country's leads read right in each of its encodings`(country: Country) throws {
    let unicode = ["UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"]
    let files =
      country.people.map { Self.file([$0], among: 60, delimiter: ",") } + [
        Self.file(country.people, among: 60, delimiter: ";"),
        Self.file(country.people, among: 0, delimiter: "\t"),
      ]
    for encoding in country.encodings + unicode {
      for text in files {
        let bytes = try #require(EncodedText.bytes(text, encoding), "\(encoding)")
        let finding = EncodingDetector(head: bytes, isWhole: true).detect()
        let decoded = try EncodedText.decode(bytes, as: finding.encoding)
        #expect(
          String(decoding: decoded.text, as: UTF8.self) == text,
          "\(encoding) was taken for \(finding.encoding.name): \(finding.why)\n\(text.suffix(200))")
      }
    }
  }
}

/// Web pages in many encodings, in the folder that `MUSTER_CORPORA` names: texts with the encoding
/// they are in and what they read as.
@Suite(.enabled(if: corpora != nil, "MUSTER_CORPORA doesn't name the folder of the corpora"))
struct EncodingCorpusTests {
  /// Where the WHATWG standard has another character than the tables these texts were made with,
  /// or reads a narrow encoding as the wider one that browsers take it for.
  private static let readsOtherwise = [
    "GB2312--acnnewswire.net", "SHIFT_JIS--_chromium_Shift-JIS_with_no_encoding_specified",
    "TIS-620--pharmacy.kku.ac.th.centerlab",
  ]

  @Test func `nearly all texts read as expected`() throws {
    let folder = try #require(corpora).appending(path: "encodings-chardet")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".expected.txt") }.map { String($0.dropLast(13)) }.sorted()
    try #require(!names.isEmpty)
    for name in names where !Self.readsOtherwise.contains(name) {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name + ".txt")))
      let expected = [UInt8](try Data(contentsOf: folder.appending(path: name + ".expected.txt")))
      let finding = EncodingDetector(head: bytes, isWhole: true).detect()
      let text = try EncodedText.decode(bytes, as: finding.encoding).text
      #expect(text == expected || [0xEF, 0xBB, 0xBF] + text == expected, "\(name): \(finding)")
    }
  }
}

private let corpora = ProcessInfo.processInfo.environment["MUSTER_CORPORA"].map {
  URL(filePath: $0, directoryHint: .isDirectory)
}
