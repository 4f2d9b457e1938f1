/// One line of a transaction on the deliveries of a run.

import Foundation
import GRDB

struct DeliveryWrite: Sendable {
  enum Change: Sendable {
    case sent(fingerprint: [UInt8]?)
    case outcome(RowOutcome)
  }

  var run: RunID
  var target: TargetKind
  var row: Int
  var change: Change
  /// The claim that it is part of; 0 for none.
  var claim = 0

  func apply(to database: Database, at date: Int64) throws {
    switch change {
    case .sent(let fingerprint): try applySent(fingerprint, to: database, at: date)
    case .outcome(let outcome): try apply(outcome, to: database, at: date)
    }
  }

  /// A target id is kept: it stays true whatever becomes of the new request.
  private func applySent(_ fingerprint: [UInt8]?, to database: Database, at date: Int64) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO delivery (run, target, row, state, fingerprint, updated_at)
        VALUES (?, ?, ?, 'sent', ?, ?)
        ON CONFLICT (run, target, row) DO UPDATE SET
          state = 'sent', status = NULL, code = NULL, reason = NULL, http_status = NULL,
          fingerprint = excluded.fingerprint, updated_at = excluded.updated_at
        """)
    try statement.execute(arguments: [
      run.rawValue, target.rawValue, row, fingerprint.map { Data($0) }, date,
    ])
  }

  private func apply(_ outcome: RowOutcome, to database: Database, at date: Int64) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO delivery
          (run, target, row, state, status, target_id, code, reason, attempts, http_status,
           updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (run, target, row) DO UPDATE SET
          state = excluded.state, status = excluded.status,
          target_id = coalesce(excluded.target_id, target_id),
          code = excluded.code, reason = excluded.reason,
          attempts = attempts + excluded.attempts, http_status = excluded.http_status,
          updated_at = excluded.updated_at
        """)
    try statement.execute(arguments: [
      run.rawValue, target.rawValue, row, DeliveryState(after: outcome.status).rawValue,
      outcome.status.rawValue, outcome.targetID, outcome.code, outcome.reason, outcome.attempts,
      outcome.httpStatus, date,
    ])
  }
}
