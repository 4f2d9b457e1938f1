/// The questions of `muster map --interactive`, without a terminal.

/// Asks about one doubtful column after the other. What to ask next follows from the answers: a field
/// that is taken from a column may be another column's.
package struct MapDialogue {
  /// With the mapping that the answers so far make.
  package private(set) var source: MappedSource
  private let width: Int
  /// The columns that were asked about, from 0, in their order.
  private var asked: [Int] = []
  /// The column of a question that isn't answered yet.
  private var current: Int?
  private var isOver = false

  /// By which a person is known.
  private static let identifiers: [StandardField] = [
    .email, .linkedin, .salesNavigator, .contactID,
  ]

  /// - Parameters:
  ///   - source: with the mapping that is proposed.
  ///   - width: of the terminal, in columns.
  package init(_ source: MappedSource, width: Int) {
    self.source = source
    self.width = width
  }

  /// What is said before the first question.
  package var start: String {
    guard !doubtful.isEmpty else { return "No column is doubtful.\n" }
    return lines(
      """
      Enter keeps the proposal; a field's name or custom.NAME changes it; - means nowhere; ? lists \
      the fields; q ends the questions and keeps the rest as proposed.
      """, after: "", indent: "")
  }

  /// The next question, with the prompt behind which the answer is typed; nil where there is none
  /// left. The last one again until it is answered.
  package mutating func next() -> String? {
    guard !isOver else { return nil }
    if let current { return prompt(of: current) }
    let left = doubtful
    guard let index = left.first else { return nil }
    asked.append(index)
    current = index
    let column = source.mapping.columns[index]
    let samples = source.samples[index].map(\.shownName).joined(separator: ", ")
    let number = "\(asked.count) of \(asked.count + left.count - 1)"
    return "\n" + lines(column.column.shownName, after: "\(number): ", indent: "  ")
      + lines(samples.isEmpty ? "none" : samples, after: "  values: ", indent: "    ")
      + lines(column.doubt, after: "  ", indent: "    ") + prompt(of: index)
  }

  /// Takes what was typed for the last question.
  ///
  /// - Parameter line: without its line end.
  /// - Returns: what is to be said about it, with a line end; empty where there is nothing.
  package mutating func take(_ line: String) -> String {
    guard let index = current else { return "" }
    let text = line.trimmingBlanks()
    switch text {
    case "": current = nil
    case "q": isOver = true
    case "-": choose(nil, for: index)
    case "?":
      let fields = StandardField.allCases.map(\.rawValue) + ["custom.NAME"]
      return lines(fields.joined(separator: " "), after: "  ", indent: "  ")
    default:
      guard let field = FieldName(text) else {
        let hint = FieldName.nearest(to: text).map { "Did you mean \($0)?" } ?? "? lists them."
        return lines("There is no field \(text.shownName). \(hint)", after: "  ", indent: "  ")
      }
      return choose(field, for: index)
    }
    return ""
  }

  /// Puts a column where it was said, and says what that takes the field from.
  @discardableResult
  private mutating func choose(_ field: FieldName?, for index: Int) -> String {
    let before = source.mapping
    source.choose(field, for: index)
    current = nil
    guard let field else { return "" }
    let columns = before.columns.filter { column in
      column.field == field && source.mapping.columns[column.index].field != field
    }.map(\.column)
    let computed = before.computed.filter {
      $0.field == field && !source.mapping.computed.contains($0)
    }
    .map(\.name)
    let losers = (columns + computed).map(\.shownName)
    guard !losers.isEmpty else { return "" }
    let verb = losers.count == 1 ? "goes" : "go"
    return lines(
      "\(losers.joinedAsList("and")) filled \(field) so far, and \(verb) nowhere now.", after: "  ",
      indent: "  ")
  }

  /// The columns that are still to be asked about: the doubtful ones, and as long as nobody's identifier
  /// is mapped, all that could be one.
  private var doubtful: [Int] {
    var indexes = Set(source.doubtfulColumns.map(\.index))
    if !Self.identifiers.contains(where: source.mapping.fills) {
      indexes.formUnion(source.mapping.columns.filter(mayIdentify).map(\.index))
    }
    return indexes.subtracting(asked).sorted()
  }

  /// Whether a column could tell who a person is, by what was guessed or by what its values look like.
  private func mayIdentify(_ column: ColumnMapping) -> Bool {
    let samples = source.samples[column.index]
    return !samples.isEmpty && column.candidates.contains { Self.identifiers.contains($0.field) }
      || samples.contains { $0.contains("@") || $0.lowercased().contains("linkedin.com/") }
  }

  private func prompt(of index: Int) -> String {
    "  [\(source.mapping.columns[index].field?.description.shownName ?? "nowhere")] > "
  }

  private func lines(_ text: String, after start: String, indent: String) -> String {
    text.wrapped(after: start, indent: indent, width: width).joined(separator: "\n") + "\n"
  }
}
