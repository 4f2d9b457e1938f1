import Testing

@testable import MusterKit

private func row(
  _ cells: KeyValuePairs<String, String>, rules: [String] = []
) throws -> MappingTestRow {
  let test = MappingTest(row: cells.map { MappingTest.Cell(column: $0.key, text: $0.value) })
  let members = rules.map { JSONMember(name: $0, value: .null) }
  return MappingTestRow(test, rules: try ColumnRule.rules(written: .object(members)))
}

@Suite struct MappingTestRowTests {
  @Test func `the header has the row's columns, and then those that only rules name`() throws {
    let row = try row(["Z": "1", "A": "2"], rules: ["Email", "A"])
    #expect(row.header == ["Z", "A", "Email"])
    #expect(row.cells == ["1", "2", ""])
    #expect(row.batch.cells(ofRow: 0) == row.cells)
  }

  @Test func `a rule's column is found as in a file`() throws {
    #expect(try row(["Email ": "x"], rules: ["Email"]).header == ["Email "])
  }

  @Test func `a number behind the name stands for a repeated column`() throws {
    let row = try row(["Phone": "1", "City": "c", "Phone#2": "2"])
    #expect(row.header == ["Phone", "City", "Phone"])
    #expect(row.cells == ["1", "c", "2"])
  }

  @Test func `the number counts, and not the place`() throws {
    let row = try row(["Phone#3": "3", "Phone": "1"])
    #expect(row.header == ["Phone", "Phone", "Phone"])
    #expect(row.cells == ["1", "", "3"])
  }

  @Test(arguments: ["Phone#2", "Item#0", "Phone#", "#2", "Phone#1000000000000", "Phone#x"])
  func `other signs belong to the name`(column: String) throws {
    let other = column == "Phone#2" ? "City" : "Phone"
    let row = try row([other: "", column: "x"])
    #expect(row.header == [other, column])
  }

  @Test func `one bad value doesn't speak against a name`() throws {
    let row = try row(["Email": "nope", "Name": "Jane Doe"])
    let mapping = try row.mapping(try loadSettings())
    #expect(
      mapping.columns.map(\.field) == [.standard(.email), .standard(.fullName)])
  }

  @Test func `where no name stands for a field a value may`() throws {
    let profile = "https://www.linkedin.com/in/jane-doe"
    let alone = try row(["Link": profile]).mapping(try loadSettings())
    #expect(alone.columns.map(\.field) == [.standard(.linkedin)])
    let unguessed = try row(["Link": profile]).mapping(try loadSettings(#"{"auto_map": false}"#))
    #expect(unguessed.columns.map(\.field) == [nil])
    let kept = try row(["Link": profile], rules: ["Link"])
      .mapping(try loadSettings(#"{"columns": {"Link": null}}"#))
    #expect(kept.columns.map(\.field) == [nil])
  }
}
