import MusterKit
import Testing

/// A settings file with one mistake, and what is said about it.
struct SettingsMistake: Sendable, CustomTestStringConvertible {
  var file: String
  var reason: ConfigurationProblem.Reason
  var place: String?
  var sentence: String

  init(
    _ file: String, _ reason: ConfigurationProblem.Reason, at place: String? = nil,
    _ sentence: String
  ) {
    self.file = file
    self.reason = reason
    self.place = place
    self.sentence = sentence
  }

  var testDescription: String { file }
}

@Suite struct ConfigurationErrorTests {
  static let unknownKeys = [
    SettingsMistake(
      #"{"targets": {"getsale": {"list": 1, "lits": 2}}}"#, .unknownKey, at: "targets.getsale",
      "targets.getsale isn't a setting. Did you mean targets.getsales?"),
    SettingsMistake(
      #"{"targets": {"getsales": {"rate_limit": {"request": 5}}}}"#, .unknownKey,
      at: "targets.getsales.rate_limit.request",
      "targets.getsales.rate_limit.request isn't a setting."
        + " Did you mean targets.getsales.rate_limit.requests?"),
    SettingsMistake(
      #"{"delimiter": ";"}"#, .unknownKey, at: "delimiter",
      "delimiter isn't a setting. Did you mean source.delimiter?"),
    SettingsMistake(
      #"{"rate_limit": {}}"#, .unknownKey, at: "rate_limit",
      "rate_limit isn't a setting. Did you mean targets.getsales.rate_limit?"),
    SettingsMistake(
      #"{"thresholds": {"x y": 1}}"#, .unknownKey, at: #"thresholds["x y"]"#,
      #"thresholds["x y"] isn't a setting. Here there are max_invalid and max_rejected."#),
  ]

  static let wrongValues = [
    SettingsMistake(
      #"{"auto_map": "yes"}"#, .wrongType, at: "auto_map",
      #"auto_map is "yes"; it has to be true or false."#),
    SettingsMistake(
      #"{"source": []}"#, .wrongType, at: "source",
      "source is an empty list; it has to be an object with format, encoding, delimiter, quote,"
        + " header_line and max_field_bytes."),
    SettingsMistake(
      #"{"source": {"format": "cvs"}}"#, .wrongValue, at: "source.format",
      #"source.format is "cvs"; it has to be auto, csv or jsonl. Did you mean "csv"?"#),
    SettingsMistake(
      #"{"source": {"header_line": 0}}"#, .outOfRange, at: "source.header_line",
      "source.header_line is 0; it has to be auto, none or a line from 1 to 1000000."),
    SettingsMistake(
      #"{"source": {"delimiter": "semicolom"}}"#, .wrongValue, at: "source.delimiter",
      #"source.delimiter is "semicolom"; it has to be auto, comma, semicolon, tab, pipe, colon,"#
        + " space or one ASCII character that is neither letter, digit nor double quote."
        + #" Did you mean "semicolon"?"#),
    SettingsMistake(
      #"{"deduplicate": {"keep": "frist"}}"#, .wrongValue, at: "deduplicate.keep",
      #"deduplicate.keep is "frist"; it has to be first, last, most_complete, merge or none."#
        + #" Did you mean "first"?"#),
    SettingsMistake(
      #"{"deduplicate": {"keys": ["mail"]}}"#, .wrongValue, at: "deduplicate.keys",
      #"deduplicate.keys holds "mail"; it takes email, linkedin, additional_emails and"#
        + #" name+company. Did you mean "email"?"#),
    SettingsMistake(
      #"{"deduplicate": {"keys": ["email", "email"]}}"#, .wrongValue, at: "deduplicate.keys",
      #"deduplicate.keys holds "email" twice."#),
    SettingsMistake(
      #"{"deduplicate": {"keys": []}}"#, .wrongValue, at: "deduplicate.keys",
      "deduplicate.keys is empty; it takes at least one of email, linkedin, additional_emails and"
        + " name+company."),
    SettingsMistake(
      #"{"thresholds": {"max_invalid": 0.05}}"#, .wrongValue, at: "thresholds.max_invalid",
      "thresholds.max_invalid is 0.05; it has to be a number of rows, such as 20, or a percentage,"
        + #" such as "5%", or null."#),
    SettingsMistake(
      #"{"delivery": {"max_retries": 21}}"#, .outOfRange, at: "delivery.max_retries",
      "delivery.max_retries is 21; it has to be a whole number from 0 to 20."),
    SettingsMistake(
      #"{"targets": {"lemlist": {"rate_limit": {"window_seconds": 0}}}}"#, .outOfRange,
      at: "targets.lemlist.rate_limit.window_seconds",
      "targets.lemlist.rate_limit.window_seconds is 0; it has to be a number of seconds from 0.01"
        + " to 86400."),
    SettingsMistake(
      #"{"ledger": {"resend_after": 30}}"#, .wrongType, at: "ledger.resend_after",
      #"ledger.resend_after is 30; it has to be a length of time up to ten years, such as "30d","#
        + #" "12h" or "90m", or null."#),
    SettingsMistake(
      #"{"ledger": {"path": "~ada/ledger"}}"#, .wrongValue, at: "ledger.path",
      "ledger.path starts with ~ and a name; write ~/ for your home, or the whole path."),
    SettingsMistake(
      #"{"targets": {"getsales": {"list": " "}}}"#, .wrongValue, at: "targets.getsales.list",
      #"targets.getsales.list is " "; it has to be a text of one line that isn't blank, or null."#),
    SettingsMistake(
      #"{"source": {"delimiter": "|", "quote": "|"}}"#, .conflict, at: "source.quote",
      "source.quote and source.delimiter are the same character."),
  ]

  static let columns = [
    SettingsMistake(
      #"{"columns": {"E-Mail": "emial"}}"#, .unknownField, at: #"columns["E-Mail"]"#,
      #"columns["E-Mail"] is "emial", which is no field. Did you mean "email"?"#),
    SettingsMistake(
      #"{"columns": {"Title": {"field": "position"}}}"#, .unknownField, at: "columns.Title.field",
      #"columns.Title.field is "position", which is no field. Did you mean "job_title"?"#),
    SettingsMistake(
      #"{"columns": {"Size": "headcount"}}"#, .unknownField, at: "columns.Size",
      #"columns.Size is "headcount", which is no field. Take a field that muster fields prints,"#
        + " or custom.NAME."),
    SettingsMistake(
      #"{"columns": {"Size": "custom."}}"#, .unknownField, at: "columns.Size",
      #"columns.Size is "custom.", which is no field. Take a field that muster fields prints,"#
        + " or custom.NAME."),
    SettingsMistake(
      #"{"columns": {"Size": 5}}"#, .wrongType, at: "columns.Size",
      "columns.Size is 5; it has to be a field's name, null, an object with a \"field\", or a list of"
        + " these."),
    SettingsMistake(
      #"{"columns": {"Name": {}}}"#, .wrongValue, at: "columns.Name",
      #"columns.Name has no "field"; name one, or write null."#),
    SettingsMistake(
      #"{"columns": {"Name": {"field": null, "transform": []}}}"#, .unknownKey,
      at: "columns.Name.transform",
      "columns.Name.transform is no key of a column; there are field, from, join, template,"
        + #" transforms, values, otherwise and type. Did you mean "transforms"?"#),
    SettingsMistake(
      #"{"columns": {"Name": {"field": null, "transforms": ["tirm"]}}}"#, .wrongValue,
      at: "columns.Name.transforms",
      #"columns.Name.transforms holds "tirm"; there are trim, collapse_spaces, lower, upper,"#
        + #" title_case, strip_tags, replace, first, last, date and number. Did you mean "trim"?"#),
    SettingsMistake(
      #"{"columns": {"_status": "custom.status"}}"#, .conflict, at: "columns._status",
      "columns._status starts with _, which marks muster's own columns: they are never mapped."),
    SettingsMistake(
      #"{"columns": []}"#, .wrongType, at: "columns",
      "columns is an empty list; it has to be an object of column names with their fields."),
    SettingsMistake(
      #"{"constants": {"sorce": "fair"}}"#, .unknownField, at: "constants.sorce",
      #"constants.sorce: the key is "sorce", which is no field. Did you mean "source"?"#),
    SettingsMistake(
      #"{"constants": {"email": "info@acme.com"}}"#, .conflict, at: "constants.email",
      "constants.email would give every contact the same identity."),
    SettingsMistake(
      #"{"constants": {"custom.year": 2026}}"#, .wrongType, at: #"constants["custom.year"]"#,
      #"constants["custom.year"] isn't a text; put the value in double quotes."#),
    SettingsMistake(
      #"{"constants": {"source": " "}}"#, .wrongValue, at: "constants.source",
      "constants.source is blank; give it a text, or leave it out."),
  ]

  @Test(
    "A mistake is named with its place, what was found and what is expected",
    arguments: unknownKeys + wrongValues + columns)
  func singleMistake(
    _ mistake: SettingsMistake
  ) throws {
    let problem = try onlyProblem(of: checkSettings(mistake.file))
    #expect(problem.sentence == mistake.sentence)
    #expect(problem.reason == mistake.reason)
    #expect(problem.place == mistake.place)
    #expect(problem.severity == .error)
    #expect(problem.description.hasPrefix("muster.json:1:"))
    #expect(problem.description.hasSuffix(": \(mistake.sentence)"))
  }

  @Test("All mistakes of a file are told, in the order of its lines")
  func allMistakes() throws {
    let check = try checkSettings(
      """
      {
        "thresholds": { "max_invalid": "five" },
        "columns": {
          "A": "emial",
          "B": { "feild": "email", "transforms": ["trin", "tirm"] }
        },
        "auto_map": 1,
        "targets": { "getsales": { "rate_limit": { "requests": 0 } } }
      }
      """)
    #expect(
      check.problems.map { "\($0.origin?.description ?? "") \($0.place ?? "")" } == [
        "muster.json:2:19 thresholds.max_invalid", "muster.json:4:5 columns.A",
        "muster.json:5:5 columns.B", "muster.json:5:12 columns.B.feild",
        "muster.json:5:30 columns.B.transforms", "muster.json:5:30 columns.B.transforms",
        "muster.json:7:3 auto_map", "muster.json:8:46 targets.getsales.rate_limit.requests",
      ])
    #expect(check.configuration == nil)
    let error = try #require(throws: ConfigurationError.self) { try check.loaded() }
    #expect(error.problems == check.problems)
    #expect(error.description.split(separator: "\n").count == 8)
  }

  @Test("A column that the file lacks is told with the nearest one it has")
  func missingColumn() {
    let problem = ConfigurationProblem.missingColumn("E-Mial", header: ["Name", "E-Mail"])
    #expect(problem.reason == .unknownColumn)
    #expect(problem.place == #"columns["E-Mial"]"#)
    #expect(
      problem.sentence
        == #"columns["E-Mial"]: the file has no column "E-Mial". Did you mean "E-Mail"?"#)
  }
}

/// The problem, which has to be the only one.
func onlyProblem(of check: ConfigurationCheck) throws -> ConfigurationProblem {
  try #require(check.problems.count == 1, "\(check.problems)")
  return check.problems[0]
}
