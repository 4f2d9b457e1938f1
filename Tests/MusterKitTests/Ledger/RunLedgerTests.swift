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

  static func account(_ name: String) -> LedgerAccount {
    LedgerAccount(hash: ContentHash(Array(name.utf8)), keys: ContentHash(Array(name.utf8)))
  }

  static func newRun(
    for account: LedgerAccount, plan: PlannedRows = PlannedRows(read: 10, send: 10)
  ) -> NewRun {
    var run = newRun
    run.targets = [TargetRun(kind: .lemlist, account: account, plan: plan)]
    return run
  }

  @Test("a file that another process sends to the same account is refused, with how far it is")
  func sourceHeld() async throws {
    let mine = try await RunLedger.open(path: path)
    let other = try await RunLedger.open(path: path)
    let id = try await other.begin(Self.newRun(for: Self.account("a")))
    try await other.willSend([SentRow(row: 1), SentRow(row: 2)], run: id, target: .lemlist)
    try await other.record(RowOutcome(status: .created), row: 1, run: id, target: .lemlist)
    try await other.flush()

    let refusal = await #expect(throws: LedgerError.self) {
      try await mine.begin(Self.newRun(for: Self.account("a")))
    }
    #expect(
      refusal?.message
        == """
        The same file is being sent to lemlist by process \(getpid()): run 1, 1 of 10 contacts done. \
        Wait until it ends, or stop it and resume it later.
        """)
    // Other content at the same place, and the same content at another.
    var changed = Self.newRun(for: Self.account("a"))
    changed.sources[0].sha256 = "cd34"
    var moved = Self.newRun(for: Self.account("a"))
    moved.sources[0].path = "copy.csv"
    for run in [changed, moved] {
      await #expect(throws: LedgerError.self) { try await mine.begin(run) }
    }
    #expect(try await mine.runs().count == 1)
    // Another account, and another file.
    changed.sources[0].path = "other.csv"
    let free = [Self.newRun(for: Self.account("b")), changed]
    for run in free { _ = try await mine.begin(run) }
    try await other.close()
    _ = try await mine.begin(Self.newRun(for: Self.account("a")))
  }

  @Test("what a run's columns were, and whose rows it took back, is kept")
  func origins() async throws {
    let ledger = try await RunLedger.open(path: path)
    var run = Self.newRun
    run.columns = [
      [RunColumn(name: "Email", field: "email"), RunColumn(name: "x", field: nil, confidence: 0.3)]
    ]
    run.retryOf = try await ledger.begin(Self.newRun)
    let id = try await ledger.begin(run)
    let record = try #require(try await ledger.run(id))
    #expect(record.columns == run.columns && record.retryOf == run.retryOf)
  }

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
          settings: #"{"auto_map":true}"#, invocation: Self.newRun.invocation,
          columns: []))
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
      let refusal = await #expect(throws: LedgerError.self) { try await mine.resume(id) }
      #expect(refusal?.reason == .runHeld)
      #expect(refusal?.message.contains("process \(getpid()). ") == true)
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
    let plan = PlannedRows(
      read: 20, send: 10, invalid: 4, duplicate: 3, unchanged: 2, suppressed: 1)
    let id = try await ledger.begin(
      Self.newRun(for: Self.account("a"), plan: PlannedRows(read: 1, send: 1)))
    #expect(try await ledger.plans(run: id) == [.lemlist: PlannedRows(read: 1, send: 1)])
    try await ledger.finish(id, state: .stopped, exitCode: 3)
    _ = try await ledger.resume(
      id, targets: [TargetRun(kind: .lemlist, account: Self.account("a"), plan: plan)])
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
