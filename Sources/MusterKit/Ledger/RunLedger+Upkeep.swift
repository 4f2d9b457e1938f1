/// What keeps a ledger small, sound, and free of people who asked to be forgotten.

package import Foundation
import GRDB

/// What is in a ledger.
package struct LedgerInfo: Sendable, Equatable {
  package var path: String
  /// The size of the file and of what isn't merged into it yet, in bytes.
  package var bytes: Int
  /// The names of the changes to its tables that it has, the oldest first.
  package var migrations: [String]
  /// How many runs are in each state.
  package var runs: [RunState: Int] = [:]
  /// When the oldest run began.
  package var oldestRun: Date?
  /// The contacts of all runs, one for each run and target.
  package var deliveries: Int
  /// The contacts that accounts hold as they were last sent.
  package var accepted: Int
}

/// What was erased of a person.
package struct Forgotten: Sendable, Equatable {
  /// The accounts that held a contact, as far as the ledger knew it.
  package var accepted = 0
  /// The identifiers under which they were known.
  package var keys = 0
  /// The contacts in runs whose content and id at the target were erased.
  package var deliveries = 0
  /// Whether nothing of it is left in the ledger's files.
  package var isOverwritten = true
  /// Where rows of the person stand in results: the directory of each run, and the rows, from 1.
  package var places: [Place] = []

  package struct Place: Sendable, Equatable {
    package var run: RunID
    package var directory: String
    package var rows: [Int]
  }
}

extension RunLedger {
  /// About a second for each two million contacts.
  package func info() throws(LedgerError) -> LedgerInfo {
    try flush()
    try merge()
    var info = try read { database in
      LedgerInfo(
        path: path, bytes: 0,
        migrations: try LedgerSchema.migrator.appliedMigrations(database),
        oldestRun: try Int64.fetchOne(database, sql: "SELECT min(started) FROM run")
          .map { Date(milliseconds: $0) },
        deliveries: try Int.fetchOne(database, sql: "SELECT count(*) FROM delivery") ?? 0,
        accepted: try Int.fetchOne(database, sql: "SELECT count(*) FROM accepted") ?? 0)
    }
    for run in try runs(limit: .max) { info.runs[run.state, default: 0] += 1 }
    info.bytes = ["", "-wal"].reduce(0) { sum, suffix in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
      return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
    }
    return info
  }

  /// Reads the whole file, and looks whether its parts fit together.
  ///
  /// - Returns: what doesn't, as SQLite says it; none where all is well.
  /// - Throws: `LedgerError` where it can't even be read.
  package func damages() throws(LedgerError) -> [String] {
    try read { database in
      let check = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
      let strays = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
        .map { "a row of \($0[0] as String) belongs to no run" }
      return check.filter { $0 != "ok" } + Set(strays).sorted()
    }
  }

  /// Takes out the runs that ended before a moment, with what became of their contacts; also those that
  /// could be resumed. What accounts hold stays known. The file is as large as before until it is vacuumed.
  ///
  /// - Returns: how many runs were taken out, and how many contacts were in them.
  package func prune(before moment: Date) throws(LedgerError) -> (runs: Int, deliveries: Int) {
    let date = Int64(milliseconds: moment)
    let pruned = try write { database in
      // A run that was resumed and never ended was last at work with its last contact.
      let old = try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM run WHERE max(
            coalesce(finished, started),
            coalesce((SELECT max(updated_at) FROM delivery WHERE delivery.run = run.id), 0)) < ?
          """, arguments: [date]
      ).map { try record(from: $0) }.filter { $0.state != .running }
      var deliveries = 0
      for run in old {
        deliveries +=
          try Int.fetchOne(
            database, sql: "SELECT count(*) FROM delivery WHERE run = ?",
            arguments: [run.id.rawValue]) ?? 0
        try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run.id.rawValue])
      }
      return (runs: old.map(\.id), deliveries: deliveries)
    }
    // Those of runs that were killed are still there.
    for run in pruned.runs { try? FileManager.default.removeItem(atPath: leasePath(of: run)) }
    return (pruned.runs.count, pruned.deliveries)
  }

  /// Gives the room of what was taken out back to the disk. Needs as much room again while it works.
  ///
  /// - Throws: `LedgerError` with `.runHeld` while a run goes on.
  package func vacuum() throws(LedgerError) {
    try requireIdle()
    try withoutTransaction { database in
      try database.execute(sql: "VACUUM")
      try database.checkpoint(.truncate)
    }
  }

  /// Erases what is kept of a person, by the keys by which somebody names them: what accounts hold, under
  /// whatever other keys too, and in all runs the content and the id at the target. What is erased is
  /// overwritten in the file.
  ///
  /// A row that was never accepted is found by its person where its values are kept; else nothing is kept
  /// of it but its number, its status, and a reason without the person's values.
  ///
  /// - Returns: what was found.
  /// - Throws: `LedgerError` with `.runHeld` while a run goes on, which would write it again.
  package func forget(_ keys: [PersonKey]) throws(LedgerError) -> Forgotten {
    try requireIdle()
    try flush()
    try merge()
    return try withoutTransaction { database in
      try database.execute(sql: "PRAGMA secure_delete = ON")
      defer { try? database.execute(sql: "PRAGMA secure_delete = OFF") }
      var forgotten = Forgotten()
      try database.inTransaction {
        let named = try Self.deliveries(naming: keys, in: database)
        let accounts = try Row.fetchAll(database, sql: "SELECT hash, target FROM account")
        for row in accounts {
          guard let account = ContentHash(row[0] as Data) else { continue }
          try Self.forget(
            keys, and: named.compactMap(\.content), at: account, row[1], in: database, &forgotten)
        }
        // Those by whose content nothing was found.
        for delivery in named { try Self.erase(delivery, in: database, &forgotten) }
        return .commit
      }
      // While somebody else reads, what was erased stays in the file beside the ledger.
      forgotten.isOverwritten = (try? database.checkpoint(.truncate)) != nil
      return forgotten
    }
  }

  private func requireIdle() throws(LedgerError) {
    if let run = try runs(limit: .max).first(where: { $0.state == .running }) {
      throw runHeld(run.id)
    }
  }

  /// A contact of a run at a target.
  private struct Place {
    var run: Int64
    var directory: String
    var target: String
    var row: Int
    var content: Int64?

    /// The columns that are read for it.
    static let columns = "run, directory, target, row, fingerprint"

    init(_ row: Row) {
      run = row[0]
      directory = row[1]
      target = row[2]
      self.row = row[3]
      content = (row[4] as Data?).flatMap(ContentHash.init)?.key
    }
  }

  /// The contacts whose values are kept, and say that they are known by any of these keys.
  private static func deliveries(
    naming keys: [PersonKey], in database: Database
  ) throws -> [Place] {
    let keys = Set(keys)
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(Place.columns), contact FROM delivery JOIN run ON run.id = delivery.run
        WHERE contact IS NOT NULL ORDER BY run, target, row
        """)
    var found: [Place] = []
    while let row = try rows.next() {
      let values = KeptValues(text: row[5])
      if let values, !keys.isDisjoint(with: values.keys) { found.append(Place(row)) }
    }
    return found
  }

  /// Erases what a delivery says of its person, unless that was done.
  private static func erase(
    _ place: Place, in database: Database, _ forgotten: inout Forgotten
  ) throws {
    try database.execute(
      sql: """
        UPDATE delivery SET target_id = NULL, fingerprint = NULL, reason = NULL, contact = NULL
        WHERE run = ? AND target = ? AND row = ?
          AND (target_id IS NOT NULL OR fingerprint IS NOT NULL OR contact IS NOT NULL)
        """, arguments: [place.run, place.target, place.row])
    guard database.changesCount > 0 else { return }
    forgotten.add(row: place.row, of: RunID(rawValue: place.run), in: place.directory)
    forgotten.deliveries += 1
  }

  private static func forget(
    _ keys: [PersonKey], and named: [Int64], at account: ContentHash, _ target: String,
    in database: Database,
    _ forgotten: inout Forgotten
  ) throws {
    var contents = Set(named)
    for key in keys {
      let content = try Int64.fetchOne(
        database, sql: "SELECT hash FROM contact_key WHERE key = ?",
        arguments: [account.followed(by: key).key])
      if let content { contents.insert(content) }
    }
    var seen: Set<Int64> = []
    while let content = contents.popFirst() {
      guard seen.insert(content).inserted else { continue }
      try database.execute(sql: "DELETE FROM accepted WHERE hash = ?", arguments: [content])
      forgotten.accepted += database.changesCount
      try database.execute(sql: "DELETE FROM contact_key WHERE hash = ?", arguments: [content])
      forgotten.keys += database.changesCount
      // The ids that the target knows the person by lead to what was sent of them before.
      let start = Data(littleEndian: [UInt64(bitPattern: content)])
      let ids = try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT target_id FROM delivery
          WHERE target = ? AND substr(fingerprint, 1, 8) = ? AND target_id IS NOT NULL
          """, arguments: [target, start])
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(Place.columns) FROM delivery JOIN run ON run.id = delivery.run
          WHERE target = ? AND (substr(fingerprint, 1, 8) = ? OR target_id IN (\(marks(ids.count))))
          ORDER BY run, row
          """, arguments: [target, start] + StatementArguments(ids))
      for place in rows.map(Place.init) {
        // What was sent before may have been known by other keys.
        if let content = place.content { contents.insert(content) }
        try erase(place, in: database, &forgotten)
      }
    }
  }

  private static func marks(_ count: Int) -> String {
    Array(repeating: "?", count: count).joined(separator: ", ")
  }

  private func withoutTransaction<Value>(
    _ body: (Database) throws -> Value
  ) throws(LedgerError) -> Value {
    do {
      return try database.writeWithoutTransaction(body)
    } catch {
      throw LedgerError(error, path: path)
    }
  }
}

extension Forgotten {
  fileprivate mutating func add(row: Int, of run: RunID, in directory: String) {
    if let index = places.firstIndex(where: { $0.run == run }) {
      if !places[index].rows.contains(row) { places[index].rows.append(row) }
    } else {
      places.append(Place(run: run, directory: directory, rows: [row]))
    }
  }
}
