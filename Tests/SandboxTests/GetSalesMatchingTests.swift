// Which contact an upsert at GetSales means.

import Testing

@testable import Sandbox

@Suite struct GetSalesMatchingTests {
  /// A contact for each key, each known by that key alone, in the matching order; the last is
  /// known by name and company.
  private static let owners: [(key: String, lead: SandboxJSON)] = [
    ("ln_member_id", ["linkedin_id": "1234567"]),
    ("ln_id", ["linkedin_id": "ACoAAB1"]),
    ("sn_id", ["linkedin_id": "ACwAAB1"]),
    ("nickname", ["linkedin_id": "jane"]),
    ("work_email", ["email": "jane@acme.com"]),
    ("personal_email", ["personal_email": "jane@home.example"]),
    ("name and company", ["name": "Jane Smith", "company_name": "Acme"]),
  ]

  /// A lead that has the keys of all these contacts at once.
  private static func lead(without left: Int) -> SandboxJSON {
    var lead: SandboxJSON = [:]
    switch left {
    case 0: lead.append("linkedin_id", "1234567")
    case 1: lead.append("linkedin_id", "ACoAAB1")
    case 2: lead.append("linkedin_id", "ACwAAB1")
    case 3: lead.append("linkedin_id", "jane")
    default: break
    }
    if left < 1 { lead.append("ln_id", "ACoAAB1") }
    if left < 2 { lead.append("sn_id", "ACwAAB1") }
    if left < 3 { lead.append("linkedin", "jane") }
    if left < 5 { lead.append("email", "jane@acme.com") }
    if left < 6 { lead.append("personal_email", "jane@home.example") }
    lead.append("name", "Jane Smith")
    lead.append("company_name", "Acme")
    return lead
  }

  @Test(arguments: owners.indices)
  func `The first key that is known decides, in the documented order`(position: Int) {
    var bench = Bench { $0.getSales.requiresLinkedInID = false }
    let uuids = Self.owners.map { bench.upsertLead($0.lead).json["uuid"] ?? .null }
    #expect(Set(uuids.map(\.description)).count == Self.owners.count)
    let reply = bench.upsertLead(Self.lead(without: position))
    #expect(reply.json["uuid"] == uuids[position], "\(Self.owners[position].key)")
  }

  @Test(
    arguments: [
      (["linkedin_id": "Jane-Smith"], ["linkedin_id": "https://www.linkedin.com/in/jane-smith/"]),
      (["linkedin_id": "ACoAAB1"], ["linkedin_id": "https://www.linkedin.com/sales/lead/ACoAAB1"]),
      (["linkedin_id": "ACoAAB1"], ["linkedin_id": "jane", "ln_id": "ACoAAB1"]),
      (
        ["linkedin_id": "jane", "email": "Jane@Acme.com"],
        ["linkedin_id": "joan", "email": "jane@acme.COM"]
      ),
      (
        [
          "linkedin_id": "jane", "first_name": "Jane", "last_name": "Smith", "company_name": "ACME",
        ],
        ["linkedin_id": "j2", "first_name": "jane", "last_name": "smith", "company_name": "Acme"]
      ),
    ] as [(SandboxJSON, SandboxJSON)])
  func `Two leads are one contact`(first: SandboxJSON, second: SandboxJSON) {
    var bench = Bench()
    _ = bench.upsertLead(first)
    _ = bench.upsertLead(second)
    #expect(bench.snapshot.getSales.contacts.map(\.upserts) == [2])
  }

  @Test(
    arguments: [
      (["linkedin_id": "ACoAAB1"], ["linkedin_id": "ACoAAb1"]),
      (["linkedin_id": "ACoAAB1"], ["linkedin_id": "ACwAAB1"]),
      (["linkedin_id": "jane"], ["linkedin_id": "joan"]),
      (
        ["linkedin_id": "jane", "email": "x@acme.com"],
        ["linkedin_id": "joan", "personal_email": "x@acme.com"]
      ),
      (
        ["linkedin_id": "jane", "first_name": "Jane", "last_name": "Smith"],
        ["linkedin_id": "joan", "first_name": "Jane", "last_name": "Smith"]
      ),
    ] as [(SandboxJSON, SandboxJSON)])
  func `Two leads are two contacts`(first: SandboxJSON, second: SandboxJSON) {
    var bench = Bench()
    _ = bench.upsertLead(first)
    _ = bench.upsertLead(second)
    #expect(bench.snapshot.getSales.contacts.map(\.upserts) == [1, 1])
  }

  @Test func `A contact is known by what an update added, and no longer by what it replaced`() {
    var bench = Bench()
    _ = bench.upsertLead(["linkedin_id": "jane", "email": "old@acme.com"])
    _ = bench.upsertLead(["linkedin_id": "jane", "email": "new@acme.com"])
    _ = bench.upsertLead(["linkedin_id": "x", "email": "new@acme.com"])
    _ = bench.upsertLead(["linkedin_id": "y", "email": "old@acme.com"])
    #expect(bench.snapshot.getSales.contacts.map(\.upserts) == [3, 1])
  }

  @Test func `A key stays with the contact that had it first`() {
    var bench = Bench()
    _ = bench.upsertLead(["linkedin_id": "jane", "email": "shared@acme.com"])
    _ = bench.upsertLead(["linkedin_id": "joan"])
    _ = bench.upsertLead(["linkedin_id": "joan", "email": "shared@acme.com"])
    _ = bench.upsertLead(["linkedin_id": "judy", "email": "shared@acme.com"])
    let contacts = bench.snapshot.getSales.contacts
    #expect(contacts.map(\.upserts) == [2, 2])
    #expect(contacts[0].fields["linkedin"] == "judy")
  }
}
