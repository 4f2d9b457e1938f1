/// How a delivery went over time, as the report draws it: made from the run's log, which outlasts crashes.

package import Foundation

/// All deliveries of a run to one target, one behind the other; what lay between them is an event.
package struct RunTimeline: Codable, Sendable, Equatable {
  package struct Event: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
      /// The target asked to wait (429).
      case rateLimited = "rate_limited"
      /// The target was too busy (503).
      case busy
      /// Somebody else used the key.
      case keyShared = "key_shared"
      /// The target failed or couldn't be reached, and was probed.
      case outage
      /// Sending stopped for good, or until the run was resumed.
      case stopped
      /// The run was gone on with.
      case resumed
    }

    package var kind: Kind
    /// When, in seconds of sending since the first request.
    package var at: Double
    package var time: Date
    /// How long it lasted, in seconds, where that is known.
    package var seconds: Double?
  }

  /// All time of sending, waits included.
  package var seconds: Double
  /// How long each part is.
  package var partSeconds: Double
  /// The requests in each part, those that put contacts on lists among them.
  package var requests: [Double]
  /// What the key allows; nil without a limit.
  package var allowedPerSecond: Double?
  package var events: [Event]

  private enum CodingKeys: String, CodingKey {
    case seconds
    case partSeconds = "part_seconds"
    case requests
    case allowedPerSecond = "requests_per_second_allowed"
    case events
  }

  /// The most parts that a timeline has.
  private static let mostParts = 120
  /// How many requests the key allows in a part at least: of fewer, one more or less would look like another
  /// rate.
  private static let leastRequests = 20.0
  /// The most events that are kept: the longest.
  private static let mostEvents = 200
}

// MARK: - Reading the log

extension RunTimeline {
  /// The timeline of each target to which anything was sent.
  ///
  /// - Parameter log: the lines of a run's `log.jsonl`.
  /// - Returns: none for a target to which nothing was.
  package static func all(in log: [UInt8]) -> [TargetKind: RunTimeline] {
    var deliveries: [TargetKind: [Delivery]] = [:]
    let decoder = JSONDecoder()
    for line in log.split(separator: UInt8(ascii: "\n")) {
      // A line that a crash cut short says nothing.
      guard let line = try? decoder.decode(LogLine.self, from: Data(line)),
        let event = RunLogEvent(rawValue: line.message),
        let time = try? Date(line.time, strategy: .timestamp),
        let target = line.metadata["target"]?.stringValue.flatMap(TargetKind.init(rawValue:))
      else { continue }
      var own = deliveries[target, default: []]
      if event == .deliveryBegan { own.append(Delivery(began: time)) }
      guard !own.isEmpty else { continue }
      own[own.count - 1].add(event, line, time)
      deliveries[target] = own
    }
    return deliveries.compactMapValues { RunTimeline($0.filter { !$0.samples.isEmpty }) }
  }

  private init?(_ deliveries: [Delivery]) {
    let total = deliveries.reduce(0) { $0 + $1.length }
    guard total > 0 else { return nil }
    seconds = total
    allowedPerSecond = deliveries.compactMap(\.allowedPerSecond).last
    let shortest = max(allowedPerSecond.map { Self.leastRequests / $0 } ?? 1, 1)
    let count = min(max(Int(total / shortest), 1), Self.mostParts)
    partSeconds = total / Double(count)
    requests = Array(repeating: 0, count: count)
    events = []
    var start = 0.0
    var ended: Date?
    for delivery in deliveries {
      if let ended {
        let pause = delivery.start.timeIntervalSince(ended)
        events.append(
          Event(kind: .resumed, at: start, time: delivery.start, seconds: max(pause, 0)))
      }
      // The first is sent at once; a rate is that of those that follow.
      var last = (seconds: 0.0, requests: 1.0)
      for sample in delivery.samples {
        spread(sample.requests - last.requests, start + last.seconds, start + sample.seconds)
        last = sample
      }
      events += delivery.events.map { event in
        var event = event
        event.at = start + min(max(event.at, 0), delivery.length)
        event.seconds = event.seconds.map { min($0, start + delivery.length - event.at) }
        return event
      }
      start += delivery.length
      ended = delivery.start.addingTimeInterval(delivery.length)
    }
    requests = requests.map { ($0 * 10).rounded() / 10 }
    let longest = events.sorted { ($0.seconds ?? .infinity) > ($1.seconds ?? .infinity) }
    events = longest.prefix(Self.mostEvents).sorted { $0.at < $1.at }
  }

  /// Adds requests evenly between two moments.
  private mutating func spread(_ amount: Double, _ from: Double, _ to: Double) {
    guard amount > 0 else { return }
    let first = min(Int(from / partSeconds), requests.count - 1)
    let last = min(Int(to / partSeconds), requests.count - 1)
    guard to > from, last > first else { return requests[last] += amount }
    for part in first...last {
      let begin = max(from, Double(part) * partSeconds)
      let end = part == last ? to : Double(part + 1) * partSeconds
      requests[part] += amount * (end - begin) / (to - from)
    }
  }

  private struct LogLine: Decodable {
    var time: String
    var level: String
    var message: String
    var metadata: [String: JSONValue]
  }

  /// One delivery, as its log has it.
  private struct Delivery {
    var began: Date
    /// Requests by then, in seconds since the first.
    var samples: [(seconds: Double, requests: Double)] = []
    var events: [Event] = []
    var allowedPerSecond: Double?
    /// When the first request was sent, as soon as that is known.
    var first: Date?

    var length: Double { samples.last?.seconds ?? 0 }
    var start: Date { first ?? began }

    init(began: Date) {
      self.began = began
    }

    mutating func add(_ event: RunLogEvent, _ line: LogLine, _ time: Date) {
      func number(_ name: String) -> Double? { line.metadata[name]?.doubleValue }
      switch event {
      case .progress, .deliveryEnded:
        guard let seconds = number("seconds"), seconds > 0, seconds >= length, seconds < 1e9
        else { return }
        if first == nil { first = time.addingTimeInterval(-seconds) }
        samples.append((seconds, (number("requests") ?? 0) + (number("lists") ?? 0)))
        allowedPerSecond = number("requests_per_second_allowed") ?? allowedPerSecond
      case .waiting:
        guard line.level != "debug", case .string(let reason)? = line.metadata["reason"],
          let kind = Event.Kind(rawValue: reason)
        else { return }
        note(kind, time, number("seconds"))
      case .stopped: note(.stopped, time, nil)
      case .runBegan, .runResumed, .deliveryBegan, .rowFailed, .runEnded: break
      }
    }

    /// A wait that goes on under another name, or longer than was said, is told once.
    private mutating func note(_ kind: Event.Kind, _ time: Date, _ seconds: Double?) {
      let at = time.timeIntervalSince(start)
      if let last = events.last, last.kind == kind, let old = last.seconds, let seconds,
        at <= last.at + old + 1
      {
        events[events.count - 1].seconds = max(old, at + seconds - last.at)
        return
      }
      events.append(Event(kind: kind, at: at, time: time, seconds: seconds))
    }
  }
}
