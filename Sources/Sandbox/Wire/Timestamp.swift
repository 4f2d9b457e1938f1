// How the two APIs write points in time.

import Foundation

/// Dates as text.
enum Timestamp {
  /// `2025-10-28T00:40:37.917Z`, as in lemlist's examples; GetSales' only say "date-time".
  static func iso(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// The text of a JavaScript `Date`, cut to whole seconds:
  /// `Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)`.
  /// lemlist docs, rate limits: `X-RateLimit-Reset`
  /// (https://developer.lemlist.com/api-reference/getting-started/rate-limits).
  static func javaScript(_ date: Date, in zone: SandboxConfiguration.TimeZoneName) -> String {
    // UTC, moved by the offset: the calendar needn't look the zone up.
    let local = date.addingTimeInterval(Double(zone.secondsFromGMT))
    let parts = utc.dateComponents(
      [.year, .month, .day, .weekday, .hour, .minute, .second], from: local)
    let weekday = weekdays[(parts.weekday ?? 1) - 1]
    let month = months[(parts.month ?? 1) - 1]
    let time = [parts.hour, parts.minute, parts.second].map { two($0 ?? 0) }.joined(separator: ":")
    let offset = abs(zone.secondsFromGMT)
    let sign = zone.secondsFromGMT < 0 ? "-" : "+"
    return "\(weekday) \(month) \(two(parts.day ?? 1)) \(parts.year ?? 1970) \(time) "
      + "GMT\(sign)\(two(offset / 3600))\(two(offset / 60 % 60)) (\(zone.name))"
  }

  private static let utc: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
