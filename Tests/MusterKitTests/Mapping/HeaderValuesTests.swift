import Testing

@testable import MusterKit

/// Whether names hold against the values, and what values say by themselves.
@Suite struct HeaderValuesTests {
  private static let mails = (1...5).map { "person\($0)@acme.example" }
  private static let profiles = (1...5).map { "https://www.linkedin.com/in/person-\($0)" }
  private static let pages = (1...5).map { "https://www.linkedin.com/company/acme-\($0)" }
  private static let sales = (1...5).map {
    "https://www.linkedin.com/sales/lead/ACwAAAbcdefghijklmnopqrstuvwxyz0123456\($0),NAME_SEARCH,x"
  }
  private static let words = (1...5).map { "word \($0)" }

  /// Columns with their five values.
  private static func fields(_ columns: [(String, [String])]) throws -> [String?] {
    let rows = (0..<5).map { row in columns.map { $0.1[row] } }
    return try HeaderMatcher(header: columns.map(\.0), rows: rows)
      .match(rules: [], constants: [], autoMap: true)
      .columns.map { $0.field?.description }
  }

  @Test(arguments: [
    ("Email", words), ("Email", profiles), ("LinkedIn", pages), ("LinkedIn", words),
    ("Company LinkedIn", profiles), ("Company Domain", words), ("First Name", mails),
    ("Phone", words), ("Sales Navigator URL", pages),
    ("Job Title", ["Mr", "Ms", "Mrs", "Dr.", "Mr"]),
    ("State", ["New", "Open", "Won", "open", "Lost"]), ("Location", (1...5).map { "1011\($0)" }),
    ("Account", (1...5).map { "4711\($0)" }),
    ("Owner Email", mails), ("Referred by LinkedIn", profiles), ("Email Status", mails),
    ("Link", words), ("Company URL", words), ("column_3", words),
    ("column_3", ["info@a.example", "info@b.example", "sales@c.example", "office@d.example", "x"]),
    ("Previous LinkedIn", profiles), ("Company Contact Email", mails), ("Company Email", words),
  ])
  func `a name against its values goes nowhere`(name: String, values: [String]) throws {
    #expect(try Self.fields([(name, values)]) == [nil])
  }

  @Test(arguments: [
    ("column_3", mails, "email"), ("Link", profiles, "linkedin"), ("URL", profiles, "linkedin"),
    ("Profile", profiles, "linkedin"), ("", profiles, "linkedin"),
    ("column_1", pages, "company_linkedin"), ("Company URL", pages, "company_linkedin"),
    ("Link", sales, "sales_navigator"), ("Company Email", mails, "email"),
    ("Dropcontact email", mails, "email"),
    ("Company URL", (1...5).map { "https://acme\($0).com" }, "company_domain"),
  ])
  func `values place a column whose name says little`(
    name: String, values: [String], field: String
  ) throws {
    #expect(try Self.fields([(name, values)]) == [field])
  }

  @Test func `values alone don't take a field from a name, nor choose between two columns`() throws
  {
    #expect(
      try Self.fields([("column_1", Self.mails), ("Email", Self.mails)]) == [nil, "email"])
    #expect(
      try Self.fields([("column_1", Self.mails), ("column_2", Self.mails.reversed())]) == [
        nil, nil,
      ])
    #expect(
      try Self.fields([("Seller LinkedIn", Self.profiles), ("LinkedIn", Self.profiles)]) == [
        nil, "linkedin",
      ])
  }

  @Test func `a blank column comes after one with values`() throws {
    let blank = Array(repeating: "", count: 5)
    let phones = (1...5).map { "+1 555 010 000\($0)" }
    #expect(
      try Self.fields([("Phone", blank), ("Mobile Phone", phones)]) == [nil, "phone"])
  }
}
