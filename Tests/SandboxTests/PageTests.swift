// The page that shows what the emulator holds.

import Foundation
import Testing

@testable import Sandbox

@Suite struct PageTests {
  private func page(_ bench: inout Bench, host: String? = "127.0.0.1:8080") -> Reply {
    var call = Call(method: "GET", target: "/")
    call.host = host
    return bench.send(call)
  }

  @Test func `The page shows contacts, counts, lists, fields, rate and faults`() throws {
    let faults = try SandboxFaults(parsing: "lemlist.credits=1")
    var bench = Bench {
      $0.faults = faults
      $0.customFields = ["shoe_size"]
    }
    _ = bench.upsertLead(["linkedin_id": "jane", "first_name": "Jane", "last_name": "Smith"])
    _ = bench.upsertContact(["email": "joan@example.com", "firstName": "Joan"])
    _ = bench.upsertContact(["email": "judy@example.com"])
    let reply = page(&bench)
    #expect(reply.status == 200)
    #expect(reply.contentType == "text/html; charset=utf-8")
    for text in [
      "Jane Smith", "Joan", "joan@example.com", "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
      "clt_sandbox", "shoe_size", "300 requests in 60 s", "20 requests in 2 s", "credits=1",
      "<span>201</span>", "<span>402</span>", "up 4 s",
    ] {
      #expect(reply.bodyText.contains(text), "\(text)")
    }
    #expect(!reply.bodyText.contains("judy@example.com"))
    #expect(!reply.bodyText.contains("{{"))
  }

  @Test func `What came from outside is escaped`() {
    var bench = Bench { $0.registersAnyCustomField = true }
    let attack = "<script>alert('1')</script>\"&"
    let value = SandboxJSON.string(attack)
    _ = bench.upsertLead(
      ["linkedin_id": "jane", "name": value, "company_name": value],
      more: ["custom_fields": .object([.init(attack, "x")])])
    _ = bench.upsertContact(["email": "a@example.com", "firstName": value, "jobTitle": value])
    _ = bench.getSales("POST", "/leads/api/lists", ["name": value])
    _ = bench.lemlist("POST", "/api/contacts/lists", ["name": value])
    let text = page(&bench).bodyText
    #expect(!text.contains("<script"))
    #expect(text.components(separatedBy: "&lt;script&gt;").count > 8)
  }

  @Test func `The page shows the latest twelve contacts`() {
    var bench = Bench()
    for number in 1...13 {
      _ = bench.upsertContact(["email": .string("lead\(number)@example.com")])
    }
    let text = page(&bench).bodyText
    #expect(!text.contains("lead1@example.com"))
    #expect(text.contains("lead2@example.com"))
    #expect(text.contains("lead13@example.com"))
  }

  @Test func `An empty page says so`() {
    var bench = Bench { $0.rate = .none }
    let text = page(&bench).bodyText
    #expect(text.contains("No request yet."))
    #expect(text.contains("None yet."))
    #expect(text.contains("no limit"))
  }

  @Test(arguments: [
    ("127.0.0.1:1", 200), ("localhost", 200), ("[::1]:80", 200), (nil, 200),
    ("evil.example", 403), ("localhost.evil.example", 403),
  ])
  func `Page and APIs are for this machine only`(host: String?, status: Int) {
    var bench = Bench()
    #expect(page(&bench, host: host).status == status)
    var call = Call.lemlist("GET", "/api/team")
    call.host = host
    #expect(bench.send(call).status == status)
  }

  @Test func `The page runs and loads nothing`() {
    var bench = Bench()
    #expect(
      page(&bench).header("Content-Security-Policy")
        == "default-src 'none'; style-src 'unsafe-inline'")
  }

  @Test func `Other paths aren't found`() {
    var bench = Bench()
    #expect(bench.send(Call(method: "GET", target: "/favicon.ico")).status == 404)
  }
}
