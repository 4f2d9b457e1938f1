/// What the answers of a target mean, as data: the first line that fits decides.

/// A line of a table of answers.
package struct AnswerRule: Sendable {
  /// What an answer of a line means for the contact and the run.
  package enum Meaning: Sendable, Equatable {
    /// The contact is refused; the next one may do.
    case row
    /// The target has the contact already: what was asked for where contacts aren't updated, a
    /// refusal elsewhere.
    case duplicate
    /// Too fast, or too busy: wait, send again.
    case wait
    /// It may pass: send again, with a bound.
    case retry
    /// Every further request would end the same way.
    case stop(StopReason, remedy: String)
  }

  /// The line's own name, for tests and the documentation.
  package var name: String
  package var statuses: ClosedRange<Int>
  /// The forms of body that fit; nil: any.
  package var forms: Set<AnswerBody.Form>?
  /// The target's own codes that fit; empty: any, or none. `*` is any, but there has to be one.
  package var codes: [String]
  /// What the body says, in any case: one of these; empty: anything.
  package var words: [String]
  /// The field that is refused, by its name in the request; nil: any.
  package var field: String?
  package var meaning: Meaning
  /// Whether the message has the refused field's name in it.
  package var saysField = false
  /// What to do about the row, behind what the target says.
  package var hint: String?
  /// Where it is documented, or how it is known.
  package var source: String

  init(
    _ name: String, _ statuses: ClosedRange<Int>, forms: Set<AnswerBody.Form>? = nil,
    codes: [String] = [], words: [String] = [], field: String? = nil, _ meaning: Meaning,
    hint: String? = nil, source: String
  ) {
    self.name = name
    self.statuses = statuses
    self.forms = forms
    self.codes = codes
    self.words = words
    self.field = field
    self.meaning = meaning
    self.hint = hint
    self.source = source
  }

  init(
    _ name: String, _ status: Int, forms: Set<AnswerBody.Form>? = nil, codes: [String] = [],
    words: [String] = [], field: String? = nil, _ meaning: Meaning, hint: String? = nil,
    source: String
  ) {
    self.init(
      name, status...status, forms: forms, codes: codes, words: words, field: field, meaning,
      hint: hint, source: source)
  }

  func fits(_ status: Int, _ body: AnswerBody) -> Bool {
    guard statuses.contains(status), forms.map({ $0.contains(body.form) }) ?? true else {
      return false
    }
    if !codes.isEmpty, !codes.contains(where: { $0 == body.code || $0 == "*" && body.code != nil })
    {
      return false
    }
    if let field, meaning.isStop, !body.names(field) { return false }
    return words.isEmpty || body.mentions(words)
  }
}

extension AnswerRule.Meaning {
  /// Then the field of a line is a condition, and not what the line says of itself.
  var isStop: Bool {
    if case .stop = self { true } else { false }
  }
}

extension AnswerBody {
  /// Whether it refuses a field, in its list of fields or in words. A field of which the name is a part
  /// is another one.
  fileprivate func names(_ field: String) -> Bool {
    let said = [message].compactMap(\.self) + fields.values.joined()
    let words = (said + fields.keys).flatMap { text in
      text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }
    return words.contains(Substring(field))
  }
}

/// All lines for a target: its own, and behind them those that are the same everywhere.
package struct AnswerTable: Sendable {
  package let kind: TargetKind
  package let rules: [AnswerRule]
  /// Where the key comes from, as the user knows it: a variable or a file.
  private let keyPlace: String

  /// The target's own lines go first.
  init(_ kind: TargetKind, keyPlace: String, _ own: [AnswerRule]) {
    self.kind = kind
    self.keyPlace = keyPlace
    rules = own + Self.common
  }

  /// What an answer that isn't an accepted contact means. A contact of which 2xx says no more is
  /// for the target to read: nil.
  func answer(
    _ answer: HTTPAnswer, _ body: AnswerBody, to payload: Payload, updates: Bool
  ) -> Answer? {
    guard let rule = rule(for: answer.status, body) else { return nil }
    switch rule.meaning {
    case .wait:
      return .wait(Throttle(status: answer.status, headers: RateLimitHeaders(answer.headers)))
    case .retry: return .retry(.status(answer.status))
    case .stop(let reason, let remedy):
      return .stop(cause(reason, remedy, answer.status, body, hiding: payload.values))
    case .duplicate where !updates: return .alreadyThere
    case .row, .duplicate:
      return .rejected(Refusal(body, status: answer.status, rule, from: kind, sent: payload))
    }
  }

  /// Why an answer to anything but an upsert ends the run, or why what was asked for can't be had;
  /// nil if it does neither.
  func refusal(of answer: HTTPAnswer) -> StopCause? {
    let body = AnswerBody(answer.body)
    guard let rule = rule(for: answer.status, body) else {
      return answer.isSuccess ? nil : notTheAPI(answer.status)
    }
    return switch rule.meaning {
    case .stop(let reason, let remedy): cause(reason, remedy, answer.status, body)
    case .wait, .retry, .row, .duplicate: answer.isSuccess ? nil : refused(answer.status, body)
    }
  }

  /// What was asked for wasn't done, and nothing follows from that for what is asked next.
  private func refused(_ status: Int, _ body: AnswerBody) -> StopCause {
    cause(
      .badRequest, "{target} didn't do what was asked (status {status}).{said}", status, body)
  }

  func rule(for status: Int, _ body: AnswerBody) -> AnswerRule? {
    rules.first { $0.fits(status, body) }
  }

  /// Why the run stops after an answer. The values, those that were sent, aren't quoted.
  private func cause(
    _ reason: StopReason, _ remedy: String, _ status: Int, _ body: AnswerBody,
    hiding values: [String] = []
  ) -> StopCause {
    let said = body.form == .html ? nil : body.message
    let quoted = said.map { ReasonText.clean($0, hiding: values).asSentence }
    return StopCause(
      reason, sentence(remedy, status: String(status), said: quoted ?? ""),
      code: body.code.flatMap(ReasonText.fieldName), httpStatus: status)
  }

  /// A remedy for this target, with what stands in braces filled in. What the target says may be
  /// empty.
  func sentence(_ remedy: String, status: String, said: String) -> String {
    // What the target says goes in last: it may have braces in it.
    [
      ("{target}", kind.displayName), ("{key}", keyPlace), ("{status}", status),
      ("{setting}", "targets.\(kind.rawValue)"),
      ("{said}", said.isEmpty ? "" : " It says: \(said)"),
    ].reduce(remedy) { $0.replacing($1.0, with: $1.1) }
  }

  /// A web page, or a path that isn't there.
  func notTheAPI(_ status: Int) -> StopCause {
    StopCause(
      .wrongAddress, sentence(Self.elsewhere, status: String(status), said: ""),
      httpStatus: status)
  }

  private static let elsewhere =
    "What answers isn't the API of {target} (status {status}). Check {setting}.base_url, and whether"
    + " a proxy stands between."
}

extension AnswerTable {
  private static let http = "RFC 9110, section 15"
  private static let seen = "seen in public clients of both APIs"

  /// The lines that are the same at every target.
  static let common: [AnswerRule] = [
    AnswerRule(
      "web_page", 200...299, forms: [.html], .stop(.wrongAddress, remedy: elsewhere), source: seen),
    AnswerRule("too_fast", 429, .wait, source: http),
    AnswerRule("too_busy", 503, .wait, source: seen),
    AnswerRule("request_timeout", 408, .retry, source: http),
    AnswerRule("too_early", 425, .retry, source: "RFC 8470, section 5.2"),
    AnswerRule("server_error", 500...599, .retry, source: http),
    AnswerRule("unknown_status", 600...999, .retry, source: http),
    AnswerRule(
      "bad_key", 401,
      .stop(
        .badKey, remedy: "{target} doesn't know the API key. Put a valid one into {key}."),
      source: http),
    AnswerRule(
      "no_credits", 402,
      .stop(
        .noCredits,
        remedy: "{target} asks for payment: the account has no credits or licence left. Mend that"
          + " there, then go on with muster resume."), source: http),
    AnswerRule("firewall_page", 403, forms: [.html], firewall, source: seen),
    AnswerRule("firewall_code", 403, words: ["1010", "cloudflare"], firewall, source: seen),
    AnswerRule(
      "user_blocked", 403, words: ["blocked"],
      .stop(
        .forbidden,
        remedy: "{target} says that the user of this API key is blocked. Use the key of another"
          + " user, or ask {target}."),
      source: "https://developer.lemlist.com/api-reference/endpoints/team"),
    AnswerRule(
      "forbidden", 403,
      .stop(
        .forbidden,
        remedy: "{target} doesn't allow this with the account's plan or the key's rights. Use a key"
          + " that may write contacts."), source: http),
    AnswerRule("wrong_method", 405...406, wrongPlace, source: http),
    AnswerRule("wrong_media", 415, wrongPlace, source: http),
    AnswerRule(
      "redirect", 300...399,
      .stop(
        .wrongAddress,
        remedy:
          "The address sends requests elsewhere (status {status}), which muster doesn't follow"
          + " with a key. Check {setting}.base_url."), source: http),
    AnswerRule(
      "not_final", 100...199,
      .stop(
        .wrongAddress,
        remedy: "{target} doesn't answer as an API does (status {status}). Check"
          + " {setting}.base_url."), source: http),
    AnswerRule("conflict", 409, .row, source: http),
    AnswerRule("too_large", 413, .row, source: http),
    AnswerRule("invalid", 422, .row, source: http),
    AnswerRule("not_found", 404, .stop(.wrongAddress, remedy: elsewhere), source: http),
    AnswerRule(
      "bad_request", 400...499,
      .stop(
        .badRequest,
        remedy: "{target} refuses requests of this form (status {status}).{said} Check"
          + " {setting}.base_url, and look for a newer version of muster."),
      source: http),
  ]

  private static let firewall = AnswerRule.Meaning.stop(
    .firewall,
    remedy: "A firewall before {target} refused the request; the key wasn't looked at. Try from"
      + " another network, or ask {target} to let muster through.")
  private static let wrongPlace = AnswerRule.Meaning.stop(
    .wrongAddress,
    remedy: "{target} doesn't take such a request at this address (status {status}). Check"
      + " {setting}.base_url.")
}

extension String {
  /// With a full stop, unless it ends like a sentence.
  fileprivate var asSentence: String {
    guard let last, !".!?…".contains(last) else { return self }
    return self + "."
  }
}
