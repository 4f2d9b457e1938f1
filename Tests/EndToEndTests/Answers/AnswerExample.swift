import Foundation
import Logging
import Sandbox
import Testing

@testable import MusterKit

/// An answer of the emulator, and the line of a target's table that has to decide about it.
struct AnswerExample: Sendable, CustomTestStringConvertible {
  /// What the answer means for the contact and the run.
  enum Meaning: Sendable {
    case row(code: String, fields: Set<String> = [])
    case alreadyThere
    case wait
    case retry
    /// - says: what the sentence has to say; nil: what every sentence of that reason has to.
    case stop(StopReason, says: String? = nil)
  }

  typealias Question = @Sendable (any Target) -> HTTPRequest

  var target: TargetKind
  /// The line's name.
  var rule: String
  var status: Int
  var form: AnswerBody.Form
  var meaning: Meaning
  /// How the emulator is set, apart from having no rate limit.
  var sandbox: @Sendable (inout SandboxConfiguration) -> Void = { _ in }
  /// What the emulator is told to answer; nil: it answers so by itself.
  var script: ScriptedAction?
  /// What muster is set to, as in the environment.
  var settings: [String: String] = [:]
  var ask: Question = Self.person
  /// How often the request is sent; the last answer counts.
  var times = 1

  var isNatural: Bool { script == nil }

  var testDescription: String {
    "\(target.rawValue) \(rule) \(status) \(form)\(isNatural ? "" : ", scripted")"
  }

  static let all = TargetKind.emulated.flatMap { common($0) } + getsales + lemlist

  // MARK: Questions

  static let key = "e2e-key-5Rj1Wf0Mp7Sx2Gu9Ve"
  static let sides: [TargetKind: SandboxSide] = [.getsales: .getSales, .lemlist: .lemlist]
  static let lists: [TargetKind: String] = [
    .getsales: "a1b2c3d4-e5f6-7890-abcd-ef1234567890", .lemlist: "clt_sandbox",
  ]
  static let keyVariables: [TargetKind: String] = [
    .getsales: "GETSALES_API_KEY", .lemlist: "LEMLIST_API_KEY",
  ]

  /// The upsert of a contact whom every target takes.
  static let person: Question = { target in
    var contact = Contact(
      row: 1, line: 2, identity: Identity(email: "jane@acme.com", linkedin: "jane-doe"))
    contact[.email] = "jane@acme.com"
    contact[.firstName] = "Jane"
    return target.upsert(target.payload(for: contact))
  }

  /// An upsert of anything.
  static func upsert(_ body: String) -> Question {
    { $0.upsert(Payload(body: Array(body.utf8))) }
  }

  /// Any request, made of an upsert.
  static func request(
    _ method: HTTPRequest.Method, _ path: String, body: String = ""
  ) -> Question {
    { target in
      var request = target.upsert(Payload(body: Array(body.utf8)))
      let root = target.keyCheck.url.split(separator: target.kind == .lemlist ? "/team" : "/id/")
      request.method = method
      request.url = (root.first ?? "") + path
      return request
    }
  }

  /// The upsert of the person, with a header of another value.
  static func header(_ name: String, _ value: String) -> Question {
    { target in
      var request = person(target)
      request.headers.removeAll { $0.name == name }
      request.headers.append((name, value))
      return request
    }
  }

  // MARK: Settings of the emulator

  private static let profiles:
    [TargetKind: any WritableKeyPath<SandboxFaults, FaultProfile> & Sendable] = [
      .getsales: \.getSales, .lemlist: \.lemlist,
    ]

  /// Changes the faults of a target's side.
  static func faults(
    _ target: TargetKind, _ change: @escaping @Sendable (inout FaultProfile) -> Void
  ) -> @Sendable (inout SandboxConfiguration) -> Void {
    { configuration in
      if let profile = profiles[target] { change(&configuration.faults[keyPath: profile]) }
    }
  }

  /// Every request meets a fault that is answered with a status.
  static func always(
    _ status: Int, _ target: TargetKind
  ) -> @Sendable (inout SandboxConfiguration) -> Void {
    faults(target) { $0.statuses = [status: 1] }
  }

  // MARK: The wire

  /// The target of a kind at an emulator, as it is set.
  static func target(
    _ kind: TargetKind, at sandbox: Sandbox, settings: [String: String] = [:]
  ) throws -> any Target {
    var environment = settings
    environment["MUSTER_TARGETS_GETSALES_BASE_URL"] = sandbox.getSalesBaseURL
    environment["MUSTER_TARGETS_LEMLIST_BASE_URL"] = sandbox.lemlistBaseURL
    let sources = ConfigurationSources(workingDirectory: "/", environment: environment)
    let configuration = try MusterConfiguration.load(sources).configuration
    let list = TargetList(id: lists[kind] ?? "", name: "Sandbox")
    return try configuration.makeTarget(kind, key: Secret(key)).using(list)
  }

  /// What the emulator answers over HTTP, with the target that asked and its request.
  func answered() async throws -> (answer: HTTPAnswer, target: any Target, request: HTTPRequest) {
    var configuration = SandboxConfiguration()
    configuration.rate = .none
    configuration.getSalesKey = Self.key
    configuration.lemlistKey = Self.key
    sandbox(&configuration)
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return try await withSandbox(configuration, logger: quiet) { sandbox in
      if let script, let side = Self.sides[target] { await sandbox.script(script, on: side) }
      let target = try Self.target(target, at: sandbox, settings: settings)
      let request = ask(target)
      let answer = try await AsyncHTTPTransport.withTransport { transport in
        for _ in 1..<times { _ = try await transport.send(request) }
        return try await transport.send(request)
      }
      return (answer, target, request)
    }
  }
}
