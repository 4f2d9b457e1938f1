import Foundation
import Testing

@testable import MusterKit

private let page = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "docs/answers.md")

@Suite struct AnswersPageTests {
  private func tables() throws -> [AnswerTable] {
    try TargetKind.allCases.map { kind in
      try MusterConfiguration.standard().makeTarget(kind, key: nil).answers
    }
  }

  @Test func `docs/answers.md is what the tables say`() throws {
    let text = AnswersPage.markdown(try tables())
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_DOCS"] == "1" {
      try Data(text.utf8).write(to: page)
    }
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(written == text, "Run the tests with MUSTER_UPDATE_DOCS=1 to write the page again.")
  }

  @Test func `every line of a table is a row with all its cells, and nothing is left to fill in`()
    throws
  {
    for table in try tables() {
      let rows = AnswersPage.markdown([table]).split(separator: "\n").filter {
        $0.hasPrefix("| `")
      }
      #expect(rows.count == table.rules.count)
      for (row, rule) in zip(rows, table.rules) {
        let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(cells.count == 6, "\(row)")
        #expect(cells.first == "`\(rule.name)`")
        #expect(cells.allSatisfy { !$0.isEmpty })
        #expect(!row.contains { "{}".contains($0) }, "\(row)")
      }
    }
  }
}
