import Testing

@testable import MusterKit

@Suite struct MapReportTests {
  /// A French Outlook's columns: the salutation and the job are called alike.
  private static let outlook = """
    Titre,Prénom,Nom,Société,Titre,Adresse de messagerie,Ville,État,_status
    M.,Jean,Dupont,Firma,Directeur,jean@firma.example,Lyon,Rhône,sent
    Mme,Anne,Roy,Autre,PDG,anne@autre.example,Paris,,sent
    M.,Luc,Petit,Autre,CTO,luc@autre.example,Lille,Nord,sent

    """

  static let settings = [
    "{}",
    #"{"auto_map": false}"#,
    #"{"columns": {"Titre": "job_title"}}"#,
    #"{"columns": {"Titre": null, "Titre#1": "custom.salutation"}}"#,
    #"{"columns": {"Titre": ["custom.a", {"field": "custom.b", "transforms": ["upper"]}]}}"#,
    #"{"columns": {"Titre#1": ["custom.a", null, "custom.b"], "Titre#2": "headline"}}"#,
    #"{"columns": {"place": {"field": "location", "from": ["Ville", "État"], "join": ", "}}}"#,
    #"""
    {"columns": {"who": {"field": "full_name", "template": "{Titre#1} {{{Nom}}}, {Titre#2}"},
      "Nom": ["last_name", {"field": "custom.caps", "transforms": ["upper", {"first": "-"}]}],
      "Prénom": {"field": "first_name", "transforms": [{"replace": "(a)b", "with": "\\1"}, "trim"]}}}
    """#,
    #"""
    {"columns": {"Titre#1": {"field": "custom.salutation", "values": {"M.": "Mr", "Mme": "Ms", "?": null},
        "otherwise": null}, "État": {"field": "custom.state", "values": {"Nord": "59"}},
      "Ville": {"field": "custom.city", "values": {"Lyon": "LY"}, "otherwise": "other"}}}
    """#,
    #"""
    {"constants": {"source": "fair", "custom.campaign": "autumn"}, "columns": {
      "a": {"field": "linkedin", "from": ["Titre", "Nom"]}, "b": {"field": "linkedin", "from": ["Nom"]},
      "Société": ["company_name", {"field": "custom.n", "from": ["Nom", "Société"]}]}}
    """#,
  ]

  private func expectSame(_ text: String, _ settings: String) throws {
    let directory = try SettingsDirectory()
    let first = try directory.source(text, settings: settings)
    let written = MapReport(first).settings().prettyText
    let problems = try checkSettings(written).problems
    #expect(problems.isEmpty, "\(written)")
    guard problems.isEmpty else { return }
    let second = try directory.source(text, settings: written)
    let plain = { (columns: [ColumnMapping]) in
      columns.map { column in
        ColumnMapping(
          column: column.column, index: column.index, field: column.field,
          transforms: column.transforms, values: column.values, confidence: 1, why: "")
      }
    }
    #expect(plain(first.mapping.columns) == plain(second.mapping.columns), "\(written)")
    #expect(
      first.mapping.computed.map(\.withoutName) == second.mapping.computed.map(\.withoutName),
      "\(written)")
    #expect(first.mapping.constants == second.mapping.constants)
    #expect(MapReport(second).settings() == MapReport(first).settings())
  }

  @Test(arguments: settings)
  func `what is written gives the same mapping`(settings: String) throws {
    try expectSame(Self.outlook, settings)
  }

  @Test(arguments: [
    "Titre,Titre,Titre#2,Email\nM.,CTO,x,a@b.example\nMme,COO,y,b@c.example\nM.,CEO,z,c@d.example\n",
    "Email,Email,Email\na@b.example,b@c.example,c@d.example\n",
    "Mail#1,Mail,Mail\na@b.example,b@c.example,c@d.example\n",
    "A,A,A#2,A#02,Email\n1,2,3,4,a@b.example\n", "Email,,\na@b.example,x,y\n",
    ",Email,\na@b.example,b@c.example,c@d.example\n",
    "\"{Email}\",\"a\"\"b\",a.b,#1,\"x\ny\",Email\n1,2,3,4,5,a@b.example\n",
    "Email, Name ,Name,NAME\na@b.example,Ann,Bo,Cy\n",
    "LinkedIn,LinkedIn\nin/ann,in/bo\nin/cy,in/di\n",
  ])
  func `odd names are written so that they are found again`(text: String) throws {
    try expectSame(text, "{}")
    try expectSame(text, #"{"auto_map": false}"#)
  }

  @Test func `what is written is short, and leaves muster's own columns out`() throws {
    let source = try SettingsDirectory().source(
      Self.outlook, settings: #"{"columns": {"x": {"field": "about", "from": ["Ville"]}}}"#)
    #expect(
      MapReport(source).settings().canonicalText == #"""
        {"auto_map":false,"columns":{"Adresse de messagerie":"email","Nom":"last_name",\#
        "Prénom":"first_name","Société":"company_name","Titre#1":null,"Titre#2":"job_title",\#
        "Ville":"location","x":{"field":"about","from":["Ville"]},"État":null}}
        """#)
  }

  @Test func `other settings stand before the columns`() throws {
    let source = try SettingsDirectory().source("Email\na@b.example\n")
    let reading = JSONMember(name: "source", value: .object(["header_line": .integer(1)]))
    guard case .object(let members) = MapReport(source).settings(with: [reading]) else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.name) == ["source", "columns", "auto_map"])
  }

  // MARK: For people and scripts

  @Test func `the table shows each column with its field, its confidence and values`() throws {
    let text = MapReport(try SettingsDirectory().source(Self.outlook)).text
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "leads.csv: CSV, comma, UTF-8, header on line 1, 9 columns")
    #expect(
      lines.contains {
        $0.split(whereSeparator: \.isWhitespace).elementsEqual(["Titre", "–", "M.,", "Mme"])
      })
    #expect(lines.contains { $0.contains("job_title") && $0.hasSuffix("Directeur, PDG, CTO") })
    #expect(
      lines.contains(
        "  note  Several columns have the same name. Titre"))
    #expect(lines.allSatisfy { $0.count <= 80 && !$0.hasSuffix(" ") })
  }

  @Test(arguments: [
    String(repeating: "a very long name ", count: 20), "tab\there", "x\u{1B}[31mred", "日本語の列名です",
  ])
  func `a name or value of any kind stays on its line`(name: String) throws {
    let value = String(repeating: "value\u{7} ", count: 40)
    let source = try SettingsDirectory().source("Email,\"\(name)\"\na@b.example,\"\(value)\"\n")
    let text = MapReport(source).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(!text.contains("\u{7}") && !text.contains("\u{1B}") && !text.contains("\t"))
  }

  @Test(arguments: [(0.57, "57%"), (0.58, "58%"), (0.29, "29%"), (1, "100%"), (0.5, "50%")])
  func `a confidence is shown as it is`(confidence: Double, shown: String) throws {
    var source = try SettingsDirectory().source("Email\na@b.example\n")
    source.mapping.columns[0].confidence = confidence
    #expect(MapReport(source).text.contains(" \(shown) "))
  }

  @Test func `scripts get every column with samples, reasons and problems`() throws {
    let source = try SettingsDirectory().source(
      "Email,Tag,Tag\n" + (0..<9).map { "p\($0)@firma.example,x,\($0)\n" }.joined(),
      settings: #"{"columns": {"z": {"field": "about", "template": "{Tag} {Tag#2}"}}}"#)
    let json = MapReport(source).json.canonicalText
    #expect(
      json.contains(
        #""samples":["p0@firma.example","p1@firma.example","p2@firma.example"]"#))
    #expect(json.contains(#""samples":["x"]"#))
    #expect(json.contains(#""computed":[{"field":"about","from":[1,2],"name":"z"}]"#))
    #expect(json.contains(#""code":"column_name_repeated","column":"Tag","index":2,"#))
  }
}

extension FieldSource {
  /// For comparison: what a column's second rule is called is its own business.
  fileprivate var withoutName: FieldSource {
    var source = self
    source.name = ""
    return source
  }
}
