/// The time that the delivery goes by: one place for tests to put their own.

import Foundation

/// Time that only goes forward, and the calendar's time beside it.
package protocol DeliveryClock: Sendable {
  /// The time since an arbitrary start.
  var now: Duration { get }
  /// Seconds since 1970-01-01 00:00 UTC: to hold against dates that a target sends.
  var unixTime: Double { get }
  /// - Throws: `CancellationError` as soon as the task is cancelled.
  func sleep(for duration: Duration) async throws
}

/// The machine's clock. It stands still while the machine sleeps, so that a closed laptop is neither
/// an outage nor a time-out; limits are kept all the more. It starts with the machine, so that all
/// processes on it understand each other.
package struct SystemDeliveryClock: DeliveryClock {
  package init() {}

  package var now: Duration { SuspendingClock().systemEpoch.duration(to: .now) }
  package var unixTime: Double { Date().timeIntervalSince1970 }

  package func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: duration, tolerance: .zero, clock: .suspending)
  }
}

extension Duration {
  /// In seconds, rounded as `Double` does.
  package var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
