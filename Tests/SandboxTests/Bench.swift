// A world without sockets, and a clock that goes on by a second with every call.

import Foundation

@testable import Sandbox

/// Sends calls to a ``World`` of its own.
struct Bench {
  static let listID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"

  var world: World
  /// Since the start.
  var now: Duration = .zero
  var step: Duration = .seconds(1)

  /// The start is Tue 2021-02-16 08:02:40 UTC, two seconds before the example in lemlist's docs.
  init(_ change: (inout SandboxConfiguration) -> Void = { _ in }) {
    var configuration = SandboxConfiguration()
    change(&configuration)
    world = World(configuration, startingAt: Date(timeIntervalSince1970: 1_613_462_560))
  }

  mutating func send(_ call: Call) -> Reply {
    now += step
    return world.answer(call, at: now)
  }

  mutating func getSales(
    _ method: String = "POST", _ target: String = "/leads/api/leads/upsert",
    _ body: SandboxJSON? = nil, key: String = "key"
  ) -> Reply {
    send(.getSales(method, target, body, key: key))
  }

  /// Upserts a lead; `more` are the members beside `lead`.
  mutating func upsertLead(_ lead: SandboxJSON, more: SandboxJSON = [:]) -> Reply {
    var body: SandboxJSON = ["lead": lead]
    if more["list_uuid"] == nil { body.append("list_uuid", .string(Self.listID)) }
    for member in more.members ?? [] { body.append(member.key, member.value) }
    return getSales("POST", "/leads/api/leads/upsert", body)
  }

  mutating func lemlist(
    _ method: String = "POST", _ target: String = "/api/contacts", _ body: SandboxJSON? = nil,
    key: String = "key"
  ) -> Reply {
    send(.lemlist(method, target, body, key: key))
  }

  mutating func upsertContact(_ body: SandboxJSON) -> Reply {
    lemlist("POST", "/api/contacts", body)
  }

  var snapshot: SandboxSnapshot { SandboxSnapshot(world) }
}

extension Call {
  static func getSales(
    _ method: String = "POST", _ target: String = "/leads/api/leads/upsert",
    _ body: SandboxJSON? = nil, key: String = "key"
  ) -> Call {
    var call = Call(method: method, target: target)
    call.authorization = "Bearer \(key)"
    call.add(body)
    return call
  }

  static func lemlist(
    _ method: String = "POST", _ target: String = "/api/contacts", _ body: SandboxJSON? = nil,
    key: String = "key"
  ) -> Call {
    var call = Call(method: method, target: target)
    call.authorization = "Basic \(Data(":\(key)".utf8).base64EncodedString())"
    call.add(body)
    return call
  }

  private mutating func add(_ body: SandboxJSON?) {
    userAgent = "muster-tests"
    guard let body else { return }
    contentType = "application/json"
    self.body = body.encoded
  }
}

extension Reply {
  /// The body; null if it isn't JSON.
  var json: SandboxJSON { SandboxJSON(parsing: body) ?? .null }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
