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

  @OptionGroup var judging: JudgingArguments

  @Option(
    help: ArgumentHelp(
      "Write a JSON line for each row with exactly what would be sent, such as out.jsonl; - is standard output. (default: none is written)",
      valueName: "file"))
  var contacts: String?

  @Option(
    help: ArgumentHelp(
      "Write the rows of each person that has several, and what they say differently, as CSV, such as people.csv. (default: none is written)",
      valueName: "file"))
  var collisions: String?

  @Option(
    help: ArgumentHelp(
      "Write what was found as a page for people, as HTML, such as report.html. (default: none is written)",
      valueName: "file"))
  var report: String?

  @OptionGroup var limits: PlanLimits

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Plan for so many contacts only, such as 100, the first ones. (default: all)", valueName: "n")
  )
  var limit: Int?

  @Flag(help: "Print the plan as JSON.")
  var json = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Show the values that remarks are about.")
  var showValues = false

  @OptionGroup var screen: ScreenArguments

  func validate() throws {
    if files.isEmpty { throw ValidationError("Name a file to check.") }
    if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0.") }
    for (option, file) in [("--collisions", collisions), ("--report", report)] where file == "-" {
      throw ValidationError("\(option) takes the name of a file.")
    }
  }

  func run() async throws {
    let loaded = try settings.load(options: judging.settings.merging(limits.settings) { $1 })
    let configuration = loaded.configuration
    let named = settings.targets(configuration)
    let pipeline = Pipeline(
      configuration: configuration, targets: named.isEmpty ? TargetKind.allCases : named,
      isStrict: judging.strict)
    let refusal = try await withTemporaryDirectory { directory in
      let input = try InputFiles(files, directory: directory)
      let analysis = try await loaded.locating { try await pipeline.analyse(input.files) }
      analysis.suppression.noteWarnings()
      let plans = await pipeline.plans(analysis, limit: limit)
      do {
        var plan = try await pipeline.report(
          analysis, plans, showsValues: showValues)
        let collisions = try await writeFiles(
          pipeline, analysis, input.files.map(\.path), directory: directory)
        plan.persons.differing = collisions?.differing
        if let report { try write(report, plan, collisions, loaded.summarised) }
        try show(plan)
      } catch let error as ReportError where error.reason == .closed {
        // Nobody reads what is shown any more; whether the plan is refused is for the exit code.
      }
      return (limits.maxInvalid == nil ? nil : configuration.refusal(of: plans))
        ?? limits.refusal(of: plans)
    }
    if let refusal { throw Failure(.refused, refusal) }
  }

  private func show(_ plan: PlanReport) throws {
    guard !quiet || json else { return }
    // Standard output can hold one thing only.
    if json {
      if contacts != "-" { try Terminal.write(plan.json.prettyText) }
    } else if contacts == "-" {
      Terminal.note(plan.text())
    } else {
      try Terminal.write(plan.text(screen.style))
    }
  }

  private func write(
    _ file: String, _ plan: PlanReport, _ collisions: CollisionSummary?, _ settings: JSONValue
  ) throws {
    let page = ReportPage(plan, collisions: collisions, settings: settings, made: Date())
    let html = try page.html()
    let output = try OutputFile(path: file, option: "--report", existing: .replaced)
    try output.write(html.span)
    output.finish()
  }

  /// What is asked for with --collisions and --contacts.
  ///
  /// - Returns: the people with several rows; nil where nobody asked for them.
  private func writeFiles(
    _ pipeline: Pipeline, _ analysis: Analysis, _ sources: [String], directory: String
  ) async throws -> CollisionSummary? {
    let outputs = [
      ("--contacts", contacts), ("--collisions", collisions), ("--report", report),
    ]
    for (option, file) in outputs {
      guard let file, OutputFile.isOne(of: sources, file) else { continue }
      throw Failure(
        .usage, "\(file) is one of the files to check; name another file with \(option).")
    }
    let named = outputs.compactMap { option, file in
      file.flatMap { $0 == "-" ? nil : (option, URL(filePath: $0).standardizedFileURL.path) }
    }
    for (index, output) in named.enumerated() {
      for other in named[..<index] where other.1 == output.1 {
        throw Failure(
          .usage, "\(other.0) and \(output.0) name the same file: name another with one of them.")
      }
    }
    guard outputs.contains(where: { $0.1 != nil }) else { return nil }
    var found: CollisionSummary?
    let assembler = try await pipeline.assembler(
      analysis, directory: directory, showsCollisions: collisions != nil || report != nil)
    if let collisions {
      found = try pipeline.writeCollisions(
        analysis, assembler: assembler, to: collisions, option: "--collisions")
    } else if report != nil {
      found = pipeline.collisions(by: assembler)
    }
    if let contacts { try await write(contacts, pipeline, analysis, assembler) }
    return found
  }

  private func write(
    _ contacts: String, _ pipeline: Pipeline, _ analysis: Analysis, _ assembler: ContactAssembler
  ) async throws {
    guard contacts != "-" else {
      try await writeLines(pipeline, analysis, assembler) { bytes in try Terminal.write(bytes) }
      return
    }
    let output = try OutputFile(path: contacts, option: "--contacts", existing: .replaced)
    try await writeLines(pipeline, analysis, assembler) { bytes in try output.write(bytes.span) }
    output.finish()
  }

  /// Writes 64 KiB or so at once.
  private func writeLines(
    _ pipeline: Pipeline, _ analysis: Analysis, _ assembler: ContactAssembler,
    to write: ([UInt8]) throws -> Void
  ) async throws {
    var text = JSONText(capacity: 1 << 17)
    try await pipeline.forEachContactLine(analysis, assembler: assembler) { line in
      line.write(to: &text)
      if text.bytes.count >= 1 << 16 {
        try write(text.bytes)
        text.removeAll()
      }
    }
    try write(text.bytes)
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
