/// How the wire reaches the targets: how long it waits, through which proxy, and whom it trusts.

import Foundation
import NIOSSL

/// What connections are made with. TLS is always verified; nothing here switches that off.
package struct ConnectionSettings: Sendable {
  /// Until a connection is made: the name looked up, TCP, the proxy's consent, and TLS.
  package var connectTimeout: Duration
  /// For a target's silence once a request is sent: before its answer, or within it.
  package var firstByteTimeout: Duration
  /// For a whole exchange, to the last byte of the answer.
  package var timeout: Duration
  package var proxies: ProxySettings
  package var certificates: TrustedCertificates

  package init(
    connectTimeout: Duration = .seconds(10), firstByteTimeout: Duration = .seconds(30),
    timeout: Duration = .seconds(60), proxies: ProxySettings = .none,
    certificates: TrustedCertificates = TrustedCertificates()
  ) {
    self.connectTimeout = connectTimeout
    self.firstByteTimeout = firstByteTimeout
    self.timeout = timeout
    self.proxies = proxies
    self.certificates = certificates
  }
}

/// Certificates that are trusted beside the system's.
package struct TrustedCertificates: Sendable {
  let all: [NIOSSLCertificate]

  /// None: the system's only.
  package init() {
    all = []
  }

  /// Reads certificates in PEM form (RFC 7468).
  ///
  /// - Throws: NIOSSL's error if there is none, or one of them is damaged.
  init(pem: [UInt8]) throws {
    all = try NIOSSLCertificate.fromPEMBytes(pem)
  }

  /// No file of certificates is longer, in bytes: those of all authorities there are take 250 KB.
  private static let limit = 16 << 20

  /// Reads a file of certificates in PEM form. Blocks for the reading.
  ///
  /// - Throws: a `ConfigurationError` if the file can't be read or holds no certificate.
  init(file: String, from source: Source) throws(ConfigurationError) {
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw source.error("\(file), which \(source.name) names, isn't there or can't be read.")
    }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: Self.limit + 1), data.count <= Self.limit,
      let certificates = try? TrustedCertificates(pem: Array(data))
    else {
      throw source.error(
        "\(file), which \(source.name) names, isn't a file of certificates in PEM form"
          + " (-----BEGIN CERTIFICATE-----).")
    }
    self = certificates
  }

  /// What names a file of certificates.
  enum Source {
    case setting
    case variable

    var name: String {
      switch self {
      case .setting: "delivery.ca_file"
      case .variable: "SSL_CERT_FILE"
      }
    }

    func error(_ sentence: String) -> ConfigurationError {
      ConfigurationError(
        ConfigurationProblem(
          .certificatesUnusable, place: self == .setting ? name : nil,
          origin: self == .setting ? nil : .environment(name), sentence: sentence))
    }
  }
}

extension MusterConfiguration {
  /// How some targets are reached. What is said about proxies and certificates counts only if one of
  /// them isn't on loopback, or is reached by TLS. Blocks for the reading of the certificates.
  ///
  /// - Throws: a `ConfigurationError` where the proxy's address or the certificates can't be used.
  package func connection(
    to targets: [TargetKind], environment: [String: String]
  ) throws(ConfigurationError) -> ConnectionSettings {
    let addresses = targets.map { target($0).baseURL }
    var connection = try connection(
      leavesMachine: addresses.contains { !$0.isLoopback },
      isEncrypted: addresses.contains(where: \.isEncrypted), environment: environment)
    connection.connectTimeout = delivery.connectTimeout
    connection.firstByteTimeout = delivery.firstByteTimeout
    connection.timeout = delivery.timeout
    return connection
  }

  /// How a webhook is reached. Blocks for the reading of the certificates.
  ///
  /// - Throws: as for targets.
  package func connection(
    to webhook: WebhookAddress, environment: [String: String]
  ) throws(ConfigurationError) -> ConnectionSettings {
    var connection = try connection(
      leavesMachine: !webhook.isLoopback, isEncrypted: webhook.isEncrypted,
      environment: environment)
    connection.connectTimeout = job.notify.timeout
    connection.firstByteTimeout = job.notify.timeout
    connection.timeout = job.notify.timeout
    return connection
  }

  private func connection(
    leavesMachine: Bool, isEncrypted: Bool, environment: [String: String]
  ) throws(ConfigurationError) -> ConnectionSettings {
    var connection = ConnectionSettings()
    if leavesMachine { connection.proxies = try ProxySettings(environment: environment) }
    if isEncrypted {
      if let file = delivery.certificateFile {
        connection.certificates = try TrustedCertificates(file: file, from: .setting)
      } else if let file = environment["SSL_CERT_FILE"], !file.isEmpty {
        connection.certificates = try TrustedCertificates(file: file, from: .variable)
      }
    }
    return connection
  }
}
