import Foundation
import MusterKit
import Sandbox

/// An import from the files to its session: read, judged, planned, and shown before anything is sent.
struct NewImport {
  let invocation: Invocation
  let limits: PlanLimits
  let progress: ProgressArguments
  let looks: ScreenArguments
  /// The run directory; nil: one of our own choice.
  var out: String?
  /// Ends behind the plan.
  var isDryRun = false
  var limit: Int?
  var canary = Canary.none
  var showsValues = false
  /// How long another process that sends the same is waited for.
  var lockWait = Duration.zero
  /// Who else is told how it goes; nil: nobody.
  var watch: JobWatch?
  /// The run whose results the files are.
  var retried: RunID?
  /// Where the columns of each file went before; they do again.
  var known: [[ColumnMapping]] = []

  func run(in sandbox: Sandbox? = nil) async throws -> Exit {
    let started = Date()
    let files = invocation.files
    let setup = try ImportSetup(invocation, in: sandbox)
    let pipeline = setup.pipeline
    let unused = UnusedDirectory(kept: InputFiles.keptNames(files), isOurs: out == nil)
    let interruption = Interruption { [watch] in
      unused.remove()
      watch?.interrupted()
    }
    defer { interruption.disarm() }
    let directory = try unused.make {
      try out.map { try RunDirectory.make(at: $0) }
        ?? RunDirectory.make(for: files[0], startedAt: started)
    }
    var isBegun = false
    defer { if !isBegun { unused.remove() } }

    let input = try InputFiles(files, directory: directory.path)
    let analysed = try await setup.analyse(input.files, known: known)
    // Beside what the ledger is asked.
    async let sources = isDryRun ? [] : analysed.hashedSources()
    let ledger = try await openLedger(setup, directory)
    var analysis = analysed
    var accounts: [LedgerAccount] = []
    if let ledger {
      accounts = try await setup.accounts(in: ledger)
      try await setup.noteUnchanged(in: &analysis, at: accounts, by: ledger, retried: retried)
    }
    analysis.suppression.noteWarnings()
    let checkSeconds = -started.timeIntervalSinceNow
    let plans = await pipeline.plans(analysis, limit: limit, isUnlimited: invocation.isUnlimited)
    let report = try await pipeline.report(
      analysis, plans, showsValues: showsValues)
    let screen = ImportScreen(plans: plans, style: progress.style, look: looks.liveStyle)
    try screen.started(
      files: files, targets: pipeline.targets, directory: isDryRun ? nil : directory.path,
      retried: retried)
    try screen.planned(report, looks.style)
    if let refusal = setup.configuration.refusal(of: plans) ?? limits.refusal(of: plans) {
      throw Failure(.refused, refusal)
    }
    guard !isDryRun, let ledger else { return .success }

    let session = ImportSession(
      setup: setup, analysis: analysis, sources: try await sources, plans: plans,
      directory: directory, screen: screen, logLevel: progress.logLevel, limit: limit,
      canary: canary, report: report, started: started, checkSeconds: checkSeconds, ledger: ledger,
      accounts: accounts, lockWait: lockWait, retried: retried, watch: watch)
    return try await session.run {
      isBegun = true
      // From here on a signal stops the sending gracefully.
      interruption.disarm()
    }
  }

  /// The ledger; nil for a dry run where none was made yet.
  private func openLedger(
    _ setup: ImportSetup, _ directory: RunDirectory
  ) async throws -> RunLedger? {
    let isOwn = invocation.isSandbox && setup.loaded.origin(of: "ledger.path") == .standard
    let path = isOwn ? directory.file("ledger.sqlite") : setup.configuration.ledger.path
    if isDryRun, !FileManager.default.fileExists(atPath: path) { return nil }
    return try await RunLedger.open(path: path)
  }
}
