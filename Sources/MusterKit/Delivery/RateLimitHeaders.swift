/// What a target says about its limit in an answer's headers.

import Foundation

/// When to come back, as a header says it.
package enum RetryAfter: Sendable, Equatable {
  case delay(Duration)
  /// Seconds since 1970-01-01 00:00 UTC.
  case date(Int)

  /// Reads `Retry-After` and `X-RateLimit-Reset`: seconds (RFC 9110, section 10.2.3), also with
  /// decimals; a moment in seconds or milliseconds since 1970; a date of any form that `HTTPDate`
  /// knows. Zero, negative numbers and anything else are nil: they say nothing that could be
  /// obeyed.
  package static func parse(_ text: String) -> RetryAfter? {
    let text = text.trimmingCharacters(in: .whitespaces)
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard digits.count == text.count, let number = Double(digits), number < 1e15 else {
      return HTTPDate.parse(text).map { .date($0) }
    }
    switch number {
    case 1e12...: return .date(Int(number / 1000))
    case 1e9...: return .date(Int(number))
    case let seconds where seconds > 0: return .delay(.milliseconds(Int(seconds * 1000)))
    default: return nil
    }
  }

  /// How long that is from a moment on; nil if it is over already.
  package func wait(from unixTime: Double) -> Duration? {
    switch self {
    case .delay(let delay): return delay
    case .date(let moment):
      let seconds = Double(moment) - unixTime
      return seconds > 0 ? .milliseconds(Int(seconds * 1000)) : nil
    }
  }
}

/// An answer's headers about the rate limit.
///
/// They mean something on a 429 or 503 only: lemlist sends `Retry-After` with every answer
/// (https://developer.lemlist.com/api-reference/getting-started/rate-limits). Of others, a
/// `remaining` of 0 alone counts, and only where our own log says that there is room. They are read
/// when they are asked for.
package struct RateLimitHeaders: Sendable, Equatable {
  private let headers: HTTPHeaderFields

  package init(_ headers: HTTPHeaderFields) {
    self.headers = headers
  }

  package var retryAfter: RetryAfter? { headers["Retry-After"].flatMap(RetryAfter.parse) }
  package var limit: Int? {
    headers["X-RateLimit-Limit"].flatMap { Int($0) } ?? RateLimitField(headers).limit
  }
  package var remaining: Int? {
    headers["X-RateLimit-Remaining"].flatMap { Int($0) } ?? RateLimitField(headers).remaining
  }
  package var reset: RetryAfter? {
    headers["X-RateLimit-Reset"].flatMap(RetryAfter.parse) ?? RateLimitField(headers).reset
  }
  /// The target's own time, against which its dates are read; in seconds since 1970.
  package var date: Int? { headers["Date"].flatMap(HTTPDate.parse) }

  /// How long the target asks to wait: `Retry-After`, or else the time to `X-RateLimit-Reset`; nil
  /// if it says nothing that can be obeyed. Our own time is for answers without a `Date`.
  package func pause(at unixTime: Double) -> Duration? {
    let now = date.map(Double.init) ?? unixTime
    return retryAfter?.wait(from: now) ?? reset?.wait(from: now)
  }
}

/// The IETF's `RateLimit` field, in the forms of its drafts
/// (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/): `"burst";r=50;t=30`;
/// `limit=100, remaining=50, reset=30`; and three fields of their own, `RateLimit-Limit`,
/// `RateLimit-Remaining` and `RateLimit-Reset`. The reset is in seconds. Of several policies the one
/// with the least left counts.
private struct RateLimitField {
  var limit: Int?
  var remaining: Int?
  var reset: RetryAfter?

  init(_ headers: HTTPHeaderFields) {
    limit = headers["RateLimit-Limit"].flatMap(Self.number)
    remaining = headers["RateLimit-Remaining"].flatMap(Self.number)
    reset = headers["RateLimit-Reset"].flatMap(RetryAfter.parse)
    guard let text = headers["RateLimit"] else { return }
    let policies = text.contains(";") ? text.split(separator: ",") : [text[...]]
    let read = policies.map(Self.parameters)
    let left = { (policy: [String: String]) in
      (policy["r"] ?? policy["remaining"]).flatMap(Self.number)
    }
    guard let scarcest = read.min(by: { left($0) ?? .max < left($1) ?? .max }) else { return }
    limit = scarcest["limit"].flatMap(Self.number) ?? limit
    remaining = left(scarcest) ?? remaining
    reset = (scarcest["t"] ?? scarcest["reset"]).flatMap(RetryAfter.parse) ?? reset
  }

  private static func parameters(_ policy: Substring) -> [String: String] {
    var parameters: [String: String] = [:]
    for part in policy.split(whereSeparator: { ";,".contains($0) }) {
      let sides = part.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else { continue }
      let name = sides[0].trimmingCharacters(in: .whitespaces).lowercased()
      parameters[name] = sides[1].trimmingCharacters(in: .whitespaces)
    }
    return parameters
  }

  /// The number that a text begins with: `100, 100;w=60` is 100.
  private static func number(_ text: String) -> Int? {
    Int(text.trimmingCharacters(in: .whitespaces).prefix { $0.isASCII && $0.isNumber })
  }
}
