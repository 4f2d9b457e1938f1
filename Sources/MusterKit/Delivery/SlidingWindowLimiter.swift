/// The limiter's rules, without a clock and without waiting.

/// Decides when the next request of a key may be sent.
///
/// In any window W no more than L requests arrive at the target, and they are paced evenly. A send is
/// allowed when fewer than L were sent in the last W + margin, and (W + margin) / L has passed since
/// the last one. After a stall the pace may be caught up by two requests, so that at most three go at
/// once; the window holds all the same. The margin is for requests that take a different time to
/// arrive: 45 ms keep the limit for differences of up to that, and for ten minutes after a 429 it is
/// twice as long. That makes 9.78 requests a second of 20 in 2 s, and 4.99 of 300 in 60 s.
///
/// Instants are durations since an arbitrary start that is the same for all calls; they don't go
/// back. A question costs O(1) and at most L instants are kept.
package struct SlidingWindowLimiter: Sendable {
  package enum Decision: Sendable, Equatable {
    /// Send now; the request is counted.
    case go
    /// Ask again after this long, above zero.
    case wait(Duration)
  }

  package static let margin: Duration = .milliseconds(45)
  package static let cautionTime: Duration = .seconds(600)
  /// How many requests may follow at once after a stall.
  package static let burst = 3

  private let limit: RateLimit?
  /// The last sends, at most L of them, as a ring: the oldest is at `oldest` once it is full.
  private var sends: [Duration] = []
  private var oldest = 0
  /// When the pace allows the next send.
  private var due: Duration = .zero
  private var cautiousUntil: Duration?
  private var pausedUntil: Duration = .zero

  /// - Parameter rate: its limit has at least 1 request and a window above zero.
  package init(_ rate: SendingRate) {
    switch rate {
    case .limited(let limit): self.limit = limit
    case .unlimited: limit = nil
    }
  }

  /// Asks for one request.
  package mutating func request(at now: Duration) -> Decision {
    guard let limit else {
      return now >= pausedUntil ? .go : .wait(pausedUntil - now)
    }
    let span = span(at: now)
    var earliest = max(due, pausedUntil)
    if sends.count == limit.requests { earliest = max(earliest, sends[oldest] + span) }
    guard now >= earliest else { return .wait(earliest - now) }
    let interval = span / limit.requests
    let lag = sends.isEmpty ? .zero : min(now - earliest, interval * (Self.burst - 1))
    due = now - lag + interval
    count(now, limit.requests)
    return .go
  }

  /// No request of the key is sent until then; the longest of several pauses holds.
  package mutating func pause(until instant: Duration) {
    pausedUntil = max(pausedUntil, instant)
  }

  /// The target said 429: the margin is doubled for ten minutes.
  package mutating func limited(at now: Duration) {
    cautiousUntil = now + Self.cautionTime
  }

  /// Until when the key is paused; in the past if it isn't.
  package var paused: Duration { pausedUntil }

  /// Whether the target must have counted requests that weren't sent through this limiter, if it says
  /// that a request sent at an instant was the last that its window had room for. Nobody's count is
  /// the same to the request: one in twenty is let pass. O(L).
  package func isShared(ifFullAt instant: Duration) -> Bool {
    guard let limit else { return false }
    let start = instant - limit.window - margin(at: instant)
    let sent = sends.count { $0 > start && $0 <= instant }
    return limit.requests - sent > max(1, limit.requests / 20)
  }

  /// The time after which nothing sent until now counts any more.
  package func span(at now: Duration) -> Duration {
    limit.map { $0.window + margin(at: now) } ?? .zero
  }

  private func margin(at now: Duration) -> Duration {
    if let cautiousUntil, now < cautiousUntil { return Self.margin * 2 }
    return Self.margin
  }

  private mutating func count(_ now: Duration, _ capacity: Int) {
    if sends.count < capacity {
      sends.append(now)
    } else {
      sends[oldest] = now
      oldest = (oldest + 1) % capacity
    }
  }
}
