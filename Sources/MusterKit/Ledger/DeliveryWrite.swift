/// One line of a transaction on the deliveries of a run.

import Foundation
import GRDB

struct DeliveryWrite: Sendable {
  enum Change: Sendable {
    case sent(fingerprint: [UInt8]?, values: KeptValues?)
    case outcome(RowOutcome, remembering: ContactMemory?)
  }

  var run: RunID
  var target: TargetKind
  var row: Int
  var change: Change
  /// The claim that it is part of; 0 for none.
  var claim = 0

  var isOutcome: Bool { if case .outcome = change { true } else { false } }

  /// - Returns: how many contacts aren't merged into what accounts hold, where it adds one; else 0.
  func apply(to database: Database, at date: Int64) throws -> Int {
    switch change {
    case .sent(let fingerprint, let values):
      try applySent(fingerprint, values, to: database, at: date)
      return 0
    case .outcome(let outcome, let memory):
      try apply(outcome, to: database, at: date)
      return try memory?.write(to: database, at: date) ?? 0
    }
  }

  // One statement with `ON CONFLICT DO UPDATE` would do, but in a table without a rowid SQLite makes
  // a temporary table for each.

  /// A target id is kept: it stays true whatever becomes of the new request.
  private func applySent(
    _ fingerprint: [UInt8]?, _ values: KeptValues?, to database: Database, at date: Int64
  ) throws {
    let fingerprint = fingerprint.map { Data($0) }
    let contact = values?.text
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO delivery (run, target, row, state, fingerprint, contact, updated_at)
        VALUES (?, ?, ?, 'sent', ?, ?, ?) ON CONFLICT DO NOTHING
        """)
    try insert.execute(
      arguments: [run.rawValue, target.rawValue, row, fingerprint, contact, date])
    guard database.changesCount == 0 else { return }
    let update = try database.cachedStatement(
      sql: """
        UPDATE delivery SET state = 'sent', status = NULL, code = NULL, reason = NULL,
          http_status = NULL, fingerprint = ?, contact = ?, updated_at = ?
        WHERE run = ? AND target = ? AND row = ?
        """)
    try update.execute(
      arguments: [fingerprint, contact, date, run.rawValue, target.rawValue, row])
  }

  /// A reason that its code says already is left out: who reads the contact finds it again.
  private func apply(_ outcome: RowOutcome, to database: Database, at date: Int64) throws {
    let values: [(any DatabaseValueConvertible)?] = [
      DeliveryState(after: outcome.status).rawValue, outcome.status.rawValue, outcome.targetID,
      outcome.code, outcome.ownReason, outcome.attempts, outcome.httpStatus, date, run.rawValue,
      target.rawValue, row,
    ]
    let update = try database.cachedStatement(
      sql: """
        UPDATE delivery SET state = ?, status = ?, target_id = coalesce(?, target_id), code = ?,
          reason = ?, attempts = attempts + ?, http_status = ?, updated_at = ?
        WHERE run = ? AND target = ? AND row = ?
        """)
    try update.execute(arguments: StatementArguments(values))
    guard database.changesCount == 0 else { return }
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO delivery
          (state, status, target_id, code, reason, attempts, http_status, updated_at, run, target,
           row)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try insert.execute(arguments: StatementArguments(values))
  }
}

extension RowOutcome {
  /// The reason, unless it is what the code says by itself.
  fileprivate var ownReason: String? { reason == standardReason ? nil : reason }

  /// What the code says by itself.
  var standardReason: String? {
    code.flatMap { DiagnosticCode(rawValue: $0) }.map { Diagnostic($0).message }
  }
}
