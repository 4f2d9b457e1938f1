// Steering for tests: what is to happen to which requests.

/// What happens to a request that a script picks.
package struct ScriptedAction: Sendable {
  enum Outcome: Sendable {
    /// Whatever the emulator would have answered.
    case handled
    case answer(Reply)
    case drop
    /// The emulator's own answer with a body that can't be read, if it is a success.
    case garble(isCut: Bool)
  }

  var outcome: Outcome
  /// Whether the request is carried out first.
  var commits: Bool
  var delay: Duration = .zero

  /// Answers this, in place of handling the request: nothing is stored. On the lemlist side the
  /// rate headers are added, where `headers` doesn't set them itself.
  package static func answer(
    _ status: Int, headers: [String: String] = [:], contentType: String = "application/json",
    body: String = "", after delay: Duration = .zero
  ) -> ScriptedAction {
    let reply = reply(status, headers, contentType, body)
    return ScriptedAction(outcome: .answer(reply), commits: false, delay: delay)
  }

  /// Begins to answer this, and closes the connection after so many bytes of the body. Nothing is
  /// stored.
  package static func cutAnswer(
    _ status: Int, after bytes: Int, contentType: String = "application/json", body: String
  ) -> ScriptedAction {
    var reply = reply(status, [:], contentType, body)
    reply.cutAfter = bytes
    return ScriptedAction(outcome: .answer(reply), commits: false)
  }

  /// Carries the request out, and answers this instead of the truth.
  package static func answerAfterCommit(
    _ status: Int, headers: [String: String] = [:], contentType: String = "application/json",
    body: String = "", after delay: Duration = .zero
  ) -> ScriptedAction {
    let reply = reply(status, headers, contentType, body)
    return ScriptedAction(outcome: .answer(reply), commits: true, delay: delay)
  }

  /// Closes the connection without an answer; nothing is stored.
  package static let drop = ScriptedAction(outcome: .drop, commits: false)

  /// Carries the request out, and closes the connection without an answer.
  package static let dropAfterCommit = ScriptedAction(outcome: .drop, commits: true)

  /// Handles the request as usual, and holds the answer back.
  package static func delay(_ delay: Duration) -> ScriptedAction {
    ScriptedAction(outcome: .handled, commits: true, delay: delay)
  }

  /// Never answers: the connection is closed after that time.
  package static func silence(afterCommit: Bool, _ duration: Duration) -> ScriptedAction {
    ScriptedAction(outcome: .drop, commits: afterCommit, delay: duration)
  }

  static func garbling(isCut: Bool, after delay: Duration) -> ScriptedAction {
    ScriptedAction(outcome: .garble(isCut: isCut), commits: true, delay: delay)
  }

  static func answering(_ reply: Reply, after delay: Duration) -> ScriptedAction {
    ScriptedAction(outcome: .answer(reply), commits: false, delay: delay)
  }

  private static func reply(
    _ status: Int, _ headers: [String: String], _ contentType: String, _ body: String
  ) -> Reply {
    var reply = Reply(status: status, contentType: contentType, body: Array(body.utf8))
    reply.headers = headers.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }
    return reply
  }
}

/// Which requests of a side a script picks.
package struct RequestMatch: Sendable {
  var upsertsOnly = false
  var path: String?
  var bodyText: String?

  /// Every request.
  package static let anything = RequestMatch()

  /// Upserts, and nothing else.
  package static let upserts = RequestMatch(upsertsOnly: true)

  /// Upserts whose body contains a text, whatever the case: an e-mail address, a LinkedIn slug.
  package static func upserts(containing text: String) -> RequestMatch {
    RequestMatch(upsertsOnly: true, bodyText: text.lowercased())
  }

  /// Requests for a path, given as it stands in the request line, without the query.
  package static func path(_ path: String) -> RequestMatch { RequestMatch(path: path) }

  func picks(_ call: Call, _ route: Route) -> Bool {
    if upsertsOnly, !route.isUpsert { return false }
    if let path, path != "/" + call.path.joined(separator: "/") { return false }
    guard let bodyText else { return true }
    return String(decoding: call.body, as: UTF8.self).lowercased().contains(bodyText)
  }
}

/// The scripts in force, oldest first.
struct ScriptBook: Sendable {
  private struct Script: Sendable {
    var side: SandboxSide
    var match: RequestMatch
    var action: ScriptedAction
    /// How many more requests it picks; nil: all that come.
    var times: Int?
  }

  private var scripts: [Script] = []

  mutating func add(
    _ action: ScriptedAction, on side: SandboxSide, matching match: RequestMatch, times: Int?
  ) {
    if let times, times < 1 { return }
    scripts.append(Script(side: side, match: match, action: action, times: times))
  }

  mutating func removeAll() { scripts = [] }

  /// The action of the oldest script that picks this request; it is used up by one.
  mutating func next(for call: Call, _ route: Route) -> ScriptedAction? {
    let found = scripts.firstIndex { $0.side == route.side && $0.match.picks(call, route) }
    guard let found else { return nil }
    let action = scripts[found].action
    if let times = scripts[found].times {
      if times == 1 { scripts.remove(at: found) } else { scripts[found].times = times - 1 }
    }
    return action
  }
}
