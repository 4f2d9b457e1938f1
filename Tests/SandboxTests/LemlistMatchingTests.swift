// Which contact an upsert at lemlist means.

import Testing

@testable import Sandbox

@Suite struct LemlistMatchingTests {
  private static let email: SandboxJSON = ["email": "a@example.com"]
  private static let profile: SandboxJSON = ["linkedinUrl": "https://www.linkedin.com/in/b"]
  private static let navigator: SandboxJSON = [
    "linkedinUrlSalesNav": "https://www.linkedin.com/sales/lead/ACwAC"
  ]

  private static func merged(_ parts: SandboxJSON...) -> SandboxJSON {
    .object(parts.flatMap { $0.members ?? [] })
  }

  @Test(arguments: [
    (merged(email, profile, navigator), 0), (merged(profile, navigator), 1), (navigator, 2),
    (merged(["email": "new@example.com"], profile, navigator), 1),
  ])
  func `E-mail decides before the profile, and that before Sales Navigator`(
    body: SandboxJSON, position: Int
  ) {
    var bench = Bench()
    for part in [Self.email, Self.profile, Self.navigator] {
      #expect(bench.upsertContact(part).status == 201)
    }
    let reply = bench.upsertContact(body)
    #expect(reply.status == 200)
    let contacts = bench.snapshot.lemlist.contacts
    #expect(contacts.count == 3)
    #expect(reply.json["data"]?["_id"]?.text == contacts[position].id)
  }

  @Test(
    arguments: [
      (["email": "Jane@Example.com"], ["email": "jane@example.com"]),
      (
        ["linkedinUrl": "https://linkedin.com/in/Jane/"],
        ["linkedinUrl": "http://www.linkedin.com/in/jane?x=1"]
      ),
      (
        ["linkedinUrl": "https://www.linkedin.com/in/j%C3%BCrgen"],
        ["linkedinUrl": "https://www.linkedin.com/in/jürgen"]
      ),
      (
        ["linkedinUrlSalesNav": "https://www.linkedin.com/sales/lead/ACwAA,NAME_SEARCH,x"],
        ["linkedinUrlSalesNav": "https://www.linkedin.com/sales/people/ACwAA,"]
      ),
    ] as [(SandboxJSON, SandboxJSON)])
  func `Two forms of a key are one contact`(first: SandboxJSON, second: SandboxJSON) {
    var bench = Bench()
    #expect(bench.upsertContact(first).status == 201)
    #expect(bench.upsertContact(second).status == 200)
    #expect(bench.snapshot.lemlist.contacts.map(\.upserts) == [2])
  }

  @Test func `Sales Navigator ids differ by case`() {
    var bench = Bench()
    for id in ["ACwAAb", "ACwAAB"] {
      let url = SandboxJSON.string("https://www.linkedin.com/sales/lead/\(id)")
      #expect(bench.upsertContact(["linkedinUrlSalesNav": url]).status == 201)
    }
  }

  @Test func `contactId names exactly one contact, whatever the other keys say`() {
    var bench = Bench()
    _ = bench.upsertContact(["email": "a@example.com"])
    let second = bench.upsertContact(["email": "b@example.com"])
    let id = second.json["data"]?["_id"] ?? nil
    let reply = bench.upsertContact([
      "contactId": id, "email": "a@example.com", "firstName": "Bee",
    ])
    #expect(reply.status == 200)
    #expect(reply.json["data"]?["_id"] == id)
    let contacts = bench.snapshot.lemlist.contacts
    #expect(contacts.map(\.email) == ["a@example.com", "b@example.com"])
    #expect(contacts[1].fields["firstName"] == "Bee")
  }

  @Test func `A key of another contact isn't taken over`() {
    var bench = Bench()
    _ = bench.upsertContact(Self.email)
    _ = bench.upsertContact(Self.profile)
    let reply = bench.upsertContact(Self.merged(Self.email, Self.profile))
    #expect(reply.json["data"]?["linkedinUrl"] == nil)
    #expect(bench.snapshot.lemlist.contacts[1].linkedInURL != nil)
  }

  @Test func `A contact is known by what an update added, and no longer by what it replaced`() {
    var bench = Bench()
    _ = bench.upsertContact(Self.merged(Self.email, Self.profile))
    _ = bench.upsertContact(Self.merged(["email": "new@example.com"], Self.profile))
    #expect(bench.upsertContact(["email": "new@example.com"]).status == 200)
    #expect(bench.upsertContact(Self.email).status == 201)
  }

  @Test func `Additional addresses are kept, and are keys only if so set`() {
    let body: SandboxJSON = [
      "email": "a@example.com", "additionalEmails": ["b@example.com", "A@example.com"],
    ]
    var bench = Bench()
    let made = bench.upsertContact(body)
    #expect(
      made.json["data"]?["emails"] == [["value": "a@example.com"], ["value": "b@example.com"]])
    #expect(bench.upsertContact(["email": "b@example.com"]).status == 201)

    var matching = Bench { $0.lemlist.matchesAdditionalEmails = true }
    _ = matching.upsertContact(body)
    #expect(matching.upsertContact(["email": "B@example.com"]).status == 200)
  }
}
