// What is set for each target: where it is, whose key opens it, which list, how fast.

import Foundation

/// The settings that every target has: `targets.KIND`.
package struct TargetSettings: Sendable, Equatable {
  package var baseURL: BaseURL
  /// The environment variable that holds the API key.
  package var apiKeyVariable: String?
  /// The file that holds the API key; asked before the variable.
  package var apiKeyFile: String?
  /// The list's id or name.
  package var list: String?
  package var rateLimit: RateLimit
  /// What can be set for this target alone, by the names below `targets.KIND`; null is not set.
  package var own: [String: JSONValue] = [:]

  /// Where the key comes from, as the user knows it: a file or a variable.
  package func keyPlace(_ kind: TargetKind) -> String {
    apiKeyFile ?? apiKeyVariable ?? kind.keyVariable
  }

  /// Whether a flag of the target's own is on; false where there is none of that name.
  package func isOn(_ name: String) -> Bool { own[name] == .bool(true) }

  /// A text or choice of the target's own; nil where it isn't set, or there is none of that name.
  package func text(_ name: String) -> String? {
    if case .string(let text)? = own[name] { text } else { nil }
  }

  /// A whole number of the target's own; nil where it isn't set, or there is none of that name.
  package func integer(_ name: String) -> Int? {
    if case .integer(let number)? = own[name] { number } else { nil }
  }
}

/// At most `requests` requests in any `window`.
package struct RateLimit: Sendable, Equatable {
  package var requests: Int
  package var window: Duration

  package init(requests: Int, window: Duration) {
    self.requests = requests
    self.window = window
  }

  /// Whether the limit lets more through than another: more at once, or more in the long run. (The
  /// limiter paces evenly, so that nothing else needs to be compared.)
  package func exceeds(_ other: RateLimit) -> Bool {
    requests > other.requests || window * other.requests < other.window * requests
  }
}

/// The address under which an API is found: HTTPS, or HTTP on loopback; without credentials, query
/// and fragment, and without a slash at its end.
package struct BaseURL: Sendable, Equatable, CustomStringConvertible {
  package let text: String
  /// Whether requests stay on this machine: 127.0.0.0/8, `localhost` or `[::1]`.
  package let isLoopback: Bool
  /// Whether TLS is spoken there.
  package let isEncrypted: Bool

  package var description: String { text }

  /// Takes an address as the settings take it; nil for any other text.
  package init?(_ text: String) {
    try? self.init(written: .string(text))
  }

  init(written value: JSONValue) throws(SettingMismatch) {
    var text = try value.string()
    while text.hasSuffix("/") { text.removeLast() }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
      let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.encodedHost, !host.isEmpty,
      !host.contains("%"), parts.port.map({ (1...65_535).contains($0) }) ?? true
    else { throw .finding(.wrongValue, " isn't an address such as https://api.example.com.") }
    guard parts.user == nil, parts.password == nil else {
      throw .finding(
        .keyInSettings, " holds a user name or password; keys never stand in the settings.")
    }
    guard parts.query == nil, parts.fragment == nil else {
      throw .finding(.wrongValue, " ends in a query or fragment; give the address without it.")
    }
    isLoopback = Self.isLoopback(host)
    isEncrypted = scheme == "https"
    guard isEncrypted || isLoopback else {
      throw .finding(
        .insecureAddress,
        " starts with http://, which would send the key unencrypted; it has to be https:// anywhere"
          + " but on loopback.")
    }
    self.text = text
  }

  /// 127.0.0.0/8 (RFC 1122, section 3.2.1.3) as four plain decimal numbers: other spellings mean
  /// different addresses to different resolvers, so they aren't taken for loopback.
  static func isLoopback(_ host: String) -> Bool {
    if ["localhost", "[::1]", "::1"].contains(host.lowercased()) { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127"
      && numbers.allSatisfy { number in
        guard let value = UInt8(number) else { return false }
        return String(value) == number
      }
  }
}
