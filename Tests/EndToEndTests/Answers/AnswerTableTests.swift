import Testing

@testable import MusterKit

/// Holds the tables of answers against the emulator, line by line, over HTTP.
@Suite(.timeLimit(.minutes(5))) struct AnswerTableTests {
  @Test(arguments: TargetKind.emulated)
  func `every line of a table has an example, and every example a line`(target: TargetKind) throws {
    let rules = try target.rules.map(\.name)
    #expect(Set(rules).count == rules.count, "names are there to tell lines apart")
    let examples = AnswerExample.all.filter { $0.target == target }.map(\.rule)
    let without = rules.filter { !examples.contains($0) }
    #expect(without == [], "add examples for these lines")
    #expect(Set(examples).subtracting(rules) == [])
  }

  /// Whoever makes the emulator answer more by itself takes lines out here.
  @Test func `the emulator gives all but these answers by itself`() {
    let natural = Set(AnswerExample.all.filter(\.isNatural).map(\.line))
    let scripted = Set(AnswerExample.all.map(\.line)).subtracting(natural)
    let everywhere = [
      "conflict", "firewall_code", "not_final", "redirect", "request_timeout", "too_early",
      "unknown_status", "web_page", "wrong_media",
    ]
    #expect(
      scripted
        == Set(
          TargetKind.emulated.flatMap { kind in everywhere.map { "\(kind.rawValue) \($0)" } } + [
            "getsales list_not_found", "getsales user_blocked", "lemlist coded_not_found",
            "lemlist forbidden", "lemlist invalid",
          ]))
  }

  @Test(arguments: AnswerExample.all)
  func `the line decides, and its class follows`(example: AnswerExample) async throws {
    let (answer, target, request) = try await example.answered()
    let body = AnswerBody(answer.body)
    #expect(answer.status == example.status)
    #expect(body.form == example.form, "\(String(decoding: answer.body, as: UTF8.self))")
    let rule = try #require(target.answers.rule(for: answer.status, body))
    #expect(rule.name == example.rule)

    let read = target.classify(answer, to: Payload(body: request.body))
    switch (example.meaning, read) {
    case (.row(let code, let fields), .rejected(let refusal)):
      #expect(refusal.code == code && refusal.fields == fields)
      expectPrivacy(refusal.reason)
    case (.alreadyThere, .alreadyThere), (.retry, .retry(.status(example.status))): break
    case (.wait, .wait(let throttle)): #expect(throttle.status == example.status)
    case (.stop(let reason, let remedy), .stop(let cause)):
      #expect(cause.reason == reason && cause.httpStatus == example.status)
      #expect(cause.sentence.hasSuffix("."), "\(cause.sentence)")
      expectPrivacy(cause.sentence)
      let words = try #require(remedy ?? reason.remedy(at: target.kind))
      #expect(cause.sentence.contains(words), "\(cause.sentence)")
      // The same from a request for a list or a key.
      #expect(target.refusal(of: answer)?.reason == reason)
    default: Issue.record("\(read)")
    }
  }

  /// Something to read, without what was sent.
  private func expectPrivacy(_ text: String) {
    #expect(text.count > 5)
    for part in ["{", "}", "Jane", "jane", "acme", AnswerExample.key, "<html"] {
      #expect(!text.contains(part), "\(text)")
    }
  }
}

extension AnswerExample {
  fileprivate var line: String { "\(target.rawValue) \(rule)" }
}

extension TargetKind {
  fileprivate var rules: [AnswerRule] {
    get throws { try MusterConfiguration.standard().makeTarget(self, key: nil).answers.rules }
  }
}

extension StopReason {
  /// What a sentence about it has to say; nil: no answer stops a run for that reason.
  fileprivate func remedy(at target: TargetKind) -> String? {
    let remedies: [StopReason: String] = [
      .badKey: AnswerExample.keyVariables[target] ?? "",
      .noCredits: "then go on with muster resume",
      .forbidden: "Use ", .firewall: "another network",
      .badRequest: "Check targets.\(target.rawValue).base_url",
      .wrongAddress: "Check targets.\(target.rawValue).base_url",
      .listUnknown: "targets.\(target.rawValue).list",
      .listDynamic: "targets.\(target.rawValue).list",
    ]
    return remedies[self]
  }
}
