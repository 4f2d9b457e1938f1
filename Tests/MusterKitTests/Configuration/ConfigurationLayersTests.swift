import MusterKit
import Testing

@Suite struct ConfigurationLayersTests {
  @Test("The later layer wins, and each value remembers its own")
  func laterLayerWins() throws {
    let directory = try SettingsDirectory(
      settings: """
        {
          "source": {"format": "csv", "encoding": "utf-8", "delimiter": ";"}
        }
        """)
    let loaded = try MusterConfiguration.load(
      directory.sources(
        environment: ["MUSTER_SOURCE_ENCODING": "latin1", "MUSTER_SOURCE_DELIMITER": "tab"],
        options: ["source.delimiter": "pipe"]))
    let source = loaded.configuration.source
    #expect(source.quote == .auto)
    #expect(source.format == .csv)
    #expect(source.encoding == .named("latin1"))
    #expect(source.delimiter == .byte(UInt8(ascii: "|")))
    #expect(loaded.origin(of: "source.quote") == .standard)
    #expect(
      loaded.origin(of: "source.format")
        == .file("muster.json", place: TextPlace(line: 2, column: 14)))
    #expect(loaded.origin(of: "source.encoding") == .environment("MUSTER_SOURCE_ENCODING"))
    #expect(loaded.origin(of: "source.delimiter") == .option("--delimiter"))
    #expect(loaded.origin(of: "source.colour") == nil)
  }

  @Test(
    "A variable and an option say the same as the file",
    arguments: [
      ("auto_map", "no", "false"), ("targets.getsales.move_to_list", "TRUE", "true"),
      ("source.header_line", "3", "3"),
      ("source.header_line", "none", #""none""#), ("source.max_field_bytes", "99", "99"),
      ("thresholds.max_invalid", "5%", #""5%""#), ("thresholds.max_invalid", "20", "20"),
      ("delivery.timeout_seconds", "2.5", "2.5"),
      ("deduplicate.keys", "linkedin", #"["linkedin"]"#),
      ("deduplicate.keys", "linkedin, email", #"["linkedin", "email"]"#),
      ("deduplicate.keys", #"["email"]"#, #"["email"]"#),
      ("targets.getsales.list", "Fair", #""Fair""#),
      ("targets.getsales.api_key_env", "null", "null"),
      ("targets.getsales.team_id", "17", #""17""#),
      ("columns", #"{"Mail": "email"}"#, #"{"Mail": "email"}"#),
      ("constants", #"{"source": "fair"}"#, #"{"source": "fair"}"#),
      ("ledger.path", "/x", #""/x""#),
    ])
  func sameInEveryLayer(
    _ path: String, _ text: String, _ json: String
  ) throws {
    let variable = try #require(SettingsTable.setting(at: path)).variable
    var expected = try loadSettings(settingsFile(path, json))
    var byVariable = try loadSettings(environment: [variable: text])
    var byOption = try loadSettings(options: [path: text])
    #expect(byVariable != (try loadSettings()))
    expected.configuredTargets = []
    byVariable.configuredTargets = []
    byOption.configuredTargets = []
    #expect(byVariable == expected)
    #expect(byOption == expected)
  }

  @Test(
    "A wrong value is told by the variable or option that says it",
    arguments: SettingsTable.all.map(\.path))
  func wrongValueNamesItsLayer(_ path: String) throws {
    let setting = try #require(SettingsTable.setting(at: path))
    let wrong = "~ada \u{1}"
    let byVariable = try onlyProblem(
      of: checkSettings("{}", environment: [setting.variable: wrong]))
    #expect(byVariable.origin == .environment(setting.variable))
    #expect(byVariable.place == path)
    let byOption = try onlyProblem(of: checkSettings("{}", options: [path: wrong]))
    #expect(byOption.origin == .option("--" + setting.options[0]))
    #expect(byOption.description.hasPrefix("--\(setting.options[0]): \(path)"))
  }

  @Test("A mistake in the file is told even where an option overrides it")
  func overriddenMistake() throws {
    let check = try checkSettings(
      #"{"source": {"format": "cvs"}}"#, options: ["source.format": "jsonl"])
    #expect(check.errors.count == 1)
  }

  @Test("An empty variable counts as not set")
  func emptyVariable() throws {
    #expect(try checkSettings("{}", environment: ["MUSTER_LEDGER_PATH": ""]).problems == [])
  }

  @Test("An unknown variable is a warning with the nearest name")
  func unknownVariable() throws {
    let check = try checkSettings(
      "{}", environment: ["MUSTER_LEGDER_PATH": "x", "MUSTER_ZZZ": "x", "PATH": "/bin"])
    #expect(check.errors == [])
    #expect(check.configuration != nil)
    #expect(
      check.warnings.map(\.sentence) == [
        "MUSTER_LEGDER_PATH isn't a setting and was ignored. Did you mean MUSTER_LEDGER_PATH?",
        "MUSTER_ZZZ isn't a setting and was ignored. muster config show prints all settings.",
      ])
  }

  @Test("An unknown option is an error with the nearest name")
  func unknownOption() throws {
    let problem = try onlyProblem(of: checkSettings("{}", options: ["ledger.pth": "x"]))
    #expect(problem.sentence == "ledger.pth isn't a setting. Did you mean ledger.path?")
  }

  @Test("Targets are configured where any layer says something about them")
  func configuredTargets() throws {
    #expect(try loadSettings().configuredTargets == [])
    #expect(try loadSettings(#"{"targets": {}}"#).configuredTargets == [])
    #expect(try loadSettings(#"{"targets": {"lemlist": {}}}"#).configuredTargets == [.lemlist])
    #expect(
      try loadSettings(environment: ["MUSTER_TARGETS_GETSALES_LIST": "x"]).configuredTargets == [
        .getsales
      ])
    #expect(
      try loadSettings(#"{"targets": {"lemlist": {}}}"#, options: ["targets.getsales.list": "x"])
        .configuredTargets == [.getsales, .lemlist])
  }

  @Test("Paths are meant from where they are written")
  func relativePaths() throws {
    let directory = try SettingsDirectory()
    try directory.write(
      #"{"ledger": {"path": "state/l.sqlite"}, "targets": {"lemlist": {"api_key_file": "../k"}}}"#,
      to: "conf/m.json")
    let sources = directory.sources(file: "conf/m.json")
    let fromFile = try MusterConfiguration.load(sources).configuration
    #expect(fromFile.ledger.path == "\(directory.path)/conf/state/l.sqlite")
    #expect(fromFile.target(.lemlist).apiKeyFile == "\(directory.path)/k")
    var withOption = sources
    withOption.options["ledger.path"] = "l.sqlite"
    #expect(
      try MusterConfiguration.load(withOption).configuration.ledger.path
        == "\(directory.path)/l.sqlite")
  }

  @Test(
    "A tilde is the home directory",
    arguments: [
      ("~/l.sqlite", "/home/ada lovelace/l.sqlite"), ("~", "/home/ada lovelace"),
      ("/var/l.sqlite", "/var/l.sqlite"), ("/a b/%20/ü", "/a b/%20/ü"),
    ])
  func homeDirectory(_ written: String, _ expected: String) throws {
    let configuration = try loadSettings(
      settingsFile("ledger.path", "\"\(written)\""), environment: ["HOME": "/home/ada lovelace"])
    #expect(configuration.ledger.path == expected)
  }
}
