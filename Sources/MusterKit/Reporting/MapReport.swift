/// The mapping that is proposed for a file, for people, for scripts and as settings.
package struct MapReport: Sendable {
  let source: MappedSource

  /// A sample value is cut to so many characters.
  private static let sampleLength = 60

  package init(_ source: MappedSource) {
    self.source = source
  }

  // MARK: For scripts

  /// `{"columns": [{"column", "index", "field", "confidence", "why", "samples", "candidates"}],
  /// "computed": […], "problems": […]}`.
  package var json: JSONValue {
    .object([
      "columns": .array(source.mapping.columns.map(json(of:))),
      "computed": .array(
        source.mapping.computed.map { computed in
          .object([
            "name": .string(computed.name), "field": .string(computed.field.description),
            "from": .array(computed.input.columns.map { .integer($0) }),
          ])
        }),
      "problems": .array(source.problems.map(\.json)),
    ])
  }

  private func json(of column: ColumnMapping) -> JSONValue {
    .object([
      "column": .string(column.column), "index": .integer(column.index),
      "field": column.field.map { .string($0.description) } ?? .null,
      "confidence": .number(column.confidence), "why": .string(column.why),
      "samples": .array(samples(of: column).map { .string($0) }),
      "candidates": .array(
        column.candidates.map { guess in
          .object([
            "field": .string(guess.field.rawValue), "confidence": .number(guess.confidence),
            "why": .string(guess.why),
          ])
        }),
    ])
  }

  private func samples(of column: ColumnMapping) -> [String] {
    column.index < source.samples.count
      ? source.samples[column.index].map { String($0.prefix(Self.sampleLength)) } : []
  }
}

extension MappingProblem {
  var json: JSONValue {
    .object([
      "code": .string(code.rawValue), "severity": .string(severity.rawValue),
      "column": column.map { .string($0) } ?? .null, "index": index.map { .integer($0) } ?? .null,
      "message": .string(message),
    ])
  }
}

// MARK: - For people

extension MapReport {
  /// A table of at most 80 columns, with what is doubtful below it.
  package var text: String {
    let columns = source.mapping.columns
    let count = columns.count
    var lines = [
      "\(source.source.displayName.shownText): \(source.source.dialect.words), \(count.grouped) "
        + (count == 1 ? "column" : "columns"), "",
    ]
    let names = columns.map { $0.column.shownName.cut(to: 28) }
    let width = max(6, names.map(\.columnWidth).max() ?? 0)
    let fields = columns.map { $0.field?.description.cut(to: 22) ?? "–" }
    let fieldWidth = max(5, fields.map(\.columnWidth).max() ?? 0)
    lines.append(
      "  \("column".padded(toColumns: width))  \("field".padded(toColumns: fieldWidth))  sure  samples"
    )
    for ((column, name), field) in zip(zip(columns, names), fields) {
      let sure =
        column.field == nil ? "    " : column.confidence.percent.leftPadded(toColumns: 4)
      let room = 80 - 2 - width - 2 - fieldWidth - 2 - 4 - 2
      let samples = samples(of: column).map(\.shownText).joined(separator: ", ").cut(to: room)
      lines.append(
        "  \(name.padded(toColumns: width))  \(field.padded(toColumns: fieldWidth))  \(sure)  \(samples)"
          .trimmingTrailingSpaces)
    }
    lines += settingsLines + doubts + problemLines
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the settings fill beside the columns' own fields.
  private var settingsLines: [String] {
    let mapping = source.mapping
    let computed = mapping.computed.map { computed in
      let columns = computed.input.columns.map { mapping.columns[$0].column.shownName }
      return (computed.field, "from \(columns.joined(separator: ", "))")
    }
    let constants = mapping.constants.map { ($0.field, "always \($0.value.shownName)") }
    guard !computed.isEmpty || !constants.isEmpty else { return [] }
    return ["", "By the settings"]
      + (computed + constants).flatMap { field, words in
        words.wrapped(after: "  \(field.description.shownName): ", indent: "    ")
      }
  }

  /// The columns whose place isn't sure, with the reason and other fields they could fill.
  private var doubts: [String] {
    let doubtful = source.doubtfulColumns
    guard !doubtful.isEmpty else { return [] }
    return ["", "Look at these"]
      + doubtful.flatMap { column in
        "\(column.doubt).".wrapped(after: "  \(column.column.shownName): ", indent: "    ")
      }
  }

  /// Errors and warnings one by one; notes, of which wide exports have many, by their codes.
  private var problemLines: [String] {
    guard !source.problems.isEmpty else { return [] }
    let severe = source.problems.filter { $0.severity > .note }.flatMap { problem in
      let place =
        problem.column.map { "\($0.shownName) (column \((problem.index ?? 0) + 1)): " } ?? ""
      return "\(place)\(problem.message)".wrapped(
        after: "  \(problem.severity.rawValue)  ", indent: "    ")
    }
    let codes = DiagnosticCode.allCases.filter { code in
      source.problems.contains { $0.code == code && $0.severity == .note }
    }
    let notes = codes.flatMap { code in
      let names = source.problems.filter { $0.code == code }.map { $0.column?.shownName ?? "" }
      let shown = names.prefix(6).joined(separator: ", ")
      let more = names.count > 6 ? " and \(names.count - 6) more" : ""
      return "\(code.entry.title) \(shown)\(more)".wrapped(after: "  note  ", indent: "    ")
    }
    return ["", "Problems"] + severe + notes
  }
}

extension MappedSource {
  /// A field that is less likely than this isn't worth a question.
  private static let leastGuess = 0.3

  /// The columns at which somebody should look: a field was found for them without being sure, or nearly
  /// found, and no other column fills it.
  package var doubtfulColumns: [ColumnMapping] {
    mapping.columns.filter { column in
      if column.field != nil { return column.confidence < HeaderMatcher.sure }
      guard let best = column.candidates.first, !samples[column.index].isEmpty else { return false }
      return best.confidence >= Self.leastGuess && !mapping.fills(best.field)
    }
  }
}

extension ColumnMapping {
  /// The reason, and where else it could go.
  package var doubt: String {
    let others = candidates.map { "\($0.field.rawValue) (\($0.confidence.percent))" }
    return others.isEmpty ? why : "\(why); it could be \(others.joined(separator: ", "))"
  }
}

extension Double {
  /// As in `57%`.
  fileprivate var percent: String { "\(Int((self * 100).rounded()))%" }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
