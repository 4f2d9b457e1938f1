// What is told of an import to those who don't look at it.

import Foundation

/// The settings `job`, and those under `metrics` and `notify`.
package struct JobSettings: Sendable, Equatable {
  /// What the import is called; nil: as its directory.
  package var name: String?
  /// The absolute path of the file for Prometheus; nil: none is written.
  package var metricsFile: String?
  package var notify: NotifySettings

  /// What an import is called that was started in a directory.
  package func name(in directory: String) -> String {
    name ?? URL(filePath: directory).lastPathComponent
  }
}

/// The settings under `notify`.
package struct NotifySettings: Sendable, Equatable {
  /// What people want to hear of.
  package enum Event: String, Sendable, CaseIterable {
    /// It didn't come to its end.
    case failed
    /// It did, and something is odd about it.
    case degraded
    /// All is well, after an import of which it wasn't.
    case recovered
  }

  package enum WebhookShape: String, Sendable, CaseIterable {
    /// Everything that is known, as a JSON object of our own.
    case plain
    /// As Slack and those that follow it take it: an object with `text`.
    case slack
  }

  package var events: [Event]
  /// The environment variable that holds the webhook's address.
  package var webhookVariable: String?
  /// The absolute path of the file that holds the webhook's address; asked before the variable.
  package var webhookFile: String?
  package var webhookShape: WebhookShape
  /// A program and its arguments; empty: none.
  package var command: [String]
  /// How long the webhook and the command may take, each.
  package var timeout: Duration
  package var degraded: DegradedSettings
}

/// The settings under `notify.degraded`: what is odd about an import; nil never is.
package struct DegradedSettings: Sendable, Equatable {
  /// More rows to fix than this, of those read.
  package var rowsToFix: Threshold?
  /// Rows read that differ by more than this from what the last imports read.
  package var rowsChange: Threshold?
  /// No rows at all.
  package var nothingRead: Bool
  /// Waits for one target, together longer than this.
  package var waited: Duration?
}

extension MusterConfiguration {
  /// What is right of the settings, and defaults for the rest: a file with a mistake in it still says whom to
  /// tell that nothing could be imported.
  ///
  /// - Parameter sources: where settings are looked for.
  /// - Returns: nil only for a mistake in muster's own table of settings.
  package static func best(of sources: ConfigurationSources) -> MusterConfiguration? {
    try? ConfigurationResolver(WrittenSettings(sources), sources: sources).configuration()
  }
}
