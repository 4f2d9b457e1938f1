import Testing

@testable import MusterKit

@Suite struct HeaderIndexTests {
  private static let header = ["Titre", "Nom", "Titre", "Titre#2", " Mail ", "A#0", "A", "A"]

  @Test(arguments: [
    ("Nom", [1]), ("Titre", [0, 2]), ("Titre#1", [0]), ("Titre#02", [2]), ("Titre#2", [3]),
    ("Titre#3", []), ("Titre#0", []), ("Titre#-1", []), ("Titre#x", []), ("Titre#", []),
    ("Mail", [4]), (" Mail ", [4]), ("Nom#1", [1]), ("Nom#2", []), ("A#0", [5]), ("A#2", [7]),
    ("nom", []), ("", []), ("#1", []),
  ])
  func `a name means all columns of it, and with a number one of them`(
    name: String, indexes: [Int]
  ) {
    #expect(HeaderIndex(Self.header).columns(name).indexes == indexes)
  }

  @Test(arguments: [
    header, ["", "", ""], ["", " "], ["A", "A", "A#2", "A#02"], ["A", "A", " A#1 "],
    ["#1", "", ""], ["x#2", "x#2", "x"], ["a", "a "], ["_x", "_x"], ["é", "e\u{301}"],
  ])
  func `each column has a name that means it alone`(header: [String]) {
    let index = HeaderIndex(header)
    for column in header.indices {
      #expect(index.columns(index.name(of: column)).indexes == [column], "\(header)")
    }
  }

  @Test func `a column of its own name is called so`() {
    let index = HeaderIndex(Self.header)
    #expect(
      Self.header.indices.map(index.name(of:)) == [
        "Titre#1", "Nom", "Titre#02", "Titre#2", " Mail ", "A#0", "A#1", "A#2",
      ])
  }

  private func fields(_ header: [String], _ columns: String) throws -> [String] {
    let mapping = try rowMapper(
      header, #"{"auto_map": false, "columns": \#(columns)}"#
    ).mapping
    return mapping.columns.map { $0.field?.description ?? "-" }
      + mapping.computed.map { "\($0.input.columns) \($0.field)" }
  }

  @Test(arguments: [
    (#"{"Titre": "job_title"}"#, ["job_title", "-", "job_title", "-"]),
    (#"{"Titre#01": "job_title"}"#, ["job_title", "-", "-", "-"]),
    (#"{"Titre": null, "Titre#02": "job_title"}"#, ["-", "-", "job_title", "-"]),
    (#"{"Titre": "job_title", "Titre#1": null}"#, ["-", "-", "job_title", "-"]),
    (#"{"Titre#2": "job_title"}"#, ["-", "-", "-", "job_title"]),
    (
      #"{"Titre#1": ["custom.a", "custom.b"]}"#, ["custom.a", "-", "-", "-", "[0] custom.b"]
    ),
    (
      #"{"x": {"field": "about", "template": "{Titre#02} {Titre}"}}"#,
      ["-", "-", "-", "-", "[2, 0] about"]
    ),
    (
      #"{"x": {"field": "about", "from": ["Titre#2", "Nom"]}}"#,
      ["-", "-", "-", "-", "[3, 1] about"]
    ),
  ])
  func `a rule for one of several columns goes before one for all`(
    columns: String, fields expected: [String]
  ) throws {
    #expect(try fields(["Titre", "Nom", "Titre", "Titre#2"], columns) == expected)
  }

  @Test(arguments: [
    #"{"Nmo": "last_name"}"#, #"{"Nmo": {"field": "about", "from": ["Nom", "Nmo"]}}"#,
    #"{"Nmo": {"field": "about", "from": ["Nmo"], "join": " "}}"#,
    #"{"Nmo": {"field": "about", "template": "{Nom} {Nmo}"}}"#,
  ])
  func `a column that isn't there is named, wherever the rule names it`(columns: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      try fields(["Titre", "Nom"], columns)
    }
    #expect(
      error?.description
        == #"columns.Nmo: the file has no column "Nmo". Did you mean "Nom"?"#)
    #expect(error?.reason == .unknownColumn)
  }

  @Test func `all columns that aren't there are named at once`() throws {
    let error = #expect(throws: ConfigurationError.self) {
      try fields(["A"], #"{"B": "email", "C": {"field": "about", "from": ["D", "A", "E"]}}"#)
    }
    #expect(error?.problems.map(\.place) == ["columns.B", "columns.C", "columns.C"])
    #expect(
      error?.problems.last?.sentence
        == #"columns.C: the file has no column "E". The columns are those that muster peek shows."#)
  }
}
