/// The real wire: AsyncHTTPClient.

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Sends requests through clients of its own: HTTP/1.1, no redirects, no repeats; through a proxy
/// where the settings say so.
///
/// Has to be shut down before it goes away; `withTransport` does.
package struct AsyncHTTPTransport: HTTPTransport {
  private let connection: ConnectionSettings
  private let clock: any DeliveryClock
  private let direct: HTTPClient
  /// Makes its connections through the proxy; nil where there is none.
  private let proxied: HTTPClient?

  package init(
    _ connection: ConnectionSettings = ConnectionSettings(),
    clock: any DeliveryClock = SystemDeliveryClock()
  ) {
    self.connection = connection
    self.clock = clock
    let configuration = Self.configuration(connection)
    direct = Self.client(configuration)
    proxied = connection.proxies.server.map { server in
      var configuration = configuration
      configuration.proxy = HTTPClient.Configuration.Proxy(server)
      return Self.client(configuration)
    }
  }

  private static func configuration(_ connection: ConnectionSettings) -> HTTPClient.Configuration {
    var tls = TLSConfiguration.makeClientConfiguration()
    if !connection.certificates.all.isEmpty {
      tls.additionalTrustRoots = [.certificates(connection.certificates.all)]
    }
    var configuration = HTTPClient.Configuration(
      tlsConfiguration: tls, redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(
        connect: TimeAmount(connection.connectTimeout),
        read: TimeAmount(connection.firstByteTimeout)))
    configuration.httpVersion = .http1Only
    configuration.proxy = nil
    configuration.networkFrameworkWaitForConnectivity = false
    // A refused connection is told at once; whether to try again is the retry policy's business.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      ConcurrencyLimit.range.upperBound
    // Servers close idle connections after 5 s and more; a request on one that is just being closed
    // would look as if it had been sent and lost.
    configuration.connectionPool.idleTimeout = .seconds(4)
    return configuration
  }

  /// The same sockets and the same TLS on every platform: Apple's own would take the trusted
  /// certificates otherwise.
  private static func client(_ configuration: HTTPClient.Configuration) -> HTTPClient {
    HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
      configuration: configuration)
  }

  /// Lends a transport and shuts it down afterwards, whatever happens.
  package static func withTransport<Result>(
    _ connection: ConnectionSettings = ConnectionSettings(),
    _ body: (AsyncHTTPTransport) async throws -> Result
  ) async throws -> Result {
    let transport = AsyncHTTPTransport(connection)
    let result: Result
    do {
      result = try await body(transport)
    } catch {
      try? await transport.shutdown()
      throw error
    }
    try await transport.shutdown()
    return result
  }

  /// Closes the connections. Requests on their way are ended.
  package func shutdown() async throws {
    try await direct.shutdown()
    try await proxied?.shutdown()
  }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
    let isProxied = connection.proxies.server(for: request.url) != nil
    let client = isProxied ? proxied ?? direct : direct
    let reception = Reception()
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await Self.exchange(request, client, reception) }
        group.addTask {
          try await clock.sleep(for: connection.timeout)
          throw TransportFailure.timeout
        }
        defer { group.cancelAll() }
        try await group.next()
      }
    } catch {
      try reception.end(TransportFailure(error, isProxied: isProxied))
    }
    guard let answer = reception.answer else { throw .other }
    return request.authorization.map { KeyEcho($0).removed(from: answer) } ?? answer
  }

  private static func exchange(
    _ request: HTTPRequest, _ client: HTTPClient, _ reception: Reception
  ) async throws {
    var outgoing = HTTPClientRequest(url: request.url)
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
    if let authorization = request.authorization {
      outgoing.headers.add(name: "Authorization", value: authorization.reveal())
    }
    if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }

    let response = try await client.execute(outgoing, deadline: .distantFuture)
    let limit = reception.begin(response, limit: request.answerLimit)
    // What lies behind the limit isn't read: the connection is closed.
    for try await part in response.body where reception.take(part, limit: limit) { break }
  }
}

/// An answer as far as it has come.
private final class Reception: Sendable {
  private let state = Mutex<HTTPAnswer?>(nil)

  var answer: HTTPAnswer? { state.withLock(\.self) }

  /// Takes an answer's head.
  ///
  /// - Returns: how many bytes of its body are wanted.
  func begin(_ response: HTTPClientResponse, limit: Int) -> Int {
    var answer = HTTPAnswer(status: Int(response.status.code))
    for (name, value) in response.headers where answer.headers[name] == nil {
      answer.headers[name] = value
    }
    state.withLock { [answer] in $0 = answer }
    return answer.isSuccess ? limit : HTTPAnswer.errorBodyLimit
  }

  /// Takes a part of the body, up to the limit.
  ///
  /// - Returns: whether that is enough.
  func take(_ part: ByteBuffer, limit: Int) -> Bool {
    state.withLock { answer in
      let room = limit - (answer?.body.count ?? 0)
      answer?.body.append(contentsOf: part.readableBytesView.prefix(room))
      return part.readableBytes >= room
    }
  }

  /// Settles an exchange that failed. A status that isn't a success counts without the rest of its
  /// body; a success that is cut may be anything.
  func end(_ failure: TransportFailure) throws(TransportFailure) {
    guard let answer, failure != .cancelled else { throw failure }
    if answer.isSuccess { throw failure == .firstByteTimeout ? .timeout : failure }
  }
}

extension HTTPClient.Configuration.Proxy {
  fileprivate init(_ server: ProxyServer) {
    switch server.kind {
    case .http:
      self = .server(
        host: server.host, port: server.port,
        authorization: server.credentials.map { .basic(credentials: $0.reveal()) })
    case .socks: self = .socksServer(host: server.host, port: server.port)
    }
  }
}
