import Testing

@testable import MusterKit

private let digest = "d1a0d94c6f4ec3e7a0c0ee1e2fba0cd34bd0e0bd65b3f4d2cfa43b92be2e8ee1"

@Suite struct SuppressionEntryTests {
  private static let forms: [(cell: String, entries: [SuppressionEntry])] = [
    ("jane@example.com", [.email("jane@example.com")]),
    (" Jane.Doe@Example.COM ", [.email("jane.doe@example.com")]),
    ("mailto:jane@example.com", [.email("jane@example.com")]),
    ("Jane Doe <jane@example.com>", [.email("jane@example.com")]),
    ("jane@MÜLLER.example", [.email("jane@müller.example")]),
    ("a1@x.example; b2@x.example", [.email("a1@x.example"), .email("b2@x.example")]),
    ("acme.example", [.domain("acme.example", hasSubdomains: true)]),
    ("*.Acme.example", [.domain("acme.example", hasSubdomains: true)]),
    (".acme.example.", [.domain("acme.example", hasSubdomains: true)]),
    ("https://www.acme.example/", [.domain("acme.example", hasSubdomains: true)]),
    ("@acme.example", [.domain("acme.example", hasSubdomains: false)]),
    ("*@acme.example", [.domain("acme.example", hasSubdomains: false)]),
    ("'@acme.example", [.domain("acme.example", hasSubdomains: false)]),
    ("@*.acme.example", [.domain("acme.example", hasSubdomains: true)]),
    ("https://www.linkedin.com/in/Jane-Doe/?trk=x", [.linkedin(.slug("jane-doe"))]),
    ("linkedin.com/in/ren%C3%A9e-k", [.linkedin(.slug("renée-k"))]),
    ("ACoAAAxy12345-Z", [.linkedin(.member("ACoAAAxy12345-Z"))]),
    ("urn:li:member:12345", [.linkedin(.memberNumber("12345"))]),
    (
      "https://www.linkedin.com/sales/lead/ACwAAAxy12345,NAME_SEARCH,abcd",
      [.linkedin(.salesNavigator("ACwAAAxy12345"))]
    ),
  ]

  @Test(arguments: forms)
  func `a cell is read in every form that people use`(cell: String, entries: [SuppressionEntry]) {
    let reading = SuppressionReading(cell)
    #expect(reading.entries == entries)
    #expect(reading.isWhole)
  }

  @Test(arguments: [digest, digest.uppercased(), "sha256:\(digest)", "SHA256:\(digest)"])
  func `a digest is read in either case, with its name or without`(cell: String) {
    let key = PersonKey(low: 0xD1A0_D94C_6F4E_C3E7, high: 0xA0C0_EE1E_2FBA_0CD3)
    #expect(SuppressionReading(cell).entries == [.digest(key)])
  }

  @Test(arguments: ["", "  ", "n/a", "-", "#N/A", "none", "test@test.com"])
  func `blanks and placeholders are no entries and no mistakes`(cell: String) {
    let reading = SuppressionReading(cell)
    #expect(reading.entries.isEmpty && reading.isWhole)
  }

  @Test(arguments: [
    "jane", "jane-doe", "12345", "jane@localhost", "jane@@example.com", "10.5", "localhost",
    "https://acme.example/about", "https://www.linkedin.com/company/acme", "2026-05-01",
    "d41d8cd98f00b204e9800998ecf8427e", "sha256:12", "g" + String(repeating: "0", count: 63),
    "jan\u{FFFD}@example.com",
  ])
  func `what can be taken for several things or nothing is not understood`(cell: String) {
    let reading = SuppressionReading(cell)
    #expect(reading.entries.isEmpty && !reading.isWhole)
  }

  @Test func `bare slugs and numbers are LinkedIn's only where the column says so`() {
    #expect(
      SuppressionReading("Jane-Doe-1", readsSlugs: true).entries == [.linkedin(.slug("jane-doe-1"))]
    )
    #expect(
      SuppressionReading("12345", readsSlugs: true).entries == [.linkedin(.memberNumber("12345"))])
    #expect(SuppressionReading(digest, readsSlugs: true).entries.first?.isDomain == false)
  }

  @Test func `of a cell that isn't understood whole, the people that it names still count`() {
    let reading = SuppressionReading(
      "jane@example.com (asked by phone, see acme.example)", readsParts: true)
    #expect(reading.entries == [.email("jane@example.com")])
    #expect(!reading.isWhole)
  }
}
