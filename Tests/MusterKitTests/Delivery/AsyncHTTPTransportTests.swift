import AsyncHTTPClient
import NIOCore
import Testing

@testable import MusterKit

@Suite struct AsyncHTTPTransportTests {
  @Test("A refused connection is told at once")
  func refused() async throws {
    try await AsyncHTTPTransport.withTransport { transport in
      // Port 1 (tcpmux) of loopback: nobody listens there.
      let request = HTTPRequest(.get, "http://127.0.0.1:1/")
      await #expect(throws: TransportFailure.refused) {
        _ = try await transport.send(request)
      }
    }
  }

  @Test(
    "Failures have their class",
    arguments: [
      (HTTPClientError.connectTimeout as any Error & Sendable, TransportFailure.connectTimeout),
      (HTTPClientError.deadlineExceeded, .timeout), (HTTPClientError.readTimeout, .timeout),
      (HTTPClientError.remoteConnectionClosed, .reset), (HTTPClientError.cancelled, .cancelled),
      (HTTPClientError.tlsHandshakeTimeout, .tls), (HTTPClientError.invalidURL, .other),
      (CancellationError(), .cancelled), (IOError(errnoCode: 104, reason: "read"), .reset),
      (IOError(errnoCode: 111, reason: "connect"), .refused),
      (ChannelError.connectTimeout(.seconds(1)), .connectTimeout), (ChannelError.eof, .reset),
      (TransportFailure.dns, .dns),
    ])
  func classes(error: any Error & Sendable, expected: TransportFailure) {
    #expect(AsyncHTTPTransport.failure(error) == expected)
  }

  @Test("A failure is one that may have arrived, unless there was no connection")
  func arrival() {
    let never = TransportFailure.allCases.filter { !$0.mayHaveArrived }
    #expect(never == [.connectTimeout, .refused, .dns, .tls])
    #expect(TransportFailure.allCases.allSatisfy { $0.sentence.hasSuffix(".") })
  }
}
