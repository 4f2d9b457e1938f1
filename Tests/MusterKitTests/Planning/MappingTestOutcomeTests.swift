import Testing

@testable import MusterKit

/// What is said where a test expects one body and another comes out.
private func remarks(found: String, expected: String) throws -> [String] {
  var test = MappingTest(row: [])
  test.payload = .body(try #require(JSONValue(parsing: expected)))
  let outcome = MappingTestOutcome(body: Array(found.utf8), diagnostics: [])
  return test.differences(from: [outcome]).map(\.remark)
}

@Suite struct MappingTestOutcomeTests {
  @Test(arguments: [
    (#"{"a": "x", "b": {"c": [1, true, null]}}"#, #"{"b": {"c": [1, true, null]}, "a": "x"}"#),
    ("{}", "{}"),
    (#"{"n": 1}"#, #"{"n": 1.0}"#),
  ])
  func `bodies that are equal as JSON don't differ`(found: String, expected: String) throws {
    #expect(try remarks(found: found, expected: expected) == [])
  }

  @Test(arguments: [
    (#"{"a": "Jane"}"#, #"{"a": "Janet"}"#, [#"payload.a is "Jane", expected "Janet""#]),
    (#"{"a": "1"}"#, #"{"a": 1}"#, [#"payload.a is "1", expected 1"#]),
    (#"{}"#, #"{"a": "x"}"#, [#"payload.a is missing, expected "x""#]),
    (#"{"a": "x"}"#, #"{}"#, [#"payload.a is there ("x"), but wasn't expected"#]),
    (#"{"a": null}"#, #"{}"#, ["payload.a is there (null), but wasn't expected"]),
    (#"{"a": {"b": "x"}}"#, #"{"a": {"b": "y"}}"#, [#"payload.a.b is "x", expected "y""#]),
    (#"{"a b": "x"}"#, #"{"a b": "y"}"#, [#"payload["a b"] is "x", expected "y""#]),
    (
      #"{"a": ["x", "y"]}"#, #"{"a": ["x", "z", "q"]}"#,
      [#"payload.a[1] is "y", expected "z""#, #"payload.a[2] is missing, expected "q""#]
    ),
    (#"{"a": ["x"]}"#, #"{"a": []}"#, [#"payload.a[0] is there ("x"), but wasn't expected"#]),
    (#"{"a": ["x"]}"#, #"{"a": {}}"#, [#"payload.a is ["x"], expected {}"#]),
  ])
  func `each difference is named with its place`(
    found: String, expected: String, sentences: [String]
  ) throws {
    #expect(try remarks(found: found, expected: expected) == sentences)
  }

  @Test func `sent and not sent are told apart`() {
    var test = MappingTest(row: [])
    let sent = MappingTestOutcome(body: Array("{}".utf8), diagnostics: [])
    let unsent = MappingTestOutcome(
      body: nil, diagnostics: [Diagnostic(.emailInvalid), Diagnostic(.identifierMissing)])
    #expect(test.differences(from: [sent, unsent]) == [])
    test.payload = .nothing
    #expect(test.differences(from: [unsent]) == [])
    #expect(
      test.differences(from: [sent]).map(\.remark) == ["the row is sent, but wasn't expected to be"]
    )
    test.payload = .body(.object([]))
    #expect(test.differences(from: [sent]) == [])
    #expect(
      test.differences(from: [unsent]).map(\.remark) == [
        "the row isn't sent (identifier_missing), but a payload was expected"
      ])
  }

  @Test func `diagnostics are compared as a set, over all targets`() {
    var test = MappingTest(row: [])
    let outcomes = [
      MappingTestOutcome(
        body: nil, diagnostics: [Diagnostic(.emailRole), Diagnostic(.emailRole, column: "B")]),
      MappingTestOutcome(body: nil, diagnostics: [Diagnostic(.identifierMissing)]),
    ]
    #expect(test.differences(from: outcomes) == [])
    test.diagnostics = [.identifierMissing, .emailRole]
    #expect(test.differences(from: outcomes) == [])
    test.diagnostics = [.emailRole, .emailTypo]
    #expect(
      test.differences(from: outcomes).map(\.remark) == [
        "identifier_missing was remarked, but wasn't expected",
        "email_typo was expected, but wasn't remarked",
      ])
    test.diagnostics = []
    #expect(test.differences(from: outcomes).count == 2)
  }
}
