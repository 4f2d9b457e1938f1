import MusterKit
import Testing

@Suite struct ResolvedSettingsTests {
  @Test(
    "A delimiter has a name or is itself",
    arguments: [
      (",", ","), (";", ";"), ("\\t", "\t"), ("\\\\t", "\t"), ("tab", "\t"),
      ("comma", ","), ("semicolon", ";"), ("pipe", "|"), ("|", "|"), ("colon", ":"), ("space", " "),
      (" ", " "), ("^", "^"), ("\\u0001", "\u{1}"), ("\\u001f", "\u{1F}"),
    ])
  func delimiters(_ written: String, _ expected: String) throws {
    let byte = try #require(expected.utf8.first)
    let configuration = try loadSettings(settingsFile("source.delimiter", "\"\(written)\""))
    #expect(configuration.source.delimiter == .byte(byte))
  }

  @Test(
    "What can't part cells is no delimiter",
    arguments: ["", "a", "1", "\\n", "\\u0000", "\\\"", ",,", "§", "tabs or so", "TAB"])
  func notDelimiters(_ written: String) throws {
    #expect(
      try onlyProblem(of: checkSettings(settingsFile("source.delimiter", "\"\(written)\""))).reason
        == .wrongValue)
  }

  @Test("Quotes and header lines have words of their own")
  func quotesAndHeaderLines() throws {
    #expect(try loadSettings(settingsFile("source.quote", #""none""#)).source.quote == .none)
    #expect(
      try loadSettings(settingsFile("source.quote", #""'""#)).source.quote
        == .byte(UInt8(ascii: "'")))
    #expect(try loadSettings(settingsFile("source.quote", #""double""#)).source.quote == .byte(34))
    #expect(
      try loadSettings(settingsFile("source.header_line", #""none""#)).source.headerLine == .none)
    #expect(try loadSettings(settingsFile("source.header_line", "4")).source.headerLine == .line(4))
  }

  @Test("Columns and constants become rules")
  func columnsAndConstants() throws {
    let configuration = try loadSettings(
      """
      {"columns": {"Notes": null, "Email": "email", "Seniority": "custom.Seniority level",
         "Name": {"field": "full_name", "transforms": ["trim", "collapse_spaces"]},
         "_row": null, "Skip": {"field": null}},
       "constants": {"source": "fair", "custom.campaign": "autumn"}}
      """)
    #expect(
      configuration.columns == [
        ColumnRule(input: .column("Email"), field: .standard(.email)),
        ColumnRule(
          input: .column("Name"), field: .standard(.fullName),
          transforms: [.trim, .collapseSpaces]),
        ColumnRule(input: .column("Notes"), field: nil),
        ColumnRule(input: .column("Seniority"), field: .custom("Seniority level")),
        ColumnRule(input: .column("Skip"), field: nil),
        ColumnRule(input: .column("_row"), field: nil),
      ])
    #expect(
      configuration.constants == [
        ConstantValue(field: .custom("campaign"), value: "autumn"),
        ConstantValue(field: .standard(.source), value: "fair"),
      ])
  }

  @Test(
    "Every standard field is read by its name and written back", arguments: StandardField.allCases)
  func standardFields(_ field: StandardField) {
    #expect(FieldName(field.rawValue) == .standard(field))
    #expect(FieldName.standard(field).description == field.rawValue)
  }

  @Test(
    "A custom field is read by its name and written back",
    arguments: [
      ("custom.a", "a"), ("custom.a.b", "a.b"), ("custom.Grüße an", "Grüße an"),
    ])
  func customFields(_ text: String, _ name: String) {
    #expect(FieldName(text) == .custom(name))
    #expect(FieldName.custom(name).description == text)
  }

  @Test(
    "Other texts are no fields",
    arguments: ["", "custom", "custom.", "custom. a", "custom.a\n", "Email", "custom.a\u{0}b"])
  func notFields(_ text: String) {
    #expect(FieldName(text) == nil)
  }

  @Test(
    "The name that an API or an export has for a field leads to ours",
    arguments: [
      ("firstName", "first_name"), ("lead.position", "job_title"), ("tagline", "headline"),
      ("contactOwner", "owner"), ("e-mail", "email"), ("linkedinUrl", "linkedin"),
      ("company", "company_name"), ("title", "job_title"), ("city", "location"),
      ("website", "company_domain"), ("mobile", "phone"), ("phone_number", "phone"),
      ("Vorname", "first_name"), ("emial", "email"), ("company_idd", "company_id"),
    ])
  func namesOfTheAPIs(_ name: String, _ expected: String) {
    #expect(FieldName.nearest(to: name) == expected)
  }

  @Test(
    "A threshold is a number or a percentage",
    arguments: [
      ("0", Threshold.count(0)), ("20", .count(20)), ("5%", .percent(5)), ("0%", .percent(0)),
      ("100%", .percent(100)), ("2.5%", .percent(2.5)),
    ])
  func thresholds(_ text: String, _ expected: Threshold) throws {
    #expect(Threshold(text) == expected)
    #expect(expected.text == text)
    #expect(
      try loadSettings(options: ["thresholds.max_rejected": text]).thresholds.maxRejected
        == expected)
  }

  @Test(
    "Other texts are no thresholds",
    arguments: ["", "%", "-1", "+1", "5 %", "101%", "1e1%", "nan%", "0x5%", "2.5", "100.1%", ".5%"])
  func notThresholds(_ text: String) {
    #expect(Threshold(text) == nil)
  }

  @Test(
    "A threshold is exceeded by more than it says",
    arguments: [
      (Threshold.count(2), 2, 10, false), (.count(2), 3, 10, true), (.count(0), 1, 10, true),
      (.percent(5), 5, 100, false), (.percent(5), 6, 100, true), (.percent(5), 1, 1, true),
      (.percent(0), 0, 10, false), (.percent(0), 1, 1_000_000, true), (.percent(100), 7, 7, false),
      (.percent(5), 0, 0, false),
    ])
  func exceededThresholds(
    _ threshold: Threshold, _ count: Int, _ total: Int, _ expected: Bool
  ) {
    #expect(threshold.isExceeded(by: count, of: total) == expected)
  }

  @Test(
    "A length of time has a unit",
    arguments: [
      ("90s", 90), ("90m", 5_400), ("12h", 43_200), ("30d", 2_592_000), ("2w", 1_209_600),
    ])
  func lengths(_ text: String, _ seconds: Int) throws {
    #expect(Duration(length: text) == .seconds(seconds))
    #expect(
      try loadSettings(settingsFile("ledger.resend_after", "\"\(text)\"")).ledger.resendAfter
        == .seconds(seconds))
  }

  @Test(
    "Other texts are no lengths of time",
    arguments: ["", "30", "d", "0d", "-1d", "1.5h", "30 d", "30D", "99999w", "999999999w"])
  func notLengths(_ text: String) {
    #expect(Duration(length: text) == nil)
  }

  @Test("Plain values arrive as they were written")
  func plainValues() throws {
    let configuration = try loadSettings(
      """
      {"targets": {"getsales": {"team_id": 42, "list": " Fair ", "update_if_exists": false,
         "move_to_list": true, "require_linkedin": false,
         "rate_limit": {"requests": 4, "window_seconds": 1.5}}},
       "deduplicate": {"keys": ["linkedin"], "keep": "last", "on_conflict": "reject"},
       "delivery": {"max_retries": 0, "connect_timeout_seconds": 2, "first_byte_timeout_seconds": 1.5,
         "timeout_seconds": 1.25, "ca_file": "/etc/ca.pem"}}
      """)
    let getsales = GetSalesSettings(configuration.target(.getsales))
    #expect(getsales.teamID == "42")
    #expect(getsales.target.list == "Fair")
    #expect(!getsales.updateIfExists && getsales.moveToList && !getsales.requireLinkedIn)
    #expect(getsales.target.rateLimit == RateLimit(requests: 4, window: .milliseconds(1_500)))
    #expect(configuration.deduplicate.keys == [.linkedin])
    #expect(configuration.deduplicate.keep == .last)
    #expect(configuration.deduplicate.onConflict == .reject)
    #expect(configuration.delivery.maxRetries == 0)
    #expect(configuration.delivery.connectTimeout == .seconds(2))
    #expect(configuration.delivery.firstByteTimeout == .milliseconds(1_500))
    #expect(configuration.delivery.timeout == .milliseconds(1_250))
    #expect(configuration.delivery.certificateFile == "/etc/ca.pem")
  }
}
