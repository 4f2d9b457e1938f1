// What goes wrong, and how often.

import Foundation

/// The faults of one side.
package struct FaultProfile: Sendable, Equatable {
  /// The chance of answering with a status instead of handling the request, 0 to 1.
  package var statuses: [Int: Double] = [:]
  /// The chance that the connection is closed before anything is stored.
  package var reset = 0.0
  /// The chance that the request is carried out, and the connection closed without an answer.
  package var resetAfterCommit = 0.0
  /// The chance that no answer comes, and nothing is stored.
  package var timeout = 0.0
  /// The chance that the request is carried out, and no answer comes.
  package var timeoutAfterCommit = 0.0
  /// The chance that the HTML page of a proxy comes, with 502, 503 or 504, and nothing is stored.
  /// Not with 200: a success in HTML means that something else answers than the API, which is no
  /// passing fault.
  package var html = 0.0
  /// The chance that the request is carried out, and the success can't be read: its body is cut in
  /// the middle, or no JSON at all. A refusal comes as it is.
  package var garbage = 0.0
  /// How long every answer is held back.
  package var latency: ClosedRange<Duration>?
  /// After so many accepted upserts, 402: no credits left.
  package var credits: Int?
  /// Refuses requests with no User-Agent, or with one that HTTP libraries send by themselves.
  package var blocksDefaultAgents = false

  package init() {}

  /// The faults that are a chance and no status, by the names under which they are typed.
  static let chances: [(name: String, path: any WritableKeyPath<FaultProfile, Double> & Sendable)] =
    [
      ("reset", \.reset), ("reset-after-commit", \.resetAfterCommit), ("timeout", \.timeout),
      ("timeout-after-commit", \.timeoutAfterCommit), ("html", \.html), ("garbage", \.garbage),
    ]

  /// The sum of all chances; above 1 it makes no sense.
  var totalChance: Double {
    Self.chances.map { self[keyPath: $0.path] }.reduce(0, +) + statuses.values.reduce(0, +)
  }

  var needsDice: Bool { latency != nil || totalChance > 0 }

  /// The outcome for a point between 0 and 1, on which the chances lie side by side. Where an
  /// outcome has kinds, they divide its own part of the line.
  func outcome(at point: Double) -> FaultOutcome {
    var rest = point
    for (name, path) in Self.chances {
      let chance = self[keyPath: path]
      if rest < chance { return Self.outcome(name, at: rest / chance) }
      rest -= chance
    }
    for (status, chance) in statuses.sorted(by: { $0.key < $1.key }) {
      if rest < chance { return .status(status) }
      rest -= chance
    }
    return .none
  }

  private static func outcome(_ name: String, at point: Double) -> FaultOutcome {
    switch name {
    case "reset": .reset(afterCommit: false)
    case "reset-after-commit": .reset(afterCommit: true)
    case "timeout": .timeout(afterCommit: false)
    case "timeout-after-commit": .timeout(afterCommit: true)
    case "html": .html(502 + min(Int(point * 3), 2))
    default: .garbage(isCut: point < 0.5)
    }
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
    var items = statuses.sorted { $0.key < $1.key }.map { "\($0.key):\(Self.percent($0.value))" }
    for (name, path) in Self.chances where self[keyPath: path] > 0 {
      items.append("\(name):\(Self.percent(self[keyPath: path]))")
    }
    if let latency {
      let ends = [latency.lowerBound, latency.upperBound].map { Self.short($0.seconds * 1000) }
      items.append("latency:\(ends[0] == ends[1] ? ends[0] : ends.joined(separator: ".."))ms")
    }
    if let credits { items.append("credits:\(credits)") }
    if blocksDefaultAgents { items.append("block-agents") }
    return items.joined(separator: ", ")
  }

  private static func percent(_ chance: Double) -> String { short(chance * 100) + "%" }

  private static func short(_ number: Double) -> String {
    number.formatted(
      .number.precision(.fractionLength(0...6)).grouping(.never)
        .locale(Locale(identifier: "en_US_POSIX")))
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
