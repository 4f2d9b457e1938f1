import Testing

@testable import MusterKit

/// What becomes of lines that aren't valid JSON.
struct JSONLDamageTests {
  struct Case: CustomTestStringConvertible {
    var line: String
    /// What the message says behind "The line isn't valid JSON: ".
    var says: String

    init(_ line: String, _ says: String) {
      self.line = line
      self.says = says
    }

    var testDescription: String { line }
  }

  static let structure = "a key, colon, comma or bracket is missing or too many"

  static let broken = [
    Case(#"{"a":01}"#, "there is no JSON value at character 6"),
    Case(#"{"a":NaN}"#, "NaN or Infinity stands at character 6"),
    Case(#"{"a":[1, -Infinity]}"#, "NaN or Infinity stands at character 10"),
    Case(#"{"a":Na}"#, "there is no JSON value at character 6"),
    Case(#"{"a":-}"#, "there is no JSON value at character 6"),
    Case(#"{"a":+1}"#, "there is no JSON value at character 6"),
    Case(#"{"a":1.}"#, "there is no JSON value at character 6"),
    Case(#"{"a":.5}"#, "there is no JSON value at character 6"),
    Case(#"{"a":0x1F}"#, "there is no JSON value at character 6"),
    Case(#"{"a":True}"#, "there is no JSON value at character 6"),
    Case(#"{"a":nulll}"#, "there is no JSON value at character 6"),
    Case(#"{"a":'x'}"#, "there is no JSON value at character 6"),
    Case(#"{"a":}"#, "there is no JSON value at character 6"),
    Case(#"{"é":"ü","b":tru}"#, "there is no JSON value at character 14"),
    Case(#"{"a":[1,2,]}"#, "there is no JSON value at character 11"),
    Case(#"hello"#, "there is no JSON value at character 1"),
    Case(#"{"a":1,}"#, structure + " at character 8"),
    Case(#"{"a":1 "b":2}"#, structure + " at character 8"),
    Case(#"{"a":"b":1}"#, structure + " at character 9"),
    Case(#"{"a":["b":1]}"#, structure + " at character 10"),
    Case(#"["a":1]"#, structure + " at character 5"),
    Case(#"{"a":{"b":"c":[1]}}"#, structure + " at character"),
    Case(#"{"a":1:2}"#, structure + " at character 7"),
    Case(#"{"a" 1}"#, structure + " at character 6"),
    Case(#"{a:1}"#, structure + " at character 2"),
    Case(#"{"a":[1 2]}"#, structure + " at character 9"),
    Case(#"{"a":"x\y"}"#, "the string at character 6 holds a backslash"),
    Case(#"{"a\q":1}"#, "the string at character 2 holds a backslash"),
    Case(#"{"a":"\ud800"}"#, "the string at character 6 holds a backslash"),
    Case(#"{"a":"\udc00"}"#, "the string at character 6 holds a backslash"),
    Case(#"{"a":"\ud800\u0041"}"#, "the string at character 6 holds a backslash"),
    Case("{\"a\":\"x\ty\"}", "a string holds a control character at character 8"),
    Case("{\"a\":\"x\u{0}y\"}", "a string holds a control character at character 8"),
    Case(#"{"a":1,"b":"x}"#, "a string is opened at character 12 and not closed"),
    Case(#"{"a":1"#, "it doesn't end with the bracket that closes it"),
    Case(#"{"a":1} x"#, "it doesn't end with the bracket that closes it"),
    Case(#"{"a":{"b":1}"#, "it doesn't end with the bracket that closes it"),
    Case(#"{"a":1}{"a":2}"#, "something follows the value at character 8"),
    Case(#"{"a":1} {"a":2}"#, "something follows the value at character 9"),
    Case(#"{"a":1}}"#, "something follows the value at character 8"),
    Case(#"1 2"#, "something follows the value at character 3"),
  ]

  @Test("A broken line is a row without cells that says what is wrong", arguments: broken)
  func brokenLines(_ example: Case) throws {
    for cut in Cut.allCases {
      let text = try JSONLText("{\"k\":1}\n" + example.line + "\n{\"k\":2}\n", cut: cut)
      #expect(text.rows == [["1"], [], ["2"]])
      #expect(text.columns == ["k"])
      #expect(text.damage.map(\.row) == [2])
      #expect(text.damage.map(\.diagnostic.code) == [.jsonInvalid])
      let message = try #require(text.damage.first?.diagnostic.message)
      #expect(message.hasPrefix("The line isn't valid JSON: \(example.says)"))
    }
  }

  @Test(
    "JSON that isn't an object is a row without cells",
    arguments: ["1", "-1.5e3", "\"x\"", "null", "true", "[]", "[{\"a\":1},{\"b\":[2]}]", "\"\\n\""])
  func otherValues(_ line: String) throws {
    for cut in Cut.allCases {
      let text = try JSONLText(" " + line + " \n", cut: cut)
      #expect(text.rows == [[]])
      #expect(text.columns.isEmpty)
      #expect(text.damage.map(\.diagnostic.code) == [.jsonNotObject])
    }
  }

  @Test(
    "Bytes that aren't UTF-8 make a line invalid",
    arguments: [
      ([0xFF], 7), ([0xE9], 7), ([0xC0, 0xAF], 7), ([0xED, 0xA0, 0x80], 7),
      ([0x41, 0xF5, 0x80, 0x80, 0x80], 8), ([0xC3, 0xA9, 0xE2, 0x82], 9),
    ] as [([UInt8], Int)])
  func invalidUTF8(_ bytes: [UInt8], position: Int) throws {
    let line = Array(#"{"a":""#.utf8) + bytes + Array("\"}\n".utf8)
    let text = try JSONLText(line)
    #expect(text.rows == [[]])
    #expect(text.codes(ofRow: 1) == [.jsonInvalid])
    #expect(
      text.damage[0].diagnostic.message.contains(
        "it holds bytes that aren't UTF-8, the first at byte \(position)."))
  }

  @Test("A byte order mark anywhere else isn't JSON")
  func lateMark() throws {
    let text = try JSONLText("{\"a\":1}\n\u{FEFF}{\"a\":2}\n")
    #expect(text.codes(ofRow: 2) == [.jsonInvalid])
  }

  @Test("A message holds nothing of the row")
  func noValues() throws {
    let text = try JSONLText(#"{"secret@example.com": "secret@example.com" "#)
    #expect(!text.damage[0].diagnostic.message.contains("secret"))
    #expect(text.damage[0].diagnostic.value == nil)
  }
}
