/// The durable record of runs and of what became of every contact, in one SQLite file.

package import Foundation
import GRDB
import Synchronization

/// Says what is claimed and what became of it. Nothing but this file's interface is known outside,
/// so that another database can stand behind it.
///
/// Outcomes are committed in groups: at most 64 rows or 100 ms late (`WriteGrouping`). Who records
/// outcomes keeps `run()` going beside it, in the same task group, and calls `flush()` at the end.
/// kill -9 at any moment loses at most the group that waits: its rows read as `sent`.
package actor RunLedger {
  /// Where the ledger is when nothing else is said; `~` is the home directory.
  package static let defaultPath = "~/.local/state/muster/ledger.sqlite"

  package nonisolated let path: String
  let database: DatabaseQueue
  let now: @Sendable () -> Date
  /// The contacts that this process is sending.
  nonisolated let locks: ContactLocks
  /// What the file was when it was opened.
  private let opened: FileStamp?
  /// The leases of the runs that this process works on.
  var leases: [RunID: RunLease] = [:]

  /// What tells that other connections have written, as of the last transaction.
  var lastVersion: Int64?
  /// Whether any have since this ledger was opened.
  private(set) var othersWrote = false

  /// What waits for the next transaction. Whoever has an outcome puts it here without waiting for the
  /// ledger's thread.
  private struct Waiting {
    /// In the order in which they came.
    var writes: [DeliveryWrite] = []
    var grouping = WriteGrouping()
    /// The number of the latest claim.
    var lastClaim = 0
  }

  private nonisolated let waiting = Mutex(Waiting())
  /// The number of the latest claim that is committed.
  private var committedClaim = 0

  /// A value each time that a group begins; `run()` listens.
  private let groupsBegun: AsyncStream<Void>
  private let groupBegins: AsyncStream<Void>.Continuation
  /// Since the ledger was opened, on the injected clock.
  private let elapsed: @Sendable () -> Duration
  private let sleepUntil: @Sendable (Duration) async throws -> Void
  private let executor: BlockingExecutor

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Opens a ledger; makes it, and brings its tables up to date, where needed. The file has mode
  /// 0600; directories that are made for it, 0700.
  ///
  /// - Parameters:
  ///   - path: where the file is; a leading `~/` is the home directory.
  ///   - busyTimeout: how long to wait, in seconds, for another process that writes.
  ///   - clock: times the groups.
  ///   - now: dates the records.
  /// - Returns: the open ledger.
  /// - Throws: `LedgerError` where the file can't be made, read or written.
  package static func open(
    path: String = RunLedger.defaultPath, busyTimeout: Double = 10,
    clock: some Clock<Duration> = ContinuousClock(),
    now: @escaping @Sendable () -> Date = { Date() }
  ) async throws(LedgerError) -> RunLedger {
    let path = NSString(string: path).expandingTildeInPath
    let executor = BlockingExecutor(label: "muster.ledger")
    let database = try await LedgerFile(executor: executor).open(
      path: path, busyTimeout: busyTimeout)
    return RunLedger(
      path: path, database: database, executor: executor, clock: clock, now: now)
  }

  private init<C: Clock<Duration>>(
    path: String, database: DatabaseQueue, executor: BlockingExecutor, clock: C,
    now: @escaping @Sendable () -> Date
  ) {
    self.path = path
    opened = FileStamp(path)
    locks = ContactLocks(path: "\(path).contacts.lock")
    self.database = database
    self.executor = executor
    self.now = now
    (groupsBegun, groupBegins) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    sleepUntil = { try await clock.sleep(until: start.advanced(by: $0), tolerance: nil) }
  }

  /// Whether the file is where it was. Where it was taken away, all goes on, but nobody else will ever see
  /// what is written.
  package var isInPlace: Bool {
    guard let opened, let now = FileStamp(path) else { return false }
    return now.isSameFile(as: opened)
  }

  // MARK: Groups of writes

  /// Commits the groups of outcomes as they come due, until the task is cancelled. Call it once,
  /// in the task group that delivers. What still waits after it is committed by `flush()`.
  ///
  /// - Throws: `LedgerError` where a group can't be written; it stays for the next attempt.
  package func run() async throws(LedgerError) {
    for await _ in groupsBegun {
      while let due = waiting.withLock(\.grouping.due) {
        if elapsed() >= due {
          try commit()
        } else {
          do { try await sleepUntil(due) } catch { return }
        }
      }
    }
  }

  /// Commits what waits.
  package func flush() throws(LedgerError) {
    try commit()
  }

  /// Commits what waits, and closes the file. Nothing can be done with the ledger after it.
  package func close() throws(LedgerError) {
    try commit()
    groupBegins.finish()
    leases = [:]
    do { try database.close() } catch { throw LedgerError(error, path: path) }
  }

  /// Takes an outcome into the group.
  ///
  /// - Returns: whether the group is to be committed now.
  nonisolated func add(_ write: DeliveryWrite) -> Bool {
    let action = waiting.withLock { waiting in
      waiting.writes.append(write)
      return waiting.grouping.add(at: elapsed())
    }
    if action == .begin { groupBegins.yield() }
    return action == .commit
  }

  /// Commits claims before it returns, together with all else that waits.
  func claim(_ writes: [DeliveryWrite]) async throws(LedgerError) {
    let claim = waiting.withLock { waiting in
      waiting.lastClaim += 1
      waiting.writes += writes.map { write in
        var write = write
        write.claim = waiting.lastClaim
        return write
      }
      return waiting.lastClaim
    }
    // Lets the others in who are about to claim: one wait for the disk then does for all of them.
    await Task.yield()
    guard committedClaim < claim else { return }
    do throws(LedgerError) {
      try commit()
    } catch {
      // The caller won't send, so nothing may say later that he did.
      waiting.withLock { $0.writes.removeAll { $0.claim == claim } }
      throw error
    }
  }

  private func commit() throws(LedgerError) {
    let (writes, claim) = waiting.withLock { ($0.writes, $0.lastClaim) }
    guard !writes.isEmpty else { return }
    let date = Int64(milliseconds: now())
    let (version, lately) = try write { database in
      var lately = 0
      for write in writes {
        lately = max(lately, try write.apply(to: database, at: date))
      }
      let version = try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
      return (version, lately)
    }
    let left = waiting.withLock { waiting in
      // Others may have come meanwhile, behind these.
      waiting.writes.removeFirst(writes.count)
      waiting.grouping.committed(at: elapsed(), left: waiting.writes.count)
      return waiting.writes.count
    }
    if left > 0 { groupBegins.yield() }
    // Not before: who sends it next has to find what became of it here.
    for write in writes where write.isOutcome {
      locks.release(ContactLocks.Claim(run: write.run, target: write.target, row: write.row))
    }
    othersWrote = othersWrote || lastVersion != nil && version != lastVersion
    lastVersion = version
    committedClaim = claim
    // It can wait: what is committed stays committed.
    if lately >= Self.mostLately { try? merge() }
  }

  // MARK: The database

  /// One transaction.
  func write<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
    do { return try database.write(body) } catch { throw LedgerError(error, path: path) }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
    do { return try database.read(body) } catch { throw LedgerError(error, path: path) }
  }
}

extension Int64 {
  /// Milliseconds since 1970-01-01 UTC.
  init(milliseconds date: Date) {
    self = Int64((date.timeIntervalSince1970 * 1000).rounded())
  }
}

extension Date {
  init(milliseconds: Int64) {
    self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}
