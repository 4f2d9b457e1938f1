import Foundation
import Testing

@testable import MusterKit

@Suite("The ledger of runs")
struct RunLedgerTests {
  let scratch: ScratchDirectory
  let path: String

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.file("state/muster/ledger.sqlite")
  }

  static let newRun = NewRun(
    directory: "/runs/1",
    sources: [RunSource(path: "leads.csv", sha256: "ab12", bytes: 4096)],
    mappingFingerprint: "f00d", settings: #"{"auto_map":true}"#,
    invocation: Invocation(files: ["leads.csv"], directory: "/home/ann", targets: [.lemlist]))

  @Test("makes its directories and files for its owner only")
  func modes() async throws {
    let ledger = try await RunLedger.open(path: path)
    _ = try await ledger.begin(Self.newRun)
    #expect(try ScratchDirectory.mode(scratch.file("state")) == 0o700)
    #expect(try ScratchDirectory.mode(scratch.file("state/muster")) == 0o700)
    let names = try scratch.names(in: "state/muster")
    #expect(
      names == [
        "ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal", "ledger.sqlite.run-1.lock",
      ])
    for name in names {
      #expect(try ScratchDirectory.mode(scratch.file("state/muster/\(name)")) == 0o600)
    }
  }

  @Test("narrows the mode of a file that others could read")
  func narrows() async throws {
    try await RunLedger.open(path: path).close()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try await RunLedger.open(path: path).close()
    #expect(try ScratchDirectory.mode(path) == 0o600)
  }

  @Test("keeps what is known of a run")
  func keepsRun() async throws {
    let start = Date(timeIntervalSince1970: 1_768_000_000.123)
    let ledger = try await RunLedger.open(path: path, now: { start })
    let id = try await ledger.begin(Self.newRun)
    try await ledger.finish(id, state: .finished, exitCode: 1)
    try await ledger.close()

    let record = try await RunLedger.open(path: path).run(id)
    #expect(
      record
        == RunRecord(
          id: RunID(rawValue: 1), started: start, finished: start, state: .finished, exitCode: 1,
          directory: "/runs/1", sources: Self.newRun.sources, mappingFingerprint: "f00d",
          settings: #"{"auto_map":true}"#, invocation: Self.newRun.invocation))
  }

  @Test("knows by which mapping a contact was accepted")
  func acceptedMappings() async throws {
    let ledger = try await RunLedger.open(path: path)
    let id = try await ledger.begin(Self.newRun)
    #expect(try await !ledger.hasAccepted(mapping: "f00d"))
    for (row, status) in [(1, RowStatus.rejected), (2, .created)] {
      try await ledger.record(RowOutcome(status: status), row: row, run: id, target: .lemlist)
      try await ledger.flush()
      #expect(try await ledger.hasAccepted(mapping: "f00d") == (row == 2))
    }
    #expect(try await !ledger.hasAccepted(mapping: "beef"))
  }

  @Test("lists the latest runs, the newest first, and knows no others")
  func lists() async throws {
    let ledger = try await RunLedger.open(path: path)
    for _ in 1...3 { _ = try await ledger.begin(Self.newRun) }
    #expect(try await ledger.runs(limit: 2).map(\.id.rawValue) == [3, 2])
    #expect(try await ledger.run(RunID(rawValue: 4)) == nil)
    await #expect(throws: LedgerError.runNotFound(RunID(rawValue: 4))) {
      try await ledger.resume(RunID(rawValue: 4))
    }
    await #expect(throws: LedgerError.runNotFound(RunID(rawValue: 4))) {
      try await ledger.finish(RunID(rawValue: 4), state: .finished, exitCode: 0)
    }
  }

  @Test("finds the newest run to resume", arguments: [RunState.interrupted, .stopped])
  func newestInterrupted(state: RunState) async throws {
    let ledger = try await RunLedger.open(path: path)
    #expect(try await ledger.newestInterrupted() == nil)
    for state in [state, state, .finished] {
      try await ledger.finish(try await ledger.begin(Self.newRun), state: state, exitCode: 4)
    }
    let found = try #require(try await ledger.newestInterrupted())
    #expect(found.id.rawValue == 2)
    #expect(found.state == state)
  }

  @Test("tells a run at work elsewhere from one whose process died")
  func lease() async throws {
    let mine = try await RunLedger.open(path: path)
    let id: RunID
    do {
      let other = try await RunLedger.open(path: path)
      id = try await other.begin(Self.newRun)
      #expect(try await mine.run(id)?.state == .running)
      #expect(try await mine.newestInterrupted() == nil)
      await #expect(throws: LedgerError.runHeld(id)) { try await mine.resume(id) }
      try await other.close()
    }
    #expect(try await mine.run(id)?.state == .interrupted)
    #expect(try await mine.newestInterrupted()?.id == id)

    #expect(try await mine.resume(id).state == .interrupted)
    #expect(try await mine.run(id)?.state == .running)
    try await mine.finish(id, state: .finished, exitCode: 0)
    #expect(try await mine.newestInterrupted() == nil)
    #expect(try scratch.names(in: "state/muster").allSatisfy { !$0.hasSuffix(".lock") })
  }

  @Test("a run that was ended and resumed reads as running")
  func resumes() async throws {
    let ledger = try await RunLedger.open(path: path)
    let id = try await ledger.begin(Self.newRun)
    try await ledger.finish(id, state: .stopped, exitCode: 3)
    #expect(try await ledger.resume(id).exitCode == 3)
    let record = try #require(try await ledger.run(id))
    #expect(record.state == .running)
    #expect(record.finished == nil)
    #expect(record.exitCode == nil)
  }

  @Test("with the plan, says what became of every row read")
  func plan() async throws {
    let ledger = try await RunLedger.open(path: path)
    let id = try await ledger.begin(Self.newRun)
    let plan = PlannedRows(
      read: 20, send: 10, invalid: 4, duplicate: 3, unchanged: 2, suppressed: 1)
    try await ledger.setPlan(PlannedRows(read: 1, send: 1), run: id, target: .lemlist)
    try await ledger.setPlan(plan, run: id, target: .lemlist)
    #expect(try await ledger.plans(run: id) == [.lemlist: plan])

    try await ledger.willSend([SentRow(row: 3), SentRow(row: 4)], run: id, target: .lemlist)
    try await ledger.record(RowOutcome(status: .created), row: 3, run: id, target: .lemlist)
    try await ledger.record(RowOutcome(status: .unchanged), row: 7, run: id, target: .lemlist)
    try await ledger.record(RowOutcome(status: .notSent), row: 8, run: id, target: .lemlist)
    try await ledger.flush()
    let counts = try await ledger.counts(run: id, target: .lemlist)
    #expect(counts.inFlight == 1)
    let statuses = plan.statuses(with: counts)
    #expect(statuses.total == 20)
    #expect(statuses[.created] == 1)
    #expect(statuses[.unchanged] == 3)
    #expect(statuses[.notSent] == 8)
  }

  @Test(
    "reads a run's number as typed",
    arguments: [("12", 12), ("0", nil), ("-1", nil), ("x", nil)])
  func runNumber(text: String, number: Int?) {
    #expect(RunID(text) == number.map { RunID(rawValue: Int64($0)) })
  }
}
