// What came and what was answered: what tests assert on and the page shows.

/// A request of one of the APIs, as far as it is counted.
struct Arrival: Sendable {
  var label: String
  var side: SandboxSide
  /// What was presented, right or wrong; nil: nothing, or in a wrong form.
  var apiKey: String?
  /// The hashes of the keys that an upsert names its contact by; empty for other requests.
  var identities: [UInt64] = []
  var bodyHash: UInt64
  var bodyBytes: Int
  /// Since the start.
  var time: Duration

  init(_ call: Call, _ route: Route, _ side: SandboxSide, apiKey: String?, at time: Duration) {
    label = route.label
    self.side = side
    self.apiKey = apiKey
    self.time = time
    bodyBytes = call.body.count
    var hash = StableHash()
    if route.isUpsert {
      identities = UpsertIdentity.hashes(call.json, side)
      hash.combine(call.body)
    }
    bodyHash = hash.value
  }
}

/// Counts of requests and answers, the rate windows of all keys, and the last requests.
struct Traffic: Sendable {
  private let rate: SandboxConfiguration.Rate
  private let shape: SandboxConfiguration.WindowShape
  private var sides: [SandboxSide: SideTraffic] = [:]
  private(set) var log: RequestLog

  init(_ configuration: SandboxConfiguration) {
    rate = configuration.rate
    shape = configuration.windowShape
    log = RequestLog(capacity: configuration.requestLog)
  }

  /// What has been counted on a side.
  subscript(side: SandboxSide) -> SideTraffic { sides[side] ?? SideTraffic() }

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
  mutating func arrive(_ arrival: Arrival) -> RateDecision {
    let limit = limit(arrival.side)
    let window = RateWindow(
      limit: limit ?? .documented(arrival.side), shape: shape, isEnforced: limit != nil)
    return sides[arrival.side, default: SideTraffic()].arrive(arrival, newWindow: window)
  }

  /// Counts what becomes of a request. Called when that is decided, which is when it came: the
  /// answer leaves as much later as it is held back, so nobody need report that it has left.
  mutating func leave(_ arrival: Arrival, _ reply: Reply) {
    sides[arrival.side, default: SideTraffic()].leave(arrival, reply)
    let key = self[arrival.side].ordinal(of: arrival.apiKey)
    log.append { number in
      RequestRecord(
        number: number, time: arrival.time, side: arrival.side, route: arrival.label,
        status: reply.dropsConnection ? nil : reply.status, delay: reply.delay,
        key: key,
        contact: reply.contactID ?? arrival.identities.first.map(UpsertIdentity.text),
        bodyBytes: arrival.bodyBytes)
    }
  }
}
