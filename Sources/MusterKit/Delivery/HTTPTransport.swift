/// The wire, as the delivery sees it: a request goes out, an answer or a failure comes back.

import Foundation

/// One request to a target.
package struct HTTPRequest: Sendable, Equatable {
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  package var method: Method
  package var url: String
  /// Without `Authorization`.
  package var headers: [(name: String, value: String)]
  package var authorization: Authorization?
  package var body: [UInt8]
  /// How many bytes of a 2xx answer's body are kept; of any other answer, 64 KiB are.
  package var answerLimit: Int

  package init(
    _ method: Method, _ url: String, headers: [(name: String, value: String)] = [],
    authorization: Authorization? = nil, body: [UInt8] = [], answerLimit: Int = 1 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.authorization = authorization
    self.body = body
    self.answerLimit = answerLimit
  }

  package static func == (left: HTTPRequest, right: HTTPRequest) -> Bool {
    left.method == right.method && left.url == right.url && left.body == right.body
      && left.authorization == right.authorization && left.answerLimit == right.answerLimit
      && left.headers.elementsEqual(right.headers, by: ==)
  }
}

/// An answer, whatever its status.
package struct HTTPAnswer: Sendable, Equatable {
  /// How many bytes of the body of an answer that isn't a success are read.
  package static let errorBodyLimit = 64 << 10

  package var status: Int
  package var headers: HTTPHeaderFields
  /// The body, or its start.
  package var body: [UInt8]

  package init(status: Int, headers: HTTPHeaderFields = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package var isSuccess: Bool { (200..<300).contains(status) }

  /// The body as JSON; nil if it is something else.
  var json: JSONValue? { JSONValue(parsing: body) }
}

/// The fields of an answer's header, by name without regard to case.
package struct HTTPHeaderFields: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  private var values: [String: String] = [:]

  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// The field's value; the first, where a name stands several times.
  package subscript(name: String) -> String? {
    get { values[name.lowercased()] }
    set { values[name.lowercased()] = newValue }
  }

  func mapValues(_ transform: (String) -> String) -> HTTPHeaderFields {
    var fields = self
    fields.values = values.mapValues(transform)
    return fields
  }
}

/// Why a request got no answer.
package enum TransportFailure: String, Error, Sendable, CaseIterable {
  /// The connection wasn't made in time.
  case connectTimeout = "connect_timeout"
  case refused = "connection_refused"
  case dns = "dns_failure"
  case tls = "tls_failure"
  /// No connection to the proxy was made in time, or at all; or it didn't answer in time.
  case proxyUnreachable = "proxy_unreachable"
  /// The proxy doesn't connect to the target.
  case proxyRefused = "proxy_refused"
  /// The proxy wants a user and a password, or other ones.
  case proxyAuthentication = "proxy_authentication"
  /// Nothing of an answer came in time.
  case firstByteTimeout = "first_byte_timeout"
  /// The answer wasn't complete in time.
  case timeout
  /// The connection ended before the answer was complete.
  case reset = "connection_reset"
  /// We ended the request ourselves.
  case cancelled
  case other = "transport_failure"

  /// Whether the target may have done what was asked.
  package var mayHaveArrived: Bool {
    switch self {
    case .connectTimeout, .refused, .dns, .tls: false
    case .proxyUnreachable, .proxyRefused, .proxyAuthentication: false
    case .firstByteTimeout, .timeout, .reset, .cancelled, .other: true
    }
  }
}

/// Sends requests. Never repeats one by itself, follows no redirect.
package protocol HTTPTransport: Sendable {
  /// Where tasks that send many requests run best; nil where that doesn't matter.
  var executor: (any TaskExecutor)? { get }

  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer
}

extension HTTPTransport {
  package var executor: (any TaskExecutor)? { nil }
}
