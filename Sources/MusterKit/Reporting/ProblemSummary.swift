/// What is wrong with rows, columns or answers, by its code: a part of `summary.json` and of the report.

/// All of one code, at one target or at all.
package struct ProblemSummary: Codable, Sendable, Equatable {
  /// One of those that have it. No value of a row is in it, unless values were asked for.
  package struct Example: Codable, Sendable, Equatable {
    /// From 1; nil for a remark on a column.
    package var row: Int?
    /// From 1.
    package var line: Int?
    /// The file, where there are several.
    package var file: String?
    package var column: String?
    package var message: String?
    package var value: String?

    package init(
      row: Int? = nil, line: Int? = nil, file: String? = nil, column: String? = nil,
      message: String? = nil, value: String? = nil
    ) {
      self.row = row
      self.line = line
      self.file = file
      self.column = column
      self.message = message
      self.value = value
    }
  }

  /// How many examples are kept.
  static let mostExamples = 20

  /// What is counted.
  package enum Subject: String, Codable, Sendable {
    case rows, columns
  }

  /// A code of the catalogue, or a target's own.
  package var code: String
  package var severity: Diagnostic.Severity
  /// nil: whatever the target.
  package var target: TargetKind?
  package var subject: Subject
  package var count: Int
  /// What it is, as a sentence.
  package var title: String
  /// What to do about it, as a sentence.
  package var remedy: String
  package var examples: [Example]
}

extension Diagnostic.Severity: Codable {}

extension [ProblemSummary] {
  /// Errors first, then by how many have it.
  package var worstFirst: [ProblemSummary] {
    enumerated().sorted {
      ($1.element.severity, $1.element.count, $0.offset)
        < ($0.element.severity, $0.element.count, $1.offset)
    }.map(\.element)
  }
}

// MARK: - Before anything is sent

extension PlanReport {
  /// All remarks on rows and columns, the worst first.
  package var problemSummaries: [ProblemSummary] {
    let rows = (problems.map { ($0, nil as TargetKind?) } + contactProblems).map {
      summary(of: $0, at: $1)
    }
    return (rows + columnSummaries + targets.flatMap { noteSummaries($0.plan.target) }).worstFirst
  }

  private func summary(of problem: Problem, at target: TargetKind?) -> ProblemSummary {
    let entry = problem.code.entry
    return ProblemSummary(
      code: problem.code.rawValue, severity: problem.severity, target: target, subject: .rows,
      count: problem.count, title: entry.title, remedy: entry.remedy,
      examples: problem.examples.prefix(ProblemSummary.mostExamples).map { example in
        ProblemSummary.Example(
          row: example.row, line: example.line,
          file: sources.count > 1 ? name(ofFileWith: example.row) : nil, column: example.column,
          message: example.message == entry.sentence ? nil : example.message,
          value: showsValues ? example.value : nil)
      })
  }

  private var columnSummaries: [ProblemSummary] {
    let found = sources.flatMap { source in source.problems.map { (source, $0) } }
    return DiagnosticCode.allCases.compactMap { code in
      let own = found.filter { $0.1.code == code }
      guard let severity = own.map(\.1.severity).max() else { return nil }
      return ProblemSummary(
        code: code.rawValue, severity: severity, target: nil, subject: .columns, count: own.count,
        title: code.entry.title, remedy: code.entry.remedy,
        examples: own.prefix(ProblemSummary.mostExamples).map { source, problem in
          ProblemSummary.Example(
            file: sources.count > 1 ? source.source.displayName : nil, message: problem.message)
        })
    }
  }

  /// What a target has no place for, and what it does of its own accord with what it has.
  private func noteSummaries(_ target: TargetKind) -> [ProblemSummary] {
    let lost = Set(sources.flatMap { $0.mapping.fieldsWithoutPlace(at: target) }.map(\.rawValue))
    let code = DiagnosticCode.fieldWithoutPlace
    let place =
      lost.isEmpty
      ? []
      : [
        ProblemSummary(
          code: code.rawValue, severity: code.entry.severity, target: target, subject: .columns,
          count: lost.count, title: code.entry.title, remedy: code.entry.remedy,
          examples: lost.sorted().map { .init(column: $0) })
      ]
    return place
      + targetNotes(target).map { note in
        ProblemSummary(
          code: note.code.rawValue, severity: .note, target: target, subject: .columns,
          count: note.count, title: note.code.entry.title, remedy: note.code.entry.remedy,
          examples: [])
      }
  }
}

// MARK: - After it was sent

/// What became of contacts that weren't simply accepted, by code.
package struct OutcomeTally: Sendable {
  private struct Entry {
    var severity: Diagnostic.Severity
    var isToFix: Bool
    var count = 0
    var examples: [ProblemSummary.Example] = []
  }

  private let target: TargetKind
  private var entries: [String: Entry] = [:]

  package init(target: TargetKind) {
    self.target = target
  }

  /// Counts what a target made of a contact; not what was known before it was sent.
  ///
  /// - Parameters:
  ///   - outcome: what became of it; simple acceptance isn't counted.
  ///   - row: its row, from 1.
  ///   - line: the line on which that starts, from 1.
  ///   - file: its file, where there are several.
  package mutating func add(_ outcome: RowOutcome, row: Int, line: Int, file: String?) {
    guard outcome.code != nil || !outcome.status.isDone else { return }
    let code = outcome.code ?? outcome.status.rawValue
    var entry =
      entries[code]
      ?? Entry(severity: outcome.status.severity, isToFix: outcome.status.isToFix)
    entry.severity = max(entry.severity, outcome.status.severity)
    entry.isToFix = entry.isToFix || outcome.status.isToFix
    entry.count += 1
    if entry.examples.count < ProblemSummary.mostExamples {
      entry.examples.append(
        ProblemSummary.Example(row: row, line: line, file: file, message: outcome.reason))
    }
    entries[code] = entry
  }

  /// Counts what was counted of the rows behind these, too.
  mutating func add(_ later: OutcomeTally) {
    for (code, other) in later.entries {
      guard var entry = entries[code] else {
        entries[code] = other
        continue
      }
      entry.severity = max(entry.severity, other.severity)
      entry.isToFix = entry.isToFix || other.isToFix
      entry.count += other.count
      let room = ProblemSummary.mostExamples - entry.examples.count
      entry.examples += other.examples.prefix(room)
      entries[code] = entry
    }
  }

  /// The worst first.
  package var summaries: [ProblemSummary] {
    entries.sorted { $0.key < $1.key }.map { code, entry in
      let known = DiagnosticCode(rawValue: code)
      let isLeft = known == .leftOutByLimit
      return ProblemSummary(
        code: code,
        severity: isLeft ? .note : known == nil ? entry.severity : max(entry.severity, .warning),
        target: target, subject: .rows, count: entry.count,
        title: known?.entry.title ?? "\(target.displayName) answered with this.",
        remedy: known?.entry.remedy
          ?? (entry.isToFix
            ? "Mend the rows in rejected.csv, and send them with muster retry."
            : "Look at the contact there."),
        examples: entry.examples.map { example in
          var example = example
          if let known,
            example.message == known.entry.sentence || example.message == known.entry.remedy
          {
            example.message = nil
          }
          return example
        })
    }.worstFirst
  }
}

extension RowStatus {
  /// How bad it is that a contact came to it.
  fileprivate var severity: Diagnostic.Severity {
    switch self {
    case .invalid, .rejected, .failed, .unknown: .error
    case .created, .updated, .upserted, .notSent: .warning
    case .unchanged, .duplicate, .suppressed: .note
    }
  }
}
