import Testing

@testable import MusterKit

/// Elements whose brackets or quotes don't match, and how reading gets in step behind them.
struct JSONDoubtTests {
  /// Each stands on the lines between two good elements of the same form, on each side.
  static let doubtful: [(name: String, element: String)] = [
    ("a quote that is missing", #"{"k": "x, "b": 2}"#),
    ("a quote that is missing at the end", #"{"k": 1, "b": "x}"#),
    ("a quote too many", #"{"k": "say "hi"", "b": 2}"#),
    ("a string over two lines", "{\"k\": \"x\ny\", \"b\": 2}"),
    ("a string over two lines with brackets", "{\"k\": \"x\n[[{{\n}\", \"b\": 2}"),
    ("a closing bracket that is missing", #"{"k": {"b": 1}"#),
    ("a closing bracket too many", #"{"k": 1}}"#),
    ("a list that isn't closed", #"{"k": [1, 2}"#),
    ("a list that is closed as an object", #"{"k": [1, 2}, "b": [{"k": 9}]}"#),
    ("an object that is closed as a list", #"{"k": {"b": 2], "b": [{"k": 9}]}"#),
    ("an opening bracket that is missing", #""k": 1}"#),
    ("an opening bracket too many", #"{{"k": 9}, {"k": 8}"#),
    ("an object for a key", #"{"b": 1, {"k": 9}, {"k": 8}}"#),
  ]

  struct Form: CustomTestStringConvertible {
    var name: String
    var opening: String
    var separator: String
    var closing: String
    /// Before the first line of an element, and before those inside.
    var indent: String
    var inner = "  "

    var testDescription: String { name }

    func text(_ elements: [String]) -> String {
      let lines = elements.map { element in
        indent + element.replacing("\n", with: "\n\(indent)\(inner)")
      }
      return opening + lines.joined(separator: separator) + closing
    }
  }

  static let forms = [
    Form(name: "an array", opening: "[\n", separator: ",\n", closing: "\n]\n", indent: "  "),
    Form(
      name: "an array at the edge", opening: "[\n", separator: ",\n", closing: "\n]", indent: ""),
    Form(
      name: "leading commas", opening: "[\n  ", separator: "\n, ", closing: "\n]", indent: "",
      inner: "    "),
    Form(name: "a sequence", opening: "", separator: "\n", closing: "\n", indent: ""),
    Form(name: "a sequence with commas", opening: "", separator: ",\n", closing: "", indent: "\t"),
  ]

  @Test("Brackets and quotes that don't match cost their element", arguments: forms, doubtful)
  func doubt(in form: Form, of example: (name: String, element: String)) throws {
    // In the first form all is on its line, in the second each key is on its own.
    let pretty = example.element.replacing(", \"b\"", with: ",\n\"b\"")
    for element in [example.element, pretty] {
      for cut in Cut.allCases {
        let source = form.text([
          #"{"k": 1}"#, "{\n\"k\": 2\n}", element, #"{"k": 3}"#, #"{"k": 4}"#,
        ])
        let text = try JSONLText(source, layout: .array, cut: cut)
        #expect(text.rows == [["1"], ["2"], [], ["3"], ["4"]], "\(source)")
        #expect(text.rows(of: .error) == [3])
        #expect(text.columns == ["k"])
      }
    }
  }

  @Test("Objects nested in a broken one are never rows", arguments: Cut.allCases)
  func nestedObjects(_ cut: Cut) throws {
    let text = try JSONLText(
      """
      [
        {
          "k": "open,
          "jobs": [
            {
              "k": 91
            },
            {"k": 92}
          ]
        },
        {
          "k": 1
        }, {
          "k": {"k": 93,
          "jobs": [{
            "k": 94
          }, {
            "k": 95
          }]
        }, {
          "k": 2
        }
      ]
      """, layout: .array, cut: cut)
    #expect(text.rows == [[], ["1"], [], ["2"]])
    #expect(text.lines == [2, 11, 13, 20])
    #expect(text.rows(of: .error) == [1, 3])
  }

  @Test("What may be left over from a broken element is no row", arguments: Cut.allCases)
  func leftOver(_ cut: Cut) throws {
    let text = try JSONLText(
      """
      [
        {"k": 1, "jobs": [
          {
        {   "k": 91
          },
          {
            "k": 92
          }
        ]},
        {"k": 2}
      ]
      """, layout: .array, cut: cut)
    // What opens on the fourth line stands where elements do.
    #expect(text.rows == [[], ["91"], [], ["2"]])
    #expect(text.lines == [2, 4, 6, 10])
    #expect(text.rows(of: .error) == [1, 3])
    #expect(text.damage[1].diagnostic.message.contains("indented deeper"))
  }

  static let flat = [
    // Nothing is indented, so what opens on a line may be nested.
    "[\n{\n\"k\": 1\n},\n{\n\"k\": \"open,\n\"jobs\": [\n{\n\"k\": 9\n},\n{\n\"k\": 8\n}\n]\n},\n{\n\"k\": 2\n}\n]",
    "{ \"k\": 1 }\n{ \"jobs\": [\n{ \"k\": 9, { \"k\": 8 } },\n{ \"k\": 7 }\n] }\n{ \"k\": 2 }",
    // All on one line.
    #"[{"k":1},{"k":"open},{"k":9},{"k":{"k":8}},{"k":7}]"#,
  ]

  @Test("Where indentation says nothing, all behind a broken element is left out", arguments: flat)
  func flatText(_ source: String) throws {
    for cut in Cut.allCases {
      let text = try JSONLText(source, layout: .array, cut: cut)
      #expect(text.rows == [["1"], []])
      #expect(text.rows(of: .error) == [2])
    }
  }
}
