import Foundation
import MusterKit
import Testing

@Suite struct ExampleFileTests {
  /// The root of the checkout, from this file's own place.
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private static func load() throws -> LoadedConfiguration {
    try MusterConfiguration.load(
      ConfigurationSources(
        file: "config.example.json", workingDirectory: root, environment: ["HOME": "/home/ada"]))
  }

  /// The settings that the example sets to something else than the default, to show how.
  private static let different = [
    "columns", "constants", "diagnostics", "tests", "targets.getsales.list",
    "thresholds.max_invalid", "thresholds.max_rejected", "job",
  ]

  @Test("The example is right, and sets every setting")
  func exampleIsComplete() throws {
    let loaded = try Self.load()
    #expect(loaded.warnings == [])
    for setting in SettingsTable.all {
      #expect(loaded.origin(of: setting.path) != .standard, "\(setting.path)")
    }
  }

  @Test("The example shows the defaults but for a few settings")
  func exampleAgainstDefaults() throws {
    let loaded = try Self.load()
    let shown = loaded.shown()
    let different = SettingsTable.all.filter { setting in
      setting.path.split(separator: ".").reduce(Optional(shown)) { $0?[String($1)] }
        != setting.standard
    }
    #expect(different.map(\.path) == Self.different)
  }

  @Test("The example stops at five percent")
  func exampleValues() throws {
    let configuration = try Self.load().configuration
    #expect(configuration.thresholds.maxInvalid == .percent(5))
    #expect(configuration.thresholds.maxRejected == .percent(5))
    #expect(configuration.ledger.path == "/home/ada/.local/state/muster/ledger.sqlite")
    #expect(configuration.columns.count == 5)
    #expect(configuration.configuredTargets == [.getsales, .lemlist])
  }
}
