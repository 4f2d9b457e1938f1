// Faults: how often, when, and what they leave behind.

import Testing

@testable import Sandbox

@Suite struct FaultDiceTests {
  private func lead(_ number: Int) -> Call {
    .getSales(
      "POST", "/leads/api/leads/upsert", ["lead": ["linkedin_id": .string("lead-\(number)")]])
  }

  private func outcomes(
    _ order: some Sequence<Int>, seed: UInt64, _ faults: String
  ) throws -> [Int: FaultOutcome] {
    let profile = try SandboxFaults(parsing: faults).getSales
    var dice = FaultDice(seed: seed)
    var outcomes: [Int: FaultOutcome] = [:]
    for number in order { outcomes[number] = dice.roll(lead(number), under: profile).outcome }
    return outcomes
  }

  @Test func `The same requests meet the same faults in whatever order they come`() throws {
    let faults = "500:20%,reset:10%,timeout-after-commit:10%"
    let forward = try outcomes(0..<500, seed: 7, faults)
    #expect(try forward == outcomes((0..<500).reversed(), seed: 7, faults))
    #expect(try forward != outcomes(0..<500, seed: 8, faults))
  }

  @Test func `Faults come about as often as asked`() throws {
    let outcomes = try outcomes(
      0..<4000, seed: 1,
      "500:9%,429:5%,reset:9%,reset-after-commit:5%,timeout:5%,timeout-after-commit:5%,"
        + "html:9%,garbage:8%"
    ).values
    let expected: [(FaultOutcome, Double)] = [
      (.status(500), 360), (.status(429), 200), (.reset(afterCommit: false), 360),
      (.reset(afterCommit: true), 200), (.timeout(afterCommit: false), 200),
      (.timeout(afterCommit: true), 200), (.html(502), 120), (.html(503), 120), (.html(504), 120),
      (.garbage(isCut: true), 160), (.garbage(isCut: false), 160), (.none, 1800),
    ]
    for (outcome, count) in expected {
      let found = outcomes.count { $0 == outcome }
      #expect(abs(Double(found) - count) < 5 * count.squareRoot(), "\(outcome): \(found)")
    }
  }

  @Test func `A repeat of a request has a chance of its own`() throws {
    let profile = try SandboxFaults(parsing: "500:50%").getSales
    var dice = FaultDice(seed: 1)
    let outcomes = (0..<200).map { _ in dice.roll(lead(1), under: profile).outcome }
    #expect((60...140).contains(outcomes.count { $0 == .none }))
  }

  @Test func `A chance of 1 always hits and no faults never do`() throws {
    let always = try outcomes(0..<50, seed: 3, "503:1").values
    #expect(always.allSatisfy { $0 == .status(503) })
    let never = try outcomes(0..<50, seed: 3, "").values
    #expect(never.allSatisfy { $0 == .none })
  }

  @Test func `Latency stays within its bounds and isn't always the same`() throws {
    let profile = try SandboxFaults(parsing: "latency:50..200ms").getSales
    var dice = FaultDice(seed: 1)
    let latencies = (0..<200).map { dice.roll(lead($0), under: profile).latency }
    #expect(latencies.allSatisfy { (.milliseconds(50) ... .milliseconds(200)).contains($0) })
    #expect(Set(latencies).count > 100)
  }
}

@Suite struct FaultsOverWorldTests {
  private func bench(_ faults: String) throws -> Bench {
    let faults = try SandboxFaults(parsing: faults)
    return Bench { $0.faults = faults }
  }

  @Test(arguments: [
    (400, "bad_request"), (401, "auth_exception"), (402, "payment_required"),
    (403, "access_denied"), (422, "validation_error"),
  ])
  func `A fault of GetSales comes in its envelope`(status: Int, reason: String) throws {
    var bench = try bench("\(status):100%")
    let reply = bench.upsertLead(["linkedin_id": "jane"])
    #expect(reply.status == status)
    #expect(reply.json["error"]?["reason"]?.text == reason)
    #expect(reply.json["code"] == .integer(status))
    #expect(bench.snapshot.getSales.contacts.isEmpty)
  }

  @Test(arguments: [
    (400, "Bad team"), (401, "The authentication you supplied is incorrect"),
    (403, "User linked to this API key is blocked"), (404, "No user found for this API key"),
    (500, "Internal Server Error"),
  ])
  func `A fault of lemlist is plain text`(status: Int, text: String) throws {
    var bench = try bench("\(status):100%")
    let reply = bench.upsertContact(["email": "jane@example.com"])
    #expect(reply.status == status)
    #expect(reply.bodyText == text)
    #expect(reply.contentType.hasPrefix("text/plain"))
    #expect(reply.header("Retry-After") != nil)
    #expect(bench.snapshot.lemlist.contacts.isEmpty)
  }

  @Test(arguments: [502, 503, 504])
  func `A fault of a proxy is HTML on both sides`(status: Int) throws {
    var bench = try bench("\(status):100%")
    for reply in [
      bench.upsertContact(["email": "jane@example.com"]), bench.upsertLead(["linkedin_id": "j"]),
    ] {
      #expect(reply.status == status)
      #expect(reply.bodyText.hasPrefix("<html>"))
    }
  }

  @Test func `A 429 by chance at lemlist says that nothing remains`() throws {
    var bench = try bench("429:100%")
    let reply = bench.upsertContact(["email": "jane@example.com"])
    #expect(reply.status == 429)
    #expect(reply.header("X-RateLimit-Remaining") == "0")
    #expect(reply.header("Retry-After") == "2")
  }

  @Test(arguments: [
    ("reset:1", 0, true), ("reset-after-commit:1", 1, true), ("timeout:1", 0, false),
    ("timeout-after-commit:1", 1, false),
  ])
  func `A connection is dropped before or after the contact is stored`(
    faults: String, stored: Int, isAtOnce: Bool
  ) throws {
    var bench = try bench(faults)
    let reply = bench.upsertContact(["email": "jane@example.com"])
    #expect(reply.dropsConnection)
    #expect(reply.delay == (isAtOnce ? .zero : .seconds(600)))
    #expect(bench.snapshot.lemlist.contacts.count == stored)
    #expect(bench.snapshot.dropped(.lemlist) == 1)
    #expect(bench.snapshot.answers(.lemlist).isEmpty)
  }

  @Test func `A proxy's page comes on both sides, and nothing is stored`() throws {
    var bench = try bench("html:100%")
    for number in 1...20 {
      let id = SandboxJSON.string("lead-\(number)")
      for reply in [
        bench.upsertContact(["linkedinUrl": id]), bench.upsertLead(["linkedin_id": id]),
      ] {
        #expect((502...504).contains(reply.status))
        #expect(reply.contentType == "text/html; charset=utf-8")
        #expect(reply.bodyText.hasPrefix("<html>"))
      }
    }
    #expect(bench.snapshot.answers(.lemlist).count == 3)
    #expect(bench.snapshot.lemlist.contacts.isEmpty && bench.snapshot.getSales.contacts.isEmpty)
  }

  @Test func `Garbage is a success that can't be read, of a request that was carried out`() throws {
    var bench = try bench("garbage:1")
    var texts: Set<String> = []
    for number in 1...20 {
      let email = "lead\(number)@example.com"
      let reply = bench.upsertContact(["email": .string(email)])
      #expect(reply.status == 201)
      #expect(reply.contentType == "application/json")
      #expect(SandboxJSON(parsing: reply.body) == nil)
      texts.insert(String(reply.bodyText.prefix(2)))
    }
    #expect(texts == ["OK", "{\""])
    #expect(bench.snapshot.lemlist.contacts.count == 20)
    let refused = bench.upsertContact(["email": "nobody"])
    #expect(refused.json["error"]?["code"] == "INVALID_EMAIL")
  }

  @Test func `Latency holds answers back and changes nothing else`() throws {
    var bench = try bench("latency:30ms")
    let reply = bench.upsertContact(["email": "jane@example.com"])
    #expect(reply.status == 201)
    #expect(reply.delay == .milliseconds(30))
  }

  @Test func `When the credits are used up GetSales answers 402`() throws {
    var bench = try bench("getsales.credits:2")
    #expect(bench.upsertLead(["linkedin_id": "a"]).status == 200)
    #expect(bench.upsertLead(["linkedin_id": ""]).status == 422)
    #expect(bench.upsertLead(["linkedin_id": "b"]).status == 200)
    let refused = bench.upsertLead(["linkedin_id": "c"])
    #expect(refused.status == 402)
    #expect(refused.json["error"]?["reason"] == "payment_required")
    #expect(bench.getSales("GET", "/leads/api/lists").status == 200)
    #expect(bench.snapshot.getSales.contacts.count == 2)
  }

  @Test(arguments: [
    (nil, true), ("", true), ("Python-urllib/3.12", true), ("curl/8.5.0", true),
    ("muster/0.1.0", false), ("Mozilla/5.0", false),
  ])
  func `The firewall refuses default agents, with HTML and without rate headers`(
    agent: String?, isRefused: Bool
  ) throws {
    var bench = try bench("lemlist.block-agents")
    var call = Call.lemlist("GET", "/api/team")
    call.userAgent = agent
    let reply = bench.send(call)
    #expect(reply.status == (isRefused ? 403 : 200))
    #expect(reply.bodyText.contains("1010") == isRefused)
    #expect((reply.header("Retry-After") == nil) == isRefused)
  }
}
