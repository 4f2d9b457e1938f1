import Testing

@testable import MusterKit

/// Sends a request to a server that does one thing.
private func send(
  to act: WireServer.Act, _ connection: ConnectionSettings = ConnectionSettings(),
  limit: Int = 1 << 20
) async throws -> HTTPAnswer {
  try await WireServer.run(act) { _, port in
    try await AsyncHTTPTransport.withTransport(connection) { transport in
      try await transport.send(
        HTTPRequest(.get, "http://127.0.0.1:\(port)/", answerLimit: limit))
    }
  }
}

@Suite(.timeLimit(.minutes(5))) struct AsyncHTTPTransportTests {
  @Test func `a refused connection is told at once`() async throws {
    try await AsyncHTTPTransport.withTransport { transport in
      // Port 1 (tcpmux) of loopback: nobody listens there.
      let request = HTTPRequest(.get, "http://127.0.0.1:1/")
      await #expect(throws: TransportFailure.refused) {
        _ = try await transport.send(request)
      }
    }
  }

  // MARK: Time-outs

  private static let soon = Duration.milliseconds(100)
  /// For what must not come before the answer's start has come, on a machine that is busy.
  private static let later = Duration.seconds(2)

  @Test func `silence before an answer ends with the time-out of the first byte`() async throws {
    let failure = await #expect(throws: TransportFailure.self) {
      _ = try await send(to: .silence, ConnectionSettings(firstByteTimeout: Self.soon))
    }
    #expect(failure == .firstByteTimeout)
  }

  @Test func `silence within an answer ends with the time-out of the answer`() async throws {
    let start = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"
    let failure = await #expect(throws: TransportFailure.self) {
      _ = try await send(to: .say(start), ConnectionSettings(firstByteTimeout: Self.later))
    }
    #expect(failure == .timeout)
  }

  @Test(arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", "HTTP/1.1 200 OK\r\nX: "])
  func `an answer that trickles ends with the time-out of the answer`(start: String) async throws {
    let failure = await #expect(throws: TransportFailure.self) {
      _ = try await send(
        to: .trickle(start), ConnectionSettings(firstByteTimeout: .seconds(30), timeout: Self.soon))
    }
    #expect(failure == .timeout)
  }

  @Test func `TLS that is never spoken ends with the time-out of the connection`() async throws {
    try await WireServer.run(.silence) { _, port in
      try await AsyncHTTPTransport.withTransport(ConnectionSettings(connectTimeout: Self.soon)) {
        transport in
        let failure = await #expect(throws: TransportFailure.self) {
          _ = try await transport.send(HTTPRequest(.get, "https://127.0.0.1:\(port)/"))
        }
        #expect(failure == .connectTimeout)
      }
    }
  }

  // MARK: Bodies

  @Test(arguments: [
    ("Content-Length: 2\r\n\r\n{}", "{}"), ("Content-Length: 0\r\n\r\n", ""),
    ("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "{}"),
    // To the end of the connection (RFC 9112, section 6.3).
    ("Content-Type: text/html\r\n\r\n<p>", "<p>"),
  ])
  func `a body is read as it was framed`(framed: String, body: String) async throws {
    let answer = try await send(to: .sayAndClose("HTTP/1.1 200 OK\r\n" + framed))
    #expect(String(decoding: answer.body, as: UTF8.self) == body)
  }

  private static let cutBodies = [
    "Content-Length: 10\r\n\r\n{\"a\"", "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n",
    "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"a\"",
  ]

  @Test(arguments: cutBodies)
  func `a success that is cut is a connection that ended`(framed: String) async throws {
    let failure = await #expect(throws: TransportFailure.self) {
      _ = try await send(to: .sayAndClose("HTTP/1.1 200 OK\r\n" + framed))
    }
    #expect(failure == .reset)
  }

  @Test(arguments: cutBodies)
  func `an error that is cut is answered with what there is of it`(framed: String) async throws {
    let answer = try await send(to: .sayAndClose("HTTP/1.1 402 Payment Required\r\n" + framed))
    #expect(answer.status == 402)
    #expect(String(decoding: answer.body, as: UTF8.self) == "{\"a\"")
  }

  @Test(arguments: [
    ConnectionSettings(timeout: later), ConnectionSettings(firstByteTimeout: later),
  ])
  func `an error that isn't complete in time is an answer`(
    connection: ConnectionSettings
  ) async throws {
    let answer = try await send(
      to: .say("HTTP/1.1 422 No\r\nContent-Length: 9\r\n\r\nabc"), connection)
    #expect(answer.status == 422)
    #expect(answer.body == Array("abc".utf8))
  }

  @Test(arguments: [(200, 1000, 1000), (500, 1000, HTTPAnswer.errorBodyLimit)])
  func `of a body without end only the limit is read`(
    status: Int, limit: Int, expected: Int
  ) async throws {
    let start = "HTTP/1.1 \(status) X\r\nContent-Length: \(256 << 20)\r\n\r\n"
    try await WireServer.run(.flood(start)) { server, port in
      try await AsyncHTTPTransport.withTransport { transport in
        let answer = try await transport.send(
          HTTPRequest(.get, "http://127.0.0.1:\(port)/", answerLimit: limit))
        #expect(answer.body == Array(repeating: UInt8(ascii: "x"), count: expected))
        try await server.waitForFirstEnd()
        // What the buffers of both sockets hold may have been taken.
        #expect(server.sent < 32 << 20)
      }
    }
  }

  @Test func `a connection is used again`() async throws {
    try await WireServer.run(.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) { server, port in
      try await AsyncHTTPTransport.withTransport { transport in
        for _ in 0..<3 {
          _ = try await transport.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/"))
        }
      }
      #expect(server.heads.count == 3)
    }
  }

  // MARK: Redirects

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect is an answer, and nothing goes where it leads`(status: Int) async throws {
    try await WireServer.run(.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) { other, port in
      let location = "Location: http://127.0.0.1:\(port)/"
      let redirect = "HTTP/1.1 \(status) Moved\r\n\(location)\r\nContent-Length: 0\r\n\r\n"
      let answer = try await send(to: .say(redirect))
      #expect(answer.status == status)
      #expect(other.received.isEmpty)
    }
  }
}
