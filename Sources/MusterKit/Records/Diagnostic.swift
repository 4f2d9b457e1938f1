/// A coded, located remark on a row, a column or a file. Bad data is a value, never a thrown error.
package struct Diagnostic: Sendable, Equatable {
  package enum Severity: String, Sendable, Comparable, CaseIterable {
    case note, warning, error

    package static func < (left: Severity, right: Severity) -> Bool {
      left.rank < right.rank
    }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  package var code: DiagnosticCode
  package var severity: Severity
  /// The name of the column the remark is about, as the header has it.
  package var column: String?
  /// The physical line it is about, from 1, where that isn't the line on which the row starts.
  package var line: Int?
  /// For the user: what is wrong and what to do. Holds no value of the row.
  package var message: String
  /// The value it is about, for places that may show values (`--show-values`); cut to 80 characters.
  package var value: String?

  package init(
    _ code: DiagnosticCode, severity: Severity? = nil, column: String? = nil, line: Int? = nil,
    message: String? = nil, value: String? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.entry.severity
    self.column = column
    self.line = line
    self.message = message ?? code.entry.sentence
    self.value = value.map { String($0.prefix(80)) }
  }
}
