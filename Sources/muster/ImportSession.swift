import Foundation
import Logging
import MusterKit
import UnixSignals

/// An import from the preflight to the exit code.
struct ImportSession {
  let pipeline: Pipeline
  let analysis: Analysis
  var plans: [TargetPlan]
  let accounts: [Account]
  let connection: ConnectionSettings
  let directory: RunDirectory
  var screen: ImportScreen
  var limit: Int?
  let canary: Canary
  /// How many contacts are tried and then looked at; nil where all are sent.
  private(set) var tried: Int?
  let planJSON: JSONValue
  let settings: JSONValue
  let started: Date
  let checkSeconds: Double
  let ledgerPath: String

  /// Calls `onBegin` when the run is in the ledger: from there on it leaves results.
  func run(onBegin: () -> Void) async throws -> Exit {
    let ledger = try await RunLedger.open(path: ledgerPath)
    let size = try await canary.size(pipeline.fingerprint(analysis), ledger)
    let session = size.map(trying) ?? self
    let exit = try await session.run(ledger, onBegin: onBegin)
    try await ledger.close()
    return exit
  }

  /// The same import, of its first contacts only.
  private func trying(_ size: Int) -> ImportSession {
    guard plans.contains(where: { $0.send > size }) else { return self }
    var session = self
    session.tried = size
    session.limit = size
    session.plans = pipeline.plans(
      analysis, limit: size, isUnlimited: accounts.allSatisfy { $0.rate == .unlimited })
    session.screen = screen.showing(session.plans)
    session.screen.trying(size)
    return session
  }

  private func run(_ ledger: RunLedger, onBegin: () -> Void) async throws -> Exit {
    try await AsyncHTTPTransport.withTransport(connection) { transport in
      let desks = try await preflight(transport)
      let log = try RunLogFile(path: directory.log)
      let logger = Logger(label: "muster") { _ in RunLog(file: log) }
      let run = try await ImportRun.begin(
        pipeline, analysis, plans: plans, directory: directory, ledger: ledger,
        settings: settings, started: started, logger: logger)
      onBegin()
      logger.info("run began", metadata: ["run": "\(run.id)", "rows": "\(analysis.rows.count)"])
      return try await deliver(run, desks, transport, logger)
    }
  }

  /// A target that was found ready, with the limiter of its key.
  private struct Desk {
    let target: any Target
    let budget: RateLimiter
    let rate: SendingRate
  }

  private func preflight(_ transport: AsyncHTTPTransport) async throws -> [Desk] {
    var desks: [Desk] = []
    for (account, plan) in zip(accounts, plans) {
      let clock = SystemDeliveryClock()
      let budget = RateLimiter(account.rate, clock: clock)
      guard plan.send > 0 else {
        desks.append(Desk(target: account.target, budget: budget, rate: account.rate))
        continue
      }
      let caller = TargetCaller(transport: transport, budget: budget, clock: clock)
      let (target, _) = try await account.target.preflight(caller)
      let names = Set(analysis.sources.flatMap(\.mapping.customFields)).sorted()
      let missing =
        try await account.isSandbox ? [] : target.missingFields(among: names, caller)
      if !missing.isEmpty {
        throw Failure(.refused, Self.sentence(missing, target.kind))
      }
      desks.append(Desk(target: target, budget: budget, rate: account.rate))
    }
    return desks
  }

  private static func sentence(
    _ missing: [(name: String, nearest: String?)], _ kind: TargetKind
  ) -> String {
    let names = missing.map { field in
      "\"\(field.name)\"" + (field.nearest.map { " (did you mean \"\($0)\"?)" } ?? "")
    }
    return """
      \(kind.displayName) has no custom field \(names.joined(separator: ", ")): make it there, or map \
      the column elsewhere.
      """
  }

  private func deliver(
    _ run: ImportRun, _ desks: [Desk], _ transport: AsyncHTTPTransport, _ logger: Logger
  ) async throws -> Exit {
    let uploaders = zip(desks, plans).map { desk, plan in
      var options = Uploader.Options()
      options.retry.attempts = pipeline.configuration.delivery.maxRetries + 1
      options.maxRejected = pipeline.configuration.thresholds.maxRejected?.most(of: plan.send)
      return Uploader(
        target: desk.target, transport: transport, budget: desk.budget, rate: desk.rate,
        journal: RunJournal(ledger: run.ledger, run: run.id, target: desk.target.kind),
        options: options,
        onEvent: { [screen] event in screen.show(event, of: desk.target.kind) })
    }
    let sendingBegan = Date()
    let summaries = try await withSignals(stopping: uploaders) {
      try await run.deliver(desks.map(\.target), uploaders, limit: limit)
    }
    let sendSeconds = -sendingBegan.timeIntervalSinceNow
    screen.endLine()
    return try await conclude(run, summaries, sendSeconds: sendSeconds, logger)
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
    _ run: ImportRun, _ summaries: [DeliverySummary], sendSeconds: Double, _ logger: Logger
  ) async throws -> Exit {
    let reportBegan = Date()
    let exit: Exit
    let counts: [StatusCounts]
    do {
      counts = try await run.writeResults(summaries, limit: limit)
      exit = Self.exit(summaries, counts)
    } catch let error as TotalsMismatch {
      try await run.ledger.finish(
        run.id, state: .stopped, exitCode: Int(Exit.internalError.rawValue))
      throw error
    }
    let finished = Date()
    try run.writeSummary(
      summaries, counts: counts, plan: planJSON, settings: settings, exitCode: Int(exit.rawValue),
      durations: RunDurations(
        checkSeconds: checkSeconds, sendSeconds: sendSeconds,
        reportSeconds: finished.timeIntervalSince(reportBegan),
        totalSeconds: finished.timeIntervalSince(started)),
      finished: finished)
    let state: RunState =
      switch exit {
      case .interrupted: .interrupted
      case .stopped: .stopped
      default: counts.contains { $0[.notSent] > 0 } ? .stopped : .finished
      }
    try await run.ledger.finish(run.id, state: state, exitCode: Int(exit.rawValue))
    logger.info("run ended", metadata: ["run": "\(run.id)", "exit_code": "\(exit.rawValue)"])
    screen.finished(
      summaries, counts: counts, directory: directory, exit: Int(exit.rawValue),
      seconds: finished.timeIntervalSince(started))
    if tried != nil, exit == .success || exit == .rowsToFix { try await showTried(run) }
    return exit
  }

  private func showTried(_ run: ImportRun) async throws {
    var tried: [(plan: TargetPlan, contacts: [DeliveryRecord])] = []
    for plan in plans where plan.send > 0 {
      tried.append((plan, try await run.ledger.outcomes(run: run.id, target: plan.target)))
    }
    screen.showTried(tried)
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
    let hasRowsToFix = counts.contains { counts in
      RowStatus.allCases.contains { $0.isToFix && counts[$0] > 0 }
    }
    return hasRowsToFix ? .rowsToFix : .success
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
