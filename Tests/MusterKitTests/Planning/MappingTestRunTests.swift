import Testing

@testable import MusterKit

/// Settings with one target and the tests given, checked and run.
private func run(_ tests: String, settings: String = "") throws -> ConfigurationCheck {
  var check = try checkSettings(
    #"{"targets": {"lemlist": {}}, \#(settings) "tests": [\#(tests)]}"#)
  try check.runTests()
  return check
}

@Suite struct MappingTestRunTests {
  private static let jane = #""row": {"Email": "JANE@Acme.example", "Full Name": "Doe, Jane"}"#
  private static let body =
    #""payload": {"firstName": "Jane", "lastName": "Doe", "email": "JANE@acme.example"}"#

  @Test func `a test passes where everything comes out as expected`() throws {
    let check = try run(#"{\#(Self.jane), \#(Self.body), "diagnostics": []}"#)
    #expect(check.tests == ConfigurationCheck.TestTally(run: 1, failures: []))
    #expect(check.errors == [])
    #expect(check.text.hasSuffix("muster.json: no errors, no warnings; 1 test passed.\n"))
  }

  @Test(arguments: [
    (#""columns": {"Full Name": null},"#, "payload.firstName is missing, expected \"Jane\""),
    (#""constants": {"industry": "x"},"#, #"payload.industry is there ("x"), but wasn't expected"#),
    (#""auto_map": false,"#, "the row isn't sent (identifier_missing), but a payload was expected"),
    (
      #""columns": {"Email": {"field": "email", "transforms": ["upper"]}},"#, nil
    ),
    (
      #""columns": {"N": {"field": "first_name", "template": "{Full Name}!"}},"#,
      #"payload.firstName is "Doe, Jane!", expected "Jane""#
    ),
  ])
  func `every setting of the mapping counts`(settings: String, remark: String?) throws {
    let check = try run(#"{\#(Self.jane), \#(Self.body)}"#, settings: settings)
    #expect(check.tests?.failures.first?.differences.first?.remark == remark)
  }

  @Test func `severities count`() throws {
    let row = #"{"row": {"Email": "info@acme.example"}, "diagnostics": []}"#
    #expect(try run(row).tests?.passed == 0)
    #expect(try run(row, settings: #""diagnostics": {"email_role": "ignore"},"#).tests?.passed == 1)
    let unsent = #"{"row": {"Email": "info@acme.example"}, "payload": null}"#
    #expect(
      try run(unsent, settings: #""diagnostics": {"email_role": "error"},"#).tests?.passed == 1)
  }

  @Test func `suppression lists count`() throws {
    let directory = try SettingsDirectory()
    try directory.write("jane@acme.example\n", to: "never.txt")
    try directory.write(
      """
      {"targets": {"lemlist": {}}, "suppress": ["never.txt"], "tests": [
        {"row": {"Email": "Jane@Acme.example"}, "payload": null, "diagnostics": ["suppressed"]},
        {"row": {"Email": "joe@acme.example"}, "payload": {"email": "joe@acme.example"}},
        {"row": {"Email": "Jane@Acme.example"}, "payload": {"email": "Jane@acme.example"}}
      ]}
      """, to: "muster.json")
    var check = ConfigurationCheck(directory.sources())
    try check.runTests()
    #expect(check.tests?.failures.map(\.index) == [2])
    #expect(
      check.errors.map(\.description) == [
        "muster.json:4:3: tests[2]: the row isn't sent (suppressed), but a payload was expected."
      ])
  }

  @Test func `a suppression list that can't be read is an error`() throws {
    let tests = #"{\#(Self.jane), "diagnostics": []}"#
    let check = try run(tests, settings: #""suppress": ["gone.txt"],"#)
    #expect(check.tests == nil)
    #expect(check.errors.map(\.place) == ["suppress[0]"])
    #expect(check.errors[0].sentence.hasPrefix("The suppression list "))
    #expect(
      try run("", settings: #""suppress": ["gone.txt"],"#).errors.map(\.place) == ["suppress[0]"])
  }

  @Test func `tests aren't run where the settings are wrong`() throws {
    let check = try run(#"{\#(Self.jane), "payload": {}}"#, settings: #""auto_map": 3,"#)
    #expect(check.tests == nil)
    #expect(check.errors.map(\.place) == ["auto_map"])
    #expect(check.json["tests"] == .null)
  }

  @Test func `without a target a row is judged for all`() throws {
    let test = #"{"row": {"Email": "jane@acme.example"}, "diagnostics": ["identifier_missing"]}"#
    var check = try checkSettings(#"{"tests": [\#(test)]}"#)
    try check.runTests()
    #expect(check.tests?.passed == 1)
    #expect(try run(test).tests?.passed == 0)
  }

  @Test func `each target has its own body`() throws {
    let row = #""row": {"LinkedIn": "https://www.linkedin.com/in/Jane/", "First Name": "Jane"}"#
    let check = try run(
      """
      {\(row), "payload":
        {"firstName": "Jane", "linkedinUrl": "https://www.linkedin.com/in/jane"}},
      {\(row), "to": "getsales", "payload":
        {"lead": {"first_name": "Jane", "linkedin": "jane", "linkedin_id": "jane"},
         "move_to_list": false, "update_if_exists": true}}
      """)
    #expect(check.tests == ConfigurationCheck.TestTally(run: 2, failures: []))
  }

  @Test func `a failure is named with its line, and five differences`() throws {
    let payload = #"{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}"#
    let check = try run(
      #"{"name": "six", "row": {"Email": "a@b.example"}, "payload": \#(payload)}"#)
    let sentence = try #require(check.errors.first).description
    #expect(
      sentence.hasPrefix(#"muster.json:1:41: tests[0] ("six"): payload.a is missing, expected 1;"#))
    #expect(sentence.hasSuffix("payload.e is missing, expected 5; and 2 more differences."))
    #expect(check.errors[0].reason == .testFailed)
    #expect(check.text.hasSuffix(": 1 error, no warnings; 0 of 1 test passed.\n"))
  }

  @Test func `the JSON has every difference`() throws {
    let check = try run(
      #"{"row": {"Email": "a@b.example"}, "payload": {"x": null}, "diagnostics": ["email_typo"]}"#)
    let tests = try #require(check.json["tests"])
    #expect(
      tests.canonicalText
        == #"{"failures":[{"differences":[{"expected":null,"place":"payload.x","remark":"#
        + #""payload.x is missing, expected null"},{"found":"a@b.example","place":"payload.email","#
        + #""remark":"payload.email is there (\"a@b.example\"), but wasn't expected"},"#
        + #"{"expected":"email_typo","place":"diagnostics","remark":"#
        + #""email_typo was expected, but wasn't remarked"}],"name":null,"#
        + #""origin":"muster.json:1:41","test":0}],"passed":0,"run":1}"#)
    #expect(check.json["errors"] == .integer(1))
  }
}
