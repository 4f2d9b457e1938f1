/// The ledger as one delivery sees it.

/// Where one target's contacts of one run are claimed and recorded.
package struct RunJournal: Sendable {
  package let ledger: RunLedger
  package let run: RunID
  package let target: TargetKind

  package init(ledger: RunLedger, run: RunID, target: TargetKind) {
    self.ledger = ledger
    self.run = run
    self.target = target
  }

  /// Holds a contact against all other processes that go by the ledger, until its outcome is recorded.
  package func reserve(_ row: SentRow) throws -> Bool {
    do {
      return try ledger.locks.take(claim(row.row), row.keys)
    } catch {
      throw LedgerError(error, path: ledger.path)
    }
  }

  private func claim(_ row: Int) -> ContactLocks.Claim {
    ContactLocks.Claim(run: run, target: target, row: row)
  }

  /// Commits, before it returns, that the contacts of these rows (from 1) are about to be sent.
  package func willSend(_ rows: [SentRow]) async throws {
    try await ledger.willSend(rows, run: run, target: target)
  }

  /// Keeps what became of a contact; committed with its group.
  package func record(
    row: Int, _ outcome: RowOutcome, remembering memory: ContactMemory? = nil
  ) async throws {
    try await ledger.record(outcome, row: row, run: run, target: target, remembering: memory)
    ledger.locks.release(claim(row))
  }
}
