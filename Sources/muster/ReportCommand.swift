import ArgumentParser
import Foundation
import MusterKit

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the report of a run again.",
    discussion: """
      Makes report.html anew from what stands in the run's directory, which needs no network and no key. \
      With --show-values the page has the values that remarks are about: keep such a page to yourself.

      Without a run, the newest that has ended.
      """)

  @Argument(help: "The run's number, as summary.json has it, or its directory.")
  var run: String?

  @Flag(help: "Show the values that remarks are about.")
  var showValues = false

  @OptionGroup var place: LedgerArguments

  func run() async throws {
    let directory = RunDirectory.existing(try await directory())
    guard let bytes = FileManager.default.contents(atPath: directory.summary) else {
      throw Failure(
        .usage,
        "\(directory.path) has no summary.json: a run has its report when it ends, or stops. Go on with one"
          + " that was cut off with muster resume.")
    }
    guard var summary = try? RunSummary(json: [UInt8](bytes)) else {
      throw Failure(.source, "\(directory.summary) isn't a summary that muster wrote.")
    }
    summary.hideValues()
    if showValues { try summary.showValues(from: directory) }
    try directory.write(try ReportPage(summary).html(), to: directory.report)
    try Terminal.write("Report: \(directory.report)\n")
  }

  /// The directory of the run that is meant.
  private func directory() async throws -> String {
    if let run, RunID(run) == nil {
      var isDirectory: ObjCBool = false
      guard unsafe FileManager.default.fileExists(atPath: run, isDirectory: &isDirectory),
        isDirectory.boolValue
      else {
        throw Failure(.usage, "\(run) is no run: pass its number or its directory.")
      }
      return run
    }
    let ledger = try await place.openExisting()
    let record: RunRecord?
    if let run {
      record = try await ledger.run(typed: run)
    } else {
      record = try await ledger.runs(limit: .max).first {
        FileManager.default.fileExists(atPath: RunDirectory.existing($0.directory).summary)
      }
    }
    try await ledger.close()
    guard let record else {
      throw Failure(.usage, "No run has ended yet: there is nothing to report.")
    }
    return record.directory
  }
}
