import Foundation
import Testing

@testable import MusterKit

private func mapping(
  _ header: [String], _ rows: [[String]] = [], rules: [ColumnRule] = [], autoMap: Bool = true
) throws -> [String?] {
  try HeaderMatcher(header: header, rows: rows)
    .match(rules: rules, constants: [], autoMap: autoMap)
    .columns.map { $0.field?.description }
}

@Suite struct HeaderMatcherTests {
  @Test(arguments: [
    ("First Name", "first_name"), ("firstName", "first_name"), ("FIRST_NAME", "first_name"),
    ("Vorname", "first_name"), ("Prénom", "first_name"), ("Person Linkedin Url", "linkedin"),
    ("E-mail 1 - Value", "email"), ("E-Mail-Adresse", "email"), ("person.email", "email"),
    ("Company Name for Emails", nil), ("Company Linkedin Url", "company_linkedin"),
    ("company.name", "company_name"), ("Website", "company_domain"), ("Notes", nil),
    ("_status", nil), ("_email", nil), ("", nil),
  ])
  func `names find their fields`(name: String, field: String?) throws {
    #expect(try mapping([name]) == [field])
  }

  @Test func `the better name takes the field, and a further mail is an additional one`() throws {
    #expect(
      try mapping(["Title", "Job Title", "Email", "Work Email"]) == [
        nil, "job_title", "email", "additional_emails",
      ])
  }

  @Test func `a column of company pages isn't the person's profile`() throws {
    let pages = [["https://www.linkedin.com/company/a"], ["https://www.linkedin.com/company/b"]]
    #expect(try mapping(["LinkedIn URL"], pages) == [nil])
    #expect(try mapping(["URL"], [["https://acme.example"]]) == [nil])
    #expect(try mapping(["URL"], [["https://www.linkedin.com/in/jane"]]) == ["linkedin"])
    #expect(try mapping(["URL"]) == [nil])
  }

  @Test func `the configuration's word beats names`() throws {
    let rules = [
      ColumnRule(input: .column("Email"), field: nil),
      ColumnRule(input: .column("Other"), field: .standard(.email)),
      ColumnRule(input: .column("Seniority"), field: .custom("seniority")),
    ]
    #expect(
      try mapping(["Email", "Other", "Seniority", "First Name"], rules: rules) == [
        nil, "email", "custom.seniority", "first_name",
      ])
    #expect(
      try mapping(["Email", "Other", "Seniority", "First Name"], rules: rules, autoMap: false) == [
        nil, "email", "custom.seniority", nil,
      ])
  }

  @Test func `a rule for a column that isn't there names the nearest`() {
    let rules = [ColumnRule(input: .column("E-mial"), field: .standard(.email))]
    let error = #expect(throws: ConfigurationError.self) {
      try mapping(["E-mail", "Name"], rules: rules)
    }
    #expect(error?.description.contains("\"E-mail\"") == true)
  }
}
