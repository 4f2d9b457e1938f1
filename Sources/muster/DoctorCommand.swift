import ArgumentParser
import Foundation
import MusterKit

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check keys, lists, custom fields, owners, clock and ledger, before row one.",
    discussion: """
      Asks each target a few questions and changes nothing. With files, what their columns need is \
      looked for too: custom fields, and owners. An import asks the same before its first contact.

      Exit codes: 0 all is well, 2 something has to be mended, 64 wrong usage, 65 unreadable file, 78 \
      wrong configuration.
      """)

  @Argument(help: "Files that are to be imported, if any.")
  var files: [String] = []

  @OptionGroup var settings: SettingsArguments

  @Option(
    help: ArgumentHelp(
      "The list at the target, by id or name, such as \"Autumn 2026\". (default: that of the settings)",
      valueName: "list"))
  var list: String?

  @Option(
    help: ArgumentHelp(
      "The ledger's file, such as /srv/ledger.sqlite. (default: that of the settings, else \(RunLedger.defaultPath))",
      valueName: "file"))
  var ledgerPath: String?

  @Flag(help: "Send a notice as an import that failed would (notify), to see that it arrives.")
  var tryNotice = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var screen: ScreenArguments

  func run() async throws {
    let loaded = try settings.load(options: ["ledger.path": ledgerPath].compactMapValues(\.self))
    var configuration = loaded.configuration
    let targets = settings.targets(configuration)
    guard !targets.isEmpty else {
      throw Failure(.usage, "Say what to check: \(TargetChoice.options.joinedAsList("or")).")
    }
    if let list { for kind in targets { configuration.setList(list, for: kind) } }
    let settled = configuration
    let connection = try loaded.locating {
      try settled.connection(to: targets, environment: ProcessInfo.processInfo.environment)
    }
    let pipeline = Pipeline(configuration: settled, targets: targets)
    let needs = try await needs(pipeline, loaded)
    let ledger = await Self.openLedger(settled.ledger.path)
    var sections: [DoctorReport.Section] = []
    try await AsyncHTTPTransport.withTransport(connection) { transport in
      for kind in targets {
        sections.append(await Self.section(kind, settled, needs, ledger.open, transport))
      }
    }
    sections.append(ledger.section)
    if tryNotice { sections.append(await Self.noticeSection(settled)) }
    try await ledger.open?.close()
    let report = DoctorReport(sections)
    try Terminal.write(json ? report.json.prettyText : report.text(screen.style))
    Failure.exit(report.isWell ? .success : .refused)
  }

  private func needs(
    _ pipeline: Pipeline, _ loaded: LoadedConfiguration
  ) async throws -> PreflightNeeds {
    guard !files.isEmpty else { return pipeline.needs }
    return try await withTemporaryDirectory { directory in
      let input = try InputFiles(files, directory: directory)
      return try await pipeline.needs(try pipeline.open(input, loaded))
    }
  }

  private static func section(
    _ kind: TargetKind, _ configuration: MusterConfiguration, _ needs: PreflightNeeds,
    _ ledger: RunLedger?, _ transport: AsyncHTTPTransport
  ) async -> DoctorReport.Section {
    var section = DoctorReport.Section(
      kind.displayName, target: kind.rawValue, place: configuration.target(kind).baseURL.text)
    do {
      let account = try Account(
        kind, configuration, isUnlimited: false, isSandbox: false, requiresList: false)
      let clock = SystemDeliveryClock()
      let budget =
        if let ledger { try await account.budget(ledger, clock) } else {
          RateLimiter(account.rate, clock: clock)
        }
      let caller = TargetCaller(transport: transport, budget: budget, clock: clock)
      section.add(await account.target.preflight(caller, needs: needs, isDry: true))
    } catch {
      section.lines.append(DoctorReport.Line("key", .problem, Failure(error).sentence))
    }
    return section
  }

  /// Whether notices get out.
  private static func noticeSection(_ configuration: MusterConfiguration) async
    -> DoctorReport.Section
  {
    let job = configuration.job.name(in: FileManager.default.currentDirectoryPath)
    var section = DoctorReport.Section("Notices", place: "of the import \(job)")
    let environment = ProcessInfo.processInfo.environment
    let sender = NoticeSender(configuration, environment: environment)
    guard sender.hasWay else {
      section.lines.append(
        DoctorReport.Line(
          "notify", .problem,
          "There is no way to send one: set notify.command, or a webhook's address in "
            + "\(configuration.job.notify.webhookVariable ?? "notify.webhook_file")."))
      return section
    }
    let problems = await sender.send(
      Notice(
        tryingFor: job, host: ProcessInfo.processInfo.hostName))
    section.lines += problems.map { DoctorReport.Line("notify", .problem, "Not sent: \($0)") }
    if problems.isEmpty {
      section.lines.append(
        DoctorReport.Line("notify", .good, "A notice was sent: see that it arrived."))
    }
    return section
  }

  private static func openLedger(
    _ path: String
  ) async -> (open: RunLedger?, section: DoctorReport.Section) {
    var section = DoctorReport.Section("This machine", place: path)
    do throws(LedgerError) {
      let ledger = try await RunLedger.open(path: path)
      let runs = try await ledger.runs(limit: 1)
      let last = runs.first.map { "the last run is number \($0.id)" } ?? "no run is in it yet"
      section.lines.append(
        DoctorReport.Line("ledger", .good, "The ledger can be read and written; \(last)."))
      return (ledger, section)
    } catch {
      section.lines.append(DoctorReport.Line("ledger", .problem, error.message))
      return (nil, section)
    }
  }
}
