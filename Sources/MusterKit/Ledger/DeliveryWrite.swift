/// One line of a transaction on the deliveries of a run.

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
    let contact = values?.text
    var insert = try DirectStatement(
      database,
      sql: """
        INSERT INTO delivery (run, target, row, state, fingerprint, contact, updated_at)
        VALUES (?, ?, ?, 'sent', ?, ?, ?) ON CONFLICT DO NOTHING
        """)
    try bindPlace(to: &insert)
    try insert.bind(fingerprint)
    try insert.bind(contact)
    try insert.bind(date)
    try insert.run()
    guard database.changesCount == 0 else { return }
    var update = try DirectStatement(
      database,
      sql: """
        UPDATE delivery SET state = 'sent', status = NULL, code = NULL, reason = NULL,
          http_status = NULL, fingerprint = ?, contact = ?, updated_at = ?
        WHERE run = ? AND target = ? AND row = ?
        """)
    try update.bind(fingerprint)
    try update.bind(contact)
    try update.bind(date)
    try bindPlace(to: &update)
    try update.run()
  }

  /// The second where the first finds no contact: with the same values.
  private static let outcomeStatements = [
    """
    UPDATE delivery SET state = ?, status = ?, target_id = coalesce(?, target_id), code = ?,
      reason = ?, attempts = attempts + ?, http_status = ?, updated_at = ?
    WHERE run = ? AND target = ? AND row = ?
    """,
    """
    INSERT INTO delivery
      (state, status, target_id, code, reason, attempts, http_status, updated_at, run, target, row)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """,
  ]

  /// A reason that its code says already is left out: who reads the contact finds it again.
  private func apply(_ outcome: RowOutcome, to database: Database, at date: Int64) throws {
    for sql in Self.outcomeStatements {
      var statement = try DirectStatement(database, sql: sql)
      try statement.bind(DeliveryState(after: outcome.status).rawValue)
      try statement.bind(outcome.status.rawValue)
      try statement.bind(outcome.targetID)
      try statement.bind(outcome.code)
      try statement.bind(outcome.ownReason)
      try statement.bind(outcome.attempts)
      try statement.bind(outcome.httpStatus)
      try statement.bind(date)
      try bindPlace(to: &statement)
      try statement.run()
      if database.changesCount > 0 { return }
    }
  }

  private func bindPlace(to statement: inout DirectStatement) throws {
    try statement.bind(run.rawValue)
    try statement.bind(target.rawValue)
    try statement.bind(row)
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
