import Foundation
import Testing

@testable import MusterKit

/// All that is read from a source: one entry for each row and each damage.
private struct Transcript: Equatable {
  var rows: [String] = []
  var damage: [String] = []

  mutating func add(_ batch: RowBatch) {
    #expect(batch.firstRow == rows.count + 1)
    for damage in batch.damage {
      let place = "\(batch.firstRow + damage.row) \(damage.diagnostic.line ?? 0)"
      self.damage.append("\(place) \(damage.diagnostic.code.rawValue) \(damage.diagnostic.message)")
    }
    for row in batch.rows.indices {
      rows.append("\(batch.rows[row].line): \(batch.cells(ofRow: row))")
    }
  }
}

/// Reads a file by one reader, and by a stream in pieces of the sizes given.
private func expectSame(
  _ bytes: [UInt8], options: ReadingOptions = ReadingOptions(), pieces: [Int],
  isolation: isolated (any Actor)? = #isolation
) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appending(path: "leads.csv").path
  try Foundation.Data(bytes).write(to: URL(filePath: path))
  let source = try Source.open(name: path, path: path, options: options)

  var expected = Transcript()
  var reader = try RowReader(source: source)
  while let batch = try reader.next() { expected.add(batch) }
  for size in pieces {
    var found = Transcript()
    let stream = RowStream(source: source, pieceBytes: size) { batch in batch.count }
    while let element = try await stream.next() {
      #expect(element.output == element.rows.count)
      found.add(element.rows)
    }
    let row = zip(found.rows, expected.rows).first { $0 != $1 }
    let damage = zip(found.damage, expected.damage).first { $0 != $1 }
    #expect(
      found == expected,
      """
      pieces of \(size): \(found.rows.count) rows for \(expected.rows.count); found and expected: \
      \(String(describing: row)), \(String(describing: damage))
      """)
    let behind = try await stream.next()
    #expect(behind == nil)
  }
}

@Suite struct RowStreamTests {
  private static let cells = [
    "Jane", "", " Jane ", "\"a,b\"", "\"line one\nline two\"", "\"x\r\ny\nz\"",
    "\"say \"\"so\"\"\"",
    "\"a,b,c\nd,e,f\ng,h,i\nj,k,l\n\"", "ö", "\"\n\"", "\"\n\n\n\"",
  ]
  private static let broken = [
    "\"open", "\"a\"b", "a\"b", "x,y,z", "\u{FFFD}", "\"\n,\"\n", "\r", "=\"0012\"",
  ]

  private static func file(rows: Int, from words: [String], seed: UInt64, ends: [String])
    -> [UInt8]
  {
    var random = SeededGenerator(seed: seed)
    var text = "Mail,Name,City\n"
    for row in 1...rows {
      let cells = (0..<3).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }
      text += "\(row)" + cells[0] + "," + cells[1] + "," + cells[2]
      text += ends[Int.random(in: 0..<ends.count, using: &random)]
    }
    return Array(text.utf8)
  }

  @Test(arguments: [UInt64](1...10))
  func `whole files give the same rows in pieces of any size`(seed: UInt64) async throws {
    let bytes = Self.file(rows: 80, from: Self.cells, seed: seed, ends: ["\n", "\r\n"])
    try await expectSame(bytes, pieces: [200, 3_000])
  }

  @Test(arguments: [UInt64](1...20))
  func `broken files give the same rows in pieces of any size`(seed: UInt64) async throws {
    var options = ReadingOptions(headerLine: .line(1))
    options.delimiter = UInt8(ascii: ",")
    options.quote = UInt8(ascii: "\"")
    options.limits.cellBytes = 300
    options.limits.rowBytes = 2_000
    let bytes = Self.file(
      rows: 60, from: Self.cells + Self.broken, seed: seed,
      ends: ["\n", "\n", "\r\n", "\r", "\n\n"])
    try await expectSame(bytes, options: options, pieces: [150, 900])
  }

  @Test func `a quoted cell that looks like rows is still a cell`() async throws {
    let inner = String(repeating: "joe@example.com,Joe,Bonn\n", count: 200)
    let rows = (1...20).map { "\($0)@example.com,\"\(inner)\",Köln\n" }
    try await expectSame(
      Array(("Mail,Name,City\n" + rows.joined()).utf8), pieces: [3_000, 40_000])
  }

  @Test func `a line that is longer than pieces`() async throws {
    let long = String(repeating: "x", count: 100_000)
    let text = "Mail,Name,City\na,\(long),c\nd,\"\(long)\n\(long)\",f\ng,h,i\n"
    try await expectSame(Array(text.utf8), pieces: [10_000, 150_000])
  }

  @Test func `lines that end with CR`() async throws {
    let text = "Mail,Name\r" + (1...100).map { "\($0)@example.com,\"N\r\($0)\"\r" }.joined()
    try await expectSame(Array(text.utf8), pieces: [200, 1_000])
  }

  @Test func `a title above the header`() async throws {
    let text = "Notes:\n\"When exporting,\nrows may be missing\"\n\nMail,Name\n"
    let rows = (1...100).map { "\($0)@example.com,Name \($0)\n" }.joined()
    try await expectSame(Array((text + rows).utf8), pieces: [200, 1_000])
  }

  @Test func `JSON Lines and JSON arrays`() async throws {
    let lines = (1...150).map { "{\"mail\":\"\($0)@example.com\",\"name\":\"N\\n\($0)\"}" }
    var broken = lines
    for row in stride(from: 3, to: 150, by: 7) { broken[row] = "{\"mail\":" }
    try await expectSame(Array(broken.joined(separator: "\n").utf8), pieces: [200, 2_000])
    try await expectSame(Array(broken.joined(separator: "\r\n\r\n").utf8), pieces: [200, 2_000])
    try await expectSame(
      Array("[\(lines.joined(separator: ",\n"))]".utf8), pieces: [200, 2_000])
  }

  @Test func `another encoding`() async throws {
    var bytes: [UInt8] = Array("Mail,Name\n".utf8)
    for row in 1...150 {
      bytes +=
        Array("\(row)@example.com,Ren".utf8) + [row % 9 == 0 ? 0x81 : 0xE9] + Array("e\n".utf8)
    }
    try await expectSame(
      bytes, options: ReadingOptions(encoding: "windows-1252"), pieces: [200, 1_000])
  }
}
