import CZip
import Testing

@testable import MusterKit

@Suite struct ZipTests {
  private static let content = sampleRows(6)
  private static let leads = ZipItem(name: "leads.csv", content: content)
  private static let stored = ZipItem(name: "leads.csv", content: content, method: ZIP_CM_STORE)

  @Test(arguments: [
    ("deflated", [leads]), ("stored", [stored]),
    (
      "in a directory",
      [ZipItem(name: "export/"), ZipItem(name: "export/leads.csv", content: content)]
    ),
    (
      "with what macOS adds",
      [
        leads, ZipItem(name: "__MACOSX/"), ZipItem(name: "__MACOSX/._leads.csv", content: [1]),
        ZipItem(name: ".DS_Store", content: [2]), ZipItem(name: "a/.DS_Store", content: [2]),
        ZipItem(name: "._leads.csv", content: [3]),
      ]
    ),
    ("with a name beyond ASCII", [ZipItem(name: "Kontakte für März.csv", content: content)]),
  ])
  func `the one data file is unpacked`(what: String, items: [ZipItem]) throws {
    let packed = try zipArchive(items)
    #expect(try unpack(packed, as: .zip) == Self.content)
    #expect(try unpack(packed, as: .zip, chunk: 1) == Self.content)
  }

  @Test func `an empty data file has no content`() throws {
    #expect(try unpack(zipArchive([ZipItem(name: "leads.csv")]), as: .zip) == [])
  }

  @Test func `several data files are listed`() throws {
    let packed = try zipArchive([
      ZipItem(name: "a.csv", content: [1]), ZipItem(name: "more/"),
      ZipItem(name: "more/b\u{202E}.csv", content: [2]), ZipItem(name: ".DS_Store"),
      ZipItem(name: "c.txt", content: [3]),
    ])
    #expect(
      try complaint(packed, as: .zip) == """
        leads.csv.packed is a zip archive with 3 files in it: a.csv, more/b?.csv and c.txt; \
        unpack it and pass those that you mean.
        """)
    let many = try zipArchive((1...1200).map { ZipItem(name: "\($0).csv") })
    #expect(
      try complaint(many, as: .zip) == """
        leads.csv.packed is a zip archive with 1,200 files in it: 1.csv, 2.csv, 3.csv, 4.csv, \
        5.csv, 6.csv, 7.csv, 8.csv and 1,192 more; unpack it and pass those that you mean.
        """)
  }

  @Test(arguments: [
    [ZipItem(name: "leads/")],
    [
      ZipItem(name: "__MACOSX/._leads.csv", content: [1]), ZipItem(name: ".DS_Store", content: [2]),
    ],
  ])
  func `an archive without a data file says so`(items: [ZipItem]) throws {
    let sentence = try complaint(zipArchive(items), as: .zip)
    #expect(sentence?.contains("without a data file in it") == true)
  }

  @Test func `an archive without entries says so`() throws {
    // Only the end record.
    let packed = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
    #expect(try complaint(packed, as: .zip)?.contains("without a data file in it") == true)
  }

  @Test func `an encrypted archive asks to be unpacked`() throws {
    let packed = try zipArchive([
      ZipItem(name: "leads.csv", content: Self.content, password: "secret")
    ])
    #expect(!packed.isEmpty)
    #expect(
      try complaint(packed, as: .zip) == """
        leads.csv.packed needs a password: unpack leads.csv from it with the password and pass that \
        file.
        """)
  }

  @Test(arguments: [
    ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"],
    ["mimetype", "content.xml", "META-INF/manifest.xml"],
  ])
  func `a file of an office program is no archive of data files`(names: [String]) throws {
    let packed = try zipArchive(names.map { ZipItem(name: $0, content: [1]) })
    #expect(throws: ReadingError.self) { try unpack(packed, as: .zip) }
    #expect(try complaint(packed, as: .zip)?.contains("office program") == true)
  }

  @Test func `a compression that isn't known is named by its number`() throws {
    var packed = try zipArchive([Self.leads])
    packed[try directory(packed) + 10] = 9
    #expect(
      try complaint(packed, as: .zip) == """
        leads.csv.packed holds leads.csv compressed in a way that can't be unpacked here (zip method \
        9); unpack it and pass that file.
        """)
  }

  @Test func `a data file that is said to take no bytes isn't taken for empty`() throws {
    var packed = try zipArchive([Self.leads])
    for offset in 20..<24 { packed[try directory(packed) + offset] = 0 }
    #expect(
      try complaint(packed, as: .zip) == """
        leads.csv.packed is damaged: leads.csv in it ends after 0 of \(Self.content.count.grouped) \
        bytes; fetch or export the file again.
        """)
  }

  /// Where the first entry of the list of files begins: PKWARE's APPNOTE §4.3.12.
  private func directory(_ packed: [UInt8]) throws -> Int {
    try #require(
      packed.indices.dropLast(4).first { packed[$0..<$0 + 4].elementsEqual([0x50, 0x4B, 1, 2]) })
  }

  @Test(arguments: [[leads], [stored]])
  func `an archive that is cut off is never taken for whole`(items: [ZipItem]) throws {
    let packed = try zipArchive(items)
    let unpacker = try Unpacker()
    for count in packed.indices.dropFirst() {
      let sentence = try unpacker.complaint(Array(packed[..<count]), as: .zip)
      #expect(
        sentence == """
          leads.csv.packed is cut off: it ends at byte \(count.grouped) without the list of files \
          that stands at the end of a zip archive; fetch or export the file again.
          """)
    }
  }

  @Test(arguments: [[leads], [stored]])
  func `a damaged archive never gives other content`(items: [ZipItem]) throws {
    let packed = try zipArchive(items)
    let unpack = try Unpacker()
    var errors = 0
    for (offset, bytes) in damaged(packed) {
      do {
        let content = try unpack(bytes, as: .zip)
        #expect(content == Self.content, "byte \(offset)")
      } catch is ReadingError {
        errors += 1
      }
    }
    #expect(errors > (packed.count - 120) * 8)
  }

  @Test func `damage is named with the offset in the data file`() throws {
    var stored = try zipArchive([Self.stored])
    stored[60] ^= 1
    #expect(
      try complaint(stored, as: .zip) == """
        leads.csv.packed is damaged: the \(Self.content.count.grouped) bytes of leads.csv in it \
        don't match their checksum; fetch or export the file again.
        """)
    var deflated = try zipArchive([ZipItem(name: "leads.csv", content: sampleRows(50_000))])
    deflated.replaceSubrange(200_000..<201_000, with: noise(1000))
    let sentence = try #require(try complaint(deflated, as: .zip))
    let named = try #require(
      sentence.firstMatch(of: /leads.csv in it can't be unpacked after its first ([0-9,]+) bytes/))
    let offset = try #require(Int(named.1.filter { $0 != "," }))
    // Some 200,000 of 263,000 compressed bytes are before it, of 1,630,000 unpacked ones.
    #expect((1_150_000...1_300_000).contains(offset))
  }
}
