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

  @Option(
    help: ArgumentHelp(
      "How many runs are shown, such as 3. (default: 10; with --watch 1)", valueName: "n"))
  var limit: Int?

  @Flag(help: "Check that the totals of finished runs add up.")
  var verify = false

  @Flag(help: "Show it anew every two seconds, until no run goes on.")
  var watch = false

  @Flag(help: "Print JSON; with --watch, one object a line.")
  var json = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
    if watch, verify { throw ValidationError("--verify looks once: pass it without --watch.") }
  }

  func run() async throws {
    guard let ledger = try await run == nil ? place.open() : place.openExisting() else {
      return try Terminal.write(show(StatusReport([])))
    }
    guard !watch else { return try await follow(ledger) }
    let runs = try await statuses(in: ledger)
    try await ledger.close()
    try Terminal.write(show(StatusReport(runs)))
    if verify {
      for mismatch in runs.flatMap(\.mismatches) { throw mismatch }
    }
  }

  /// Shows it until no run goes on, or somebody presses Ctrl-C.
  private func follow(_ ledger: RunLedger) async throws {
    let isRewritable = Terminal.isRewritable
    var lines = 0
    while true {
      let runs = try await statuses(in: ledger)
      let report = StatusReport(runs)
      if json {
        try Terminal.write(report.json.canonicalText + "\n")
      } else {
        let text = isRewritable ? Terminal.cut(report.text) : report.text
        let back = isRewritable && lines > 0 ? "\u{1B}[\(lines)A\u{1B}[J" : ""
        try Terminal.write(back + text)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      }
      guard runs.contains(where: { $0.record.state == .running }) else { return }
      try await Task.sleep(for: .seconds(2))
    }
  }

  private func show(_ report: StatusReport) -> String {
    json ? report.json.prettyText : report.text
  }

  /// With the last contacts that didn't succeed where one run is asked for, or goes on.
  private func statuses(in ledger: RunLedger) async throws -> [RunStatus] {
    var runs: [RunStatus] = []
    for record in try await records(in: ledger) {
      let isAlone = run != nil || record.state == .running
      runs.append(try await ledger.status(of: record, failures: isAlone ? 3 : 0))
    }
    return runs
  }

  private func records(in ledger: RunLedger) async throws -> [RunRecord] {
    if let run { return [try await ledger.run(typed: run)] }
    return try await ledger.runs(limit: limit ?? (watch ? 1 : 10))
  }
}
