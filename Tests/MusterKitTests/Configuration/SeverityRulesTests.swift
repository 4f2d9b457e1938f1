import Testing

@testable import MusterKit

private func rules(_ written: KeyValuePairs<String, String>) throws -> SeverityRules {
  try SeverityRules(
    written: .object(written.map { JSONMember(name: $0.key, value: .string($0.value)) }))
}

/// The place and the sentence of each mistake, as the command line shows them.
private func mistakes(_ value: JSONValue) -> [String] {
  do throws(SettingMismatch) {
    _ = try SeverityRules(written: value)
    return []
  } catch {
    return error.findings(on: value, expected: "an object of codes with severities").map {
      SettingPlace(["diagnostics"] + $0.path).description + $0.remark
    }
  }
}

@Suite struct SeverityRulesTests {
  @Test(arguments: [
    ("ignore", nil), ("note", Diagnostic.Severity.note), ("warning", .warning), ("error", .error),
  ])
  func `a rule decides how severe a code is`(word: String, severity: Diagnostic.Severity?) throws {
    let rules = try rules(["email_role": word])
    #expect(rules.severity(of: Diagnostic(.emailRole)) == severity)
    #expect(rules.severity(of: Diagnostic(.emailRole, severity: .warning)) == severity)
    #expect(rules.severity(of: Diagnostic(.emailTypo)) == .warning)
    #expect(!rules.isEmpty)
  }

  @Test func `without rules everything is as severe as it was made`() throws {
    let none = SeverityRules()
    #expect(none.isEmpty)
    #expect(none == (try rules([:])))
    #expect(none.canonical == .object([JSONMember]()))
    for severity in Diagnostic.Severity.allCases {
      #expect(none.severity(of: Diagnostic(.emailRole, severity: severity)) == severity)
    }
  }

  @Test func `an error of a code that is none by itself stays one`() throws {
    let rules = try rules(["email_shared": "ignore", "columns_slipped": "note"])
    #expect(rules.severity(of: Diagnostic(.emailShared)) == nil)
    #expect(rules.severity(of: Diagnostic(.emailShared, severity: .error)) == .error)
    #expect(rules.severity(of: Diagnostic(.columnsSlipped)) == .note)
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `every code takes its own severity`(code: DiagnosticCode) throws {
    let rules = try SeverityRules(
      written: .object([
        JSONMember(name: code.rawValue, value: .string(code.entry.severity.rawValue))
      ]))
    #expect(rules.severity(of: Diagnostic(code)) == code.entry.severity)
  }

  @Test(arguments: [
    (
      "row_too_long", "warning",
      """
      diagnostics.row_too_long is "warning", but it has to stay error: nobody can tell which values \
      such a row really has.
      """
    ),
    (
      "json_invalid", "ignore",
      """
      diagnostics.json_invalid is "ignore", but it has to stay error: nobody can tell which values \
      such a row really has.
      """
    ),
    (
      "identifier_missing", "note",
      """
      diagnostics.identifier_missing is "note", but it has to stay error: the target couldn't know \
      whom the contact is about.
      """
    ),
    (
      "identifier_column_missing", "ignore",
      """
      diagnostics.identifier_column_missing is "ignore", but it has to stay error: the target \
      couldn't know whom the contact is about.
      """
    ),
    (
      "company_not_linked", "ignore",
      """
      diagnostics.company_not_linked is "ignore", but it has to stay warning: it says what has \
      become of a contact.
      """
    ),
    (
      "suppressed", "error",
      """
      diagnostics.suppressed is "error", but it has to stay note: it says what has become of a \
      contact.
      """
    ),
  ])
  func `some codes have to stay as they are`(code: String, word: String, sentence: String) {
    #expect(
      mistakes(.object([JSONMember(name: code, value: .string(word))])) == [sentence])
  }

  @Test func `remarks on the form of a row that is read all the same may be changed`() throws {
    let rules = try rules(["quote_inside_cell": "ignore", "json_key_repeated": "error"])
    #expect(rules.severity(of: Diagnostic(.quoteInsideCell)) == nil)
    #expect(rules.severity(of: Diagnostic(.jsonKeyRepeated)) == .error)
  }

  @Test func `each mistake is named with its place and the nearest word`() {
    let written = JSONValue.object([
      "email_rol": .string("ignore"), "EMAIL-ROLE": .string("note"), "zzz": .string("note"),
      "email_role": .string("warnin"), "email_typo": .string("off"), "value_mojibake": .integer(3),
      "email_several": .null,
    ])
    #expect(
      mistakes(written) == [
        #"diagnostics.email_rol is no code of a diagnostic. Did you mean "email_role"?"#,
        #"diagnostics["EMAIL-ROLE"] is no code of a diagnostic. Did you mean "email_role"?"#,
        "diagnostics.zzz is no code of a diagnostic. muster explain lists all of them.",
        #"diagnostics.email_role is "warnin"; it has to be ignore, note, warning or error."#
          + #" Did you mean "warning"?"#,
        #"diagnostics.email_typo is "off"; it has to be ignore, note, warning or error."#,
        "diagnostics.value_mojibake is 3; it has to be ignore, note, warning or error.",
        "diagnostics.email_several is null; it has to be ignore, note, warning or error.",
      ])
    #expect(
      mistakes(.string("ignore")) == [
        #"diagnostics is "ignore"; it has to be an object of codes with severities."#
      ])
  }

  @Test func `what was written comes back in the order of the codes`() throws {
    let rules = try rules(["value_mojibake": "error", "email_role": "ignore"])
    #expect(
      rules.canonical
        == .object(["email_role": .string("ignore"), "value_mojibake": .string("error")]))
    #expect(try SeverityRules(written: rules.canonical) == rules)
    #expect(rules != SeverityRules())
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `the schema takes the words that are taken`(code: DiagnosticCode) throws {
    guard case .array(let words)? = SeverityRules.schema["properties"]?[code.rawValue]?["enum"]
    else {
      Issue.record("no property")
      return
    }
    for word in ["ignore", "note", "warning", "error"] {
      let isTaken = mistakes(.object([JSONMember(name: code.rawValue, value: .string(word))]))
        .isEmpty
      #expect(isTaken == words.contains(.string(word)), "\(word)")
    }
    #expect(SeverityRules.schema["additionalProperties"] == .bool(false))
  }
}
