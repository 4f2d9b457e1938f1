import AsyncHTTPClient
import NIOCore
import NIOSSL
import Testing

@testable import MusterKit

@Suite struct TransportFailureTests {
  @Test(
    arguments: [
      (HTTPClientError.connectTimeout as any Error & Sendable, TransportFailure.connectTimeout),
      (HTTPClientError.tlsHandshakeTimeout, .connectTimeout),
      (HTTPClientError.readTimeout, .firstByteTimeout),
      (HTTPClientError.deadlineExceeded, .timeout),
      (HTTPClientError.httpProxyHandshakeTimeout, .proxyUnreachable),
      (HTTPClientError.invalidProxyResponse, .proxyRefused),
      (HTTPClientError.proxyAuthenticationRequired, .proxyAuthentication),
      (HTTPClientError.remoteConnectionClosed, .reset), (HTTPClientError.cancelled, .cancelled),
      (HTTPClientError.invalidURL, .other),
      (CancellationError(), .cancelled), (IOError(errnoCode: 104, reason: "read"), .reset),
      (IOError(errnoCode: 111, reason: "connect"), .refused),
      (ChannelError.connectTimeout(.seconds(1)), .connectTimeout), (ChannelError.eof, .reset),
      (NIOSSLError.handshakeFailed(.noError), .tls), (NIOSSLError.uncleanShutdown, .reset),
      (NIOSSLExtraError.failedToValidateHostname, .tls), (BoringSSLError.syscallError, .reset),
      (TransportFailure.dns, .dns),
    ])
  func `failures have their class`(error: any Error & Sendable, expected: TransportFailure) {
    #expect(TransportFailure(error) == expected)
  }

  @Test(arguments: [
    (TransportFailure.refused, TransportFailure.proxyUnreachable), (.dns, .proxyUnreachable),
    (.connectTimeout, .proxyUnreachable), (.tls, .tls), (.reset, .reset),
    (.proxyRefused, .proxyRefused),
  ])
  func `what can't be connected to is the proxy, where there is one`(
    failure: TransportFailure, expected: TransportFailure
  ) {
    #expect(TransportFailure(failure, isProxied: true) == expected)
  }

  @Test func `a failure is one that may have arrived, unless there was no connection`() {
    let never = TransportFailure.allCases.filter { !$0.mayHaveArrived }
    #expect(
      never == [
        .connectTimeout, .refused, .dns, .tls, .proxyUnreachable, .proxyRefused,
        .proxyAuthentication,
      ])
    #expect(TransportFailure.allCases.allSatisfy { $0.sentence.hasSuffix(".") })
  }
}
