/// Deliveries: claimed before the send, recorded after the answer, read again in row order.

package import Foundation
import GRDB

extension RunLedger {
  /// Says that contacts are about to be sent. When it returns, that is on the disk: a crash after
  /// it leaves them `sent`, and they are sent again or reported, never forgotten.
  ///
  /// Callers that come at the same time share a transaction.
  ///
  /// - Parameters:
  ///   - rows: the contacts.
  ///   - run: whose they are.
  ///   - target: where they are sent.
  ///   - moment: those that their account has come to hold as they are since then, by the writes of other
  ///     processes, aren't claimed; nil: all are.
  /// - Returns: the rows that aren't claimed.
  /// - Throws: `LedgerError` where it can't be written; nothing is claimed then.
  @discardableResult
  package func willSend(
    _ rows: [SentRow], run: RunID, target: TargetKind, unlessHeldSince moment: Date? = nil
  ) async throws(LedgerError) -> [Int] {
    let held = if let moment { try held(rows, since: moment) } else { [] as [Int] }
    let others = held.isEmpty ? rows : rows.filter { !held.contains($0.row) }
    guard !others.isEmpty else { return held }
    try await claim(
      others.map {
        DeliveryWrite(
          run: run, target: target, row: $0.row,
          change: .sent(fingerprint: $0.fingerprint, values: $0.values))
      })
    return held
  }

  /// Says what became of a contact. Committed with its group: at most 100 ms or 64 rows later.
  ///
  /// The outcome's attempts are those since the last record of the contact; the ledger adds them
  /// up, so that those of an earlier session count too.
  ///
  /// - Throws: `LedgerError` where the group was due and can't be written.
  package nonisolated func record(
    _ outcome: RowOutcome, row: Int, run: RunID, target: TargetKind,
    remembering memory: ContactMemory? = nil
  ) async throws(LedgerError) {
    let isDue = add(
      DeliveryWrite(
        run: run, target: target, row: row, change: .outcome(outcome, remembering: memory)))
    if isDue { try await flush() }
  }

  /// The next page of a run's contacts, in row order: those behind `row`, the last row of the page
  /// before (0 for the first page). A page with fewer than `limit` contacts is the last.
  ///
  /// Contacts that were never claimed aren't in it, and outcomes that wait for their group are
  /// neither: call `flush()` first where that matters.
  package func outcomes(
    run: RunID, target: TargetKind, after row: Int = 0, limit: Int = 4096
  ) throws(LedgerError) -> [DeliveryRecord] {
    try read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT row, state, status, target_id, code, reason, attempts, http_status, fingerprint,
            contact
          FROM delivery WHERE run = ? AND target = ? AND row > ? ORDER BY row LIMIT ?
          """)
      let rows = try Row.fetchCursor(
        statement, arguments: [run.rawValue, target.rawValue, row, limit])
      var page: [DeliveryRecord] = []
      page.reserveCapacity(min(limit, 65536))
      while let row = try rows.next() {
        page.append(try delivery(from: row))
      }
      return page
    }
  }

  /// How many contacts are in each status. Reads all of them: under a second a million.
  package func counts(run: RunID, target: TargetKind) throws(LedgerError) -> DeliveryCounts {
    try read { database in
      var counts = DeliveryCounts()
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT status, count(*), sum(attempts), sum(attempts > 0) FROM delivery
          WHERE run = ? AND target = ? GROUP BY status
          """, arguments: [run.rawValue, target.rawValue])
      while let row = try rows.next() {
        if let status = try status(row[0]) {
          counts.statuses[status] = row[1]
        } else {
          counts.inFlight = row[1]
        }
        counts.attempts += row[2] as Int
        if row[0] != nil { counts.attempted += row[3] as Int }
      }
      return counts
    }
  }

  func delivery(from row: Row) throws -> DeliveryRecord {
    guard let state = DeliveryState(rawValue: row[1]) else {
      throw LedgerError(.corrupt, path: path)
    }
    let outcome = try status(row[2]).map { status in
      var outcome = RowOutcome(
        status: status, targetID: row[3], code: row[4], reason: row[5], attempts: row[6],
        httpStatus: row[7])
      outcome.reason = outcome.reason ?? outcome.standardReason
      return outcome
    }
    return DeliveryRecord(
      row: row[0], state: state, outcome: outcome,
      fingerprint: (row[8] as Data?).map { [UInt8]($0) },
      values: (row[9] as String?).flatMap(KeptValues.init(text:)))
  }

  private func status(_ text: String?) throws -> RowStatus? {
    guard let text else { return nil }
    guard let status = RowStatus(rawValue: text) else { throw LedgerError(.corrupt, path: path) }
    return status
  }
}
