import Foundation
import Testing

@testable import MusterKit

@Suite("The writer of CSV lines")
struct CSVLineWriterTests {
  let scratch: ScratchDirectory
  let path: String

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.file("out.csv")
  }

  private func write(_ lines: [[String]], guarding: Bool = true) throws -> String {
    var writer = try CSVLineWriter(path: path)
    for line in lines {
      for cell in line { writer.lines.add(Array(cell.utf8).span, guarding: guarding) }
      try writer.endLine()
    }
    try writer.finish()
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  @Test(
    "quotes a cell exactly where it needs it",
    arguments: [
      ("", "\"\""), ("a", "a"), ("a b", "a b"), ("a,b", "\"a,b\""), ("a;b", "a;b"),
      ("\"", "\"\"\"\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("a\nb", "\"a\nb\""),
      ("a\rb", "\"a\rb\""), ("a\r\n", "\"a\r\n\""), (" a", "\" a\""), ("a ", "\"a \""),
      ("a\t", "\"a\t\""), (" ", "\" \""), ("ünï", "ünï"), ("1234567,", "\"1234567,\""),
      ("12345678,", "\"12345678,\""), ("12345678\"9", "\"12345678\"\"9\""),
      ("123456789012345678\n", "\"123456789012345678\n\""), ("\u{0}", "\u{0}"),
      ("=1", "\"'=1\""), ("-1 ", "\"'-1 \""), ("+49 30 123456", "+49 30 123456"),
    ])
  func quotes(cell: String, text: String) throws {
    #expect(try write([[cell]]) == text + "\n")
  }

  @Test("a special byte is seen at every place of cells of every length")
  func everyPlace() throws {
    var lines: [[String]] = []
    var text = ""
    for length in 1...40 {
      for place in 0..<length {
        for special: Character in [",", "\"", "\n", "\r"] {
          var cell = Array(repeating: Character("x"), count: length)
          cell[place] = special
          lines.append([String(cell), "y"])
          text += "\"\(String(cell).replacing("\"", with: "\"\""))\",y\n"
        }
      }
    }
    #expect(try write(lines, guarding: false) == text)
  }

  @Test("the fields of a batch are written as its cells one by one")
  func fields() throws {
    var random = SeededGenerator(seed: 11)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789@./ ")
    let starts = ["", "", "", "", "=", "+49 30 ", "-", "'", " "]
    let specials = ["", "", "", "", ",", "\"", "\n", "\r", "ä"]
    for width in [1, 2, 9] {
      let rows = (0..<300).map { _ in
        (0..<width).map { _ in
          let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
          }
          let middle = Int.random(in: 0...text.count, using: &random)
          return starts[Int.random(in: 0..<starts.count, using: &random)] + text[..<middle]
            + specials[Int.random(in: 0..<specials.count, using: &random)] + text[middle...]
        }
      }
      let batch = RowBatch(rows: rows)
      var whole = CSVLines(room: 0)
      for row in 0..<batch.count {
        whole.add(batch.fields(ofRow: row), of: batch)
        whole.endLine()
      }
      #expect(String(decoding: whole.copy(of: 0..<whole.count), as: UTF8.self) == (try write(rows)))
    }
  }

  @Test("writes numbers, empty cells and texts")
  func kinds() throws {
    var writer = try CSVLineWriter(path: path)
    for number in [0, 7, 10, -12, .max, .min, nil] { writer.lines.add(number) }
    writer.lines.addEmpty()
    writer.lines.add(nil as String?)
    writer.lines.add("=x")
    try writer.endLine()
    try writer.finish()
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == "0,7,10,-12,9223372036854775807,-9223372036854775808,,,,\"'=x\"\n")
  }

  @Test("what is written reads back, over the ends of blocks and with cells larger than one")
  func readsBack() throws {
    var random = SeededGenerator(seed: 7)
    let alphabet = Array("abcdefgh,\"\n\r '=+-;ä")
    var lines = (0..<2000).map { _ in
      (0..<Int.random(in: 2...6, using: &random)).map { _ in
        String(
          (0..<Int.random(in: 0...60, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
          })
      }
    }
    lines.insert([String(repeating: "\"", count: 300_000), "x"], at: 100)
    lines.insert([String(repeating: "y", count: 300_000), "z,"], at: 9)
    #expect(try Self.records(of: write(lines, guarding: false)) == lines)

    let guarded = try Self.records(of: write(lines))
    let unguarded = guarded.map { line in
      line.map { String(decoding: FormulaGuard.unguarded(Array($0.utf8)), as: UTF8.self) }
    }
    #expect(guarded != lines)
    #expect(unguarded == lines)
  }

  @Test("the file appears when it is finished, for its owner only, and leaves no other")
  func appears() throws {
    var writer = try CSVLineWriter(path: path)
    writer.lines.add("a")
    try writer.endLine()
    #expect(try scratch.names() == ["out.csv.part"])
    try writer.finish()
    #expect(try scratch.names() == ["out.csv"])
    #expect(try ScratchDirectory.mode(path) == 0o600)
  }

  @Test("an unfinished file leaves what was there")
  func unfinished() throws {
    _ = try write([["old"]])
    do {
      var writer = try CSVLineWriter(path: path)
      writer.lines.add("new")
      try writer.endLine()
    }
    #expect(try scratch.names() == ["out.csv"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old\n")
  }

  @Test("a directory that isn't there is an error with a sentence")
  func noDirectory() throws {
    let error = #expect(throws: ReportError.self) {
      _ = try CSVLineWriter(path: scratch.file("none/out.csv"))
    }
    #expect(error?.reason == .cannotWrite)
    let message = try #require(error?.message)
    #expect(message.hasSuffix("none/out.csv can't be written: No such file or directory."))
  }

  @Test(
    "a full disk is told apart",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let file = try PrivateFile(path: "/dev/full", .replacing)
    let error = #expect(throws: SystemError.self) { try file.write([1, 2, 3].span) }
    #expect(ReportError.writing("/x/results.csv", try #require(error)).reason == .diskFull)
  }

  /// A reader of RFC 4180, as short as can be.
  static func records(of text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    let bytes = Array(text.utf8)
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch (byte, isQuoted) {
      case (UInt8(ascii: "\""), true) where at < bytes.count && bytes[at] == byte:
        cell.append(byte)
        at += 1
      case (UInt8(ascii: "\""), _):
        isQuoted.toggle()
      case (UInt8(ascii: ","), false), (0x0A, false):
        record.append(String(decoding: cell, as: UTF8.self))
        cell = []
        if byte == 0x0A {
          records.append(record)
          record = []
        }
      default:
        cell.append(byte)
      }
    }
    return records
  }
}
