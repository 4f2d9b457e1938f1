/// A text that must never be printed: an API key, or a header made from one.
///
/// Descriptions, string interpolation, `dump` and mirrors show `<redacted>`. It isn't `Codable`, so
/// it can't slip into a file.
package struct Secret: Sendable, Equatable {
  private let text: String

  package init(_ text: String) {
    self.text = text
  }

  package var isEmpty: Bool { text.isEmpty }

  /// The text itself. For what builds a request (and a keyed hash of it) only: never for a log, an
  /// error, a report or the ledger.
  func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
