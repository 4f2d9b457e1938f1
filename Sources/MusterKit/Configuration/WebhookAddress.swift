// Where notices go.

import Foundation

/// Where notices are posted. It is a secret: whoever knows it can post there.
package struct WebhookAddress: Sendable {
  enum Mistake: Error {
    case unreadable(String)
    case notAnAddress(String)

    var sentence: String {
      switch self {
      case .unreadable(let file): "\(file), which should hold the webhook's address, can't be read."
      case .notAnAddress(let place):
        "\(place) doesn't hold a webhook's address: https://, or http:// on loopback."
      }
    }
  }

  let secret: Secret
  package let host: String
  package let isLoopback: Bool
  let isEncrypted: Bool

  /// - Parameters:
  ///   - text: the address; blanks and line ends around it don't count.
  ///   - place: where it stands.
  /// - Throws: where it is none, or what is posted would go over the net unencrypted.
  init(_ text: String, from place: String) throws(Mistake) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }),
      let parts = URLComponents(string: text), let host = parts.encodedHost, !host.isEmpty,
      let scheme = parts.scheme?.lowercased(), parts.user == nil, parts.password == nil,
      scheme == "https" || scheme == "http" && BaseURL.isLoopback(host)
    else { throw .notAnAddress(place) }
    secret = Secret(text)
    self.host = host
    isLoopback = BaseURL.isLoopback(host)
    isEncrypted = scheme == "https"
  }
}
