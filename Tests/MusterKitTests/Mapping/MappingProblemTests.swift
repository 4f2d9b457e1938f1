import Testing

@testable import MusterKit

@Suite struct MappingProblemTests {
  private func problems(_ text: String, settings: String = "{}") throws -> [String] {
    try SettingsDirectory().source(text, settings: settings).problems.map { problem in
      let place = problem.column.map { "\($0)@\(problem.index ?? -1)" } ?? ""
      return [problem.severity.rawValue, problem.code.rawValue, place]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  @Test(arguments: [
    ("Email,Name\na@b.example,Ann\n", []),
    ("Name,City\nAnn,Rome\nBo,Oslo\n", ["error identifier_column_missing"]),
    (
      "Email,Tag,Tag\na@b.example,x,y\n", ["note column_name_repeated Tag@2"]
    ),
    (
      "Email,Tag,\" Tag \",Tag\na@b.example,x,y,z\n",
      ["note column_name_repeated  Tag @2", "note column_name_repeated Tag@3"]
    ),
    ("Email,,\na@b.example,x,\n", ["note column_name_blank @1"]),
    (
      "Email,Phone,City\na@b.example,,Rome\nb@c.example,,Oslo\n", ["note column_all_blank Phone@1"]
    ),
    ("Email,Phone\n", []),
    (
      "Email,Job Title,Title\na@b.example,CTO,COO\nb@c.example,CEO,CIO\n",
      ["note column_contested Title@2"]
    ),
  ])
  func `what is odd about the columns is said with its place`(
    text: String, expected: [String]
  ) throws {
    #expect(try problems(text) == expected)
  }

  @Test(arguments: [
    (#"{"auto_map": false}"#, ["error identifier_column_missing"]),
    (#"{"auto_map": false, "columns": {"Code": "contact_id"}}"#, []),
    (
      #"{"auto_map": false, "columns": {"x": {"field": "email", "template": "{Code}@firma.example"}}}"#,
      []
    ),
    (
      #"{"auto_map": false, "columns": {"Code": "additional_emails"}}"#,
      ["error identifier_column_missing"]
    ),
  ])
  func `whatever fills an identifier is one`(settings: String, expected: [String]) throws {
    #expect(try problems("Code,Email\nc1,a@b.example\n", settings: settings) == expected)
  }

  @Test func `a column that was as good a guess names the one that won`() throws {
    let source = try SettingsDirectory().source(
      "Email,Job Title,Title\na@b.example,CTO,COO\nb@c.example,CEO,CIO\n")
    #expect(
      source.problems.map(\.message) == [
        """
        Job Title fills job_title, and this column could as well: name the right one in the \
        configuration's "columns".
        """
      ])
  }

  @Test func `a column that somebody puts elsewhere leaves its field to no other`() throws {
    var source = try SettingsDirectory().source(
      "Email,Name,Role\na@b.example,Ann Lee,CTO\nb@c.example,Bo Kim,COO\n",
      settings: #"{"columns": {"y": {"field": "about", "template": "{Role} {Name}"}}}"#)
    source.choose(.standard(.fullName), for: 2)
    #expect(source.mapping.columns.map { $0.field?.description } == ["email", nil, "full_name"])
    source.choose(.standard(.about), for: 1)
    #expect(source.mapping.computed.isEmpty)
    source.choose(nil, for: 0)
    #expect(source.problems.map(\.code) == [.identifierColumnMissing])
    source.choose(.standard(.linkedin), for: 0)
    source.choose(.standard(.linkedin), for: 1)
    #expect(source.mapping.sources(for: .linkedin).count == 2 && source.problems.isEmpty)
  }
}
