// Steering: which requests a script picks, and what becomes of them.

import Testing

@testable import Sandbox

@Suite struct ScriptTests {
  private func script(
    _ bench: inout Bench, _ action: ScriptedAction, on side: SandboxSide = .lemlist,
    matching match: RequestMatch = .anything, times: Int? = nil
  ) {
    bench.world.scripts.add(action, on: side, matching: match, times: times)
  }

  @Test func `The next N requests of a side are answered as told, and nothing is stored`() {
    var bench = Bench()
    script(
      &bench,
      .answer(503, headers: ["Retry-After": "7", "X-Odd": "1"], contentType: "a/b", body: "busy"),
      times: 2)
    #expect(bench.upsertLead(["linkedin_id": "jane"]).status == 200)
    for _ in 1...2 {
      let reply = bench.upsertContact(["email": "a@example.com"])
      #expect(reply.status == 503)
      #expect(reply.bodyText == "busy")
      #expect(reply.contentType == "a/b")
      #expect(reply.header("X-Odd") == "1")
      #expect(reply.headers.filter { $0.name == "Retry-After" }.map(\.value) == ["7"])
      #expect(reply.header("X-RateLimit-Limit") == "20")
    }
    #expect(bench.upsertContact(["email": "a@example.com"]).status == 201)
    #expect(bench.snapshot.answers(.lemlist) == [503: 2, 201: 1])
  }

  @Test func `A request can be carried out and answered with something else`() {
    var bench = Bench()
    script(&bench, .answerAfterCommit(502, body: "oops"), times: 1)
    #expect(bench.upsertContact(["email": "a@example.com"]).status == 502)
    #expect(bench.snapshot.lemlist.contacts.count == 1)
    #expect(bench.upsertContact(["email": "a@example.com"]).status == 200)
  }

  @Test(arguments: [(ScriptedAction.drop, 0), (.dropAfterCommit, 1)])
  func `A connection is dropped before or after the contact is stored`(
    action: ScriptedAction, stored: Int
  ) {
    var bench = Bench()
    script(&bench, action, times: 1)
    #expect(bench.upsertContact(["email": "a@example.com"]).dropsConnection)
    #expect(bench.snapshot.lemlist.contacts.count == stored)
    #expect(bench.snapshot.dropped(.lemlist) == 1)
    #expect(!bench.upsertContact(["email": "b@example.com"]).dropsConnection)
  }

  @Test func `An answer is held back, or never comes`() {
    var bench = Bench()
    script(&bench, .delay(.seconds(3)), times: 1)
    script(&bench, .silence(afterCommit: false, .seconds(60)), times: 1)
    let late = bench.upsertContact(["email": "a@example.com"])
    #expect(late.status == 201)
    #expect(late.delay == .seconds(3))
    let never = bench.upsertContact(["email": "b@example.com"])
    #expect(never.dropsConnection)
    #expect(never.delay == .seconds(60))
    #expect(bench.snapshot.lemlist.contacts.count == 1)
  }

  @Test func `Rows that contain a text always fail, the others never`() {
    var bench = Bench()
    script(
      &bench, .answer(500, body: "{}"), on: .getSales, matching: .upserts(containing: "BAD-apple"))
    for _ in 1...3 {
      #expect(bench.upsertLead(["linkedin_id": "x", "email": "bad-Apple@a.co"]).status == 500)
      #expect(bench.upsertLead(["linkedin_id": "good-apple"]).status == 200)
    }
    #expect(
      bench.getSales("POST", "/leads/api/leads/lookup-one", ["linkedin_id": "bad-apple"]).status
        == 404)
  }

  @Test func `Only upserts, or only a path, can be picked`() {
    var bench = Bench()
    script(&bench, .answer(500), matching: .upserts)
    script(&bench, .answer(504), matching: .path("/api/contacts/lists/clt_sandbox/entities"))
    #expect(bench.lemlist("GET", "/api/team").status == 200)
    #expect(bench.lemlist("GET", "/api/contacts").status == 200)
    #expect(bench.upsertContact(["email": "a@example.com"]).status == 500)
    #expect(
      bench.lemlist("POST", "/api/contacts/lists/clt_sandbox/entities?x=1", [:]).status == 504)
  }

  @Test func `The oldest script that matches is applied first, and they can be dropped`() {
    var bench = Bench()
    script(&bench, .answer(500), times: 1)
    script(&bench, .answer(502), times: 1)
    script(&bench, .answer(503))
    script(&bench, .answer(418), times: 0)
    let statuses = (1...4).map { _ in bench.upsertContact(["email": "a@example.com"]).status }
    #expect(statuses == [500, 502, 503, 503])
    bench.world.scripts.removeAll()
    #expect(bench.upsertContact(["email": "a@example.com"]).status == 201)
  }

  @Test func `A request over the rate gets its 429 and uses up no script`() {
    var bench = Bench { $0.rate = .custom(requests: 1, window: .seconds(5)) }
    script(&bench, .answer(500), times: 2)
    var statuses = (1...2).map { _ in bench.lemlist("GET", "/api/team").status }
    bench.now += .seconds(5)
    statuses.append(bench.lemlist("GET", "/api/team").status)
    #expect(statuses == [500, 429, 500])
  }

  @Test func `Scripted answers come before the key is looked at`() {
    var bench = Bench { $0.lemlistKey = "right" }
    script(&bench, .answer(500), times: 1)
    #expect(bench.lemlist("GET", "/api/team", key: "wrong").status == 500)
  }
}

@Suite struct SnapshotTests {
  @Test func `Requests are counted by route and by side, answers by status`() {
    var bench = Bench()
    _ = bench.upsertLead(["linkedin_id": "jane"])
    _ = bench.upsertLead(["linkedin_id": ""])
    _ = bench.getSales("GET", "/leads/api/nowhere")
    _ = bench.lemlist("GET", "/api/contacts/ctc_1")
    _ = bench.lemlist("POST", "/api/contacts/lists/clt_1/entities?action=remove", [:])
    _ = bench.lemlist("GET", "/api/team?version=v2")
    var page = Call(method: "GET", target: "/")
    page.host = "127.0.0.1"
    #expect(bench.send(page).status == 200)
    let snapshot = bench.snapshot
    #expect(
      snapshot.requests == [
        "POST /leads/api/leads/upsert": 2, "GET (unknown path)": 1,
        "GET /api/contacts/{idOrEmail}": 1, "POST /api/contacts/lists/{listId}/entities": 1,
        "GET /api/team": 1,
      ])
    #expect(snapshot.requests(.getSales) == 3)
    #expect(snapshot.requests(.lemlist) == 3)
    #expect(snapshot.answers(.getSales) == [200: 1, 422: 1, 404: 1])
    #expect(snapshot.answers(.lemlist, 404) == 1)
    #expect(snapshot.answers(.lemlist, 500) == 0)
  }

  @Test func `A snapshot doesn't change with what comes later`() {
    var bench = Bench()
    _ = bench.upsertContact(["email": "a@example.com"])
    let snapshot = bench.snapshot
    _ = bench.upsertContact(["email": "b@example.com"])
    #expect(snapshot.lemlist.contacts.count == 1)
    #expect(snapshot.requests(.lemlist) == 1)
  }

  @Test func `The same calls make the same ids under the same seed`() {
    func ids(_ seed: UInt64) -> [String] {
      var bench = Bench { $0.seed = seed }
      _ = bench.upsertContact(["email": "a@example.com"])
      _ = bench.upsertLead(["linkedin_id": "jane"])
      return bench.snapshot.lemlist.contacts.map(\.id)
        + bench.snapshot.getSales.contacts.map(\.uuid)
    }
    #expect(ids(1) == ids(1))
    #expect(Set(ids(1)).isDisjoint(with: ids(2)))
  }
}
