// How an import ended, for those who didn't look at it.

package import Foundation

/// How an import of a job ended, also one that never got as far as a run.
package struct JobOutcome: Sendable, Equatable {
  /// What the import is called.
  package var job: String
  package var started: Date
  package var finished: Date
  package var exitCode: Int
  /// What was said when it ended early: sentences, without a row's values. nil where nothing was.
  package var sentence: String?
  /// nil where it ended before results were written.
  package var summary: RunSummary?
  /// Whether there was nothing to import, and that is all right.
  package var isIdle = false

  package init(
    job: String, started: Date, finished: Date, exitCode: Int, sentence: String? = nil,
    summary: RunSummary? = nil, isIdle: Bool = false
  ) {
    self.job = job
    self.started = started
    self.finished = finished
    self.exitCode = exitCode
    self.sentence = sentence
    self.summary = summary
    self.isIdle = isIdle
  }

  /// Whether it came to its end, with rows to fix or without.
  package var isFinished: Bool { exitCode == 0 || exitCode == 1 }

  /// The rows of all files; nil where they weren't all read.
  package var rowsRead: Int? {
    isIdle ? 0 : summary.map { $0.sources.reduce(0) { $0 + $1.rows } }
  }

  /// How long each target was waited for, in seconds, by the reason.
  package var waits: [(target: TargetKind, reason: RunTimeline.Event.Kind, seconds: Double)] {
    (summary?.targets ?? []).flatMap { target in
      let events = target.timeline?.events ?? []
      return RunTimeline.Event.Kind.waits.map { kind in
        let seconds = events.filter { $0.kind == kind }.reduce(0) { $0 + ($1.seconds ?? 0) }
        return (target.target, kind, seconds)
      }
    }
  }
}

extension RunTimeline.Event.Kind {
  /// Those during which nothing is sent, and sending goes on behind them.
  static let waits: [Self] = [.rateLimited, .busy, .keyShared, .outage]
}
