import Foundation
import Logging
import MusterKit
import Sandbox
import TestSupport
import Testing

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Files of random rows, with what spreadsheets, formulas and quotes make difficult.
private struct RandomLeads {
  let header = ["Email", "Notes", "=Sum", "Phone", "'Text", "LinkedIn URL"]
  let rows: [[String]]

  private static let pieces = [
    "=", "+", "-", "@", "'", "''", "\t", "\r", "\n", "\r\n", "\"", "\"\"", ",", ";", " ", "a", "Ö",
    "é", "😀",
    "0", "1,5", "+49 170 1", "-3", "=1+1", "'=x", "''@", "#REF!", "\u{2028}", "\u{A0}", "|",
  ]

  init(_ count: Int, using random: inout some RandomNumberGenerator) {
    var rows: [[String]] = []
    for row in 0..<count {
      func cell() -> String {
        (0..<Int.random(in: 0...5, using: &random)).map { _ in
          Self.pieces.randomElement(using: &random) ?? ""
        }.joined()
      }
      let person = Int.random(in: 0...row, using: &random)
      let mail =
        [
          "lead\(row)@example.com", "lead\(person)@example.com", "", "lead\(row)@", "=lead@x",
          "'+lead@x.example",
        ].randomElement(using: &random) ?? ""
      let profile =
        Bool.random(using: &random) ? "https://www.linkedin.com/in/lead-\(person)" : cell()
      // A row of blank cells only would be a line without anything.
      rows.append([mail, cell(), cell(), cell(), "row \(row)" + cell(), profile])
    }
    self.rows = rows
  }

  var text: String {
    ([header] + rows).map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
    }.joined()
  }
}

@Suite(.timeLimit(.minutes(5))) struct ResultsTests {
  private static let faults =
    "429:4%,500:4%,503:2%,reset:2%,timeout-after-commit:2%,html:1%,garbage:1%"

  /// What the results say must be true of them, whatever the file and whatever happens to requests.
  private func look(at directory: URL, _ leads: RandomLeads, of target: TargetKind) throws {
    let text = try String(contentsOf: directory.appending(path: "results.csv"), encoding: .utf8)
    let results = CSVText(text)
    #expect(results.rows.count == leads.rows.count)
    #expect(results.column("_row") == (1...leads.rows.count).map(String.init))
    // The original cells, without the guards.
    let first = results.header.count - leads.header.count
    func unguarded(_ cell: String) -> String {
      String(decoding: FormulaGuard.unguarded(Array(cell.utf8)), as: UTF8.self)
    }
    #expect(results.header[first...].map(unguarded) == leads.header)
    for (row, cells) in zip(results.rows, leads.rows) {
      let own = row[first...].map(unguarded)
      #expect(own.map { Array($0.utf8) } == cells.map { Array($0.utf8) })
      // No spreadsheet takes any for a formula.
      for cell in row[first...] {
        #expect(!FormulaGuard.isNeeded(for: Array(cell.utf8).span) || cell.hasPrefix("'"))
      }
    }
    // One status each, and the totals are theirs.
    let statuses = results.column("_status")
    let summary = try RunSummary(
      json: Array(Data(contentsOf: directory.appending(path: "summary.json"))))
    let counts = try #require(summary.targets.first?.rows)
    #expect(counts.read == leads.rows.count && counts.statuses.total == leads.rows.count)
    for status in RowStatus.allCases {
      #expect(counts.statuses[status] == statuses.count { $0 == status.rawValue }, "\(status)")
    }
    let rejected = CSVText(
      try String(contentsOf: directory.appending(path: "rejected.csv"), encoding: .utf8))
    #expect(
      rejected.rows.count == statuses.count { RowStatus(rawValue: $0)?.isToFix == true })
    for (row, other) in zip(results.column("_row"), results.column("_duplicate_of"))
    where !other.isEmpty {
      #expect(statuses[(Int(row) ?? 0) - 1] == "duplicate" && other != row)
    }
  }

  @Test(arguments: 1...8)
  func `every row comes out once, in order, as it was, with one status`(seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let leads = RandomLeads(Int.random(in: 1...80, using: &random), using: &random)
    let target = TargetKind.allCases[seed % 2]
    var configuration = SandboxConfiguration()
    configuration.rate = .none
    configuration.seed = UInt64(seed)
    configuration.faults = try SandboxFaults(parsing: Self.faults)
    try await withScratch { directory in
      try await withSandbox(configuration, logger: quiet) { sandbox in
        let desk = Desk(directory: directory, sandbox: sandbox)
        try leads.text.write(
          to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
        let run = try await desk.muster(
          "import leads.csv --to \(target.rawValue) --list Sandbox --rate none --yes --out first")
        #expect([0, 1].contains(run.exit), "\(run.errors)")
        try look(at: directory.appending(path: "first"), leads, of: target)
        // Taken back, the cells are the same again.
        let again = try await desk.muster("retry first/results.csv --rate none --out second")
        #expect([0, 1].contains(again.exit), "\(again.errors)")
        try look(at: directory.appending(path: "second"), leads, of: target)
      }
    }
  }
}
