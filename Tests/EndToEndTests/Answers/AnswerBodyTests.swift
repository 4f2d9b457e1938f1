import Foundation
import Logging
import Sandbox
import Testing

@testable import MusterKit

/// The body of an answer: its form, and how much of it comes.
private struct BodyForm: Sendable {
  enum Shape: CaseIterable {
    /// As GetSales refuses.
    case fields
    /// As lemlist refuses a contact.
    case coded
    /// As lemlist's `/fields` refuses.
    case bare
    case text, html, empty
  }

  enum Extent: CaseIterable {
    case whole
    /// 10 MB.
    case huge
    /// Only the first half, with a length that says so.
    case half
    /// Half of what was announced; then the connection ends.
    case cut
  }

  var shape: Shape
  var extent: Extent

  var isJSON: Bool { [.fields, .coded, .bare].contains(shape) }
  var hasCode: Bool { shape == .fields || shape == .coded }

  private var text: String {
    let words = "Something is wrong here."
    let said = words + (extent == .huge ? String(repeating: " no way", count: 1_500_000) : "")
    return switch shape {
    case .fields: #"{"error":{"reason":"SOME_CODE","message":"\#(said)","data":{"x":["No."]}}}"#
    case .coded: #"{"success":false,"error":{"code":"SOME_CODE","message":"\#(said)"}}"#
    case .bare: #"{"error":"\#(said)"}"#
    case .text: said
    case .html: "<!DOCTYPE html><html><body>\(said)</body></html>"
    case .empty: extent == .huge ? String(repeating: " ", count: 10_500_000) : "        "
    }
  }

  /// Makes the emulator answer so.
  func action(_ status: Int) -> ScriptedAction {
    let types: [Shape: String] = [.text: "text/plain", .html: "text/html"]
    let type = types[shape] ?? "application/json"
    let text = text
    return switch extent {
    case .whole, .huge: .answer(status, contentType: type, body: text)
    case .half:
      .answer(status, contentType: type, body: String(text.prefix(text.count * 2 / 3)))
    case .cut: .cutAnswer(status, after: text.utf8.count * 2 / 3, contentType: type, body: text)
    }
  }
}

@Suite(.timeLimit(.minutes(5))) struct AnswerBodyTests {
  /// What a refusal means, whatever becomes of its body.
  private static func expected(_ target: TargetKind, _ status: Int, _ form: BodyForm) -> String {
    let isLemlist = target == .lemlist
    return switch status {
    case 400: isLemlist && form.isJSON ? "row" : "bad_request"
    case 401: "bad_key"
    case 402: "no_credits"
    case 403: form.shape == .html ? "firewall" : "forbidden"
    case 404: isLemlist && form.hasCode || !isLemlist && form.isJSON ? "row" : "wrong_address"
    case 413, 422: "row"
    case 429, 503: "wait"
    default: "retry"
    }
  }

  private static func outcome(_ answer: Answer) -> String {
    switch answer {
    case .rejected: "row"
    case .stop(let cause): cause.reason.rawValue
    case .wait: "wait"
    case .retry: "retry"
    default: "\(answer)"
    }
  }

  /// Of 10 MB one of each class is enough.
  private static func statuses(_ extent: BodyForm.Extent) -> [Int] {
    extent == .huge
      ? [400, 402, 422, 429, 500] : [400, 401, 402, 403, 404, 413, 422, 429, 500, 503]
  }

  @Test(arguments: TargetKind.emulated, BodyForm.Extent.allCases)
  fileprivate func `a refusal counts whatever the form of its body and how much of it comes`(
    target: TargetKind, extent: BodyForm.Extent
  ) async throws {
    try await withTarget(target) { target, send in
      for status in Self.statuses(extent) {
        for shape in BodyForm.Shape.allCases {
          let form = BodyForm(shape: shape, extent: extent)
          let answer = try await send(form.action(status))
          #expect(answer.status == status && answer.body.count <= HTTPAnswer.errorBodyLimit)
          let read = target.classify(answer, to: Payload(body: []))
          let expected = Self.expected(target.kind, status, form)
          #expect(Self.outcome(read) == expected, "\(status) \(form)")
          expectBounded(read, form)
        }
      }
    }
  }

  /// Codes come first in bodies, and so are known; what is quoted has an end.
  private func expectBounded(_ answer: Answer, _ form: BodyForm) {
    let (code, text): (String?, String) =
      switch answer {
      case .rejected(let refusal): (refusal.code, refusal.reason)
      case .stop(let cause): (cause.rowCode, cause.sentence)
      default: (nil, "")
      }
    #expect(text.count <= 500)
    guard let code else { return }
    let isKnown = code == "SOME_CODE"
    #expect(isKnown == form.hasCode, "\(code) of \(form)")
  }

  // MARK: Successes

  private static let contacts: [TargetKind: String] = [
    .getsales: #"{"uuid":"id1","status":"ok","about":"PADDING"}"#,
    .lemlist: #"{"success":true,"data":{"_id":"id1","created":true,"fields":{"a":"PADDING"}}}"#,
  ]

  @Test(arguments: TargetKind.emulated)
  func `a success is never the row's fault, nor the run's, unless it is none`(
    target: TargetKind
  ) async throws {
    let contact = Self.contacts[target] ?? ""
    let huge = contact.replacing("PADDING", with: String(repeating: "no way ", count: 1_500_000))
    let page = "<html>Sign in</html>"
    let refusal = #"{"success":false,"error":{"code":"SOME_CODE","message":"No"}}"#
    try await withTarget(target) { target, send in
      func read(_ body: String, _ type: String = "application/json") async throws -> Answer {
        let answer = try await send(.answer(201, contentType: type, body: body))
        #expect(answer.body.count <= 1 << 20)
        return target.classify(answer, to: Payload(body: []))
      }
      guard case .accepted(let acceptance) = try await read(contact) else {
        Issue.record("not accepted")
        return
      }
      #expect(acceptance.targetID == "id1")
      for body in [huge, String(contact.prefix(20)), "OK", "[]", "{}", "", "   "] {
        switch try await read(body) {
        case .rejected, .alreadyThere, .wait, .stop: Issue.record("\(body.prefix(20))")
        default: break
        }
      }
      for body in [page, page + huge] {
        #expect(Self.outcome(try await read(body, "text/html")) == "wrong_address")
      }
      #expect(Self.outcome(try await read(refusal)) == "row")
    }
  }

  @Test(arguments: TargetKind.emulated)
  func `a success whose connection ends in its middle may have arrived`(
    target: TargetKind
  ) async throws {
    try await withTarget(target) { target, send in
      let failure = await #expect(throws: TransportFailure.self) {
        _ = try await send(.cutAnswer(201, after: 20, body: Self.contacts[target.kind] ?? ""))
      }
      #expect(failure == .reset && failure?.mayHaveArrived == true)
    }
  }

  /// Lends a target at an emulator, and what sends it a contact that is answered in some way.
  private func withTarget(
    _ kind: TargetKind,
    _ body: (any Target, (ScriptedAction) async throws -> HTTPAnswer) async throws -> Void
  ) async throws {
    var configuration = SandboxConfiguration()
    configuration.rate = .none
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    try await withSandbox(configuration, logger: quiet) { sandbox in
      let target = try AnswerExample.target(kind, at: sandbox)
      let side = try #require(AnswerExample.sides[kind])
      try await AsyncHTTPTransport.withTransport { transport in
        try await body(target) { action in
          await sandbox.clearScripts()
          await sandbox.script(action, on: side)
          return try await transport.send(AnswerExample.person(target))
        }
      }
    }
  }
}
