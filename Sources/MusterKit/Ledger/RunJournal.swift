/// The ledger as one delivery sees it.

package import Foundation

/// Where one target's contacts of one run are claimed and recorded.
package struct RunJournal: Sendable {
  package let ledger: RunLedger
  package let run: RunID
  package let target: TargetKind
  /// Contacts that were accepted since then as they are aren't sent; nil: they are.
  package let heldSince: Date?
  /// Whether other processes may use the ledger.
  package let isShared: Bool

  package init(
    ledger: RunLedger, run: RunID, target: TargetKind, heldSince: Date? = nil,
    isShared: Bool = true
  ) {
    self.heldSince = heldSince
    self.isShared = isShared
    self.ledger = ledger
    self.run = run
    self.target = target
  }

  /// Holds a contact against all other processes that go by the ledger, until its outcome is recorded.
  package func reserve(_ row: SentRow) throws -> Bool {
    guard isShared else { return true }
    do {
      return try ledger.locks.take(claim(row.row), row.keys)
    } catch {
      throw LedgerError(error, path: ledger.path)
    }
  }

  /// Lets go of a contact that isn't on its way any more and has no outcome yet.
  package func release(row: Int) {
    ledger.locks.release(claim(row))
  }

  private func claim(_ row: Int) -> ContactLocks.Claim {
    ContactLocks.Claim(run: run, target: target, row: row)
  }

  /// Commits, before it returns, that the contacts of these rows (from 1) are about to be sent.
  ///
  /// - Returns: those that aren't to be sent: the account holds them by somebody else's request.
  package func willSend(_ rows: [SentRow]) async throws -> [Int] {
    try await ledger.willSend(rows, run: run, target: target, unlessHeldSince: heldSince)
  }

  /// Keeps what became of a contact; committed with its group. Others may send it from then on.
  package func record(
    row: Int, _ outcome: RowOutcome, remembering memory: ContactMemory? = nil
  ) -> Bool {
    ledger.add(
      DeliveryWrite(
        run: run, target: target, row: row, change: .outcome(outcome, remembering: memory)))
  }

  package func commit() async throws {
    try await ledger.flush()
  }
}
