import Testing

@testable import MusterKit

@Suite struct RemarkTallyTests {
  @Test func `rows are counted, however many of their cells are remarked on`() {
    var tally = RemarkTally(exampleLimit: 3)
    for (row, column) in [(1, "A"), (1, "B"), (4, "A"), (5, "A"), (5, "C")] {
      tally.add(Diagnostic(.valueMojibake, column: column), row: row, line: row + 1)
    }
    tally.add(Diagnostic(.valueScientific, column: "A"), row: 5, line: 6)
    #expect(tally.entries[.valueMojibake]?.count == 3)
    #expect(tally.entries[.valueScientific]?.count == 1)
    #expect(tally.entries[.valueMojibake]?.examples.map(\.row) == [1, 1, 4])
    #expect(tally.sorted.map(\.code) == [.valueMojibake, .valueScientific])
  }
}
