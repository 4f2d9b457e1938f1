// Times at which nothing can be reached.

import Testing

@testable import Sandbox

@Suite struct OutageTests {
  private func bench(_ text: String) throws -> Bench {
    let outages = try [SandboxOutage](parsing: text)
    return Bench { $0.outages = outages }
  }

  @Test func `It is counted from the first request, and both sides are out`() throws {
    var bench = try bench("10s@30s")
    // The page isn't a request to either API.
    _ = bench.send(Call(method: "GET", target: "/"))
    bench.now = .seconds(100)
    #expect(bench.upsertContact(["email": "a@example.com"]).status == 201)
    let times: [(Int, Bool)] = [
      (130_999, false), (131_000, true), (140_999, true), (141_000, false), (500_000, false),
    ]
    for (time, isOut) in times {
      bench.now = .milliseconds(time) - bench.step
      let contact = bench.upsertContact(["email": .string("\(time)@example.com")])
      #expect(contact.dropsConnection == isOut, "\(time)")
      bench.now -= bench.step
      #expect(bench.upsertLead(["linkedin_id": .string("a-\(time)")]).dropsConnection == isOut)
    }
    #expect(bench.snapshot.lemlist.contacts.count == 4)
    #expect(bench.snapshot.getSales.contacts.count == 3)
    #expect(bench.snapshot.dropped(.lemlist) == 2)
    #expect(bench.snapshot.answers(.lemlist) == [201: 4])
    #expect(bench.snapshot.requests(.lemlist) == 6)
  }

  @Test func `It can be several times, and answer with a status as a proxy does`() throws {
    var bench = try bench("2s@2s,1s@6s:503")
    let replies = (0...8).map { _ in bench.lemlist("GET", "/api/team") }
    #expect(
      replies.map(\.dropsConnection)
        == [2, 3].reduce(into: Array(repeating: false, count: 9)) { $0[$1] = true })
    let refused = replies[6]
    #expect(refused.status == 503)
    #expect(refused.contentType == "text/html; charset=utf-8")
    #expect(refused.header("Retry-After") == nil)
    #expect(replies[7].status == 200)
  }

  @Test func `Nothing answers, not even the rate limit or a script`() {
    var bench = Bench {
      $0.outages = [SandboxOutage(length: .seconds(9), start: .seconds(1))]
      $0.rate = .custom(requests: 1, window: .seconds(60))
    }
    bench.world.scripts.add(.answer(418), on: .lemlist, matching: .anything, times: nil)
    _ = bench.lemlist("GET", "/api/team")
    #expect(bench.lemlist("GET", "/api/team").dropsConnection)
    #expect(bench.snapshot.answers(.lemlist) == [418: 1])
  }

  @Test func `The page says what goes on`() throws {
    var bench = try bench("2s@1s")
    _ = bench.lemlist("GET", "/api/team")
    let stats = bench.send(Call(method: "GET", target: "/_stats"))
    #expect(stats.json["outages"] == ["2s@1s"])
    #expect(stats.json["outage_in_force"] == true)
    bench.now += .seconds(5)
    #expect(
      bench.send(Call(method: "GET", target: "/_stats")).json["outage_in_force"] == false)
  }
}
