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
  private let direct: HTTPClient
  /// Makes its connections through the proxy; nil where there is none.
  private let proxied: HTTPClient?
  package let executor: (any TaskExecutor)?

  package init(_ connection: ConnectionSettings = ConnectionSettings()) {
    self.connection = connection
    let configuration = Self.configuration(connection)
    // One thread has more than enough of a key's limit, and several only wake each other.
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    executor = EventLoopExecutor(loop)
    direct = Self.client(configuration, loop)
    proxied = connection.proxies.server.map { server in
      var configuration = configuration
      configuration.proxy = HTTPClient.Configuration.Proxy(server)
      return Self.client(configuration, loop)
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
    configuration.tracing.tracer = nil
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
  private static func client(
    _ configuration: HTTPClient.Configuration, _ loop: any EventLoop
  ) -> HTTPClient {
    HTTPClient(eventLoopGroupProvider: .shared(loop), configuration: configuration)
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
    let reception = Reception(limit: request.answerLimit)
    do {
      let exchange = client.execute(
        request: try HTTPClient.Request(request), delegate: reception,
        deadline: .now() + TimeAmount(connection.timeout))
      try await withTaskCancellationHandler {
        try await exchange.get()
      } onCancel: {
        exchange.cancel()
      }
    } catch is Reception.Enough {
      // The answer is there.
    } catch {
      try reception.end(TransportFailure(error, isProxied: isProxied))
    }
    guard let answer = reception.answer else { throw .other }
    return request.authorization?.removed(from: answer) ?? answer
  }
}

extension HTTPClient.Request {
  fileprivate init(_ request: HTTPRequest) throws {
    var headers = HTTPHeaders(request.headers)
    if let authorization = request.authorization {
      headers.add(name: "Authorization", value: authorization.header.reveal())
    }
    try self.init(
      url: request.url, method: HTTPMethod(rawValue: request.method.rawValue), headers: headers,
      body: request.body.isEmpty ? nil : .byteBuffer(ByteBuffer(bytes: request.body)))
  }
}

/// Takes an answer as it comes. The client calls it from the connection's thread.
private final class Reception: HTTPClientResponseDelegate {
  /// What was wanted of the body has come; the rest isn't read, and the connection is closed.
  struct Enough: Error {}

  private let limit: Int
  private let state = Mutex<HTTPAnswer?>(nil)

  /// - Parameter limit: how many bytes of a success' body are wanted.
  init(limit: Int) {
    self.limit = limit
  }

  /// As far as it has come.
  var answer: HTTPAnswer? { state.withLock(\.self) }

  func didReceiveHead(
    task: HTTPClient.Task<Void>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    var answer = HTTPAnswer(status: Int(head.status.code))
    for (name, value) in head.headers where answer.headers[name] == nil {
      answer.headers[name] = value
    }
    state.withLock { [answer] in $0 = answer }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<Void>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let isEnough = state.withLock { answer in
      let limit = answer?.isSuccess == true ? limit : HTTPAnswer.errorBodyLimit
      let room = limit - (answer?.body.count ?? 0)
      answer?.body.append(contentsOf: buffer.readableBytesView.prefix(room))
      return buffer.readableBytes >= room
    }
    return isEnough
      ? task.eventLoop.makeFailedFuture(Enough()) : task.eventLoop.makeSucceededVoidFuture()
  }

  func didFinishRequest(task: HTTPClient.Task<Void>) {}

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
