import Testing

@testable import MusterKit

/// The sentences about what stands under `tests`, as the command line shows them.
private func mistakes(_ tests: String) throws -> [String] {
  try checkSettings(#"{"tests": \#(tests)}"#).problems.map(\.sentence)
}

@Suite struct MappingTestSettingsTests {
  @Test func `a test is read with everything that it may say`() throws {
    let tests = try loadSettings(
      """
      {"tests": [
        {"name": "all", "row": {"Email": "a@b.example", "City": "Rome"}, "to": "getsales",
         "payload": {"lead": {}}, "diagnostics": ["email_role", "email_typo"]},
        {"row": {}, "to": "lemlist", "payload": null},
        {"row": {}, "diagnostics": []}
      ]}
      """
    ).tests
    #expect(tests.map(\.name) == ["all", nil, nil])
    #expect(
      tests[0].row == [
        MappingTest.Cell(column: "Email", text: "a@b.example"),
        MappingTest.Cell(column: "City", text: "Rome"),
      ])
    #expect(tests.map(\.target) == [.getsales, .lemlist, nil])
    #expect(tests.map(\.payload) == [.body(.object(["lead": .object([])])), .nothing, nil])
    #expect(tests.map(\.diagnostics) == [[.emailRole, .emailTypo], nil, []])
  }

  @Test func `cells that aren't texts are taken as their text`() throws {
    let row = #"{"a": 12, "b": -1.5, "c": true, "d": null, "e": 3e2, "f": " x "}"#
    let tests = try loadSettings(#"{"tests": [{"row": \#(row), "diagnostics": []}]}"#).tests
    #expect(tests[0].row.map(\.text) == ["12", "-1.5", "true", "", "300", " x "])
  }

  @Test func `columns stand in the order in which the file has them`() throws {
    let file = #"{"tests": [{"row": {"Z": 1, "A": 2, "M": 3}, "diagnostics": []}]}"#
    #expect(try loadSettings(file).tests[0].row.map(\.column) == ["Z", "A", "M"])
  }

  @Test func `a variable may hold tests as well`() throws {
    let environment = ["MUSTER_TESTS": #"[{"row": {"A": "x"}, "diagnostics": []}]"#]
    let check = try checkSettings("{}", environment: environment)
    #expect(check.configuration?.tests.count == 1)
  }

  @Test(arguments: [
    (
      #"{}"#,
      ["tests is an object; it has to be a list of tests, each a row and what is to become of it."]
    ),
    ("[3]", [#"tests[0] is 3; it has to be an object with a "row"."#]),
    (
      "[{}]",
      [
        #"tests[0] has no "row"; give it the cells of one, by their columns."#,
        #"tests[0] expects nothing; give it a "payload", "diagnostics" or both."#,
      ]
    ),
    (
      #"[{"row": [], "diagnostics": []}]"#,
      ["tests[0].row is an empty list; it has to be an object of columns' names."]
    ),
    (
      #"[{"row": {"A": [1], "Full Name": {}}, "diagnostics": []}]"#,
      [
        "tests[0].row.A is a list of 1; a cell has to be a text, a number, true, false or null.",
        #"tests[0].row["Full Name"] is an object; a cell has to be a text, a number, true, false or"#
          + " null.",
      ]
    ),
    (
      #"[{"row": {}, "to": "lemlst", "payload": null}]"#,
      [#"tests[0].to is "lemlst"; it has to be getsales or lemlist. Did you mean "lemlist"?"#]
    ),
    (
      #"[{"row": {}, "to": 3, "payload": null}]"#,
      ["tests[0].to is 3; it has to be getsales or lemlist."]
    ),
    (
      #"[{"row": {}, "to": "lemlist", "payload": "x"}]"#,
      [
        #"tests[0].payload is "x"; it has to be an object, the whole request body, or null where the"#
          + " row isn't sent."
      ]
    ),
    (
      #"[{"row": {}, "diagnostics": "email_role"}]"#,
      [#"tests[0].diagnostics is "email_role"; it has to be a list of codes."#]
    ),
    (
      #"[{"row": {}, "diagnostics": ["email_rol", "zzz", 3, "email_role", "email_role"]}]"#,
      [
        #"tests[0].diagnostics[0] is "email_rol", which is no code of a diagnostic."#
          + #" Did you mean "email_role"?"#,
        #"tests[0].diagnostics[1] is "zzz", which is no code of a diagnostic."#
          + " muster explain lists all of them.",
        "tests[0].diagnostics[2] is 3; it has to be the code of a diagnostic.",
        #"tests[0].diagnostics[4] is "email_role", which stands in the list already."#,
      ]
    ),
    (
      #"[{"row": {}, "diagnostics": [], "payloads": {}, "name": " "}]"#,
      [
        "tests[0].payloads is no key of a test; there are name, row, to, payload and diagnostics."
          + #" Did you mean "payload"?"#,
        #"tests[0].name is " "; it has to be a text that isn't blank."#,
      ]
    ),
    (
      #"[{"row": {}, "diagnostics": []}, {"row": {}, "payload": {}}]"#,
      [
        #"tests[1] expects a payload, and doesn't say of which target: add "to" with "getsales" or"#
          + #" "lemlist"."#
      ]
    ),
  ])
  func `each mistake is named with its place`(tests: String, sentences: [String]) throws {
    #expect(try mistakes(tests) == sentences)
  }

  @Test func `a mistake is shown on its line`() throws {
    let check = try checkSettings(
      """
      {"tests": [
        {"row": {}, "diagnostics": []},
        {"row": {}, "payload": {}}
      ]}
      """)
    #expect(check.errors.map { $0.origin?.description } == ["muster.json:3:3"])
  }

  @Test func `one configured target is the one that is meant`() throws {
    let test = #""tests": [{"row": {}, "payload": null}]"#
    let one = try loadSettings(#"{"targets": {"getsales": {}}, \#(test)}"#)
    #expect(one.targets(of: one.tests[0]) == [.getsales])
    let two = try checkSettings(#"{"targets": {"getsales": {}, "lemlist": {}}, \#(test)}"#)
    #expect(two.errors.map(\.reason) == [.conflict])
  }

  @Test func `the summary of a run has no tests`() throws {
    let file = #"{"tests": [{"row": {"A": "x"}, "diagnostics": []}]}"#
    let loaded = try checkSettings(file).loaded()
    #expect(loaded.shown()["tests"] != .array([]))
    #expect(loaded.summarised["tests"] == nil)
    #expect(loaded.summarised["columns"] != nil)
  }
}
