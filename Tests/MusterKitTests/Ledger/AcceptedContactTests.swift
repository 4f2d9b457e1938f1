import Foundation
import Synchronization
import Testing

@testable import MusterKit

@Suite("What accounts have accepted")
struct AcceptedContactTests {
  private static let address = BaseURL("https://api.lemlist.com/api")

  private let scratch: ScratchDirectory
  private let seconds = Clock()

  private final class Clock: Sendable {
    let now = Mutex(1_800_000_000.0)
  }

  init() throws {
    scratch = try ScratchDirectory()
  }

  private func hash(_ text: String) -> ContentHash { ContentHash(Array(text.utf8)) }

  /// Opens a ledger, with a run in it.
  private func open() async throws -> (RunLedger, RunID) {
    let ledger = try await RunLedger.open(
      path: scratch.file("ledger.sqlite"),
      now: { [seconds] in Date(timeIntervalSince1970: seconds.now.withLock(\.self)) })
    return (ledger, try await ledger.begin(RunLedgerTests.newRun))
  }

  private func accept(
    _ content: String, keys: [String], row: Int = 1, _ ledger: RunLedger, _ run: RunID
  ) async throws {
    try await ledger.record(
      RowOutcome(status: .created, targetID: "id"), row: row, run: run, target: .lemlist,
      remembering: ContactMemory(hash: hash(content), keys: keys.map(hash)))
    try await ledger.flush()
  }

  private func isKnown(
    _ content: String, since: Double? = nil, _ ledger: RunLedger
  ) async throws -> Bool {
    let oldest = since.map { Date(timeIntervalSince1970: $0) }
    return try await ledger.accepted([4: hash(content)], since: oldest) == [4]
  }

  @Test("hold until something else is accepted under any of their keys")
  func replaced() async throws {
    let (ledger, run) = try await open()
    try await accept("ann 1", keys: ["mail", "slug"], ledger, run)
    try await accept("ben", keys: ["other"], row: 2, ledger, run)
    #expect(try await isKnown("ann 1", ledger))
    #expect(try await isKnown("ben", ledger))
    #expect(try await !isKnown("ann 2", ledger))

    try await accept("ann 2", keys: ["slug"], ledger, run)
    #expect(try await !isKnown("ann 1", ledger))
    #expect(try await isKnown("ann 2", ledger))

    // Back again: the mail's older entry must not take away the new one.
    try await accept("ann 1", keys: ["mail", "slug"], ledger, run)
    #expect(try await isKnown("ann 1", ledger))
    #expect(try await !isKnown("ann 2", ledger))
    #expect(try await isKnown("ben", ledger))
  }

  @Test("hold when the contact is on its list, also by a later run")
  func provisional() async throws {
    let (ledger, run) = try await open()
    try await accept("ann 1", keys: ["mail"], ledger, run)
    var memory = ContactMemory(hash: hash("ann 2"), keys: [hash("mail")])
    memory.isHeld = false
    try await ledger.willSend(
      [SentRow(row: 1, fingerprint: memory.hash.bytes)], run: run, target: .lemlist)
    let outcome = RowOutcome(
      status: .created, targetID: "id", code: DiagnosticCode.notAddedToList.rawValue)
    try await ledger.record(outcome, row: 1, run: run, target: .lemlist, remembering: memory)
    let standing = try await ledger.standing(run: run, target: .lemlist)
    #expect(try await !isKnown("ann 1", ledger))
    #expect(try await !isKnown("ann 2", ledger))

    let entry = try #require(standing.unlisted.first)
    try await ledger.record(
      entry.outcome, row: 1, run: run, target: .lemlist, remembering: entry.memory)
    try await ledger.flush()
    #expect(try await isKnown("ann 2", ledger))
    try await accept("ann 3", keys: ["mail"], ledger, run)
    #expect(try await !isKnown("ann 2", ledger))
  }

  @Test("grow old")
  func age() async throws {
    let (ledger, run) = try await open()
    try await accept("ann", keys: ["mail"], ledger, run)
    #expect(try await isKnown("ann", since: 1_800_000_000, ledger))
    #expect(try await !isKnown("ann", since: 1_800_000_001, ledger))
    seconds.now.withLock { $0 += 100 }
    try await accept("ann", keys: ["mail"], ledger, run)
    #expect(try await isKnown("ann", since: 1_800_000_100, ledger))
  }

  @Test("that another process had accepted meanwhile are told before they are sent")
  func meanwhile() async throws {
    let (mine, run) = try await open()
    let other = try await RunLedger.open(path: mine.path)
    let journal = RunJournal(ledger: mine, run: run, target: .lemlist, heldSince: .distantPast)
    func send(_ row: Int, isAlone: Bool = true) async throws -> [Int] {
      try await journal.willSend([
        SentRow(row: row, fingerprint: hash("ann \(row)").bytes, isAlone: isAlone)
      ])
    }
    #expect(try await send(1) == [])
    #expect(try await send(2) == [])
    for name in ["ann 3", "ann 4"] { try await accept(name, keys: [name], other, run) }
    #expect(try await send(9) == [])
    #expect(try await send(3) == [3])
    // Another contact about the same person may have to follow.
    #expect(try await send(4, isAlone: false) == [])
    #expect(try await mine.outcomes(run: run, target: .lemlist).map(\.row) == [1, 2, 4, 9])

    // Accepted by another process, which is about to put it on its list; then that ends.
    let living = try await other.begin(RunLedgerTests.newRun)
    let outcome = RowOutcome(
      status: .created, targetID: "id", code: DiagnosticCode.notAddedToList.rawValue)
    try await other.willSend(
      [SentRow(row: 1, fingerprint: hash("ann 5").bytes)], run: living, target: .lemlist)
    var failed = outcome
    failed.reason = "lemlist didn't take it."
    try await other.record(failed, row: 1, run: living, target: .lemlist)
    try await other.flush()
    #expect(try await send(5) == [])
    var provisional = outcome
    provisional.reason = Diagnostic(.notAddedToList).message
    try await other.record(provisional, row: 1, run: living, target: .lemlist)
    try await other.flush()
    #expect(try await send(5) == [5])
    try await other.close()
    #expect(try await send(5) == [])
  }

  @Test("are found one by one and side by side alike", arguments: [0, 20_000])
  func many(others: Int) async throws {
    let (ledger, run) = try await open()
    for row in 1...50 { try await accept("c\(row)", keys: ["k\(row)"], row: row, ledger, run) }
    var wanted: [Int: ContentHash] = [:]
    for place in 1...100 { wanted[place] = hash("c\(place)") }
    for place in 0..<others { wanted[1000 + place] = hash("other \(place)") }
    #expect(try await ledger.accepted(wanted, since: nil).sorted() == Array(1...50))
  }

  @Test("are those of an account, its address, and what is sent there")
  func accounts() async throws {
    let (ledger, _) = try await open()
    let address = try #require(Self.address)
    let other = try #require(BaseURL("http://127.0.0.1:1"))
    let accounts = [
      try await ledger.account(of: Secret("key"), at: address, list: "l", settings: [1]),
      try await ledger.account(of: Secret("other"), at: address, list: "l", settings: [1]),
      try await ledger.account(of: Secret("key"), at: other, list: "l", settings: [1]),
      try await ledger.account(of: Secret("key"), at: address, list: "l", settings: [2]),
    ]
    #expect(Set(accounts.map(\.hash)).count == 4)
    // Whatever is sent to a list, its contacts are known by the same.
    #expect(accounts[3].keys == accounts[0].keys)
    let list = try await ledger.account(
      of: Secret("key"), at: address, list: "m", settings: [1])
    #expect(Set([accounts[0], accounts[1], accounts[2], list].map(\.keys)).count == 4)
    #expect(
      try await ledger.account(of: Secret("key"), at: address, list: "l", settings: [1])
        == accounts[0])
  }
}

@Suite struct ContentHashTests {
  private static let header = ["Email", "Job Title", "Notes"]

  private func hashes(_ rows: [[String]], _ header: [String] = header) throws -> [ContentHash] {
    try rowMapper(header).contentHashes(rowBatch(rows))
  }

  @Test func `what is sent counts, and nothing else`() throws {
    let same = try hashes([
      ["a@b.de", "Chief", "one"], ["a@b.de", "Chief", "two"], [" a@b.de", "Chief ", ""],
      ["a@b.de", "Chief"],
    ])
    #expect(Set(same).count == 1)
    #expect(
      try hashes([["x", "Chief", "a@b.de"]], ["Remark", "Job Title", "E-Mail"])[0] == same[0])
  }

  @Test func `cells don't run into each other`() throws {
    let different = try hashes([
      ["a@b.de", "Chief", ""], ["a@b.deC", "hief", ""], ["a@b.de", "", ""], ["", "a@b.de", ""],
      ["", "", ""], ["a@b.de", "chief", ""],
    ])
    #expect(Set(different).count == different.count)
  }
}
