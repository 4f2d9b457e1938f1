import Testing

@testable import MusterKit

/// The verdicts on rows at lemlist, with a list of who must not be contacted.
private func verdicts(
  _ rows: String, _ list: String, settings: String = ""
) async throws -> [String] {
  let directory = try SettingsDirectory()
  try directory.write(list, to: "stop.txt")
  let source = try directory.source(
    "Email,LinkedIn URL,Other Email\n" + rows,
    settings: #"{"suppress": ["stop.txt"]\#(settings)}"#)
  let configuration = try ConfigurationCheck(directory.sources()).loaded().configuration
  let analysis = try await Pipeline(configuration: configuration, targets: [.lemlist])
    .analyse([source])
  let rules = TargetRules(.lemlist, configuration: configuration)
  return (0..<analysis.rows.count).map { row in
    let listing =
      analysis.rows.listing(of: row)
      .map { " by row \($0.row) \(analysis.suppression.place(of: $0.entry))" } ?? ""
    return switch analysis.rows.verdict(row: row, rules: rules) {
    case .suppressed: "suppressed\(listing)"
    case .duplicate(let other): "duplicate of \(other)"
    case .send: "send\(listing)"
    case .unchanged: "unchanged"
    case .damaged: "damaged"
    case .withoutIdentifier: "without identifier"
    case .sharedMail: "shared mail"
    }
  }
}

@Suite struct SuppressedPlanTests {
  private static let ann = "Ann.Lee@Firma.example,https://www.linkedin.com/in/ann-lee,"

  @Test(arguments: [
    "ann.lee@firma.example", "ANN.LEE@FIRMA.EXAMPLE", "Ann <ann.lee@firma.example>",
    "firma.example", "@firma.example", "*.firma.example", "https://www.firma.example/",
    "https://www.linkedin.com/in/Ann-Lee/?x=1",
    // SHA-256 of ann.lee@firma.example, and of ann-lee.
    "522e51c53d0d09a8c4c7b15790cea9d04e876be802b9ee863af353383e279b28",
    "sha256:1A1CF9D3ABBF450661C301D66762A1E6E18E8A3D23B9B58F6AA0FC604EEECC43",
  ])
  func `a person is found by any of their keys, in any form`(entry: String) async throws {
    #expect(
      try await verdicts(Self.ann + "\nbo@other.example,,\n", "# stop\n\(entry)\n") == [
        "suppressed by row 0 stop.txt line 2", "send",
      ])
  }

  @Test(arguments: [
    "lee@firma.example", "ann.lee@firma.example.example", "rma.example", "sub.firma.example",
    "@example", "https://www.linkedin.com/in/ann",
    "622e51c53d0d09a8c4c7b15790cea9d04e876be802b9ee863af353383e279b28",
  ])
  func `what only looks like a person's key keeps nobody back`(entry: String) async throws {
    #expect(try await verdicts(Self.ann + "\n", entry + "\nx@y.example\n") == ["send"])
  }

  @Test func `whoever is one person with somebody on the list is on it`() async throws {
    #expect(
      try await verdicts(
        """
        a@x.example,,
        a@x.example,in/ann,
        ,in/ann,
        b@y.example,in/bo,

        """, "https://www.linkedin.com/in/ann\n") == [
          "suppressed by row 1 stop.txt line 1", "duplicate of 0", "duplicate of 0", "send",
        ])
  }

  @Test(arguments: ["first", "last", "merge"])
  func `whichever row is kept, the person isn't sent`(keep: String) async throws {
    let rows = "a@x.example,in/ann,\nb@y.example,in/ann,\nc@z.example,in/ann,\n"
    let found = try await verdicts(
      rows, "b@y.example\n", settings: #", "deduplicate": {"keep": "\#(keep)"}"#)
    let head = keep == "last" ? 2 : 0
    for row in 0..<3 {
      #expect(
        found[row]
          == (row == head ? "suppressed by row 1 stop.txt line 1" : "duplicate of \(head)"))
    }
  }

  @Test func `a further address is a key for the list, though not for telling people apart`()
    async throws
  {
    #expect(
      try await verdicts(
        "a@x.example,,old@x.example\nb@y.example,,\"c@z.example; d@z.example\"\ne@v.example,,n/a\n",
        "old@x.example\nd@z.example\n") == [
          "suppressed by row 0 stop.txt line 1", "suppressed by row 1 stop.txt line 2", "send",
        ])
  }

  @Test func `a damaged row is damaged, and joins nobody to the list`() async throws {
    #expect(
      try await verdicts(
        "a@x.example,in/ann,y,too,many\nb@y.example,in/ann,\n", "a@x.example\n") == [
          "damaged", "send",
        ])
  }

  @Test func `values are held against the list as the settings make them`() async throws {
    let settings = #"""
      , "columns": {"Email": {"field": "email", "transforms": [{"replace": " at ", "with": "@"}]},
        "LinkedIn URL": {"field": "linkedin", "transforms": [{"last": ";"}]}}
      """#
    #expect(
      try await verdicts(
        "ann at x.example,,\n,x;in/bo,\n,in/bo;in/cy,\n",
        "ann@x.example\nhttps://www.linkedin.com/in/bo\n", settings: settings) == [
          "suppressed by row 0 stop.txt line 1", "suppressed by row 1 stop.txt line 2", "send",
        ])
  }

  @Test func `the plan counts the suppressed, and all counts add up`() async throws {
    let directory = try SettingsDirectory()
    try directory.write("firma.example\n", to: "stop.txt")
    let source = try directory.source(
      "Email\na@firma.example\nb@firma.example\nc@x.example\nc@x.example\nbad\n",
      settings: #"{"suppress": ["stop.txt"]}"#)
    let configuration = try ConfigurationCheck(directory.sources()).loaded().configuration
    let pipeline = Pipeline(configuration: configuration, targets: [.lemlist])
    let analysis = try await pipeline.analyse([source])
    let plan = (await pipeline.plans(analysis))[0]
    #expect(
      [plan.read, plan.suppressed, plan.send, plan.duplicate, plan.invalid] == [5, 2, 1, 1, 1])
    let problem = try await pipeline.contactProblems(analysis)[0].first { $0.code == .suppressed }
    #expect(problem?.count == 2 && problem?.examples.map(\.line) == [2, 3])
  }
}
