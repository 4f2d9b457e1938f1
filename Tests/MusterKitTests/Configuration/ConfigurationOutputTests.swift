import MusterKit
import Testing

@Suite struct ConfigurationOutputTests {
  @Test("Show has every setting, and is a file that sets the same")
  func showRoundTrip() throws {
    let file = """
      {"columns": {"E \\"Mail\\"": "email", "Name": {"field": "full_name", "transforms": []}},
       "thresholds": {"max_invalid": "5%"}, "delivery": {"timeout_seconds": 2.5}}
      """
    let directory = try SettingsDirectory(settings: file)
    let loaded = try MusterConfiguration.load(directory.sources())
    let shown = loaded.shown()
    for setting in SettingsTable.all {
      let value = setting.path.split(separator: ".").reduce(Optional(shown)) { $0?[String($1)] }
      #expect(value != nil, "\(setting.path)")
    }
    try directory.write(shown.prettyText, to: "again.json")
    var again = try MusterConfiguration.load(directory.sources(file: "again.json"))
    #expect(again.shown() == shown)
    again.configuration.configuredTargets = loaded.configuration.configuredTargets
    #expect(again.configuration == loaded.configuration)
  }

  @Test("Show is written for people")
  func showLayout() throws {
    let shown = try checkSettings("{}").loaded().shown().prettyText
    #expect(
      shown.hasPrefix(
        """
        {
          "source": {
            "format": "auto",
            "encoding": "auto",
            "delimiter": "auto",
            "quote": "auto",
            "header_line": "auto",
            "max_field_bytes": 1048576
          },
          "columns": {},
          "constants": {},
          "auto_map": true,
          "deduplicate": {
            "keys": ["email", "linkedin"],

        """))
    #expect(shown.hasSuffix("\n}\n"))
  }

  @Test("Show with origins says where each value comes from")
  func showOrigins() throws {
    let check = try checkSettings(
      "{\n\"auto_map\": false}", environment: ["MUSTER_SOURCE_FORMAT": "csv"],
      options: ["thresholds.max_invalid": "5%"])
    let shown = try check.loaded().shown(withOrigins: true)
    #expect(shown["settings"]?["auto_map"] == .bool(false))
    let origins = try #require(shown["origins"])
    #expect(origins["auto_map"]?.canonicalText == #"{"layer":"file","where":"muster.json:2:1"}"#)
    #expect(
      origins["source.format"]?.canonicalText
        == #"{"layer":"environment","where":"MUSTER_SOURCE_FORMAT"}"#)
    #expect(
      origins["thresholds.max_invalid"]?.canonicalText
        == #"{"layer":"option","where":"--max-invalid"}"#)
    #expect(origins["ledger.path"]?.canonicalText == #"{"layer":"default","where":null}"#)
  }

  @Test("Check prints a line for each problem and how it ended")
  func checkWithProblems() throws {
    let directory = try SettingsDirectory(settings: #"{"auto_map": 1}"#)
    let check = ConfigurationCheck(directory.sources(environment: ["MUSTER_ZZZ": "1"]))
    #expect(
      check.text == """
        error: muster.json:1:2: auto_map is 1; it has to be true or false.
        warning: MUSTER_ZZZ: MUSTER_ZZZ isn't a setting and was ignored. muster config show prints \
        all settings.
        \(directory.path)/muster.json: 1 error, 1 warning.

        """)
    #expect(check.json["errors"] == .integer(1))
    #expect(check.json["warnings"] == .integer(1))
    guard case .array(let problems) = check.json["problems"] else {
      Issue.record("no problems")
      return
    }
    #expect(
      problems.first?.canonicalText
        == #"{"origin":"muster.json:1:2","place":"auto_map","reason":"wrong_type","sentence":"#
        + #""auto_map is 1; it has to be true or false.","severity":"error"}"#)
  }

  @Test("Check of right settings says so")
  func checkWithoutProblems() throws {
    let directory = try SettingsDirectory(settings: "{}")
    let check = ConfigurationCheck(directory.sources())
    #expect(check.text == "\(directory.path)/muster.json: no errors, no warnings.\n")
    let without = try SettingsDirectory()
    #expect(
      ConfigurationCheck(without.sources()).text
        == "There is no muster.json here; the settings without it: no errors, no warnings.\n")
  }

  @Test(
    "The schema has every setting with its default and description",
    arguments: SettingsTable.all.map(\.path))
  func schemaIsComplete(_ path: String) throws {
    let setting = try #require(SettingsTable.setting(at: path))
    var schema: JSONValue? = SettingsTable.schema
    for name in path.split(separator: ".") {
      #expect(schema?["additionalProperties"] == .bool(false))
      schema = schema?["properties"]?[String(name)]
    }
    #expect(schema?["default"] == setting.standard)
    #expect(schema?["description"] == .string(setting.summary))
    #expect((schema?["anyOf"] != nil) || !setting.isOptional)
  }

  @Test("The schema is of the draft it names")
  func schemaDraft() {
    let schema = SettingsTable.schema
    #expect(schema["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"))
    #expect(schema["properties"]?["$schema"] != nil)
    #expect(schema["$defs"]?["field"] != nil)
    #expect(
      schema["properties"]?["deduplicate"]?["properties"]?["keep"]?["enum"]
        == .array(["first", "last", "most_complete", "merge", "none"].map { .string($0) }))
  }
}
