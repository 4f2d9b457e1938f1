import MusterKit
import Testing

@Suite struct APIKeyTests {
  private static func settings(file: String) -> String {
    #"{"targets": {"getsales": {"api_key_file": "\#(file)"}}}"#
  }

  @Test("A key comes from its variable, without blanks around it")
  func standardVariable() throws {
    let configuration = try loadSettings()
    let key = try configuration.apiKey(
      for: .lemlist, environment: ["LEMLIST_API_KEY": " abc-123\n"])
    #expect(key == Secret("abc-123"))
    #expect("\(key)" == "<redacted>")
  }

  @Test("A key comes from the variable that the settings name")
  func ownVariable() throws {
    let configuration = try loadSettings(#"{"targets": {"lemlist": {"api_key_env": "CRM_KEY"}}}"#)
    let environment = ["LEMLIST_API_KEY": "wrong", "CRM_KEY": "right"]
    #expect(try configuration.apiKey(for: .lemlist, environment: environment) == Secret("right"))
  }

  @Test("A file goes before the variable")
  func keyFile() throws {
    let directory = try SettingsDirectory(settings: Self.settings(file: "keys/getsales"))
    try directory.write("from-file\r\n", to: "keys/getsales")
    let loaded = try MusterConfiguration.load(directory.sources())
    #expect(loaded.warnings == [])
    let environment = ["GETSALES_API_KEY": "from-variable"]
    #expect(
      try loaded.configuration.apiKey(for: .getsales, environment: environment)
        == Secret("from-file"))
  }

  @Test(
    "A missing key is told with what to do",
    arguments: [[:], ["GETSALES_API_KEY": ""], ["GETSALES_API_KEY": " \n"]])
  func missingKey(_ environment: [String: String]) throws {
    let configuration = try loadSettings()
    let error = try #require(throws: ConfigurationError.self) {
      try configuration.apiKey(for: .getsales, environment: environment)
    }
    #expect(error.reason == .keyMissing)
    #expect(
      error.description
        == "GETSALES_API_KEY isn't set; put the API key of GetSales into it, or name a file that"
        + " holds the key in targets.getsales.api_key_file.")
  }

  @Test("Without a variable and a file there is no key")
  func nowhereToLook() throws {
    let configuration = try loadSettings(#"{"targets": {"lemlist": {"api_key_env": null}}}"#)
    let error = try #require(throws: ConfigurationError.self) {
      try configuration.apiKey(for: .lemlist, environment: ["LEMLIST_API_KEY": "x"])
    }
    #expect(
      error.description
        == "lemlist has no API key: neither targets.lemlist.api_key_env nor"
        + " targets.lemlist.api_key_file is set.")
  }

  @Test(
    "What no key is made of is refused and never shown",
    arguments: ["secret-1 secret-2", "secret-1\nsecret-2", "secret\u{7F}", "secr\u{E9}t"])
  func unusableKey(_ text: String) throws {
    let configuration = try loadSettings()
    let error = try #require(throws: ConfigurationError.self) {
      try configuration.apiKey(for: .getsales, environment: ["GETSALES_API_KEY": text])
    }
    #expect(error.reason == .keyUnusable)
    #expect(error.description.hasPrefix("GETSALES_API_KEY doesn't hold an API key alone"))
    #expect(!error.description.contains("secr"))
  }

  @Test(
    "A file that holds no key alone is told so",
    arguments: [
      ("", ConfigurationProblem.Reason.keyMissing), ("\n \n", .keyMissing),
      ("a\nb", .keyUnusable), (String(repeating: "k", count: 65_537), .keyUnusable),
    ])
  func unusableKeyFile(
    _ content: String, _ reason: ConfigurationProblem.Reason
  ) throws {
    let directory = try SettingsDirectory(settings: Self.settings(file: "key"))
    try directory.write(content, to: "key")
    let configuration = try MusterConfiguration.load(directory.sources()).configuration
    let error = try #require(throws: ConfigurationError.self) {
      try configuration.apiKey(for: .getsales, environment: ["GETSALES_API_KEY": "x"])
    }
    #expect(error.reason == reason)
    #expect(error.problems[0].place == "targets.getsales.api_key_file")
  }

  @Test("A file that isn't there matters only when the key is needed")
  func missingKeyFile() throws {
    let configuration = try loadSettings(Self.settings(file: "nowhere"))
    let error = try #require(throws: ConfigurationError.self) {
      try configuration.apiKey(for: .getsales, environment: ["GETSALES_API_KEY": "x"])
    }
    #expect(error.reason == .keyMissing)
    #expect(error.description.contains("isn't there or can't be read"))
  }

  @Test(
    "A key file that others can read is warned about",
    arguments: [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o644, true)])
  func exposedKeyFile(
    _ permissions: Int, _ isExposed: Bool
  ) throws {
    let directory = try SettingsDirectory(settings: Self.settings(file: "key"))
    try directory.write("k", to: "key", permissions: permissions)
    let loaded = try MusterConfiguration.load(directory.sources())
    #expect(loaded.warnings.map(\.reason) == (isExposed ? [.keyFileExposed] : []))
    #expect(try loaded.configuration.apiKey(for: .getsales, environment: [:]) == Secret("k"))
  }
}
