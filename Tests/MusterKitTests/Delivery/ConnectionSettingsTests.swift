import Foundation
import Testing

@testable import MusterKit

@Suite struct ConnectionSettingsTests {
  private static let loopback = #""base_url": "http://127.0.0.1:9/api""#
  private static let encryptedLoopback = #""base_url": "https://127.0.0.1:9/api""#
  private static let away = #""base_url": "https://api.lemlist.com/api""#

  private func connection(
    _ target: String, delivery: String = "", environment: [String: String] = [:]
  ) throws -> ConnectionSettings {
    let settings = "{\"targets\": {\"lemlist\": {\(target)}}, \"delivery\": {\(delivery)}}"
    return try loadSettings(settings).connection(to: [.lemlist], environment: environment)
  }

  @Test func `the time-outs are those of the settings`() throws {
    let connection = try connection(
      Self.loopback,
      delivery: #""connect_timeout_seconds": 1, "first_byte_timeout_seconds": 2, "#
        + #""timeout_seconds": 3"#)
    #expect(connection.connectTimeout == .seconds(1))
    #expect(connection.firstByteTimeout == .seconds(2))
    #expect(connection.timeout == .seconds(3))
  }

  @Test(arguments: [
    (loopback, false), (encryptedLoopback, false), (away, true),
  ])
  func `a proxy counts unless everything is on loopback`(target: String, counts: Bool) throws {
    let environment = ["HTTPS_PROXY": "https://ada:secret@proxy.example.com"]
    guard counts else {
      #expect(try connection(target, environment: environment).proxies == .none)
      return
    }
    let error = #expect(throws: ConfigurationError.self) {
      _ = try connection(target, environment: environment)
    }
    #expect(error?.reason == .proxyUnusable)
  }

  private func withFile(_ content: String, _ body: (String) throws -> Void) throws {
    let scratch = try ScratchDirectory()
    defer { withExtendedLifetime(scratch) {} }
    let file = scratch.file("authority.pem")
    try content.write(toFile: file, atomically: true, encoding: .utf8)
    try body(file)
  }

  @Test func `certificates are read from what the setting names, else from the variable`() throws {
    let two = "A note\n" + TestCertificates.authority + "\n" + TestCertificates.api.certificate
    try withFile(two) { file in
      let variable = try connection(Self.away, environment: ["SSL_CERT_FILE": file])
      #expect(variable.certificates.all.count == 2)
      let setting = try connection(
        Self.encryptedLoopback, delivery: "\"ca_file\": \"\(file)\"",
        environment: ["SSL_CERT_FILE": "/nowhere"])
      #expect(setting.certificates.all.count == 2)
      let neither = try connection(Self.away, environment: ["SSL_CERT_FILE": ""])
      #expect(neither.certificates.all.isEmpty)
    }
  }

  @Test(arguments: [
    "", "hello", "-----BEGIN CERTIFICATE-----\nhello\n-----END CERTIFICATE-----\n",
    TestCertificates.api.key,
  ])
  func `a file without certificates is an error that names it`(content: String) throws {
    try withFile(content) { file in
      for (delivery, variable, name) in [
        ("\"ca_file\": \"\(file)\"", "", "delivery.ca_file"), ("", file, "SSL_CERT_FILE"),
      ] {
        let error = #expect(throws: ConfigurationError.self) {
          _ = try connection(
            Self.away, delivery: delivery, environment: ["SSL_CERT_FILE": variable])
        }
        #expect(error?.reason == .certificatesUnusable)
        #expect(error?.description.contains(file) == true)
        #expect(error?.description.contains(name) == true)
      }
    }
  }

  @Test(arguments: ["/nowhere/ca.pem", "/"])
  func `a file that can't be read is an error`(file: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      _ = try connection(Self.away, delivery: "\"ca_file\": \"\(file)\"")
    }
    #expect(error?.reason == .certificatesUnusable)
  }

  @Test func `without TLS nobody's certificates are read`() throws {
    _ = try connection(Self.loopback, delivery: #""ca_file": "/nowhere""#)
  }
}
