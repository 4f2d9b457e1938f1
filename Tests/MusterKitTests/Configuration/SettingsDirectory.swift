import Foundation
import MusterKit

/// A directory of its own for a test, with the settings files that the test puts there; removed
/// with the value.
struct SettingsDirectory: ~Copyable {
  let path: String

  /// With a `muster.json` if settings are given.
  init(settings: String? = nil) throws {
    path = try Self.make(settings: settings)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func make(settings: String?) throws -> String {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "muster-settings-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try settings.map { try Data($0.utf8).write(to: url.appending(path: "muster.json")) }
    return url.resolvingSymlinksInPath().path
  }

  func write(_ text: String, to name: String, permissions: Int = 0o600) throws {
    try write(Array(text.utf8), to: name, permissions: permissions)
  }

  func write(_ bytes: [UInt8], to name: String, permissions: Int = 0o600) throws {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions], ofItemAtPath: url.path)
  }

  func sources(
    file: String? = nil, environment: [String: String] = [:], options: [String: String] = [:]
  ) -> ConfigurationSources {
    ConfigurationSources(
      file: file, workingDirectory: path, environment: environment, options: options)
  }
}

/// Checks settings that stand in `muster.json`.
func checkSettings(
  _ settings: String, environment: [String: String] = [:], options: [String: String] = [:]
) throws -> ConfigurationCheck {
  let directory = try SettingsDirectory(settings: settings)
  return ConfigurationCheck(directory.sources(environment: environment, options: options))
}

/// The settings of a `muster.json`, which have to be right.
func loadSettings(
  _ settings: String = "{}", environment: [String: String] = [:], options: [String: String] = [:]
) throws -> MusterConfiguration {
  try checkSettings(settings, environment: environment, options: options).loaded().configuration
}

/// The text of a JSON file with the value at a setting's path: `{"ledger":{"path":…}}`.
func settingsFile(_ path: String, _ value: String) -> String {
  path.split(separator: ".").reversed().reduce(value) { "{\"\($1)\": \($0)}" }
}
