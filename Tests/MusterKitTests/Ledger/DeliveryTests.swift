import Foundation
import Synchronization
import Testing

@testable import MusterKit

/// A clock that stands until it is moved.
private final class StandingClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var offset: Duration
    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  private typealias Sleeper = CheckedContinuation<Void, any Error>

  private struct State {
    var now = Instant(offset: .zero)
    var sleepers: [UUID: (deadline: Instant, continuation: Sleeper)] = [:]
  }

  private let state = Mutex(State())
  var now: Instant { state.withLock { $0.now } }
  var minimumResolution: Duration { .zero }

  func advance(by duration: Duration) {
    state.withLock { state in
      state.now = state.now.advanced(by: duration)
      for (id, sleeper) in state.sleepers where sleeper.deadline <= state.now {
        state.sleepers[id] = nil
        sleeper.continuation.resume()
      }
    }
  }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let id = UUID()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: Sleeper) in
        state.withLock { state in
          if Task.isCancelled {
            continuation.resume(throwing: CancellationError())
          } else if deadline <= state.now {
            continuation.resume()
          } else {
            state.sleepers[id] = (deadline, continuation)
          }
        }
      }
    } onCancel: {
      state.withLock { state in
        state.sleepers.removeValue(forKey: id)?.continuation.resume(throwing: CancellationError())
      }
    }
  }
}

@Suite("The ledger's deliveries", .timeLimit(.minutes(5)))
struct DeliveryTests {
  private let scratch: ScratchDirectory
  private let path: String
  private let clock = StandingClock()

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.file("ledger.sqlite")
  }

  /// A ledger with a run, and a second view of the same file, as another process has it.
  private func open() async throws -> (ledger: RunLedger, run: RunID, other: RunLedger) {
    let ledger = try await RunLedger.open(path: path, clock: clock)
    let run = try await ledger.begin(RunLedgerTests.newRun)
    return (ledger, run, try await RunLedger.open(path: path))
  }

  @Test("a claim is in the file before it returns, with the payload's fingerprint")
  func claim() async throws {
    let (ledger, run, other) = try await open()
    let rows = [SentRow(row: 7, fingerprint: [1, 0, 255]), SentRow(row: 2)]
    try await ledger.willSend(rows, run: run, target: .lemlist)
    #expect(
      try await other.outcomes(run: run, target: .lemlist) == [
        DeliveryRecord(row: 2, state: .sent, outcome: nil, fingerprint: nil),
        DeliveryRecord(row: 7, state: .sent, outcome: nil, fingerprint: [1, 0, 255]),
      ])
    #expect(try await other.counts(run: run, target: .lemlist).inFlight == 2)
    #expect(try await other.outcomes(run: run, target: .getsales) == [])
  }

  @Test("claims that come together are all in the file when they return")
  func claimsTogether() async throws {
    let (ledger, run, other) = try await open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for row in 1...100 {
        group.addTask {
          try await ledger.willSend([SentRow(row: row)], run: run, target: .getsales)
          let seen = try await other.outcomes(
            run: run, target: .getsales, after: row - 1, limit: 1)
          #expect(seen.first?.row == row)
        }
      }
      try await group.waitForAll()
    }
    #expect(try await other.counts(run: run, target: .getsales).inFlight == 100)
  }

  @Test("an outcome waits for the 64th")
  func groupOf64() async throws {
    let (ledger, run, other) = try await open()
    for row in 1...64 {
      #expect(try await other.counts(run: run, target: .lemlist).statuses.total == 0)
      try await ledger.record(RowOutcome(status: .created), row: row, run: run, target: .lemlist)
    }
    #expect(try await other.counts(run: run, target: .lemlist).statuses[.created] == 64)
  }

  @Test("an outcome waits 100 ms at most while the ledger runs")
  func groupOf100Milliseconds() async throws {
    let (ledger, run, other) = try await open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await ledger.run() }
      for row in 1...3 {
        try await ledger.record(
          RowOutcome(status: .updated), row: row, run: run, target: .lemlist)
        clock.advance(by: .milliseconds(99))
        #expect(try await other.counts(run: run, target: .lemlist).statuses.total == row - 1)
        clock.advance(by: .milliseconds(1))
        while try await other.counts(run: run, target: .lemlist).statuses.total < row {}
      }
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test("the ledger's run ends when it is cancelled in the midst of a group, which flush commits")
  func cancelled() async throws {
    let (ledger, run, other) = try await open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await ledger.run() }
      try await ledger.record(RowOutcome(status: .failed), row: 1, run: run, target: .lemlist)
      group.cancelAll()
      try await group.waitForAll()
    }
    #expect(try await other.counts(run: run, target: .lemlist).statuses.total == 0)
    try await ledger.flush()
    #expect(try await other.counts(run: run, target: .lemlist).statuses[.failed] == 1)
  }

  @Test("a claim takes the outcomes along that wait")
  func claimCommitsOutcomes() async throws {
    let (ledger, run, other) = try await open()
    try await ledger.record(RowOutcome(status: .created), row: 1, run: run, target: .lemlist)
    try await ledger.willSend([SentRow(row: 2)], run: run, target: .lemlist)
    #expect(try await other.counts(run: run, target: .lemlist).statuses[.created] == 1)
  }

  @Test(
    "every outcome comes back as it was recorded",
    arguments: [
      (RowStatus.created, DeliveryState.accepted), (.updated, .accepted), (.upserted, .accepted),
      (.unchanged, .accepted), (.duplicate, .accepted), (.suppressed, .accepted),
      (.invalid, .rejected), (.rejected, .rejected), (.failed, .failed), (.unknown, .unknown),
      (.notSent, .planned),
    ])
  func roundTrip(status: RowStatus, state: DeliveryState) async throws {
    let (ledger, run, _) = try await open()
    let outcome = RowOutcome(
      status: status, targetID: "ctc_1", code: "target_rejected", reason: "It isn't \"valid\".",
      attempts: 2, httpStatus: 422)
    try await ledger.record(outcome, row: 5, run: run, target: .lemlist)
    try await ledger.flush()
    #expect(
      try await ledger.outcomes(run: run, target: .lemlist) == [
        DeliveryRecord(row: 5, state: state, outcome: outcome, fingerprint: nil)
      ])
  }

  @Test("a contact sent again is in flight again, keeps its id, and its attempts add up")
  func sentAgain() async throws {
    let (ledger, run, _) = try await open()
    let first = RowOutcome(
      status: .notSent, targetID: "ctc_1", code: "target_stopped", reason: "No credits.",
      attempts: 1, httpStatus: 402)
    try await ledger.willSend([SentRow(row: 1)], run: run, target: .lemlist)
    try await ledger.record(first, row: 1, run: run, target: .lemlist)
    try await ledger.willSend([SentRow(row: 1)], run: run, target: .lemlist)
    #expect(
      try await ledger.outcomes(run: run, target: .lemlist) == [
        DeliveryRecord(row: 1, state: .sent, outcome: nil, fingerprint: nil)
      ])
    let second = RowOutcome(status: .created, attempts: 2, httpStatus: 201)
    try await ledger.record(second, row: 1, run: run, target: .lemlist)
    try await ledger.flush()
    let outcome = try #require(
      try await ledger.outcomes(run: run, target: .lemlist).first?.outcome)
    #expect(
      outcome
        == RowOutcome(status: .created, targetID: "ctc_1", attempts: 3, httpStatus: 201))
    #expect(try await ledger.counts(run: run, target: .lemlist).attempts == 3)
  }

  @Test("outcomes come in row order, a page at a time", arguments: [1, 2, 3, 7, 100])
  func pages(limit: Int) async throws {
    let (ledger, run, _) = try await open()
    let rows = [9, 2, 31, 4, 15, 100, 1]
    for row in rows {
      try await ledger.record(RowOutcome(status: .created), row: row, run: run, target: .lemlist)
      try await ledger.record(
        RowOutcome(status: .failed), row: row + 1, run: run, target: .getsales)
    }
    try await ledger.flush()
    var seen: [Int] = []
    while true {
      let page = try await ledger.outcomes(
        run: run, target: .lemlist, after: seen.last ?? 0, limit: limit)
      #expect(page.count <= limit)
      seen += page.map(\.row)
      if page.count < limit { break }
    }
    #expect(seen == rows.sorted())
  }

  @Test("a journal claims and records for its run and target")
  func journal() async throws {
    let (ledger, run, other) = try await open()
    let journal = RunJournal(ledger: ledger, run: run, target: .getsales)
    #expect(try await journal.willSend([SentRow(row: 1), SentRow(row: 2)]) == [])
    #expect(!journal.record(row: 2, RowOutcome(status: .rejected, code: "bad_request")))
    try await ledger.flush()
    let seen = try await other.outcomes(run: run, target: .getsales)
    #expect(seen.map(\.state) == [.sent, .rejected])
    #expect(seen.last?.outcome?.code == "bad_request")
  }

  @Test("a ledger that is dropped without a flush loses the waiting group and nothing else")
  func dropped() async throws {
    let run: RunID
    do {
      let ledger = try await RunLedger.open(path: path, clock: clock)
      run = try await ledger.begin(RunLedgerTests.newRun)
      try await ledger.willSend([SentRow(row: 1), SentRow(row: 2)], run: run, target: .lemlist)
      try await ledger.record(RowOutcome(status: .created), row: 1, run: run, target: .lemlist)
      try await ledger.flush()
      try await ledger.record(RowOutcome(status: .created), row: 2, run: run, target: .lemlist)
    }
    let ledger = try await RunLedger.open(path: path)
    #expect(
      try await ledger.outcomes(run: run, target: .lemlist).map(\.state) == [.accepted, .sent])
    #expect(try await ledger.newestInterrupted()?.id == run)
  }
}
