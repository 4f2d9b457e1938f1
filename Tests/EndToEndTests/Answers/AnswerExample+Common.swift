import Sandbox

@testable import MusterKit

/// The answers that mean the same everywhere.
extension AnswerExample {
  static func common(_ kind: TargetKind) -> [AnswerExample] {
    natural(kind) + scripted(kind)
  }

  /// An answer that the emulator is told to give.
  static func script(
    _ kind: TargetKind, _ rule: String, _ status: Int, _ form: AnswerBody.Form, _ body: String,
    headers: [String: String] = [:], _ meaning: Meaning, settings: [String: String] = [:]
  ) -> AnswerExample {
    let types: [AnswerBody.Form: String] = [.json: "application/json", .html: "text/html"]
    return AnswerExample(
      target: kind, rule: rule, status: status, form: form, meaning: meaning,
      script: .answer(
        status, headers: headers, contentType: types[form] ?? "text/plain", body: body),
      settings: settings)
  }

  private static func natural(_ kind: TargetKind) -> [AnswerExample] {
    let said: AnswerBody.Form = kind == .lemlist ? .text : .json
    return [
      AnswerExample(
        target: kind, rule: "too_fast", status: 429, form: said, meaning: .wait,
        sandbox: { $0.rate = .custom(requests: 1, window: .seconds(600)) }, times: 2),
      AnswerExample(
        target: kind, rule: "too_busy", status: 503, form: .html, meaning: .wait,
        sandbox: always(503, kind)),
      AnswerExample(
        target: kind, rule: "server_error", status: 500, form: said, meaning: .retry,
        sandbox: always(500, kind)),
      AnswerExample(
        target: kind, rule: "server_error", status: 502, form: .html, meaning: .retry,
        sandbox: always(502, kind)),
      AnswerExample(
        target: kind, rule: "bad_key", status: 401, form: said, meaning: .stop(.badKey),
        sandbox: {
          $0.getSalesKey = "another"
          $0.lemlistKey = "another"
        }),
      AnswerExample(
        target: kind, rule: "no_credits", status: 402, form: said, meaning: .stop(.noCredits),
        sandbox: faults(kind) { $0.credits = 1 }, times: 2),
      AnswerExample(
        target: kind, rule: "firewall_page", status: 403, form: .html, meaning: .stop(.firewall),
        sandbox: faults(kind) { $0.blocksDefaultAgents = true },
        ask: header("User-Agent", "Python-urllib/3.12")),
      AnswerExample(
        target: kind, rule: "too_large", status: 413, form: .text,
        meaning: .row(code: "target_rejected"), sandbox: { $0.maximumBody = 10 }),
    ]
  }

  private static func scripted(_ kind: TargetKind) -> [AnswerExample] {
    let page = "<!DOCTYPE html><html><body>Sign in</body></html>"
    return [
      script(kind, "web_page", 200, .html, page, .stop(.wrongAddress)),
      script(kind, "web_page", 201, .html, page, .stop(.wrongAddress)),
      script(kind, "request_timeout", 408, .empty, "", .retry),
      script(kind, "too_early", 425, .empty, "", .retry),
      script(kind, "server_error", 520, .html, page, .retry),
      script(kind, "unknown_status", 600, .text, "What?", .retry),
      script(kind, "firewall_code", 403, .text, "error code: 1010", .stop(.firewall)),
      script(kind, "wrong_method", 406, .text, "Not Acceptable", .stop(.wrongAddress)),
      script(kind, "wrong_media", 415, .empty, "", .stop(.wrongAddress)),
      script(
        kind, "redirect", 302, .empty, "", headers: ["Location": "https://example.com/"],
        .stop(.wrongAddress)),
      script(kind, "not_final", 101, .empty, "", .stop(.wrongAddress)),
      script(
        kind, "conflict", 409, .json, #"{"message":"Changed by another request"}"#,
        .row(code: "target_rejected")),
      script(kind, "invalid", 422, .empty, "", .row(code: "target_rejected")),
      script(kind, "bad_request", 410, .text, "Gone", .stop(.badRequest)),
    ]
  }
}
