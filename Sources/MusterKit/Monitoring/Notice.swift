// What people are told of an import that wasn't as it should be.

import Foundation

/// A notice: for people as text, for programs as JSON. Names rows by their numbers, never by their values.
package struct Notice: Sendable, Equatable {
  /// What it is about; nil for one that only tries the way.
  package var event: NotifySettings.Event?
  /// One line.
  package var title: String
  /// The sentences behind it.
  package var lines: [String]
  private let outcome: JobOutcome?
  private let job: String
  private let host: String

  /// - Parameters:
  ///   - outcome: how the import ended.
  ///   - verdict: why; it has an event.
  ///   - host: the machine's name.
  package init(_ outcome: JobOutcome, _ verdict: JobVerdict, host: String) {
    event = verdict.event
    job = outcome.job
    self.outcome = outcome
    self.host = host
    title = "\(outcome.job) \(verdict.event?.words ?? "came to its end")"
    lines = verdict.reasons + outcome.results + [Self.place(host, outcome.finished)]
  }

  /// Where and when it was.
  private static func place(_ host: String, _ date: Date) -> String {
    let minute = date.formatted(
      .iso8601.year().month().day().dateTimeSeparator(.space).time(
        includingFractionalSeconds: false))
    return "On \(host), \(minute.dropLast(3)) UTC."
  }

  /// One that only tries the way.
  package init(tryingFor job: String, host: String) {
    self.job = job
    self.host = host
    outcome = nil
    title = "\(job): a trial"
    lines = ["Notices of the import \(job) on \(host) arrive here."]
  }

  /// For people: the title, and the sentences below it.
  package var text: String { ([title] + lines).joined(separator: "\n") + "\n" }

  /// For programs.
  package var json: JSONValue {
    .object([
      "event": .string(event?.rawValue ?? "trial"),
      "job": .string(job),
      "host": .string(host),
      "title": .string(title),
      "lines": .array(lines.map { .string($0) }),
      "exit_code": outcome.map { .integer($0.exitCode) },
      "started": outcome.map { .string($0.started.formatted(.timestamp)) },
      "finished": outcome.map { .string($0.finished.formatted(.timestamp)) },
      "run": outcome?.summary.map { .integer(Int($0.run.rawValue)) },
      "directory": outcome?.summary?.directory.map { .string($0) },
      "rows_read": outcome?.rowsRead.map { .integer($0) },
      "rows_to_fix": outcome?.summary?.rowsToFix.map { .integer($0) },
      "targets": outcome?.summary.map { .object($0.targets.map(\.member)) },
      "version": .string(musterVersion),
    ])
  }

  /// The body of a request to a webhook.
  func body(_ shape: NotifySettings.WebhookShape) -> [UInt8] {
    let value =
      switch shape {
      case .plain: json
      case .slack: JSONValue.object(["text": .string(slackText)])
      }
    return Array(value.canonicalText.utf8)
  }

  /// Slack reads `&`, `<` and `>` as marks of its own (docs.slack.dev, "Formatting message text").
  private var slackText: String {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    return (["*\(escaped(title))*"] + lines.map(escaped)).joined(separator: "\n")
  }
}

extension NotifySettings.Event {
  /// Behind the name of an import.
  fileprivate var words: String {
    switch self {
    case .failed: "failed"
    case .degraded: "came to its end, but look at it"
    case .recovered: "is well again"
    }
  }
}

extension JobOutcome {
  /// What became of the rows, and where that stands.
  fileprivate var results: [String] {
    guard let summary else { return [] }
    let counts = summary.targets.map { target in
      "\(target.target.displayName): \(target.rows.statuses.words)."
    }
    let resumable =
      [3, 4].contains(exitCode) ? ["muster resume goes on with run \(summary.run)."] : []
    return counts + (summary.directory.map { ["Results: \($0)"] } ?? []) + resumable
  }
}

extension TargetSummary {
  fileprivate var member: JSONMember {
    JSONMember(
      name: target.rawValue,
      value: .object(
        RowStatus.allCases.map { status in
          JSONMember(name: status.rawValue, value: .integer(rows.statuses[status]))
        }))
  }
}
