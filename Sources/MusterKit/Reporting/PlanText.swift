/// The plan as people read it on a terminal.
extension PlanReport {
  /// How many examples of each problem are shown.
  private static let exampleLimit = 5

  /// Several lines of at most 80 columns, but for values, the last with a line end.
  package func text(_ style: TextStyle = .plain) -> String {
    (zip(sources, rowCounts).map { text(of: $0, rows: $1, style) } + [
      problemText(style), personText(style), planText(style),
    ])
    .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func text(of source: MappedSource, rows: Int, _ style: TextStyle) -> String {
    let count = source.mapping.columns.count
    var lines = [
      style.heading(source.source.displayName.shownText) + ": \(source.source.dialect.words), "
        + "\(count.grouped) " + (count == 1 ? "column" : "columns")
    ]
    let mapped = source.mapping.columns.filter { $0.field != nil }
    let names = mapped.map { $0.column.shownName.cut(to: 36) }
    let width = names.map(\.columnWidth).max() ?? 0
    for (column, name) in zip(mapped, names) {
      let field = column.field.map(\.description) ?? ""
      let start = "  \(name.padded(toColumns: width))  → \(field)"
      lines +=
        column.confidence < HeaderMatcher.sure
        ? "(\(column.why))".wrapped(after: start + "  ", indent: "      ") : [start]
    }
    for computed in source.mapping.computed {
      lines.append("  \(computed.name.shownName.cut(to: 36))  → \(computed.field)")
    }
    lines += Self.nowhere(source)
    if mapped.isEmpty && source.mapping.computed.isEmpty {
      lines.append("  No column was recognised: map them in the configuration's \"columns\".")
    }
    if rows == 0 { lines.append("  \(style.severity(.note)): The file has a header and no rows.") }
    for problem in source.problems where problem.severity > .note {
      lines += problem.message.wrapped(
        after: "  \(problem.severity.rawValue): ", indent: "    ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The columns that go nowhere, and those of them that a field was nearly found for.
  private static func nowhere(_ source: MappedSource) -> [String] {
    let unmapped = source.mapping.columns.filter {
      $0.field == nil && !ResultColumns.isOurs($0.column)
    }
    guard !unmapped.isEmpty else { return [] }
    let shown = unmapped.prefix(8).map(\.column.shownName).joined(separator: ", ")
    let more = unmapped.count > 8 ? " and \(unmapped.count - 8) more" : ""
    let guesses = source.doubtfulColumns.filter { $0.field == nil }.prefix(5).compactMap { column in
      column.candidates.first.map { "\(column.column.shownName) → \($0.field.rawValue)" }
    }
    let nearly =
      guesses.isEmpty
      ? [] : guesses.joined(separator: ", ").wrapped(after: "  perhaps: ", indent: "    ")
    return "\(shown)\(more)".wrapped(after: "  goes nowhere: ", indent: "    ") + nearly
  }

  private func problemText(_ style: TextStyle) -> String {
    let all = (problems.map { ($0, nil as TargetKind?) } + contactProblems).enumerated().sorted {
      let (one, other) = ($0.element.0, $1.element.0)
      return (other.severity, other.count, $0.offset) < (one.severity, one.count, $1.offset)
    }
    guard !all.isEmpty else { return "" }
    var lines = [style.heading("Problems")]
    for (problem, target) in all.map(\.element) {
      let scope = target.map { " (\($0.displayName))" } ?? ""
      let rows = problem.count == 1 ? "1 row" : "\(problem.count.grouped) rows"
      lines.append(
        "  \(style.severity(problem.severity))  \(problem.code.rawValue)\(scope): \(rows)")
      lines += text(of: problem).flatMap { $0.wrapped(after: "    ", indent: "    ") }
    }
    lines.append(style.quiet("  muster explain CODE says more about each."))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The remarks that are for some targets only; those that all targets share stand once.
  var contactProblems: [(Problem, TargetKind?)] {
    let first = targets.first?.problems ?? []
    let shared = first.filter { problem in
      [.emailShared, .suppressed].contains(problem.code)
        && targets.allSatisfy { $0.problems.contains { $0.isLike(problem) } }
    }
    let own = targets.flatMap { target in
      target.problems.filter { problem in !shared.contains { $0.isLike(problem) } }
        .map { ($0, targets.count > 1 ? target.plan.target : nil) }
    }
    return shared.map { ($0, nil) } + own
  }

  /// A line for each example; one for all of them where they say the same.
  private func text(of problem: Problem) -> [String] {
    let examples = problem.examples.prefix(Self.exampleLimit)
    let more = problem.count - Set(examples.map(\.row)).count
    let rest = more > 0 ? ", and \(more.grouped) more" : ""
    let messages = Set(problem.examples.map(\.message))
    if let message = messages.first, messages.count == 1, !showsValues {
      if let start = startOfSlip(problem) { return [message, start] }
      return [message, examples.map(place).joined(separator: "; ") + rest]
    }
    var lines = examples.map { example in
      let value = showsValues ? example.value.map { " [\($0.shownName)]" } ?? "" : ""
      return "\(place(of: example))\(value): \(example.message)"
    }
    if more > 0 { lines.append("… and \(more.grouped) more") }
    return lines
  }

  /// Where values stand in wrong columns from some row on, that row.
  private func startOfSlip(_ problem: Problem) -> String? {
    guard problem.code == .columnsSlipped, problem.count > 1, let first = problem.examples.first,
      rowCounts.reduce(0, +) - first.row + 1 == problem.count
    else { return nil }
    return "from \(place(of: first)) on, in all rows"
  }

  private func place(of example: RemarkTally.Example) -> String {
    let file = sources.count > 1 ? "\(name(ofFileWith: example.row).shownName) " : ""
    let place = "\(file)line \(example.line) (row \(example.row))"
    return example.column.map { "\(place), \($0.shownName)" } ?? place
  }

  /// Rows are numbered through all files, from 1.
  func name(ofFileWith row: Int) -> String {
    var left = row
    for (source, count) in zip(sources, rowCounts) {
      if left <= count { return source.source.displayName }
      left -= count
    }
    return ""
  }

  /// People with several rows, and mails of several people.
  private func personText(_ style: TextStyle) -> String {
    guard persons.count > 0 || persons.sharedEmails > 0 else { return "" }
    var lines = [style.heading("People")]
    if persons.count > 0 {
      let people = persons.count == 1 ? "1 person has" : "\(persons.count.grouped) people have"
      lines += "\(people) \(persons.rows.grouped) rows: \(keep.words).".wrapped(
        after: "  ", indent: "    ")
      let examples = persons.examples.map { "rows \(Self.listed($0))" }
      let rest = persons.count - examples.count
      let more = rest > 0 ? ", and \(rest.grouped) more" : ""
      lines += (examples.joined(separator: "; ") + more).wrapped(after: "    ", indent: "    ")
      if let differing = persons.differing {
        lines.append(
          differing == 0
            ? "    Their rows say the same."
            : "    For \(differing.grouped), rows say different things.")
      }
    }
    if persons.sharedEmails > 0 {
      lines +=
        (persons.sharedEmails == 1
        ? "1 e-mail address belongs to several people."
        : "\(persons.sharedEmails.grouped) e-mail addresses belong to several people each.")
        .wrapped(
          after: "  ", indent: "    ")
    }
    if persons.count > 0, persons.differing == nil {
      lines.append(
        style.quiet("  muster check with --collisions people.csv lists them in that file."))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `3, 9 and 12`; of many rows the first few.
  static func listed(_ rows: [Int], of count: Int? = nil) -> String {
    let count = count ?? rows.count
    let shown = rows.prefix(exampleLimit).map(\.grouped)
    guard count == shown.count, let last = shown.last else {
      return shown.joined(separator: ", ") + " and \((count - shown.count).grouped) more"
    }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }

  private func planText(_ style: TextStyle) -> String {
    var lines = [style.heading("Plan")]
    for (plan, _) in targets {
      lines += "\(plan.send.grouped) of \(plan.read.grouped) rows to send\(Self.reasons(plan))"
        .wrapped(after: "  \(plan.target.displayName): ", indent: "    ")
      if plan.send > 0 {
        let time = Duration.seconds(plan.estimatedSeconds).words
        let pace = plan.estimatedSeconds > 0 ? ", at least \(time) at the key's limit" : ""
        lines += "\(plan.requests.grouped) requests\(Self.steps(plan))\(pace)".wrapped(
          after: "    ", indent: "      ")
        if plan.requestsSaved > 0 {
          lines.append(
            "    \(plan.requestsSaved.grouped) of \(plan.read.grouped) requests saved")
        }
      }
      let lost = sources.flatMap { $0.mapping.fieldsWithoutPlace(at: plan.target) }
      let names = Set(lost.map(\.rawValue)).sorted()
      if !names.isEmpty {
        lines += "\(names.joined(separator: ", ")) (map to a custom field, or leave)"
          .wrapped(after: "    no place at \(plan.target.displayName): ", indent: "      ")
      }
      for note in targetNotes(plan.target) {
        lines += note.code.entry.title.wrapped(after: "    note: ", indent: "      ")
      }
    }
    let registering = targets.contains { $0.plan.target.definition.registersCustomFields }
    if registering, !customFields.isEmpty {
      let fields = customFields.map(\.shownName).joined(separator: ", ")
      lines += fields.wrapped(after: "  custom fields that must be there: ", indent: "    ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What requests are for beside the contacts.
  private static func steps(_ plan: TargetPlan) -> String {
    let checks = ", \(plan.preflightRequests) of them for checks"
    return plan.listRequests > 0
      ? "\(checks) and \(plan.listRequests.grouped) for the list" : checks
  }

  private static func reasons(_ plan: TargetPlan) -> String {
    var parts: [String] = []
    if plan.duplicate > 0 { parts.append("\(plan.duplicate.grouped) duplicate") }
    if plan.invalid > 0 {
      let missing = plan.withoutIdentifier > 0 ? plan.withoutIdentifier : 0
      let what = "no \(plan.target.definition.identifierName)"
      parts.append(
        "\(plan.invalid.grouped) invalid"
          + (missing > 0 ? " (\(missing.grouped) with \(what))" : ""))
    }
    if plan.unchanged > 0 { parts.append("\(plan.unchanged.grouped) unchanged") }
    if plan.suppressed > 0 { parts.append("\(plan.suppressed.grouped) suppressed") }
    if plan.leftOut > 0 { parts.append("\(plan.leftOut.grouped) left out by the limit") }
    return parts.isEmpty ? "" : "; " + parts.joined(separator: ", ")
  }
}

extension PlanReport.Problem {
  fileprivate func isLike(_ other: Self) -> Bool {
    code == other.code && severity == other.severity && count == other.count
      && examples == other.examples
  }
}

extension String {
  /// A name or value on one line of a terminal: control characters made visible, at most 60
  /// characters.
  package var shownName: String {
    if isEmpty { return "(no name)" }
    let text = shownText
    return text.count > 60 ? text.prefix(59) + "…" : text
  }

  /// A text of any length for a terminal: control characters made visible.
  package var shownText: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : $0 }))
  }
}

extension DeduplicateSettings.Keep {
  /// What is done with the rows of one person.
  var words: String {
    switch self {
    case .first: "the first row of each is sent"
    case .last: "the last row of each is sent"
    case .mostComplete: "the row of each that fills most fields is sent"
    case .merge: "each is sent once, and later rows fill what the first leaves blank"
    case .none: "each row is sent"
    }
  }
}
