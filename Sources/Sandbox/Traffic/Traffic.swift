// What came and what was answered: the counts that tests and the page show.

/// Counts of requests and answers, and the rate windows of all keys.
struct Traffic: Sendable {
  private struct Key: Hashable {
    var side: SandboxSide
    var apiKey: String
  }

  private let rate: SandboxConfiguration.Rate
  private let shape: SandboxConfiguration.WindowShape
  private var windows: [Key: RateWindow] = [:]

  private(set) var requests: [String: Int] = [:]
  private(set) var requestsBySide: [SandboxSide: Int] = [:]
  private(set) var answers: [SandboxSide: [Int: Int]] = [:]
  /// Requests that got no answer: the connection was closed.
  private(set) var dropped: [SandboxSide: Int] = [:]

  init(_ configuration: SandboxConfiguration) {
    rate = configuration.rate
    shape = configuration.windowShape
  }

  /// The limit in force on a side; nil if there is none.
  func limit(_ side: SandboxSide) -> RateLimit? {
    switch rate {
    case .documented: .documented(side)
    case .none: nil
    case .custom(let requests, let window): RateLimit(requests: requests, window: window)
    }
  }

  /// Counts a request and asks the window of its key. A request without a key has a window
  /// together with all others of its side that have none.
  mutating func arrive(
    _ route: Route, side: SandboxSide, apiKey: String?, at now: Duration
  ) -> RateDecision {
    requests[route.label, default: 0] += 1
    requestsBySide[side, default: 0] += 1
    let limit = limit(side)
    let key = Key(side: side, apiKey: apiKey ?? "")
    let new = RateWindow(
      limit: limit ?? .documented(side), shape: shape, isEnforced: limit != nil)
    return windows[key, default: new].arrive(at: now)
  }

  mutating func leave(_ reply: Reply, side: SandboxSide) {
    if reply.dropsConnection {
      dropped[side, default: 0] += 1
    } else {
      answers[side, default: [:]][reply.status, default: 0] += 1
    }
  }

  func peakArrivals(_ side: SandboxSide, apiKey: String?) -> Int {
    windows[Key(side: side, apiKey: apiKey ?? "")]?.peak ?? 0
  }

  func keyCount(_ side: SandboxSide) -> Int {
    windows.keys.count { $0.side == side && !$0.apiKey.isEmpty }
  }
}
