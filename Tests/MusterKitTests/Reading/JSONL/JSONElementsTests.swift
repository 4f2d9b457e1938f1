import Testing

@testable import MusterKit

/// Arrays and sequences of objects. Each case is read whole and in pieces of 1, 2, 3 and 7 bytes.
struct JSONElementsTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var text: String
    var rows: [[String]]
    var lines: [Int]
    /// The rows with errors, and those with warnings; from 1.
    var damaged: [Int]
    var warned: [Int]

    init(
      _ name: String, _ text: String, rows: [[String]], lines: [Int], damaged: [Int] = [],
      warned: [Int] = []
    ) {
      self.name = name
      self.text = text
      self.rows = rows
      self.lines = lines
      self.damaged = damaged
      self.warned = warned
    }

    var testDescription: String { name }
  }

  static let whole = [
    Case(
      "an array on one line", #"[{"a":1},{"a":"x","b":[1,2]}, {"a":{"c":3}} ]"#,
      rows: [["1"], ["x", "1; 2"], ["", "", "3"]], lines: [1, 1, 1]),
    Case(
      "an array with an object a line", "\u{FEFF}\n[\r\n{\"a\":1},\r\n\r\n{\"a\":2}\r\n]\r\n",
      rows: [["1"], ["2"]], lines: [3, 5]),
    Case(
      "a pretty array",
      """
      [
        {
          "a": 1,
          "b": [
            {"c": 2},
            {
              "c": 3
            }
          ]
        },
        {
          "a": 4
        }
      ]
      """, rows: [["1", "2", "3"], ["4"]], lines: [2, 11]),
    Case(
      "brackets, quotes, commas and backslashes in strings",
      #"[{"a":"}],[{\"","b":"\\"},{"a":"\\\"]","b":",{\u005d"}]"#,
      rows: [[#"}],[{""#, #"\"#], [#"\"]"#, ",{]"]], lines: [1, 1]),
    Case(
      "commas at the starts of lines", "[ {\"a\":1}\n, {\"a\":2}\n]", rows: [["1"], ["2"]],
      lines: [1, 2]),
    Case("an empty array", "[ \n ]\n", rows: [], lines: []),
    Case("empty objects", "[{},{ }]", rows: [[], []], lines: [1, 1]),
    Case("a comma behind the last element", "[{\"a\":1},\n]", rows: [["1"]], lines: [1]),
    Case(
      "pretty objects one behind the other", "{\n \"a\": 1\n}\n\n{\n \"a\": 2\n} {\"a\":3}\n",
      rows: [["1"], ["2"], ["3"]], lines: [1, 5, 7]),
    Case(
      "objects with commas between", "{\"a\":1},\n{\"a\":2}\n,{\n\"a\":3},\n",
      rows: [["1"], ["2"], ["3"]], lines: [1, 2, 3]),
    Case(
      "objects on one line", #"{"a":1}{"a":2},{"a":3}"#, rows: [["1"], ["2"], ["3"]],
      lines: [1, 1, 1]),
    Case("no text", " \n", rows: [], lines: []),
  ]

  static let values = [
    Case(
      "elements that aren't objects", "[1,\n\"x, {\",null, [1,{\"a\":2}],{\"a\":1},-0.5e3]",
      rows: [[], [], [], [], ["1"], []], lines: [1, 2, 2, 2, 2, 2], damaged: [1, 2, 3, 4, 6]),
    Case(
      "an element that isn't valid",
      #"[{"a":1},{"a":01},{"a":NaN},{"a":1,},{a:1},{"a"},{"a":2}]"#,
      rows: [["1"], [], [], [], [], [], ["2"]], lines: [1, 1, 1, 1, 1, 1, 1],
      damaged: [2, 3, 4, 5, 6]),
    Case(
      "text behind an element's bracket", #"[{"a":1} x,{"a":2}{"b":3},{"a":4}]"#,
      rows: [[], [], ["4"]], lines: [1, 1, 1], damaged: [1, 2]),
    Case(
      "a comma too many", #"[,{"a":1},,{"a":2},]"#, rows: [[], ["1"], [], ["2"]],
      lines: [1, 1, 1, 1], damaged: [1, 3]),
    Case(
      "a comma that is missing", "[{\"a\":1}\n{\"a\":2},\n{\"a\":3}]", rows: [["1"], ["2"], ["3"]],
      lines: [1, 2, 3], warned: [2]),
    Case(
      "bytes that are no JSON at all", "[{\"a\":1}, # {\"a\":2}\n, {\"a\":3}]",
      rows: [["1"], [], ["3"]], lines: [1, 1, 2], damaged: [2]),
    Case(
      "a missing comma between two keys",
      #"[{"a":"x" "b":"y"},{"a":1 "b":2},{"a":[] "b":{}},{"a":3}]"#,
      rows: [[], [], [], ["3"]], lines: [1, 1, 1, 1], damaged: [1, 2, 3]),
    Case(
      "text between objects",
      "{\n \"a\":1\n}\noops {\"a\":9}\n{\"a\":2}\n[{\"a\":9}]\n{\"a\":3} x\n{\"a\":4}",
      rows: [["1"], [], ["2"], [], [], ["4"]], lines: [1, 4, 5, 6, 7, 8], damaged: [2, 4, 5]),
    Case(
      "text between elements", "[{\"a\":1}\n\"b\":2},\n{\"a\":3}\n},\n{\"a\":4}]",
      rows: [["1"], [], [], ["4"]], lines: [1, 2, 3, 5], damaged: [2, 3]),
  ]

  static let ends = [
    Case(
      "a file cut off in an object", "[{\"a\":1},\n{\"a\":2,\"b\":{\"c\":", rows: [["1"], []],
      lines: [1, 2], damaged: [2]),
    Case(
      "a file cut off in a string", "[{\"a\":1},\n{\"a\":\"x}, {", rows: [["1"], []],
      lines: [1, 2], damaged: [2]),
    Case(
      "a file cut off behind a backslash", "{\n\"a\":1}\n{\n\"a\":\"x\\", rows: [["1"], []],
      lines: [1, 3], damaged: [2]),
    Case(
      "an array without its last bracket", "[{\"a\":1},\n{\"a\":2}\n", rows: [["1"], ["2"]],
      lines: [1, 2], warned: [2]),
    Case(
      "an array cut off behind a comma", "[{\"a\":1},\n{\"a\":2},", rows: [["1"], ["2"]],
      lines: [1, 2], warned: [2]),
    Case("an array that is cut off at its start", "\n[\n", rows: [[]], lines: [3], damaged: [1]),
    Case(
      "text behind the array", "[{\"a\":1}]\n\n[{\"a\":2}]\n{\"a\":3}", rows: [["1"], []],
      lines: [1, 3], damaged: [2]),
    Case(
      "a bracket too many", "[{\"a\":1}],{\"a\":2}]", rows: [["1"], []], lines: [1, 1], damaged: [2]
    ),
  ]

  @Test("Elements become rows", arguments: whole + values + ends, Cut.allCases)
  func elements(of example: Case, _ cut: Cut) throws {
    let layout: JSONLayout = example.text.contains("[") ? .array : .sequence
    let text = try JSONLText(example.text, layout: layout, cut: cut)
    #expect(text.rows == example.rows)
    #expect(text.lines == example.lines)
    #expect(text.scannedRows == example.rows.count)
    #expect(text.rows(of: .error) == example.damaged)
    #expect(text.rows(of: .warning) == example.warned)
  }

  @Test("An element over the limit is a row without cells", arguments: Cut.allCases)
  func largeElement(_ cut: Cut) throws {
    var limits = ReadingLimits()
    limits.rowBytes = 20
    let fits = #"{"a":"12345678901"}"#
    let blanks = String(repeating: " \n", count: 30)
    for (opening, closing) in [("[", "]"), ("", "")] {
      let elements = [
        fits, "{\"a\":\n\"123456789012\"}",
        "{\"b\":[" + String(repeating: "{},", count: 90) + "{}]}",
        "{\"a\":\"" + String(repeating: "}{", count: 99) + "\"}", "{\"c\":2}",
      ]
      let text = try JSONLText(
        opening + elements.joined(separator: ",\n") + blanks + closing, layout: .array, cut: cut,
        limits: limits)
      #expect(text.rows == [["12345678901"], [], [], [], ["", "2"]])
      #expect(text.columns == ["a", "c"])
      #expect(text.lines == [1, 2, 4, 5, 6])
      #expect(text.damage.map(\.row) == [2, 3, 4])
      #expect(text.damage.allSatisfy { $0.diagnostic.code == .rowTooLarge })
    }
  }

  @Test("A very deep element is refused, and the next is read", arguments: Cut.allCases)
  func deepElement(_ cut: Cut) throws {
    let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
    let text = try JSONLText("[{\"a\":\(deep)},{\"a\":1}]", layout: .array, cut: cut)
    #expect(text.rows == [[], ["1"]])
    #expect(text.codes(ofRow: 1) == [.jsonInvalid])
  }

  static let places: [(text: String, says: String, line: Int?)] = [
    (#"[{"a":1},{"é":tru}]"#, "there is no JSON value at character 6 of the element.", nil),
    (
      "[\n {\n  \"é\": 1,\n  \"a\": tru\n }]", "there is no JSON value at character 8 of line 4.", 4
    ),
    ("[{\n\"a\":\"x,\n\"b\":2}]", "a string is opened at character 5 of line 2 and not closed.", 2),
    ("[{\n\"a\":\"x\ty\"}]", "a control character at character 7 of line 2.", 2),
    ("[{\"a\":1", "it doesn't end with the bracket that closes it.", nil),
    ("{\"a\":1}\n\n\n,,", "there is no JSON value.", nil),
  ]

  @Test("The message says where in the file", arguments: places)
  func place(_ example: (text: String, says: String, line: Int?)) throws {
    let text = try JSONLText(example.text, layout: .array)
    let diagnostic = try #require(text.damage.first?.diagnostic)
    #expect(diagnostic.message.hasPrefix("The element isn't valid JSON: "))
    #expect(diagnostic.message.contains(example.says))
    #expect(diagnostic.line == example.line)
  }

  @Test("A warning about the end is the last row's, also behind a full batch")
  func lateWarning() throws {
    var limits = ReadingLimits()
    limits.batchBytes = 1
    let text = try JSONLText("[{\"a\":1},{\"a\":2}", layout: .array, limits: limits)
    #expect(text.batches.map(\.count) == [1, 1])
    #expect(text.rows(of: .warning) == [2])
    #expect(text.damage[0].diagnostic.message.contains("may be cut off"))
  }
}
