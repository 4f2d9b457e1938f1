import Testing

@testable import MusterKit

/// What is bounded, and what happens there.
struct JSONLLimitTests {
  /// An object in objects, `depth` of them, that holds one value.
  static func nested(_ depth: Int) -> String {
    String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
  }

  /// Lists in lists.
  static func lists(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  static let depths: [(line: String, isRead: Bool)] = [
    (nested(32), true), (nested(33), false),
    ("{\"a\":\(lists(31))}", true), ("{\"a\":\(lists(32))}", false), (lists(33), false),
  ]

  @Test("Thirty-two levels are read and thirty-three are not", arguments: depths)
  func depth(_ line: String, isRead: Bool) throws {
    let text = try JSONLText(line + "\n{\"b\":1}")
    #expect(text.codes(ofRow: 1) == (isRead ? [] : [.jsonInvalid]))
    #expect(text.codes(ofRow: 2) == [])
    if !isRead { #expect(text.damage[0].diagnostic.message.contains("deeper than 32 levels")) }
  }

  @Test("A very deep line is refused", arguments: ["[", "{\"a\":"])
  func veryDeep(_ opening: String) throws {
    let closing = opening == "[" ? "]" : "}"
    let line =
      String(repeating: opening, count: 100_000) + "1" + String(repeating: closing, count: 100_000)
    let text = try JSONLText(line)
    #expect(text.codes(ofRow: 1) == [.jsonInvalid])
  }

  @Test("A line over the limit is a row without cells", arguments: Cut.allCases)
  func largeRow(_ cut: Cut) throws {
    var limits = ReadingLimits()
    limits.rowBytes = 20
    let fits = #"{"a":"12345678901"} "#
    let line = #"{"a":"1234567890123"}"#
    #expect(fits.utf8.count == 20 && line.utf8.count == 21)
    let blanks = String(repeating: " ", count: 50)
    let lines = [
      fits + "\r", line, blanks, blanks + "x", String(repeating: line, count: 9), "{\"b\":2}",
      line + line,
    ]
    let text = try JSONLText(
      "\u{FEFF}" + lines.joined(separator: "\n"), cut: cut, limits: limits)
    #expect(text.columns == ["a", "b"])
    #expect(text.rows == [["12345678901"], [], [], [], ["", "2"], []])
    #expect(text.lines == [1, 2, 4, 5, 6, 7])
    #expect(text.damage.map(\.row) == [2, 3, 4, 6])
    #expect(text.damage.allSatisfy { $0.diagnostic.code == .rowTooLarge })
  }

  @Test(
    "No more is held of a row than the limit and what is read at once",
    arguments: [JSONLayout.lines, .array, .sequence])
  func heldBytes(_ layout: JSONLayout) {
    let limit = 1 << 20
    var cutter = RecordCutter(layout: layout, limit: limit)
    let opening: [UInt8] = Array(layout == .array ? "[\"".utf8 : "{\"".utf8)
    #expect(cutter.take(opening.span) == 2 && cutter.next() == nil)
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
    for _ in 0..<200 {
      let taken = cutter.take(piece.span)
      let record = cutter.next()
      let capacity = cutter.buffer.capacity
      #expect(taken == piece.count && record == nil && capacity <= limit + 2 * piece.count)
    }
    cutter.finish()
    let record = cutter.next()
    let following = cutter.next()
    #expect(record == JSONRecord(bytes: 0..<0, line: 1, problem: .tooLarge))
    #expect(following == nil)
  }

  @Test("A cell over the limit is left empty, also one that was joined", arguments: Cut.allCases)
  func largeCell(_ cut: Cut) throws {
    var limits = ReadingLimits()
    limits.cellBytes = 5
    let text = try JSONLText(
      """
      {"a":"12345","b":"123456","c":1}
      {"a":"\\u0061\\u0062","b":["12","34"],"c":["1","23"]}
      """, cut: cut, limits: limits)
    #expect(text.rows == [["12345", "", "1"], ["ab", "", "1; 23"]])
    #expect(text.damage.map(\.diagnostic.code) == [.cellTooLarge, .cellTooLarge])
    #expect(text.damage.map(\.column) == [1, 1])
    #expect(text.damage.map(\.diagnostic.column) == ["b", "b"])
  }

  @Test("More columns than the limit end the scan")
  func columnLimit() throws {
    let line = "{" + (0..<10_000).map { "\"k\($0)\":1" }.joined(separator: ",") + "}\n"
    let full = try JSONLText(line + "{\"k9999\":2}\n{\"another\":1,}\n")
    #expect(full.columns.count == 10_000)
    #expect(full.codes(ofRow: 3) == [.jsonInvalid])
    let error = #expect(throws: ReadingError.self) {
      try JSONLText(line + "{\"k9999\":2}\n{\"another\":1}\n")
    }
    #expect(error?.reason == .tooManyColumns)
    #expect(
      error?.sentence.hasPrefix("leads.jsonl has more than 10,000 different keys (with line 3);")
        == true)
  }

  @Test("A list with more elements than there are columns is joined all the same")
  func longList() throws {
    let text = try JSONLText(#"{"a":[1,null,3,"",5],"b":["x","y"]}"#, mostColumns: 2)
    #expect(text.rows == [["1; 3; 5", "x; y"]])
  }

  @Test("A list of objects with more elements than there may be columns ends the scan")
  func longListOfObjects() {
    let error = #expect(throws: ReadingError.self) {
      try JSONLText(#"{"a":[1,2,3,{"b":4}]}"#, mostColumns: 2)
    }
    #expect(error?.reason == .tooManyColumns)
    let line = Array(#"{"a":[1,2,{"b":4}]}"#.utf8)
    #expect(throws: ReadingError.self) {
      try JSONLText.batches(line, columns: JSONLColumns(names: ["a"]))
    }
  }

  @Test("A key longer than a column's name may be makes the line invalid")
  func longKey() throws {
    let key = String(repeating: "k", count: 4096)
    let text = try JSONLText("{\"\(key)\":1}\n{\"\(key)k\":1}\n{\"k\":{\"\(key)\":1}}\n")
    #expect(text.columns == [key])
    #expect(text.codes(ofRow: 1) == [])
    #expect(text.codes(ofRow: 2) == [.jsonInvalid])
    #expect(text.codes(ofRow: 3) == [.jsonInvalid])
    #expect(text.damage[0].diagnostic.message.contains("longer than 4,096 bytes"))
  }

  @Test("Batches are cut at their size and number their rows on", arguments: Cut.allCases)
  func batches(_ cut: Cut) throws {
    var limits = ReadingLimits()
    limits.batchBytes = 200
    let line = #"{"a":"0123456789","b":"0123456789"}"#
    let text = try JSONLText(
      String(repeating: line + "\n\n", count: 50) + "oops\n", cut: cut, limits: limits)
    // Each row takes 20 bytes of cells, two ends of 4 bytes, and 8 bytes of its own.
    #expect(text.batches.map(\.count) == [6, 6, 6, 6, 6, 6, 6, 6, 3])
    #expect(text.batches.map(\.firstRow) == [1, 7, 13, 19, 25, 31, 37, 43, 49])
    #expect(text.rows == Array(repeating: ["0123456789", "0123456789"], count: 50) + [[]])
    #expect(text.lines == (0..<51).map { 2 * $0 + 1 })
    #expect(text.damage.map(\.row) == [51])
  }

  @Test("The ends of empty cells count towards a batch's size")
  func sparseRows() throws {
    let wide = "{" + (0..<1000).map { "\"k\($0)\":1" }.joined(separator: ",") + "}\n"
    let text = try JSONLText(wide + String(repeating: "{\"k999\":1}\n", count: 1000))
    #expect(text.batches.count == 4)
    #expect(text.batches.allSatisfy { $0.fieldEnds.count <= 270_000 })
  }

  @Test("A line of many megabytes is read whole, and its successor too")
  func longLine() throws {
    let value = String(repeating: "0123456789abcde ", count: 1 << 15)
    let list = "[" + String(repeating: "1,", count: 200_000) + "1]"
    let text = try JSONLText("{\"a\":\"\(value)\",\"b\":\(list),\"c\":[2,3]}\n{\"a\":\"x\"}\n")
    #expect(text.rows[0][0] == value)
    #expect(text.rows[0][1] == String(repeating: "1; ", count: 200_000) + "1")
    #expect(text.rows[0][2] == "2; 3")
    #expect(text.rows[1] == ["x"])
    #expect(text.damage.isEmpty)
  }
}
