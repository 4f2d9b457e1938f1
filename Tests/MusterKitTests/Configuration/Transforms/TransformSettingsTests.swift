import Testing

@testable import MusterKit

@Suite struct TransformSettingsTests {
  @Test(arguments: [
    #""trim""#, #""collapse_spaces""#, #""lower""#, #""upper""#, #""title_case""#, #""strip_tags""#,
    #""first""#, #""last""#, #""number""#, #"{"first":";"}"#, #"{"last":" - "}"#,
    #"{"date":"dd.MM.yyyy"}"#, #"{"number":","}"#, #"{"replace":"(a)b","with":"\\1"}"#,
  ])
  func `what is written reads back to the same`(json: String) throws {
    let transform = try written(json)
    #expect(transform.canonical.canonicalText == json)
    #expect(try Transform(written: transform.canonical) == transform)
  }

  @Test(arguments: [
    (#"{"number": "."}"#, #""number""#), (#"{"replace": "a"}"#, #"{"replace":"a","with":""}"#),
  ])
  func `several ways to write are one`(json: String, canonical: String) throws {
    #expect(try written(json).canonical.canonicalText == canonical)
  }

  @Test func `different settings are different transforms`() throws {
    #expect(try written(#"{"first": ";"}"#) != written(#""first""#))
    #expect(
      try written(#"{"replace": "a", "with": "b"}"#) != written(#"{"replace": "a", "with": "c"}"#))
    #expect(try written(#"{"date": "d.M.yyyy"}"#) != written(#"{"date": "d.M.yy"}"#))
  }

  static let all =
    "there are trim, collapse_spaces, lower, upper, title_case, strip_tags, replace, first, last, "
    + "date and number."
  static let operations = "there are replace, first, last, date and number."

  @Test(arguments: [
    (#""tirm""#, " holds \"tirm\"; \(all) Did you mean \"trim\"?"),
    (#""lowercase""#, " holds \"lowercase\"; \(all) Did you mean \"lower\"?"),
    (#""UpperCase""#, " holds \"UpperCase\"; \(all) Did you mean \"upper\"?"),
    (#""xyzzy""#, " holds \"xyzzy\"; \(all)"),
    (#""date""#, #" holds "date", which needs more: write it as {"date": "dd.MM.yyyy"}."#),
    (
      "5",
      " holds 5, which is no transform; write a word such as \"trim\" or an object"
        + #" such as {"date": "dd.MM.yyyy"}."#
    ),
    (
      "{}",
      " holds an object without a transform; write one such as"
        + #" {"replace": "PATTERN", "with": "TEXT"}."#
    ),
    (
      #"{"with": "x"}"#,
      " holds an object without a transform; write one such as"
        + #" {"replace": "PATTERN", "with": "TEXT"}."#
    ),
    (
      #"{"repalce": "a"}"#,
      " holds an object with \"repalce\", which names no transform; \(operations)"
        + " Did you mean \"replace\"?"
    ),
    (
      #"{"replace": "a", "wiht": "b"}"#,
      " holds an object with \"wiht\", which names no transform; \(operations) Did you mean \"with\"?"
    ),
    (#"{"trim": true}"#, " holds an object with \"trim\"; write \"trim\" alone."),
    (
      #"{"replace": "a", "date": "b"}"#,
      " holds date and replace in one object; make an object of each, in the order in which they are"
        + " to be applied."
    ),
    (
      #"{"date": "dd.MM.yyyy", "with": "b"}"#,
      " holds \"with\" beside \"date\"; it belongs to \"replace\"."
    ),
    (
      #"{"first": 1}"#,
      " holds a \"first\" of 1; the separator has to be a text, such as \";\"."
    ),
    (
      #"{"last": ""}"#,
      " holds a \"last\" with an empty separator; write \"last\" alone to have it found."
    ),
    (#"{"number": ";"}"#, " holds a \"number\" of \";\"; the decimal mark is \".\" or \",\"."),
  ])
  func `a mistake is one sentence`(json: String, remark: String) throws {
    try expect(json, remark)
  }

  static let syntax =
    " Its syntax, without lookaround and backreferences, is at"
    + " https://github.com/google/re2/wiki/Syntax."

  @Test(arguments: [
    (
      #"{"replace": ""}"#,
      " holds a \"replace\" with an empty pattern; write what is to be replaced."
    ),
    (#"{"replace": null}"#, " holds a \"replace\" of null; the pattern has to be a text."),
    (#"{"replace": "a", "with": 1}"#, " holds a \"with\" of 1; it has to be the text to put in."),
    (
      #"{"replace": "(a"}"#,
      " holds the pattern \"(a\", which isn't a regular expression of RE2: missing ): (a.\(syntax)"
    ),
    (
      #"{"replace": "\\pL{99}"}"#,
      " holds the pattern \"\\\\pL{99}\", which repeats too much; make its repetitions smaller."
    ),
    (
      #"{"replace": "a", "with": "\\1"}"#,
      " holds a \"with\" that names group 1, and the pattern has no groups; put round brackets around"
        + " a part of it."
    ),
    (
      #"{"replace": "(a)(b)", "with": "$3"}"#,
      " holds a \"with\" that names group 3, and the pattern has 2 groups; put round brackets around"
        + " a part of it."
    ),
    (
      #"{"replace": "a", "with": "\\n"}"#,
      " holds a \"with\" with a backslash before something that is no group's number; write"
        + #" \\\\ for one."#
    ),
    (
      #"{"date": 5}"#,
      " holds a \"date\" of 5; the format has to be a text such as \"dd.MM.yyyy\"."
    ),
    (
      #"{"date": "DD.MM.yyyy"}"#,
      " holds the date format \"DD.MM.yyyy\", in which DD means nothing; there are yyyy, yy, MMMM, MMM,"
        + " MM, M, dd, d, HH, H, hh, h, mm, ss and a, and other letters stand between apostrophes."
        + " Did you mean \"dd\"?"
    ),
    (
      #"{"date": "MM.yyyy"}"#,
      " holds the date format \"MM.yyyy\", which has to hold the day exactly once."
    ),
    (
      #"{"date": "dd.MM.yyyy mm"}"#,
      " holds the date format \"dd.MM.yyyy mm\", in which mm are minutes, without an hour; the month"
        + " is MM."
    ),
  ])
  func `a pattern or format that can't be read is one sentence`(
    json: String, remark: String
  ) throws {
    try expect(json, remark)
  }

  private func expect(_ json: String, _ remark: String) throws {
    let mismatch = #expect(throws: SettingMismatch.self) { try written(json) }
    let findings = mismatch?.findings(on: .null, expected: "")
    #expect(findings?.count == 1)
    #expect(findings?.first?.remark == remark)
    #expect(findings?.first?.path == [])
  }

  @Test func `the schema knows each transform`() {
    let schema = Transform.schema.canonicalText
    for word in Transform.words { #expect(schema.contains("\"\(word)\"")) }
    for key in ["replace", "with", "first", "last", "date", "number"] {
      #expect(schema.contains("\"\(key)\":{"))
    }
  }
}
