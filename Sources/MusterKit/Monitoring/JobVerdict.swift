// Whether an import is something to tell anybody of.

import Foundation

/// What an outcome is worth: pure, made from the outcome, the settings and what came before.
package struct JobVerdict: Sendable, Equatable {
  package var health: JobHealth
  /// Why, as sentences; empty where all is well.
  package var reasons: [String]
  /// What people may want to hear of; nil where there is nothing.
  package var event: NotifySettings.Event?

  /// How many imports before are looked at: with one a night, a week.
  private static let compared = 7
  /// Rows of fewer imports are no measure.
  private static let leastCompared = 2

  init(health: JobHealth, reasons: [String], event: NotifySettings.Event?) {
    self.health = health
    self.reasons = reasons
    self.event = event
  }

  /// - Parameters:
  ///   - outcome: how the import ended.
  ///   - settings: what is odd.
  ///   - past: how those before it came out, the newest first.
  package init(
    _ outcome: JobOutcome, settings: DegradedSettings, past: [PastOutcome]
  ) {
    guard outcome.isFinished else {
      health = .failed
      event = .failed
      let stops = outcome.summary?.targets.compactMap { target in
        target.stopped.map { "\(target.target.displayName): \($0)" }
      }
      let said = [outcome.sentence].compactMap(\.self) + (stops ?? [])
      reasons = said.isEmpty ? ["It ended with exit code \(outcome.exitCode)."] : said
      return
    }
    reasons =
      [
        Self.toFix(outcome, settings), Self.change(outcome, settings, past),
        settings.nothingRead && outcome.rowsRead == 0 && !Self.isBehindAnother(outcome, past)
          ? "There was no row to import." : nil,
      ].compactMap(\.self) + Self.waits(outcome, settings)
    health = reasons.isEmpty ? .ok : .degraded
    let wasWell = (past.first?.health ?? .ok) == .ok
    event = health == .degraded ? .degraded : wasWell ? nil : .recovered
  }

  private static func toFix(_ outcome: JobOutcome, _ settings: DegradedSettings) -> String? {
    guard let most = settings.rowsToFix, let read = outcome.rowsRead,
      let count = outcome.summary?.rowsToFix, most.isExceeded(by: count, of: read)
    else { return nil }
    return "\(count.grouped) of \(read.grouped) rows are to be fixed, more than \(most.text)."
  }

  private static func change(
    _ outcome: JobOutcome, _ settings: DegradedSettings, _ past: [PastOutcome]
  ) -> String? {
    guard let most = settings.rowsChange, let read = outcome.comparableRows, read > 0 else {
      return nil
    }
    let before = past.lazy.filter { $0.health != .failed }.compactMap(\.rows)
      .filter { $0 > 0 }.prefix(compared).sorted()
    guard before.count >= leastCompared else { return nil }
    let usual = before[before.count / 2]
    let difference = abs(read - usual)
    guard most.isExceeded(by: difference, of: usual) else { return nil }
    return """
      \(read.grouped) rows were read, \(difference.grouped) \(read > usual ? "more" : "fewer") than \
      the \(usual.grouped) of the last imports.
      """
  }

  /// Whether an import of the same night had rows: `muster resume` may have gone on with it, and then there is
  /// nothing left for the next one.
  private static func isBehindAnother(_ outcome: JobOutcome, _ past: [PastOutcome]) -> Bool {
    guard let last = past.first, last.health != .failed, last.rows ?? 0 > 0 else { return false }
    return outcome.finished.timeIntervalSince(last.finished) < 6 * 3600
  }

  private static func waits(_ outcome: JobOutcome, _ settings: DegradedSettings) -> [String] {
    guard let most = settings.waited else { return [] }
    var totals: [(target: TargetKind, seconds: Double)] = []
    for wait in outcome.waits {
      if let index = totals.firstIndex(where: { $0.target == wait.target }) {
        totals[index].seconds += wait.seconds
      } else {
        totals.append((wait.target, wait.seconds))
      }
    }
    return totals.filter { $0.seconds > most.seconds }.map { total in
      "\(total.target.displayName) was waited for \(Duration.seconds(total.seconds).words)."
    }
  }
}

extension JobOutcome {
  /// The rows read, where they say something about those of other nights.
  fileprivate var comparableRows: Int? { summary?.retryOf == nil ? rowsRead : nil }

  /// The outcome as the next import sees it.
  package func past(_ verdict: JobVerdict) -> PastOutcome {
    PastOutcome(
      health: verdict.health, finished: finished, exitCode: exitCode, rows: comparableRows)
  }
}
