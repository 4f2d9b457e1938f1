/// Times as machines read them.

package import Foundation

/// ISO 8601 in UTC, rounded to milliseconds: `2026-01-15T14:30:00.123Z`.
package struct TimestampStyle: ParseableFormatStyle, ParseStrategy {
  private var style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  package var parseStrategy: TimestampStyle { self }

  package func format(_ date: Date) -> String {
    // Foundation's style cuts, and a time of .123 is stored as a little less.
    style.format(date + 0.0005)
  }

  package func parse(_ text: String) throws -> Date {
    try style.parse(text)
  }
}

extension FormatStyle where Self == TimestampStyle {
  package static var timestamp: TimestampStyle { TimestampStyle() }
}

extension ParseStrategy where Self == TimestampStyle {
  package static var timestamp: TimestampStyle { TimestampStyle() }
}
