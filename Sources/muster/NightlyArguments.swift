import ArgumentParser
import Foundation
import MusterKit

/// What a job needs that runs while nobody looks.
struct NightlyArguments: ParsableArguments {
  enum MissingPolicy: String, ExpressibleByArgument, CaseIterable {
    case ok, fail
  }

  @Flag(help: "Of the files, import the one only that was changed last.")
  var newest = false

  @Option(
    help: ArgumentHelp(
      "What to do where there is no file, or an empty one: ok ends with 0, or leaves it out where others are there, such as for exports that come on workdays only; fail ends with 65.",
      valueName: "policy"))
  var ifMissing = MissingPolicy.fail

  @Option(
    help: ArgumentHelp(
      "Move files there when all of them is sent, such as done. (default: they stay)",
      valueName: "dir"))
  var archiveTo: String?

  @Option(
    help: ArgumentHelp(
      "Wait so long for another process that sends the same: hours, minutes or seconds, such as 30m. (default: refuse at once)",
      valueName: "time"))
  var lockWait: String?

  @Option(
    help: ArgumentHelp(
      "What the import is called in metrics and notices, such as leads. (default: that of the settings, else the directory's name)",
      valueName: "name"))
  var job: String?

  @Option(
    help: ArgumentHelp(
      "Write metrics for Prometheus there, such as /var/lib/prometheus/node-exporter/leads.prom; not with --sandbox or --dry-run. (default: that of the settings, else none)",
      valueName: "file"))
  var metricsFile: String?

  /// By path.
  var settings: [String: String] {
    ["job": job, "metrics.file": metricsFile].compactMapValues(\.self)
  }

  func validate() throws {
    if let lockWait, Duration(length: lockWait) == nil {
      throw ValidationError("--lock-wait takes a time such as 30m, 12h or 45s.")
    }
  }

  var wait: Duration { lockWait.flatMap(Duration.init(length:)) ?? .zero }

  /// The files that are meant.
  ///
  /// - Parameter names: as typed, patterns among them.
  /// - Returns: nil where there are none, and that is all right.
  /// - Throws: a `ReadingError` where nothing matches a pattern.
  func files(of names: [String]) throws -> [String]? {
    let isOK = ifMissing == .ok
    let selection = FileSelection(names, newestOnly: newest, leavesOutEmpty: isOK)
    if isOK { return selection.files.isEmpty ? nil : selection.files }
    if let pattern = selection.missing.first(where: FileSelection.isPattern) {
      throw ReadingError(
        .missing,
        """
        No file is there for \(pattern): look at the pattern, or pass --if-missing ok where that is as \
        it should be.
        """)
    }
    // Whoever reads them says why they can't be read.
    return selection.missing + selection.files
  }
}
