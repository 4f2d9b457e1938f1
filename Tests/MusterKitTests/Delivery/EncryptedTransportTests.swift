import Foundation
import Testing

@testable import MusterKit

/// Trusts the authority of the tests.
private func trusting(
  proxies: ProxySettings = .none, connectTimeout: Duration = .seconds(10)
) throws -> ConnectionSettings {
  ConnectionSettings(
    connectTimeout: connectTimeout, proxies: proxies,
    certificates: try TrustedCertificates(pem: Array(TestCertificates.authority.utf8)))
}

private let created = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"

@Suite(.timeLimit(.minutes(5))) struct EncryptedTransportTests {
  private func send(
    to host: TestCertificates.Host, at name: String, _ connection: ConnectionSettings,
    act: WireServer.Act = .say(created)
  ) async throws -> (answer: Result<HTTPAnswer, TransportFailure>, heads: [String]) {
    try await WireServer.run(act, tls: host.context()) { server, port in
      try await AsyncHTTPTransport.withTransport(connection) { transport in
        let request = HTTPRequest(
          .get, "https://\(name):\(port)/", authorization: .bearer(Secret("k")))
        do throws(TransportFailure) {
          return (.success(try await transport.send(request)), server.heads)
        } catch {
          return (.failure(error), server.heads)
        }
      }
    }
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func `a certificate of an authority in the file is accepted`(name: String) async throws {
    let (answer, heads) = try await send(to: TestCertificates.api, at: name, trusting())
    #expect(try answer.get().status == 201)
    #expect(heads.count == 1)
  }

  @Test func `without the file it is refused, and nothing is sent`() async throws {
    let (answer, heads) = try await send(
      to: TestCertificates.api, at: "localhost", ConnectionSettings())
    #expect(answer == .failure(.tls))
    #expect(heads.isEmpty)
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func `another host's certificate is refused, and nothing is sent`(name: String) async throws {
    let (answer, heads) = try await send(to: TestCertificates.other, at: name, trusting())
    #expect(answer == .failure(.tls))
    #expect(heads.isEmpty)
  }

  @Test func `a success that is cut beneath TLS may have arrived`() async throws {
    let (answer, _) = try await send(
      to: TestCertificates.api, at: "localhost", trusting(),
      act: .sayAndDrop("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"))
    #expect(answer == .failure(.reset))
  }
}

@Suite(.timeLimit(.minutes(5))) struct ProxiedTransportTests {
  private static let credentials = "ada:s%40crowd"

  /// Sends a request to api.example.com through a proxy.
  private func send(
    through proxy: String, host: String = "api.example.com",
    connectTimeout: Duration = .seconds(10)
  ) async throws -> HTTPAnswer {
    let proxies = try ProxySettings(environment: ["HTTPS_PROXY": proxy])
    let connection = try trusting(proxies: proxies, connectTimeout: connectTimeout)
    return try await AsyncHTTPTransport.withTransport(connection) { transport in
      try await transport.send(
        HTTPRequest(.get, "https://\(host)/", authorization: .bearer(Secret("api-key"))))
    }
  }

  @Test func `a request goes through the tunnel, which sees neither key nor answer`() async throws {
    try await WireServer.run(.say(created), tls: TestCertificates.api.context()) { target, port in
      try await WireServer.run(.tunnel(to: port)) { proxy, proxyPort in
        let answer = try await send(through: "http://\(Self.credentials)@127.0.0.1:\(proxyPort)")
        #expect(answer.status == 201)
        let head = try #require(proxy.heads.first)
        #expect(head.hasPrefix("CONNECT api.example.com:443 HTTP/1.1\r\n"))
        let basic = Data("ada:s@crowd".utf8).base64EncodedString()
        #expect(head.lowercased().contains("proxy-authorization: basic \(basic.lowercased())\r\n"))
        #expect(head.contains(basic))
        #expect(!String(decoding: proxy.received, as: UTF8.self).contains("api-key"))
        let request = try #require(target.heads.first)
        #expect(request.contains("Authorization: Bearer api-key\r\n"))
        #expect(!request.lowercased().contains("proxy-authorization"))
      }
    }
  }

  @Test func `the tunnel's end is verified as any other`() async throws {
    try await WireServer.run(.say(created), tls: TestCertificates.other.context()) { target, port in
      try await WireServer.run(.tunnel(to: port)) { _, proxyPort in
        let failure = await #expect(throws: TransportFailure.self) {
          _ = try await send(through: "127.0.0.1:\(proxyPort)")
        }
        #expect(failure == .tls)
        #expect(target.heads.isEmpty)
      }
    }
  }

  private static let unauthorized =
    "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno"

  @Test(arguments: [
    (WireServer.Act.say(unauthorized), TransportFailure.proxyAuthentication, "http"),
    (.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"), .proxyRefused, "http"),
    (.say("HTTP/1.1 502 Bad Gateway\r\n\r\n<html>"), .proxyRefused, "http"),
    (.forbidBySOCKS, .proxyRefused, "socks5"),
  ])
  func `a proxy that doesn't connect is named as the cause`(
    act: WireServer.Act, expected: TransportFailure, scheme: String
  ) async throws {
    try await WireServer.run(act) { _, port in
      let failure = await #expect(throws: TransportFailure.self) {
        _ = try await send(through: "\(scheme)://127.0.0.1:\(port)")
      }
      #expect(failure == expected)
      #expect(failure?.sentence.contains("proxy") == true)
    }
  }

  @Test func `a proxy that says nothing is named as the cause`() async throws {
    try await WireServer.run(.silence) { _, port in
      let failure = await #expect(throws: TransportFailure.self) {
        _ = try await send(
          through: "http://127.0.0.1:\(port)", connectTimeout: .milliseconds(100))
      }
      #expect(failure == .proxyUnreachable)
    }
  }

  @Test func `a proxy that isn't there is named as the cause`() async throws {
    let failure = await #expect(throws: TransportFailure.self) {
      _ = try await send(through: "http://127.0.0.1:1")
    }
    #expect(failure == .proxyUnreachable)
  }

  @Test func `loopback is reached without the proxy`() async throws {
    try await WireServer.run(.say(created), tls: TestCertificates.api.context()) { _, port in
      try await WireServer.run(.silence) { proxy, proxyPort in
        let answer = try await send(
          through: "http://127.0.0.1:\(proxyPort)", host: "localhost:\(port)")
        #expect(answer.status == 201)
        #expect(proxy.received.isEmpty)
      }
    }
  }
}
