// The page that shows what the emulator holds.

import Foundation
import Testing

@testable import Sandbox

@Suite struct PageTests {
  private func page(
    _ bench: inout Bench, _ target: String = "/", host: String? = "127.0.0.1:8080"
  ) -> Reply {
    var call = Call(method: "GET", target: target)
    call.host = host
    return bench.send(call)
  }

  @Test func `The page shows contacts, counts, lists, fields, rate and faults`() throws {
    let faults = try SandboxFaults(parsing: "lemlist.credits:1")
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
      "clt_sandbox", "shoe_size", "300 requests in 60 s", "20 requests in 2 s", "credits:1",
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
    for target in ["/", "/?q=%3Cscript%3Ealert('1')%3C/script%3E%22%26"] {
      let text = page(&bench, target).bodyText
      // The page's own script is the only one.
      #expect(text.components(separatedBy: "<script").count == 2)
      #expect(text.components(separatedBy: "<script nonce=").count == 2)
      #expect(text.components(separatedBy: "&lt;script&gt;").count > 8)
      #expect(!text.contains("\"&\""))
    }
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
    for target in ["/", "/_stats", "/_requests", "/_contacts"] {
      #expect(page(&bench, target, host: host).status == status)
    }
    var call = Call.lemlist("GET", "/api/team")
    call.host = host
    #expect(bench.send(call).status == status)
  }

  @Test func `The page runs no script but its own, and loads nothing from elsewhere`() throws {
    var bench = Bench()
    var nonces: Set<Substring> = []
    for _ in 1...2 {
      let reply = page(&bench)
      let policy = try #require(reply.header("Content-Security-Policy"))
      let nonce = try #require(policy.firstMatch(of: /script-src 'nonce-([0-9a-f]{32})'/)?.1)
      #expect(policy.hasPrefix("default-src 'none'; "))
      #expect(reply.bodyText.contains("<script nonce=\"\(nonce)\">"))
      nonces.insert(nonce)
    }
    #expect(nonces.count == 2)
  }

  @Test func `Without scripts the page asks to be loaded again`() {
    var bench = Bench()
    #expect(
      page(&bench).bodyText.contains("<noscript><meta http-equiv=\"refresh\" content=\"5\">"))
  }

  @Test func `Other paths aren't found, and other methods aren't allowed`() {
    var bench = Bench()
    #expect(bench.send(Call(method: "GET", target: "/favicon.ico")).status == 404)
    #expect(bench.send(Call(method: "POST", target: "/")).status == 405)
  }

  // MARK: - Search

  private func searchable() -> Bench {
    var bench = Bench()
    _ = bench.upsertLead(
      ["linkedin_id": "jane", "first_name": "Jane", "last_name": "Smith", "position": "CEO"],
      more: ["custom_fields": ["seniority": "Chief"]])
    _ = bench.upsertContact(
      ["email": "jane@example.com", "firstName": "Jane", "lastName": "Doe", "score": 4711])
    _ = bench.upsertContact(["linkedinUrl": "https://linkedin.com/in/zoe", "firstName": "Zoë"])
    return bench
  }

  @Test(arguments: [
    ("jane", 1, 1), ("SMITH+jane", 1, 0), ("jane+doe", 0, 1), ("chief", 1, 0), ("4711", 0, 1),
    ("in%2Fzoe", 0, 1), ("ZO%C3%8B", 0, 1), ("nobody", 0, 0), ("ceo", 1, 0),
  ])
  func `Contacts are found by every word in any value`(
    search: String, getSales: Int, lemlist: Int
  ) {
    var bench = searchable()
    let text = page(&bench, "/?q=\(search)").bodyText
    let titles = text.matches(of: /<h3>([0-9]+) contacts? match(?:es)?<\/h3>/).map { Int($0.1) }
    #expect(titles == [getSales, lemlist])
    #expect(text.contains("data-label=\"Name\" title=\"Jane Smith\"") == (getSales == 1))
    #expect(text.contains(">None.<") == (getSales == 0 || lemlist == 0))
  }

  @Test func `Of many matches the latest fifty are shown, and all are counted`() {
    var bench = Bench { $0.rate = .none }
    for number in 1...1051 {
      _ = bench.upsertContact(["email": .string("lead\(number)@example.com")])
    }
    let text = page(&bench, "/?q=example.com").bodyText
    #expect(text.contains("1,051 contacts match, the latest 50 of them:"))
    #expect(text.contains("lead1002@example.com"))
    #expect(!text.contains("lead1001@example.com"))
  }

  @Test func `What was searched for stands in the field`() {
    var bench = Bench()
    #expect(page(&bench, "/?q=jane+%22doe").bodyText.contains("value=\"jane &quot;doe\""))
    #expect(page(&bench, "/?q=++").bodyText.contains("Latest contacts"))
  }

  // MARK: - The rate

  @Test func `The page shows the rate of each key and the outage in force`() {
    var bench = Bench {
      $0.rate = .custom(requests: 2, window: .seconds(10))
      $0.outages = [SandboxOutage(length: .seconds(2), start: .seconds(20), status: 503)]
    }
    for _ in 1...3 { _ = bench.lemlist("GET", "/api/team", key: "secret-key") }
    for number in 1...7 { _ = bench.lemlist("GET", "/api/team", key: "secret-\(number)") }
    let text = page(&bench).bodyText
    #expect(text.contains("<span>key 1</span>"))
    #expect(!text.contains("secret"))
    #expect(text.contains("<span>2 of 2</span>"))
    #expect(
      text.contains("at most 3 in any 10 s, 1 a second on average of 0.2 allowed; 1 told to wait"))
    #expect(text.contains("and 2 more keys"))
    #expect(text.contains("<code>2s@20s:503</code>"))
    #expect(!text.contains("in force now"))
    bench.now = .seconds(20)
    #expect(page(&bench).bodyText.contains("in force now"))
  }
}
