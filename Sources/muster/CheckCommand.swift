import ArgumentParser
import Foundation
import MusterKit

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Read, map, validate and deduplicate files; print the plan. Nothing is sent.",
    discussion: """
      Opens no connection and needs no key. Names each problem with its line and column, and says \
      what an import would send, what it would cost, and what it saves. Without --to and without \
      targets in the settings, the files are judged for every target.

      Ends with 0, or with 2 where --max-invalid is given and exceeded.
      """)

  @Argument(help: "CSV or JSONL files; - is standard input.")
  var files: [String]

  @OptionGroup var settings: SettingsArguments

  @Option(
    help: ArgumentHelp(
      "Write a JSON line for each row with exactly what would be sent; - is standard output.",
      valueName: "file"))
  var contacts: String?

  @Option(
    help: ArgumentHelp("Refuse if more rows than this are invalid: 20 or 5%.", valueName: "n|n%"))
  var maxInvalid: String?

  @Option(help: ArgumentHelp("Plan for the first contacts only.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Print the plan as JSON.")
  var json = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Show the values that remarks are about.")
  var showValues = false

  @Flag(name: .customLong("no-color"), help: "Print without colours; so does NO_COLOR.")
  var noColor = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("Name a file to check.") }
    if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0.") }
  }

  func run() async throws {
    var options: [String: String] = [:]
    if let maxInvalid { options["thresholds.max_invalid"] = maxInvalid }
    let loaded = try settings.load(options: options)
    let configuration = loaded.configuration
    let named = settings.targets(configuration)
    let pipeline = Pipeline(
      configuration: configuration, targets: named.isEmpty ? TargetKind.allCases : named,
      isStrict: settings.strict)
    let refusal = try await withTemporaryDirectory { directory in
      let input = try InputFiles(files, directory: directory)
      let sources = try pipeline.open(input.files)
      let analysis = try await pipeline.analyse(sources)
      analysis.suppression.noteWarnings()
      let plans = pipeline.plans(analysis, limit: limit)
      try await writeContacts(pipeline, analysis, directory: directory)
      try await show(pipeline, analysis, plans)
      return maxInvalid == nil ? nil : configuration.refusal(of: plans)
    }
    if let refusal { throw Failure(.refused, refusal) }
  }

  private func show(
    _ pipeline: Pipeline, _ analysis: Analysis, _ plans: [TargetPlan]
  ) async throws {
    guard !quiet || json else { return }
    let report = PlanReport(
      sources: analysis.sources, rowCounts: analysis.rowCounts,
      targets: Array(zip(plans, try await pipeline.contactProblems(analysis))),
      tally: analysis.tally, showsValues: showValues)
    // Standard output can hold one thing only.
    if json {
      if contacts != "-" { Terminal.write(report.json.prettyText) }
    } else if contacts == "-" {
      Terminal.note(report.text())
    } else {
      Terminal.write(report.text(noColor ? .plain : Terminal.style))
    }
  }

  private func writeContacts(
    _ pipeline: Pipeline, _ analysis: Analysis, directory: String
  ) async throws {
    guard let contacts else { return }
    let output = try ContactOutput(contacts)
    let assembler = try await pipeline.assembler(analysis, directory: directory)
    var text = JSONText(capacity: 1 << 17)
    do {
      try await pipeline.forEachContactLine(analysis, assembler: assembler) { line in
        line.write(to: &text)
        if text.bytes.count >= 1 << 16 {
          try output.write(text.bytes)
          text.removeAll()
        }
      }
      try output.write(text.bytes)
    } catch is ContactOutput.Closed {
      return
    }
  }
}

/// Where the lines of `--contacts` go.
private struct ContactOutput {
  /// Nobody reads standard output any more.
  struct Closed: Error {}

  private let name: String
  /// Nil: standard output.
  private let file: FileHandle?

  init(_ name: String) throws {
    self.name = name
    guard name != "-" else {
      file = nil
      return
    }
    guard
      FileManager.default.createFile(
        atPath: name, contents: nil, attributes: [.posixPermissions: 0o600]),
      let output = FileHandle(forWritingAtPath: name)
    else { throw Failure(.usage, "\(name) can't be written; name another file with --contacts.") }
    file = output
  }

  func write(_ bytes: [UInt8]) throws {
    guard let file else {
      guard Terminal.write(bytes) else { throw Closed() }
      return
    }
    do {
      try file.write(contentsOf: Foundation.Data(bytes))
    } catch {
      throw Failure(.usage, "\(name) can't be written: \(error.localizedDescription)")
    }
  }
}

extension SuppressionList {
  /// Says what is odd about its files: an entry that can't be understood keeps nobody back.
  func noteWarnings() {
    for warning in files.compactMap(\.warning) { Terminal.note("muster: warning: \(warning)") }
  }
}

extension MusterConfiguration {
  /// Why the plan is refused; nil where it isn't.
  func refusal(of plans: [TargetPlan]) -> String? {
    guard let limit = thresholds.maxInvalid else { return nil }
    return plans.first { limit.isExceeded(by: $0.invalid, of: $0.read) }.map { plan in
      """
      \(plan.invalid.grouped) of \(plan.read.grouped) rows are invalid for \
      \(plan.target.displayName), more than \(limit.text): nothing was sent. Mend them, or raise \
      --max-invalid.
      """
    }
  }
}
