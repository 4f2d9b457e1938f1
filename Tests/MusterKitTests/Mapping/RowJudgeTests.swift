import Testing

@testable import MusterKit

@Suite struct SlippedColumnsTests {
  private static let header = [
    "First Name", "Last Name", "Email", "LinkedIn URL", "Website", "Phone", "Notes", "More",
  ]

  private func remarks(_ row: [String]) throws -> [String] {
    try rowMapper(Self.header).judge(rowBatch([row])).remarkTexts
  }

  private static let mail = "ann@firma.example"
  private static let profile = "https://www.linkedin.com/in/ann-lee"

  @Test(arguments: [
    ["Ann", "Lee", "Rome", mail, profile, "firma.example", "+49 30 1234567", "note"],
    ["Ann", "", "Lee", mail, profile, "firma.example", "", "note"],
    ["Ann", "Lee", "", mail, profile, "", "", ""],
    ["Ann", "Lee", "Rome", mail, "", "firma.example", "", ""],
    ["Ann", "Lee", "Rome", "Oslo", mail, profile, "firma.example", "+49 30 1234567"],
    ["Ann", "Lee", "1", "2", "3", mail, profile, "firma.example"],
  ])
  func `values that stand further right have slipped, which is said once`(row: [String]) throws {
    let judged = try rowMapper(Self.header).judge(rowBatch([row, Self.header.map { _ in "" }]))
    #expect(judged.remarkTexts.filter { $0.contains("columns_slipped") }.count == 1)
    #expect(judged.remarkTexts.allSatisfy { $0.hasPrefix("0 error columns_slipped") })
    #expect(judged.flags[0].contains(.damaged) && judged.keys.isEmpty)
    #expect(judged.remarks[0].diagnostic.message.contains("further right"))
  }

  @Test(arguments: [
    (["Ann Lee", mail, profile, "firma.example", "+49 30 1234567", "", "", ""], "one column"),
    ([mail, profile, "firma.example", "+49 30 1234567", "", "", "", ""], "2 columns"),
  ])
  func `values that stand further left have slipped`(row: [String], distance: String) throws {
    let judged = try rowMapper(Self.header).judge(rowBatch([row]))
    #expect(judged.remarkTexts == ["0 error columns_slipped Email"])
    #expect(judged.remarks[0].diagnostic.message.contains("\(distance) further left"))
    #expect(judged.remarks[0].diagnostic.message.contains("a separator too few"))
  }

  @Test(arguments: [
    (["Ann", mail, "Lee", profile, "firma.example", "", "", ""], "email_invalid Email"),
    (["Ann", "Lee", profile, mail, "firma.example", "", "", ""], "email_invalid Email"),
    (["Ann", "Lee", "none yet", "", mail, "", "", ""], "email_invalid Email"),
    (["Ann", "Lee", "ask Bo", profile, "firma.example", "", mail, ""], "email_invalid Email"),
    (["Ann", "Lee", "ask", "ask her!", "", "", "", ""], "email_invalid Email"),
    (["Ann", "Lee", "", mail, "", "", "", ""], "linkedin_invalid LinkedIn URL"),
  ])
  func `a value in the wrong cell alone is no slip`(row: [String], remark: String) throws {
    let remarks = try remarks(row)
    #expect(remarks.contains("0 warning \(remark)"))
    #expect(!remarks.contains { $0.contains("slipped") })
  }

  @Test func `a word that stands for "none" in the mail's place hides no slip`() throws {
    #expect(
      try remarks(["Ann", "Lee", "n/a", Self.mail, Self.profile, "firma.example", "", ""]) == [
        "0 warning email_placeholder Email", "0 error columns_slipped LinkedIn URL",
      ])
  }

  @Test func `a row that slipped is judged no further, whatever the settings say of it`() throws {
    let row = ["Ann", "Lee", "Rome", Self.mail, Self.profile, "firma.example", "no", "x"]
    let mapper = try rowMapper(
      Self.header, #"{"diagnostics": {"columns_slipped": "ignore"}}"#)
    #expect(mapper.judge(rowBatch([row])).remarkTexts == [])
  }

  @Test func `rows that slip from some row on are named from that row on`() throws {
    let right = ["Ann", "Lee", Self.mail, Self.profile, "firma.example", "", "", ""]
    let rows = (0..<10).map { $0 < 6 ? right : ["Ann", "x"] + right.dropFirst().dropLast() }
    let judged = try rowMapper(Self.header).judge(rowBatch(rows))
    #expect(judged.remarks.map(\.row) == [6, 7, 8, 9])
    #expect(judged.flags.map { $0.contains(.damaged) } == rows.indices.map { $0 >= 6 })
    #expect(judged.keys.allSatisfy { $0.row < 6 })
  }

  private static let contacts = ["First", "Last", "Email", "Company", "Phone"]

  /// A row for each letter: `r` stands right, `s` one column too far right, `l` too far left, `n` has no
  /// address, `m` has one in another person's cell.
  private func contactRows(_ pattern: String) -> [[String]] {
    pattern.enumerated().map { index, kind in
      let mail = "ann\(index)@firma.example"
      return switch kind {
      case "s": ["", "Ann", "Lee", mail, "Firma"]
      case "l": ["Lee", mail, "Firma", "", ""]
      case "n": ["Ann", "Lee", "", "Firma", ""]
      case "m": ["Ann", mail, "ask", "Firma", ""]
      default: ["Ann", "Lee", mail, "Firma", "+49 30 1234567"]
      }
    }
  }

  @Test(arguments: [
    ("rrrsssss", [3, 4, 5, 6, 7]), ("sssssrr", [0, 1, 2, 3, 4]), ("rlllllr", [1, 2, 3, 4, 5]),
    ("rsssnssr", [1, 2, 3, 5, 6]), ("rrssssr", []), ("ssrssrss", []), ("sslllss", []),
    ("ssnnnsss", []), ("rmrmrmrmrmr", []), ("rrnnnnnn", []),
  ])
  func `addresses one after the other in the same wrong column have slipped`(
    pattern: String, slipped: [Int]
  ) throws {
    let judged = try rowMapper(Self.contacts).judge(rowBatch(contactRows(pattern)))
    let found = judged.remarks.filter { $0.diagnostic.code == .columnsSlipped }
    #expect(found.map(\.row) == slipped)
    #expect(found.allSatisfy { $0.diagnostic.column == "Email" })
    #expect(slipped.allSatisfy { judged.flags[$0].contains(.damaged) })
    // Said once of a row, and only of such a row.
    let invalid = judged.remarks.filter { $0.diagnostic.code == .emailInvalid }.map(\.row)
    #expect(Set(invalid).isDisjoint(with: slipped))
    #expect(
      invalid.count + slipped.count == pattern.count { "slm".contains($0) })
  }

  @Test func `a second column of addresses is no slip`() throws {
    let rows = (0..<9).map { ["Ann", "Lee", "see next", "ann\($0)@firma.example", ""] }
    let judged = try rowMapper(["First", "Last", "Email", "Email 2", "Phone"]).judge(rowBatch(rows))
    #expect(!judged.remarks.contains { $0.diagnostic.code == .columnsSlipped })
  }

  @Test func `a row with a cell too many is kept where its values stand right`() throws {
    let right = ["Ann", "Lee", Self.mail, Self.profile, "firma.example", "", "", ""]
    #expect(try remarks(right + [""]) == [])
    #expect(
      try remarks(["Ann", "x"] + right.dropFirst()) == ["0 error row_too_long Email"])
  }
}

@Suite struct SeverityInRowsTests {
  private static let rows = rowBatch([
    ["info@firma.example", "in/jane"], ["jane@gmial.com", "in/bo"], ["jane@@x", "in/cy"],
    ["", "https://www.linkedin.com/company/firma"],
  ])

  private func judge(_ diagnostics: String, isStrict: Bool = false) throws -> JudgedBatch {
    try rowMapper(
      ["Email", "LinkedIn URL"], #"{"diagnostics": \#(diagnostics)}"#, isStrict: isStrict
    ).judge(Self.rows)
  }

  @Test(arguments: [
    (
      "{}", false,
      [
        "0 note email_role Email", "1 warning email_typo Email", "2 warning email_invalid Email",
        "3 warning linkedin_company LinkedIn URL",
      ], [Int]()
    ),
    (
      "{}", true,
      [
        "0 note email_role Email", "1 error email_typo Email", "2 error email_invalid Email",
        "3 error linkedin_company LinkedIn URL",
      ], [1, 2, 3]
    ),
    (
      #"{"email_role": "ignore", "email_typo": "note", "email_invalid": "error"}"#, false,
      [
        "1 note email_typo Email", "2 error email_invalid Email",
        "3 warning linkedin_company LinkedIn URL",
      ], [2]
    ),
    (
      #"{"email_role": "warning", "email_typo": "note", "email_invalid": "ignore"}"#, true,
      [
        "0 error email_role Email", "1 note email_typo Email",
        "3 error linkedin_company LinkedIn URL",
      ], [0, 3]
    ),
  ])
  func `a severity is what the settings say, and then what --strict makes of it`(
    diagnostics: String, isStrict: Bool, remarks: [String], damaged: [Int]
  ) throws {
    let judged = try judge(diagnostics, isStrict: isStrict)
    #expect(judged.remarkTexts == remarks)
    #expect(judged.flags.indices.filter { judged.flags[$0].contains(.damaged) } == damaged)
    #expect(judged.keys.allSatisfy { !damaged.contains($0.row) })
  }

  @Test func `an address that nobody remarks on is left out all the same`() throws {
    let mapper = try rowMapper(
      ["Email", "LinkedIn URL"], #"{"diagnostics": {"email_invalid": "ignore"}}"#)
    #expect(mapper.judge(Self.rows).flags[2] == [.slug])
    #expect(mapper.contact(Self.rows, row: 2)[.email] == nil)
  }

  @Test func `a row without cells is judged like a blank one`() throws {
    let mapper = try rowMapper(["Email", "LinkedIn URL", "Website"])
    let judged = mapper.judge(rowBatch([[], ["a@firma.example"], []]))
    #expect(judged.flags == [[], [.email], []])
    #expect(judged.remarkTexts == [])
    #expect(judged.keys.map(\.row) == [1])
  }

  @Test func `a value of more than 10,000 characters is remarked on, wherever it stands`() throws {
    let mapper = try rowMapper(["Email", "Notes", "City"], #"{"columns": {"Notes": "about"}}"#)
    let long = String(repeating: "ö", count: 10_001)
    let rows = [
      ["a@firma.example", long, "Bonn"], ["b@firma.example", String(long.dropLast()), ""],
    ]
    #expect(mapper.judge(rowBatch(rows)).remarkTexts == ["0 warning value_too_long Notes"])
  }
}
