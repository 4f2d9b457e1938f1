import Foundation
import Testing

@testable import MusterKit

@Suite struct LedgerSendLogTests {
  private static let rate = SendingRate.limited(RateLimit(requests: 20, window: .seconds(2)))
  private static let address = SampleTarget.baseURL("https://api.lemlist.com/api")

  /// Asks a log for a request, as a process of its own would.
  private func ask(
    _ log: LedgerSendLog, at now: Duration
  ) async throws -> SlidingWindowLimiter.Decision {
    try await log.update { log in
      var limiter = SlidingWindowLimiter(Self.rate, log: log)
      let decision = limiter.request(at: now)
      log = limiter.log
      return decision
    }
  }

  @Test("Two who use a key by the same ledger stay under one limit, and use all of it")
  func shared() async throws {
    let directory = try ScratchDirectory()
    let path = directory.file("ledger.sqlite")
    // Each has the file open for itself, as two processes have.
    let ledgers = [try await RunLedger.open(path: path), try await RunLedger.open(path: path)]
    var logs: [LedgerSendLog] = []
    for ledger in ledgers {
      logs.append(try await ledger.sendLog(of: Secret("key"), at: Self.address))
    }
    var generator = SeededGenerator(seed: 3)
    var now = Duration.seconds(50_000)
    var sends: [[Duration]] = [[], []]
    while sends.joined().count < 200 {
      let who = Int.random(in: 0...1, using: &generator)
      switch try await ask(logs[who], at: now) {
      case .go: sends[who].append(now)
      case .wait(let time): now += min(time, .milliseconds(7))
      }
    }
    let all = sends.joined().sorted()
    for index in all.indices.dropFirst(20) {
      #expect(all[index] - all[index - 20] >= .milliseconds(2045))
    }
    #expect(all[199] - all[0] < .milliseconds(21_000))
    #expect(sends.allSatisfy { $0.count > 50 })
    for ledger in ledgers { try await ledger.close() }
  }

  @Test("A pause holds all who use the key, and nobody else")
  func pause() async throws {
    let directory = try ScratchDirectory()
    let ledger = try await RunLedger.open(path: directory.file("ledger.sqlite"))
    let one = try await ledger.sendLog(of: Secret("key"), at: Self.address)
    let same = try await ledger.sendLog(of: Secret("key"), at: Self.address)
    let otherKey = try await ledger.sendLog(of: Secret("other"), at: Self.address)
    let otherPlace = try await ledger.sendLog(
      of: Secret("key"), at: SampleTarget.baseURL("https://amazing.getsales.io"))
    try await one.update { $0.pausedUntil = .microseconds(5_000_000) }
    #expect(try await ask(same, at: .seconds(1)) == .wait(.seconds(4)))
    #expect(try await ask(otherKey, at: .seconds(1)) == .go)
    #expect(try await ask(otherPlace, at: .seconds(1)) == .go)
    try await ledger.close()
  }

  @Test("The ledger doesn't hold the key")
  func secrecy() async throws {
    let directory = try ScratchDirectory()
    let ledger = try await RunLedger.open(path: directory.file("ledger"))
    let log = try await ledger.sendLog(of: Secret("secret-key-1234"), at: Self.address)
    #expect(try await ask(log, at: .seconds(1)) == .go)
    try await ledger.close()
    for name in try directory.names() {
      let bytes = try Data(contentsOf: URL(filePath: directory.file(name)))
      #expect(!bytes.isEmpty && bytes.range(of: Data("secret-key-1234".utf8)) == nil, "\(name)")
    }
  }

  @Test("What was written is read again as it was")
  func roundTrip() async throws {
    let directory = try ScratchDirectory()
    let ledger = try await RunLedger.open(path: directory.file("ledger.sqlite"))
    let log = try await ledger.sendLog(of: Secret("key"), at: Self.address)
    let written = try await log.update { log in
      log.sends = (0..<300).map { .microseconds(1_000_000 + $0 * 200_150) }
      log.due = .microseconds(61_000_001)
      log.cautiousUntil = .microseconds(9_999_999)
      return log
    }
    #expect(try await log.update { $0 } == written)
    try await ledger.close()
  }
}
