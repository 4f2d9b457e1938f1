import Testing

@testable import MusterKit

/// What every target has to do alike with answers. See also TargetDefinitionTests.
@Suite(.withThirdTarget) struct TargetSuiteTests {
  /// What becomes of a request, without its details.
  enum Outcome: Equatable {
    case accepted, unreadable, rejected, alreadyThere, wait, retry
    case stop(StopReason)

    init(_ answer: Answer) {
      self =
        switch answer {
        case .accepted: .accepted
        case .unreadable: .unreadable
        case .rejected: .rejected
        case .alreadyThere: .alreadyThere
        case .wait: .wait
        case .retry: .retry
        case .stop(let cause): .stop(cause.reason)
        }
    }
  }

  private static let html = "<!DOCTYPE html><html><body>Attention</body></html>"

  /// Status, body, what it means; for each kind of target.
  static let table: [(TargetKind, Int, String, Outcome)] = SampleTarget.kinds.flatMap { kind in
    let rows: [(Int, String, Outcome)] = [
      (200, SampleTarget.acceptance(kind), .accepted),
      (201, SampleTarget.acceptance(kind), .accepted),
      (200, "", .unreadable), (200, "OK", .unreadable), (200, "[]", .unreadable),
      (200, #"{"uuid":"cut of"#, .unreadable),
      (200, html, .stop(.wrongAddress)),
      (301, "", .stop(.wrongAddress)), (302, html, .stop(.wrongAddress)),
      (400, "text", .stop(.badRequest)), (400, "", .stop(.badRequest)),
      (401, "", .stop(.badKey)), (401, html, .stop(.badKey)),
      (401, #"{"error":"Unauthorized"}"#, .stop(.badKey)),
      (402, "", .stop(.noCredits)), (402, #"{"message":"Pay"}"#, .stop(.noCredits)),
      (403, "", .stop(.forbidden)), (403, html, .stop(.firewall)),
      (404, html, .stop(.wrongAddress)), (404, "", .stop(.wrongAddress)),
      (405, "", .stop(.wrongAddress)), (415, "", .stop(.wrongAddress)),
      (408, "", .retry), (409, "{}", .rejected), (413, html, .rejected),
      (422, #"{"error":{"reason":"validation_error","message":"No"}}"#, .rejected),
      (422, #"{"message":"No"}"#, .rejected), (422, #"{"error":"No"}"#, .rejected),
      (422, "No", .rejected), (422, "", .rejected), (422, "{ not json", .rejected),
      (429, "", .wait), (429, html, .wait), (503, "", .wait), (503, html, .wait),
      (500, "", .retry), (500, #"{"message":"Server Error"}"#, .retry), (501, "", .retry),
      (502, html, .retry), (504, "", .retry), (520, html, .retry), (599, "", .retry),
    ]
    return rows.map { (kind, $0.0, $0.1, $0.2) }
  }

  @Test("An answer has its class", arguments: table)
  func classes(kind: TargetKind, status: Int, body: String, expected: Outcome) throws {
    let target = try SampleTarget.of(kind)
    let answer = HTTPAnswer(status: status, body: Array(body.utf8))
    let payload = target.payload(for: SampleTarget.person)
    #expect(Outcome(target.classify(answer, to: payload)) == expected)
  }

  @Test(
    "The headers of a limit mean something on a 429 and a 503 only", arguments: SampleTarget.kinds)
  func limitHeaders(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    let headers: HTTPHeaderFields = [
      "Retry-After": "2", "X-RateLimit-Limit": "20", "X-RateLimit-Remaining": "7",
      "X-RateLimit-Reset": "Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)",
    ]
    for status in [200, 201, 422, 500, 429, 503] {
      let body = status < 300 ? SampleTarget.acceptance(kind) : "{}"
      let answer = HTTPAnswer(status: status, headers: headers, body: Array(body.utf8))
      let read = target.classify(answer, to: target.payload(for: SampleTarget.person))
      if status == 429 || status == 503 {
        #expect(read == .wait(Throttle(status: status, headers: RateLimitHeaders(headers))))
      } else if case .wait = read {
        Issue.record("\(status) is no wait")
      }
    }
  }

  @Test("An accepted contact has the target's id", arguments: SampleTarget.kinds)
  func identifiers(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    let answer = HTTPAnswer(status: 200, body: Array(SampleTarget.acceptance(kind).utf8))
    guard
      case .accepted(let acceptance) = target.classify(
        answer, to: target.payload(for: SampleTarget.person))
    else {
      Issue.record("not accepted")
      return
    }
    #expect(acceptance.targetID == "id1")
    #expect(acceptance.remarks.isEmpty)
    #expect(acceptance.status.isAccepted)
  }

  @Test(
    "No text of a target brings a value of the row into a reason", arguments: SampleTarget.kinds)
  func privacy(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    let payload = target.payload(for: SampleTarget.person)
    let said =
      "Jane Doe <jane@acme.com> of ACME, see linkedin.com/in/jane-doe or +41 44 668 18 00 12"
    for status in [400, 401, 403, 404, 409, 410, 422] {
      for body in [
        said, #"{"error":"\#(said)"}"#, #"{"message":"\#(said)"}"#,
        #"{"error":{"code":"\#(said)","message":"\#(said)"}}"#,
        #"{"error":{"reason":"\#(said)","data":{"\#(said)":["\#(said)"],"email":["\#(said)"]}}}"#,
      ] {
        let read = target.classify(HTTPAnswer(status: status, body: Array(body.utf8)), to: payload)
        let texts: [String] =
          switch read {
          case .rejected(let refusal): [refusal.code, refusal.reason] + refusal.fields
          case .stop(let cause): [cause.sentence, cause.code ?? ""]
          default: []
          }
        #expect(!texts.isEmpty)
        for value in ["jane@", "acme.com", "jane-doe", "linkedin.com", "Jane", "Doe"] {
          #expect(!texts.joined().contains(value), "\(texts)")
        }
      }
    }
  }

  @Test("A body of megabytes is read no further than 64 KiB", arguments: SampleTarget.kinds)
  func hugeBody(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    let body = Array(String(repeating: "no way ", count: 1_000_000).utf8)
    guard
      case .rejected(let refusal) = target.classify(
        HTTPAnswer(status: 422, body: body), to: Payload(body: []))
    else {
      Issue.record("not rejected")
      return
    }
    #expect(refusal.reason.count <= ReasonText.limit)
  }

  @Test("A numeric member id is no target's, and is remarked on", arguments: SampleTarget.kinds)
  func numericMember(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    let contact = Contact(row: 1, line: 2, identity: Identity(linkedinMember: "987654321"))
    #expect(!target.canTake(contact))
    let payload = target.payload(for: contact)
    #expect(payload.remarks.map(\.code) == [.linkedInNotSendable])
    #expect(!String(decoding: payload.body, as: UTF8.self).contains("987654321"))
  }

  @Test("Requests say who asks, and never print the key", arguments: SampleTarget.kinds)
  func headers(kind: TargetKind) throws {
    let target = try SampleTarget.of(kind)
    for request in [target.keyCheck, target.upsert(Payload(body: [0x7B, 0x7D]))] {
      let names = request.headers.map(\.name)
      #expect(names.contains("User-Agent") && names.contains("Accept"))
      #expect(names.contains("Content-Type") == (request.method == .post))
      #expect(!names.contains("Authorization") && request.authorization != nil)
      var dumped = ""
      dump(request, to: &dumped)
      #expect(!dumped.contains("Bearer") && !dumped.contains("Basic"))
    }
  }
}

@Suite struct ReasonTextTests {
  @Test(
    "Texts lose what could be a person's",
    arguments: [
      ("The email must be valid.", "The email must be valid."),
      ("a@b.de is taken", "… is taken"), ("(a%40b.de)", "…"), ("see https://x.de/p", "see …"),
      ("WWW.x.de", "…"), ("tel 00414466818", "tel …"),
      ("max. 255 characters", "max. 255 characters"),
      ("one\ntwo\tthree", "one two three"),
      (String(repeating: "k", count: 41), "…"),
      ("Value Acme AG is bad; Acme AGs isn't", "Value … is bad; Acme AGs isn't"),
      ("acme ag, acme ag", "…, …"), ("…", "…"), ("", ""),
    ])
  func clean(text: String, expected: String) {
    #expect(ReasonText.clean(text, hiding: ["Acme AG", "x"]) == expected)
  }

  @Test("Long texts are cut")
  func limit() {
    let text = ReasonText.clean(String(repeating: "word ", count: 100))
    #expect(text.count == 200 && text.hasSuffix("…"))
  }
}
