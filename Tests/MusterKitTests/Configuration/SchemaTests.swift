import Foundation
import Testing

@testable import MusterKit

private let validator = SchemaValidator(schema: SettingsTable.schema)

private func isAccepted(_ settings: String) throws -> Bool {
  validator.accepts(try #require(JSONValue(parsing: settings)))
}

@Suite struct SchemaTests {
  @Test func `the schema has no keyword that these tests don't know`() {
    #expect(validator.unknownKeywords == [])
  }

  @Test func `the example is right by the schema`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let example = try String(
      contentsOf: root.appending(path: "config.example.json"), encoding: .utf8)
    #expect(try isAccepted(example))
    #expect(try isAccepted(example.replacing("\"auto_map\"", with: "\"automap\"")) == false)
  }

  @Test(arguments: SettingsTable.all.map(\.path))
  func `every default is right by the schema`(path: String) throws {
    let setting = try #require(SettingsTable.setting(at: path))
    #expect(try isAccepted(settingsFile(path, setting.standard.canonicalText)))
  }

  @Test(arguments: SettingsTable.all.map(\.path))
  func `null is right for optional settings only`(path: String) throws {
    let setting = try #require(SettingsTable.setting(at: path))
    #expect(try isAccepted(settingsFile(path, "null")) == setting.isOptional)
  }

  @Test(arguments: [
    #"{"$schema": "schema.json"}"#,
    #"{"source": {"delimiter": ";", "quote": "'", "header_line": 3, "encoding": "windows-1252"}}"#,
    #"{"columns": {"A": "email", "B": null, "C": ["custom.x", {"field": "linkedin"}]}}"#,
    #"{"columns": {"N": {"field": "full_name", "template": "{A} {B}", "transforms": ["trim"]}}}"#,
    #"""
    {"columns": {"N": {"field": "location", "from": ["City", "State"], "join": ", ",
     "transforms": [{"replace": "x", "with": ""}, {"first": "/"}, {"date": "yyyy-MM-dd"}, {"number": ","}],
     "values": {"a": "b", "c": null}, "otherwise": null}}}
    """#,
    #"{"constants": {"source": "x", "custom.y": "z"}, "diagnostics": {"email_role": "error"}}"#,
    #"{"suppress": ["a.csv"], "thresholds": {"max_invalid": "2.5%", "max_rejected": 7}}"#,
    #"{"ledger": {"resend_after": "30d"}, "delivery": {"timeout_seconds": 1.5}}"#,
    #"{"targets": {"getsales": {"team_id": 7, "base_url": "http://127.0.0.1:1"}}}"#,
    #"{"tests": [{"row": {"A": "x", "B": 1.5, "C": true, "D": null}, "diagnostics": []}]}"#,
    #"{"tests": [{"name": "n", "row": {}, "to": "lemlist", "payload": {"a": [1]}}]}"#,
    #"{"tests": [{"row": {}, "to": "getsales", "payload": null, "diagnostics": ["suppressed"]}]}"#,
  ])
  func `what muster takes is right by the schema`(settings: String) throws {
    #expect(try checkSettings(settings).errors == [])
    #expect(try isAccepted(settings))
  }

  @Test(arguments: [
    #"{"delimiter": ";"}"#,
    #"{"targets": {"getsales": {"lits": "x"}}}"#,
    #"{"source": []}"#,
    #"{"source": {"format": "cvs"}}"#,
    #"{"source": {"header_line": 0}}"#,
    #"{"source": {"delimiter": "ab"}}"#,
    #"{"source": {"quote": "xy"}}"#,
    #"{"auto_map": "yes"}"#,
    #"{"columns": {"A": "emial"}}"#,
    #"{"columns": {"A": []}}"#,
    #"{"columns": {"A": {"transforms": []}}}"#,
    #"{"columns": {"A": {"field": "email", "from": []}}}"#,
    #"{"columns": {"A": {"field": "email", "template": "no column"}}}"#,
    #"{"columns": {"A": {"field": "email", "transforms": ["tirm"]}}}"#,
    #"{"columns": {"A": {"field": "email", "transforms": [{"replace": ""}]}}}"#,
    #"{"columns": {"A": {"field": "email", "values": {"a": 1}}}}"#,
    #"{"constants": {"email": "a@b.example"}}"#,
    #"{"constants": {"source": " "}}"#,
    #"{"deduplicate": {"keys": []}}"#,
    #"{"deduplicate": {"keys": ["email", "email"]}}"#,
    #"{"diagnostics": {"email_rol": "ignore"}}"#,
    #"{"diagnostics": {"row_too_long": "note"}}"#,
    #"{"suppress": "a.csv"}"#,
    #"{"suppress": [" "]}"#,
    #"{"targets": {"lemlist": {"base_url": "ftp://x.example"}}}"#,
    #"{"targets": {"lemlist": {"api_key_env": "MY KEY"}}}"#,
    #"{"targets": {"lemlist": {"list": " "}}}"#,
    #"{"targets": {"lemlist": {"rate_limit": {"requests": 0}}}}"#,
    #"{"thresholds": {"max_invalid": "101%"}}"#,
    #"{"thresholds": {"max_invalid": -1}}"#,
    #"{"ledger": {"resend_after": "30"}}"#,
    #"{"delivery": {"max_retries": 21}}"#,
    #"{"delivery": {"timeout_seconds": 0.5}}"#,
    #"{"tests": {}}"#,
    #"{"tests": [{"diagnostics": []}]}"#,
    #"{"tests": [{"row": {}}]}"#,
    #"{"tests": [{"row": {"A": []}, "diagnostics": []}]}"#,
    #"{"tests": [{"row": {}, "diagnostics": ["email_rol"]}]}"#,
    #"{"tests": [{"row": {}, "diagnostics": ["email_role", "email_role"]}]}"#,
    #"{"tests": [{"row": {}, "to": "lemlst", "payload": null}]}"#,
    #"{"tests": [{"row": {}, "to": "lemlist", "payload": "x"}]}"#,
    #"{"tests": [{"row": {}, "diagnostics": [], "nam": "x"}]}"#,
    #"{"tests": [{"row": {}, "diagnostics": [], "name": ""}]}"#,
  ])
  func `what is wrong by itself is wrong for both`(settings: String) throws {
    #expect(try checkSettings(settings).errors.isEmpty == false)
    #expect(try isAccepted(settings) == false)
  }
}
