import Foundation

@testable import MusterKit

/// An import of so many rows to lemlist, with whatever a test wants to be odd about it.
func sampleOutcome(
  exitCode: Int = 0, rows: Int = 200, toFix: Int = 0, retryOf: RunID? = nil, stopped: String? = nil,
  waits: [(RunTimeline.Event.Kind, Double)] = []
) -> JobOutcome {
  let start = Date(timeIntervalSince1970: 1_768_485_909)
  var counts = StatusCounts()
  counts[.created] = rows - toFix
  counts[.rejected] = toFix
  var target = TargetSummary(
    target: .lemlist, rows: RowCounts(read: rows, statuses: counts),
    requests: RequestSummary(sent: 40, accepted: 30, retried: 2, rateLimited: 1),
    sendingSeconds: 99.5)
  target.stopped = stopped
  target.timeline = RunTimeline(
    seconds: 100, partSeconds: 5, requests: [1], allowedPerSecond: 9,
    events: waits.map { .init(kind: $0.0, at: 10, time: start, seconds: $0.1) })
  var summary = RunSummary(
    run: RunID(rawValue: 12), retryOf: retryOf, started: start, finished: start + 200,
    exitCode: exitCode,
    sources: [SourceSummary(path: "in/a.csv", sha256: "", rows: rows, dialect: .null)],
    targets: [target])
  summary.rowsToFix = toFix
  summary.directory = "/srv/leads/run"
  summary.problems = [
    ProblemSummary(
      code: "email_unusable", severity: .error, target: nil, subject: .rows, count: toFix,
      title: "A title.", remedy: "A remedy.", examples: [])
  ]
  return JobOutcome(
    job: "leads", started: start, finished: start + 200, exitCode: exitCode, summary: summary)
}

let usualSettings = DegradedSettings(
  rowsToFix: .percent(5), rowsChange: .percent(50), nothingRead: true, waited: .seconds(1800))

/// Imports before, the newest first, of so many rows each.
func past(_ health: JobHealth..., rows: Int? = 200) -> [PastOutcome] {
  health.map {
    PastOutcome(health: $0, finished: .distantPast, exitCode: $0 == .failed ? 3 : 0, rows: rows)
  }
}
