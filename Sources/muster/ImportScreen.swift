import Foundation
import MusterKit
import Synchronization

/// What an import shows while it goes on: text for people, or events for scripts.
final class ImportScreen: Sendable {
  enum Style {
    case text, json, quiet
  }

  private struct State {
    /// In the order of the plans.
    var targets: [TargetProgress]
    /// When something was last shown.
    var shown: Date
    /// Whether it was said that standard output can't be written.
    var cannotWrite = false
  }

  private let plans: [TargetPlan]
  private let style: Style
  /// Whether there are colours.
  private let look: TextStyle
  private let state: Mutex<State>
  private let live: Live

  /// What is written over, for all screens of an import.
  private final class Live: Sendable {
    let region = Mutex(LiveRegion())
  }

  convenience init(plans: [TargetPlan], style: Style, look: TextStyle) {
    self.init(plans: plans, style: style, look: look, live: Live())
  }

  private init(plans: [TargetPlan], style: Style, look: TextStyle, live: Live) {
    self.live = live
    self.plans = plans
    self.style = style
    self.look = look
    let targets = plans.filter { $0.send > 0 }.map(TargetProgress.init)
    state = Mutex(State(targets: targets, shown: Date()))
  }

  /// The same for other plans.
  func showing(_ plans: [TargetPlan]) -> ImportScreen {
    ImportScreen(plans: plans, style: style, look: look, live: live)
  }

  // MARK: Before and after

  /// - Throws: where standard output can't be written, unless nobody reads it any more: nothing is sent
  ///   yet, and what is shown is to be trusted.
  func started(
    files: [String], targets: [TargetKind], directory: String?, retried: RunID? = nil
  ) throws {
    try require(
      event("started") { text in
        text.key("files")
        text.beginArray()
        for file in files { text.string(file) }
        text.endArray()
        text.key("targets")
        text.beginArray()
        for target in targets { text.string(target.rawValue) }
        text.endArray()
        text.member("directory", orNull: directory)
        if let retried { text.member("retry_of", Int(retried.rawValue)) }
      })
  }

  /// - Throws: as `started`.
  func planned(_ report: PlanReport, _ look: TextStyle) throws {
    switch style {
    case .text: try require(Array((report.text(look) + "\n").utf8))
    case .json:
      try require(
        event("plan") {
          $0.key("plan"); $0.raw(Array(report.json.canonicalText.utf8))
        })
    case .quiet: break
    }
  }

  /// How far a run is that is gone on with; `done` is how many contacts have an outcome, for each target.
  func resumed(_ run: RunID, done: [Int]) {
    guard style == .text else { return }
    write("Run \(run) goes on.\n")
    for (plan, done) in zip(plans, done) {
      let contacts = done == 1 ? "contact is" : "contacts are"
      write(
        "\(plan.target.displayName): \(done.grouped) \(contacts) done,"
          + " \(plan.send.grouped) left\n")
    }
    write("\n")
  }

  func stopping() {
    endLive()
    if style == .text {
      Terminal.note(
        "Stopping: waiting for answers on their way. Press Ctrl-C again to stop at once.")
    }
  }

  func finished(
    _ summaries: [DeliverySummary], counts: [StatusCounts], directory: RunDirectory, exit: Int,
    seconds: Double
  ) {
    emit("finished") { text in
      text.member("exit_code", exit)
      text.member("directory", directory.path)
      text.key("targets")
      text.beginArray()
      for (plan, counts) in zip(plans, counts) {
        text.beginObject()
        text.member("target", plan.target.rawValue)
        text.key("rows")
        text.beginObject()
        text.member("read", plan.read)
        for status in RowStatus.allCases { text.member(status.rawValue, counts[status]) }
        text.endObject()
        text.endObject()
      }
      text.endArray()
    }
    if style == .quiet {
      let counts = zip(plans, counts).map { "\($0.target.displayName): \($1.words)" }
      write("\(counts.joined(separator: "; ")). Results: \(directory.results)\n")
      for case .stopped(let cause) in summaries.map(\.ending) where cause.reason != .interrupted {
        Terminal.note("muster: \(cause.sentence)")
      }
    }
    guard style == .text else { return }
    for (index, plan) in plans.enumerated() {
      write("\(plan.target.displayName): \(counts[index].words)\n")
      if case .stopped(let cause) = summaries[index].ending {
        write("  stopped: \(cause.sentence)\n")
      }
      if let cost = Self.cost(summaries[index], at: plan.target) { write("  \(cost)\n") }
    }
    let toFix = counts.contains { $0.toFix > 0 }
    write("\nTook \(Duration.seconds(seconds).words). Results: \(directory.results)\n")
    if toFix { write("Rows to fix: \(directory.rejected)\n") }
    write("Report: \(directory.report)\n")
  }

  // MARK: The first contacts

  /// More of them aren't shown.
  private static let mostTried = 20

  func trying(_ size: Int) {
    guard style == .text else { return }
    let contacts = size == 1 ? "contact goes" : "\(size.grouped) contacts go"
    write("The first \(contacts) first, to be looked at (--canary); the others wait.\n\n")
  }

  /// What became of the contacts that were tried, and how to go on.
  ///
  /// - Parameters:
  ///   - tried: what became of the contacts, for each target.
  ///   - canResume: whether the others can be sent later, which they can't into an emulator of our own.
  func showTried(
    _ tried: [(plan: TargetPlan, contacts: [DeliveryRecord])], canResume: Bool
  ) {
    guard style == .text else { return }
    var lines: [String] = []
    for (plan, contacts) in tried {
      lines += ["", "\(plan.target.displayName), the first contacts:"]
      for contact in contacts.prefix(Self.mostTried) {
        guard let outcome = contact.outcome else { continue }
        let status = outcome.status.words
        let parts = [status, outcome.targetID, outcome.code].compactMap(\.self)
        lines.append("  row \(contact.row.grouped): \(parts.joined(separator: ", "))")
      }
      let more = contacts.count - Self.mostTried
      if more > 0 { lines.append("  … and \(more.grouped) more") }
    }
    let isAccepted = tried.contains { $0.contacts.contains { $0.state == .accepted } }
    if !isAccepted {
      lines += [
        "", "None of these was accepted: see why in the results before you send the others.",
      ]
    }
    if !canAsk {
      let wait = tried.map(\.plan.leftOut).max() ?? 0
      lines += [
        "",
        canResume
          ? "\(Self.waiting(wait)). Look at these at the target, then send them with muster resume."
          : "\(Self.waiting(wait)). Look at these in the results, then import again without --canary.",
      ]
    }
    write(lines.joined(separator: "\n") + "\n")
  }

  private static func waiting(_ count: Int) -> String {
    count == 1 ? "1 contact waits" : "\(count.grouped) contacts wait"
  }

  /// Whether there is somebody who can be asked.
  var canAsk: Bool { style == .text && Terminal.isAttended }

  func askToGoOn(_ count: Int) {
    Terminal.prompt(
      "\n\(Self.waiting(count)). Look at these at the target. Send the others now? [y/N] ")
  }

  func stayed(canResume: Bool) {
    Terminal.note(
      "\nNothing more was sent. "
        + (canResume ? "muster resume sends the others." : "Import again with --yes to send all."))
  }

  // MARK: While it goes on

  func show(_ event: DeliveryEvent, of target: TargetKind) {
    if style == .json { return emit(event, of: target) }
    guard style == .text else { return }
    state.withLock { state in
      guard let index = state.targets.firstIndex(where: { $0.target == target }) else { return }
      state.targets[index].take(event, at: Date())
    }
    redraw()
  }

  /// Shows how far it is, where it wasn't lately: a terminal is drawn anew several times a second, and a log
  /// gets a line every half minute.
  func redraw() {
    guard style == .text else { return }
    let now = Date()
    let isLive = LiveRegion.isPossible
    state.withLock { state in
      guard now.timeIntervalSince(state.shown) >= (isLive ? 0.1 : 30) else { return }
      state.shown = now
      guard isLive else {
        let lines = state.targets.map { $0.line(width: 120, at: now) }
        return Terminal.note(lines.joined(separator: "   "))
      }
      draw(state, now)
    }
  }

  /// Writes a line to standard error, above what is written over.
  func note(_ line: String) {
    live.region.withLock { region in
      if style == .text, LiveRegion.isPossible { region.clear(width: Terminal.size.columns) }
      Terminal.note(line)
    }
    state.withLock { $0.shown = .distantPast }
  }

  private func draw(_ state: State, _ now: Date) {
    let size = Terminal.size
    let drawing = TargetProgress.Look(
      width: size.columns, style: look, isUnicode: Terminal.isUnicode)
    let indent = state.targets.map(\.target.displayName.count).max()
    func lines(isShort: Bool) -> [String] {
      state.targets.flatMap { $0.lines(drawing, at: now, indent: indent, isShort: isShort) }
    }
    let all = lines(isShort: false)
    let shown = all.count < size.rows ? all : Array(lines(isShort: true).prefix(size.rows - 1))
    live.region.withLock { $0.show(shown, width: size.columns) }
  }

  /// Ends the part of the terminal that is written over: as it was last, or away where the results follow.
  func endLive() {
    state.withLock { state in
      guard style == .text, LiveRegion.isPossible else { return }
      if Terminal.isRewritable {
        live.region.withLock { $0.clear(width: Terminal.size.columns) }
      } else {
        draw(state, Date())
        live.region.withLock { $0.leave() }
      }
    }
  }

  /// What it cost that requests arrived unevenly; nil where that is nothing worth knowing.
  private static func cost(_ summary: DeliverySummary, at target: TargetKind) -> String? {
    let lost = summary.secondsLostToUnevenness
    guard let pace = summary.pace, lost > 1, lost > summary.sendingSeconds / 50 else { return nil }
    let unevenness = Int((pace.unevenness.seconds * 1000).rounded())
    return """
      requests reach \(target.displayName) unevenly (up to \(unevenness) ms apart): kept further \
      below its limit, which took \(Duration.seconds(lost).words) longer
      """
  }

  // MARK: Events for scripts

  private func emit(_ event: DeliveryEvent, of target: TargetKind) {
    switch event {
    case .progress(let progress):
      emit("progress") { text in
        text.member("target", target.rawValue)
        text.member("done", progress.statuses.total)
        text.member("requests", progress.requests.sent)
        text.member("rate_limited", progress.requests.rateLimited)
        text.member("in_flight", progress.inFlight)
        if let pace = progress.pace { text.member("requests_per_second_allowed", pace.perSecond) }
      }
    case .waiting(let reason, let seconds):
      emit("waiting") { text in
        text.member("target", target.rawValue)
        text.member("reason", reason.rawValue)
        text.member("seconds", seconds)
        text.member("until", Date(timeIntervalSinceNow: seconds).formatted(.timestamp))
      }
    case .rowFailed(let row, let code):
      emit("row_failed") { text in
        text.member("target", target.rawValue)
        text.member("row", row)
        text.member("code", code)
      }
    case .stopped(let cause):
      emit("stopped") { text in
        text.member("target", target.rawValue)
        text.member("reason", cause.reason.rawValue)
        text.member("message", cause.sentence)
      }
    }
  }

  private func emit(_ name: String, _ body: (inout JSONText) -> Void) {
    guard let event = event(name, body) else { return }
    write(event)
  }

  /// The line of an event; nil where they aren't wanted.
  private func event(_ name: String, _ body: (inout JSONText) -> Void) -> [UInt8]? {
    guard style == .json else { return nil }
    var text = JSONText()
    text.beginObject()
    text.member("event", name)
    text.member("time", Date().formatted(.timestamp))
    body(&text)
    text.endObject()
    text.endLine()
    return text.bytes
  }

  // MARK: Writing

  private func require(_ bytes: [UInt8]?) throws {
    guard let bytes else { return }
    do throws(ReportError) {
      try Terminal.write(bytes)
    } catch  where error.reason == .closed {
      return
    }
  }

  private func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes to standard output. An import doesn't end because nobody can be told how it goes on: what
  /// became of the rows stands in the results. It is said once.
  private func write(_ bytes: [UInt8]) {
    do throws(ReportError) {
      try Terminal.write(bytes)
    } catch {
      let isFirst = state.withLock { state in
        defer { state.cannotWrite = true }
        return !state.cannotWrite
      }
      guard isFirst, error.reason != .closed else { return }
      Terminal.note("muster: warning: \(error.message) The import goes on.")
    }
  }
}
