/// The `Authorization` header, and how its key is kept out of what comes back.

import Foundation

/// How a request shows its key. Made once for an account: each answer is looked through for it.
package struct Authorization: Sendable, Equatable {
  /// The header's value.
  let header: Secret
  /// The credentials and the key, the longest first: gateways and debugging proxies quote requests,
  /// headers included, and what a target says may be quoted in a report.
  private let needles: [[UInt8]]

  /// Shorter texts aren't looked for: no key is, and words of the answer may be.
  private static let shortest = 8
  private static let replacement = Array("…".utf8)

  private init(scheme: String, credentials: String, key: Secret) {
    header = Secret("\(scheme) \(credentials)")
    needles = Set([credentials, key.reveal()]).map { Array($0.utf8) }
      .filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
  }

  /// RFC 6750.
  package static func bearer(_ key: Secret) -> Authorization {
    Authorization(scheme: "Bearer", credentials: key.reveal(), key: key)
  }

  /// The key as the password of a user without a name (RFC 7617).
  package static func basic(password key: Secret) -> Authorization {
    let credentials = Data((":" + key.reveal()).utf8).base64EncodedString()
    return Authorization(scheme: "Basic", credentials: credentials, key: key)
  }

  /// The answer with `…` in place of the key.
  func removed(from answer: HTTPAnswer) -> HTTPAnswer {
    var answer = answer
    answer.body = removed(from: answer.body)
    answer.headers = answer.headers.mapValues { value in
      let bytes = Array(value.utf8)
      return isIn(bytes) ? String(decoding: removed(from: bytes), as: UTF8.self) : value
    }
    return answer
  }

  private func removed(from bytes: [UInt8]) -> [UInt8] {
    guard isIn(bytes) else { return bytes }
    return needles.reduce(bytes) { $0.replacing($1, with: Self.replacement) }
  }

  private func isIn(_ bytes: [UInt8]) -> Bool { needles.contains(where: bytes.contains(bytes:)) }
}

extension Authorization: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { header.description }
  package var debugDescription: String { header.debugDescription }
  package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
