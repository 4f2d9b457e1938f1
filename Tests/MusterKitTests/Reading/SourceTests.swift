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
  @Test(arguments: [
    ("a,b\n1,2\n", ",", 1), ("a;b\n1,5;2\n", ";", 1), ("a\tb\n1\t2\n", "\t", 1),
    ("a|b|c\n1|2|3\n", "|", 1), ("sep=;\na;b\n1;2\n", ";", 2), ("\n\na,b\n1,2\n", ",", 3),
    ("Notes:\n\"Some text, with a comma\"\n\nA,B,C\n1,2,3\n4,5,6\n", ",", 4),
    ("only\none\ncolumn\n", ",", 1), ("a,b\r1,2\r", ",", 1),
  ])
  func `delimiter and header are found`(text: String, delimiter: String, line: Int) throws {
    try open(Array(text.utf8)) { source in
      #expect(source.dialect.csv.delimiter == delimiter.utf8.first)
      #expect(source.dialect.headerLine == .line(line))
    }
  }

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
        try source.requireHeader(options: ReadingOptions())
      }
      #expect(error?.reason == .noHeader)
    }
  }

  @Test func `the user's word beats what is found`() throws {
    let options = ReadingOptions(
      delimiter: UInt8(ascii: ";"), headerLine: .line(2))
    try open(Array("x,y\na;b,c\n1;2,3\n".utf8), options: options) { source in
      #expect(source.header == ["a", "b,c"])
      let read = try rows(source)
      #expect(read == [["1", "2,3"]])
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
    ([0xFF, 0xFE, 0x61, 0x00, 0x2C, 0x00], "encoding"),
    ([0x61, 0x00, 0x2C, 0x00, 0x62, 0x00], "encoding"),
    (latin1("Vorname;Straße\nJürgen;x\n"), "encoding"),
    (Array("[{\"a\":1}]".utf8), "dialect"),
    (Array("{\n\"a\":1}".utf8), "dialect"),
  ]

  private static func latin1(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }

  @Test(arguments: unreadable)
  func `what can't be read is named`(bytes: [UInt8], reason: String) {
    let error = #expect(throws: ReadingError.self) { try open(bytes, name: "leads") }
    #expect(error?.reason.rawValue == reason)
    #expect(error?.sentence.contains("leads") == true)
  }

  @Test func `one bad byte among good letters is a row's damage, not another encoding`() throws {
    let text = Array("Name\nJosé\nZoë\nJürgen\nbad".utf8) + [0xE9] + Array("\nok\n".utf8)
    try open(text) { source in
      #expect(source.dialect.encoding == "UTF-8")
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
}
