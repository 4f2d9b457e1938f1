/// Waits out an outage instead of spending every contact's attempts on it.

/// Closed while requests get through. After a number of failures in a row, of whatever contacts, or
/// when most of the last 20 answers were failures, it opens: nothing is sent but one request now and
/// then, at intervals that double up to a minute. One that gets through closes it; when the outage has
/// lasted too long, it gives up.
///
/// Instants are durations since an arbitrary start. Waits for the rate limit are neither success nor
/// failure.
package struct CircuitBreaker: Sendable {
  package enum Permission: Sendable, Equatable {
    case go
    /// Send one request and wait for its answer.
    case probe
    /// Nothing may be sent for this long; ask again then.
    case wait(Duration)
    /// A probe is on its way: wait for its answer.
    case probing
    /// The outage has lasted too long.
    case giveUp
  }

  private enum State {
    case closed(failures: Int, since: Duration)
    case open(since: Duration, probes: Int, nextProbe: Duration, isProbing: Bool)
    case gaveUp
  }

  private var state: State = .closed(failures: 0, since: .zero)
  /// Of the last 20 answers, which were failures: one bit each, the latest lowest.
  private var recent: (failures: UInt32, count: Int) = (0, 0)
  private let threshold: Int
  private let longestOutage: Duration
  private let longestWait: Duration

  /// - Parameters:
  ///   - threshold: how many failures in a row are an outage; at least 1.
  ///   - longestOutage: counted from the first failure; after this a failed probe is the last.
  ///   - longestWait: between two probes.
  package init(
    threshold: Int = 10, longestOutage: Duration = .seconds(3600),
    longestWait: Duration = .seconds(60)
  ) {
    self.threshold = max(threshold, 1)
    self.longestOutage = longestOutage
    self.longestWait = longestWait
  }

  package var isOpen: Bool {
    if case .closed = state { false } else { true }
  }

  /// Asks whether to send. After `probe` has been said, it isn't said again before `succeeded`,
  /// `failed` or `abandonProbe`.
  package mutating func permission(at now: Duration) -> Permission {
    switch state {
    case .closed: return .go
    case .gaveUp: return .giveUp
    case .open(let since, let probes, let nextProbe, let isProbing):
      if isProbing { return .probing }
      if now < nextProbe { return .wait(nextProbe - now) }
      state = .open(since: since, probes: probes, nextProbe: nextProbe, isProbing: true)
      return .probe
    }
  }

  /// A request got an answer that isn't a passing failure.
  package mutating func succeeded() {
    switch state {
    case .gaveUp: return
    case .open: recent = (0, 0)
    case .closed: note(isFailure: false)
    }
    state = .closed(failures: 0, since: .zero)
  }

  private static let sample = 20

  private mutating func note(isFailure: Bool) {
    let mask = UInt32(1) << Self.sample - 1
    recent.failures = (recent.failures << 1 | (isFailure ? 1 : 0)) & mask
    recent.count = min(recent.count + 1, Self.sample)
  }

  private var mostFail: Bool {
    recent.count == Self.sample && recent.failures.nonzeroBitCount > Self.sample / 2
  }

  /// A request failed in a way that may pass. While the breaker is open, only the failure of the
  /// request it had said `probe` to counts: those of others, which were on their way when it opened,
  /// tell nothing new.
  package mutating func failed(at now: Duration, wasProbe: Bool = false) {
    switch state {
    case .closed(let failures, let since):
      let start = failures == 0 ? now : since
      note(isFailure: true)
      if failures + 1 >= threshold || mostFail {
        state = .open(since: start, probes: 0, nextProbe: now + wait(after: 0), isProbing: false)
      } else {
        state = .closed(failures: failures + 1, since: start)
      }
    case .open(let since, let probes, _, _) where wasProbe:
      if now - since >= longestOutage {
        state = .gaveUp
      } else {
        state = .open(
          since: since, probes: probes + 1, nextProbe: now + wait(after: probes + 1),
          isProbing: false)
      }
    default: break
    }
  }

  /// The probe came to no answer that counts (it was told to wait for the rate limit, say): the next
  /// one takes its place.
  package mutating func abandonProbe() {
    if case .open(let since, let probes, let nextProbe, _) = state {
      state = .open(since: since, probes: probes, nextProbe: nextProbe, isProbing: false)
    }
  }

  private func wait(after probes: Int) -> Duration {
    min(.seconds(1 << min(probes, 10)), longestWait)
  }
}
