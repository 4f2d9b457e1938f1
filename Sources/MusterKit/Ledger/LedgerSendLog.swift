/// The requests of a key, for all processes of the machine that use it.

import Crypto
import Foundation
import GRDB

/// A key's log in the ledger's database. Each request of the key is one short transaction, so that two
/// imports that run at the same time stay under one limit.
///
/// Through a connection of its own: who asks for a request doesn't wait for the group of outcomes
/// that is being committed, and what it writes needs to outlast a crash of the process but not of the
/// machine (`synchronous = NORMAL`, which doesn't wait for the disk).
package actor LedgerSendLog: SendLogStore {
  private let database: DatabaseQueue
  private let account: Data
  private let path: String
  private let executor: BlockingExecutor

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  fileprivate init(
    _ database: DatabaseQueue, account: Data, path: String, executor: BlockingExecutor
  ) {
    self.database = database
    self.account = account
    self.path = path
    self.executor = executor
  }

  /// - Throws: `LedgerError` where the database can't be read or written.
  package func update<Result: Sendable>(
    _ body: @Sendable (inout SendLog) -> Result
  ) async throws -> Result {
    do { return try transact(body) } catch { throw LedgerError(error, path: path) }
  }

  private func transact<Result>(_ body: (inout SendLog) -> Result) throws -> Result {
    try database.write { database in
      var log = try Self.read(database, account)
      let before = log
      let result = body(&log)
      if log != before { try Self.write(log, database, account) }
      return result
    }
  }

  private static func read(_ database: Database, _ account: Data) throws -> SendLog {
    let statement = try database.cachedStatement(
      sql: "SELECT sends, due, paused_until, cautious_until FROM send_log WHERE account = ?")
    var log = SendLog()
    guard let row = try Row.fetchOne(statement, arguments: [account]) else { return log }
    log.sends = Self.moments(row[0])
    log.due = .microseconds(row[1] as Int64)
    log.pausedUntil = .microseconds(row[2] as Int64)
    log.cautiousUntil = .microseconds(row[3] as Int64)
    return log
  }

  private static func write(_ log: SendLog, _ database: Database, _ account: Data) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO send_log (account, sends, due, paused_until, cautious_until)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (account) DO UPDATE SET
          sends = excluded.sends, due = excluded.due, paused_until = excluded.paused_until,
          cautious_until = excluded.cautious_until
        """)
    try statement.execute(arguments: [
      account, Self.blob(log.sends), log.due.wholeMicroseconds, log.pausedUntil.wholeMicroseconds,
      log.cautiousUntil.wholeMicroseconds,
    ])
  }

  private static func moments(_ blob: Data) -> [Duration] {
    blob.littleEndianWords.map { .microseconds(Int64(bitPattern: $0)) }
  }

  private static func blob(_ moments: [Duration]) -> Data {
    Data(littleEndian: moments.map { UInt64(bitPattern: $0.wholeMicroseconds) })
  }
}

extension Duration {
  /// Rounded up, so that nothing that is waited for comes too early.
  fileprivate var wholeMicroseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + (attoseconds + 999_999_999_999) / 1_000_000_000_000
  }
}

extension RunLedger {
  /// The log of the requests that are made with a key at an address.
  ///
  /// - Throws: `LedgerError` where the database can't be opened or written.
  package func sendLog(of key: Secret, at address: BaseURL) async throws(LedgerError)
    -> LedgerSendLog
  {
    let account = try accountCode(of: key, at: address)
    let executor = BlockingExecutor(label: "muster.sends")
    let database = try await LedgerFile(executor: executor).openAgain(path: path)
    return LedgerSendLog(database, account: account, path: path, executor: executor)
  }

  /// What stands for a key at an address: a keyed hash of both.
  func accountCode(of key: Secret, at address: BaseURL) throws(LedgerError) -> Data {
    Data(
      HMAC<SHA256>.authenticationCode(
        for: Data((address.text.lowercased() + "\n" + key.reveal()).utf8),
        using: SymmetricKey(data: try hashingSecret())))
  }

  /// What the ledger's hashes are made with: 32 bytes, made at the first call.
  private func hashingSecret() throws(LedgerError) -> Data {
    try write { database in
      let fresh = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Data($0) }
      try database.execute(
        sql: "INSERT OR IGNORE INTO secret (name, value) VALUES ('hashing', ?)", arguments: [fresh])
      return try Data.fetchOne(database, sql: "SELECT value FROM secret WHERE name = 'hashing'")
        ?? fresh
    }
  }
}
