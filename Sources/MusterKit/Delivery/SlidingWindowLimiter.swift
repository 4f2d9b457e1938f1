/// The limiter's rules, without a clock and without waiting.

/// What is known of a key's requests. All processes that use the key go by the same.
///
/// Instants are durations since a start that is the same for all who use the log; they don't go
/// back.
package struct SendLog: Sendable, Equatable {
  /// The last sends, ascending: as many as the limit has requests, and some before them.
  package var sends: [Duration] = []
  /// When the pace allows the next send.
  package var due: Duration = .zero
  /// Until when nothing is sent; in the past if the key isn't paused.
  package var pausedUntil: Duration = .zero
  /// Until when the target's last 429 counsels caution.
  package var cautiousUntil: Duration = .zero

  package init() {}

  /// Without what can't be: moments that lie ahead by more than a pause may last were written before
  /// the machine was started anew.
  func plausible(at now: Duration, longestPause: Duration) -> SendLog {
    let latest = now + .seconds(1)
    let isPlausible =
      (sends.last ?? .zero) <= latest && pausedUntil <= now + longestPause
      && cautiousUntil <= now + SlidingWindowLimiter.cautionTime
    return isPlausible ? self : SendLog()
  }
}

/// Decides when the next request of a key may be sent.
///
/// In any window W no more than L requests arrive at the target, and they are paced evenly. A send is
/// allowed when fewer than L were sent in the last W + margin, and (W + margin) / L has passed since
/// the last one. After a stall the pace may be caught up by two requests, so that at most three go at
/// once; the window holds all the same. The margin is for requests that take a different time to
/// arrive (`ArrivalMargin`): with the least, 45 ms, 9.78 requests a second of 20 in 2 s, and 4.99 of
/// 300 in 60 s. For ten minutes after a 429 it is at least twice as long.
///
/// A question costs O(L) and at most L + 64 instants are kept.
package struct SlidingWindowLimiter: Sendable {
  package enum Decision: Sendable, Equatable {
    /// Send now; the request is counted.
    case go
    /// Ask again after this long, above zero.
    case wait(Duration)
  }

  package static let cautionTime: Duration = .seconds(600)
  /// How many sends are kept besides those that count now: an answer is held against the window of its
  /// request, which is some requests ago.
  static let memory = 64
  /// How many requests may follow at once after a stall.
  package static let burst = 3

  private let limit: RateLimit?
  package var log: SendLog
  package var margin: ArrivalMargin

  /// The rate's limit has at least 1 request and a window above zero.
  package init(_ rate: SendingRate, log: SendLog = SendLog(), margin: ArrivalMargin? = nil) {
    switch rate {
    case .limited(let limit): self.limit = limit
    case .unlimited: limit = nil
    }
    self.log = log
    self.margin = margin ?? ArrivalMargin(limit)
  }

  /// Asks for one request.
  package mutating func request(at now: Duration) -> Decision {
    guard let limit else {
      return now >= log.pausedUntil ? .go : .wait(log.pausedUntil - now)
    }
    let span = span(at: now)
    var earliest = max(log.due, log.pausedUntil)
    if log.sends.count >= limit.requests {
      earliest = max(earliest, log.sends[log.sends.count - limit.requests] + span)
    }
    guard now >= earliest else { return .wait(earliest - now) }
    let interval = span / limit.requests
    let lag = log.sends.isEmpty ? .zero : min(now - earliest, interval * (Self.burst - 1))
    log.due = now - lag + interval
    log.sends.append(now)
    let most = limit.requests + Self.memory
    if log.sends.count > most { log.sends.removeFirst(log.sends.count - most) }
    return .go
  }

  /// No request of the key is sent until then; the longest of several pauses holds.
  package mutating func pause(until instant: Duration) {
    log.pausedUntil = max(log.pausedUntil, instant)
  }

  /// The target said 429: the margin is at least doubled for ten minutes.
  package mutating func limited(at now: Duration) {
    log.cautiousUntil = now + Self.cautionTime
  }

  /// Whether the target must have counted requests that weren't sent through this limiter, if it says
  /// that a request sent at an instant was the last that its window had room for. Nobody's count is
  /// the same to the request: one in twenty is let pass. O(L).
  package func isShared(ifFullAt instant: Duration) -> Bool {
    guard let limit else { return false }
    let start = instant - span(at: instant)
    let sent = log.sends.count { $0 > start && $0 <= instant }
    return limit.requests - sent > max(1, limit.requests / 20)
  }

  /// How many requests the target should have counted in the window that ends with a request of
  /// ours, if all of them take the same time to arrive, give or take 20 ms. O(L).
  package func expectedCount(at instant: Duration) -> Int {
    guard let limit else { return 0 }
    let slack = Duration.milliseconds(20)
    let start = instant - limit.window - slack
    return log.sends.count { $0 > start && $0 <= instant + slack }
  }

  /// The time after which nothing sent until now counts any more.
  package func span(at now: Duration) -> Duration {
    limit.map { $0.window + margin.value(isCautious: now < log.cautiousUntil) } ?? .zero
  }

  /// How fast requests may follow each other, and how fast they could with the least margin; nil
  /// without a limit.
  package func pace(at now: Duration) -> SendingPace? {
    guard let limit else { return nil }
    let requests = Double(limit.requests)
    return SendingPace(
      perSecond: requests / span(at: now).seconds,
      unhindered: requests / (limit.window + ArrivalMargin.least).seconds,
      unevenness: margin.unevenness)
  }
}

/// How fast a key is used.
package struct SendingPace: Sendable, Equatable {
  /// Requests a second.
  package var perSecond: Double
  /// Requests a second if all took the same time to arrive.
  package var unhindered: Double
  /// By how much the times differ that requests take.
  package var unevenness: Duration

  /// Which part of the pace is lost, from 0 to 1.
  package var cost: Double { max(0, 1 - perSecond / unhindered) }
}
