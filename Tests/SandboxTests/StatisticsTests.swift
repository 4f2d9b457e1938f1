// What `/_stats` counts.

import Testing

@testable import Sandbox

@Suite struct StatisticsTests {
  private func statistics(_ bench: inout Bench, _ side: String = "lemlist") -> SandboxJSON {
    let reply = bench.send(Call(method: "GET", target: "/_stats"))
    #expect(reply.status == 200)
    #expect(reply.contentType == "application/json")
    return reply.json[side] ?? .null
  }

  private func keys(_ statistics: SandboxJSON) -> [SandboxJSON] {
    guard case .array(let keys)? = statistics["keys"] else { return [] }
    return keys
  }

  @Test func `Requests are counted by route and status, each side by itself`() {
    var bench = Bench()
    _ = bench.upsertContact(["email": "a@example.com"])
    _ = bench.upsertContact(["email": "a@example.com", "firstName": "A"])
    _ = bench.upsertContact(["email": "nobody"])
    _ = bench.lemlist("GET", "/api/team")
    _ = bench.upsertLead(["linkedin_id": "jane"])
    let lemlist = statistics(&bench)
    #expect(lemlist["requests"] == 4)
    #expect(lemlist["requests_by_route"] == ["GET /api/team": 1, "POST /api/contacts": 3])
    #expect(lemlist["answers_by_status"] == ["200": 2, "201": 1, "400": 1])
    #expect(lemlist["contacts"] == 1)
    #expect(lemlist["upserts"]?["accepted"] == 2)
    #expect(lemlist["limit"] == ["per_second": 10, "requests": 20, "window_seconds": 2])
    let getSales = statistics(&bench, "getsales")
    #expect(getSales["requests"] == 1)
    #expect(getSales["contacts"] == 1)
    #expect(getSales["dropped"] == 0)
  }

  @Test func `A key's peak, mean rate and refusals are counted, and the key isn't shown`() {
    var bench = Bench { $0.rate = .custom(requests: 4, window: .seconds(2)) }
    bench.step = .milliseconds(250)
    for _ in 1...9 { _ = bench.lemlist("GET", "/api/team", key: "secret-1") }
    bench.now += .seconds(100)
    _ = bench.lemlist("GET", "/api/team", key: "secret-1")
    _ = bench.lemlist("GET", "/api/team", key: "secret-2")
    _ = bench.send(Call(method: "GET", target: "/api/team"))
    let statistics = statistics(&bench)
    #expect(!statistics.description.contains("secret"))
    #expect(keys(statistics).map { $0["key"] } == [1, 2, .null])
    // Nine in 2 s: the first has just left the window when the ninth comes. 102.25 s for nine gaps.
    #expect(
      keys(statistics).first == [
        "answered_429": 4, "first_ms": 250, "key": 1, "last_ms": 102_500, "peak": 8,
        "peak_in_60_seconds": 9, "per_second": .number(0.088), "requests": 10,
        "share_of_limit": .number(0.044),
      ])
    #expect(keys(statistics).last?["per_second"] == .null)
  }

  @Test func `Without a limit peaks are those of the documented window`() {
    var bench = Bench { $0.rate = .none }
    for _ in 1...3 { _ = bench.lemlist("GET", "/api/team") }
    let statistics = statistics(&bench)
    #expect(statistics["limit"] == .null)
    #expect(statistics["window_seconds"] == 2)
    #expect(keys(statistics).first?["peak"] == 2)
    #expect(keys(statistics).first?["share_of_limit"] == .null)
  }

  @Test func `Keys without number don't take memory without bound`() {
    var bench = Bench()
    for number in 1...1100 { _ = bench.lemlist("GET", "/api/team", key: "key-\(number)") }
    let statistics = statistics(&bench)
    #expect(keys(statistics).count == 1001)
    #expect(keys(statistics).last?["requests"] == 100)
  }

  @Test func `The same body for the same contact is a repeat`() {
    var bench = Bench()
    let jane: SandboxJSON = ["email": "jane@example.com", "firstName": "Jane"]
    let other: SandboxJSON = ["email": "jane@example.com", "firstName": "Janet"]
    for body in [jane, other, jane, jane, ["email": "joan@example.com"], ["email": "nobody"]] {
      _ = bench.upsertContact(body)
    }
    _ = bench.upsertContact(["email": "nobody"])
    let statistics = statistics(&bench)
    #expect(statistics["upserts"]?["accepted"] == 5)
    #expect(statistics["upserts"]?["repeated"] == 2)
    #expect(statistics["upserts"]?["contacts_repeated"] == 1)
    #expect(bench.snapshot.repeatedUpserts(.lemlist) == 2)
    #expect(bench.snapshot.repeatedUpserts(.getSales) == 0)
  }

  @Test func `What was stored counts as sent, whatever the client was told`() {
    var bench = Bench()
    bench.world.scripts.add(.dropAfterCommit, on: .getSales, matching: .upserts, times: 1)
    _ = bench.upsertLead(["linkedin_id": "jane"])
    _ = bench.upsertLead(["linkedin_id": "jane"])
    let statistics = statistics(&bench, "getsales")
    #expect(statistics["upserts"]?["accepted"] == 2)
    #expect(statistics["upserts"]?["repeated"] == 1)
    #expect(statistics["dropped"] == 1)
  }
}

@Suite struct OverlapTests {
  /// The answers of a second are held back for three.
  private func slow() -> Bench {
    var bench = Bench { $0.rate = .none }
    for side in SandboxSide.allCases {
      bench.world.scripts.add(.delay(.seconds(3)), on: side, matching: .anything, times: nil)
    }
    return bench
  }

  private func overlaps(_ bench: Bench, _ side: SandboxSide) -> [Int] {
    let upserts = bench.world.traffic[side].upserts
    return [upserts.overlaps, upserts.peakInFlight]
  }

  @Test func `A contact that is sent while its answer is out is an overlap`() {
    var bench = slow()
    _ = bench.upsertContact(["email": "a@example.com"])  // 1 s to 4 s
    _ = bench.upsertContact(["email": "b@example.com"])
    _ = bench.upsertContact(["email": "A@example.com", "firstName": "A"])  // 3 s to 6 s
    #expect(overlaps(bench, .lemlist) == [1, 2])
    _ = bench.upsertContact(["email": "b@example.com"])  // 4 s: the other is out until 5 s
    #expect(overlaps(bench, .lemlist) == [2, 2])
    _ = bench.upsertContact(["email": "a@example.com"])  // 5 s: one is in, one is out
    #expect(overlaps(bench, .lemlist) == [3, 2])
    #expect(bench.snapshot.overlaps(.lemlist) == 3)
  }

  @Test func `When the answer has left there is no overlap`() {
    var bench = slow()
    bench.step = .seconds(3)
    for _ in 1...5 { _ = bench.upsertContact(["email": "a@example.com"]) }
    #expect(overlaps(bench, .lemlist) == [0, 1])
  }

  @Test func `Any key in common makes it the same contact, in whatever form`() {
    var bench = slow()
    bench.step = .milliseconds(1)
    _ = bench.upsertLead(["linkedin_id": "https://www.linkedin.com/in/Jane", "email": "j@a.co"])
    _ = bench.upsertLead(["linkedin_id": "jane"])
    _ = bench.upsertLead(["linkedin_id": "joan", "work_email": "J@A.co"])
    #expect(overlaps(bench, .getSales) == [2, 2])
    _ = bench.upsertLead(["linkedin_id": "jane", "personal_email": "j@a.co"])
    #expect(overlaps(bench, .getSales) == [3, 4])
    _ = bench.upsertContact(["linkedinUrl": "https://linkedin.com/in/jane"])
    _ = bench.upsertContact(["linkedinUrl": "https://www.linkedin.com/in/JANE/?x=1"])
    #expect(overlaps(bench, .lemlist) == [1, 2])
  }

  @Test func `Others' addresses and names in common make no overlap`() {
    var bench = slow()
    bench.step = .milliseconds(1)
    _ = bench.upsertContact(["email": "a@a.co", "additionalEmails": ["info@a.co"]])
    _ = bench.upsertContact(["email": "b@a.co", "additionalEmails": ["info@a.co"]])
    _ = bench.upsertLead(["linkedin_id": "a", "name": "Jo Fox", "company_name": "Acme"])
    _ = bench.upsertLead(["linkedin_id": "b", "name": "Jo Fox", "company_name": "Acme"])
    #expect(overlaps(bench, .lemlist) == [0, 1])
    #expect(overlaps(bench, .getSales) == [0, 1])
  }

  @Test func `A request that is never answered isn't under way for ever`() {
    var bench = Bench()
    bench.world.scripts.add(
      .silence(afterCommit: true, .seconds(600)), on: .lemlist, matching: .anything, times: 1)
    for _ in 1...2 { _ = bench.upsertContact(["email": "a@example.com"]) }
    #expect(overlaps(bench, .lemlist) == [0, 1])
  }
}
