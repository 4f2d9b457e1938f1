/// A run as `muster status` shows it.

package import Foundation
import GRDB

/// A run with how far it is at each target.
package struct RunStatus: Sendable, Equatable {
  package struct Target: Sendable, Equatable {
    package var kind: TargetKind
    package var plan: PlannedRows
    package var deliveries: DeliveryCounts
    /// Where the run goes on: the contacts a second of the last minute.
    package var perSecond: Double?
    /// The last contacts that the target refused, or that were given up, the latest first.
    package var lastFailures: [Failure] = []

    /// The statuses of all rows so far; contacts without an outcome are `notSent`.
    package var statuses: StatusCounts { plan.statuses(with: deliveries) }
    /// How many contacts have an outcome that stands.
    package var done: Int { deliveries.statuses.total - deliveries.statuses[.notSent] }
    /// How much longer it takes at this rate; nil where nothing can be said.
    package var timeLeft: Duration? {
      guard let perSecond, perSecond > 0 else { return nil }
      return .seconds(Double(max(0, plan.send - done)) / perSecond)
    }
  }

  /// A contact that didn't succeed.
  package struct Failure: Sendable, Equatable {
    /// From 1.
    package var row: Int
    package var outcome: RowOutcome
    package var date: Date
  }

  package var record: RunRecord
  package var targets: [Target]
}

extension RunLedger {
  /// How far a run is, by what is committed. About a second a million contacts.
  ///
  /// - Parameters:
  ///   - record: the run.
  ///   - limit: how many of the last contacts are named that didn't succeed.
  /// - Returns: the run with its targets.
  /// - Throws: `LedgerError` where it can't be read.
  package func status(
    of record: RunRecord, failures limit: Int = 0
  ) throws(LedgerError) -> RunStatus {
    let plans = try plans(run: record.id)
    var targets: [RunStatus.Target] = []
    for kind in TargetKind.allCases {
      guard let plan = plans[kind] else { continue }
      var target = RunStatus.Target(
        kind: kind, plan: plan, deliveries: try counts(run: record.id, target: kind))
      if record.state == .running { target.perSecond = try pace(record, kind) }
      if limit > 0 { target.lastFailures = try failures(record.id, kind, limit: limit) }
      targets.append(target)
    }
    return RunStatus(record: record, targets: targets)
  }

  /// The contacts a second with an outcome in the last minute, or since the run began; nil for none.
  private func pace(_ record: RunRecord, _ target: TargetKind) throws(LedgerError) -> Double? {
    let now = now()
    let start = max(record.started, now.addingTimeInterval(-60))
    let count = try read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM delivery
          WHERE run = ? AND target = ? AND status IS NOT NULL AND updated_at >= ?
          """, arguments: [record.id.rawValue, target.rawValue, Int64(milliseconds: start)]) ?? 0
    }
    let seconds = now.timeIntervalSince(start)
    return count > 0 && seconds > 1 ? Double(count) / seconds : nil
  }

  private func failures(
    _ run: RunID, _ target: TargetKind, limit: Int
  ) throws(LedgerError) -> [RunStatus.Failure] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT row, state, status, target_id, code, reason, attempts, http_status, fingerprint,
            contact, updated_at
          FROM delivery
          WHERE run = ? AND target = ? AND state IN ('rejected', 'failed', 'unknown')
          ORDER BY updated_at DESC, row DESC LIMIT ?
          """, arguments: [run.rawValue, target.rawValue, limit])
      return try rows.compactMap { row in
        let record = try delivery(from: row)
        return record.outcome.map {
          RunStatus.Failure(row: record.row, outcome: $0, date: Date(milliseconds: row[10]))
        }
      }
    }
  }
}
