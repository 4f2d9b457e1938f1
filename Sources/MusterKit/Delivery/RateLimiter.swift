/// The limiter for those who have to wait: one for all requests of a key.

import Synchronization

/// The requests that a key has to its name. One for each key, for all its requests.
package protocol RateBudget: Sendable {
  /// Waits until a request may be sent; whoever asked first goes first. The request has to follow at
  /// once: it is counted, and its place in time with it.
  ///
  /// - Throws: `CancellationError` if the task is cancelled while it waits; nothing is counted then.
  ///   Else what the log throws where the key's requests are kept.
  func take() async throws

  /// Takes a request where there is no limit, no pause, and nobody who waits.
  ///
  /// - Returns: whether it did: the request has to follow at once, as with `take`.
  /// - Throws: what the log throws where the key's requests are kept.
  func takeAtOnce() async throws -> Bool

  /// The target answered 429 or 503 to a request that was sent at a moment of the delivery's clock:
  /// nobody sends until the pause is over.
  ///
  /// - Returns: how long the pause is from now on.
  func throttled(
    _ status: Int, _ headers: RateLimitHeaders, sentAt: Duration
  ) async throws -> Duration

  /// The target gave any other answer.
  ///
  /// - Returns: the length of the pause, if the answer shows that somebody else uses the key.
  func answered(_ headers: RateLimitHeaders, sentAt: Duration) async throws -> Duration?

  /// How fast the key is used now; nil without a limit.
  var pace: SendingPace? { get }
}

/// Where the log of a key's requests is: in this process, or where all processes that use the key
/// find it.
package protocol SendLogStore: Sendable {
  /// Lends the log to one caller at a time. What is changed is kept.
  func update<Result: Sendable>(
    _ body: @Sendable (inout SendLog) -> Result
  ) async throws -> Result
}

/// The log of a key that nobody else uses.
package final class OwnSendLog: SendLogStore {
  private let log = Mutex(SendLog())

  package init() {}

  package func update<Result: Sendable>(
    _ body: @Sendable (inout SendLog) -> Result
  ) -> Result {
    log.withLock { body(&$0) }
  }
}

/// Makes callers wait until the limiter lets them through, in the order in which they came.
///
/// A lock rather than an actor: no call does more than a few comparisons, and a waiting task has to
/// be taken out of the queue in the moment it is cancelled.
package final class RateLimiter: RateBudget {
  /// However long a target asks to wait: after this we ask again.
  package static let longestPause: Duration = .seconds(3600)

  private struct State {
    var margin: ArrivalMargin
    /// Until when the target's last 429 counsels caution, as far as this process knows.
    var cautiousUntil: Duration = .zero
    /// When we last learnt of a 429 or 503, and how many followed each other.
    var throttledAt: Duration?
    var strikes = 0
  }

  private let rate: SendingRate
  private let store: any SendLogStore
  private let queue = WaitingLine()
  private let state: Mutex<State>
  private let clock: any DeliveryClock
  private let scatter: Duration

  /// - Parameters:
  ///   - rate: how fast the key may be used.
  ///   - store: keeps its log.
  ///   - clock: times the waits.
  ///   - scatter: by how much longer than it has to a caller waits at most, at random, though never by
  ///     more than a twentieth. Processes that share a key would else wake at the same moments, and the one
  ///     that was first once would be first for ever: it is the first to know the next moment. The pace
  ///     makes up for it.
  package init(
    _ rate: SendingRate, store: any SendLogStore = OwnSendLog(), clock: any DeliveryClock,
    scatter: Duration = .zero
  ) {
    self.rate = rate
    self.store = store
    self.clock = clock
    self.scatter = scatter
    state = Mutex(State(margin: SlidingWindowLimiter(rate).margin))
  }

  package func take() async throws {
    try await queue.enter()
    defer { queue.leave() }
    while true {
      try Task.checkCancellation()
      switch try await limiter({ limiter, now in limiter.request(at: now) }) {
      case .go: return
      case .wait(let duration):
        let most = min(scatter, duration / 20)
        try await clock.sleep(for: duration + most * .random(in: 0...1))
      }
    }
  }

  package func takeAtOnce() async throws -> Bool {
    guard rate == .unlimited, queue.enterIfEmpty() else { return false }
    defer { queue.leave() }
    if case .go = try await limiter({ limiter, now in limiter.request(at: now) }) { return true }
    return false
  }

  package func throttled(
    _ status: Int, _ headers: RateLimitHeaders, sentAt: Duration
  ) async throws -> Duration {
    let told = headers.pause(at: clock.unixTime).map { min($0, Self.longestPause) }
    let now = clock.now
    let untold = state.withLock { state -> Duration in
      // Requests that were on their way when the pause began tell nothing new.
      let isNews = state.throttledAt.map { sentAt > $0 } ?? true
      if isNews {
        state.strikes += 1
        state.throttledAt = now
      }
      if status == 429 { state.margin.limited() }
      return isNews ? Self.pause(after: state.strikes) : .zero
    }
    return try await limiter { limiter, now in
      if status == 429 { limiter.limited(at: now) }
      limiter.pause(until: now + (told ?? untold))
      return max(limiter.log.pausedUntil - now, .zero)
    }
  }

  package func answered(
    _ headers: RateLimitHeaders, sentAt: Duration
  ) async throws -> Duration? {
    let roundTrip = clock.now - sentAt
    let isWide = state.withLock { state -> Bool in
      if state.throttledAt.map({ sentAt > $0 }) ?? true { state.strikes = 0 }
      guard rate != .unlimited else { return false }
      state.margin.measured(roundTrip)
      return state.margin.isWide
    }
    guard case .limited(let limit) = rate else { return nil }
    guard let remaining = headers.remaining, remaining == 0 || isWide else { return nil }
    let counted = (headers.limit ?? limit.requests) - remaining
    let reset = headers.reset?.wait(from: headers.date.map(Double.init) ?? clock.unixTime)
    let (expected, pause) = try await limiter { limiter, now -> (Int, Duration?) in
      let expected = limiter.expectedCount(at: sentAt)
      guard remaining == 0, limiter.isShared(ifFullAt: sentAt) else { return (expected, nil) }
      let span = limiter.span(at: now)
      limiter.pause(until: now + min(reset ?? span, span))
      return (expected, limiter.log.pausedUntil - now)
    }
    state.withLock { $0.margin.counted(counted, expected: expected) }
    return pause
  }

  package var pace: SendingPace? {
    guard rate != .unlimited else { return nil }
    let (margin, cautiousUntil) = state.withLock { ($0.margin, $0.cautiousUntil) }
    var log = SendLog()
    log.cautiousUntil = cautiousUntil
    return SlidingWindowLimiter(rate, log: log, margin: margin).pace(at: clock.now)
  }

  /// Lends the limiter with the key's log, and the time at which it is lent.
  private func limiter<Result: Sendable>(
    _ body: @Sendable (inout SlidingWindowLimiter, Duration) -> Result
  ) async throws -> Result {
    let margin = state.withLock(\.margin)
    let (result, cautiousUntil) = try await store.update { [rate, clock] log in
      let now = clock.now
      var limiter = SlidingWindowLimiter(
        rate, log: log.plausible(at: now, longestPause: Self.longestPause), margin: margin)
      let result = body(&limiter, now)
      log = limiter.log
      return (result, log.cautiousUntil)
    }
    state.withLock { $0.cautiousUntil = cautiousUntil }
    return result
  }

  /// Where the target doesn't say how long: 1, 2, 4 … 60 s.
  private static func pause(after strikes: Int) -> Duration {
    .seconds(min(1 << min(strikes - 1, 6), 60))
  }
}
