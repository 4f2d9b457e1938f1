import Synchronization

@testable import MusterKit

/// Answers requests from a script instead of a network, and remembers them.
final class ScriptedTransport: HTTPTransport {
  /// What comes back, and how long that takes.
  struct Reply: Sendable {
    var result: Result<HTTPAnswer, TransportFailure>
    var latency: Duration = .milliseconds(100)

    static func answer(
      _ status: Int, _ body: String = "", headers: HTTPHeaderFields = [:],
      latency: Duration = .milliseconds(100)
    ) -> Reply {
      Reply(
        result: .success(HTTPAnswer(status: status, headers: headers, body: Array(body.utf8))),
        latency: latency)
    }

    static func failure(
      _ failure: TransportFailure, latency: Duration = .milliseconds(100)
    ) -> Reply {
      Reply(result: .failure(failure), latency: latency)
    }
  }

  struct Sent: Sendable {
    var request: HTTPRequest
    var at: Duration

    var body: String { String(decoding: request.body, as: UTF8.self) }
  }

  private let clock: any DeliveryClock
  private let script: @Sendable (_ request: HTTPRequest, _ number: Int) -> Reply
  private let log = Mutex<[Sent]>([])

  /// The script gives the reply to a request; requests are numbered from 1.
  init(
    clock: any DeliveryClock,
    _ script: @escaping @Sendable (_ request: HTTPRequest, _ number: Int) -> Reply
  ) {
    self.clock = clock
    self.script = script
  }

  var sent: [Sent] { log.withLock(\.self) }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
    let number = log.withLock { log in
      log.append(Sent(request: request, at: clock.now))
      return log.count
    }
    let reply = script(request, number)
    if reply.latency > .zero {
      do { try await clock.sleep(for: reply.latency) } catch { throw .cancelled }
    }
    return try reply.result.get()
  }
}

/// A journal in memory.
final class RecordingJournal: DeliveryJournal {
  private struct State {
    var claims: [Int] = []
    var records: [(row: Int, outcome: RowOutcome)] = []
    var others: Set<Int> = []
    var released: [Int] = []
    var held: Set<Int> = []
  }

  private let state = Mutex(State())
  private let onRecord: @Sendable (Int, RowOutcome) throws -> Void

  init(onRecord: @escaping @Sendable (Int, RowOutcome) throws -> Void = { _, _ in }) {
    self.onRecord = onRecord
  }

  /// The rows whose contacts somebody else is sending.
  func setOthers(_ rows: Set<Int>) {
    state.withLock { $0.others = rows }
  }

  /// The rows whose contacts the account has come to hold by somebody else.
  func setHeld(_ rows: Set<Int>) {
    state.withLock { $0.held = rows }
  }

  /// The rows said to be sent, one entry a send.
  var claims: [Int] { state.withLock(\.claims) }
  var records: [(row: Int, outcome: RowOutcome)] { state.withLock(\.records) }

  /// What the records of each row come to: the last one counts, attempts add up.
  var outcomes: [Int: RowOutcome] {
    var outcomes: [Int: RowOutcome] = [:]
    for (row, outcome) in records {
      var outcome = outcome
      outcome.attempts += outcomes[row]?.attempts ?? 0
      outcomes[row] = outcome
    }
    return outcomes
  }

  func reserve(_ row: SentRow) -> Bool {
    state.withLock { !$0.others.contains(row.row) }
  }

  /// The rows that were let go of without an outcome.
  var released: [Int] { state.withLock(\.released) }

  func release(row: Int) {
    state.withLock { $0.released.append(row) }
  }

  func willSend(_ rows: [SentRow]) async throws -> [Int] {
    state.withLock { state in
      let held = rows.map(\.row).filter(state.held.contains)
      state.claims += rows.map(\.row).filter { !held.contains($0) }
      return held
    }
  }

  func record(
    row: Int, _ outcome: RowOutcome, remembering memory: ContactMemory?
  ) throws -> Bool {
    try onRecord(row, outcome)
    state.withLock { $0.records.append((row, outcome)) }
    return false
  }

  func commit() {}
}

/// What several tasks write down.
final class EntryLog<Entry: Sendable>: Sendable {
  private let log = Mutex<[Entry]>([])

  var entries: [Entry] { log.withLock(\.self) }

  func append(_ entry: Entry) {
    log.withLock { $0.append(entry) }
  }
}
