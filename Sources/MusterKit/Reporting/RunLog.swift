/// `log.jsonl`: what a run did, one JSON object a line.

package import Foundation
package import Logging
import Synchronization

/// Writes log events as lines of JSON: `time` (ISO 8601, UTC, milliseconds), `level`, `message`,
/// `metadata`.
///
/// Personal data never gets here, because nobody hands it over: callers name a row by its number,
/// and put codes and counts into the metadata, never a value of a row or a key. Of an error only
/// its type is written, since those of other libraries may quote what they were given.
package struct RunLog: LogHandler {
  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let file: RunLogFile
  private let now: @Sendable () -> Date

  package init(
    file: RunLogFile, level: Logger.Level = .info,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.file = file
    self.now = now
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var line = JSONText()
    line.beginObject()
    line.member("time", now().formatted(.timestamp))
    line.member("level", event.level.rawValue)
    line.member("message", event.message.description)
    if let error = event.error {
      line.member("error", String(reflecting: type(of: error)))
    }
    line.key("metadata")
    Self.write(.dictionary(allMetadata(event.metadata)), to: &line)
    line.endObject()
    line.endLine()
    file.append(line.bytes)
  }

  /// What stands nearer to the event goes before what stands further.
  private func allMetadata(_ ofEvent: Logger.Metadata?) -> Logger.Metadata {
    var all = metadataProvider?.get() ?? [:]
    all.merge(metadata) { $1 }
    all.merge(ofEvent ?? [:]) { $1 }
    return all
  }

  private static func write(_ value: Logger.Metadata.Value, to line: inout JSONText) {
    switch value {
    case .string(let text):
      line.string(text)
    case .stringConvertible(let number as Int):
      line.integer(number)
    case .stringConvertible(let number as Double):
      line.number(number)
    case .stringConvertible(let flag as Bool):
      line.boolean(flag)
    case .stringConvertible(let other):
      line.string(other.description)
    case .array(let elements):
      line.beginArray()
      for element in elements { write(element, to: &line) }
      line.endArray()
    case .dictionary(let members):
      line.beginObject()
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        line.key(name)
        write(value, to: &line)
      }
      line.endObject()
    }
  }
}

/// The file behind all loggers of a run; a resumed run's lines go behind those that are there.
package final class RunLogFile: Sendable {
  private let file: PrivateFile
  private let lost = Atomic<Int>(0)

  package init(path: String) throws(ReportError) {
    do {
      file = try PrivateFile(path: path, .appending)
    } catch {
      throw .creating(path, error)
    }
  }

  /// Lines that could not be written, because of a full disk for example. A log must not end a run.
  package var lostLines: Int { lost.load(ordering: .relaxed) }

  /// Writes a line at once. One call to the system appends all of it, so lines of several threads
  /// and processes don't mix.
  func append(_ line: [UInt8]) {
    do {
      try file.write(line.span)
    } catch {
      lost.add(1, ordering: .relaxed)
    }
  }
}
