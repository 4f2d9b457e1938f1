/// The metrics of an import, as data: names, meanings, and what tells their series apart.

/// Names and units go by prometheus.io/docs/practices/naming: base units, and the unit in the name. All are
/// gauges: a file of a batch job tells of its last run, and counters that begin anew each night would add up
/// to nothing.
package enum JobMetric: String, Sendable, CaseIterable {
  case buildInfo = "muster_build_info"
  case running = "muster_running"
  case start = "muster_last_start_timestamp_seconds"
  case end = "muster_last_end_timestamp_seconds"
  case success = "muster_last_success_timestamp_seconds"
  case exitCode = "muster_last_exit_code"
  case health = "muster_health"
  case duration = "muster_duration_seconds"
  case rowsRead = "muster_rows_read"
  case rowsToFix = "muster_rows_to_fix"
  case rows = "muster_rows"
  case problems = "muster_problems"
  case requestsSent = "muster_requests_sent"
  case requestsAccepted = "muster_requests_accepted"
  case requestsRetried = "muster_requests_retried"
  case requestsRateLimited = "muster_requests_rate_limited"
  case sending = "muster_sending_seconds"
  case waiting = "muster_waiting_seconds"

  /// What it is, as a sentence.
  package var help: String {
    switch self {
    case .buildInfo: "1; the version that wrote the file is a label."
    case .running: "1 while an import goes on, and 0 when it ended."
    case .start: "When the last import began, in seconds since 1970."
    case .end: "When the last import ended, however it did, in seconds since 1970."
    case .success:
      "When an import last came to its end (exit codes 0 and 1), in seconds since 1970."
    case .exitCode: "The exit code of the last import."
    case .health: "1 at how the last import came out: ok, degraded or failed; 0 at the others."
    case .duration: "How long the last import took."
    case .rowsRead: "The rows of all files of the last import."
    case .rowsToFix: "The rows in rejected.csv of the last import."
    case .rows: "The rows in each status at each target after the last import."
    case .problems: "The rows or columns that have a remark of the last import, by its code."
    case .requestsSent:
      "The requests of the last import, repeats included; so far, while it goes on."
    case .requestsAccepted: "The requests that the target answered with success."
    case .requestsRetried: "The requests that repeated a failed one."
    case .requestsRateLimited: "The requests that the target turned away for its limit (429)."
    case .sending: "From the first request to the last answer, waits included."
    case .waiting: "How long nothing was sent to a target, by the reason."
    }
  }

  /// What tells its series apart, besides the import's name.
  package var labels: [String] {
    switch self {
    case .buildInfo: ["version"]
    case .health: ["health"]
    case .rows: ["target", "status"]
    case .problems: ["code", "severity", "target"]
    case .requestsSent, .requestsAccepted, .requestsRetried, .requestsRateLimited, .sending:
      ["target"]
    case .waiting: ["target", "reason"]
    default: []
    }
  }

  /// Those that tell how the last import ended, for as long as the next one goes on.
  static let carried: [JobMetric] = [.end, .success, .exitCode, .health]

  /// The table of the documentation, in Markdown.
  package static var table: String {
    let rows = allCases.map { metric in
      let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
      return "| `\(metric.rawValue)` | \(labels) | \(metric.help) |"
    }
    return (["| metric | labels | what it is |", "|---|---|---|"] + rows).joined(separator: "\n")
      + "\n"
  }
}
