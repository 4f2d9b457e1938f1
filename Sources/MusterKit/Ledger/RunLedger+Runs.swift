/// Runs: begun, resumed, ended, looked up.

import Foundation
import GRDB

extension RunLedger {
  /// Enters a run, which this process holds until `finish` or its own end.
  ///
  /// - Throws: `LedgerError` with `.sourceHeld` where another process sends one of the files to one of
  ///   the accounts.
  package func begin(_ run: NewRun) throws(LedgerError) -> RunID {
    let sources = try json(of: run.sources)
    let invocation = try run.invocation.map { value throws(LedgerError) in try json(of: value) }
    let date = Int64(milliseconds: now())
    let columns = try json(of: run.columns)
    return try write { database in
      try requireFree(
        run.sources, run.invocation, run.targets.map(\.account.keys), but: nil, database)
      try database.execute(
        sql: """
          INSERT INTO run
            (started, state, directory, sources, mapping_fingerprint, settings, invocation, columns,
             retry_of)
          VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          date, run.directory, sources, run.mappingFingerprint, run.settings, invocation, columns,
          run.retryOf?.rawValue,
        ])
      let id = RunID(rawValue: database.lastInsertedRowID)
      try Self.setPlans(run.targets, of: id, database)
      // Before the commit: no other process must see the run without its lease.
      try takeLease(of: id)
      return id
    }
  }

  /// Goes on with a run, in whatever state it is: what it has to do is for the caller to see. Plans take
  /// the place of those that it had; without any, those stay.
  ///
  /// - Returns: the run as it was before.
  /// - Throws: `LedgerError` with `.runHeld` where another process works on it, `.runNotFound`
  ///   where there is none.
  package func resume(
    _ id: RunID, targets: [TargetRun] = []
  ) throws(LedgerError) -> RunRecord {
    guard let record = try run(id) else { throw .runNotFound(id) }
    try takeLease(of: id)
    try write { database in
      let accounts =
        targets.isEmpty ? try Self.accounts(of: id, database) : targets.map(\.account.keys)
      try requireFree(record.sources, record.invocation, accounts, but: id, database)
      try Self.setPlans(targets, of: id, database)
      try database.execute(
        sql: "UPDATE run SET state = 'running', finished = NULL, exit_code = NULL WHERE id = ?",
        arguments: [id.rawValue])
    }
    return record
  }

  /// Commits what waits, ends the run and lets go of it. Its state is `finished` where every contact
  /// has an outcome, and `stopped` or `interrupted` where `muster resume` shall go on with it.
  package func finish(_ id: RunID, state: RunState, exitCode: Int) throws(LedgerError) {
    try flush()
    let date = Int64(milliseconds: now())
    let changes = try write { database in
      try database.execute(
        sql: "UPDATE run SET state = ?, finished = ?, exit_code = ? WHERE id = ?",
        arguments: [state.rawValue, date, exitCode, id.rawValue])
      return database.changesCount
    }
    guard changes > 0 else { throw .runNotFound(id) }
    leases.removeValue(forKey: id)?.removeFile()
  }

  package func run(_ id: RunID) throws(LedgerError) -> RunRecord? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM run WHERE id = ?", arguments: [id.rawValue]
      ).map { try record(from: $0) }
    }
  }

  /// The latest runs, the newest first.
  package func runs(limit: Int = 20) throws(LedgerError) -> [RunRecord] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [limit]
      ).map { try record(from: $0) }
    }
  }

  /// Whether any contact was accepted in a run with a mapping.
  package func hasAccepted(mapping fingerprint: String) throws(LedgerError) -> Bool {
    try read { database in
      try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM run JOIN delivery ON delivery.run = run.id
            WHERE run.mapping_fingerprint = ? AND delivery.state = 'accepted')
          """, arguments: [fingerprint]) ?? false
    }
  }

  /// The newest run that was interrupted or stopped, or whose process died.
  ///
  /// - Parameter isMeant: whether a run that was asked for so is looked for.
  /// - Returns: nil where there is nothing to resume.
  /// - Throws: `LedgerError` where the ledger can't be read.
  package func newestInterrupted(
    where isMeant: @Sendable (Invocation?) -> Bool = { _ in true }
  ) throws(LedgerError) -> RunRecord? {
    try read { database in
      let rows = try Row.fetchCursor(
        database, sql: "SELECT * FROM run WHERE state <> 'finished' ORDER BY id DESC")
      while let row = try rows.next() {
        let record = try record(from: row)
        if record.state.isResumable, isMeant(record.invocation) { return record }
      }
      return nil
    }
  }

  /// Refuses where another process sends one of the files to one of the accounts: before they were read for
  /// their content, by their places alone.
  ///
  /// - Throws: `LedgerError` with `.sourceHeld`.
  package func requireFree(
    _ invocation: Invocation, at accounts: [LedgerAccount]
  ) throws(LedgerError) {
    let places = invocation.files.filter { $0 != "-" }.map(invocation.path)
    try read { try requireFree(Set(places), [], accounts.map(\.keys), but: nil, $0) }
  }

  private func requireFree(
    _ sources: [RunSource], _ invocation: Invocation?, _ accounts: [ContentHash], but own: RunID?,
    _ database: Database
  ) throws {
    try requireFree(
      Set(sources.compactMap { $0.place(invocation) }), Set(sources.map(\.sha256)), accounts,
      but: own, database)
  }

  /// A file is the same by its place or by its content: whoever sends it sends the same contacts.
  private func requireFree(
    _ places: Set<String>, _ contents: Set<String>, _ accounts: [ContentHash], but own: RunID?,
    _ database: Database
  ) throws {
    let rows = try Row.fetchAll(database, sql: "SELECT * FROM run WHERE state = 'running'")
    for row in rows {
      let record = try record(from: row)
      guard record.state == .running, record.id != own, leases[record.id] == nil else { continue }
      let isSame = record.sources.contains { source in
        contents.contains(source.sha256)
          || (source.place(record.invocation).map(places.contains) ?? false)
      }
      guard isSame else { continue }
      let plans = try Row.fetchAll(
        database, sql: "SELECT target, account, send FROM plan WHERE run = ?",
        arguments: [record.id.rawValue])
      for plan in plans where accounts.contains(where: { $0.data == plan["account"] as Data? }) {
        let kind: String = plan["target"]
        let done =
          try Int.fetchOne(
            database,
            sql:
              "SELECT count(*) FROM delivery WHERE run = ? AND target = ? AND status IS NOT NULL",
            arguments: [record.id.rawValue, kind]) ?? 0
        throw LedgerError.sourceHeld(
          record.id, process: RunLease.holder(path: leasePath(of: record.id)),
          target: TargetKind(rawValue: kind), done: done, of: plan["send"])
      }
    }
  }

  private static func accounts(of run: RunID, _ database: Database) throws -> [ContentHash] {
    try Data.fetchAll(
      database, sql: "SELECT account FROM plan WHERE run = ? AND account IS NOT NULL",
      arguments: [run.rawValue]
    ).compactMap(ContentHash.init)
  }

  private static func setPlans(
    _ targets: [TargetRun], of run: RunID, _ database: Database
  ) throws {
    for target in targets {
      let plan = target.plan
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO plan
            (run, target, read, send, invalid, duplicate, unchanged, suppressed, account)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run.rawValue, target.kind.rawValue, plan.read, plan.send, plan.invalid, plan.duplicate,
          plan.unchanged, plan.suppressed, target.account.keys.data,
        ])
      try database.execute(
        sql: "INSERT OR IGNORE INTO account (hash, target) VALUES (?, ?)",
        arguments: [target.account.keys.data, target.kind.rawValue])
    }
  }

  /// The plans of a run, by target.
  package func plans(run: RunID) throws(LedgerError) -> [TargetKind: PlannedRows] {
    try read { database in
      var plans: [TargetKind: PlannedRows] = [:]
      let rows = try Row.fetchCursor(
        database, sql: "SELECT * FROM plan WHERE run = ?", arguments: [run.rawValue])
      while let row = try rows.next() {
        guard let target = TargetKind(rawValue: row["target"]) else { continue }
        plans[target] = PlannedRows(
          read: row["read"], send: row["send"], invalid: row["invalid"],
          duplicate: row["duplicate"], unchanged: row["unchanged"], suppressed: row["suppressed"])
      }
      return plans
    }
  }

  private func takeLease(of id: RunID) throws(LedgerError) {
    guard leases[id] == nil else { return }
    let lease: RunLease?
    do {
      lease = try RunLease(path: leasePath(of: id))
    } catch {
      throw LedgerError(error, path: path)
    }
    guard let lease else { throw runHeld(id) }
    leases[id] = lease
  }

  /// What is said to who wants a run that another process works on.
  package func runHeld(_ id: RunID) -> LedgerError {
    .runHeld(id, process: RunLease.holder(path: leasePath(of: id)))
  }

  func leasePath(of id: RunID) -> String {
    "\(path).run-\(id).lock"
  }

  func record(from row: Row) throws -> RunRecord {
    let id = RunID(rawValue: row["id"])
    guard var state = RunState(rawValue: row["state"]) else {
      throw LedgerError(.corrupt, path: path)
    }
    if state == .running, !RunLease.isHeld(path: leasePath(of: id)) {
      state = .interrupted
    }
    let sources: String = row["sources"]
    return RunRecord(
      id: id, started: Date(milliseconds: row["started"]),
      finished: (row["finished"] as Int64?).map { Date(milliseconds: $0) }, state: state,
      exitCode: row["exit_code"], directory: row["directory"],
      sources: try JSONDecoder().decode([RunSource].self, from: Data(sources.utf8)),
      mappingFingerprint: row["mapping_fingerprint"], settings: row["settings"],
      invocation: try (row["invocation"] as String?).map {
        try JSONDecoder().decode(Invocation.self, from: Data($0.utf8))
      },
      columns: try (row["columns"] as String?).map {
        try JSONDecoder().decode([[RunColumn]].self, from: Data($0.utf8))
      }, retryOf: (row["retry_of"] as Int64?).map(RunID.init(rawValue:)))
  }

  private func json(of value: some Encodable) throws(LedgerError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw LedgerError(error, path: path)
    }
  }
}

extension RunSource {
  /// Its absolute path, where it has one that others could name.
  fileprivate func place(_ invocation: Invocation?) -> String? {
    guard path != "-" else { return nil }
    return invocation?.path(of: path) ?? path
  }
}
