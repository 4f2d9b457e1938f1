/// Log events as lines for people.

package import Foundation
package import Logging

/// Writes each event as a line: the time by the clock, the level, the message, and what is told with it as
/// `name=value`. What may be in it is said of `RunLog`.
package struct TextLog: LogHandler {
  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  private let now: @Sendable () -> Date
  private let timeZone: TimeZone
  private let write: @Sendable (String) -> Void

  /// - Parameters:
  ///   - level: less severe events aren't written.
  ///   - now: the time.
  ///   - timeZone: whose clock the times are of.
  ///   - write: takes a line, without its end.
  package init(
    level: Logger.Level, now: @escaping @Sendable () -> Date = { Date() },
    timeZone: TimeZone = .current, write: @escaping @Sendable (String) -> Void
  ) {
    logLevel = level
    self.now = now
    self.timeZone = timeZone
    self.write = write
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let clock = Date.ISO8601FormatStyle(timeZone: timeZone).time(includingFractionalSeconds: false)
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let values = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    let line = "\(now().formatted(clock)) \(event.level) \(event.message)\(values)"
    write(line.shownText)
  }
}
