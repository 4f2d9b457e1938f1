/// Times as machines read them.

package import Foundation

extension Date {
  private static var timestampStyle: Date.ISO8601FormatStyle {
    Date.ISO8601FormatStyle(includingFractionalSeconds: true)
  }

  /// ISO 8601 in UTC, rounded to milliseconds: `2026-01-15T14:30:00.123Z`.
  package var timestamp: String {
    // The style cuts, and a time of .123 is stored as a little less.
    (self + 0.0005).formatted(Self.timestampStyle)
  }

  /// Reads what `timestamp` wrote.
  package init(timestamp: String) throws {
    self = try Date(timestamp, strategy: Self.timestampStyle)
  }
}
