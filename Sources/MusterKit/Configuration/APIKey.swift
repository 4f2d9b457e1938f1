// Where API keys come from: a file of their own or an environment variable, and nowhere else.

import Foundation

extension MusterConfiguration {
  /// The API key of a target: from `api_key_file` if it is set, else from the environment variable
  /// that `api_key_env` names. Blanks and line ends around it are removed. Blocks for the reading of
  /// the file.
  ///
  /// - Throws: a `ConfigurationError` if there is no key, or what there is can't be one; it never
  ///   holds the key.
  package func apiKey(
    for kind: TargetKind, environment: [String: String]
  ) throws(ConfigurationError) -> Secret {
    let settings = target(kind)
    let text: String
    let place: String
    if let file = settings.apiKeyFile {
      place = file
      text = try Self.keyFileText(file, for: kind)
    } else if let variable = settings.apiKeyVariable {
      place = variable
      text = environment[variable] ?? ""
    } else {
      throw Self.error(
        .keyMissing, kind, "api_key_env",
        "\(kind.displayName) has no API key: neither targets.\(kind.rawValue).api_key_env nor"
          + " targets.\(kind.rawValue).api_key_file is set.")
    }
    let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !key.isEmpty else { throw Self.noKey(at: place, settings, kind) }
    guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Self.error(
        .keyUnusable, kind, settings.apiKeyFile == nil ? "api_key_env" : "api_key_file",
        "\(place) doesn't hold an API key alone: there is a blank, a line end or a character that no"
          + " key has inside it.")
    }
    return Secret(key)
  }

  /// A warning for each file with a secret that can be read by anybody but its owner.
  package var secretFileRemarks: [ConfigurationProblem] {
    let keys = TargetKind.allCases.map {
      (target($0).apiKeyFile, "targets.\($0.rawValue).api_key_file")
    }
    return (keys + [(job.notify.webhookFile, "notify.webhook_file")]).compactMap { file, place in
      guard let file, let attributes = try? FileManager.default.attributesOfItem(atPath: file),
        let permissions = attributes[.posixPermissions] as? NSNumber,
        permissions.intValue & 0o077 != 0
      else { return nil }
      return ConfigurationProblem(
        .keyFileExposed, severity: .warning, place: place,
        sentence: "\(file) can be read or changed by others than its owner; chmod 600 mends that.")
    }
  }

  private static func keyFileText(
    _ file: String, for kind: TargetKind
  ) throws(ConfigurationError) -> String {
    switch SecretFile.read(file) {
    case .text(let text): return text
    case .missing:
      throw error(
        .keyMissing, kind, "api_key_file",
        "\(file), which should hold the API key of \(kind.displayName), isn't there or can't be read."
      )
    case .tooLong:
      throw error(
        .keyUnusable, kind, "api_key_file",
        "\(file) isn't a file with the API key of \(kind.displayName) and nothing else.")
    }
  }

  private static func noKey(
    at place: String, _ settings: TargetSettings, _ kind: TargetKind
  ) -> ConfigurationError {
    if settings.apiKeyFile != nil {
      return error(
        .keyMissing, kind, "api_key_file",
        "\(place) is empty; it has to hold the API key of \(kind.displayName).")
    }
    return error(
      .keyMissing, kind, "api_key_env",
      "\(place) isn't set; put the API key of \(kind.displayName) into it, or name a file that holds"
        + " the key in targets.\(kind.rawValue).api_key_file.")
  }

  private static func error(
    _ reason: ConfigurationProblem.Reason, _ kind: TargetKind, _ name: String, _ sentence: String
  ) -> ConfigurationError {
    ConfigurationError(
      ConfigurationProblem(reason, place: "targets.\(kind.rawValue).\(name)", sentence: sentence))
  }
}

/// A file that holds a secret and nothing else.
enum SecretFile {
  case text(String)
  case missing
  /// No secret is that long.
  case tooLong

  /// The longest, in bytes.
  private static let limit = 64 << 10

  /// Blocks for the reading.
  static func read(_ path: String) -> SecretFile {
    guard let handle = FileHandle(forReadingAtPath: path) else { return .missing }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: limit + 1) ?? Data(), data.count <= limit else {
      return .tooLong
    }
    return .text(String(decoding: data, as: UTF8.self))
  }
}
