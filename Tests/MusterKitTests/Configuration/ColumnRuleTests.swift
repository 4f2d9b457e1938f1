import Testing

@testable import MusterKit

/// The rules of the object under `columns`.
private func rules(_ columns: String) throws -> [ColumnRule] {
  try loadSettings(#"{"columns": \#(columns)}"#).columns
}

private func field(_ name: String) -> FieldName? { FieldName(name) }

@Suite struct ColumnRuleTests {
  static let forms: [(written: String, rule: ColumnRule)] = [
    (#""email""#, ColumnRule(input: .column("A"), field: field("email"))),
    ("null", ColumnRule(input: .column("A"), field: nil)),
    (
      #"{"field": "custom.size"}"#, ColumnRule(input: .column("A"), field: field("custom.size"))
    ),
    (#"{"field": null}"#, ColumnRule(input: .column("A"), field: nil)),
    (
      #"{"field": "phone", "from": ["Mobile", "Phone"]}"#,
      ColumnRule(name: "A", input: .firstOf(["Mobile", "Phone"]), field: field("phone"))
    ),
    (
      #"{"field": "location", "from": ["City", "State"], "join": ", "}"#,
      ColumnRule(
        name: "A", input: .joined(["City", "State"], separator: ", "), field: field("location"))
    ),
    (
      #"{"field": "location", "from": ["City"], "join": ""}"#,
      ColumnRule(name: "A", input: .joined(["City"], separator: ""), field: field("location"))
    ),
    (
      #"{"field": "full_name", "template": "{First} {Last}"}"#,
      ColumnRule(
        name: "A",
        input: .template(
          ColumnTemplate(pieces: [.column("First"), .text(" "), .column("Last")])),
        field: field("full_name"))
    ),
    (
      #"{"field": "job_title", "transforms": ["trim", "lower"]}"#,
      ColumnRule(input: .column("A"), field: field("job_title"), transforms: [.trim, .lower])
    ),
    (
      #"{"field": "custom.s", "values": {"Herr": "Mr", "?": null}, "otherwise": null}"#,
      ColumnRule(
        input: .column("A"), field: field("custom.s"),
        values: ValueMap([("?", nil), ("Herr", "Mr")], otherwise: .put(nil)))
    ),
    (
      #"{"field": "custom.s", "values": {"a": "b"}, "otherwise": "other"}"#,
      ColumnRule(
        input: .column("A"), field: field("custom.s"),
        values: ValueMap([("a", "b")], otherwise: .put("other")))
    ),
    (
      #"{"field": "custom.s", "values": {}}"#,
      ColumnRule(input: .column("A"), field: field("custom.s"), values: ValueMap([]))
    ),
  ]

  @Test(arguments: forms)
  func `each form is read, and written so that it reads back`(
    written: String, rule: ColumnRule
  ) throws {
    #expect(try rules(#"{"A": \#(written)}"#) == [rule])
    #expect(try rules(#"{"A": \#(rule.canonical.canonicalText)}"#) == [rule])
  }

  @Test func `a list of rules fills several fields from one column`() throws {
    let read = try rules(
      #"{"Name": ["full_name", {"field": "custom.caps", "transforms": ["upper"]}, null]}"#)
    #expect(read.map(\.name) == ["Name", "Name", "Name"])
    #expect(read.map { $0.field?.description } == ["full_name", "custom.caps", nil])
    #expect(read.map(\.transforms) == [[], [.upper], []])
  }

  @Test(arguments: ["linkedin", "sales_navigator", "additional_emails"])
  func `a field that takes several columns may be named by each`(name: String) throws {
    #expect(try rules(#"{"A": "\#(name)", "B": "\#(name)", "C": "\#(name)"}"#).count == 3)
  }

  // MARK: Mistakes

  static let keys = "there are field, from, join, template, transforms, values, otherwise and type."

  @Test(arguments: [
    (
      "5", "A",
      #" is 5; it has to be a field's name, null, an object with a "field", or a list of these."#
    ),
    ("[]", "A", " is an empty list; write null to keep the column back."),
    (
      "[[]]", "A[0]",
      #" is an empty list; it has to be a field's name, null, an object with a "field", or a list of these."#
    ),
    ("{}", "A", #" has no "field"; name one, or write null."#),
    (
      #"{"field": true}"#, "A.field", " is true; it has to be a field's name or null."
    ),
    (#""emial""#, "A", #" is "emial", which is no field. Did you mean "email"?"#),
    (
      #"["email", "emial"]"#, "A[1]", #" is "emial", which is no field. Did you mean "email"?"#
    ),
    (
      #"{"field": "email", "form": ["B"]}"#, "A.form",
      #" is no key of a column; \#(keys) Did you mean "from"?"#
    ),
    (
      #"{"field": "email", "from": "B"}"#, "A.from",
      #" is "B"; it has to be a list of columns' names."#
    ),
    (
      #"{"field": "email", "from": []}"#, "A.from",
      " has to name at least one column, each by a text."
    ),
    (
      #"{"field": "email", "from": [1]}"#, "A.from",
      " has to name at least one column, each by a text."
    ),
    (
      #"{"field": "email", "join": ", "}"#, "A",
      #" has a "join" without a "from": name the columns to be joined."#
    ),
    (#"{"field": "email", "from": ["B"], "join": 1}"#, "A.join", " is 1; it has to be a text."),
    (
      #"{"field": "email", "from": ["B"], "template": "{C}"}"#, "A",
      #" has both "from" and "template"; keep one of them."#
    ),
    (#"{"field": "email", "template": 1}"#, "A.template", " is 1; it has to be a text."),
    (
      #"{"field": "email", "transforms": "trim"}"#, "A.transforms",
      #" is "trim"; it has to be a list of transforms."#
    ),
    (
      #"{"field": "email", "values": []}"#, "A.values",
      " is an empty list; it has to be an object of texts."
    ),
    (
      #"{"field": "email", "values": {"a": 1}}"#, "A.values.a",
      " is 1; it has to be a text or null."
    ),
    (
      #"{"field": "email", "otherwise": "x"}"#, "A",
      #" has an "otherwise" without "values": list the values first."#
    ),
    (
      #"{"field": "email", "values": {}, "otherwise": 1}"#, "A.otherwise",
      " is 1; it has to be a text or null."
    ),
    (
      #"{"field": "email", "from": ["_status"]}"#, "A",
      " starts with _, which marks muster's own columns: they are never mapped."
    ),
  ])
  func `a mistake is one sentence with its place`(
    written: String, place: String, remark: String
  ) throws {
    let problems = try checkSettings(#"{"columns": {"A": \#(written)}}"#).problems
    #expect(problems.map(\.place) == ["columns.\(place)"])
    #expect(problems.map(\.sentence) == ["columns.\(place)\(remark)"])
  }

  @Test(arguments: ["no braces", "", "{", "{A", "A}", "{}", "{ }", "{{A}}", "{A{B}}", "{A}}", "}{"])
  func `a template without a column, or with a brace too many, is refused`(text: String) throws {
    let problems = try checkSettings(
      #"{"columns": {"A": {"field": "about", "template": "\#(text)"}}}"#
    ).problems
    #expect(problems.map(\.place) == ["columns.A.template"])
    #expect(problems[0].sentence.contains("has to name columns in braces"))
  }

  @Test func `two rules for one field are named, whatever they are made of`() throws {
    let written = #"""
      {"columns": {"A": "email", "B": {"field": "email", "from": ["X"]},
        "C": ["phone", {"field": "phone", "template": "{Y}"}]}}
      """#
    #expect(
      try checkSettings(written).problems.map(\.sentence) == [
        #"columns.B goes to email, and so does "A": name both in one rule's "from"."#,
        "columns.C goes to phone twice: leave one of the two out.",
      ])
  }

  @Test func `all mistakes of an object are found at once`() throws {
    let written = #"""
      {"columns": {"A": {"field": "emial", "from": [], "join": 1, "transforms": ["trmi"]}}}
      """#
    #expect(
      Set(try checkSettings(written).problems.map(\.place)) == [
        "columns.A.field", "columns.A.from", "columns.A.join", "columns.A.transforms",
      ])
  }
}

@Suite struct ColumnTemplateTests {
  @Test(arguments: [
    ("{A}", ["A"]), ("{First Name} {Last Name}", ["First Name", "Last Name"]),
    ("{{{A}}}", ["A"]), ("{A}{B}{A}", ["A", "B", "A"]), ("{{x}} {A}", ["A"]),
    ("{Titre#2}", ["Titre#2"]), ("€{Preis} – {Ort}", ["Preis", "Ort"]),
  ])
  func `a template names its columns, and is written as it was`(text: String, columns: [String]) {
    let template = ColumnTemplate(text)
    #expect(template?.columns == columns)
    #expect(template?.text == text)
  }

  @Test func `doubled braces are the text's own`() {
    #expect(ColumnTemplate("{{A}}")?.pieces == [.text("{A}")])
    #expect(ColumnTemplate("{{{A}}}")?.pieces == [.text("{"), .column("A"), .text("}")])
  }
}

@Suite struct ValueMapTests {
  private static let map = ValueMap(
    [("Herr", "Mr"), ("herr", "mr"), ("FRAU", "Ms"), ("?", nil), ("-", "")])

  @Test(arguments: [
    ("Herr", "Mr"), ("herr", "mr"), ("HERR", "Mr"), ("frau", "Ms"), ("?", nil), ("-", ""),
  ])
  func `the exact value goes before one in another case`(value: String, mapped: String?) {
    let found = Self.map.mapped(value)
    #expect(found.value == mapped && found.isListed)
  }

  @Test func `a value that isn't listed stays, or becomes what is said`() {
    var map = Self.map
    #expect(map.mapped("Dr") == ("Dr", false))
    map.otherwise = .put("other")
    #expect(map.mapped("Dr") == ("other", true))
    map.otherwise = .put(nil)
    #expect(map.mapped("Dr") == (nil, true))
  }
}
