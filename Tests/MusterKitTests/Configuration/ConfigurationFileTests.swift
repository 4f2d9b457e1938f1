import Foundation
import MusterKit
import Testing

@Suite struct ConfigurationFileTests {
  @Test(
    "What isn't JSON is told with line and column",
    arguments: [
      (
        "{\n  \"a\": tru\n}", 2, 8,
        "a text in double quotes, a number, true, false or null is expected"
      ),
      ("{\"a\": 01}", 1, 7, "a text in double quotes, a number, true, false or null is expected"),
      ("{\"a\": 1,\n}", 2, 1, "a comma stands before }, and nothing behind it"),
      ("{\"a\": [1, 2,]}", 1, 13, "a comma stands before ], and nothing behind it"),
      ("{\n\"a\": 1\n\"b\": 2}", 3, 1, "a comma or } is expected, not \""),
      ("{\"a\" 1}", 1, 6, "a colon is missing behind the name"),
      (
        "{'a': 1}", 1, 2,
        "a name in double quotes is expected, not a single quote (JSON has double quotes only)"
      ),
      (
        "{\n  // my list\n}", 2, 3,
        "a name in double quotes is expected, not a comment (JSON has none)"
      ),
      ("{\"a\": \"b", 1, 7, "a text is never closed"),
      ("{\"a\": \"b\nc\"}", 1, 9, "a text isn't closed on its line"),
      (
        #"{"path": "C:\leads"}"#, 1, 10,
        #"a text holds an escape that JSON doesn't know; write \\ for a backslash"#
      ),
      ("{\"a\": 1", 1, 8, "a comma or } is expected, not the end of the file"),
      ("{} {}", 1, 4, "{ stands after the end of the value"),
      (String(repeating: "[", count: 100), 1, 66, "it is nested more than 64 deep"),
    ])
  func syntaxErrors(
    _ text: String, _ line: Int, _ column: Int, _ reason: String
  ) throws {
    let problem = try onlyProblem(of: checkSettings(text))
    #expect(problem.reason == .syntax)
    #expect(problem.origin == .file("muster.json", place: TextPlace(line: line, column: column)))
    #expect(problem.sentence == "The file isn't JSON: \(reason).")
  }

  @Test(
    "JSON that can't be settings is told so",
    arguments: [
      ("", "The file is empty; the least that it can hold is {}."),
      (" \n", "The file is empty; the least that it can hold is {}."),
      ("[]", "The file holds an empty list; it has to be an object: {…}."),
      ("\"{}\"", "The file holds \"{}\"; it has to be an object: {…}."),
      (
        "{\"delivery\": {\"max_retries\": 1e999}}",
        "The file holds a number or text that can't be represented."
      ),
    ])
  func otherJSON(_ text: String, _ sentence: String) throws {
    #expect(try onlyProblem(of: checkSettings(text)).sentence == sentence)
  }

  @Test(
    "A file in another encoding is told so",
    arguments: [
      [UInt8]([0x7B, 0x22, 0xE9, 0x22, 0x7D]),  // Latin-1
      [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00],  // UTF-16 with a byte order mark
      [0x7B, 0x00, 0x7D, 0x00],  // UTF-16 without one
    ])
  func otherEncodings(_ bytes: [UInt8]) throws {
    let directory = try SettingsDirectory()
    try directory.write(bytes, to: "muster.json")
    let problem = try onlyProblem(of: ConfigurationCheck(directory.sources()))
    #expect(problem.sentence == "The file isn't UTF-8 text; save it as UTF-8.")
  }

  @Test("A byte order mark and Windows line ends do no harm")
  func windowsText() throws {
    let check = try checkSettings("\u{FEFF}{\r\n  \"auto_map\": false,\r\n  \"x\": 1\r\n}\r\n")
    #expect(
      try onlyProblem(of: check).origin
        == .file("muster.json", place: TextPlace(line: 3, column: 3)))
    #expect(try !loadSettings("\u{FEFF}{\r\n\"auto_map\": false}").autoMap)
  }

  @Test("A name that stands twice is an error, because one of them would be lost")
  func repeatedName() throws {
    let check = try checkSettings(
      """
      {"columns": {
        "Email": "email",
        "Ema\\u0069l": "custom.mail"
      }}
      """)
    let problem = try onlyProblem(of: check)
    #expect(problem.reason == .repeatedKey)
    #expect(problem.description.hasPrefix("muster.json:3:3: columns.Email stands twice"))
  }

  @Test("A file over 4 MiB is no settings file")
  func hugeFile() throws {
    let problem = try onlyProblem(of: checkSettings("{}" + String(repeating: " ", count: 4 << 20)))
    #expect(problem.sentence == "The file is over 4 MiB: no settings file.")
  }

  @Test("A schema named for editors is no setting")
  func schemaKey() throws {
    #expect(try checkSettings(#"{"$schema": "muster.schema.json"}"#).problems == [])
    let problem = try onlyProblem(of: checkSettings(#"{"ledger": {"$schema": "x"}}"#))
    #expect(problem.reason == .unknownKey)
  }

  @Test("Without a file in the working directory the defaults hold")
  func noFile() throws {
    let directory = try SettingsDirectory()
    let check = ConfigurationCheck(directory.sources())
    #expect(check.problems == [])
    #expect(check.file == nil)
  }

  @Test("A named file has to be there")
  func missingFile() throws {
    let directory = try SettingsDirectory(settings: #"{"auto_map": false}"#)
    let check = ConfigurationCheck(directory.sources(file: "other.json"))
    let problem = try onlyProblem(of: check)
    #expect(problem.reason == .fileMissing)
    #expect(problem.description == "other.json: There is no such settings file.")
  }

  @Test("A directory isn't a settings file")
  func directory() throws {
    let directory = try SettingsDirectory()
    try directory.write("", to: "settings/x")
    let problem = try onlyProblem(of: ConfigurationCheck(directory.sources(file: "settings")))
    #expect(problem.reason == .fileUnreadable)
    #expect(problem.sentence == "This is a directory, not a settings file.")
  }

  @Test("A named file is read instead of the one in the working directory")
  func namedFile() throws {
    let directory = try SettingsDirectory(settings: #"{"auto_map": false}"#)
    try directory.write(#"{"source": {"format": "csv"}}"#, to: "conf d/ü%20.json")
    for file in ["conf d/ü%20.json", "\(directory.path)/conf d/ü%20.json"] {
      let loaded = try MusterConfiguration.load(directory.sources(file: file))
      #expect(loaded.configuration.autoMap)
      #expect(loaded.configuration.source.format == .csv)
      #expect(loaded.file == "\(directory.path)/conf d/ü%20.json")
      #expect(
        loaded.origin(of: "source.format") == .file(file, place: TextPlace(line: 1, column: 13)))
    }
  }
}
