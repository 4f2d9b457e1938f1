/// Takes keys out of what comes back: gateways and debugging proxies quote requests, headers included,
/// and what a target says may be quoted in a report.

import Foundation

/// What an answer may hold of an `Authorization` header: the credentials, and the key inside them.
struct KeyEcho {
  /// Shorter texts aren't looked for: no key is, and words of the answer may be.
  private static let shortest = 8
  private static let replacement = Array("…".utf8)

  /// The longest first.
  private let needles: [[UInt8]]

  init(_ authorization: Secret) {
    let words = authorization.reveal().split(separator: " ")
    var texts = words.last.map { [Array($0.utf8)] } ?? []
    if words.first == "Basic", let encoded = words.last,
      let decoded = Data(base64Encoded: String(encoded))
    {
      // The user's name ends at the first colon (RFC 7617, section 2).
      texts.append(
        contentsOf: decoded.split(separator: UInt8(ascii: ":"), maxSplits: 1).map(Array.init))
    }
    needles = texts.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
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

  /// Whether the key is in a text. Every answer is looked through, so nothing is made for it.
  private func isIn(_ bytes: [UInt8]) -> Bool {
    needles.contains { needle in
      guard bytes.count >= needle.count else { return false }
      return (0...bytes.count - needle.count).contains { start in
        bytes[start] == needle[0] && bytes[start..<start + needle.count].elementsEqual(needle)
      }
    }
  }
}
