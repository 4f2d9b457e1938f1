import Testing

@testable import MusterKit

@Suite struct ProblemSummaryTests {
  @Test func `outcomes are counted by code, and the worst come first`() {
    var tally = OutcomeTally(target: .lemlist)
    tally.add(RowOutcome(status: .created), row: 1, line: 2, file: nil)
    tally.add(RowOutcome(status: .unchanged), row: 2, line: 3, file: nil)
    for row in 3...30 {
      tally.add(
        RowOutcome(status: .created, code: "company_not_linked"), row: row, line: row + 1, file: nil
      )
    }
    tally.add(
      RowOutcome(status: .rejected, code: "INVALID_FIELD", reason: "no"), row: 31, line: 32,
      file: "a.csv")
    tally.add(RowOutcome(status: .failed, reason: "gone"), row: 32, line: 33, file: nil)
    tally.add(
      RowOutcome(status: .notSent, code: DiagnosticCode.leftOutByLimit.rawValue), row: 33, line: 34,
      file: nil)
    let found = tally.summaries
    #expect(
      found.map(\.code) == ["INVALID_FIELD", "failed", "company_not_linked", "left_out_by_limit"])
    #expect(found.map(\.severity) == [.error, .error, .warning, .note])
    #expect(found.map(\.count) == [1, 1, 28, 1])
    #expect(
      found[2].examples.count == 20 && found[2].title == DiagnosticCode.companyNotLinked.entry.title
    )
    #expect(found[0].examples == [.init(row: 31, line: 32, file: "a.csv", message: "no")])
    #expect(found[0].remedy.contains("muster retry"))
  }

  @Test func `what is counted in parts is counted as in one`() {
    let outcomes = (1...90).map { row in
      RowOutcome(
        status: row.isMultiple(of: 7) ? .failed : row.isMultiple(of: 5) ? .rejected : .created,
        code: row.isMultiple(of: 2) ? "a" : row.isMultiple(of: 3) ? "b" : nil, reason: "row \(row)")
    }
    func tally(_ rows: Range<Int>) -> OutcomeTally {
      var tally = OutcomeTally(target: .lemlist)
      for row in rows {
        tally.add(outcomes[row - 1], row: row, line: row + 1, file: nil)
      }
      return tally
    }
    var parts = tally(1..<1)
    for part in [1..<4, 4..<5, 5..<40, 40..<91] { parts.add(tally(part)) }
    #expect(parts.summaries == tally(1..<91).summaries)
    #expect(parts.summaries.contains { $0.examples.count < $0.count })
  }

  @Test func `of people, those whose rows differ are shown first`() {
    func collision(_ row: Int, differs: Bool) -> [Collision.Row] {
      [
        .init(row: row, line: row, source: 0, keys: [.email], part: .kept, conflicts: []),
        .init(
          row: row + 100, line: row, source: 0, keys: [.email], part: .merged,
          conflicts: differs ? [.init(field: .standard(.firstName), row: row)] : []),
      ]
    }
    var summary = CollisionSummary()
    for row in 1...30 { summary.add(collision(row, differs: row.isMultiple(of: 6))) }
    #expect(summary.groups == 30 && summary.differing == 5)
    #expect(
      summary.examples.map { $0.rows[0] } == [6, 12, 18, 24, 30, 1, 2, 3, 4, 5])
    #expect(
      summary.examples[0].conflicts == ["first_name"] && summary.examples[0].keys == ["email"])
  }
}
