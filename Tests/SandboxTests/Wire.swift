// A client of the emulator through its sockets.

import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

@testable import Sandbox

/// A client of one sandbox.
struct Wire {
  struct Answer {
    var status: Int
    var headers: HTTPHeaders
    var text: String
    var json: SandboxJSON { SandboxJSON(parsing: Array(text.utf8)) ?? .null }
  }

  static let logger = Logger(label: "sandbox-tests") { _ in SwiftLogNoOpLogHandler() }

  let sandbox: Sandbox

  func getSales(
    _ body: SandboxJSON?, at path: String = "/leads/api/leads/upsert", key: String? = "key"
  ) async throws -> Answer {
    try await send(sandbox.getSalesBaseURL + path, key.map { "Bearer \($0)" }, body)
  }

  func lemlist(
    _ body: SandboxJSON?, at path: String = "/contacts", key: String = "key"
  ) async throws -> Answer {
    let login = Data(":\(key)".utf8).base64EncodedString()
    return try await send(sandbox.lemlistBaseURL + path, "Basic \(login)", body)
  }

  func send(
    _ url: String, _ authorization: String?, _ body: SandboxJSON?
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: url)
    if let authorization { request.headers.add(name: "Authorization", value: authorization) }
    if let body {
      request.method = .POST
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body.encoded))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
    return Answer(status: Int(response.status.code), headers: response.headers, text: text)
  }
}

/// Starts a sandbox, and hands its client over.
func withWire<Result>(
  _ change: (inout SandboxConfiguration) -> Void = { _ in },
  _ body: (Wire) async throws -> Result
) async throws -> Result {
  var configuration = SandboxConfiguration()
  change(&configuration)
  return try await withSandbox(configuration, logger: Wire.logger) {
    try await body(Wire(sandbox: $0))
  }
}
