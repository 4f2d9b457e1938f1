// What the emulator shows to scripts: `/_requests` and `/_contacts`.

import Testing

@testable import Sandbox

@Suite struct RequestLogTests {
  private func lines(_ bench: inout Bench, _ target: String) throws -> [SandboxJSON] {
    let reply = bench.send(Call(method: "GET", target: target))
    #expect(reply.status == 200)
    return try reply.body.split(separator: UInt8(ascii: "\n"))
      .map { try #require(SandboxJSON(parsing: Array($0))) }
  }

  @Test func `Each request is a line, without keys`() throws {
    var bench = Bench()
    bench.world.scripts.add(.drop, on: .getSales, matching: .upserts, times: 1)
    bench.world.scripts.add(.delay(.milliseconds(40)), on: .lemlist, matching: .upserts, times: 1)
    _ = bench.lemlist("GET", "/api/contacts/ctc_1", key: "secret")
    _ = bench.upsertLead(["linkedin_id": "jane"])
    _ = bench.upsertContact(["email": "jane@example.com"])
    _ = bench.send(Call(method: "GET", target: "/api/team"))
    let lines = try lines(&bench, "/_requests")
    #expect(lines.count == 4)
    #expect(
      lines.first == [
        "body_bytes": 0, "contact": .null, "delay_ms": 0, "key": 1, "ms": 1000, "number": 1,
        "route": "GET /api/contacts/{idOrEmail}", "side": "lemlist", "status": 404,
      ])
    #expect(lines[1]["status"] == "dropped")
    #expect(lines[1]["contact"]?.text?.wholeMatch(of: /[0-9a-f]{16}/) != nil)
    let contact = try #require(bench.snapshot.lemlist.contacts.first)
    #expect(
      lines[2] == [
        "body_bytes": 28, "contact": .string(contact.id), "delay_ms": 40, "key": 2, "ms": 3000,
        "number": 3, "route": "POST /api/contacts", "side": "lemlist", "status": 201,
      ])
    #expect(lines[3]["key"] == .null)
    let text = bench.send(Call(method: "GET", target: "/_requests")).bodyText
    #expect(!text.contains("secret") && !text.contains("jane"))
  }

  @Test func `A contact that is refused goes by the same hash each time`() throws {
    var bench = Bench { $0.rate = .custom(requests: 1, window: .seconds(3600)) }
    for email in ["a@a.co", "a@a.co", "A@a.co", "b@a.co"] {
      _ = bench.upsertContact(["email": .string(email)])
    }
    let contacts = try lines(&bench, "/_requests?after=1").map { $0["contact"]?.text }
    #expect(contacts[0] != nil && contacts[0] == contacts[1] && contacts[1] != contacts[2])
  }

  @Test(arguments: [
    ("", [4, 5, 6]), ("?limit=2", [5, 6]), ("?limit=0", []), ("?limit=99", [4, 5, 6]),
    ("?after=4", [5, 6]), ("?after=4&limit=1", [5]), ("?after=0&limit=2", [4, 5]),
    ("?after=6", []), ("?after=9223372036854775807", []),
  ])
  func `The last requests are kept, and can be read on from a number`(
    query: String, numbers: [Int]
  ) throws {
    var bench = Bench { $0.requestLog = 3 }
    for _ in 1...6 { _ = bench.lemlist("GET", "/api/team") }
    let found = try lines(&bench, "/_requests\(query)").map { $0["number"] }
    #expect(found == numbers.map { .integer($0) })
  }

  @Test(arguments: ["?limit=x", "?limit=-1", "?after=", "?after=-1"])
  func `What isn't a number is refused`(query: String) {
    var bench = Bench()
    #expect(bench.send(Call(method: "GET", target: "/_requests\(query)")).status == 400)
  }

  @Test func `Ten thousand are kept by default`() {
    #expect(SandboxConfiguration().requestLog == 10_000)
  }
}

@Suite struct StoredContactsTests {
  private func filled() -> Bench {
    var bench = Bench()
    _ = bench.upsertLead(
      ["linkedin_id": "jane", "first_name": "Jane", "domain": "a.co"],
      more: ["custom_fields": ["seniority": "Chief"]])
    let contact = bench.upsertContact([
      "email": "jane@a.co", "additionalEmails": ["j@a.co"], "firstName": "Jane\nSmith", "score": 7,
      "companyDomain": "acme.com", "source": "fair",
    ])
    _ = bench.lemlist(
      "POST", "/api/contacts/lists/clt_sandbox/entities",
      ["contactIds": [contact.json["data"]?["_id"] ?? .null]])
    return bench
  }

  @Test func `Everything that is held of a contact is on its line`() throws {
    var bench = filled()
    let reply = bench.send(Call(method: "GET", target: "/_contacts?side=lemlist"))
    let held = try #require(bench.snapshot.lemlist.contacts.first)
    #expect(
      reply.json == [
        "additional_emails": ["j@a.co"], "company_id": "cpn_sandboxAcme000001",
        "created_at": "2021-02-16T08:02:42.000Z", "email": "jane@a.co",
        "fields": ["firstName": "Jane\nSmith", "score": 7], "id": .string(held.id),
        "linkedin_url": .null, "linkedin_url_sales_nav": .null, "lists": ["clt_sandbox"],
        "owner_id": "usr_sandboxOwner00001", "side": "lemlist", "source": "fair", "upserts": 1,
      ])
    #expect(reply.body.count { $0 == UInt8(ascii: "\n") } == 1)
    let lead = bench.send(Call(method: "GET", target: "/_contacts?side=getsales")).json
    #expect(lead["fields"] == ["domain": "a.co", "first_name": "Jane", "linkedin": "jane"])
    #expect(lead["custom_fields"] == ["seniority": "Chief"])
    #expect(lead["lists"] == [.string(Bench.listID)])
  }

  @Test func `Without a side both are given, and another is refused`() {
    var bench = filled()
    let both = bench.send(Call(method: "GET", target: "/_contacts"))
    #expect(both.bodyText.split(separator: "\n").count == 2)
    #expect(bench.send(Call(method: "GET", target: "/_contacts?side=hubspot")).status == 400)
  }
}
