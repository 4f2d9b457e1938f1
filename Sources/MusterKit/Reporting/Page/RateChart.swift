/// The picture of how fast contacts were sent, against what the key allows, with waits.

/// Across, a thousand units are all time of sending; downwards, 160 are the greatest rate shown.
struct RateChart {
  static let width = 1000.0
  static let height = 160.0

  private let timeline: RunTimeline
  /// Requests a second at the upper edge.
  private let top: Double

  /// - Returns: nil where there is too little to be drawn.
  init?(_ timeline: RunTimeline) {
    guard timeline.requests.count >= 3 else { return nil }
    self.timeline = timeline
    let peak = (timeline.requests.max() ?? 0) / timeline.partSeconds
    top = max(peak, timeline.allowedPerSecond ?? 0) * 1.12
    guard top > 0 else { return nil }
  }

  /// Steps along the rate of each part, closed at the lower edge.
  private var area: String {
    var path = "M0 \(Self.height.svg)"
    for (part, requests) in timeline.requests.enumerated() {
      let y = y(requests / timeline.partSeconds)
      path += "V\(y.svg)H\(x(Double(part + 1) * timeline.partSeconds).svg)"
    }
    return path + "V\(Self.height.svg)z"
  }

  private func x(_ seconds: Double) -> Double {
    min(seconds / timeline.seconds, 1) * Self.width
  }

  private func y(_ perSecond: Double) -> Double { Self.height * (1 - perSecond / top) }

  /// What the page's template shows.
  var model: [String: Any] {
    let waits = timeline.events.filter { ($0.seconds ?? 0) > 0 && $0.kind != .resumed }
    let breaks = timeline.events.filter { $0.kind == .resumed || $0.kind == .stopped }
    return [
      "area": area,
      "waits": waits.map { wait in
        [
          "x": x(wait.at).svg, "width": max(x(wait.seconds ?? 0), 2).svg, "tone": wait.kind.tone,
        ]
      },
      "breaks": breaks.map { ["x": x($0.at).svg] },
      "allowed": timeline.allowedPerSecond.map { rate in
        [
          "y": y(rate).svg, "percent": (y(rate) / Self.height * 100).svg,
          "rate": rate.shortText,
        ] as Any
      } ?? false,
      "end": Duration.seconds(timeline.seconds).words,
      "middle": Duration.seconds(timeline.seconds / 2).words,
      "average": (timeline.requests.reduce(0, +) / timeline.seconds).shortText,
    ]
  }
}

extension RunTimeline.Event.Kind {
  /// The class of its colours.
  var tone: String {
    switch self {
    case .rateLimited, .busy: "slow"
    case .keyShared: "shared"
    case .outage, .stopped: "broken"
    case .resumed: "sent"
    }
  }

  /// For people.
  var words: String {
    switch self {
    case .rateLimited: "asked to wait (429)"
    case .busy: "too busy (503)"
    case .keyShared: "somebody else used the key"
    case .outage: "outage: it failed or couldn't be reached"
    case .stopped: "sending stopped"
    case .resumed: "the run went on"
    }
  }
}
