// What goes wrong, and how often.

/// The faults of one side.
package struct FaultProfile: Sendable, Equatable {
  /// The chance of answering with a status instead of handling the request, 0 to 1.
  package var statuses: [Int: Double] = [:]
  /// The chance that the connection is closed before anything is stored.
  package var drop = 0.0
  /// The chance that the request is carried out, and the connection closed without an answer.
  package var dropAfterCommit = 0.0
  /// The chance that no answer comes, and nothing is stored.
  package var timeout = 0.0
  /// The chance that the request is carried out, and no answer comes.
  package var timeoutAfterCommit = 0.0
  /// How long every answer is held back.
  package var latency: ClosedRange<Duration>?
  /// After so many accepted upserts, 402: no credits left.
  package var credits: Int?
  /// Refuses requests with no User-Agent, or with one that HTTP libraries send by themselves.
  package var blocksDefaultAgents = false

  package init() {}

  /// The sum of all chances; above 1 it makes no sense.
  var totalChance: Double {
    drop + dropAfterCommit + timeout + timeoutAfterCommit + statuses.values.reduce(0, +)
  }

  var needsDice: Bool { latency != nil || totalChance > 0 }

  /// The outcome for a point between 0 and 1, on which the chances lie side by side.
  func outcome(at point: Double) -> FaultOutcome {
    var rest = point
    var chances: [(Double, FaultOutcome)] = [
      (drop, .drop(afterCommit: false)), (dropAfterCommit, .drop(afterCommit: true)),
      (timeout, .timeout(afterCommit: false)),
      (timeoutAfterCommit, .timeout(afterCommit: true)),
    ]
    chances += statuses.sorted { $0.key < $1.key }.map { ($0.value, .status($0.key)) }
    for (chance, outcome) in chances {
      if rest < chance { return outcome }
      rest -= chance
    }
    return .none
  }

  /// Whether a User-Agent is one that the firewall refuses: none at all, or the default of an
  /// HTTP library. Seen at lemlist with Python's urllib; the rest of the list is ours.
  static func isDefaultAgent(_ agent: String?) -> Bool {
    guard let agent = agent?.lowercased(), !agent.isEmpty else { return true }
    let defaults = [
      "python-urllib", "python-requests", "go-http-client", "java/", "okhttp", "libwww-perl",
      "node-fetch", "axios/", "curl/", "async-http-client",
    ]
    return defaults.contains { agent.hasPrefix($0) }
  }
}

extension FaultProfile: CustomStringConvertible {
  /// As it would be typed; empty if there are no faults.
  package var description: String {
    var items = statuses.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    for (name, chance) in [
      ("drop", drop), ("drop-after", dropAfterCommit), ("timeout", timeout),
      ("timeout-after", timeoutAfterCommit),
    ] where chance > 0 {
      items.append("\(name)=\(chance)")
    }
    if let latency {
      let ends = [latency.lowerBound, latency.upperBound].map { "\(Int($0.seconds * 1000))ms" }
      items.append("latency=\(ends[0] == ends[1] ? ends[0] : ends.joined(separator: ".."))")
    }
    if let credits { items.append("credits=\(credits)") }
    if blocksDefaultAgents { items.append("block-agents") }
    return items.joined(separator: ", ")
  }
}

/// The faults of both sides.
package struct SandboxFaults: Sendable, Equatable {
  package var getSales = FaultProfile()
  package var lemlist = FaultProfile()

  /// No faults.
  package init() {}

  subscript(side: SandboxSide) -> FaultProfile {
    get { side == .getSales ? getSales : lemlist }
    set {
      switch side {
      case .getSales: getSales = newValue
      case .lemlist: lemlist = newValue
      }
    }
  }
}
