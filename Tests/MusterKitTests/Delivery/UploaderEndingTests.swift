import Testing

@testable import MusterKit

/// How deliveries end, and contacts that go to a list.
@Suite struct UploaderEndingTests {
  private typealias Reply = ScriptedTransport.Reply

  @Test("A stop sends no more, awaits what is on its way, and claims nothing that isn't settled")
  func gracefulStop() async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    let result = try await rehearsal.deliver(
      1000,
      during: { uploader, time in
        try? await time.sleep(for: .milliseconds(5050))
        uploader.stop()
      }
    ) { _, _ in .answer(200, SampleTarget.acceptance(.lemlist), latency: .milliseconds(800)) }
    #expect(result.stopReason == .interrupted)
    #expect(result.sent.allSatisfy { $0.at <= .milliseconds(5050) })
    #expect(result.end < .seconds(6))
    #expect(result.summary.statuses[.created] == result.sent.count)
    #expect(Set(rehearsal.journal.claims) == Set(result.outcomes.keys))
    #expect(result.summary.unanswered.isEmpty)
    // Claimed, and then stopped before the limiter let it through.
    let unsent = result.outcomes.values.filter { $0.status == .notSent }
    #expect(unsent.allSatisfy { $0.code == "run_interrupted" && $0.attempts == 0 })
  }

  @Test("A contact that another process is sending waits for it, and no other does")
  func othersFirst() async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    rehearsal.journal.setOthers([3])
    let result = try await rehearsal.deliver(
      20,
      during: { [journal = rehearsal.journal] _, time in
        try? await time.sleep(for: .seconds(30))
        journal.setOthers([])
      }
    ) { _, _ in .answer(200, SampleTarget.acceptance(.lemlist)) }
    #expect(result.summary.ending == .finished)
    #expect(result.outcomes.count == 20)
    let third = result.requests(row: 3).map(\.at)
    #expect(third.count == 1 && third[0] >= .seconds(30))
    #expect(result.sent.filter { $0.at < .seconds(5) }.count == 19)
  }

  @Test("A contact whose request failed is let go of until it is sent again")
  func letsGo() async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    let result = try await rehearsal.deliver(3) { request, number in
      Rehearsal.row(of: request) == 2 && number < 4
        ? .failure(.reset, latency: .milliseconds(1))
        : .answer(200, SampleTarget.acceptance(.lemlist))
    }
    #expect(result.summary.ending == .finished && result.outcomes.count == 3)
    let failures = result.requests(row: 2).count - 1
    #expect(failures > 0)
    #expect(rehearsal.journal.released == Array(repeating: 2, count: failures))
  }

  @Test("What another process had accepted meanwhile is unchanged, and costs no request")
  func othersWereFirst() async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    rehearsal.journal.setHeld([2, 5])
    let result = try await rehearsal.deliver(6) { _, _ in
      .answer(200, SampleTarget.acceptance(.lemlist))
    }
    #expect(result.summary.ending == .finished)
    #expect(result.sent.count == 4 && result.requests(row: 2).isEmpty)
    #expect(result.outcomes[2]?.status == .unchanged && result.outcomes[5]?.attempts == 0)
    #expect(result.summary.statuses[.unchanged] == 2)
  }

  @Test("A stop ends the wait for another process at once")
  func stopWhileOthersSend() async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    rehearsal.journal.setOthers([3])
    let result = try await rehearsal.deliver(
      3,
      during: { uploader, time in
        try? await time.sleep(for: .seconds(30))
        uploader.stop()
      }
    ) { _, _ in .answer(200, SampleTarget.acceptance(.lemlist)) }
    #expect(result.stopReason == .interrupted && result.end == .seconds(30))
    #expect(result.requests(row: 3).isEmpty && rehearsal.journal.claims.sorted() == [1, 2])
    #expect(result.outcomes[3]?.status == .notSent)
  }

  @Test("A stop ends a long pause at once")
  func stopInPause() async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    let result = try await rehearsal.deliver(
      10,
      during: { uploader, time in
        try? await time.sleep(for: .seconds(10))
        uploader.stop()
      }
    ) { _, _ in .answer(429, headers: ["Retry-After": "3000"]) }
    #expect(result.stopReason == .interrupted)
    #expect(result.end == .seconds(10))
    #expect(Set(rehearsal.journal.claims) == Set(result.outcomes.keys))
    #expect(result.outcomes.values.allSatisfy { $0.status == .notSent })
  }

  @Test("A stop ends the waits of repeats and of an outage at once", arguments: [1, 100])
  func stopInBackoff(rows: Int) async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    let result = try await rehearsal.deliver(
      rows,
      during: { uploader, time in
        try? await time.sleep(for: .milliseconds(20_001))
        uploader.stop()
      }
    ) { _, _ in .failure(.reset, latency: .milliseconds(1)) }
    if rows > 1 { #expect(result.stopReason == .interrupted) }
    #expect(result.end <= .milliseconds(20_002))
    #expect(Set(rehearsal.journal.claims) == Set(result.outcomes.keys))
  }

  @Test("Answers that don't come are awaited for ten seconds", arguments: [true, false])
  func stopPatience(isSafe: Bool) async throws {
    let rehearsal = Rehearsal(try SampleTarget.getsales(updateIfExists: isSafe))
    let result = try await rehearsal.deliver(
      50,
      during: { uploader, time in
        try? await time.sleep(for: .seconds(1))
        uploader.stop()
      }
    ) { request, _ in
      Rehearsal.row(of: request) == 2
        ? .answer(200, latency: .seconds(600))
        : .answer(200, SampleTarget.acceptance(.getsales), latency: .milliseconds(50))
    }
    #expect(result.stopReason == .interrupted)
    #expect(result.end == .seconds(11))
    if isSafe {
      // Left in flight: whoever resumes sends it again.
      #expect(result.summary.unanswered == [2])
      #expect(result.outcomes[2] == nil)
    } else {
      #expect(result.summary.unanswered.isEmpty)
      #expect(result.outcomes[2]?.status == .unknown)
      #expect(result.summary.statuses[.unknown] == 1)
    }
  }

  @Test("A delivery that is stopped before it starts sends nothing")
  func stoppedBefore() async throws {
    let time = VirtualTime()
    let transport = ScriptedTransport(clock: time) { _, _ in .answer(200) }
    let uploader = Uploader(
      target: try SampleTarget.lemlist(), transport: transport,
      budget: RateLimiter(.unlimited, clock: time), rate: .unlimited, journal: RecordingJournal(),
      clock: time)
    uploader.stop()
    let summary = try await time.run { try await uploader.upload { _ in [Rehearsal.contact(1)] } }
    #expect(transport.sent.isEmpty)
    #expect(summary.statuses.total == 0)
  }

  @Test("Cancellation ends at once and leaves in flight what was in flight")
  func cancellation() async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    let time = rehearsal.time
    let transport = ScriptedTransport(clock: time) { _, _ in
      .answer(200, SampleTarget.acceptance(.lemlist), latency: .seconds(1))
    }
    let uploader = Uploader(
      target: rehearsal.target, transport: transport,
      budget: RateLimiter(rehearsal.rate, clock: time), rate: rehearsal.rate,
      journal: rehearsal.journal, clock: time)
    let source = CountingSource(rows: 1000)
    let summary = try await time.run {
      try await withThrowingTaskGroup(of: DeliverySummary.self) { group in
        group.addTask { try await uploader.upload { try source.next($0) } }
        try await time.sleep(for: .milliseconds(4550))
        group.cancelAll()
        return try await group.next()
      }
    }
    #expect(summary?.ending == .cancelled)
    #expect(time.now == .milliseconds(4550))
    let unanswered = try #require(summary?.unanswered)
    #expect(!unanswered.isEmpty)
    let outcomes = rehearsal.journal.outcomes
    #expect(Set(rehearsal.journal.claims) == Set(outcomes.keys).union(unanswered))
  }

  @Test("Cancellation counts after a stop too")
  func cancelledWhileStopping() async throws {
    let time = VirtualTime()
    let transport = ScriptedTransport(clock: time) { _, _ in .answer(200, latency: .seconds(20)) }
    let uploader = Uploader(
      target: try SampleTarget.getsales(updateIfExists: false), transport: transport,
      budget: RateLimiter(.unlimited, clock: time), rate: .unlimited, journal: RecordingJournal(),
      clock: time)
    let source = CountingSource(rows: 3)
    let summary = try await time.run {
      try await withThrowingTaskGroup(of: DeliverySummary.self) { group in
        group.addTask { try await uploader.upload { try source.next($0) } }
        try await time.sleep(for: .seconds(1))
        uploader.stop()
        try await time.sleep(for: .seconds(1))
        group.cancelAll()
        return try await group.next()
      }
    }
    #expect(summary?.ending == .cancelled)
    #expect(summary?.unanswered == [1, 2, 3])
    #expect(time.now == .seconds(2))
  }

  @Test("A source that fails ends the delivery when the answers are in, and its error comes out")
  func sourceFails() async throws {
    let rehearsal = Rehearsal(try SampleTarget.lemlist())
    await #expect(throws: CountingSource.Damaged.self) {
      _ = try await rehearsal.deliver(100, sourceFailsAfter: 7) { _, _ in
        .answer(200, SampleTarget.acceptance(.lemlist), latency: .seconds(1))
      }
    }
    #expect(rehearsal.journal.outcomes.count == 7)
    #expect(rehearsal.journal.outcomes.values.allSatisfy { $0.status == .created })
  }

  @Test("A journal that fails ends the delivery with its error")
  func journalFails() async throws {
    struct DiskFull: Error {}
    var rehearsal = Rehearsal(try SampleTarget.lemlist())
    rehearsal.journal = RecordingJournal { row, _ in if row == 5 { throw DiskFull() } }
    let running = rehearsal
    await #expect(throws: DiskFull.self) {
      _ = try await running.deliver(100) { _, _ in .answer(200, SampleTarget.acceptance(.lemlist)) }
    }
    #expect(rehearsal.journal.claims.count < 20)
  }

  // MARK: Lists

  private static func listed() throws -> Rehearsal {
    var rehearsal = Rehearsal(
      try SampleTarget.lemlist(list: "A").using(TargetList(id: "clt_1", name: "A")))
    rehearsal.rate = .unlimited
    return rehearsal
  }

  @Test("Accepted contacts go on their list a thousand at a time, and the rest at the end")
  func lists() async throws {
    let rehearsal = try Self.listed()
    let result = try await rehearsal.deliver(2345) { request, number in
      request.url.hasSuffix("/entities")
        ? .answer(200, #"{"addedCount":1}"#)
        : .answer(201, SampleTarget.acceptance(.lemlist, id: "ctc_\(number)"))
    }
    let batches = result.sent.filter { $0.request.url.hasSuffix("/entities") }
    #expect(batches.map { $0.body.split(separator: ",").count } == [1000, 1000, 345])
    #expect(result.summary.requests.lists == 3)
    #expect(result.summary.requests.sent == 2345)
    #expect(result.summary.statuses[.created] == 2345)
    #expect(result.outcomes.count == 2345)
    #expect(result.outcomes.values.allSatisfy { $0.code == nil && $0.attempts == 1 })
    // Until then they stood as not added: a crash in between is mended.
    let first = rehearsal.journal.records.prefix(500)
    #expect(first.allSatisfy { $0.outcome.code == "not_added_to_list" })
  }

  @Test(
    "Contacts that can't be put on their list keep their status, with a code",
    arguments: [
      (Reply.answer(404, "Contact list not found"), StopReason?.some(.listUnknown)),
      (.answer(400, "All contactIds must be in ctc_xxx format"), nil),
      (.answer(500, "Failed to add contacts to list"), nil),
    ])
  func listFails(reply: ScriptedTransport.Reply, stop: StopReason?) async throws {
    let result = try await Self.listed().deliver(10) { request, number in
      request.url.hasSuffix("/entities")
        ? reply : .answer(201, SampleTarget.acceptance(.lemlist, id: "ctc_\(number)"))
    }
    #expect(result.stopReason == stop)
    #expect(result.summary.statuses[.created] == 10)
    for outcome in result.outcomes.values {
      #expect(outcome.status == .created && outcome.code == "not_added_to_list")
      #expect(outcome.targetID?.hasPrefix("ctc_") == true && outcome.attempts == 1)
    }
  }

  @Test("A stopped delivery puts on the list what was accepted; a bad key doesn't try")
  func listAfterStop() async throws {
    let result = try await Self.listed().deliver(
      1000,
      during: { uploader, time in
        try? await time.sleep(for: .milliseconds(250))
        uploader.stop()
      }
    ) { _, number in .answer(201, SampleTarget.acceptance(.lemlist, id: "ctc_\(number)")) }
    #expect(result.summary.requests.lists == 1)
    #expect(
      result.outcomes.values.allSatisfy { $0.status == .notSent || $0.code == nil })
    let refused = try await Self.listed().deliver(100) { _, number in
      number < 20
        ? .answer(201, SampleTarget.acceptance(.lemlist, id: "ctc_\(number)")) : .answer(401)
    }
    #expect(refused.summary.requests.lists == 0)
    #expect(
      refused.outcomes.values.count { $0.code == "not_added_to_list" }
        == refused.summary.statuses[.created])
  }

  @Test("Contacts that an earlier run left without a list are put on it")
  func pending() async throws {
    let entries = (1...3).map {
      ListEntry(
        row: $0, targetID: "ctc_\($0)", outcome: RowOutcome(status: .updated, targetID: "ctc_\($0)")
      )
    }
    let result = try await Self.listed().deliver(0, pending: entries) { _, _ in .answer(200, "{}") }
    #expect(result.sent.map(\.body) == [#"{"contactIds":["ctc_1","ctc_2","ctc_3"]}"#])
    #expect(result.outcomes.values.allSatisfy { $0.status == .updated && $0.code == nil })
    #expect(result.outcomes.count == 3)
    #expect(result.summary.statuses.total == 0)
  }

  @Test("Progress is told, and the last word is complete")
  func progress() async throws {
    let result = try await Rehearsal(try SampleTarget.lemlist()).deliver(50) { _, _ in
      .answer(200, SampleTarget.acceptance(.lemlist))
    }
    let progress = result.events.compactMap { event -> DeliveryEvent.Progress? in
      if case .progress(let progress) = event { progress } else { nil }
    }
    #expect(progress.last?.statuses == result.summary.statuses)
    #expect(progress.last?.requests == result.summary.requests)
    #expect(progress.last?.inFlight == 0)
    #expect(progress.count > 10 && progress.count < 30)
  }
}
