import ArgumentParser
import Foundation
import MusterKit

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show runs and how far they are, also while they go on.",
    discussion: """
      Without a number, the latest runs. Reads the ledger and changes nothing; the runs may go on in other \
      processes.

      Exit codes: 0; with --verify 70 where the totals of a finished run don't add up.
      """)

  @Argument(help: "A run's number, as summary.json has it.")
  var run: String?

  @OptionGroup var place: LedgerArguments

  @Option(help: ArgumentHelp("How many runs are shown. (default: 10)", valueName: "n"))
  var limit: Int?

  @Flag(help: "Check that the totals of finished runs add up.")
  var verify = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
  }

  func run() async throws {
    guard let ledger = try await run == nil ? place.open() : place.openExisting() else {
      return try Terminal.write(show(StatusReport([])))
    }
    let records = try await records(in: ledger)
    var runs: [RunStatus] = []
    for record in records { runs.append(try await ledger.status(of: record)) }
    try await ledger.close()
    try Terminal.write(show(StatusReport(runs)))
    if verify {
      for mismatch in runs.flatMap(\.mismatches) { throw mismatch }
    }
  }

  private func show(_ report: StatusReport) -> String {
    json ? report.json.prettyText : report.text
  }

  private func records(in ledger: RunLedger) async throws -> [RunRecord] {
    guard let run else { return try await ledger.runs(limit: limit ?? 10) }
    return [try await ledger.run(typed: run)]
  }
}
