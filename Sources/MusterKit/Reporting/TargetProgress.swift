/// What people see of a delivery while it goes on.

package import Foundation

/// How far the sending to one target is, from the events of its delivery. Pure: what it says follows from its
/// values and the time that it is given.
package struct TargetProgress: Sendable {
  package let target: TargetKind
  /// How many contacts are to be sent.
  package let total: Int
  /// Requests a second by the plan; nil without a limit.
  private let plannedPace: Double?
  private var progress = DeliveryEvent.Progress()
  private var wait: (reason: DeliveryEvent.WaitReason, until: Date)?
  /// Of the last seconds, the oldest first: when, in seconds since the first request, and how many by then.
  private var recent: [(seconds: Double, requests: Int)] = []

  /// Over how many seconds the rate is taken.
  private static let window = 10.0

  package init(_ plan: TargetPlan) {
    self.init(
      target: plan.target, total: plan.send,
      pace: plan.estimatedSeconds > 0 ? Double(plan.requests) / plan.estimatedSeconds : nil)
  }

  init(target: TargetKind, total: Int, pace: Double?) {
    self.target = target
    self.total = total
    plannedPace = pace
  }

  package mutating func take(_ event: DeliveryEvent, at now: Date) {
    switch event {
    case .progress(let progress):
      self.progress = progress
      recent.append((progress.seconds, progress.requests.sent + progress.requests.lists))
      let old = recent.count { $0.seconds < progress.seconds - Self.window }
      // One that is older stays, for the rate of the whole window.
      if old > 1 { recent.removeFirst(old - 1) }
    case .waiting(let reason, let seconds):
      wait = (reason, now.addingTimeInterval(seconds))
    case .rowFailed, .stopped: break
    }
  }

  /// Contacts with an outcome.
  package var done: Int { progress.statuses.total }

  /// Requests a second in the last seconds; nil as long as nobody can tell.
  var perSecond: Double? {
    guard let first = recent.first, let last = recent.last, last.seconds - first.seconds >= 1
    else { return nil }
    // The first request is sent at once; the rate is that of those that follow.
    return Double(last.requests - max(first.requests, 1)) / (last.seconds - first.seconds)
  }

  /// Requests a second that the key allows; nil without a limit.
  private var allowed: Double? { progress.pace?.perSecond ?? plannedPace }

  private func wait(at now: Date) -> (reason: DeliveryEvent.WaitReason, until: Date)? {
    wait.flatMap { $0.until > now ? $0 : nil }
  }

  /// How long the rest takes at the rate of now, a wait included; nil as long as nobody can tell.
  func timeLeft(at now: Date) -> Duration? {
    // After a wait the rate is that of the limit again.
    let isAfter = wait.map { now.timeIntervalSince($0.until) > Self.window } ?? true
    let isSteady = isAfter && (recent.last?.seconds ?? 0) >= Self.window
    let rates = [allowed, isSteady || allowed == nil ? perSecond : nil].compactMap(\.self)
    let pause = wait(at: now)?.until.timeIntervalSince(now) ?? 0
    return ProgressLine.remaining(requests: total - done, limit: rates.min())
      .map { $0 + .seconds(pause) }
  }

  // MARK: A line for a log

  /// One line of at most `width` characters.
  package func line(width: Int, at now: Date, in zone: TimeZone = .current) -> String {
    let statuses = progress.statuses
    return ProgressLine(
      label: target.displayName, done: done, total: total, perSecond: perSecond ?? 0,
      failed: statuses[.rejected] + statuses[.failed] + statuses[.unknown],
      remaining: timeLeft(at: now),
      waiting: wait(at: now).map { "\($0.reason.words), \(Self.length(of: $0.until, now, zone))" }
    ).text(width: width)
  }

  // MARK: Lines of a terminal

  /// How the lines are drawn.
  package struct Look: Sendable {
    package var width: Int
    package var style: TextStyle
    /// Whether the terminal has more than ASCII.
    package var isUnicode: Bool
    package var zone: TimeZone

    package init(width: Int, style: TextStyle, isUnicode: Bool, zone: TimeZone = .current) {
      self.width = width
      self.style = style
      self.isUnicode = isUnicode
      self.zone = zone
    }
  }

  /// Two lines or, during a wait, three, each shorter than the terminal is wide; one where `isShort`.
  ///
  /// - Parameters:
  ///   - look: how they are drawn.
  ///   - now: the time.
  ///   - indent: how wide the names of all targets are.
  ///   - isShort: whether there is room for one only.
  /// - Returns: the lines, coloured if they are to be.
  package func lines(
    _ look: Look, at now: Date, indent: Int? = nil, isShort: Bool = false
  ) -> [String] {
    let indent = indent ?? target.displayName.count
    let first = head(look, indent)
    guard !isShort else { return [first] }
    let margin = String(repeating: " ", count: look.width >= 60 ? indent + 2 : 2)
    var lines = [first, fitted(progress.statuses.parts, behind: margin, look)]
    lines.append(fitted(pace(at: now, look), behind: margin, look))
    if let wait = wait(at: now) {
      let text = "waiting \(Self.length(of: wait.until, now, look.zone)): \(wait.reason.words)"
      let shown = Self.cut(margin + text, to: look.width - 1)
      lines.append(
        String(margin.prefix(shown.count))
          + look.style.severity(.warning, as: String(shown.dropFirst(margin.count))))
    }
    return lines.filter { !$0.allSatisfy { $0 == " " } }
  }

  /// `lemlist  ████████░░░░  62 %  8,123 of 13,080`
  private func head(_ look: Look, _ indent: Int) -> String {
    let share = total > 0 ? "\(done * 100 / total) %" : ""
    let name = target.displayName.padding(toLength: indent, withPad: " ", startingAt: 0)
    let long = "\(done.grouped) of \(total.grouped)"
    let short = "\(done.grouped)/\(total.grouped)"
    let room = look.width - 1 - indent - long.count - 11
    if room >= 10 {
      let bar = bar(min(room, 40), look)
      return
        "\(name)  \(bar)  \(String(repeating: " ", count: max(0, 5 - share.count)))\(share)  \(long)"
    }
    for line in [
      "\(name)  \(share)  \(long)", "\(name)  \(share)  \(short)", "\(share)  \(short)", share,
    ]
    where line.count < look.width { return line }
    return ""
  }

  private func bar(_ width: Int, _ look: Look) -> String {
    let full = total > 0 ? min(done * width / total, width) : width
    let (on, off) = look.isUnicode ? ("█", "░") : ("#", "-")
    return look.style.good(String(repeating: on, count: full))
      + look.style.quiet(String(repeating: off, count: width - full))
  }

  /// `9.6 of 9.8 requests a second`, `done at 14:05`, `12 min left`
  private func pace(at now: Date, _ look: Look) -> [String] {
    var parts: [String] = []
    if let perSecond {
      parts.append(
        allowed.map { "\(perSecond.shortText) of \($0.shortText) requests a second" }
          ?? "\(perSecond.shortText) requests a second")
    }
    if done < total, let left = timeLeft(at: now) {
      parts.append("\(left.words) left")
      parts.append("done at \(now.addingTimeInterval(left.seconds).clock(from: now, look.zone))")
    }
    return parts
  }

  /// As many of the parts as there is room for.
  private func fitted(_ parts: [String], behind margin: String, _ look: Look) -> String {
    let mark = look.isUnicode ? " · " : ", "
    var line = margin
    for (index, part) in parts.enumerated() {
      let next = line + (index == 0 ? "" : mark) + part
      guard next.count < look.width else { break }
      line = next
    }
    return line
  }

  /// A short wait by its length, a long one by the clock.
  private static func length(of end: Date, _ now: Date, _ zone: TimeZone) -> String {
    let seconds = end.timeIntervalSince(now)
    if seconds < 60 { return "\(Int(seconds.rounded(.up))) s" }
    return "until \(end.clock(from: now, zone))"
  }

  private static func cut(_ text: String, to width: Int) -> String {
    text.count <= width ? text : String(text.prefix(max(width, 0)))
  }
}

extension DeliveryEvent.WaitReason {
  /// For people.
  package var words: String {
    switch self {
    case .rateLimited: "asked to wait (429)"
    case .busy: "too busy (503)"
    case .keyShared: "somebody else uses the key"
    case .outage: "it fails or can't be reached"
    }
  }
}

extension Date {
  /// As a clock shows it, with the day where that is another one: `14:05`, `Tue 14:05`.
  fileprivate func clock(from now: Date, _ zone: TimeZone) -> String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let parts = calendar.dateComponents([.hour, .minute, .weekday, .day, .month], from: self)
    let time = "\((parts.hour ?? 0).digits(2)):\((parts.minute ?? 0).digits(2))"
    if calendar.isDate(self, inSameDayAs: now) { return time }
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    guard timeIntervalSince(now) < 6 * 86_400, let weekday = parts.weekday else {
      return "\((parts.day ?? 0).digits(2)).\((parts.month ?? 0).digits(2)). \(time)"
    }
    return "\(days[weekday - 1]) \(time)"
  }
}
