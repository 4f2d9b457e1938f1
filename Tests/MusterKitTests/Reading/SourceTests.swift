import Foundation
import Testing

@testable import MusterKit

/// Opens a file with this content and hands it over.
private func open(
  _ bytes: [UInt8], name: String = "leads.csv", options: ReadingOptions = ReadingOptions(),
  _ body: (Source) throws -> Void = { _ in }
) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appending(path: name).path
  try Foundation.Data(bytes).write(to: URL(filePath: path))
  try body(try Source.open(name: path, path: path, options: options))
}

private func rows(_ source: Source) throws -> [[String]] {
  var reader = try RowReader(source: source)
  var rows: [[String]] = []
  while let batch = try reader.next() {
    rows += batch.rows.indices.map { batch.cells(ofRow: $0) }
  }
  return rows
}

@Suite struct SourceTests {
  @Test func `a byte order mark isn't part of the first name`() throws {
    try open([0xEF, 0xBB, 0xBF] + Array("Email,Name\njane@example.com,Jane\n".utf8)) { source in
      #expect(source.header == ["Email", "Name"])
      let read = try rows(source)
      #expect(read == [["jane@example.com", "Jane"]])
    }
  }

  @Test func `a file without a header has numbered columns, and all its rows`() throws {
    try open(Array("jane@example.com,Jane\njoe@example.com,Joe\n".utf8)) { source in
      #expect(source.dialect.headerLine == .none)
      #expect(source.header == ["column_1", "column_2"])
      let read = try rows(source)
      #expect(read.count == 2)
      let error = #expect(throws: ReadingError.self) {
        try source.requireColumns(options: ReadingOptions())
      }
      #expect(error?.reason == .noHeader)
    }
  }

  @Test func `JSON Lines are told by content`() throws {
    try open(Array("{\"a\":{\"b\":1}}\n{\"c\":\"x\"}\n".utf8), name: "leads.txt") { source in
      #expect(source.dialect.format == .jsonl)
      #expect(source.header == ["a.b", "c"])
      let read = try rows(source)
      #expect(read == [["1"], ["", "x"]])
    }
  }

  private static let unreadable: [(bytes: [UInt8], reason: String)] = [
    ([], "empty"),
    ([0x0A, 0x20, 0x0D], "empty"),
    (Array("PK\u{3}\u{4} xl/".utf8), "spreadsheet"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "spreadsheet"),
    ([0x1F, 0x8B, 0x08], "compressed"),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed"),
    (Array("%PDF-1.7".utf8), "binary"),
    ([0x7F, 0x45, 0x4C, 0x46], "binary"),
    ([0x42, 0x5A, 0x68, 0x39], "compressed"),
    (Array("{\"data\": [{\"a\":1}, {\"a\":2}]}".utf8), "dialect"),
  ]

  @Test(arguments: unreadable)
  func `what can't be read is named`(bytes: [UInt8], reason: String) {
    let error = #expect(throws: ReadingError.self) { try open(bytes, name: "leads") }
    #expect(error?.reason.rawValue == reason)
    #expect(error?.sentence.contains("leads") == true)
  }

  @Test func `one bad byte among good letters is a row's damage, not another encoding`() throws {
    let text = Array("Name\nJosé\nZoë\nJürgen\nbad".utf8) + [0xE9] + Array("\nok\n".utf8)
    try open(text) { source in
      #expect(source.dialect.encoding.name == "UTF-8")
      let read = try rows(source)
      #expect(read.count == 5)
    }
  }

  @Test func `a NUL in a cell doesn't make a file binary`() throws {
    try open(Array("a,b\nx\0y,z\n".utf8)) { source in
      let read = try rows(source)
      #expect(read == [["x\0y", "z"]])
    }
  }

  @Test(arguments: [
    "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252",
  ])
  func `text in another encoding gives the same rows`(name: String) throws {
    let text = "Vorname;Straße\r\nJürgen;Größe 5\r\nZoë;Ülm\r\nRenée;Čé\r\n"
    let encoded = try #require(encode(text.replacing("Č", with: "C"), as: name))
    try open(encoded) { source in
      #expect(source.dialect.encoding.name == name)
      #expect(source.header == ["Vorname", "Straße"])
      let read = try rows(source)
      #expect(read == [["Jürgen", "Größe 5"], ["Zoë", "Ülm"], ["Renée", "Cé"]])
    }
  }

  @Test func `an encoding that the user names is used`() throws {
    let bytes = try #require(encode("Имя,Город\nОльга,Пермь\n", as: "KOI8-R"))
    try open(bytes, options: ReadingOptions(encoding: "koi8r")) { source in
      #expect(source.dialect.encoding.name == "KOI8-R")
      #expect(source.header == ["Имя", "Город"])
    }
    let error = #expect(throws: ReadingError.self) {
      try open(bytes, options: ReadingOptions(encoding: "koi9-r"))
    }
    #expect(error?.reason == .encoding)
  }

  @Test func `a byte that can't be decoded damages its row and no other`() throws {
    let bytes = Array("Mail,Name\na@x.com,A\nb@x.com,B".utf8) + [0x81] + Array("\nc@x.com,C\n".utf8)
    try open(bytes, options: ReadingOptions(encoding: "windows-1252")) { source in
      var reader = try RowReader(source: source)
      let batch = try #require(try reader.next())
      #expect(batch.count == 3)
      #expect(batch.damage.map(\.row) == [1])
      #expect(batch.damage.map(\.column) == [1])
      #expect(batch.damage.first?.diagnostic.code == .undecodableBytes)
      #expect(batch.cells(ofRow: 1) == ["b@x.com", "B\u{FFFD}"])
    }
  }

  @Test func `a byte of JSON that can't be decoded damages its row and no other`() throws {
    let bytes = Array("{\"a\":\"x\"}\n{\"a\":\"y".utf8) + [0x81] + Array("\"}\n".utf8)
    try open(bytes, options: ReadingOptions(encoding: "windows-1252")) { source in
      var reader = try RowReader(source: source)
      let batch = try #require(try reader.next())
      #expect(batch.damage.map(\.row) == [1])
      #expect(batch.damage.map(\.column) == [0])
    }
  }

  @Test func `a stream reads on another thread what a reader reads`() async throws {
    var text = "Name;Größe\n"
    for row in 1...40_000 { text += "Jürgen \(row);\(row)\n" }
    let bytes = try #require(encode(text, as: "windows-1252"))
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "muster-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "leads.csv").path
    try Foundation.Data(bytes).write(to: URL(filePath: path))
    let source = try Source.open(name: path, path: path, options: ReadingOptions())
    let stream = RowStream(source: source)
    var read: [[String]] = []
    while let batch = try await stream.next()?.rows {
      read += batch.rows.indices.map { batch.cells(ofRow: $0) }
    }
    #expect(read.count == 40_000)
    let expected = try rows(source)
    #expect(read == expected)
    let behind = try await stream.next()
    #expect(behind == nil)
  }

  @Test func `columns without a name behind the last one may be left out`() throws {
    try open(Array("Mail,Name,,\na@x.com,A,,\nb@x.com,B\nc@x.com\n".utf8)) { source in
      #expect(source.header == ["Mail", "Name", "", ""])
      var reader = try RowReader(source: source)
      let batch = try #require(try reader.next())
      #expect(batch.damage.map(\.row) == [2])
    }
  }

  @Test func `a delimiter's line is no row, also without a header`() throws {
    let options = ReadingOptions(headerLine: Dialect.HeaderLine.none)
    try open(Array("sep=|\n1|2\n3|4\n".utf8), options: options) { source in
      #expect(source.header == ["column_1", "column_2"])
      let read = try rows(source)
      #expect(read == [["1", "2"], ["3", "4"]])
    }
  }
}

/// Text in another encoding, by the C library.
private func encode(_ text: String, as encoding: String) -> [UInt8]? {
  let encodings: [String: String.Encoding] = [
    "UTF-8": .utf8, "UTF-16LE": .utf16LittleEndian, "UTF-16BE": .utf16BigEndian,
    "windows-1252": .windowsCP1252,
  ]
  if let known = encodings[encoding] { return text.data(using: known).map { Array($0) } }
  guard encoding == "KOI8-R" else { return nil }
  let letters = Array("юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ")
  return text.map { letter in
    letter.asciiValue ?? letters.firstIndex(of: letter).map { UInt8(0xC0 + $0) } ?? 0x3F
  }
}
