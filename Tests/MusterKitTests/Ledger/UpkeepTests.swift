import Foundation
import Testing

@testable import MusterKit

@Suite("Upkeep of the ledger")
struct UpkeepTests {
  private let scratch: ScratchDirectory
  private let path: String

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.file("ledger.sqlite")
  }

  private static func hash(_ text: String) -> ContentHash { ContentHash(Array(text.utf8)) }

  /// A run that ended, with contacts that were accepted under keys.
  private func run(
    _ ledger: RunLedger, at account: String,
    contacts: [(content: String, keys: [PersonKey], id: String)]
  ) async throws -> RunID {
    let known = RunLedgerTests.account(account)
    let run = try await ledger.begin(
      RunLedgerTests.newRun(
        for: known, plan: PlannedRows(read: contacts.count, send: contacts.count)))
    for (index, contact) in contacts.enumerated() {
      let memory = ContactMemory(
        hash: Self.hash(contact.content), keys: contact.keys.map { known.keys.followed(by: $0) })
      try await ledger.willSend(
        [SentRow(row: index + 1, fingerprint: memory.hash.bytes)], run: run, target: .lemlist)
      try await ledger.record(
        RowOutcome(status: .created, targetID: contact.id), row: index + 1, run: run,
        target: .lemlist,
        remembering: memory)
    }
    try await ledger.finish(run, state: .finished, exitCode: 0)
    return run
  }

  private func key(_ text: String) throws -> PersonKey { try #require(PersonKey(naming: text)) }

  @Test("prune takes out what ended before, and keeps what accounts hold")
  func prune() async throws {
    let clock = EntryLog<Date>()
    clock.append(Date(timeIntervalSince1970: 1_800_000_000))
    let ledger = try await RunLedger.open(path: path, now: { clock.entries.last ?? .distantPast })
    let ann = try key("ann@firma.example")
    _ = try await run(ledger, at: "a", contacts: [("1", [ann], "c1"), ("2", [], "c2")])
    let interrupted = try await ledger.begin(
      RunLedgerTests.newRun(for: RunLedgerTests.account("b")))
    try await ledger.finish(interrupted, state: .interrupted, exitCode: 4)
    clock.append(Date(timeIntervalSince1970: 1_800_100_000))
    let young = try await run(ledger, at: "a", contacts: [("3", [], "c3")])
    let held = try await ledger.begin(RunLedgerTests.newRun(for: RunLedgerTests.account("c")))
    clock.append(Date(timeIntervalSince1970: 1_800_200_000))
    #expect(
      try await ledger.prune(before: Date(timeIntervalSince1970: 1_800_050_000)) == (2, 2))
    #expect(try await ledger.runs().map(\.id) == [held, young])
    #expect(try await ledger.prune(before: .distantFuture).runs == 1)
    #expect(try await ledger.runs().map(\.id) == [held])
    #expect(try await ledger.accepted([0: Self.hash("1")], since: nil) == [0])
    #expect(try await ledger.damages().isEmpty)
    await #expect(throws: LedgerError.self) { try await ledger.vacuum() }
    try await ledger.finish(held, state: .finished, exitCode: 0)
    try await ledger.vacuum()
    let info = try await ledger.info()
    #expect(info.runs == [.finished: 1] && info.deliveries == 0 && info.accepted == 3)
  }

  @Test("forget erases a person under any key, in all runs, and no other")
  func forget() async throws {
    let ledger = try await RunLedger.open(path: path)
    let (mail, slug) = (
      try key("Ann@Firma.example"), try key("https://www.linkedin.com/in/ann-lee")
    )
    let bob = try key("bob@firma.example")
    _ = try await run(
      ledger, at: "a", contacts: [("ann 1", [mail, slug], "ctc_1"), ("bob", [bob], "ctc_2")])
    _ = try await run(ledger, at: "a", contacts: [("ann 2", [mail, slug], "ctc_1")])
    _ = try await run(ledger, at: "b", contacts: [("ann 3", [slug], "ctc_9")])

    let forgotten = try await ledger.forget([slug])
    #expect(forgotten.accepted == 2 && forgotten.deliveries == 3)
    #expect(forgotten.places.map(\.rows) == [[1], [1], [1]])
    #expect(
      try await ledger.accepted([0: Self.hash("ann 2"), 1: Self.hash("bob")], since: nil) == [1]
    )
    for id in try await ledger.runs().map(\.id) {
      for record in try await ledger.outcomes(run: id, target: .lemlist) {
        let isBob = record.outcome?.targetID == "ctc_2"
        #expect(isBob || record.outcome?.targetID == nil && record.fingerprint == nil)
        #expect(record.outcome?.status == .created)
      }
    }
    #expect(try await ledger.forget([slug, mail]).accepted == 0)
    try await ledger.close()
    // Nothing of it is left in the file.
    let file = try Data(contentsOf: URL(filePath: path))
    #expect(file.range(of: Data("ctc_1".utf8)) == nil && file.range(of: Data("ctc_2".utf8)) != nil)
    #expect(file.range(of: Data(Self.hash("ann 2").bytes)) == nil)
  }

  @Test("forget finds rows that were never accepted by the values that are kept")
  func forgetByValues() async throws {
    let ledger = try await RunLedger.open(path: path)
    let slug = try key("https://www.linkedin.com/in/ann-lee")
    let ann = try await run(ledger, at: "a", contacts: [("ann", [slug], "ctc_1")])
    let refused = try await ledger.begin(RunLedgerTests.newRun(for: RunLedgerTests.account("b")))
    for (row, (mail, slug)) in [("ann@firma.example", "ann-lee"), ("bob@firma.example", "bob")]
      .enumerated()
    {
      var contact = Contact(row: row + 1, line: row + 2)
      contact[.firstName] = "Some"
      contact[.lastName] = "Body"
      contact[.email] = mail
      contact.identity = Identity(email: mail, linkedin: slug)
      // The first with the content that another account has accepted.
      let sent = SentRow(
        row: row + 1, fingerprint: row == 0 ? Self.hash("ann").bytes : nil,
        values: KeptValues(contact))
      try await ledger.willSend([sent], run: refused, target: .lemlist)
      try await ledger.record(
        RowOutcome(status: .rejected, code: "target_rejected"), row: row + 1, run: refused,
        target: .lemlist)
    }
    try await ledger.finish(refused, state: .finished, exitCode: 1)
    let kept = try await ledger.outcomes(run: refused, target: .lemlist).map(\.values)
    #expect(
      kept[1]?.text == #"{"email":"bob@firma.example","linkedin":"bob","name":"Some Body"}"#)

    let forgotten = try await ledger.forget([try key("Ann@Firma.example")])
    #expect(forgotten.deliveries == 2)
    #expect(Set(forgotten.places.map(\.run)) == [ann, refused])
    let left = try await ledger.outcomes(run: refused, target: .lemlist)
    #expect(left[0].values == nil && left[0].outcome?.status == .rejected)
    #expect(left[1].values == kept[1])
    try await ledger.close()
    let file = try Data(contentsOf: URL(filePath: path))
    #expect(file.range(of: Data("ann@".utf8)) == nil && file.range(of: Data("bob@".utf8)) != nil)
  }

  @Test("forget waits for no run that could write it again")
  func forgetWhileRunning() async throws {
    let ledger = try await RunLedger.open(path: path)
    _ = try await ledger.begin(RunLedgerTests.newRun)
    let key = try key("ann@firma.example")
    let refusal = await #expect(throws: LedgerError.self) { try await ledger.forget([key]) }
    #expect(refusal?.reason == .runHeld)
  }

  @Test(
    "a person is named by one address or identifier",
    arguments: ["", "n/a", "Ann", "a@x.de, b@x.de"])
  func names(text: String) throws {
    #expect(PersonKey(naming: text) == nil || text == "Ann")
    #expect(PersonKey(naming: "mailto:Ann@Firma.Example") == (try key("ann@firma.example")))
    #expect(PersonKey(naming: "linkedin.com/in/Ann-Lee/") == (try key("ann-lee")))
  }

  @Test("status says how fast it goes, how long it takes, and what went wrong last")
  func status() async throws {
    let clock = EntryLog<Date>()
    let start = Date(timeIntervalSince1970: 1_800_000_000)
    clock.append(start)
    let ledger = try await RunLedger.open(path: path, now: { clock.entries.last ?? .distantPast })
    let id = try await ledger.begin(
      RunLedgerTests.newRun(
        for: RunLedgerTests.account("a"), plan: PlannedRows(read: 400, send: 400)))
    for row in 1...130 {
      clock.append(start.addingTimeInterval(Double(row)))
      let status: RowStatus = row % 50 == 0 ? .rejected : .created
      try await ledger.record(
        RowOutcome(status: status, code: status == .rejected ? "target_rejected" : nil), row: row,
        run: id, target: .lemlist)
      try await ledger.flush()
    }
    let record = try #require(try await ledger.run(id))
    let target = try #require(try await ledger.status(of: record, failures: 1).targets.first)
    #expect(target.done == 130)
    #expect(abs((target.perSecond ?? 0) - 1) < 0.05)
    #expect(abs((target.timeLeft?.seconds ?? 0) - 270) < 15)
    #expect(target.lastFailures.map(\.row) == [100])
    try await ledger.finish(id, state: .stopped, exitCode: 3)
    let ended = try #require(try await ledger.run(id))
    #expect(try await ledger.status(of: ended).targets[0].perSecond == nil)
  }
}
