// Which proxy requests go through, as the environment says it to all programs.

import Foundation

/// A proxy that opens connections for others.
package struct ProxyServer: Sendable, Equatable {
  package enum Kind: Sendable {
    /// By `CONNECT` (RFC 9110, section 9.3.6).
    case http
    /// SOCKS 5 (RFC 1928); the proxy looks the name up.
    case socks
  }

  package let kind: Kind
  package let host: String
  package let port: Int
  /// `user:password` in base64, where the proxy's address has them.
  let credentials: Secret?
}

/// The proxy of the environment, and what doesn't go through it.
///
/// As in curl (https://everything.curl.dev/usingcurl/proxies/env.html): `https_proxy`, else
/// `all_proxy`, except for what `no_proxy` names; in lower case before upper case. `http_proxy` isn't
/// asked: plain HTTP goes to loopback only, and nothing on loopback goes through a proxy.
package struct ProxySettings: Sendable, Equatable {
  /// No proxy at all.
  package static let none = ProxySettings(server: nil, exceptions: [])

  /// What https requests go through; nil if no variable names a proxy.
  package let server: ProxyServer?
  private let exceptions: [Exception]

  private init(server: ProxyServer?, exceptions: [Exception]) {
    self.server = server
    self.exceptions = exceptions
  }

  /// Reads the variables. One that is empty counts as not set.
  ///
  /// - Throws: a `ConfigurationError` if the proxy's address can't be used; it never holds the
  ///   address, in which there may be a password.
  package init(environment: [String: String]) throws(ConfigurationError) {
    func first(_ names: String...) -> (name: String, text: String)? {
      names.lazy.compactMap { name in environment[name].map { (name, $0) } }
        .first { !$0.1.isEmpty }
    }
    let named = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    server = try named.map { name, text throws(ConfigurationError) in
      try ProxyServer(text, variable: name)
    }
    let list = first("no_proxy", "NO_PROXY")?.text ?? ""
    exceptions = list.split { $0 == "," || $0.isWhitespace }.compactMap { Exception(String($0)) }
  }

  /// The proxy for a request to an address; nil if it goes straight there.
  package func server(for url: String) -> ProxyServer? {
    guard let server, let parts = URLComponents(string: url), let host = parts.encodedHost,
      parts.scheme?.lowercased() == "https", !BaseURL.isLoopback(host)
    else { return nil }
    let name = Exception.plain(host)
    let port = parts.port ?? 443
    return exceptions.contains { $0.matches(name, port: port) } ? nil : server
  }
}

// MARK: - The proxy's address

extension ProxyServer {
  /// Reads `http://user:password@host:port`: without a scheme it is http, without a port 1080, as in
  /// curl.
  fileprivate init(_ text: String, variable: String) throws(ConfigurationError) {
    func unusable(_ why: String) -> ConfigurationError {
      ConfigurationError(
        ConfigurationProblem(
          .proxyUnusable, origin: .environment(variable),
          sentence: "\(variable) can't be used as a proxy: \(why)"))
    }
    let whole = text.contains("://") ? text : "http://" + text
    guard whole.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
      let parts = URLComponents(string: whole), let scheme = parts.scheme?.lowercased(),
      let host = parts.encodedHost, !host.isEmpty, !host.contains("%"),
      parts.port.map({ (1...65_535).contains($0) }) ?? true, ["", "/"].contains(parts.path),
      parts.query == nil, parts.fragment == nil
    else {
      throw unusable(
        "it has to look like http://proxy.example.com:3128, with user:password@ before the host where"
          + " the proxy wants them; other characters than letters and digits in them as %XX.")
    }
    switch scheme {
    case "http": kind = .http
    case "socks5", "socks5h": kind = .socks
    default:
      throw unusable("muster talks to proxies by http:// and socks5:// only.")
    }
    guard parts.user == nil || kind == .http else {
      throw unusable("muster has no user and password for SOCKS proxies; leave them out.")
    }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = parts.port ?? 1080
    credentials = parts.user.map { user in
      Secret(Data("\(user):\(parts.password ?? "")".utf8).base64EncodedString())
    }
  }
}

// MARK: - What doesn't go through it

/// An entry of `NO_PROXY`: a host with all below it, an address, a block of IPv4 addresses, or `*`;
/// each with a port or without.
private struct Exception: Sendable, Equatable {
  private enum Hosts: Equatable {
    case all
    /// This host and all whose names end in a dot and it.
    case named(String)
    /// The addresses whose first bits are these (RFC 4632).
    case block(UInt32, bits: Int)
  }

  private let hosts: Hosts
  private let port: Int?

  /// nil if nothing is named.
  init?(_ text: String) {
    var host = text
    var port: Int?
    // More than one colon is an IPv6 address, unless it stands in brackets.
    let colons = text.count { $0 == ":" }
    if let colon = text.lastIndex(of: ":"), colons == 1 || text[..<colon].hasSuffix("]") {
      guard let number = Int(text[text.index(after: colon)...]) else { return nil }
      port = number
      host = String(text[..<colon])
    }
    self.port = port
    if host == "*" {
      hosts = .all
    } else if let slash = host.firstIndex(of: "/") {
      guard let address = Self.address(String(host[..<slash])),
        let bits = Int(host[host.index(after: slash)...]), (0...32).contains(bits)
      else { return nil }
      hosts = .block(address, bits: bits)
    } else {
      if host.hasPrefix("*.") { host.removeFirst() }
      let name = Self.plain(host.hasPrefix(".") ? String(host.dropFirst()) : host)
      guard !name.isEmpty else { return nil }
      hosts = .named(name)
    }
  }

  /// Whether a host, in plain form, at a port is meant.
  func matches(_ host: String, port: Int) -> Bool {
    guard self.port == nil || self.port == port else { return false }
    switch hosts {
    case .all: return true
    case .named(let name):
      return host == name || Self.address(host) == nil && host.hasSuffix("." + name)
    case .block(let start, let bits):
      guard let address = Self.address(host) else { return false }
      return bits == 0 || (address ^ start) >> UInt32(32 - bits) == 0
    }
  }

  /// A host in lower case, without brackets and without the dot of the root at its end.
  static func plain(_ host: String) -> String {
    var name = host.lowercased()
    if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
    if name.hasSuffix(".") { name.removeLast() }
    return name
  }

  /// An IPv4 address of four decimal numbers.
  private static func address(_ text: String) -> UInt32? {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 4 else { return nil }
    var address: UInt32 = 0
    for number in numbers {
      guard let value = UInt8(number), String(value) == number else { return nil }
      address = address << 8 | UInt32(value)
    }
    return address
  }
}
