/// The limiter for those who have to wait: one for all requests of a key.

import Synchronization

/// The requests that a key has to its name. One for each key, for all its requests.
package protocol RateBudget: Sendable {
  /// Waits until a request may be sent; whoever asked first goes first. The request has to follow at
  /// once: it is counted, and its place in time with it.
  ///
  /// - Throws: `CancellationError` if the task is cancelled while it waits; nothing is counted then.
  func take() async throws

  /// The target answered 429 or 503 to a request that was sent at a moment of the delivery's clock:
  /// nobody sends until the pause is over.
  ///
  /// - Returns: how long the pause is from now on.
  func throttled(
    _ status: Int, _ headers: RateLimitHeaders, sentAt: Duration
  ) -> Duration

  /// The target gave any other answer.
  ///
  /// - Returns: the length of the pause, if the answer shows that somebody else uses the key.
  func answered(_ headers: RateLimitHeaders, sentAt: Duration) -> Duration?
}

/// Makes callers wait until the limiter lets them through, in the order in which they came.
///
/// A lock rather than an actor: no call does more than a few comparisons, and a waiting task has to
/// be taken out of the queue in the moment it is cancelled.
package final class RateLimiter: RateBudget {
  /// However long a target asks to wait: after this we ask again.
  package static let longestPause: Duration = .seconds(3600)

  private struct State {
    var limiter: SlidingWindowLimiter
    /// Somebody is at the head of the queue, asking the limiter.
    var isHeadTaken = false
    var queue: [Waiter] = []
    var lastTicket = 0
    /// Tickets that were cancelled before they stood in the queue.
    var cancelled: Set<Int> = []
    /// When we last learnt of a 429 or 503, and how many followed each other.
    var throttledAt: Duration?
    var strikes = 0
  }

  private struct Waiter {
    let ticket: Int
    let continuation: CheckedContinuation<Void, any Error>
  }

  private let state: Mutex<State>
  private let clock: any DeliveryClock

  package init(_ rate: SendingRate, clock: any DeliveryClock) {
    state = Mutex(State(limiter: SlidingWindowLimiter(rate)))
    self.clock = clock
  }

  package func take() async throws {
    try await moveToHead()
    defer { leaveHead() }
    while true {
      try Task.checkCancellation()
      switch state.withLock({ $0.limiter.request(at: clock.now) }) {
      case .go: return
      case .wait(let duration): try await clock.sleep(for: duration)
      }
    }
  }

  package func throttled(
    _ status: Int, _ headers: RateLimitHeaders, sentAt: Duration
  ) -> Duration {
    let now = clock.now
    let told = headers.pause(at: clock.unixTime).map { min($0, Self.longestPause) }
    return state.withLock { state in
      // Requests that were on their way when the pause began tell nothing new.
      let isNews = state.throttledAt.map { sentAt > $0 } ?? true
      if isNews {
        state.strikes += 1
        state.throttledAt = now
      }
      if status == 429 { state.limiter.limited(at: now) }
      let untold = isNews ? Self.pause(after: state.strikes) : .zero
      state.limiter.pause(until: now + (told ?? untold))
      return max(state.limiter.paused - now, .zero)
    }
  }

  package func answered(_ headers: RateLimitHeaders, sentAt: Duration) -> Duration? {
    let now = clock.now
    return state.withLock { state in
      if state.throttledAt.map({ sentAt > $0 }) ?? true { state.strikes = 0 }
      guard headers.remaining == 0, state.limiter.isShared(ifFullAt: sentAt) else { return nil }
      let span = state.limiter.span(at: now)
      let reset = headers.reset?.wait(from: headers.date.map(Double.init) ?? clock.unixTime)
      state.limiter.pause(until: now + min(reset ?? span, span))
      return state.limiter.paused - now
    }
  }

  /// Where the target doesn't say how long: 1, 2, 4 … 60 s.
  private static func pause(after strikes: Int) -> Duration {
    .seconds(min(1 << min(strikes - 1, 6), 60))
  }

  // MARK: The queue

  private func moveToHead() async throws {
    let ticket: Int? = state.withLock { state in
      guard state.isHeadTaken else {
        state.isHeadTaken = true
        return nil
      }
      state.lastTicket += 1
      return state.lastTicket
    }
    guard let ticket else { return }
    defer { state.withLock { _ = $0.cancelled.remove(ticket) } }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        enqueue(Waiter(ticket: ticket, continuation: continuation))
      }
    } onCancel: {
      let waiter: Waiter? = state.withLock { state in
        guard let index = state.queue.firstIndex(where: { $0.ticket == ticket }) else {
          state.cancelled.insert(ticket)
          return nil
        }
        return state.queue.remove(at: index)
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }

  private func enqueue(_ waiter: Waiter) {
    enum Step { case wait, go, cancel }
    let step: Step = state.withLock { state in
      if state.cancelled.contains(waiter.ticket) { return .cancel }
      if state.isHeadTaken {
        state.queue.append(waiter)
        return .wait
      }
      state.isHeadTaken = true
      return .go
    }
    switch step {
    case .wait: break
    case .go: waiter.continuation.resume()
    case .cancel: waiter.continuation.resume(throwing: CancellationError())
    }
  }

  private func leaveHead() {
    let next: Waiter? = state.withLock { state in
      guard !state.queue.isEmpty else {
        state.isHeadTaken = false
        return nil
      }
      return state.queue.removeFirst()
    }
    next?.continuation.resume()
  }
}
