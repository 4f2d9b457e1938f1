/// Why a source can't be read as asked. Ends the command with exit code 65.
package struct ReadingError: Error, Equatable, CustomStringConvertible {
  /// A bounded set of reasons, fit for scripts.
  package enum Reason: String, Sendable {
    case missing
    case unreadable
    case directory
    case empty
    case binary
    case spreadsheet
    /// Text of another kind: a web page, a vCard.
    case document
    case compressed
    case encoding
    case noHeader = "no_header"
    case noRows = "no_rows"
    case dialect
    case tooManyColumns = "too_many_columns"
    case changed
  }

  package var reason: Reason
  /// A full sentence that names the source, what was found and what to do.
  package var sentence: String

  package init(_ reason: Reason, _ sentence: String) {
    self.reason = reason
    self.sentence = sentence
  }

  package var description: String { sentence }
}
