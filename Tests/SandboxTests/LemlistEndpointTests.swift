// The key, and the endpoints around the upsert at lemlist.

import Foundation
import Testing

@testable import Sandbox

@Suite struct LemlistEndpointTests {
  private static func basic(_ text: String) -> String {
    "Basic \(Data(text.utf8).base64EncodedString())"
  }

  @Test(arguments: [
    (nil, 400, "No API key provided"), ("", 400, "No API key provided"),
    (basic(":"), 400, "No API key provided"),
    (basic("key:"), 401, "The authentication you supplied is incorrect"),
    (basic("key"), 401, "The authentication you supplied is incorrect"),
    (basic("user:key"), 401, "The authentication you supplied is incorrect"),
    ("Bearer key", 401, "The authentication you supplied is incorrect"),
    ("Basic ???", 401, "The authentication you supplied is incorrect"),
  ])
  func `Only an empty user with the key as password opens lemlist`(
    authorization: String?, status: Int, text: String
  ) {
    var bench = Bench()
    for (method, target) in [("GET", "/api/team"), ("POST", "/api/contacts")] {
      var call = Call.lemlist(method, target)
      call.authorization = authorization
      let reply = bench.send(call)
      // At the upsert, a 400 is documented as JSON only.
      #expect(reply.status == (method == "POST" ? 401 : status))
      #expect(reply.bodyText == text || method == "POST")
      #expect(reply.contentType.hasPrefix("text/plain"))
    }
  }

  @Test func `If a key is set, no other opens lemlist`() {
    var bench = Bench { $0.lemlistKey = "right" }
    let refused = bench.lemlist("POST", "/api/contacts", ["email": "a@example.com"], key: "wrong")
    #expect(refused.status == 401)
    #expect(refused.bodyText == "The authentication you supplied is incorrect")
    #expect(bench.snapshot.lemlist.contacts.isEmpty)
    #expect(bench.lemlist("GET", "/api/team", key: "right").status == 200)
  }

  @Test func `Any key opens lemlist unless one is set, also one with a colon`() {
    var bench = Bench()
    #expect(bench.lemlist("GET", "/api/team", key: "a:b").status == 200)
  }

  @Test func `The fields endpoint says no in JSON`() {
    var bench = Bench()
    var call = Call.lemlist("GET", "/api/fields")
    call.authorization = nil
    let reply = bench.send(call)
    #expect(reply.status == 401)
    #expect(reply.bodyText == #"{"error":"Unauthorized"}"#)
  }

  @Test func `The team lists its users only in version 2`() {
    var bench = Bench()
    #expect(bench.lemlist("GET", "/api/team").json["users"] == nil)
    let users = bench.lemlist("GET", "/api/team?version=v2").json["users"]
    guard case .array(let members)? = users else {
      Issue.record("no users")
      return
    }
    #expect(
      members.first == [
        "email": "olive@sandbox.example", "name": "Olive Owner", "role": "admin",
        "userId": "usr_sandboxOwner00001",
      ])
  }

  @Test(arguments: [
    ("?entity=contact", ["contact"]), ("?entity=company", ["company"]),
    ("", ["company", "contact"]),
  ])
  func `Fields are listed by entity`(query: String, entities: [String]) {
    var bench = Bench()
    let reply = bench.lemlist("GET", "/api/fields\(query)")
    #expect(reply.status == 200)
    #expect(reply.json["data"]?.members?.map(\.key) == entities)
  }

  @Test func `The fields of contacts are the standard ones and the custom ones`() {
    var bench = Bench { $0.customFields = ["revenue"] }
    func fields(_ query: String) -> [SandboxJSON] {
      let json = bench.lemlist("GET", "/api/fields?entity=contact\(query)").json
      guard case .array(let fields)? = json["data"]?["contact"] else { return [] }
      return fields
    }
    let custom: SandboxJSON = [
      "label": "revenue", "name": "revenue", "source": "custom", "type": "text",
    ]
    #expect(fields("").count == 17)
    #expect(fields("").last == custom)
    #expect(fields("&source=custom") == [custom])
    #expect(fields("&source=default").count == 16)
    #expect(fields("&source=crm_synced").isEmpty)
  }

  @Test func `A bad entity is refused in JSON`() {
    var bench = Bench()
    let reply = bench.lemlist("GET", "/api/fields?entity=lead")
    #expect(reply.status == 400)
    #expect(
      reply.bodyText
        == #"{"success":false,"error":"Invalid entity parameter. Must be one of: contact, company"}"#
    )
  }

  @Test func `It starts with one list, and lists are made and searched`() {
    var bench = Bench()
    #expect(
      bench.lemlist("GET", "/api/contacts/lists").bodyText
        == #"[{"_id":"clt_sandbox","name":"Sandbox","dynamic":false}]"#)
    let made = bench.lemlist("POST", "/api/contacts/lists", ["name": "Nurturing"])
    let id = bench.snapshot.lemlist.lists[1].id
    #expect(made.status == 201)
    #expect(
      made.bodyText
        == #"{"message":"Contact list created successfully","#
        + #""list":{"id":"\#(id)","name":"Nurturing"}}"#)
    #expect(
      bench.lemlist("GET", "/api/contacts/lists?search=NURT").bodyText
        == #"[{"_id":"\#(id)","name":"Nurturing","dynamic":false}]"#)
  }

  @Test(
    arguments: [
      ([:], "name is required and must be a non-empty string"),
      (["name": ""], "name is required and must be a non-empty string"),
      (["name": 5], "name is required and must be a non-empty string"),
      (["name": .string(String(repeating: "x", count: 201))], "name too long (max 200 characters)"),
    ] as [(SandboxJSON, String)])
  func `A list with a bad name is refused`(body: SandboxJSON, text: String) {
    var bench = Bench()
    let reply = bench.lemlist("POST", "/api/contacts/lists", body)
    #expect(reply.status == 400)
    #expect(reply.bodyText == text)
  }

  @Test func `Contacts are added to a list once, and taken out`() {
    var bench = Bench()
    let ids = ["a", "b", "c"].map {
      bench.upsertContact(["email": .string("\($0)@example.com")]).json["data"]?["_id"] ?? nil
    }
    let path = "/api/contacts/lists/clt_sandbox/entities"
    #expect(
      bench.lemlist("POST", path, ["contactIds": [ids[0], ids[1]]]).bodyText
        == #"{"message":"Contacts added to list successfully","addedCount":2,"#
        + #""alreadyInList":0}"#)
    #expect(
      bench.lemlist("POST", path, ["contactIds": .array(ids + ["ctc_nobody"])]).bodyText
        == #"{"message":"Contacts added to list successfully","addedCount":1,"#
        + #""alreadyInList":2}"#)
    #expect(bench.snapshot.lemlist.lists[0].members == ids.compactMap(\.text))
    #expect(
      bench.lemlist("POST", path + "?action=remove", ["contactIds": [ids[1], "ctc_x"]]).bodyText
        == #"{"message":"Contacts removed from list successfully","removedCount":1}"#)
    #expect(bench.snapshot.lemlist.lists[0].members == [ids[0], ids[2]].compactMap(\.text))
  }

  @Test(
    arguments: [
      ("clt_sandbox", [:], 400, "contactIds is required and must be a non-empty array"),
      (
        "clt_sandbox", ["contactIds": []], 400,
        "contactIds is required and must be a non-empty array"
      ),
      (
        "clt_sandbox", ["contactIds": "ctc_a"], 400,
        "contactIds is required and must be a non-empty array"
      ),
      (
        "clt_sandbox", ["contactIds": ["lea_1"]], 400,
        "All contactIds must be in ctc_xxx format"
      ),
      ("clt_sandbox", ["contactIds": [1]], 400, "All contactIds must be in ctc_xxx format"),
      ("sandbox", ["contactIds": ["ctc_a"]], 400, "Invalid listId format (expected clt_xxx)"),
      ("clt_unknown", ["contactIds": ["ctc_a"]], 404, "Contact list not found"),
      (
        "clt_dynamic", ["contactIds": ["ctc_a"]], 400,
        "Cannot manually add contacts to a dynamic list"
      ),
    ] as [(String, SandboxJSON, Int, String)])
  func `What can't be added to a list is refused in plain text`(
    list: String, body: SandboxJSON, status: Int, text: String
  ) {
    var bench = Bench { $0.lemlist.dynamicLists = ["clt_dynamic": "Fills itself"] }
    let reply = bench.lemlist("POST", "/api/contacts/lists/\(list)/entities", body)
    #expect(reply.status == status)
    #expect(reply.bodyText == text)
  }

  @Test(arguments: [(1000, 200), (1001, 400)])
  func `At most 1,000 contacts are added at once`(count: Int, status: Int) {
    var bench = Bench()
    let ids = (0..<count).map { SandboxJSON.string("ctc_\($0)") }
    let reply = bench.lemlist(
      "POST", "/api/contacts/lists/clt_sandbox/entities", ["contactIds": .array(ids)])
    #expect(reply.status == status)
    if status == 400 { #expect(reply.bodyText == "Maximum 1,000 contacts per request") }
  }

  @Test func `A contact is read by id and by e-mail`() {
    var bench = Bench()
    let made = bench.upsertContact([
      "email": "jane@example.com", "firstName": "Jane", "lastName": "Smith",
    ])
    let id = made.json["data"]?["_id"]?.text ?? ""
    let byID = bench.lemlist("GET", "/api/contacts/\(id)")
    #expect(
      byID.bodyText == """
        {"_id":"\(id)","teamId":"tea_sandboxTeam00001","fullName":"Jane Smith",\
        "email":"jane@example.com","fields":{"firstName":"Jane","lastName":"Smith"},\
        "campaigns":[],"ownerId":"usr_sandboxOwner00001",\
        "createdAt":"2021-02-16T08:02:41.000Z","createdBy":"usr_sandboxOwner00001",\
        "unsubscribed":false}
        """)
    #expect(bench.lemlist("GET", "/api/contacts/JANE%40example.com").bodyText == byID.bodyText)
    #expect(bench.lemlist("GET", "/api/contacts/joan@example.com").status == 404)
    let several = bench.lemlist(
      "GET", "/api/contacts?idsOrEmails=\(id),nobody@example.com,jane@example.com")
    #expect(several.bodyText == "[\(byID.bodyText),\(byID.bodyText)]")
  }

  @Test func `At most 100 contacts are read at once`() {
    var bench = Bench()
    let keys = (1...101).map { "a\($0)@example.com" }
    for (count, status) in [(100, 200), (101, 400)] {
      let wanted = keys.prefix(count).joined(separator: ",")
      #expect(bench.lemlist("GET", "/api/contacts?idsOrEmails=\(wanted)").status == status)
    }
  }

  @Test func `Contacts are searched and paged`() {
    var bench = Bench()
    for number in 1...5 {
      _ = bench.upsertContact(["email": .string("lead\(number)@example.com")])
    }
    let id = bench.snapshot.lemlist.contacts[2].id
    _ = bench.lemlist(
      "POST", "/api/contacts/lists/clt_sandbox/entities", ["contactIds": [.string(id)]])
    func totals(_ query: String) -> SandboxJSON? {
      bench.lemlist("GET", "/api/contacts\(query)").json["total"]
    }
    #expect(totals("") == 5)
    #expect(totals("?search=LEAD") == 5)
    #expect(totals("?search=lead4") == 1)
    #expect(totals("?email=lead4@EXAMPLE.com") == 1)
    #expect(totals("?listId=clt_sandbox") == 1)
    let page = bench.lemlist("GET", "/api/contacts?limit=2&offset=4").json
    guard case .array(let data)? = page["data"] else {
      Issue.record("no data")
      return
    }
    #expect(data.map { $0["email"] } == ["lead5@example.com"])
    #expect(
      bench.lemlist("GET", "/api/contacts?search=x").bodyText
        == "Search query must be at least 2 characters")
    #expect(bench.lemlist("GET", "/api/contacts?listId=x").status == 400)
  }

  @Test(arguments: [
    ("DELETE", "/api/contacts", 405, "Method not allowed"),
    ("DELETE", "/api/contacts/lists/clt_sandbox/entities", 405, "Method not allowed"),
    (
      "POST", "/api/fields", 405, #"{"success":false,"error":"Method not allowed. Use GET."}"#
    ),
    ("GET", "/api/campaigns", 404, "Not found"),
    ("POST", "/api/campaigns/cam_1/leads/", 404, "Not found"),
  ])
  func `Wrong methods and paths are refused`(
    method: String, target: String, status: Int, text: String
  ) {
    var bench = Bench()
    let reply = bench.lemlist(method, target, [:])
    #expect(reply.status == status)
    #expect(reply.bodyText == text)
  }
}
