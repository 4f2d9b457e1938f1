/// What a status means at every target alike.

/// Reads the statuses that no target uses in a way of its own.
struct StatusReading {
  let kind: TargetKind
  /// Where the key comes from, as the user knows it: a variable or a file.
  let keyPlace: String

  /// What the answer means by its status alone; nil if it is the target's own business (2xx, 400,
  /// 404, 409, 422 and the like).
  func answer(_ answer: HTTPAnswer, _ body: AnswerBody) -> Answer? {
    switch answer.status {
    case 429, 503:
      .wait(Throttle(status: answer.status, headers: RateLimitHeaders(answer.headers)))
    case 408, 425, 500...: .retry(.status(answer.status))
    default: stop(answer.status, body).map { .stop($0) }
    }
  }

  private func stop(_ status: Int, _ body: AnswerBody) -> StopCause? {
    let name = kind.displayName
    switch status {
    case 401:
      return cause(
        .badKey, "\(name) doesn't know the API key. Put a valid one into \(keyPlace).", status, body
      )
    case 402:
      return cause(
        .noCredits,
        "\(name) asks for payment: the account has no credits or licence left. Mend that there,"
          + " then import the file again.", status, body)
    case 403:
      return forbidden(body)
    case 405, 406, 415:
      return cause(
        .wrongAddress,
        "\(name) doesn't take such a request at this address (status \(status)). Check"
          + " targets.\(kind.rawValue).base_url.", status, body)
    case 200..<300 where body.form == .html:
      return notTheAPI(status)
    case ..<200, 300..<400:
      return cause(
        .wrongAddress,
        "The address sends requests elsewhere (status \(status)), which muster doesn't follow with"
          + " a key. Check targets.\(kind.rawValue).base_url.", status, body)
    default: return nil
    }
  }

  private func forbidden(_ body: AnswerBody) -> StopCause {
    let name = kind.displayName
    if body.form == .html || body.mentions("1010", "cloudflare") {
      return cause(
        .firewall,
        "A firewall before \(name) refused the request; the key wasn't looked at. Try from another"
          + " network, or ask \(name) to let muster through.", 403, body)
    }
    if body.mentions("blocked") {
      return cause(
        .forbidden,
        "\(name) says that the user of this API key is blocked. Use the key of another user, or ask"
          + " \(name).", 403, body)
    }
    return cause(
      .forbidden,
      "\(name) doesn't allow this with the account's plan or the key's rights. Use a key that may"
        + " write contacts.", 403, body)
  }

  /// A web page, or a path that isn't there.
  func notTheAPI(_ status: Int) -> StopCause {
    StopCause(
      .wrongAddress,
      "What answers isn't the API of \(kind.displayName) (status \(status)). Check"
        + " targets.\(kind.rawValue).base_url, and whether a proxy stands between.",
      httpStatus: status)
  }

  func cause(
    _ reason: StopReason, _ sentence: String, _ status: Int, _ body: AnswerBody
  ) -> StopCause {
    StopCause(
      reason, sentence, code: body.code.flatMap(ReasonText.fieldName), httpStatus: status)
  }
}

/// A member of an answer that may be of a type we don't expect: nil then, and the rest is read.
struct Lenient<Value: Decodable>: Decodable {
  let value: Value?

  init(from decoder: any Decoder) throws {
    value = try? decoder.singleValueContainer().decode(Value.self)
  }
}
