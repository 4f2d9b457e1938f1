import MusterKit
import Testing

@Suite struct SettingsTableTests {
  @Test("Paths, variables and options are unique")
  func uniqueNames() {
    let all = SettingsTable.all
    #expect(Set(all.map(\.path)).count == all.count)
    #expect(Set(all.map(\.variable)).count == all.count)
    let options = all.flatMap(\.options)
    #expect(Set(options).count == options.count)
  }

  @Test("Names follow from the path")
  func namesOfASetting() throws {
    let setting = try #require(SettingsTable.setting(at: "targets.getsales.base_url"))
    #expect(setting.variable == "MUSTER_TARGETS_GETSALES_BASE_URL")
    #expect(setting.options == ["targets-getsales-base-url"])
    let short = try #require(SettingsTable.setting(at: "thresholds.max_invalid"))
    #expect(short.options == ["max-invalid", "thresholds-max-invalid"])
    #expect(SettingsTable.setting(at: "ledger.path")?.options == ["ledger-path"])
    #expect(SettingsTable.setting(at: "ledger") == nil)
  }

  @Test("Every setting says in one sentence what it is", arguments: SettingsTable.all.map(\.path))
  func summaries(_ path: String) throws {
    let setting = try #require(SettingsTable.setting(at: path))
    #expect(setting.summary.hasSuffix("."))
    #expect(setting.summary.count <= 100)
    #expect(!setting.expected.isEmpty)
    #expect(setting.reference?.hasPrefix("https://") ?? true)
  }

  @Test("Every default is a value that the setting takes", arguments: SettingsTable.all.map(\.path))
  func defaultsAreValid(_ path: String) throws {
    let setting = try #require(SettingsTable.setting(at: path))
    let check = try checkSettings(settingsFile(path, setting.standard.canonicalText))
    #expect(check.problems == [])
    #expect(try check.loaded().origin(of: path) != .standard)
  }

  @Test("Null is taken by optional settings only", arguments: SettingsTable.all.map(\.path))
  func null(_ path: String) throws {
    let setting = try #require(SettingsTable.setting(at: path))
    let check = try checkSettings(settingsFile(path, "null"))
    #expect(check.errors.isEmpty == setting.isOptional)
    #expect(check.errors.allSatisfy { $0.place == path && $0.reason == .wrongType })
  }

  @Test("The defaults are those that the documentation gives")
  func documentedDefaults() throws {
    let standard = try MusterConfiguration.standard()
    #expect(standard.source.format == .auto)
    #expect(standard.source.headerLine == .auto)
    #expect(standard.source.maxFieldBytes == 1_048_576)
    #expect(standard.autoMap)
    #expect(standard.deduplicate.keys == [.email, .linkedin])
    #expect(standard.deduplicate.keep == .merge)
    #expect(standard.deduplicate.onConflict == .separate)
    #expect(standard.target(.getsales).baseURL.text == "https://amazing.getsales.io")
    #expect(standard.target(.getsales).apiKeyVariable == "GETSALES_API_KEY")
    #expect(standard.target(.getsales).rateLimit == RateLimit(requests: 300, window: .seconds(60)))
    #expect(standard.target(.lemlist).baseURL.text == "https://api.lemlist.com/api")
    #expect(standard.target(.lemlist).apiKeyVariable == "LEMLIST_API_KEY")
    #expect(standard.target(.lemlist).rateLimit == RateLimit(requests: 20, window: .seconds(2)))
    let getsales = GetSalesSettings(standard.target(.getsales))
    #expect(getsales.updateIfExists && !getsales.moveToList && getsales.requireLinkedIn)
    #expect(standard.thresholds == ThresholdSettings(maxInvalid: nil, maxRejected: nil))
    #expect(standard.ledger.path.hasSuffix("/.local/state/muster/ledger.sqlite"))
    #expect(standard.configuredTargets == [])
  }
}
