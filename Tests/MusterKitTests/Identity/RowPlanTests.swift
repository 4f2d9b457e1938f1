import Testing

@testable import MusterKit

/// A plan over rows, each given as its flags and keys: `m:a` is the mail a, `s:x` the slug x.
private func plan(
  _ rows: [String], keep: DeduplicateSettings.Keep = .merge, completeness: [UInt8] = []
) -> RowPlan {
  var index = IdentityIndex()
  var flags: [RowFlags] = []
  for row in rows {
    index.addRow()
    var own: RowFlags = []
    for key in row.split(separator: " ") {
      switch key.first {
      case "m":
        own.insert(.email)
        index.add(PersonKey(.email, String(key.dropFirst(2))), .email)
      case "s":
        own.insert(.slug)
        index.add(PersonKey(.linkedin, String(key.dropFirst(2))), .linkedin)
      default: own.insert(.damaged)
      }
    }
    flags.append(own)
  }
  return RowPlan(
    groups: index.resolve(sharedMail: .separate), flags: flags, completeness: completeness,
    keep: keep)
}

private func verdicts(_ plan: RowPlan, _ kind: TargetKind) throws -> [RowVerdict] {
  let rules = TargetRules(kind, configuration: try MusterConfiguration.standard())
  return (0..<plan.count).map { plan.verdict(row: $0, rules: rules) }
}

@Suite struct RowPlanTests {
  @Test func `the contact is judged after merging, the damaged row before`() throws {
    let rows = plan(["m:a", "m:a s:x", "damaged", "m:b", ""])
    #expect(
      try verdicts(rows, .getsales) == [
        .send, .duplicate(of: 0), .damaged, .withoutIdentifier, .withoutIdentifier,
      ])
    #expect(
      try verdicts(rows, .lemlist) == [
        .send, .duplicate(of: 0), .damaged, .send, .withoutIdentifier,
      ])
  }

  @Test func `keep decides at which row the contact stands, and of what it is made`() throws {
    let rows = ["m:a", "s:x m:a", "m:a"]
    #expect(
      try verdicts(plan(rows, keep: .first), .getsales) == [
        .withoutIdentifier, .duplicate(of: 0), .duplicate(of: 0),
      ])
    #expect(
      try verdicts(plan(rows, keep: .last), .lemlist) == [
        .duplicate(of: 2), .duplicate(of: 2), .send,
      ])
    #expect(try verdicts(plan(rows, keep: .last), .getsales)[2] == .withoutIdentifier)
  }

  @Test func `the most complete row is kept, of several the first`() throws {
    let rows = ["m:a", "m:a s:x", "m:a", "m:b", "m:b"]
    let plan = plan(rows, keep: .mostComplete, completeness: [1, 4, 4, 2, 2])
    #expect(
      try verdicts(plan, .getsales) == [
        .duplicate(of: 1), .send, .duplicate(of: 1), .withoutIdentifier, .duplicate(of: 3),
      ])
  }

  @Test func `without deduplication each row stands for itself, and says whom it is about`() throws
  {
    let rows = plan(["m:a", "m:a s:x", "m:i s:p", "m:i s:q", "m:i"], keep: .none)
    #expect(
      try verdicts(rows, .lemlist) == [.send, .send, .send, .send, .sharedMail])
    #expect((0..<5).map { rows.sharedPerson(of: $0) } == [0, 0, 2, 3, 4])
    #expect(rows.withholdsMail(ofRow: 3) && !rows.withholdsMail(ofRow: 2))
    #expect(plan(["m:a", "m:a"]).sharedPerson(of: 1) == nil)
  }

  @Test func `a row with nothing but a shared mail is not sent as another person`() throws {
    let rows = plan(["m:i s:x", "m:i s:y", "m:i", "m:i"])
    #expect(
      try verdicts(rows, .lemlist) == [.send, .send, .sharedMail, .duplicate(of: 2)])
    #expect(rows.withholdsMail(ofRow: 1) && !rows.withholdsMail(ofRow: 0))
  }

  @Test func `the plan's counts add up to the rows read`() throws {
    let rows = plan(["m:a", "m:a s:x", "damaged", "m:b", "", "m:i s:p", "m:i s:q", "m:i"])
    for kind in TargetKind.allCases {
      let rules = TargetRules(kind, configuration: try MusterConfiguration.standard())
      for limit in [nil, 0, 2] {
        let plan = TargetPlan(rows: rows, rules: rules, limit: limit, pace: 5)
        #expect(
          plan.send + plan.leftOut + plan.invalid + plan.duplicate + plan.suppressed
            + plan.unchanged == plan.read)
      }
    }
  }

  @Test func `a placeholder that many rows share is remarked`() throws {
    let rules = TargetRules(.lemlist, configuration: try MusterConfiguration.standard())
    let many = plan(Array(repeating: "s:none", count: 51)).contactRemarks(rules: rules, limit: 5)
    #expect(many.map(\.code) == [.groupSuspicious] && many.first?.firstRows == [0])
    #expect(plan(Array(repeating: "s:x", count: 50)).contactRemarks(rules: rules, limit: 5) == [])
  }

  @Test func `merging fills blanks, and carries every identifier along`() {
    var first = Contact(row: 1, line: 2, identity: Identity(email: "a@b.co"))
    first[.email] = "A@b.co"
    first[.firstName] = "Jane"
    var second = Contact(row: 2, line: 3, identity: Identity(email: "c@d.co", linkedin: "jane"))
    second[.email] = "c@d.co"
    second[.firstName] = "Janet"
    second[.jobTitle] = "CTO"
    second.fill(CustomValue(name: "size", value: "12"))
    first.merge(second)
    first.dropRepeatedEmails()
    #expect(first[.firstName] == "Jane" && first[.jobTitle] == "CTO")
    #expect(first.identity == Identity(email: "a@b.co", linkedin: "jane"))
    #expect(first.additionalEmails == ["c@d.co"])
    #expect(first.customFields == [CustomValue(name: "size", value: "12")])
  }
}
