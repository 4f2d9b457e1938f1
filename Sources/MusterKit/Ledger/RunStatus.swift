/// A run as `muster status` shows it.

/// A run with how far it is at each target.
package struct RunStatus: Sendable, Equatable {
  package struct Target: Sendable, Equatable {
    package var kind: TargetKind
    package var plan: PlannedRows
    package var deliveries: DeliveryCounts

    /// The statuses of all rows so far; contacts without an outcome are `notSent`.
    package var statuses: StatusCounts { plan.statuses(with: deliveries) }
    /// How many contacts have an outcome that stands.
    package var done: Int { deliveries.statuses.total - deliveries.statuses[.notSent] }
  }

  package var record: RunRecord
  package var targets: [Target]
}

extension RunLedger {
  /// How far a run is, by what is committed. About a second a million contacts.
  package func status(of record: RunRecord) throws(LedgerError) -> RunStatus {
    let plans = try plans(run: record.id)
    var targets: [RunStatus.Target] = []
    for kind in TargetKind.allCases {
      guard let plan = plans[kind] else { continue }
      targets.append(
        RunStatus.Target(
          kind: kind, plan: plan, deliveries: try counts(run: record.id, target: kind)))
    }
    return RunStatus(record: record, targets: targets)
  }
}
