import Testing

@testable import MusterKit

/// A row's contact; a field of it is written `job_title=CTO`.
private func contact(_ row: Int, _ fields: String...) -> Contact {
  var contact = Contact(row: row, line: row + 1)
  for field in fields {
    let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
    switch parts[0] {
    case "email": contact.identity.email = parts[1]
    case "linkedin": contact.identity.linkedin = parts[1]
    case "additional": contact.additionalEmails.append(parts[1])
    default:
      switch FieldName(parts[0]) {
      case .standard(let name): contact[name] = parts[1]
      case .custom(let name): contact.fill(CustomValue(name: name, value: parts[1]))
      case .raw(let target, let name):
        contact.fill(CustomValue(name: name, value: parts[1], target: target))
      case nil: Issue.record("no field is called \(parts[0])")
      }
    }
  }
  return contact
}

private func collision(
  _ contacts: [Contact], kept: Int? = 1, isMerged: Bool = true,
  further: FurtherJudgement = FurtherJudgement(
    addsEmails: false, addsNameAndCompany: false, countsFields: false)
) -> [Collision.Row] {
  Collision(contacts.map { ($0, 0) }, kept: kept, isMerged: isMerged, further: further).rows
}

extension Collision.Row {
  fileprivate var text: String {
    "\(row) \(part.rawValue) by \(keys.map(\.name)): \(conflicts.map { "\($0.field)@\($0.row)" })"
  }
}

@Suite struct CollisionTests {
  private static let rows = [
    contact(1, "email=a@b.co", "first_name=Jane", "job_title=CTO"),
    contact(2, "email=a@b.co", "linkedin=jane", "job_title=CEO", "phone=1"),
    contact(3, "linkedin=jane", "first_name=Jane", "phone=2", "custom.size=5"),
  ]

  @Test func `merging, the first value wins, and each other one names the row of the first`() {
    #expect(
      collision(Self.rows).map(\.text) == [
        #"1 kept by ["email"]: []"#, #"2 merged by ["email", "linkedin"]: ["job_title@1"]"#,
        #"3 merged by ["linkedin"]: ["phone@2"]"#,
      ])
  }

  @Test func `where one row is kept, the others are held against it`() {
    #expect(
      collision(Self.rows, kept: 2, isMerged: false).map(\.text) == [
        #"1 dropped by ["email"]: ["job_title@2"]"#, #"2 kept by ["email", "linkedin"]: []"#,
        #"3 dropped by ["linkedin"]: ["phone@2"]"#,
      ])
  }

  @Test func `where each row is a contact, nothing is left out`() {
    let rows = collision(Self.rows, kept: nil, isMerged: false)
    #expect(rows.allSatisfy { $0.part == .kept && $0.conflicts.isEmpty })
  }

  @Test func `another identifier and another custom value are conflicts`() {
    let rows = collision([
      contact(1, "email=a@b.co", "linkedin=x", "custom.size=5"),
      contact(2, "email=a@b.co", "linkedin=y", "custom.size=6"),
    ])
    #expect(rows[1].text == #"2 merged by ["email"]: ["linkedin@1", "custom.size@1"]"#)
  }

  @Test func `further keys are named where the settings want them`() {
    let further = FurtherJudgement(addsEmails: true, addsNameAndCompany: true, countsFields: false)
    let rows = collision(
      [
        contact(
          1, "email=a@b.co", "first_name=Jane", "last_name=Doe", "company_name=ACME  Inc"),
        contact(2, "additional=A@b.co", "full_name=jane doe", "company_name=Acme Inc"),
      ], further: further)
    #expect(rows.map(\.keys) == [[.email, .nameAndCompany], [.nameAndCompany, .additionalEmail]])
  }
}
