/// What a run's log has of a delivery: enough to draw it afterwards, also of one that was killed.

package import Logging
import Synchronization

/// What the lines of `log.jsonl` are about; whoever reads the log goes by these.
package enum RunLogEvent: String, Sendable {
  case runBegan = "run began"
  case runResumed = "run goes on"
  case deliveryBegan = "delivery began"
  case progress
  case waiting
  case rowFailed = "row failed"
  case stopped
  case deliveryEnded = "delivery ended"
  case runEnded = "run ended"

  package var message: Logger.Message { "\(rawValue)" }
}

/// Writes down how a delivery goes: waits, why it stopped, and how far it is, at first every second and later less
/// often, so that a delivery of two days has a few thousand lines. Rows that fail, and waits of a second or less,
/// are for the level debug.
package final class DeliveryLog: Sendable {
  private let logger: Logger
  private let target: TargetKind
  /// When progress is next written, in seconds since the first request.
  private let due = Mutex(0.0)

  /// The longest time between two lines, in seconds.
  private static let longestPause = 60.0

  package init(logger: Logger, target: TargetKind) {
    self.logger = logger
    self.target = target
  }

  package func began() {
    logger.info(RunLogEvent.deliveryBegan.message, metadata: ["target": "\(target.rawValue)"])
  }

  package func log(_ event: DeliveryEvent) {
    switch event {
    case .progress(let progress): log(progress)
    case .waiting(let reason, let seconds):
      // Short ones are a matter of course.
      logger.log(
        level: seconds > 1 ? .notice : .debug, RunLogEvent.waiting.message,
        metadata: [
          "target": "\(target.rawValue)", "reason": "\(reason.rawValue)",
          "seconds": .stringConvertible(Self.rounded(seconds)),
        ])
    case .stopped(let cause):
      logger.error(
        RunLogEvent.stopped.message,
        metadata: [
          "target": "\(target.rawValue)", "reason": "\(cause.reason.rawValue)",
          "http_status": "\(cause.httpStatus.map(String.init) ?? "none")",
        ])
    case .rowFailed(let row, let code):
      logger.debug(
        RunLogEvent.rowFailed.message,
        metadata: [
          "target": "\(target.rawValue)", "row": .stringConvertible(row), "code": "\(code)",
        ])
    }
  }

  private func log(_ progress: DeliveryEvent.Progress) {
    let isDue = due.withLock { due in
      guard progress.seconds >= due else { return false }
      due = progress.seconds + min(max(progress.seconds / 100, 1), Self.longestPause)
      return true
    }
    guard isDue else { return }
    logger.info(
      RunLogEvent.progress.message,
      metadata: metadata(progress.requests, seconds: progress.seconds, pace: progress.pace))
  }

  package func ended(_ summary: DeliverySummary) {
    var metadata = metadata(
      summary.requests, seconds: summary.sendingSeconds, pace: summary.pace)
    if let pace = summary.pace {
      metadata["unevenness_seconds"] = .stringConvertible(Self.rounded(pace.unevenness.seconds))
      metadata["seconds_lost_to_unevenness"] = .stringConvertible(
        Self.rounded(summary.secondsLostToUnevenness))
    }
    logger.info(RunLogEvent.deliveryEnded.message, metadata: metadata)
  }

  private func metadata(
    _ requests: RequestCounts, seconds: Double, pace: SendingPace?
  ) -> Logger.Metadata {
    var metadata: Logger.Metadata = [
      "target": "\(target.rawValue)", "seconds": .stringConvertible(Self.rounded(seconds)),
      "requests": .stringConvertible(requests.sent), "lists": .stringConvertible(requests.lists),
      "accepted": .stringConvertible(requests.accepted),
      "retried": .stringConvertible(requests.retried),
      "rate_limited": .stringConvertible(requests.rateLimited),
    ]
    if let pace {
      metadata["requests_per_second_allowed"] = .stringConvertible(Self.rounded(pace.perSecond))
    }
    return metadata
  }

  /// To the thousandth.
  private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}
