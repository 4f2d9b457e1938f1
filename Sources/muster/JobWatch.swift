import Foundation
import MusterKit
import Synchronization

/// Tells those who don't look at an import how it goes: a file of metrics while it goes on and when it ends,
/// and a notice if something is wrong. Nothing that fails here changes what the import does.
final class JobWatch: Sendable {
  let started: Date
  /// nil where nobody is told.
  private let configuration: MusterConfiguration?
  /// What the import is called.
  private let job: String
  private let metrics: JobMetrics?
  private let state: Mutex<State>

  private struct State {
    var summary: RunSummary?
    var isIdle = false
    /// Whether it was said that they can't be.
    var hasComplained = false
  }

  /// How often the file is written while an import goes on: as often as Prometheus usually reads.
  private static let interval = Duration.seconds(15)

  /// - Parameters:
  ///   - invocation: how the import was asked for.
  ///   - started: when.
  ///   - isOff: for a rehearsal, of which nobody wants to hear.
  ///   - ledgerPath: the ledger, where another is used than that of the settings.
  init(
    _ invocation: Invocation, started: Date = Date(), isOff: Bool = false,
    ledgerPath: String? = nil
  ) {
    self.started = started
    var configuration = isOff ? nil : MusterConfiguration.best(of: invocation.sources)
    if let ledgerPath { configuration?.ledger.path = ledgerPath }
    self.configuration = configuration
    let job = configuration?.job.name(in: invocation.directory) ?? ""
    self.job = job
    metrics = configuration?.job.metricsFile.map { JobMetrics(path: $0, job: job) }
    state = Mutex(State())
  }

  /// Does an import, tells how it ended, and ends the process.
  ///
  /// - Parameters:
  ///   - isResume: of a run that is gone on with, nothing is told where it is refused: it ended once, and the next
  ///     import stands for the job.
  ///   - body: the import; what it throws is said.
  func exit(isResume: Bool = false, _ body: () async throws -> Exit) async -> Never {
    if !isResume { metrics?.began(at: started) }
    write()
    let heartbeat = Task {
      while true {
        do { try await Task.sleep(for: Self.interval) } catch { return }
        write()
      }
    }
    let exit: Exit
    var sentence: String?
    do {
      exit = try await body()
    } catch {
      let failure = CommandLineAnswer(error)?.asFailure ?? Failure(error)
      failure.say()
      exit = failure.exit
      sentence = failure.sentence
    }
    heartbeat.cancel()
    await heartbeat.value
    if !isResume || exit != .refused { await ended(exit, sentence) }
    Failure.exit(exit)
  }

  // MARK: While it goes on

  func show(_ event: DeliveryEvent, of target: TargetKind) {
    guard let metrics, case .progress(let progress) = event else { return }
    metrics.progressed(progress, at: target)
  }

  /// Takes how the run came out.
  func note(_ summary: RunSummary) {
    state.withLock { $0.summary = summary }
  }

  /// There is nothing to import, and that is all right.
  func noteIdle() {
    state.withLock { $0.isIdle = true }
  }

  /// The process ends at once.
  func interrupted() {
    metrics?.ended(outcome(.interrupted, nil), .failed)
    write()
  }

  private func write() {
    do { try metrics?.write() } catch {
      let isFirst = state.withLock { state in
        defer { state.hasComplained = true }
        return !state.hasComplained
      }
      if isFirst { Terminal.note("muster: warning: \(Failure(error).sentence)") }
    }
  }

  // MARK: The end

  private func outcome(_ exit: Exit, _ sentence: String?) -> JobOutcome {
    let (summary, isIdle) = state.withLock { ($0.summary, $0.isIdle) }
    return JobOutcome(
      job: job, started: started, finished: Date(),
      exitCode: Int(exit.rawValue), sentence: sentence, summary: summary, isIdle: isIdle)
  }

  private func ended(_ exit: Exit, _ sentence: String?) async {
    guard let configuration else { return }
    let sender = NoticeSender(configuration, environment: ProcessInfo.processInfo.environment)
    guard metrics != nil || sender.hasWay else { return }
    let outcome = outcome(exit, sentence)
    let verdict = await Self.verdict(on: outcome, configuration)
    metrics?.ended(outcome, verdict.health)
    write()
    // Whoever looks needs no notice.
    guard let event = verdict.event, configuration.job.notify.events.contains(event),
      !Terminal.isAttended
    else { return }
    let notice = Notice(outcome, verdict, host: ProcessInfo.processInfo.hostName)
    for sentence in await sender.send(notice) {
      Terminal.note("muster: warning: the notice didn't get out: \(sentence)")
    }
  }

  /// By what came before, which the ledger knows; without the ledger, by the outcome alone.
  private static func verdict(
    on outcome: JobOutcome, _ configuration: MusterConfiguration
  ) async -> JobVerdict {
    let odd = configuration.job.notify.degraded
    do {
      let ledger = try await RunLedger.open(path: configuration.ledger.path)
      let verdict = JobVerdict(
        outcome, settings: odd, past: try await ledger.outcomes(of: outcome.job))
      try await ledger.note(outcome.past(verdict), of: outcome.job)
      try await ledger.close()
      return verdict
    } catch {
      Terminal.note(
        "muster: warning: how the last imports came out isn't known: \(Failure(error).sentence)")
      return JobVerdict(outcome, settings: odd, past: [])
    }
  }
}
