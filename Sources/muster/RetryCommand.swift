import ArgumentParser
import Foundation
import MusterKit

struct RetryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Take a run's results back and send the rows that did not succeed.",
    discussion: """
      Takes results.csv or rejected.csv as it is, or mended: cells may be edited, columns and rows moved \
      or taken out, and the file saved by Excel or LibreOffice. Rows that were accepted and say what they \
      said then are unchanged and cost no request; all others are sent, with the settings of the run they \
      come from. It is a run of its own, with a line for each row of the file.

      The run they come from is the one in whose directory the file is, or the newest with its columns; \
      --run names another.
      """)

  @Argument(help: "A results.csv or rejected.csv.")
  var file: String

  @Option(
    help: ArgumentHelp(
      "The number of the run that wrote the file, such as 7. (default: that in whose directory it is, else the newest with its columns)",
      valueName: "run"))
  var run: String?

  @OptionGroup var place: LedgerArguments

  @OptionGroup(title: "Reading") var reading: ReadingArguments

  @Option(
    help: ArgumentHelp(
      "The run directory, a new or an empty one, such as runs/monday. (default: muster-runs/<time>-<file>)",
      valueName: "dir"))
  var out: String?

  @Flag(help: "Stop after the plan.")
  var dryRun = false

  @OptionGroup var limits: PlanLimits

  @OptionGroup var pace: PaceArguments

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Show the values that remarks are about.")
  var showValues = false

  @OptionGroup var looks: ScreenArguments

  func run() async throws {
    try refuseRehearsal()
    let ledger = try await place.openExisting()
    let record = try await record(in: ledger)
    if record.state == .running { throw await ledger.runHeld(record.id) }
    try await ledger.close()
    let known = try Self.columns(of: record)
    let invocation = try invocation(of: record, ledger)
    var request = NewImport(
      invocation: invocation, limits: limits, progress: progress, looks: looks)
    request.out = out
    request.isDryRun = dryRun
    request.showsValues = showValues
    request.retried = record.id
    request.known = [known]
    Failure.exit(try await request.run())
  }

  /// Results of an emulator that ended with its import: there is nothing to be held against.
  private func refuseRehearsal() throws {
    guard run == nil, !PassingInput.isMeant(by: file) else { return }
    let summary = Self.resolved(file).deletingLastPathComponent().appending(path: "summary.json")
    guard let bytes = try? Data(contentsOf: summary),
      (try? RunSummary(json: Array(bytes)))?.isSandbox == true
    else { return }
    throw Failure(
      .usage,
      "\(file) is of a rehearsal, whose emulator ended with it. Import it instead: muster import"
        + " \(file.shellWord) --sandbox, or without --sandbox to send it.")
  }

  // MARK: Whose results they are

  private func record(in ledger: RunLedger) async throws -> RunRecord {
    if let run { return try await ledger.run(typed: run) }
    guard !PassingInput.isMeant(by: file) else {
      throw Failure(.usage, "Say with --run which run wrote it, or name the file itself.")
    }
    let directory = Self.resolved(file).deletingLastPathComponent().path
    let runs = try await ledger.runs(limit: .max)
    if let record = runs.first(where: { Self.resolved($0.directory).path == directory }) {
      return record
    }
    let header = Set(try header())
    guard
      let record = runs.first(where: { record in
        let filling = (record.columns ?? []).joined().filter { $0.field != nil }
        return !filling.isEmpty && filling.allSatisfy { header.contains($0.name) }
      })
    else {
      throw Failure(
        .usage,
        "No run in the ledger had the columns of \(file): say with --run which one wrote it, or import it."
      )
    }
    // A guess is told however little is to be said.
    if progress.style != .json {
      Terminal.note(
        "muster: \(file) is taken for results of run \(record.id), the newest with its columns; --run"
          + " names another.")
    }
    return record
  }

  private static func resolved(_ path: String) -> URL {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
  }

  private func header() throws -> [String] {
    let loaded = try MusterConfiguration.load(
      ConfigurationSources(
        workingDirectory: FileManager.default.currentDirectoryPath, environment: [:],
        options: Self.ownReading.merging(reading.settings) { $1 }))
    try loaded.requireKnownEncoding()
    let options = loaded.configuration.source.readingOptions
    return try Source.open(name: file, path: file, options: options).header
  }

  /// Where the columns of a run's files went. In results those of one name are one column.
  ///
  /// - Throws: a `Failure` where that can't be told.
  private static func columns(of record: RunRecord) throws -> [ColumnMapping] {
    var merged: [ColumnMapping] = []
    var places: [Occurrence: Int] = [:]
    for mapping in record.mappings() {
      for (name, column) in zip(mapping.map(\.column).occurrences, mapping) {
        guard let place = places[name] else {
          places[name] = merged.count
          merged.append(column)
          continue
        }
        guard merged[place].field == column.field else {
          throw Failure(
            .refused,
            """
            The files of run \(record.id) each have a column \(column.column) and it filled another \
            field in each: mend the files themselves, and import them.
            """)
        }
      }
    }
    return merged
  }

  // MARK: How they are sent

  /// How the run was asked for, with the results in the place of its files.
  private func invocation(of record: RunRecord, _ ledger: RunLedger) throws -> Invocation {
    var invocation = try record.repeatable()
    let here = FileManager.default.currentDirectoryPath
    let isHere = invocation.directory == here || PassingInput.isMeant(by: file)
    invocation.files = [isHere ? file : URL(filePath: file).standardizedFileURL.path]
    invocation.isUnlimited = pace.isUnlimited
    invocation.isResend = false
    invocation.options = invocation.options.merging(Self.ownReading) { $1 }
      .merging(reading.settings) { $1 }
      .merging(limits.settings) { $1 }
    // The one in which the run was found, wherever the settings of the run's directory lead.
    invocation.options["ledger.path"] = ledger.path
    if let config = place.config {
      invocation.config = URL(filePath: config).standardizedFileURL.path
    }
    return invocation
  }

  /// Whatever the run's files were, results have columns and commas; a program may have made other
  /// separators of them, and another encoding.
  private static let ownReading = [
    "source.format": "csv", "source.encoding": "auto", "source.delimiter": "auto",
    "source.quote": "auto", "source.header_line": "1",
  ]
}
