/// Makes and opens the file of a ledger.

import GRDB

/// An actor only so that the work, which blocks, is done on the ledger's own thread.
actor LedgerFile {
  private let executor: BlockingExecutor

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  init(executor: BlockingExecutor) {
    self.executor = executor
  }

  /// Opens a ledger with its tables up to date. It waits `busyTimeout` seconds for another process
  /// that writes.
  func open(path: String, busyTimeout: Double) throws(LedgerError) -> DatabaseQueue {
    do {
      try PrivateDirectory.makeAll(PrivateDirectory.parentDirectory(of: path))
      // SQLite would make the file with the process's mask; its -wal and -shm files get the mode
      // of the file that is there.
      _ = try PrivateFile(path: path, .keeping)
    } catch {
      throw LedgerError(error, path: path)
    }
    do {
      return try openDatabase(path: path, busyTimeout: busyTimeout)
    } catch {
      throw LedgerError(error, path: path)
    }
  }

  /// Opens a further connection to a ledger that is open, for what needs to outlast a crash of the
  /// process only.
  func openAgain(path: String, busyTimeout: Double = 10) throws(LedgerError) -> DatabaseQueue {
    do {
      let database = try connection(path: path, busyTimeout: busyTimeout)
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
      return database
    } catch {
      throw LedgerError(error, path: path)
    }
  }

  private func connection(path: String, busyTimeout: Double) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "muster.ledger"
    configuration.journalMode = .wal
    // Other processes: a status command, or another run.
    configuration.busyMode = .timeout(busyTimeout)
    // Values of statements stay out of error descriptions.
    configuration.publicStatementArguments = false
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Another process may do the same at the same time: then a step that it was quicker with fails here, and
  /// the next attempt begins behind it.
  private static func migrate(_ database: DatabaseQueue, by migrator: DatabaseMigrator) throws {
    for _ in migrator.migrations {
      do { return try migrator.migrate(database) } catch  where Self.isAhead(error) {}
    }
    try migrator.migrate(database)
  }

  /// Whether an error is of those that a step meets that was taken already.
  private static func isAhead(_ error: any Error) -> Bool {
    let code = (error as? DatabaseError)?.resultCode
    return code == .SQLITE_ERROR || code == .SQLITE_CONSTRAINT
  }

  private func openDatabase(path: String, busyTimeout: Double) throws -> DatabaseQueue {
    let database = try connection(path: path, busyTimeout: busyTimeout)
    let migrator = LedgerSchema.migrator
    if try database.read(migrator.hasBeenSuperseded) {
      throw LedgerError(.newerSchema, path: path)
    }
    try Self.migrate(database, by: migrator)
    // FULL: a commit returns when it is on the disk, so a power cut can't take back what was
    // claimed or accepted: no contact is sent twice, and none that may have been sent passes for
    // one that wasn't. NORMAL would keep the file sound, but lose the last commits. The price is
    // one wait for the disk a group, and a run makes no more than some ten groups a second.
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return database
  }
}
