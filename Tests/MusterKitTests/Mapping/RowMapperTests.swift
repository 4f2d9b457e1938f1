import Testing

@testable import MusterKit

private func mapper(_ header: [String], isStrict: Bool = false) throws -> RowMapper {
  let mapping = try HeaderMatcher(header: header, rows: [])
    .match(rules: [], constants: [], autoMap: true)
  return RowMapper(
    mapping: mapping, header: header, keys: [.email, .linkedin],
    judgement: Judgement(isStrict: isStrict))
}

@Suite struct RowMapperTests {
  private static let header = ["Email", "LinkedIn URL", "Full Name", "Company", "Website", "Phone"]

  @Test func `keys and remarks come from the cells`() throws {
    let mapper = try mapper(Self.header)
    let judged = mapper.judge(
      rowBatch([
        ["Jane@Example.com", "https://www.linkedin.com/in/Jane/", "", "", "", ""],
        ["n/a", "https://www.linkedin.com/company/acme", "", "", "", ""],
        ["", "https://www.linkedin.com/sales/lead/ACwAAAXyZ12B3cD4,NAME_SEARCH,x", "", "", "", ""],
        ["jane@@x.com", "52220000", "", "#N/A", "", "1.23E+11"],
      ]))
    #expect(
      judged.flags == [[.email, .slug], [], [.salesNavigator], [.memberNumber]])
    #expect(judged.keys.map(\.row) == [0, 0, 2, 3])
    #expect(judged.keys[0].key == PersonKey(.email, "jane@example.com"))
    #expect(judged.keys[1].key == PersonKey(.linkedin, "jane"))
    #expect(
      judged.remarks.map {
        "\($0.row) \($0.diagnostic.code.rawValue) \($0.diagnostic.column ?? "")"
      }
        == [
          "1 email_placeholder Email", "1 linkedin_company LinkedIn URL",
          "3 value_spreadsheet_error Company", "3 value_scientific Phone", "3 email_invalid Email",
        ])
  }

  @Test func `every remark on a cell has the cell's value, for those who ask to see it`() throws {
    let mapper = try mapper(Self.header)
    let cells = [
      ["info@firma.example", "x", "", "#N/A", "gmail.com", "1.23E+11"],
      ["ann@gmial.com", "linkedin.com/company/a", "RenÃ©e", "", "-x", ""],
      ["no", "", "", "", "", ""],
    ]
    let remarks = mapper.judge(rowBatch(cells)).remarks
    #expect(remarks.count == 10)
    for remark in remarks {
      let column = try #require(remark.diagnostic.column.flatMap(Self.header.firstIndex))
      #expect(remark.diagnostic.value == cells[remark.row][column], "\(remark)")
    }
  }

  @Test func `a text that was hidden from Excel in a formula is the text`() throws {
    let mapper = try mapper(Self.header)
    let rows = rowBatch([
      ["=\"Jane@Example.com\"", "x", " =\"Jane \"\"J\"\" Doe\"", "=1+1", "", ""]
    ])
    #expect(mapper.judge(rows).keys.map(\.key) == [PersonKey(.email, "jane@example.com")])
    let contact = mapper.contact(rows, row: 0)
    #expect(contact[.email] == "Jane@example.com")
    #expect(contact[.fullName] == "Jane \"J\" Doe")
    #expect(contact[.companyName] == "=1+1")
  }

  @Test(arguments: [
    ("=\"0012\"", "0012"), ("=\"\"", ""), ("=\"a\"&\"b\"", "=\"a\"&\"b\""), ("0012", "0012"),
    ("=\"a\"\"b\"", "a\"b"), ("=SUM(A1)", "=SUM(A1)"), ("=\"", "=\""),
  ])
  func `only a formula that is one text is taken apart`(cell: String, text: String) {
    #expect(FormulaText.unwrapped(cell) == text)
  }

  @Test(arguments: [
    ("Doe, Ann <a@b.co> ::: Roe, Bo <c@d.co>", ["a@b.co", "c@d.co"]),
    ("a@b.co, c@d.co ::: e@f.co", ["a@b.co", "c@d.co", "e@f.co"]),
    ("Ann <a@b.co>; Bo <c@d.co>", ["a@b.co", "c@d.co"]),
    ("a@b.co <a@b.co>", ["a@b.co"]),
  ])
  func `addresses of a list are told apart`(cell: String, addresses: [String]) {
    guard case .addresses(let first, let others) = EmailAddress.read(cell) else {
      Issue.record("no address was read")
      return
    }
    #expect([first.address] + others.map(\.address) == addresses)
  }

  @Test func `errors, and in strict mode warnings, keep a row out`() throws {
    var rows = rowBatch([
      ["jane@example.com", "nonsense!", "", "", "", ""], ["a@b.co", "", "", "", "", ""],
    ])
    #expect(try mapper(Self.header).judge(rows).flags == [[.email], [.email]])
    #expect(try mapper(Self.header, isStrict: true).judge(rows).flags[0].contains(.damaged))
    rows.damage = [RowDamage(row: 1, diagnostic: Diagnostic(.rowTooShort))]
    let judged = try mapper(Self.header).judge(rows)
    #expect(judged.flags[1] == [.damaged])
    #expect(judged.keys.allSatisfy { $0.row == 0 })
  }

  @Test func `a contact carries clean values and no blank ones`() throws {
    let contact = try mapper(Self.header).contact(
      rowBatch([
        [
          " Jane <Jane.Doe@Example.COM> ", "in/jane-doe", "  Jane Mary Doe ", "#REF!",
          "https://www.shop.acme.co.uk/x", "'+1 555 0100",
        ]
      ]), row: 0)
    #expect(contact[.email] == "Jane.Doe@example.com")
    #expect(contact.identity.email == "jane.doe@example.com")
    #expect(contact.identity.linkedin == "jane-doe")
    #expect(contact[.firstName] == "Jane Mary")
    #expect(contact[.lastName] == "Doe")
    #expect(contact[.companyName] == nil)
    #expect(contact[.companyDomain] == "acme.co.uk")
    #expect(contact[.phone] == "+1 555 0100")
  }

  @Test(arguments: [
    ("Jane Doe", "Jane", "Doe"), ("Doe, Jane", "Jane", "Doe"), ("Cher", "Cher", nil),
    ("Jane  Mary Doe", "Jane Mary", "Doe"),
  ])
  func `full names are split`(full: String, first: String?, last: String?) {
    let name = PersonName(full: full)
    #expect(name.first == first)
    #expect(name.last == last)
  }

  @Test(arguments: [
    ("acme.com", "acme.com"), ("https://www.acme.com/about?x", "acme.com"),
    ("jane@mail.acme.co.uk", "acme.co.uk"), ("HTTP://ACME.DE:8080", "acme.de"), ("n/a", nil),
    ("acme", nil), ("", nil),
  ])
  func `company domains are registrable hosts`(cell: String, domain: String?) {
    #expect(CompanyDomain.read(cell) == domain)
  }

  @Test(arguments: [
    ("#N/A", "value_spreadsheet_error"), (" #REF! ", "value_spreadsheet_error"), ("#1 seller", nil),
    ("1.23E+11", "value_scientific"), ("4,9123E+12", "value_scientific"), ("Team E+1 plan", nil),
    ("RenÃ©e", "value_mojibake"), ("Itâ€™s", "value_mojibake"), ("Ã la carte", nil),
    ("bro\u{FFFD}ken", "value_mojibake"), ("ab\0c", "value_control_character"), ("Renée", nil),
  ])
  func `spreadsheet damage is found`(cell: String, code: String?) {
    let rows = rowBatch([["x", cell], ["y", "z"]])
    let findings = ValueDamage(header: ["A", "B"]).findings(
      in: rows, marks: ValueDamage.marks(in: rows))
    #expect(findings.map(\.code.rawValue) == (code.map { [$0] } ?? []))
    if code != nil { #expect(findings.first?.column == 1) }
  }

  @Test(arguments: [("Nov-50", true), ("10-Jan", true), ("11-50", false), ("Janet", false)])
  func `dates that were ranges are found where employees are counted`(cell: String, isFound: Bool) {
    let rows = rowBatch([[cell, cell]])
    #expect(
      ValueDamage(header: ["# Employees", "Other"]).findings(
        in: rows, marks: ValueDamage.marks(in: rows)
      ).map(\.column)
        == (isFound ? [0] : []))
  }
}
