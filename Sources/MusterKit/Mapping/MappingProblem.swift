/// Something to be said about a source's columns before any row is looked at.
package struct MappingProblem: Sendable, Equatable {
  package var code: DiagnosticCode
  package var severity: Diagnostic.Severity
  /// The column's name; nil where it is about all of them.
  package var column: String?
  /// Its place in the header, from 0.
  package var index: Int?
  package var message: String

  init(_ code: DiagnosticCode, _ column: ColumnMapping? = nil, message: String? = nil) {
    self.code = code
    severity = code.entry.severity
    self.column = column?.column
    index = column?.index
    self.message = message ?? code.entry.sentence
  }
}

extension Mapping {
  /// What is to be said; `samples` are some values of each column, and `hasRows` is whether there are rows
  /// at all.
  func problems(samples: [[String]], hasRows: Bool) -> [MappingProblem] {
    var problems: [MappingProblem] = []
    let identifiers: [StandardField] = [.email, .linkedin, .salesNavigator, .contactID]
    if !identifiers.contains(where: fills) {
      problems.append(MappingProblem(.identifierColumnMissing))
    }
    var seen: Set<String> = []
    for column in columns {
      let isBlank = column.index < samples.count && samples[column.index].isEmpty
      let name = column.column.trimmingBlanks()
      if name.isEmpty {
        if !isBlank { problems.append(MappingProblem(.columnNameBlank, column)) }
      } else if !seen.insert(name).inserted {
        problems.append(MappingProblem(.columnNameRepeated, column))
      }
      if column.field != nil, hasRows, isBlank {
        problems.append(MappingProblem(.columnAllBlank, column))
      }
      if let problem = contest(of: column) { problems.append(problem) }
    }
    return problems
  }

  /// Where another column took the field that the column was as sure a guess for, or neither did.
  private func contest(of column: ColumnMapping) -> MappingProblem? {
    guard column.field == nil, let best = column.candidates.first,
      best.confidence >= HeaderMatcher.threshold
    else { return nil }
    guard let winner = columns.first(where: { $0.field == .standard(best.field) }) else {
      let message = """
        This column and another could both be \(best.field.rawValue), and nothing tells which is: name the \
        right one in the configuration's "columns".
        """
      return fills(best.field) ? nil : MappingProblem(.columnContested, column, message: message)
    }
    let message = """
      \(winner.column.shownName) fills \(best.field.rawValue), and this column could as well: name the \
      right one in the configuration's "columns".
      """
    return MappingProblem(.columnContested, column, message: message)
  }
}
