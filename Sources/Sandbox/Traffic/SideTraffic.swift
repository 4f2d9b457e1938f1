// What came to one API, and what became of it.

/// The requests of one key.
struct KeyTraffic: Sendable {
  /// In the order of first use, from 1; nil for the requests that brought no key.
  let ordinal: Int?
  private(set) var window: RateWindow
  private var minute = SlidingLog(window: .seconds(60))
  private(set) var requests = 0
  /// The greatest number of requests, refused ones included, that came within any 60 s.
  private(set) var minutePeak = 0
  /// How many were answered with 429, be it by the rate or by a fault.
  fileprivate(set) var limited = 0
  private(set) var first: Duration = .zero
  private(set) var last: Duration = .zero

  init(ordinal: Int?, window: RateWindow) {
    self.ordinal = ordinal
    self.window = window
  }

  mutating func arrive(at time: Duration) -> RateDecision {
    // Two connections may race by some microseconds: a time is never before the one before.
    if requests == 0 { first = time }
    last = requests == 0 ? time : max(last, time)
    requests += 1
    minutePeak = max(minutePeak, minute.add(last))
    return window.arrive(at: last)
  }

  /// Arrivals per second between the first and the last: n requests have n − 1 gaps. Nil with
  /// fewer than two, or no time between them.
  var perSecond: Double? {
    requests > 1 && last > first ? Double(requests - 1) / (last - first).seconds : nil
  }
}

/// The counts of one API.
struct SideTraffic: Sendable {
  /// By method and route.
  private(set) var requests: [String: Int] = [:]
  private(set) var answers: [Int: Int] = [:]
  /// Requests that got no answer: the connection was closed.
  private(set) var dropped = 0
  private(set) var upserts = UpsertTraffic()
  private var keys: [String: KeyTraffic] = [:]

  /// So many keys are told apart; those after them count as one, so that memory stays bounded.
  static let maximumKeys = 1000
  private static let otherKeys = "\u{0}other"

  var requestCount: Int { requests.values.reduce(0, +) }

  /// Keys in the order of first use, and then the requests without one.
  var orderedKeys: [KeyTraffic] {
    keys.values.sorted { ($0.ordinal ?? .max) < ($1.ordinal ?? .max) }
  }

  /// How many different keys have been used, right or wrong.
  var keyCount: Int { keys.values.count { $0.ordinal != nil } }

  func key(_ apiKey: String?) -> KeyTraffic? { keys[name(of: apiKey)] }

  func ordinal(of apiKey: String?) -> Int? { key(apiKey)?.ordinal }

  /// Under which name the requests of a key are counted.
  private func name(of apiKey: String?) -> String {
    guard let apiKey else { return "" }
    return keys[apiKey] != nil || keys.count < Self.maximumKeys ? apiKey : Self.otherKeys
  }

  mutating func arrive(_ arrival: Arrival, newWindow: RateWindow) -> RateDecision {
    requests[arrival.label, default: 0] += 1
    let name = name(of: arrival.apiKey)
    let new = KeyTraffic(ordinal: name.isEmpty ? nil : keyCount + 1, window: newWindow)
    return keys[name, default: new].arrive(at: arrival.time)
  }

  mutating func leave(_ arrival: Arrival, _ reply: Reply) {
    if reply.dropsConnection {
      dropped += 1
    } else {
      answers[reply.status, default: 0] += 1
      if reply.status == 429 { keys[name(of: arrival.apiKey)]?.limited += 1 }
    }
    upserts.note(arrival, reply)
  }
}
