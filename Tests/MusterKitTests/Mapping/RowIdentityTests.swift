import Testing

@testable import MusterKit

/// What identifies a row is found twice: as keys, by `RowJudge`, and as text, in the contact. They
/// have to be the same, or people are merged who are sent as two.
@Suite struct RowIdentityTests {
  private static let header = ["Email", "Email", "Profile", "Profile", "Sales", "Note"]

  static let mappings = [
    #"{"Email": "email", "Profile": "linkedin", "Sales": "sales_navigator"}"#,
    #"""
    {"Email": {"field": "email", "transforms": ["trim", {"replace": " at ", "with": "@"}, "lower"]},
      "Profile": {"field": "linkedin", "transforms": ["strip_tags", {"first": " "}]},
      "Sales": {"field": "sales_navigator", "transforms": [{"last": ";"}]}}
    """#,
    #"""
    {"mail": {"field": "email", "from": ["Email#2", "Note", "Email#1"]},
      "profile": {"field": "linkedin", "template": "https://www.linkedin.com/in/{Profile#1}"},
      "Profile#2": "linkedin", "Sales": ["linkedin", "sales_navigator"]}
    """#,
    #"""
    {"mail": {"field": "email", "from": ["Email#1", "Email#2"], "join": "; "},
      "Email": "additional_emails",
      "Profile": {"field": "linkedin", "values": {"jane": "in/jane-doe", "x": null}},
      "Sales": {"field": "linkedin", "transforms": ["upper"]}}
    """#,
  ]

  static let mails = [
    "", " ", "n/a", "#N/A", "#REF!", "jane@firma.example", " Jane@Firma.EXAMPLE ",
    "\u{A0}jane@firma.example\u{A0}", "\u{FEFF}jane@firma.example", "ja\u{200B}ne@firma.example",
    "Jane <jane.doe@firma.example>", "mailto:jane@firma.example?subject=x", "'jane@firma.example",
    "=\"jane@firma.example\"", "=\"\"", "a@x.example; b@y.example", "a@x.example, nonsense",
    "jane at firma.example", "jane@@firma.example", "jane@firma", "j\0ane@firma.example",
    "jane@münchen.example", "JANE@MÜNCHEN.example", "jané@firma.example",
    "jane\u{301}@firma.example",
    "test@test.com", "Test@Test.COM", "noemail@firma.example", "unknown@unknown.com",
    "a.b@firma.example", "a..b@firma.example", ".a@firma.example", "a+b@firma.example",
    "o'neil@firma.example", "jane@firma.example.", "jane@-firma.example",
    "jane@xn--mnchen-3ya.example",
    "jane@fir_ma.example", "jane@firma.e", "jane@1.2.3.4", "\"jane doe\"@firma.example",
    String(repeating: "a", count: 64) + "@firma.example",
    String(repeating: "a", count: 65) + "@firma.example", "jane@firma。example", "@",
    "@firma.example",
    "jane@", "jane@firma.example\n", "a@x.example\r\nb@y.example",
    "https://www.linkedin.com/in/jane",
    "jane@" + String(repeating: "a.", count: 130) + "example",
  ]

  static let profiles = [
    "", " ", "n/a", "#N/A", "https://www.linkedin.com/in/Jane-Doe/", "linkedin.com/in/jane-doe",
    "http://de.linkedin.com/in/jane-doe?x=1#y", " https://www.linkedin.com/in/jane ",
    "https://www.linkedin.com/in/j%C3%A9r%C3%B4me", "https://www.linkedin.com/in/jérôme",
    "https://www.linkedin.com/in/j%C3", "https://www.linkedin.com/in/", "in/jane", "/in/jane/de",
    "jane", "Jane", "x", "jane-doe-123", "https://www.linkedin.com/company/firma",
    "ACoAAAXyZ12B3cD4",
    "ACwAAAXyZ12B3cD4", "acoaaaxyz12b3cd4", "https://www.linkedin.com/in/ACoAAAXyZ12B3cD4",
    "https://www.linkedin.com/sales/lead/ACwAAAXyZ12B3cD4,NAME_SEARCH,x1y2",
    "https://www.linkedin.com/sales/people/ACwAAAXyZ12B3cD4%2CNAME_SEARCH",
    "ACwAAAXyZ12B3cD4,NAME_SEARCH,x", "52220000", "urn:li:member:52220000",
    "urn:li:fsd_profile:ACoAAAXyZ12B3cD4", "urn:li:company:5",
    "=\"https://www.linkedin.com/in/jane\"",
    "<a>https://www.linkedin.com/in/jane</a>", "https://www.linkedin.com/pub/jane-doe/1/2a/3b4",
    "https://www.linkedin.com/in/jane doe", "https://www.linkedin.com/in/jane\0doe",
    "https://www.linkedin.com/in/--", "https://www.linkedin.com/in/a", "https://lnkd.in/abc",
    "https://www.linkedin.com/in/" + String(repeating: "a", count: 100),
    "https://www.linkedin.com/in/" + String(repeating: "a", count: 101),
    "https://www.linkedin.com/in/jane/details/?a=ü", "HTTPS://WWW.LINKEDIN.COM/IN/JANE",
    "https://www.linkedin.com//in/jane", "https://www.linkedin.com/sales/lead/",
    "jane@firma.example",
    "https://evil.example/in/jane", "https://www.linkedin.com.evil.example/in/jane",
    "https://www.linkedin.com/profile/view?id=ACoAAAXyZ12B3cD4", "(52220000)", "'jane",
  ]

  /// 2,000 rows of all these in any combination, the same each time.
  private static let rows: [[String]] = {
    var state: UInt64 = 2026
    func pick(_ cells: [String]) -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return cells[Int(state >> 33) % cells.count]
    }
    return (0..<2000).map { number in
      let cells = [
        pick(mails), pick(mails), pick(profiles), pick(profiles), pick(profiles), pick(mails),
      ]
      return number % 7 == 0 ? Array(cells.prefix(1 + number % 6)) : cells
    }
  }()

  @Test(arguments: mappings)
  func `the keys of a row are the keys of its contact`(columns: String) throws {
    let mapper = try rowMapper(Self.header, #"{"auto_map": false, "columns": \#(columns)}"#)
    let rows = rowBatch(Self.rows)
    let judged = mapper.judge(rows)
    let keys = Dictionary(grouping: judged.keys, by: \.row)
    var compared = 0
    for row in 0..<rows.count where !judged.flags[row].contains(.damaged) {
      let identity = mapper.contact(rows, row: row).identity
      func first(_ kind: PersonKey.Kind) -> PersonKey? {
        keys[row]?.first { $0.kind == kind }?.key
      }
      let cells = Self.rows[row]
      #expect(
        first(.email) == identity.email.map { PersonKey(.email, $0) }, "\(cells)")
      #expect(
        first(.linkedin) == identity.linkedin.map { PersonKey(.linkedin, $0) }, "\(cells)")
      #expect(
        first(.linkedinMember) == nil
          ? identity.linkedinMember == nil
            // A number and an id are two keys; the contact has the id.
          : keys[row]?.contains {
            $0.key == PersonKey(.linkedinMember, identity.linkedinMember ?? "")
          } == true,
        "\(cells)")
      #expect(
        first(.salesNavigator) == identity.salesNavigator.map { PersonKey(.salesNavigator, $0) },
        "\(cells)")
      compared += identity == Identity() ? 0 : 1
    }
    // Or the comparison is of nothing with nothing.
    #expect(compared > 1000)
  }

  @Test(arguments: mappings)
  func `flags say which identifiers the contact has`(columns: String) throws {
    let mapper = try rowMapper(Self.header, #"{"auto_map": false, "columns": \#(columns)}"#)
    let rows = rowBatch(Self.rows)
    let flags = mapper.judge(rows).flags
    for row in 0..<rows.count where !flags[row].contains(.damaged) {
      let identity = mapper.contact(rows, row: row).identity
      let cells = Self.rows[row]
      #expect(flags[row].contains(.email) == (identity.email != nil), "\(cells)")
      #expect(flags[row].contains(.slug) == (identity.linkedin != nil), "\(cells)")
      #expect(
        flags[row].isDisjoint(with: [.member, .memberNumber]) == (identity.linkedinMember == nil),
        "\(cells)")
      #expect(
        flags[row].contains(.salesNavigator) == (identity.salesNavigator != nil), "\(cells)")
    }
  }

  @Test func `transforms decide who somebody is`() throws {
    let mapper = try rowMapper(
      Self.header, #"{"auto_map": false, "columns": \#(Self.mappings[1])}"#)
    let rows = rowBatch([
      ["Jane at Firma.example", "", "<b>in/jane-doe</b> (private)", "", "x;ACwAAAXyZ12B3cD4"],
      ["jane@firma.example"],
    ])
    let judged = mapper.judge(rows)
    #expect(judged.flags[0] == [.email, .slug, .salesNavigator])
    #expect(
      judged.keys.filter { $0.kind == .email }.map(\.key)
        == Array(repeating: PersonKey(.email, "jane@firma.example"), count: 2))
    #expect(judged.keys.contains { $0.key == PersonKey(.linkedin, "jane-doe") })
    #expect(mapper.contact(rows, row: 0)[.email] == "jane@firma.example")
  }
}
