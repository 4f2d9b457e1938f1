// The key, and the endpoints around the upsert at GetSales.

import Testing

@testable import Sandbox

@Suite struct GetSalesEndpointTests {
  @Test(arguments: [
    (nil, 401), ("", 401), ("Bearer", 401), ("Bearer ", 401), ("Basic OmtleQ==", 401),
    ("key", 401), ("Bearer two words", 401), ("Bearer key", 200), ("bearer key", 200),
  ])
  func `Only a bearer key opens GetSales`(authorization: String?, status: Int) {
    var bench = Bench()
    for target in ["/id/api/users/current", "/leads/api/lists"] {
      var call = Call(method: "GET", target: target)
      call.authorization = authorization
      let reply = bench.send(call)
      #expect(reply.status == status)
      if status == 401 {
        #expect(
          reply.bodyText
            == #"{"error":{"reason":"auth_exception","message":"Unauthenticated.","data":{}},"#
            + #""message":"Unauthenticated.","code":401}"#)
      }
    }
  }

  @Test func `If a key is set, no other opens GetSales`() {
    var bench = Bench { $0.getSalesKey = "right" }
    #expect(bench.getSales("GET", "/leads/api/lists", key: "wrong").status == 401)
    #expect(bench.getSales("GET", "/leads/api/lists", key: "right").status == 200)
  }

  @Test func `A wrong key stores nothing`() {
    var bench = Bench { $0.getSalesKey = "right" }
    #expect(bench.upsertLead(["linkedin_id": "jane"]).status == 401)
    #expect(bench.snapshot.getSales.contacts.isEmpty)
  }

  @Test func `The current user has an id and a name`() {
    var bench = Bench()
    let reply = bench.getSales("GET", "/id/api/users/current")
    #expect(
      reply.json.members?.map(\.key)
        == ["email", "first_name", "id", "last_name", "timezone", "uuid"])
  }

  @Test func `It starts with one list`() {
    var bench = Bench()
    #expect(
      bench.getSales("GET", "/leads/api/lists?limit=100&offset=0").bodyText
        == #"{"data":[{"uuid":"a1b2c3d4-e5f6-7890-abcd-ef1234567890","team_id":1,"#
        + #""name":"Sandbox","created_at":"2021-02-16T08:02:40.000Z","#
        + #""updated_at":"2021-02-16T08:02:40.000Z"}],"limit":100,"offset":0,"total":1,"#
        + #""has_more":false}"#)
  }

  @Test func `Lists are made, searched and paged`() {
    var bench = Bench()
    for number in 1...4 {
      let reply = bench.getSales("POST", "/leads/api/lists", ["name": .string("List \(number)")])
      #expect(reply.status == 201)
      #expect(reply.json["name"] == .string("List \(number)"))
    }
    func names(_ target: String) -> [String] {
      guard case .array(let lists)? = bench.getSales("GET", target).json["data"] else { return [] }
      return lists.compactMap { $0["name"]?.text }
    }
    #expect(names("/leads/api/lists?filter%5Bq%5D=LIST+3") == ["List 3"])
    #expect(names("/leads/api/lists?filter[q]=list%204") == ["List 4"])
    #expect(names("/leads/api/lists?limit=2&order_type=asc") == ["Sandbox", "List 1"])
    #expect(names("/leads/api/lists?limit=2&offset=4&order_type=asc") == ["List 4"])
    #expect(names("/leads/api/lists?limit=1") == ["List 4"])
    let page = bench.getSales("GET", "/leads/api/lists?limit=2&offset=2").json
    #expect(page["has_more"] == true)
    #expect(page["total"] == 5)
  }

  @Test func `A page has at most 100, and 20 unless asked`() {
    var bench = Bench { $0.customFields = (1...150).map { "field\($0)" } }
    for (target, limit) in [("", 20), ("?limit=100", 100), ("?limit=500", 100), ("?limit=0", 1)] {
      let page = bench.getSales("GET", "/leads/api/custom-fields\(target)").json
      guard case .array(let data)? = page["data"] else {
        Issue.record("no data")
        continue
      }
      #expect(data.count == limit)
      #expect(page["limit"] == .integer(limit))
    }
  }

  @Test func `A list without a name is refused`() {
    var bench = Bench()
    let reply = bench.getSales("POST", "/leads/api/lists", [:])
    #expect(reply.status == 422)
    #expect(reply.json["error"]?["message"] == "The name field is required.")
  }

  @Test func `A contact goes into a list that was made`() {
    var bench = Bench()
    let list = bench.getSales("POST", "/leads/api/lists", ["name": "New"]).json["uuid"] ?? nil
    let reply = bench.upsertLead(["linkedin_id": "jane"], more: ["list_uuid": list])
    #expect(reply.status == 200)
    #expect(bench.snapshot.getSales.contacts[0].listUUID == list.text)
  }

  @Test func `Custom fields are listed, made, and then taken`() {
    var bench = Bench { $0.customFields = ["notes"] }
    let made = bench.getSales(
      "POST", "/leads/api/custom-fields", ["name": "Industry Vertical", "object": "lead"])
    #expect(made.status == 201)
    #expect(made.json["object"] == "lead")
    let listed = bench.getSales("GET", "/leads/api/custom-fields?order_type=asc").json
    guard case .array(let fields)? = listed["data"] else {
      Issue.record("no data")
      return
    }
    #expect(fields.compactMap { $0["name"]?.text } == ["notes", "Industry Vertical"])
    _ = bench.upsertLead(
      ["linkedin_id": "jane"], more: ["custom_fields": ["Industry Vertical": "Tools"]])
    #expect(
      bench.snapshot.getSales.contacts[0].customFields == ["Industry Vertical": "Tools"])
  }

  @Test(
    arguments: [
      (["object": "lead"], "name"), (["name": "", "object": "lead"], "name"),
      (["name": 1, "object": "lead"], "name"), (["name": "x"], "object"),
      (["name": "x", "object": "deal"], "object"), (["name": "notes", "object": "lead"], "name"),
    ] as [(SandboxJSON, String)])
  func `A bad custom field is refused`(body: SandboxJSON, field: String) {
    var bench = Bench()
    let reply = bench.getSales("POST", "/leads/api/custom-fields", body)
    #expect(reply.status == 422)
    #expect(reply.json["error"]?["data"]?.members?.map(\.key) == [field])
  }

  @Test func `Custom fields are held to the reference's rules if so set`() {
    var bench = Bench {
      $0.getSales.restrictsCustomFields = true
      $0.customFields = (1...99).map { "field\($0)" }
    }
    func make(_ name: String) -> Int {
      bench.getSales(
        "POST", "/leads/api/custom-fields", ["name": .string(name), "object": "lead"]
      ).status
    }
    #expect(make("Industry Vertical") == 422)
    #expect(make("1st") == 422)
    #expect(make("_hundredth") == 201)
    #expect(make("one_too_many") == 422)
  }

  @Test(
    arguments: [
      (["linkedin_id": "https://www.linkedin.com/in/JANE"], 200), (["linkedin_id": "joan"], 404),
      (["email": "JANE@acme.com"], 200), (["email": "joan@acme.com"], 404),
      (["name": "Jane Smith", "company_name": "acme"], 200),
      (["name": "Jane Smith", "company_name": "other"], 404), (["name": "Jane Smith"], 422),
      ([:], 422), (["linkedin_id": "not an id"], 422),
    ] as [(SandboxJSON, Int)])
  func `One contact is looked up`(body: SandboxJSON, status: Int) {
    var bench = Bench()
    let made = bench.upsertLead([
      "linkedin_id": "jane", "first_name": "Jane", "last_name": "Smith",
      "company_name": "Acme", "email": "jane@acme.com",
    ])
    let reply = bench.getSales("POST", "/leads/api/leads/lookup-one", body)
    #expect(reply.status == status)
    if status == 200 { #expect(reply.bodyText == made.bodyText) }
    if status == 404 { #expect(reply.json["code"] == 404) }
  }

  @Test func `A contact that is looked up is wrapped if so set`() {
    var bench = Bench { $0.getSales.wrapsLookup = true }
    let made = bench.upsertLead(["linkedin_id": "jane"], more: ["custom_fields": ["notes": "x"]])
    let found = bench.getSales(
      "POST", "/leads/api/leads/lookup-one", ["linkedin_id": "jane"]
    ).json
    #expect(found["lead"] == made.json)
    #expect(found["custom_fields"] == ["notes": "x"])
  }

  @Test(arguments: [
    ("GET", "/leads/api/leads/upsert", 405), ("PUT", "/leads/api/lists", 405),
    ("GET", "/leads/api/nowhere", 404), ("GET", "/id/api/teams", 404),
  ])
  func `Wrong methods and paths are refused`(method: String, target: String, status: Int) {
    var bench = Bench()
    let reply = bench.getSales(method, target)
    #expect(reply.status == status)
    #expect(reply.json["code"] == .integer(status))
  }
}
