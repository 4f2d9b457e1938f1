import Testing

@testable import MusterKit

/// How a source is told from its first bytes.
struct JSONLayoutTests {
  static let layouts: [(text: String, layout: JSONLayout)] = [
    ("{\"a\":1}\n{\"a\":2}\n", .lines),
    ("{\"a\":1}", .lines),
    ("\u{FEFF} \r\n\t{ \"a\" : 1 }\r\n\r\n", .lines),
    ("{}\n{\"a\":1}", .lines),
    ("{}", .lines),
    ("{\"a\":1,}\n{\"a\":2}\n", .lines),
    ("{\"a\":\"open}\n{\"a\":2}\n{\"a\":3}\n", .lines),
    ("{\"a\":{\"b\":1}\n{\"a\":2}\n{\"a\":3}\n", .lines),
    ("{\"a\":1} x\n{\"a\":2}\n{\"a\":3}\n", .lines),
    ("{\"a\":1", .lines),
    ("[1,2]\n[3,4]\n", .lines),
    ("[\"a\",\"b\"]\n\n{\"a\":1}", .lines),
    ("[{\"a\":1}]\n[{\"a\":2}]\n", .lines),
    ("[]\n[]\n", .lines),
    ("[{\"a\":1},{\"a\":2}]", .array),
    ("[{\"a\":1},\n{\"a\":2}]", .array),
    ("\u{FEFF}\n[\n  {\n    \"a\": 1\n  }\n]\n", .array),
    ("[{}]", .array),
    ("[ {\"a\":1}]\noops", .array),
    ("[{\"a\":1", .array),
    ("[]", .array),
    ("[\n]\n", .array),
    ("[", .array),
    ("[4, \"hello\"]\n", .array),
    ("[\n  1,\n  2\n]", .array),
    ("{\n \"a\": 1\n}\n", .sequence),
    ("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", .sequence),
    ("{\"a\":1}\n{\n \"a\": 2\n}\n", .sequence),
    ("{\"a\":1}{\"a\":2}\n", .sequence),
    ("{\"a\":1},\n{\"a\":2}\n", .sequence),
    ("{\"a\":1} , {\"a\":2}\n", .sequence),
    ("{\n \"a\": \"open,\n \"b\": 2\n}\n{\n}\n", .sequence),
    ("{\n \"a\": {\n", .sequence),
  ]

  @Test("The first bytes tell the layout", arguments: layouts)
  func layout(of example: (text: String, layout: JSONLayout)) {
    #expect(JSONLayout.recognise(Array(example.text.utf8), isWhole: true) == example.layout)
  }

  static let others = [
    "", " \n", "\u{FEFF}", "a,b\n1,2\n", "{name},{mail}\nAnn,a@b.c\n", "{\"name\"},{\"mail\"}\n",
    "{name: 1}\n", "{'a': 1}\n", "[Column 1],[Column 2]\n1,2\n", "[\"a\"],[\"b\"]\n",
    "[1],[2]\n3,4\n",
    "[{name}],[{mail}]\n", "[a]\n[b]\n", "[\nx\n]\n", "\"a\",\"b\"\n", "12\n", "<a>\n", "{x\n}",
  ]

  @Test("What isn't JSON isn't taken for it", arguments: others)
  func other(_ text: String) {
    #expect(JSONLayout.recognise(Array(text.utf8), isWhole: true) == nil)
  }

  static let wrapped: [(text: String, filter: String)] = [
    (#"{"data":[{"a":1},{"a":2}],"meta":{"page":1}}"#, ".data[]"),
    ("{\n  \"total\": 2,\n  \"data\": [\n    {\"a\": 1}\n  ]\n}\n", ".data[]"),
    (#"{"meta":{"links":[{"rel":"x"}]},"results":[{"a":1}]}"#, ".results[]"),
    (#"{"errors":[{"x":1}],"people":[{"a":1},{"a":2}]}"#, ".people[]"),
    (#"{"response":{"items":[{"a":1},{"a":2},{"a":3}]}}"#, ".response.items[]"),
    (#"{"my \"list\"":[{"a":1}]}"#, #".["my \"list\""][]"#),
    (#"{"it's":[{"a":1}],"x":"]},{"}"#, #".["it\u0027s"][]"#),
    (#"{"2nd":[ {"a":1}]}"#, #".["2nd"][]"#),
  ]

  @Test("One object with the rows inside is told with what takes them out", arguments: wrapped)
  func wrapping(_ example: (text: String, filter: String)) {
    let layout = JSONLayout.recognise(Array(example.text.utf8), isWhole: true)
    #expect(layout?.filter == example.filter)
  }

  static let unwrapped: [(text: String, layout: JSONLayout)] = [
    (#"{"email":"ann@example.com","jobs":[{"title":"x"}]}"#, .lines),
    ("{\n\"in\":\"https://www.linkedin.com/in/ann\",\n\"jobs\":[{\"title\":\"x\"}]\n}", .sequence),
    ("{\"data\":[{\"a\":1}]}\n{\"data\":[{\"a\":2}]}", .lines),
    (#"{"data":[1,2],"more":{"deep":{"er":{"x":[{"a":1}]}}}}"#, .lines),
    (#"{"data":[]}"#, .lines),
    (#"{"data":{"id":1,"name":"Ann Lee"},"more":{"links":[{"a":1}]}}"#, .lines),
  ]

  @Test("An object that is a lead itself is a row", arguments: unwrapped)
  func lead(_ example: (text: String, layout: JSONLayout)) {
    let head = Array(example.text.utf8)
    #expect(JSONLayout.recognise(head, isWhole: true) == example.layout)
    #expect(example.layout.filter == nil)
  }

  static let cutOff: [(text: String, layout: JSONLayout?)] = [
    (#"{"data":[{"a":1},{"a":"#, .wrapped(["data"])),
    ("{\n \"data\": [\n  {\"a\": 1},\n", .wrapped(["data"])),
    (#"{"about":"so lo"#, .lines),
    ("{\n \"about\": \"so lo", .sequence),
    ("{\"a\":1}\n{\"a\":", .lines),
    (#"[{"a":1},{"a":"#, .array),
    (#"[[1,2],[3"#, .array),
    ("[a,b", nil),
    (#"{"#, .lines),
  ]

  @Test("A head that ends before the source does tells it too", arguments: cutOff)
  func cutOffHead(_ example: (text: String, layout: JSONLayout?)) {
    #expect(JSONLayout.recognise(Array(example.text.utf8), isWhole: false) == example.layout)
  }
}
