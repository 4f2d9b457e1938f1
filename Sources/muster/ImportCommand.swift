import ArgumentParser
import Foundation
import MusterKit
import Sandbox

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Check files, then upsert their contacts; write what became of every row.",
    discussion: """
      Prints the plan before the first request. Results stand in the run directory: results.csv with \
      every row and its status, rejected.csv with the rows to fix, summary.json for scripts.

      Keys come from \(TargetKind.allCases.map(\.keyVariable).joinedAsList("and")), or from what the \
      settings name; never from options. With --sandbox an emulator of both APIs runs inside this process, and no account \
      is needed.
      """)

  @Argument(help: "CSV or JSONL files, or patterns such as 'in/*.csv'; - is standard input.")
  var files: [String]

  @OptionGroup(title: "Nightly")
  var nightly: NightlyArguments

  @OptionGroup var settings: SettingsArguments

  @OptionGroup var judging: JudgingArguments

  @Option(
    help: ArgumentHelp(
      "The list at the target, by id or name, such as \"Autumn 2026\". (default: that of the settings)",
      valueName: "list"))
  var list: String?

  @Option(
    help: ArgumentHelp(
      "The run directory, a new or an empty one, such as runs/monday. (default: muster-runs/<time>-<file>)",
      valueName: "dir"))
  var out: String?

  @Flag(help: "Import into an emulator inside this process.")
  var sandbox = false

  @Flag(help: "Stop after the plan.")
  var dryRun = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Send so many contacts only, such as 100, the first ones; muster resume sends the others. (default: all)",
      valueName: "n"))
  var limit: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Send so many contacts, such as 5, show what became of them, and stop; 0: send all. (default: on a \
      terminal: \(Canary.usual), where the mapping was never used before)
      """, valueName: "n"))
  var canary: Int?

  @Flag(help: "Send all contacts, also with a mapping that was never used before.")
  var yes = false

  @OptionGroup var limits: PlanLimits

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop if the target refuses more contacts than this: a number such as 20, or a share of those planned such as 5%. (default: that of the settings, else any number)",
      valueName: "n|n%"))
  var maxRejected: String?

  @OptionGroup var pace: PaceArguments

  @Flag(help: "Send contacts that haven't changed since they were accepted, too.")
  var resend = false

  @Option(
    help: ArgumentHelp(
      "Send unchanged contacts too that were accepted longer ago than this: days, hours, minutes or seconds, such as 30d or 12h. (default: that of the settings, else never)",
      valueName: "time"))
  var resendAfter: String?

  @Option(
    help: ArgumentHelp(
      "The ledger's file, such as /srv/ledger.sqlite. (default: that of the settings, else \(RunLedger.defaultPath))",
      valueName: "file"))
  var ledgerPath: String?

  @OptionGroup var progress: ProgressArguments

  @Flag(help: "Show the values that remarks are about.")
  var showValues = false

  @OptionGroup var looks: ScreenArguments

  func validate() throws {
    if files.isEmpty { throw ValidationError("Name a file to import.") }
    if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0.") }
    if let canary, canary < 0 { throw ValidationError("--canary takes a number from 0.") }
    if let canary, canary > 0, yes {
      throw ValidationError(
        "--canary stops after some contacts and --yes doesn't: pass one of them.")
    }
  }

  func run() async throws {
    let isRehearsal = sandbox || dryRun
    let watch = JobWatch(invocation(files), isOff: isRehearsal)
    await watch.exit {
      guard let files = try nightly.files(of: self.files) else {
        if progress.style == .text {
          Terminal.note("There is nothing to import: \(self.files.joined(separator: ", ")).")
        }
        watch.noteIdle()
        return .success
      }
      return try await run(invocation(files), watch)
    }
  }

  private func run(_ invocation: Invocation, _ watch: JobWatch) async throws -> Exit {
    guard sandbox else { return try await run(invocation, watch, in: nil) }
    return try await withSandbox(sandboxConfiguration, logger: .quiet) { emulator in
      // The process ends here, and the emulator with it: there is nothing to be saved of it.
      await watch.exit { try await run(invocation, watch, in: emulator) }
    }
  }

  private var sandboxConfiguration: SandboxConfiguration {
    var configuration = SandboxConfiguration()
    configuration.registersAnyCustomField = true
    if pace.isUnlimited { configuration.rate = .none }
    return configuration
  }

  private func run(
    _ invocation: Invocation, _ watch: JobWatch, in sandbox: Sandbox?
  ) async throws -> Exit {
    var request = NewImport(
      invocation: invocation, limits: limits, progress: progress, looks: looks)
    request.out = out
    request.isDryRun = dryRun
    request.limit = limit
    request.canary = trial
    request.showsValues = showValues
    request.lockWait = nightly.wait
    request.watch = watch
    return try await request.run(in: sandbox)
  }

  private func invocation(_ files: [String]) -> Invocation {
    var invocation = Invocation(
      files: files, directory: FileManager.default.currentDirectoryPath, config: settings.config,
      options: settings.reading.settings.merging(options) { $1 }, targets: settings.to?.kinds ?? [],
      list: list)
    invocation.isStrict = judging.strict
    invocation.isUnlimited = pace.isUnlimited
    invocation.isSandbox = sandbox
    invocation.isResend = resend
    invocation.archive = nightly.archiveTo.map { URL(filePath: $0).standardizedFileURL.path }
    return invocation
  }

  /// The emulator is there to try things in, and a script has nobody to look.
  private var trial: Canary {
    if let canary { return canary > 0 ? .first(canary) : .none }
    let isAttended = Terminal.isAttended && progress.style == .text
    return isAttended && !yes && !sandbox ? .firstIfNew(Canary.usual) : .none
  }

  private var options: [String: String] {
    [
      "thresholds.max_rejected": maxRejected, "ledger.path": ledgerPath,
      "ledger.resend_after": resendAfter,
    ].compactMapValues(\.self)
      .merging(limits.settings) { $1 }
      .merging(judging.settings) { $1 }
      .merging(nightly.settings) { $1 }
  }
}
