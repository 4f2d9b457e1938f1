import Synchronization
import Testing

@testable import MusterKit

/// A delivery in virtual time, against a script.
struct Rehearsal: Sendable {
  typealias Reply = ScriptedTransport.Reply

  let time = VirtualTime()
  let target: any Target
  var rate = SendingRate.limited(RateLimit(requests: 20, window: .seconds(2)))
  var options = Uploader.Options(seed: 1)
  var journal = RecordingJournal()
  let events = EntryLog<DeliveryEvent>()

  init(_ target: any Target) {
    self.target = target
  }

  struct Result: Sendable {
    var summary: DeliverySummary
    var sent: [ScriptedTransport.Sent]
    var outcomes: [Int: RowOutcome]
    var events: [DeliveryEvent]
    var end: Duration

    var stopReason: StopReason? {
      if case .stopped(let cause) = summary.ending { cause.reason } else { nil }
    }

    /// Requests for a row, by the marker in its body.
    func requests(row: Int) -> [ScriptedTransport.Sent] {
      sent.filter { $0.body.contains("\"r\(row)\"") }
    }
  }

  /// A contact whose body has `"rN"` in it.
  static func contact(_ row: Int, person: Int? = nil) -> PlannedContact {
    PlannedContact(
      row: row, payload: Payload(body: Array("{\"first_name\":\"r\(row)\"}".utf8)), person: person)
  }

  /// Which row a request is for; nil for a list.
  static func row(of request: HTTPRequest) -> Int? {
    String(decoding: request.body, as: UTF8.self).split(separator: "\"")
      .compactMap { $0.first == "r" ? Int($0.dropFirst()) : nil }.first
  }

  /// Delivers rows 1 to `rows`, with something else going on beside it.
  ///
  /// - Returns: all there is to know about it.
  /// - Throws: what the delivery throws.
  func deliver(
    _ rows: Int, pending: [ListEntry] = [], sourceFailsAfter: Int? = nil,
    person: @escaping @Sendable (Int) -> Int? = { _ in nil },
    during: @escaping @Sendable (Uploader, VirtualTime) async -> Void = { _, _ in },
    _ script: @escaping @Sendable (HTTPRequest, Int) -> Reply
  ) async throws -> Result {
    let transport = ScriptedTransport(clock: time, script)
    let budget = RateLimiter(rate, clock: time)
    let uploader = Uploader(
      target: target, transport: transport, budget: budget, rate: rate, journal: journal,
      clock: time, options: options, onEvent: { [events] in events.append($0) })
    let source = CountingSource(rows: rows, failsAfter: sourceFailsAfter, person: person)
    let summary = try await time.run { [time] in
      try await withThrowingTaskGroup(of: DeliverySummary?.self) { group in
        group.addTask { try await uploader.upload(pending: pending) { try source.next($0) } }
        group.addTask {
          await during(uploader, time)
          return nil
        }
        var summary: DeliverySummary?
        for try await result in group { summary = result ?? summary }
        return summary
      }
    }
    return Result(
      summary: try #require(summary), sent: transport.sent, outcomes: journal.outcomes,
      events: events.entries, end: time.now)
  }
}

/// Gives out numbered contacts.
final class CountingSource: Sendable {
  struct Damaged: Error {}

  private let rows: Int
  private let failsAfter: Int?
  private let person: @Sendable (Int) -> Int?
  private let last = Mutex(0)

  init(
    rows: Int, failsAfter: Int? = nil, person: @escaping @Sendable (Int) -> Int? = { _ in nil }
  ) {
    self.rows = rows
    self.failsAfter = failsAfter
    self.person = person
  }

  func next(_ limit: Int) throws -> [PlannedContact] {
    try last.withLock { last in
      if let failsAfter, last >= failsAfter { throw Damaged() }
      let end = min(last + limit, rows, failsAfter ?? rows)
      defer { last = end }
      return (last..<end).map { Rehearsal.contact($0 + 1, person: person($0 + 1)) }
    }
  }
}

@Suite(.withThirdTarget) struct UploaderTests {
  private typealias Reply = ScriptedTransport.Reply

  /// A target of each kind, without a list step.
  private static func rehearsal(_ kind: TargetKind) throws -> Rehearsal {
    Rehearsal(try SampleTarget.of(kind))
  }

  @Test(
    "Every contact is sent once, claimed before and recorded after", arguments: SampleTarget.kinds)
  func allAccepted(kind: TargetKind) async throws {
    let rehearsal = try Self.rehearsal(kind)
    let result = try await rehearsal.deliver(100) { _, number in
      .answer(200, SampleTarget.acceptance(kind, id: "id\(number)"))
    }
    let status = TargetSample.of(kind).status
    #expect(result.summary.ending == .finished)
    #expect(result.summary.statuses[status] == 100)
    #expect(result.summary.statuses.total == 100)
    #expect(result.sent.count == 100)
    #expect(Set(rehearsal.journal.claims) == Set(1...100) && rehearsal.journal.claims.count == 100)
    #expect(result.outcomes.count == 100)
    #expect(result.outcomes.values.allSatisfy { $0.attempts == 1 && $0.httpStatus == 200 })
    #expect(Set(result.outcomes.values.compactMap(\.targetID)).count == 100)
    var requests = RequestCounts()
    requests.sent = 100
    requests.accepted = 100
    #expect(result.summary.requests == requests)
    #expect(result.summary.unanswered.isEmpty)
  }

  @Test("Contacts of one person go one after the other, in their order; others don't wait for them")
  func onePersonAtATime() async throws {
    // Rows 1, 4, 7 … are about one person; one of its requests has to be repeated.
    let repeated = EntryLog<Int>()
    let result = try await Self.rehearsal(.getsales).deliver(
      30, person: { $0 % 3 == 1 ? 1 : nil }
    ) { request, number in
      let isFirst = Rehearsal.row(of: request) == 4 && repeated.entries.isEmpty
      if isFirst { repeated.append(4) }
      return isFirst
        ? .answer(500, latency: .milliseconds(700))
        : .answer(
          200, SampleTarget.acceptance(.getsales, id: "id\(number)"), latency: .milliseconds(700))
    }
    #expect(result.summary.ending == .finished && result.summary.statuses[.upserted] == 30)
    let own = result.sent.filter { (Rehearsal.row(of: $0.request) ?? 0) % 3 == 1 }
    #expect(own.count == 11)
    for (earlier, later) in zip(own, own.dropFirst()) {
      #expect(later.at - earlier.at >= .milliseconds(700))
      #expect(
        Rehearsal.row(of: later.request) ?? 0 >= Rehearsal.row(of: earlier.request) ?? 0)
    }
    let others = result.sent.filter { (Rehearsal.row(of: $0.request) ?? 0) % 3 != 1 }
    let last = try #require(others.last)
    #expect(last.at < own[own.count - 1].at)
  }

  @Test("The limit is reached although an answer takes half a second")
  func throughput() async throws {
    let rehearsal = try Self.rehearsal(.lemlist)
    let result = try await rehearsal.deliver(300) { _, _ in
      .answer(200, SampleTarget.acceptance(.lemlist), latency: .milliseconds(500))
    }
    let perSecond = 300 / result.summary.sendingSeconds
    #expect(perSecond > 9.4 && perSecond < 9.79, "\(perSecond)")
    let gaps = zip(result.sent.dropFirst(), result.sent).map { $0.at - $1.at }
    #expect(gaps.min() ?? .zero > .zero)
  }

  @Test("Headers of a limit on every success cost neither a wait nor a repeat")
  func headersOnSuccess() async throws {
    let rehearsal = try Self.rehearsal(.lemlist)
    let result = try await rehearsal.deliver(100) { _, number in
      .answer(
        200, SampleTarget.acceptance(.lemlist),
        headers: [
          "Retry-After": "2", "X-RateLimit-Limit": "20",
          "X-RateLimit-Remaining": "\(19 - number % 20)",
          "X-RateLimit-Reset": "Tue Nov 14 2033 22:13:20 GMT+0000 (Coordinated Universal Time)",
        ])
    }
    #expect(result.sent.count == 100)
    #expect(result.end < .milliseconds(10_600))
    #expect(!result.events.contains { if case .waiting = $0 { true } else { false } })
  }

  @Test("A 429 is waited out by everybody and costs no attempt", arguments: [429, 503])
  func throttled(status: Int) async throws {
    let rehearsal = try Self.rehearsal(.lemlist)
    let result = try await rehearsal.deliver(60) { request, number in
      if (20...25).contains(number) { return .answer(status, headers: ["Retry-After": "5"]) }
      return .answer(200, SampleTarget.acceptance(.lemlist))
    }
    #expect(result.summary.statuses[.created] == 60)
    let limited = result.summary.requests.rateLimited
    #expect(limited >= 1 && limited <= 6)
    #expect(result.sent.count == 60 + limited)
    #expect(result.summary.requests.retried == 0)
    let first = result.sent[19].at
    let later = result.sent.map(\.at).filter { $0 > first + .milliseconds(100) }
    #expect(later.allSatisfy { $0 >= first + .seconds(5) })
    let waits = result.events.compactMap { event -> DeliveryEvent.WaitReason? in
      if case .waiting(let reason, _) = event { reason } else { nil }
    }
    #expect(Set(waits) == [status == 429 ? .rateLimited : .busy])
  }

  @Test(
    "Ninety waits in a row don't fail a contact, but an hour of them stops the run")
  func throttledForever() async throws {
    let patient = try await Self.rehearsal(.lemlist).deliver(1) { _, number in
      number <= 90
        ? .answer(429, headers: ["Retry-After": "1"])
        : .answer(200, SampleTarget.acceptance(.lemlist))
    }
    #expect(patient.summary.statuses[.created] == 1)
    #expect(patient.outcomes[1]?.attempts == 91)
    let result = try await Self.rehearsal(.lemlist).deliver(5) { _, _ in .answer(429) }
    #expect(result.stopReason == .throttled)
    #expect(result.end > .seconds(3600) && result.end < .seconds(3800))
    #expect(result.summary.statuses[.notSent] >= 1)
  }

  @Test("Passing failures are tried again, with the row's attempts counted")
  func retried() async throws {
    let rehearsal = try Self.rehearsal(.getsales)
    let result = try await rehearsal.deliver(20) { request, _ in
      // The third attempt of row 7 is its first good one.
      if Rehearsal.row(of: request) == 7, rehearsal.journal.claims.count(where: { $0 == 7 }) < 3 {
        return .failure(.timeout)
      }
      return .answer(200, SampleTarget.acceptance(.getsales))
    }
    #expect(result.summary.statuses[.upserted] == 20)
    #expect(result.outcomes[7]?.attempts == 3)
    #expect(result.summary.requests.retried == 2)
    #expect(result.summary.requests.sent == 22)
  }

  @Test("A row that keeps failing has failed after five attempts, and the others go on")
  func gaveUp() async throws {
    let rehearsal = try Self.rehearsal(.getsales)
    let result = try await rehearsal.deliver(50) { request, _ in
      Rehearsal.row(of: request) == 3
        ? .answer(500) : .answer(200, SampleTarget.acceptance(.getsales))
    }
    #expect(result.summary.ending == .finished)
    #expect(result.requests(row: 3).count == 5)
    #expect(
      result.outcomes[3]
        == RowOutcome(
          status: .failed, code: "gave_up",
          reason: "GetSales answered with status 500, 5 times.", attempts: 5, httpStatus: 500))
    #expect(result.events.contains(.rowFailed(row: 3, code: "gave_up")))
    #expect(result.summary.statuses[.upserted] == 49)
  }

  @Test("Three rows at the end that keep failing have failed; the run isn't held up by them")
  func poisonedTail() async throws {
    let result = try await Self.rehearsal(.getsales).deliver(10) { request, _ in
      (Rehearsal.row(of: request) ?? 0) > 7
        ? .answer(500) : .answer(200, SampleTarget.acceptance(.getsales))
    }
    #expect(result.summary.ending == .finished)
    #expect(result.summary.statuses[.failed] == 3)
    #expect(result.summary.statuses[.upserted] == 7)
  }

  @Test(
    "Where a repeat isn't safe, a lost answer is unknown and not repeated",
    arguments: [
      (Reply.failure(.timeout), RowStatus.unknown, 1), (.failure(.reset), .unknown, 1),
      (.answer(504), .unknown, 1), (.answer(500), .failed, 1),
    ])
  func unsafeRepeat(
    reply: ScriptedTransport.Reply, status: RowStatus, attempts: Int
  ) async throws {
    let rehearsal = Rehearsal(try SampleTarget.getsales(updateIfExists: false))
    let result = try await rehearsal.deliver(9) { request, _ in
      Rehearsal.row(of: request) == 4 ? reply : .answer(200, SampleTarget.acceptance(.getsales))
    }
    #expect(result.outcomes[4]?.status == status)
    #expect(result.outcomes[4]?.attempts == attempts)
    if status == .unknown { #expect(result.outcomes[4]?.code == "outcome_unknown") }
    #expect(result.summary.statuses[.upserted] == 8)
  }

  @Test("Where a repeat isn't safe, a refused connection and a 429 are repeated all the same")
  func unsafeButNotSent() async throws {
    let rehearsal = Rehearsal(try SampleTarget.getsales(updateIfExists: false))
    let result = try await rehearsal.deliver(3) { _, number in
      switch number {
      case 1: .failure(.refused)
      case 2: .answer(429)
      default: .answer(200, SampleTarget.acceptance(.getsales))
      }
    }
    #expect(result.summary.statuses[.upserted] == 3)
  }

  @Test("An outage is waited out with probes, and no contact fails for it")
  func outage() async throws {
    let rehearsal = try Self.rehearsal(.lemlist)
    let time = rehearsal.time
    let result = try await rehearsal.deliver(200) { _, _ in
      (Duration.seconds(5)..<Duration.seconds(305)).contains(time.now)
        ? .failure(.refused, latency: .zero) : .answer(200, SampleTarget.acceptance(.lemlist))
    }
    #expect(result.summary.ending == .finished)
    #expect(result.summary.statuses[.created] == 200)
    let during = result.sent.filter { $0.at >= .seconds(5) && $0.at < .seconds(305) }
    #expect(during.count < 30, "\(during.count)")
    #expect(result.end < .seconds(400))
    #expect(
      result.events.contains {
        if case .waiting(.outage, _) = $0 { true } else { false }
      })
  }

  @Test("A probe that is told to wait is followed by another")
  func throttledProbe() async throws {
    let result = try await Self.rehearsal(.lemlist).deliver(30) { _, number in
      switch number {
      case 1...10: .answer(502)
      case 11...20: .answer(429, headers: ["Retry-After": "2"])
      default: .answer(200, SampleTarget.acceptance(.lemlist))
      }
    }
    #expect(result.summary.ending == .finished)
    #expect(result.summary.statuses[.created] == 30)
  }

  @Test("Where many fail, repeats are a tenth of the requests until nothing else is left to do")
  func repeatsAreBounded() async throws {
    // Two of five fail at first; none of them for good.
    let failed = EntryLog<Int>()
    var rehearsal = try Self.rehearsal(.getsales)
    rehearsal.rate = .unlimited
    let result = try await rehearsal.deliver(500) { request, number in
      let row = Rehearsal.row(of: request) ?? 0
      let isFirst = row % 5 < 2 && !failed.entries.contains(row)
      if isFirst { failed.append(row) }
      return isFirst ? .answer(500) : .answer(200, SampleTarget.acceptance(.getsales))
    }
    #expect(result.summary.ending == .finished && result.summary.statuses[.upserted] == 500)
    #expect(result.summary.requests.retried == 200)
    let isRepeat = result.sent.indices.map { index in
      let row = Rehearsal.row(of: result.sent[index].request)
      return result.sent[..<index].contains { Rehearsal.row(of: $0.request) == row }
    }
    let last = try #require(isRepeat.lastIndex(of: false))
    for index in 0...last {
      let repeats = isRepeat[...index].count { $0 }
      #expect(repeats <= max(20, (index + 1) / 10), "\(index)")
    }
    // The others follow, hardly ever two at the same time.
    let tail = result.sent[(last + 40)...]
    #expect(tail.count > 50)
    for (earlier, later) in zip(tail, tail.dropFirst()) {
      #expect(later.at - earlier.at >= .milliseconds(100) || later.at == earlier.at)
    }
  }

  @Test(
    "A success that can't be read is asked for once more, and taken for one if that doesn't help",
    arguments: [true, false], [true, false])
  func unreadable(isSafe: Bool, helps: Bool) async throws {
    let rehearsal = Rehearsal(try SampleTarget.getsales(updateIfExists: isSafe))
    let result = try await rehearsal.deliver(1) { _, number in
      number == 1 || !helps
        ? .answer(200, "{ cut of") : .answer(200, SampleTarget.acceptance(.getsales))
    }
    #expect(result.sent.count == (isSafe ? 2 : 1))
    #expect(result.summary.statuses[.upserted] == 1 && result.summary.requests.accepted == 1)
    let outcome = try #require(result.outcomes[1])
    #expect(outcome.targetID == (isSafe && helps ? "id1" : nil))
    #expect((outcome.code == "target_warning") == !(isSafe && helps))
    #expect(outcome.attempts == result.sent.count)
  }

  @Test("A stop while such a contact waits to be asked for again leaves it accepted")
  func unreadableAndStopped() async throws {
    let result = try await Rehearsal(try SampleTarget.getsales()).deliver(
      1,
      during: { uploader, time in
        try? await time.sleep(for: .milliseconds(101))
        uploader.stop()
      }
    ) { _, _ in .answer(200, "OK") }
    #expect(result.sent.count == 1)
    #expect(result.outcomes[1]?.status == .upserted)
  }

  @Test("A field that is refused of each of the first contacts is named with its column")
  func mappingFaultColumn() async throws {
    var rehearsal = try Self.rehearsal(.lemlist)
    rehearsal.options.columns = { $0 == "first_name" ? ["Given name"] : [] }
    let result = try await rehearsal.deliver(100) { _, _ in
      .answer(
        400,
        #"{"success":false,"error":{"code":"INVALID_FIELD","message":"first_name is unknown"}}"#)
    }
    #expect(result.stopReason == .mappingFault)
    guard case .stopped(let cause) = result.summary.ending else { return }
    #expect(cause.sentence.contains("first_name (column \"Given name\")"))
    #expect(result.sent.count < 40)
  }

  @Test("An outage that doesn't end stops the run after an hour, resumably")
  func longOutage() async throws {
    let result = try await Self.rehearsal(.lemlist).deliver(1000) { _, _ in .answer(502) }
    #expect(result.stopReason == .outage)
    #expect(result.end > .seconds(3600) && result.end < .seconds(3700))
    #expect(result.summary.statuses[.failed] == 0)
    #expect(result.summary.statuses[.notSent] == result.outcomes.count)
    #expect(result.outcomes.values.allSatisfy { $0.code == "target_stopped" && $0.attempts > 0 })
    #expect(result.sent.count < 100)
  }

  @Test(
    "An answer that ends the run is that row's, and no other is sent",
    arguments: [
      (TargetKind.getsales, 402, #"{"error":{"reason":"payment_required"}}"#, "payment_required"),
      (.getsales, 401, #"{"error":{"reason":"auth_exception"}}"#, "auth_exception"),
      (.lemlist, 401, "The authentication you supplied is incorrect", "target_stopped"),
    ])
  func stopped(kind: TargetKind, status: Int, body: String, code: String) async throws {
    let rehearsal = try Self.rehearsal(kind)
    let result = try await rehearsal.deliver(500) { _, number in
      number < 50 ? .answer(200, SampleTarget.acceptance(kind)) : .answer(status, body)
    }
    #expect(result.stopReason == (status == 402 ? .noCredits : .badKey))
    #expect(result.sent.count < 70)
    let unsent = result.outcomes.values.filter { $0.status == .notSent }
    #expect(!unsent.isEmpty)
    #expect(unsent.contains { $0.code == code && $0.httpStatus == status && $0.attempts == 1 })
    #expect(result.summary.statuses.total == result.outcomes.count)
    // Whatever was claimed has an outcome.
    #expect(Set(rehearsal.journal.claims) == Set(result.outcomes.keys))
    #expect(result.events.contains { if case .stopped = $0 { true } else { false } })
  }

  @Test("Refusals are the rows' own; the same field in the first twenty is the mapping's")
  func mappingFault() async throws {
    let body = #"{"success":false,"error":{"code":"INVALID_EMAIL","message":"Invalid email"}}"#
    let good = try await Self.rehearsal(.lemlist).deliver(100) { request, _ in
      Rehearsal.row(of: request) == 1
        ? .answer(200, SampleTarget.acceptance(.lemlist)) : .answer(400, body)
    }
    #expect(good.summary.ending == .finished)
    #expect(good.summary.statuses[.rejected] == 99)
    #expect(good.outcomes[2]?.code == "INVALID_EMAIL")
    #expect(good.events.contains(.rowFailed(row: 2, code: "INVALID_EMAIL")))
    let bad = try await Self.rehearsal(.lemlist).deliver(1000) { _, _ in .answer(400, body) }
    #expect(bad.stopReason == .mappingFault)
    #expect(bad.sent.count < 40)
    #expect(bad.summary.statuses[.rejected] >= 20)
  }

  @Test("Too many refusals stop the run where a threshold is set")
  func tooManyRejected() async throws {
    var rehearsal = try Self.rehearsal(.getsales)
    rehearsal.options.maxRejected = 5
    let result = try await rehearsal.deliver(200) { request, _ in
      Rehearsal.row(of: request).map { $0 % 10 == 0 } == true
        ? .answer(422, #"{"message":"No"}"#) : .answer(200, SampleTarget.acceptance(.getsales))
    }
    #expect(result.stopReason == .tooManyRejected)
    #expect(result.summary.statuses[.rejected] == 6)
    #expect(result.sent.count < 80)
  }

  @Test("A contact that is there already and is left alone is unchanged")
  func alreadyThere() async throws {
    let rehearsal = Rehearsal(try SampleTarget.getsales(updateIfExists: false))
    let result = try await rehearsal.deliver(1) { _, _ in
      .answer(422, #"{"error":{"reason":"validation_error","message":"Duplicate contact"}}"#)
    }
    #expect(result.outcomes[1]?.status == .unchanged)
    #expect(result.outcomes[1]?.code == "already_there")
    #expect(result.summary.ending == .finished)
  }
}
