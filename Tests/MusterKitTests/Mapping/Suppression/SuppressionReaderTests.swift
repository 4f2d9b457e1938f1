import Foundation
import Testing

@testable import MusterKit

@Suite struct SuppressionReaderTests {
  /// Files that all hold jane@example.com on the line that is given, and nothing that isn't
  /// understood.
  private static let files: [(text: String, line: Int)] = [
    ("jane@example.com", 1),
    ("\u{FEFF}jane@example.com\r\njoe@example.com\r\n", 1),
    ("# unsubscribed, exported by marketing; don't write\n\njane@example.com  # by phone\n", 3),
    ("jane@example.com # by phone, in May\njoe@x.example # asked, twice\n", 1),
    ("Email\njane@example.com\n", 2),
    ("\"Email\"\n\"jane@example.com\"\n\"joe@example.com\"\n", 2),
    ("E-Mail-Adresse;Abgemeldet am;Kampagne\njane@example.com;01.05.2026;Herbst\n", 2),
    ("Name,Email,Date\nJane,jane@example.com,2026-05-01\nJoe,,2026-05-02\n", 2),
    ("jane@example.com,Jane,2026-05-01\njoe@example.com,Joe,2026-05-02\n", 1),
    (
      "Unsubscribed contacts\n\nName,Email,Date\nJane,jane@example.com,May\nJoe,j@x.example,May\n",
      4
    ),
    ("# list, 2026\nEmail,Reason\njane@example.com,asked\n#joe@example.com,came back\n", 3),
    ("Email\tNote\n#N/A\tjane@example.com\n", 2),
    ("Email,Note\n\"=\"\"jane@example.com\"\"\",x\n", 2),
    ("acme.example\nother.example\njane@example.com\n", 3),
    ("https://www.linkedin.com/in/joe-r\njane@example.com\n", 2),
    ("https://www.linkedin.com/in/joe-r/,jane@example.com\n", 1),
    ("{\"email\":\"jane@example.com\",\"reason\":\"bounce\"}\n", 1),
  ]

  @Test(arguments: files)
  func `a list is found in every form of file`(text: String, line: Int) throws {
    let list = try suppressionList(text)
    #expect(list.line(email: "jane@example.com") == line)
    #expect(list.files.map(\.notUnderstood) == [0])
    #expect(list.line(email: "x@acme.example") == (text.hasPrefix("acme") ? 1 : nil))
    #expect((list.line(.linkedin, "joe-r") != nil) == text.contains("joe-r"))
  }

  @Test func `a line that is a comment names nobody`() throws {
    let list = try suppressionList(
      "jane@example.com\n#joe@example.com\n  # ann@example.com\nACwAAAxy12345#\n")
    #expect(list.count == 1)
    #expect(list.files[0].notUnderstood == 1)
  }

  @Test func `Sales Navigator addresses with their commas stand one a line`() throws {
    let lines = (1...3).map {
      "https://www.linkedin.com/sales/lead/ACwAAAxy1234\($0),NAME_SEARCH,ab1\($0)\n"
    }
    let list = try suppressionList(lines.joined())
    #expect(list.count == 3)
    #expect(list.line(.salesNavigator, "ACwAAAxy12343") == 3)
  }

  @Test func `several columns of entries are all used`() throws {
    let list = try suppressionList(
      """
      Full Name,Email,LinkedIn URL,Sales Navigator ID,sha256,Score
      Jane,jane@example.com,jane-doe,ACwAAAxy12345,,12345
      Joe,,https://linkedin.com/in/joe-r,,\(String(repeating: "ab", count: 32)),joe-x
      """)
    #expect(list.count == 5)
    #expect(list.line(.linkedin, "jane-doe") == 2)
    #expect(list.line(.linkedin, "joe-r") == 3)
    #expect(list.line(.linkedinMember, "12345") == nil)
    #expect(list.line(.linkedin, "joe-x") == nil)
    #expect(list.files[0].notUnderstood == 0)
  }

  @Test func `a column of bare slugs is read where its name says LinkedIn`() throws {
    #expect(try suppressionList("linkedin\njane-doe\n").line(.linkedin, "jane-doe") == 2)
    #expect(
      try suppressionList("linkedin,name\njane-doe,Jane\n").line(.linkedin, "jane-doe") == 2)
    #expect(throws: ReadingError.self) { try suppressionList("person,name\njane-doe,Jane\n") }
    let company = try suppressionList("Email,Company LinkedIn ID\njane@example.com,12345\n")
    #expect(company.line(.linkedinMember, "12345") == nil)
  }

  @Test func `beside a person a domain says where they work`() throws {
    let list = try suppressionList(
      """
      email,domain
      jane@example.com,acme.example
      ,other.example
      n/a,third.example
      """)
    #expect(list.line(email: "x@acme.example") == nil)
    #expect(list.line(email: "x@other.example") == 3)
    #expect(list.line(email: "x@third.example") == 4)
  }

  @Test func `a company's website is no entry in a list of people`() throws {
    let people = try suppressionList(
      "Email,Company Website\njane@example.com,acme.example\n,other.example\n")
    #expect(!people.hasDomains)
    let companies = try suppressionList("Company,Website\nAcme,https://www.acme.example/\n")
    #expect(companies.line(email: "x@acme.example") == 2)
  }

  @Test func `the address of somebody who looks after the person is no entry`() throws {
    let list = try suppressionList(
      "Email,Owner Email\njane@example.com,rep@own.example\n")
    #expect(list.line(email: "rep@own.example") == nil && list.count == 1)
    #expect(try suppressionList("Owner Email\nrep@own.example\n").count == 1)
  }

  @Test func `an address counts also where its column holds other things`() throws {
    let list = try suppressionList(
      "Name,Note\nJane,jane@example.com\nJoe,came by phone\nAnn,likes acme.example\n")
    #expect(list.count == 1 && list.files[0].notUnderstood == 0)
  }

  @Test func `what isn't understood is counted, with its first lines, and said without values`()
    throws
  {
    let bad = (0..<1200).map { "nobody\($0)@" }.joined(separator: "\n")
    let list = try suppressionList("jane@example.com\n\n\(bad)\njoe@example.com\n")
    #expect(list.count == 2)
    #expect(list.files[0].notUnderstood == 1200)
    #expect(list.files[0].linesNotUnderstood == [3, 4, 5, 6, 7])
    #expect(
      list.files[0].warning == """
        The suppression list unsubscribed.csv: 1,200 entries can't be understood and are left out \
        (lines 3, 4, 5, 6, 7 and more); each has to be an e-mail address, a domain, a LinkedIn \
        profile or a SHA-256 digest.
        """)
    let one = try suppressionList("Email,Name\njane@example.com,J\njoe@@example.com,Joe\n")
    #expect(one.files[0].warning?.contains("1 entry can't be understood") == true)
    #expect(one.files[0].warning?.contains("(line 3)") == true)
  }

  @Test func `a list whose entries are all understood gives no warning`() throws {
    #expect(try suppressionList("Email\njane@example.com\n").files[0].warning == nil)
  }

  @Test(arguments: ["Email\n", "email,reason\n", "# nobody yet\n", "# nobody, yet\n# but soon\n"])
  func `a list without entries keeps nobody back, and says so`(text: String) throws {
    let list = try suppressionList(text)
    #expect(list.isEmpty)
    #expect(
      list.files[0].warning
        == "The suppression list unsubscribed.csv has no entries: it keeps nobody back.")
  }

  private static let unusable: [(text: String, reason: ReadingError.Reason)] = [
    ("", .empty), (" \n\n", .empty), ("Name,Company\n", .noRows),
    ("Name,Company\nJane,Acme\nJoe,Other\n", .noRows), ("Email\nnobody\n", .noRows),
    ("Email\nn/a\n", .noRows), ("{\"name\":\"Jane\"}\n", .noRows),
    ("a\0b\u{1}\u{2}\0\0\0", .binary),
  ]

  @Test(arguments: unusable)
  func `a file in which nothing can be used stops everything`(
    text: String, reason: ReadingError.Reason
  ) {
    let error = #expect(throws: ReadingError.self) { try suppressionList(text) }
    #expect(error?.reason == reason)
    #expect(error?.sentence.contains("suppression list") == true)
    #expect(error?.sentence.contains("unsubscribed.csv") == true)
  }

  @Test func `a missing file stops everything`() {
    let error = #expect(throws: ReadingError.self) {
      try SuppressionList.read([("lists/gone.csv", "/nonexistent/lists/gone.csv")])
    }
    #expect(error?.reason == .missing)
    #expect(
      error?.sentence == """
        The suppression list lists/gone.csv isn't there: check its path under suppress; nothing is \
        sent without it.
        """)
  }

  @Test func `packed lists and other encodings are read as sources are`() throws {
    let packed = try suppressionList([
      ("list.csv.gz", gzipMember(Array("Email\njane@example.com\n".utf8)))
    ])
    #expect(packed.line(email: "jane@example.com") == 2)
    let wide = "Email;Grund\njane@example.com;möchte nicht\n".utf16.flatMap {
      [UInt8($0 & 255), UInt8($0 >> 8)]
    }
    let decoded = try suppressionList([("list.csv", [0xFF, 0xFE] + wide)])
    #expect(decoded.line(email: "jane@example.com") == 2)
  }

  @Test func `a packed list that is cut off stops everything`() {
    let lines = (0..<5000).map { "person\($0 &* 7919)@example.com\n" }.joined()
    let packed = gzipMember(Array(lines.utf8))
    let error = #expect(throws: ReadingError.self) {
      try suppressionList([("list.gz", Array(packed.prefix(packed.count / 2)))])
    }
    #expect(error?.sentence.hasPrefix("The suppression list can't be used: ") == true)
  }

  @Test func `columns that muster itself wrote are left out`() throws {
    let list = try suppressionList(
      "_row,_reason,Email\n1,see rep@own.example,jane@example.com\n2,rep@own.example,joe@x.example\n"
    )
    #expect(list.count == 2)
  }
}
