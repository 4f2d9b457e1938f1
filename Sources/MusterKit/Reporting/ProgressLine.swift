/// The one line that a terminal shows while a run goes on.

/// How far a run is, for one target or all. Pure: what it says follows from its values.
package struct ProgressLine: Sendable, Equatable {
  /// What is being done: "GetSales", "Reading".
  package var label: String
  package var done: Int
  /// Nil where nobody knows yet.
  package var total: Int?
  /// As measured.
  package var perSecond: Double
  package var failed: Int
  /// How long it will go on, at the rate that the limiter lets through.
  package var remaining: Duration?
  /// Why nothing is sent at the moment, and for how long: "rate limit, 12 s".
  package var waiting: String?

  package init(
    label: String, done: Int, total: Int? = nil, perSecond: Double, failed: Int = 0,
    remaining: Duration? = nil, waiting: String? = nil
  ) {
    self.label = label
    self.done = done
    self.total = total
    self.perSecond = perSecond
    self.failed = failed
    self.remaining = remaining
    self.waiting = waiting
  }

  /// How long the rest takes when the limiter is the only thing to wait for.
  ///
  /// - Parameters:
  ///   - requests: those still to be made.
  ///   - limit: requests a second, as the limiter lets them through.
  /// - Returns: nil where there is no limit.
  package static func remaining(requests: Int, limit: Double?) -> Duration? {
    guard let limit, limit > 0 else { return nil }
    return .seconds(Double(max(0, requests)) / limit)
  }

  /// One line of at most `width` characters. What matters least goes first where room is short:
  /// the rate, then the share, then the label.
  package func text(width: Int) -> String {
    var parts = self.parts
    while true {
      let line = parts.map(\.text).joined(separator: "  ")
      if line.count <= width { return line }
      let leastImportant = parts.indices.filter { parts[$0].weight < Part.kept }
        .min { parts[$0].weight < parts[$1].weight }
      guard let leastImportant else {
        return width > 0 ? line.prefix(width - 1) + "…" : ""
      }
      parts.remove(at: leastImportant)
    }
  }

  private struct Part {
    static let kept = 10
    var text: String
    /// From `kept` on, never left out.
    var weight: Int
  }

  private var parts: [Part] {
    var parts = [Part(text: label, weight: 3)]
    if let total {
      parts.append(Part(text: "\(done.grouped)/\(total.grouped)", weight: Part.kept))
      if total > 0 {
        // Rounded down: 100 % is for the end.
        parts.append(Part(text: "\(done * 100 / total) %", weight: 2))
      }
    } else {
      parts.append(Part(text: done.grouped, weight: Part.kept))
    }
    parts.append(Part(text: "\(perSecond.shortText)/s", weight: 1))
    if failed > 0 { parts.append(Part(text: "\(failed.grouped) failed", weight: 6)) }
    if let remaining { parts.append(Part(text: "\(remaining.words) left", weight: 4)) }
    if let waiting { parts.append(Part(text: "waiting: \(waiting)", weight: 5)) }
    return parts
  }
}
