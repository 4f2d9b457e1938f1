import Testing

@testable import MusterKit

/// Where values come from, with columns counted from 0.
private func source(
  _ input: FieldSource.Input, transforms: [Transform] = [], values: ValueMap? = nil
) -> FieldSource {
  FieldSource(
    name: "it", field: .standard(.about), input: input, transforms: transforms, values: values)
}

private func value(_ source: FieldSource, _ cells: [String]) -> String {
  source.value { $0 < cells.count ? cells[$0] : "" }.value
}

private func remark(_ source: FieldSource, _ cells: [String]) -> Diagnostic? {
  source.value { $0 < cells.count ? cells[$0] : "" }.diagnostic
}

@Suite struct FieldSourceTests {
  @Test(arguments: [
    (["a", "b"], "a"), (["", "b"], "b"), ([" ", "b"], "b"), (["\u{A0}", " b "], "b"),
    (["#N/A", "b"], "b"), (["\0", "b"], "b"), (["", ""], ""), (["a"], "a"), ([], ""),
    (["#REF!", "#VALUE!"], ""), (["#1", "b"], "#1"), (["n/a", "b"], "n/a"),
  ])
  func `the first of several that isn't blank counts`(cells: [String], expected: String) {
    #expect(value(source(.firstOf([0, 1])), cells) == expected)
  }

  @Test(arguments: [
    ("'0013", "0013"), ("'42", "42"), ("'0013A", "0013A"), ("'12-50", "12-50"), ("'=1+1", "=1+1"),
    ("'+49 30 1", "+49 30 1"), ("'-5", "-5"), ("'@ann", "@ann"), (" '7 ", "7"),
    ("'t Hooft", "'t Hooft"), ("'90s rock", "'90s rock"), ("'", "'"), ("''", "''"), ("'a'", "'a'"),
    ("'24'", "'24'"), ("O'Neil", "O'Neil"), ("", ""),
  ])
  func `the apostrophe that marks text is no part of a value, that of a name is`(
    cell: String, expected: String
  ) {
    #expect(value(source(.column(0)), [cell]) == expected)
  }

  @Test(arguments: [
    (["a", "b", "c"], "a, b, c"), (["a", "", "c"], "a, c"), (["", "", "c"], "c"),
    (["a", " ", " c "], "a, c"), (["#N/A", "b", "#REF!"], "b"), (["", "", ""], ""), (["a"], "a"),
    (["a", "a", "a"], "a, a, a"),
  ])
  func `those of several that aren't blank are joined`(cells: [String], expected: String) {
    #expect(value(source(.joined([0, 1, 2], separator: ", ")), cells) == expected)
  }

  @Test(arguments: [
    ("{0} {1}", ["a", "b"], "a b"), ("{0} {1}", ["", "b"], "b"), ("{0} {1}", ["", ""], ""),
    ("at {0}", [""], ""), ("at {0}", ["#N/A"], ""), ("at {0}", [" x "], "at x"),
    ("{1}-{0}-{1}", ["a", "b"], "b-a-b"), ("{{{0}}}", ["a"], "{a}"), ("{5}x", ["a"], ""),
    ("{0} ({1})", ["a", ""], "a ()"),
  ])
  func `a template is filled, and blank where all its columns are`(
    text: String, cells: [String], expected: String
  ) throws {
    let template = try #require(ColumnTemplate(text)).map { Int($0) ?? 0 }
    #expect(value(source(.template(template)), cells) == expected)
  }

  @Test func `columns may be asked in any order and more than once`() {
    #expect(value(source(.joined([2, 0, 2], separator: "/")), ["a", "b", "c"]) == "c/a/c")
    #expect(source(.joined([2, 0, 2], separator: "/")).input.columns == [2, 0, 2])
  }

  private static let salutations = ValueMap([("Herr", "Mr"), ("FRAU", " Ms "), ("?", nil)])

  @Test(arguments: [
    ("Herr", "Mr", nil), (" herr ", "Mr", nil), ("Frau", "Ms", nil), ("?", "", nil),
    ("Dr", "Dr", "value_not_listed"), ("", "", nil), ("#N/A", "", nil),
  ])
  func `listed values are put in place, and others stay with a note`(
    cell: String, expected: String, code: String?
  ) {
    let source = source(.column(0), values: Self.salutations)
    #expect(value(source, [cell]) == expected)
    let remark = remark(source, [cell])
    #expect(remark?.code.rawValue == code)
    #expect(remark == nil || remark?.column == "it" && remark?.severity == .note)
  }

  @Test(arguments: [("other", "other"), (nil, ""), (" ", "")])
  func `what isn't listed becomes what is said, without a note`(
    otherwise: String?, expected: String
  ) {
    var map = Self.salutations
    map.otherwise = .put(otherwise)
    let source = source(.column(0), values: map)
    #expect(value(source, ["Dr"]) == expected)
    #expect(remark(source, ["Dr"]) == nil && !source.mayFail)
    #expect(value(source, [""]) == "")
  }

  @Test func `values are listed as the transforms leave them`() {
    let source = source(
      .joined([0, 1], separator: ";"), transforms: [.last(separator: ";"), .lower],
      values: ValueMap([("x", "y")]))
    #expect(value(source, ["A", " X "]) == "y")
  }

  @Test(arguments: [
    ("31.12.2026", "2026-12-31", nil), ("2026", "", "value_not_date"), ("", "", nil),
    ("#N/A", "", nil), ("31.02.2026", "", "value_not_date"),
  ])
  func `a transform that can't be done leaves the value out and says so`(
    cell: String, expected: String, code: String?
  ) throws {
    let date = try Transform(written: .object(["date": .string("dd.MM.yyyy")]))
    let source = source(.column(0), transforms: [date, .upper])
    #expect(source.mayFail)
    #expect(value(source, [cell]) == expected)
    let remark = remark(source, [cell])
    #expect(remark?.code.rawValue == code && remark.map { $0.column == "it" } ?? true)
    #expect(remark.map { $0.value == cell } ?? true)
  }

  @Test func `what a transform leaves blank is no value, and nothing fails on it`() throws {
    let replacement = try Transform(
      written: .object(["replace": .string("^0000.*$"), "with": .string(" ")]))
    let date = try Transform(written: .object(["date": .string("yyyy-MM-dd")]))
    let source = source(
      .column(0), transforms: [replacement, date], values: ValueMap([("2026-01-01", "new")]))
    #expect(value(source, ["0000-00-00"]) == "" && remark(source, ["0000-00-00"]) == nil)
    #expect(value(source, ["2026-01-01"]) == "new")
  }

  @Test func `a column by itself is read in bytes, anything else is not`() {
    #expect(source(.column(3)).plainColumn == 3)
    #expect(source(.column(3), transforms: [.trim]).plainColumn == nil)
    #expect(source(.column(3), values: ValueMap([])).plainColumn == nil)
    #expect(source(.firstOf([3])).plainColumn == nil)
  }

  @Test func `what is remarked on a value stands at its row, and doesn't stop it`() throws {
    let mapper = try rowMapper(
      ["Email", "Since", "Staff", "Kind"],
      #"""
      {"columns": {"Since": {"field": "custom.since", "transforms": [{"date": "dd.MM.yyyy"}]},
        "Staff": {"field": "custom.staff", "transforms": ["number"]},
        "Kind": {"field": "custom.kind", "values": {"A": "alpha"}}}}
      """#)
    let rows = rowBatch([
      ["a@b.example", "1.2.", "about 50", "b"], ["c@d.example", "01.02.2026", "1,250", "a"],
    ])
    #expect(
      mapper.judge(rows).remarkTexts == [
        "0 warning value_not_date Since", "0 warning value_not_number Staff",
        "0 note value_not_listed Kind",
      ])
    #expect(
      mapper.contact(rows, row: 0).customFields == [CustomValue(name: "kind", value: "b")])
    #expect(
      mapper.contact(rows, row: 1).customFields.map(\.value) == ["2026-02-01", "1250", "alpha"])
  }
}
