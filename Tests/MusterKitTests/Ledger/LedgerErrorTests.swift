import Foundation
import GRDB
import Testing

@testable import MusterKit

@Suite("What is wrong with a ledger")
struct LedgerErrorTests {
  private let scratch: ScratchDirectory
  private let path: String

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.file("ledger.sqlite")
  }

  @Test(
    "is told by a reason and a sentence, without SQLite's text or values",
    arguments: [
      (ResultCode.SQLITE_FULL, LedgerError.Reason.diskFull, "disk is full"),
      (.SQLITE_BUSY, .locked, "locked"), (.SQLITE_LOCKED, .locked, "locked"),
      (ResultCode(rawValue: 5 | 1 << 8), .locked, "locked"),
      (.SQLITE_CORRUPT, .corrupt, "damaged"), (.SQLITE_NOTADB, .corrupt, "damaged"),
      (.SQLITE_READONLY, .readOnly, "can't be written"),
      (ResultCode(rawValue: 8 | 4 << 8), .readOnly, "can't be written"),
      (.SQLITE_CANTOPEN, .cannotOpen, "can't be opened"),
      (.SQLITE_IOERR, .storageFailed, "failed"), (.SQLITE_CONSTRAINT, .storageFailed, "failed"),
    ])
  func reasons(code: ResultCode, reason: LedgerError.Reason, words: String) {
    let error = LedgerError(
      DatabaseError(
        resultCode: code, message: "secret message", sql: "secret sql", arguments: ["secret value"]),
      path: "/x/ledger.sqlite")
    #expect(error.reason == reason)
    #expect(error.message.contains(words))
    #expect(error.message.contains("/x/ledger.sqlite"))
    #expect(!"\(error)".contains("secret"))
  }

  private func reason(opening path: String) async -> LedgerError.Reason? {
    do throws(LedgerError) {
      _ = try await RunLedger.open(path: path, busyTimeout: 0)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test("a file that is none")
  func notALedger() async throws {
    try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
    #expect(await reason(opening: path) == .corrupt)
  }

  @Test("a directory that is a file")
  func parentIsFile() async throws {
    try Data("x".utf8).write(to: URL(fileURLWithPath: path))
    #expect(await reason(opening: path + "/ledger.sqlite") == .cannotOpen)
  }

  @Test("a file that only root may write", .enabled(if: geteuid() != 0))
  func readOnly() async throws {
    try await RunLedger.open(path: path).close()
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
    #expect(await reason(opening: path) == .readOnly)
  }

  @Test("tables of a later version")
  func newerSchema() async throws {
    try await RunLedger.open(path: path).close()
    let database = try DatabaseQueue(path: path)
    try await database.write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99 something new')")
    }
    try database.close()
    #expect(await reason(opening: path) == .newerSchema)
  }

  @Test("while another process writes, what waits stays, and what was not claimed isn't")
  func locked() async throws {
    let ledger = try await RunLedger.open(path: path, busyTimeout: 0)
    let run = try await ledger.begin(RunLedgerTests.newRun)
    try await ledger.record(RowOutcome(status: .created), row: 1, run: run, target: .lemlist)

    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let blocker = try DatabaseQueue(path: path, configuration: configuration)
    try await blocker.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
    let locked = LedgerError(.locked, path: path)
    await #expect(throws: locked) { try await ledger.flush() }
    await #expect(throws: locked) {
      try await ledger.willSend([SentRow(row: 2)], run: run, target: .lemlist)
    }
    try await blocker.writeWithoutTransaction { try $0.rollback() }

    try await ledger.flush()
    let rows = try await ledger.outcomes(run: run, target: .lemlist)
    #expect(rows.map(\.row) == [1])
    #expect(rows.first?.outcome?.status == .created)
  }

  @Test("a run that the ledger doesn't know can't be recorded for")
  func unknownRun() async throws {
    let ledger = try await RunLedger.open(path: path)
    await #expect(throws: LedgerError.self) {
      try await ledger.willSend([SentRow(row: 1)], run: RunID(rawValue: 9), target: .lemlist)
    }
  }

  @Test("commits wait for the disk")
  func synchronous() async throws {
    let ledger = try await RunLedger.open(path: path)
    let mode = try await ledger.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    let journal = try await ledger.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == 2)
    #expect(journal == "wal")
  }
}
