// One request and its answer, as plain values: what the emulator decides on, without sockets.

import Foundation

/// The two APIs that the emulator plays.
package enum SandboxSide: String, Sendable, CaseIterable {
  case getSales
  case lemlist

  /// As it is typed and printed.
  var name: String { self == .getSales ? "getsales" : "lemlist" }

  init?(name: String?) {
    guard let side = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = side
  }
}

/// A request, as far as the emulator looks at it.
struct Call: Sendable {
  var method: String
  /// The parts of the path, percent-decoded, without empty ones: `["api", "contacts"]`.
  var path: [String]
  var query: [String: String] = [:]
  var authorization: String?
  var contentType: String?
  var userAgent: String?
  var teamID: String?
  var host: String?
  var body: [UInt8] = [] {
    didSet { json = body.isEmpty ? nil : SandboxJSON(parsing: body) }
  }
  /// The body, if it is JSON. Parsed here and not in the world, where others would wait for it.
  private(set) var json: SandboxJSON?

  /// The target is path and query as they stand in the request line.
  init(method: String, target: String) {
    self.method = method
    let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = halves[0].split(separator: "/").map { Self.decoded($0) }
    if halves.count == 2 {
      for pair in halves[1].split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        query[Self.decoded(parts[0])] =
          parts.count == 2 ? Self.decoded(parts[1].replacing("+", with: " ")) : ""
      }
    }
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    text.utf8.contains(UInt8(ascii: "%"))
      ? text.removingPercentEncoding ?? String(text) : String(text)
  }

  /// Whether the body is said to be JSON; parameters such as `charset` don't matter.
  var hasJSONContentType: Bool {
    if contentType == "application/json" { return true }
    let type = contentType?.split(separator: ";").first?.trimmingCharacters(in: .whitespaces)
    return type?.lowercased() == "application/json"
  }
}

/// An answer, and what becomes of the connection.
struct Reply: Sendable {
  var status: Int
  var contentType: String
  var body: [UInt8]
  /// Further headers, in the order in which they are sent.
  var headers: [Header] = []
  /// How long the answer is held back.
  var delay: Duration = .zero
  /// Whether the connection is closed instead of answering.
  var dropsConnection = false
  /// After how many bytes of the body the connection is closed; nil: it isn't.
  var cutAfter: Int?
  /// The contact that an upsert was accepted for, whatever the client is told.
  var contactID: String?

  struct Header: Sendable, Equatable {
    var name: String
    var value: String
  }

  static func json(_ status: Int, _ value: SandboxJSON) -> Reply {
    Reply(status: status, contentType: "application/json", body: value.encoded)
  }

  static func text(_ status: Int, _ text: String) -> Reply {
    Reply(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
  }

  /// A JSON text a line.
  static func jsonLines(_ values: some Sequence<SandboxJSON>) -> Reply {
    var reply = text(200, "")
    for value in values { reply.body += value.encoded + [UInt8(ascii: "\n")] }
    return reply
  }

  static func html(_ status: Int, _ text: String) -> Reply {
    Reply(status: status, contentType: "text/html; charset=utf-8", body: Array(text.utf8))
  }

  /// What a proxy in front of an API answers when it, or the API behind it, is in trouble.
  static func proxyError(_ status: Int) -> Reply {
    let title =
      switch status {
      case 502: "502 Bad Gateway"
      case 503: "503 Service Temporarily Unavailable"
      case 504: "504 Gateway Time-out"
      default: "\(status)"
      }
    return .html(
      status,
      "<html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n"
        + "<center><h1>\(title)</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>"
    )
  }

  /// The firewall in front of lemlist refusing a User-Agent it doesn't like (error 1010, seen by
  /// three public projects with the default agents of HTTP libraries).
  static let blockedAgent = Reply.html(
    403,
    "<!DOCTYPE html><html><head><title>Access denied | api.lemlist.com used Cloudflare to "
      + "restrict access</title></head><body><h1>Error 1010</h1><p>The owner of this website "
      + "has banned your access based on your browser's signature.</p></body></html>")

  /// Sets a header, in place of one of the same name.
  mutating func set(_ name: String, _ value: String) {
    headers.removeAll { $0.name.lowercased() == name.lowercased() }
    headers.append(Header(name: name, value: value))
  }

  /// Makes a success unreadable: only the first half of its body is left, or a text that isn't
  /// JSON in place of it (seen at lemlist on other routes: 200, a JSON content type, bare text).
  mutating func garble(isCut: Bool) {
    guard status < 300 else { return }
    body = isCut ? Array(body.prefix(body.count / 2)) : Array("OK".utf8)
  }

  func has(_ name: String) -> Bool {
    headers.contains { $0.name.lowercased() == name.lowercased() }
  }

  var bodyText: String { String(decoding: body, as: UTF8.self) }
}
