import Testing

@testable import MusterKit

/// Names that say too little beside columns that name the rows' people and companies.
@Suite struct HeaderWitnessTests {
  private static let people = [
    "Ada Berg", "Bruno Costa", "Carla Duval", "Elena Müller", "Greta Gallo", "Hugo Hansen",
  ]
  private static let firms = ["Nordwind", "Tessin", "Alpina", "Borealis", "Meridian", "Kestrel"]
  private static let mails = [
    "ada@a.example", "b.costa@b.example", "carla.duval@c.example", "e.mueller@d.example",
    "gallog@e.example", "hugo@f.example",
  ]
  private static let ownersMails = (0..<6).map { ["rep@s.example", "kim@s.example"][$0 % 2] }
  private static let strangersMails = (1...6).map { "stranger\($0)@s.example" }
  private static let profiles = [
    "ada-berg-1", "costab", "carladuval", "elena-mueller", "greta-g", "h-hansen-77",
  ].map { "https://www.linkedin.com/in/\($0)" }
  private static let ownersProfiles = (0..<6).map { "https://www.linkedin.com/in/rep-\($0 % 2)" }
  private static let strangersProfiles = (1...6).map {
    "https://www.linkedin.com/in/stranger-\($0)"
  }
  private static let pages = firms.map {
    "https://www.linkedin.com/company/\($0.lowercased())/about"
  }

  private static let otherDomains = (0..<6).map { ["inv.com", "cap.com"][$0 % 2] }
  private static let otherSites = (1...6).map { "https://stranger\($0).com" }
  private static let otherPages = (1...6).map { "https://linkedin.com/company/fund-\($0)" }

  private static func columns(_ columns: [(String, [String])]) throws -> [ColumnMapping] {
    let rows = (0..<6).map { row in columns.map { $0.1[row] } }
    return try HeaderMatcher(header: columns.map(\.0), rows: rows)
      .match(rules: [], constants: [], autoMap: true).columns
  }

  private static func fields(_ columns: [(String, [String])]) throws -> [String?] {
    try Self.columns(columns).map { $0.field?.description }
  }

  private static let vague: [(String, [String])] = [
    ("To Email", ownersMails), ("Office Email", ownersMails), ("User Email", ownersMails),
    ("Account Email", ownersMails), ("Lead Gen Email", ownersMails), ("Mailbox", ownersMails),
    ("Email Guess", ownersMails), ("担当者メールアドレス", ownersMails), ("Liked By", ownersProfiles),
    ("Commenter Profile", ownersProfiles), ("URL", ownersProfiles), ("column_3", ownersMails),
    ("To Email", strangersMails), ("Mailbox", strangersMails), ("URL", strangersProfiles),
    ("Uploaded By", ownersMails), ("CEO Email", mails), ("Vertriebspartner E-Mail", mails),
    ("Portfolio Webseite", otherDomains),
    ("Company URL", otherSites),
    ("Portfolio LinkedIn Company", otherPages),
  ]

  @Test(arguments: vague)
  func `a vague name goes nowhere if its values repeat or don't hold the names of their rows`(
    name: String, values: [String]
  ) throws {
    let fields = try Self.fields([("Name", Self.people), ("Company", Self.firms), (name, values)])
    #expect(fields == ["full_name", "company_name", nil])
  }

  private static let witnessed: [(String, [String], String, Double)] = [
    ("To Email", mails, "email", 0.65), ("User Email", mails, "email", 0.68),
    ("Mailbox", mails, "email", 0.63), ("Link", profiles, "linkedin", 0.68),
    ("Liked By", profiles, "linkedin", 0.63), ("Company URL", pages, "company_linkedin", 0.68),
    ("Email", ownersMails, "email", 0.97), ("LinkedIn", strangersProfiles, "linkedin", 0.97),
  ]

  @Test(arguments: witnessed)
  func `the names of the rows make a vague name surer, and a plain one needs none`(
    name: String, values: [String], field: String, confidence: Double
  ) throws {
    let columns = try Self.columns([
      ("Name", Self.people), ("Company", Self.firms), (name, values),
    ])
    #expect(columns[2].field?.description == field)
    #expect(columns[2].confidence == confidence)
  }

  @Test func `colleagues share what is their company's`() throws {
    let firms = ["Alpina", "Alpina", "Alpina", "Tessin", "Tessin", "Tessin"]
    let links = firms.map { "https://\($0.lowercased()).com" }
    #expect(
      try Self.fields([("Name", Self.people), ("Company", firms), ("Company URL", links)]) == [
        "full_name", "company_name", "company_domain",
      ])
  }

  @Test func `a further mail of the person doesn't repeat from row to row`() throws {
    #expect(
      try Self.fields([("Email", Self.mails), ("Correo comercial", Self.ownersMails)]) == [
        "email", nil,
      ])
    #expect(
      try Self.fields([("Email", Self.mails), ("Other Email", Self.strangersMails)]) == [
        "email", "additional_emails",
      ])
    #expect(try Self.fields([("Other Email", Self.ownersMails)]) == ["email"])
  }

  @Test func `names in another alphabet are no witnesses`() throws {
    let people = ["山田太郎", "鈴木花子", "佐藤健", "高橋学", "田中愛", "伊藤翔"]
    #expect(
      try Self.fields([("氏名", people), ("Office Email", Self.strangersMails)]) == [
        "full_name", "email",
      ])
  }

  @Test func `of two vague columns with different values neither is taken, and both are doubtful`()
    throws
  {
    let columns = try Self.columns([
      ("Company", Self.firms), ("Box Mail", Self.mails), ("Crate Mail", Self.strangersMails),
    ])
    #expect(columns.map { $0.field?.description } == ["company_name", nil, nil])
    #expect(columns[1].candidates.map(\.field) == [.email])
    #expect(columns[2].why.hasSuffix("Box Mail could as well be email"))
    let problems = Mapping(columns: columns).problems(samples: [], hasRows: true)
    #expect(
      problems.map(\.code) == [.identifierColumnMissing, .columnContested, .columnContested])
    #expect(
      try Self.fields([("Box Mail", Self.mails), ("Crate Mail", Self.mails)]) == ["email", nil])
  }

  @Test func `the invitee is the person, and the user who invites isn't`() throws {
    #expect(
      try Self.fields([
        ("User Name", Self.people.reversed()), ("User Email", Self.mails.reversed()),
        ("Invitee Name", Self.people), ("Invitee Email", Self.mails),
      ]) == [nil, nil, "full_name", "email"])
  }

  @Test func `a name that holds companies' is the company's`() throws {
    let firms = Self.firms.map { "\($0) GmbH" }
    #expect(
      try Self.fields([("lead_name", firms), ("email", Self.mails)]) == ["company_name", "email"])
    #expect(
      try Self.fields([
        ("Name", Self.firms), ("First Name", Self.people), ("Last Name", Self.people),
      ]) == [nil, "first_name", "last_name"])
  }

  private static let unplaced: [(String, [String], String, [StandardField])] = [
    (
      "LinkedIn", pages, "6 of 6 values are LinkedIn company pages", [.companyLinkedin]
    ),
    ("Owner.Email", mails, "6 of 6 values are mail addresses, but the name says that they are", []),
    ("Email CC", mails, "the name says that they are for something else", []),
    ("Guessed Pattern Email Draft", ownersMails, "part of the name says e-mail address", [.email]),
  ]

  @Test(arguments: unplaced)
  func `a column that goes nowhere says what its values are`(
    name: String, values: [String], why: String, candidates: [StandardField]
  ) throws {
    let column = try Self.columns([("Name", Self.people), (name, values)])[1]
    #expect(column.field == nil)
    #expect(column.why.contains(why), "\(column.why)")
    #expect(column.candidates.map(\.field) == candidates)
  }

  @Test(arguments: [("hash_id", "ACoA", "linkedin"), ("sn_hash_id", "ACwA", "sales_navigator")])
  func `hashes are ids at LinkedIn where they look like it`(
    name: String, start: String, field: String
  ) throws {
    let ids = (1...6).map { "\(start)AAbcdefghijklmnopqrstuvwxyz012345\($0)" }
    #expect(try Self.fields([(name, ids)]) == [field])
    #expect(try Self.fields([(name, (1...6).map { "9f86d08188\($0)" })]) == [nil])
  }
}
