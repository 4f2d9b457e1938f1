/// The plan, for people and for scripts.
package struct PlanReport: Sendable {
  /// A remark with where it was made.
  package struct Problem: Sendable {
    package var code: DiagnosticCode
    package var severity: Diagnostic.Severity
    package var count: Int
    package var examples: [RemarkTally.Example]

    package init(
      code: DiagnosticCode, severity: Diagnostic.Severity, count: Int,
      examples: [RemarkTally.Example]
    ) {
      self.code = code
      self.severity = severity
      self.count = count
      self.examples = examples
    }
  }

  package var sources: [MappedSource]
  /// How many rows each source has.
  package var rowCounts: [Int]
  /// For each target its plan and the remarks that are for it alone.
  package var targets: [(plan: TargetPlan, problems: [Problem])]
  /// The remarks on rows, whatever the target.
  package var problems: [Problem]
  package var persons: SharedPersons
  /// What is done with the rows of one person.
  package var keep: DeduplicateSettings.Keep
  /// Whether values stand beside the remarks on them.
  package var showsValues: Bool

  /// - Parameters:
  ///   - analysis: what the first pass found.
  ///   - targets: for each target its plan and the remarks that are for it alone.
  ///   - showsValues: whether values stand beside the remarks on them.
  package init(
    _ analysis: Analysis, targets: [(plan: TargetPlan, problems: [Problem])], showsValues: Bool
  ) {
    sources = analysis.sources
    rowCounts = analysis.rowCounts
    self.targets = targets
    self.showsValues = showsValues
    persons = SharedPersons(analysis.rows, examples: 3)
    keep = analysis.rows.keep
    problems = analysis.tally.sorted.map {
      Problem(
        code: $0.code, severity: $0.entry.severity, count: $0.entry.count,
        examples: $0.entry.examples)
    }
  }
}

// MARK: - What a target does with fields

extension PlanReport {
  /// What is worth knowing of a target's own rules about the fields that are filled, with the number of
  /// columns or constants that each is about.
  func targetNotes(_ target: TargetKind) -> [(code: DiagnosticCode, count: Int)] {
    target.definition.notes.compactMap { note in
      let count =
        switch note.occasion {
        case .filled(let field): sources.count { $0.mapping.fills(field) }
        case .blankColumn: sources.flatMap(\.problems).count { $0.code == .columnAllBlank }
        }
      return count > 0 ? (note.code, count) : nil
    }
  }
}

extension PlanReport {
  /// The custom fields that have to be there, sorted.
  var customFields: [String] { Set(sources.flatMap(\.mapping.customFields)).sorted() }
}

// MARK: - For scripts

extension PlanReport {
  /// One target: its plan; several: `{"targets": [plan …]}`.
  package var json: JSONValue {
    if targets.count == 1 { return json(targets[0].plan, targets[0].problems, named: false) }
    return .object(["targets": .array(targets.map { json($0.plan, $0.problems, named: true) })])
  }

  private func json(_ plan: TargetPlan, _ own: [Problem], named: Bool) -> JSONValue {
    var counts: [String: Int] = [:]
    for problem in problems + own { counts[problem.code.rawValue, default: 0] += problem.count }
    let lost = Set(sources.flatMap { $0.mapping.fieldsWithoutPlace(at: plan.target) })
    if !lost.isEmpty { counts[DiagnosticCode.fieldWithoutPlace.rawValue] = lost.count }
    for problem in sources.flatMap(\.problems) { counts[problem.code.rawValue, default: 0] += 1 }
    for (code, count) in targetNotes(plan.target) { counts[code.rawValue] = count }
    let diagnostics = counts.sorted { $0.key < $1.key }.map {
      JSONMember(name: $0.key, value: .integer($0.value))
    }
    return .object([
      "target": named ? .string(plan.target.rawValue) : nil,
      "rows": .object([
        "read": .integer(plan.read), "send": .integer(plan.send),
        "invalid": .integer(plan.invalid), "duplicate": .integer(plan.duplicate),
        "suppressed": .integer(plan.suppressed), "unchanged": .integer(plan.unchanged),
        "not_sent": .integer(plan.leftOut),
      ]),
      "contacts": .integer(plan.send + plan.leftOut),
      "requests": .integer(plan.requests),
      "requests_by_step": .object([
        "preflight": .integer(plan.preflightRequests), "contacts": .integer(plan.send),
        "lists": .integer(plan.listRequests),
      ]),
      "requests_saved": .integer(plan.requestsSaved),
      "estimated_seconds": .number((plan.estimatedSeconds * 10).rounded() / 10),
      "dialect": sources.count == 1
        ? sources[0].source.dialect.json : .array(sources.map { $0.source.dialect.json }),
      "mapping": sources.count == 1
        ? sources[0].mapping.json : .array(sources.map { $0.mapping.json }),
      "custom_fields": .array(customFields.map { .string($0) }),
      "persons": .object([
        "with_several_rows": .integer(persons.count), "rows": .integer(persons.rows),
        "shared_emails": .integer(persons.sharedEmails),
        "differing": persons.differing.map { .integer($0) },
      ]),
      "diagnostics": .object(diagnostics),
    ])
  }
}

extension Dialect {
  /// As `muster peek --json` shows it.
  package var json: JSONValue {
    func text(_ byte: UInt8) -> JSONValue { .string(String(Character(Unicode.Scalar(byte)))) }
    let line: JSONValue =
      switch headerLine {
      case .line(let line): .integer(line)
      case .none: .string("none")
      }
    return .object([
      "delimiter": format == .csv ? text(csv.delimiter) : .null,
      "quote": format == .csv && csv.quote != CSVFormat.noQuote ? text(csv.quote) : .null,
      "encoding": .string(encoding.name),
      "header_line": format == .csv ? line : .null,
      "compression": compression.map { .string($0.rawValue) } ?? .null,
    ])
  }

  /// As people read it: `CSV, comma, UTF-8, header on line 1`.
  package var words: String {
    let packed = compression.map { ", \($0.rawValue)" } ?? ""
    guard format == .csv else { return "\(jsonLayout.words), \(encoding.name)\(packed)" }
    let delimiter = SourceSettings.Delimiter.word(for: csv.delimiter)
    let header =
      switch headerLine {
      case .line(let line): "header on line \(line)"
      case .none: "no header"
      }
    return "CSV, \(delimiter), \(encoding.name), \(header)\(packed)"
  }
}

extension Mapping {
  /// As `muster map --json` shows it, without sample values.
  package var json: JSONValue {
    .array(
      columns.map { column in
        .object([
          "column": .string(column.column), "index": .integer(column.index),
          "field": column.field.map { .string($0.description) } ?? .null,
          "confidence": .number(column.confidence), "why": .string(column.why),
        ])
      })
  }
}
