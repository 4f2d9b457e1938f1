// How many requests of one key may arrive in how much time, and what one that comes is told.

/// At most `requests` in `window`.
struct RateLimit: Sendable, Equatable {
  var requests: Int
  var window: Duration

  /// GetSales docs, introduction: 300 requests per minute per API key
  /// (https://api.getsales.io/).
  /// lemlist docs, rate limits: 20 requests per 2 seconds per API key
  /// (https://developer.lemlist.com/api-reference/getting-started/rate-limits).
  static func documented(_ side: SandboxSide) -> RateLimit {
    switch side {
    case .getSales: RateLimit(requests: 300, window: .seconds(60))
    case .lemlist: RateLimit(requests: 20, window: .seconds(2))
    }
  }
}

/// What the rate says to a request. Times are counted from the start of the emulator.
struct RateDecision: Sendable, Equatable {
  var isAllowed: Bool
  /// How many requests a window takes.
  var limit: Int
  /// How many more may come before one is refused.
  var remaining: Int
  /// When the window ends (fixed) or its oldest request leaves it (sliding).
  var reset: Duration
}

/// The requests of one key. Pure: the time is handed in, and must not go backwards by more than
/// what a race between two connections takes (it is then taken for the latest seen).
struct RateWindow: Sendable {
  private let limit: RateLimit
  private let shape: SandboxConfiguration.WindowShape
  private let isEnforced: Bool
  private var arrivals: SlidingLog
  private var accepted: SlidingLog
  private var latest: Duration = .zero
  /// Fixed windows only: when the present one began, and how many it has taken.
  private var start: Duration?
  private var taken = 0

  /// The greatest number of requests, refused ones included, that came within any window.
  private(set) var peak = 0

  /// How many requests, refused ones included, came within the window that ends now.
  func arrivals(at now: Duration) -> Int { arrivals.current(at: now) }

  /// If it isn't enforced, requests are counted, and none is refused.
  init(limit: RateLimit, shape: SandboxConfiguration.WindowShape, isEnforced: Bool) {
    self.limit = limit
    self.shape = shape
    self.isEnforced = isEnforced
    arrivals = SlidingLog(window: limit.window)
    accepted = SlidingLog(window: limit.window)
  }

  /// Takes note of a request and decides on it. Amortised O(1).
  mutating func arrive(at time: Duration) -> RateDecision {
    let now = max(time, latest)
    latest = now
    peak = max(peak, arrivals.add(now))
    guard isEnforced else {
      return RateDecision(
        isAllowed: true, limit: limit.requests, remaining: limit.requests,
        reset: now + limit.window)
    }
    return switch shape {
    case .sliding: slide(now)
    case .fixed: fix(now)
    }
  }

  private mutating func slide(_ now: Duration) -> RateDecision {
    let isAllowed = accepted.count(at: now) < limit.requests
    if isAllowed { _ = accepted.add(now) }
    return RateDecision(
      isAllowed: isAllowed, limit: limit.requests,
      remaining: limit.requests - accepted.count(at: now),
      reset: (accepted.oldest ?? now) + limit.window)
  }

  private mutating func fix(_ now: Duration) -> RateDecision {
    if start.map({ now >= $0 + limit.window }) ?? true {
      start = now
      taken = 0
    }
    let isAllowed = taken < limit.requests
    if isAllowed { taken += 1 }
    return RateDecision(
      isAllowed: isAllowed, limit: limit.requests, remaining: limit.requests - taken,
      reset: (start ?? now) + limit.window)
  }
}
