/// Runs and how far they are, for people and for scripts.

import Foundation

package struct StatusReport: Sendable {
  private let runs: [RunStatus]

  package init(_ runs: [RunStatus]) {
    self.runs = runs
  }

  package var text: String {
    guard !runs.isEmpty else { return "No run is in the ledger yet.\n" }
    return runs.map { Self.text($0) + "\n" }.joined(separator: "\n")
  }

  package var json: JSONValue {
    .object(["runs": .array(runs.map(Self.json))])
  }

  private static func text(_ run: RunStatus) -> String {
    let record = run.record
    let files = record.sources.map(\.path).joined(separator: ", ")
    var lines = [
      "Run \(record.id)  \(record.state.rawValue)  \(record.started.formatted(.timestamp))  \(files)"
    ]
    if let retried = record.retryOf { lines.append("  Takes back the results of run \(retried)") }
    for target in run.targets {
      lines.append(
        "  \(target.kind.displayName): \(target.done.grouped) of \(target.plan.send.grouped) contacts"
          + " done; \(target.statuses.words)")
      lines += progress(target).map { "    \($0)" }
      lines += target.lastFailures.map { failure in
        let outcome = failure.outcome
        let reason = [outcome.code, outcome.reason].compactMap(\.self).joined(separator: ": ")
        return
          "    row \(failure.row.grouped) \(outcome.status.rawValue) \(failure.date.formatted(.timestamp))"
          + "  \(reason)"
      }
    }
    lines.append("  \(record.directory)")
    if record.state.isResumable { lines.append("  Go on with it: muster resume \(record.id)") }
    return lines.joined(separator: "\n")
  }

  /// What is going on at a target: nothing where nothing is.
  private static func progress(_ target: RunStatus.Target) -> [String] {
    var parts: [String] = []
    if target.deliveries.inFlight > 0 {
      parts.append("\(target.deliveries.inFlight.grouped) on their way")
    }
    if let perSecond = target.perSecond {
      parts.append("\(String(format: "%.1f", perSecond)) a second in the last minute")
    }
    if let left = target.timeLeft { parts.append("about \(left.words) left") }
    return parts.isEmpty ? [] : [parts.joined(separator: ", ")]
  }

  static func json(_ run: RunStatus) -> JSONValue {
    let record = run.record
    let targets = run.targets.map { target in
      JSONValue.object([
        "target": .string(target.kind.rawValue),
        "contacts": .integer(target.plan.send), "done": .integer(target.done),
        "in_flight": .integer(target.deliveries.inFlight),
        "requests": .integer(target.deliveries.attempts),
        "contacts_per_second": target.perSecond.map { .number(($0 * 10).rounded() / 10) } ?? .null,
        "seconds_left": target.timeLeft.map { .integer(Int($0.seconds.rounded())) } ?? .null,
        "last_failures": .array(target.lastFailures.map(json)),
        "rows": .object(
          [JSONMember(name: "read", value: .integer(target.plan.read))]
            + RowStatus.allCases.map {
              JSONMember(name: $0.rawValue, value: .integer(target.statuses[$0]))
            }),
      ])
    }
    return .object([
      "run": .integer(Int(record.id.rawValue)), "state": .string(record.state.rawValue),
      "retry_of": record.retryOf.map { .integer(Int($0.rawValue)) } ?? .null,
      "resumable": .bool(record.state.isResumable),
      "started": .string(record.started.formatted(.timestamp)),
      "finished": record.finished.map { .string($0.formatted(.timestamp)) } ?? .null,
      "exit_code": record.exitCode.map { .integer($0) } ?? .null,
      "directory": .string(record.directory),
      "sources": .array(record.sources.map { .string($0.path) }),
      "targets": .array(targets),
    ])
  }

  private static func json(_ failure: RunStatus.Failure) -> JSONValue {
    let outcome = failure.outcome
    return .object([
      "row": .integer(failure.row), "status": .string(outcome.status.rawValue),
      "code": outcome.code.map { .string($0) } ?? .null,
      "reason": outcome.reason.map { .string($0) } ?? .null,
      "http_status": outcome.httpStatus.map { .integer($0) } ?? .null,
      "time": .string(failure.date.formatted(.timestamp)),
    ])
  }
}

extension StatusCounts {
  /// `3 created, 1 not sent`
  package var words: String {
    parts.isEmpty ? "no rows" : parts.joined(separator: ", ")
  }

  /// `3 created`, `1 not sent`
  var parts: [String] {
    RowStatus.allCases.filter { self[$0] > 0 }.map { "\(self[$0].grouped) \($0.words)" }
  }
}

extension RowStatus {
  /// `not sent`
  package var words: String { rawValue.replacing("_", with: " ") }
}

extension RunStatus {
  /// What is wrong with the totals, for each target: a finished run has an outcome of every contact, and
  /// none has more outcomes than contacts.
  package var mismatches: [TotalsMismatch] {
    targets.compactMap { target in
      let surplus = target.deliveries.statuses.total - target.plan.send
      let isWrong = record.state == .finished ? surplus != 0 : surplus > 0
      let read = target.plan.read
      if isWrong { return TotalsMismatch(read: read, counted: read + surplus) }
      do throws(TotalsMismatch) {
        try verified(read: read, counts: target.statuses)
        return nil
      } catch {
        return error
      }
    }
  }
}
