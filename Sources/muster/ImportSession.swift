import Foundation
import Logging
import MusterKit
import UnixSignals

/// An import from the preflight to the exit code.
struct ImportSession {
  let setup: ImportSetup
  let analysis: Analysis
  /// The sources of the analysis, hashed.
  let sources: [RunSource]
  var plans: [TargetPlan]
  let directory: RunDirectory
  var screen: ImportScreen
  /// How much is told of what goes on; nil: as much as the log has, and there only.
  let logLevel: Logger.Level?
  var limit: Int?
  let canary: Canary
  /// The plan of all of it.
  let report: PlanReport
  let started: Date
  let checkSeconds: Double
  let ledger: RunLedger
  /// One for each target, in their order.
  let accounts: [LedgerAccount]
  /// How long another process that sends the same is waited for.
  var lockWait = Duration.zero
  /// The run whose results are taken back.
  var retried: RunID?
  /// Who else is told how it goes; nil: nobody.
  var watch: JobWatch?
  /// The run that is gone on with, and the plans of all of it; nil for a new one.
  var resumed: (run: RunRecord, plans: [TargetPlan])?

  private var pipeline: Pipeline { setup.pipeline }
  private var settings: JSONValue { setup.loaded.summarised }

  /// Calls `onBegin` when the run is in the ledger: from there on it leaves results. Closes the ledger.
  func run(onBegin: () -> Void) async throws -> Exit {
    let size = try await canary.size(pipeline.fingerprint(analysis), ledger)
    let trial = if let size { await trying(size) } else { nil as ImportSession? }
    var hasBegun = false
    do {
      let exit = try await (trial ?? self).run(whole: trial == nil ? nil : self) {
        hasBegun = true
        onBegin()
      }
      if await !ledger.isInPlace {
        Terminal.note(
          "muster: warning: the ledger was removed while the run went on: the results are whole, and the"
            + " next import sends all again.")
      }
      try await ledger.close()
      return exit
    } catch is CancellationError where hasBegun {
      throw Failure(
        .interrupted,
        setup.invocation.isSandbox
          ? "Interrupted, before results were written."
          : "Interrupted, before results were written: muster resume goes on with it.")
    } catch {
      // What is done is in the ledger, and the rest can follow.
      guard hasBegun, Failure.isPassing(error) else { throw error }
      let next = error is LedgerError ? "" : " Then go on with muster resume."
      throw Failure(.stopped, Failure(error).sentence + next)
    }
  }

  /// The same import, of its first contacts only; nil if there are no more than these.
  private func trying(_ size: Int) async -> ImportSession? {
    guard plans.contains(where: { $0.send > size }) else { return nil }
    var session = self
    session.limit = size
    session.plans = await pipeline.plans(
      analysis, limit: size, isUnlimited: setup.invocation.isUnlimited)
    session.screen = screen.showing(session.plans)
    session.screen.trying(size)
    return session
  }

  /// `whole` is the import of all contacts, where this one is of the first only, which are tried.
  private func run(whole: ImportSession?, onBegin: () -> Void) async throws -> Exit {
    try await AsyncHTTPTransport.withTransport(setup.connection) { transport in
      if resumed == nil { try await awaitFree() }
      let desks = try await preflight(transport)
      let run = try await begin(try logger())
      onBegin()
      run.logger.info(
        (resumed == nil ? RunLogEvent.runBegan : .runResumed).message,
        metadata: ["rows": .stringConvertible(analysis.rows.count)])
      let delivered = try await deliver(run, desks, transport)
      let exit = try await conclude(run, delivered)
      guard let whole, let size = limit, exit == .success || exit == .rowsToFix else {
        return exit
      }
      try await showTried(run)
      guard canGoOn(), let rest = whole.rest(after: size) else { return exit }
      _ = try await ledger.resume(run.id)
      var others = try await rest.deliver(run, desks, transport)
      others.summaries = zip(delivered.summaries, others.summaries).map { $0.followed(by: $1) }
      return try await whole.conclude(run, others)
    }
  }

  /// Waits until no other process sends the same, as long as was asked for.
  private func awaitFree() async throws {
    let clock = ContinuousClock()
    let end = clock.now + lockWait
    var hasSaid = false
    while true {
      do {
        try await ledger.requireFree(setup.invocation, at: accounts)
        return
      } catch {
        guard error.reason == .sourceHeld, clock.now < end else { throw error }
        if !hasSaid { screen.note("muster: \(error.message) Waiting for it.") }
        hasSaid = true
        try await Task.sleep(for: .seconds(1))
      }
    }
  }

  /// Writes to the run's log, and, where somebody asked for a level, for people too.
  private func logger() throws -> Logger {
    let file = try RunLogFile(path: directory.log)
    return Logger(label: "muster") { [screen, logLevel] _ in
      let log = RunLog(file: file, level: logLevel ?? .info)
      guard let logLevel else { return log }
      return MultiplexLogHandler([log, TextLog(level: logLevel) { screen.note($0) }])
    }
  }

  private func begin(_ logger: Logger) async throws -> ImportRun {
    if let resumed {
      return try await ImportRun.resume(
        resumed.run, pipeline, analysis, plans: resumed.plans, at: accounts, directory: directory,
        ledger: ledger, logger: logger)
    }
    return try await ImportRun.begin(
      pipeline, analysis, of: sources, plans: plans, at: accounts, directory: directory,
      ledger: ledger, settings: settings, invocation: setup.invocation, retryOf: retried,
      started: started, logger: logger)
  }

  /// A target that was found ready, with the limiter of its key.
  private struct Desk {
    let target: any Target
    let budget: RateLimiter
    let rate: SendingRate
  }

  private func preflight(_ transport: AsyncHTTPTransport) async throws -> [Desk] {
    var desks: [Desk] = []
    var failures: [StopCause] = []
    let needs = try await pipeline.needs(analysis.sources)
    // The emulator in this process registers custom fields as they come.
    var open = needs
    open.customFields = []
    for (account, plan) in zip(setup.accounts, plans) {
      let clock = SystemDeliveryClock()
      let budget = try await account.budget(ledger, clock)
      let hasUnlisted = try await hasUnlisted(account.target.kind)
      guard plan.send > 0 || hasUnlisted else {
        desks.append(Desk(target: account.target, budget: budget, rate: account.rate))
        continue
      }
      let caller = TargetCaller(transport: transport, budget: budget, clock: clock)
      let report = await account.target.preflight(caller, needs: account.isSandbox ? open : needs)
      for check in report.checks where check.isWarning {
        Terminal.note("muster: warning: \(check.sentence)")
      }
      failures += report.problems
      desks.append(Desk(target: report.target, budget: budget, rate: account.rate))
    }
    if failures.contains(where: { $0.reason == .interrupted }) { throw CancellationError() }
    guard failures.isEmpty else { throw Failure(.refused, Self.text(failures)) }
    return desks
  }

  /// Whether a run that is gone on with has contacts to be put on a list.
  private func hasUnlisted(_ kind: TargetKind) async throws -> Bool {
    guard let resumed else { return false }
    return try await ledger.hasUnlisted(run: resumed.run.id, target: kind)
  }

  /// One clear list of all that has to be mended.
  private static func text(_ failures: [StopCause]) -> String {
    guard failures.count > 1 else { return failures[0].sentence }
    let lines = failures.map { "  - \($0.sentence)" }
    return (["\(failures.count) things to mend; nothing was sent:"] + lines)
      .joined(separator: "\n")
  }

  /// The same import, of all contacts but the first ones; nil if there are none.
  private func rest(after size: Int) -> ImportSession? {
    var session = self
    session.plans = plans.map { plan in
      var plan = plan
      plan.send = max(plan.send - size, 0)
      return plan
    }
    guard session.plans.contains(where: { $0.send > 0 }) else { return nil }
    session.screen = screen.showing(session.plans)
    return session
  }

  /// Asks whether the others are to be sent, where there is somebody to ask. The results of those
  /// that were tried are written, so that it may be left unanswered.
  private func canGoOn() -> Bool {
    guard screen.canAsk else { return false }
    let interruption = Interruption {}
    defer { interruption.disarm() }
    screen.askToGoOn(plans.map(\.leftOut).max() ?? 0)
    let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
    if answer == "y" || answer == "yes" { return true }
    screen.stayed(canResume: !setup.invocation.isSandbox)
    return false
  }

  private func deliver(
    _ run: ImportRun, _ desks: [Desk], _ transport: AsyncHTTPTransport
  ) async throws -> Delivered {
    let uploaders = zip(desks, plans).map { desk, plan in
      var options = Uploader.Options()
      options.retry.attempts = pipeline.configuration.delivery.maxRetries + 1
      options.maxRejected = pipeline.configuration.thresholds.maxRejected?.most(of: plan.send)
      options.giveUpAfter = pipeline.configuration.delivery.giveUpAfter
      options.columns = analysis.columns(filling: desk.target.kind)
      let log = DeliveryLog(logger: run.logger, target: desk.target.kind)
      return Uploader(
        target: desk.target, transport: transport, budget: desk.budget, rate: desk.rate,
        journal: RunJournal(
          ledger: run.ledger, run: run.id, target: desk.target.kind,
          heldSince: setup.invocation.isResend ? nil : started,
          isShared: !setup.invocation.isSandbox),
        options: options,
        onEvent: { [screen, watch] event in
          log.log(event)
          screen.show(event, of: desk.target.kind)
          watch?.show(event, of: desk.target.kind)
        })
    }
    let delivered = try await withSignals(stopping: uploaders) {
      try await run.deliver(desks.map(\.target), uploaders, at: accounts, limit: limit)
    }
    screen.endLive()
    return delivered
  }

  /// The first signal stops gracefully: answers on their way are awaited. The second stops at once.
  private func withSignals<Result: Sendable>(
    stopping uploaders: [Uploader], _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask { [screen] in
        var count = 0
        for await _ in signals {
          count += 1
          if count > 1 { return nil }
          screen.stopping()
          for uploader in uploaders { uploader.stop() }
        }
        // Without signals there is nothing to wait for but the end.
        try await Task.sleep(for: .seconds(1 << 30))
        return nil
      }
      group.addTask { [screen] in
        // During a wait nothing happens that would be shown, but its end comes nearer.
        while true {
          try await Task.sleep(for: .seconds(1))
          screen.redraw()
        }
      }
      guard let first = try await group.next() else { throw CancellationError() }
      if let result = first {
        group.cancelAll()
        return result
      }
      group.cancelAll()
      while let next = try await group.next() { if let result = next { return result } }
      throw CancellationError()
    }
  }

  private func conclude(
    _ run: ImportRun, _ delivered: Delivered
  ) async throws -> Exit {
    let reportBegan = Date()
    var delivered = delivered
    if resumed != nil { delivered.summaries = try await run.totalled(delivered.summaries) }
    let summaries = delivered.summaries
    let results: RunResults
    do {
      results = try await run.writeResults(summaries, limit: limit)
    } catch let error as TotalsMismatch {
      try await run.ledger.finish(
        run.id, state: .stopped, exitCode: Int(Exit.internalError.rawValue))
      throw error
    }
    let counts = results.counts
    let exit = Self.exit(summaries, counts)
    let finished = Date()
    let summary = try run.writeSummary(
      delivered, results,
      RunNotes(
        plan: report, settings: settings, exitCode: Int(exit.rawValue),
        durations: RunDurations(
          checkSeconds: checkSeconds,
          sendSeconds: summaries.map(\.sendingSeconds).max() ?? 0,
          reportSeconds: finished.timeIntervalSince(reportBegan),
          totalSeconds: finished.timeIntervalSince(started)),
        finished: finished, isSandbox: setup.invocation.isSandbox))
    watch?.note(summary)
    let state: RunState =
      switch exit {
      case .interrupted: .interrupted
      case .stopped: .stopped
      default: try await isComplete(run, counts) ? .finished : .stopped
      }
    try await run.ledger.finish(run.id, state: state, exitCode: Int(exit.rawValue))
    if state == .finished { archive(at: finished) }
    run.logger.info(
      RunLogEvent.runEnded.message, metadata: ["exit_code": .stringConvertible(exit.rawValue)])
    screen.finished(
      summaries, counts: counts, directory: directory, exit: Int(exit.rawValue),
      seconds: finished.timeIntervalSince(started))
    return exit
  }

  /// Takes the files out of the next import's way, where that was asked for and all of them is sent. What
  /// came meanwhile under the name of one stays.
  private func archive(at date: Date) {
    guard let directory = setup.invocation.archive, !setup.invocation.isSandbox else { return }
    let archive = SourceArchive(directory: directory)
    for source in analysis.sources.map(\.source) where !PassingInput.isMeant(by: source.name) {
      do {
        guard try archive.take(source, at: date) == nil else { continue }
        Terminal.note(
          "muster: warning: \(source.displayName) has changed since it was read: it stays, for the next"
            + " import.")
      } catch {
        Terminal.note(
          "muster: warning: \(source.displayName) can't be moved to \(directory): \(Failure(error).sentence)"
        )
      }
    }
  }

  /// Whether there is nothing left to do: every contact was sent, and is on its list.
  private func isComplete(_ run: ImportRun, _ counts: [StatusCounts]) async throws -> Bool {
    if counts.contains(where: { $0[.notSent] > 0 }) { return false }
    for kind in pipeline.targets {
      if try await ledger.hasUnlisted(run: run.id, target: kind) { return false }
    }
    return true
  }

  private func showTried(_ run: ImportRun) async throws {
    var tried: [(plan: TargetPlan, contacts: [DeliveryRecord])] = []
    for plan in plans where plan.send > 0 {
      tried.append((plan, try await run.ledger.outcomes(run: run.id, target: plan.target)))
    }
    screen.showTried(tried, canResume: !setup.invocation.isSandbox)
  }

  /// The exit code of a run that came to its end.
  private static func exit(_ summaries: [DeliverySummary], _ counts: [StatusCounts]) -> Exit {
    var wasStopped = false
    for summary in summaries {
      switch summary.ending {
      case .cancelled: return .interrupted
      case .stopped(let cause) where cause.reason == .interrupted: return .interrupted
      case .stopped: wasStopped = true
      case .finished: break
      }
    }
    if wasStopped { return .stopped }
    return counts.contains { $0.toFix > 0 } ? .rowsToFix : .success
  }
}

extension Threshold {
  /// The number that may not be exceeded.
  fileprivate func most(of total: Int) -> Int {
    switch self {
    case .count(let count): count
    case .percent(let percent): Int(percent * Double(total) / 100)
    }
  }
}
