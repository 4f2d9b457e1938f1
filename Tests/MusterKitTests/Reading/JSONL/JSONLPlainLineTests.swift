import Testing

@testable import MusterKit

/// Lines that are read past simdjson. `JSONLText` reads everything both ways and holds the rows against each
/// other.
struct JSONLPlainLineTests {
  private static let names = ["name", "e-mail", "firma", "naïve key", "a.b", "", "x"]

  @Test(arguments: 0..<40)
  func `lines are what simdjson makes of them, whatever stands in them`(seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    var text: [UInt8] = []
    for _ in 0..<80 {
      var line = Self.object(&random)
      // Of each third line a byte is another one, is missing or comes twice.
      if Int.random(in: 0..<3, using: &random) == 0, !line.isEmpty {
        let place = Int.random(in: 0..<line.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: line[place] = Self.odd(&random)
        case 1: line.remove(at: place)
        default: line.insert(Self.odd(&random), at: place)
        }
      }
      text += line + [0x0A]
    }
    let columns = JSONLColumns(names: Self.names)
    for layout in [JSONLayout.lines, .sequence] {
      for limits in [ReadingLimits(), ReadingLimits(cellBytes: 20, batchBytes: 500)] {
        _ = try JSONLText(text, layout: layout, limits: limits)
        _ = try? JSONLText.batches(text, columns: columns, layout: layout, limits: limits)
      }
    }
  }

  @Test func `a bracket and a comma aren't taken for each other`() throws {
    let text = """
      {"a": "1", "b": "2"}
      {"b": "3"}
      {"a": "4"{"b": "5"}
      , "b": "6"}
      {"a": "7", "b": "8"}
      """
    let read = try JSONLText(text)
    #expect(read.rows == [["1", "2"], ["", "3"], [], [], ["7", "8"]])
    #expect(read.rows(of: .error) == [3, 4])
  }

  @Test func `the halves of a character in two cells aren't one`() throws {
    var text = Array("{\"a\": \"1\", \"b\": \"2\"}\n{\"a\": \"x".utf8)
    text += [0xC3] + Array("\", \"b\": \"".utf8) + [0xA9] + Array("y\"}\n".utf8)
    let read = try JSONLText(text)
    #expect(read.rows == [["1", "2"], []])
    #expect(read.rows(of: .error) == [2])
  }

  /// An object, mostly with the keys in one order and written in one way.
  private static func object(_ random: inout TestRandom) -> [UInt8] {
    func rarely(_ usual: String, _ others: [String]) -> String {
      Int.random(in: 0..<12, using: &random) > 0
        ? usual : others.randomElement(using: &random) ?? ""
    }
    var members: [String] = []
    for name in names where Int.random(in: 0..<6, using: &random) > 0 {
      let key = rarely(name, ["name", "na\\u006de", "other\\n", "a\tb"])
      members.append(
        rarely("", [" ", "\t"]) + "\"\(key)\"" + rarely(":", [": ", " :", "::", ""])
          + value(&random) + rarely("", [" ", "\r", "]", "}"]))
    }
    if Int.random(in: 0..<8, using: &random) == 0 { members.shuffle(using: &random) }
    let joined = members.joined(separator: rarely(", ", [",", " ,", ",,", ";"]))
    return Array(
      (rarely("{", ["{ ", "[", " {"]) + joined + rarely("}", [" }", "} ", "", "}x"])).utf8)
  }

  private static func value(_ random: inout TestRandom) -> String {
    let values = [
      "\"a\"", "\"\"", "\"0123456789abcdef\"", "\"0123456789abcdef0123456789\"", "\"née\"",
      "\"b c\"",
      "null", "true", "12.50", "\"a\\\"b\"", "\"\\u00e9\\n\\\\\"", "\"0123456789abcde\\\"f, g\"",
      "\"\\ud83d\\ude00\"", "false", "-0", "\"\\ud83d\"", "\"\\x\"", "01", "nul", "NaN", "\"a",
      "[1,\"b\"]",
      "{\"b\":1}", "\"a\u{1}\"", "\"a\tb\"",
    ]
    let isPlain = Int.random(in: 0..<10, using: &random) > 0
    return values[Int.random(in: 0..<(isPlain ? 13 : values.count), using: &random)]
  }

  private static func odd(_ random: inout TestRandom) -> UInt8 {
    [0x22, 0x5C, 0x2C, 0x7B, 0x7D, 0x3A, 0x20, 0x00, 0x1F, 0xFF, 0xC3, 0x61].randomElement(
      using: &random) ?? 0
  }
}
