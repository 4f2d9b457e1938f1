/// The real wire: AsyncHTTPClient.

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends requests through a client of its own: HTTP/1.1, no redirects, no proxy, no repeats.
///
/// Has to be shut down before it goes away; `withTransport` does.
package struct AsyncHTTPTransport: HTTPTransport {
  private let client: HTTPClient
  private let timeout: Duration
  private let clock: any DeliveryClock

  /// The time-out is for a whole exchange, to the last byte of the answer; that of the connection is
  /// for the connection alone.
  package init(
    timeout: Duration = .seconds(60), connectTimeout: Duration = .seconds(10),
    clock: any DeliveryClock = SystemDeliveryClock()
  ) {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(connect: TimeAmount(connectTimeout)))
    configuration.httpVersion = .http1Only
    configuration.proxy = nil
    configuration.networkFrameworkWaitForConnectivity = false
    // A refused connection is told at once; whether to try again is the retry policy's business.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
    // Servers close idle connections after 5 s and more; a request on one that is just being closed
    // would look as if it had been sent and lost.
    configuration.connectionPool.idleTimeout = .seconds(4)
    client = HTTPClient(
      eventLoopGroupProvider: .shared(HTTPClient.defaultEventLoopGroup),
      configuration: configuration)
    self.timeout = timeout
    self.clock = clock
  }

  /// Lends a transport and shuts it down afterwards, whatever happens.
  package static func withTransport<Result>(
    timeout: Duration = .seconds(60), _ body: (AsyncHTTPTransport) async throws -> Result
  ) async throws -> Result {
    let transport = AsyncHTTPTransport(timeout: timeout)
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
    try await client.shutdown()
  }

  package func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
    do {
      return try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
        group.addTask { try await exchange(request) }
        group.addTask {
          try await clock.sleep(for: timeout)
          throw TransportFailure.timeout
        }
        defer { group.cancelAll() }
        guard let answer = try await group.next() else { throw TransportFailure.other }
        return answer
      }
    } catch {
      throw Self.failure(error)
    }
  }

  private func exchange(_ request: HTTPRequest) async throws -> HTTPAnswer {
    var outgoing = HTTPClientRequest(url: request.url)
    outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
    for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
    if let authorization = request.authorization {
      outgoing.headers.add(name: "Authorization", value: authorization.reveal())
    }
    if !request.body.isEmpty { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }

    let response = try await client.execute(outgoing, deadline: .distantFuture)
    var answer = HTTPAnswer(status: Int(response.status.code))
    for (name, value) in response.headers where answer.headers[name] == nil {
      answer.headers[name] = value
    }
    let limit = answer.isSuccess ? request.answerLimit : HTTPAnswer.errorBodyLimit
    for try await part in response.body {
      answer.body.append(contentsOf: part.readableBytesView.prefix(limit - answer.body.count))
      if answer.body.count == limit { break }
    }
    return answer
  }

  // MARK: Failures

  static func failure(_ error: any Error) -> TransportFailure {
    switch error {
    case let failure as TransportFailure: failure
    case is CancellationError: .cancelled
    case let error as HTTPClientError: failure(of: error)
    case let error as NIOConnectionError: failure(of: error)
    case let error as ChannelError: failure(of: error)
    case let error as IOError: failure(errno: error.errnoCode)
    case HTTPParserError.invalidEOFState: .reset
    default: failure(named: String(reflecting: type(of: error)))
    }
  }

  private static func failure(of error: HTTPClientError) -> TransportFailure {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout: .connectTimeout
    case .tlsHandshakeTimeout: .tls
    case .deadlineExceeded, .readTimeout, .writeTimeout: .timeout
    case .remoteConnectionClosed: .reset
    case .cancelled, .requestStreamCancelled: .cancelled
    default: .other
    }
  }

  private static func failure(of error: NIOConnectionError) -> TransportFailure {
    let causes = error.connectionErrors.map { failure($0.error) }
    return causes.first ?? (error.dnsAError != nil || error.dnsAAAAError != nil ? .dns : .refused)
  }

  private static func failure(of error: ChannelError) -> TransportFailure {
    switch error {
    case .connectTimeout: .connectTimeout
    case .eof, .inputClosed, .outputClosed, .ioOnClosedChannel, .alreadyClosed: .reset
    default: .other
    }
  }

  private static func failure(errno code: CInt) -> TransportFailure {
    switch code {
    case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL: .refused
    case ECONNRESET, EPIPE, ECONNABORTED, ENOTCONN: .reset
    case ETIMEDOUT: .timeout
    default: .other
    }
  }

  /// TLS errors come from packages that we don't depend on ourselves.
  private static func failure(named name: String) -> TransportFailure {
    name.hasPrefix("NIOSSL.") || name.contains("TLSError") ? .tls : .other
  }
}
