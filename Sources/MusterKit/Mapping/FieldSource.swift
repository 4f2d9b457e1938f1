/// What fills a field.
package struct FieldSource: Sendable, Equatable {
  /// Columns are counted from 0.
  package typealias Input = FieldInput<Int>

  /// For remarks: the column, or what the settings call it.
  package var name: String
  package var field: FieldName
  package var input: Input
  package var transforms: [Transform]
  package var values: ValueMap?
  /// What the field takes.
  package var type: FieldType?
  /// How sure the choice is, from 0 to 1; 1 is the user's own word.
  package var confidence = 1.0

  package init(
    name: String, field: FieldName, input: Input, transforms: [Transform] = [],
    values: ValueMap? = nil, type: FieldType? = nil
  ) {
    self.type = type
    self.name = name
    self.field = field
    self.input = input
    self.transforms = transforms
    self.values = values
  }

  /// What a rule fills, with `index` giving the columns' places; nil where it fills nothing.
  init?(_ rule: ColumnRule, index: (String) -> Int) {
    guard let field = rule.field else { return nil }
    self.init(
      name: rule.name, field: field, input: rule.input.map(index), transforms: rule.transforms,
      values: rule.values, type: rule.type)
  }

  /// What a column by itself fills; nil where it goes nowhere.
  init?(_ column: ColumnMapping) {
    guard let field = column.field else { return nil }
    self.init(
      name: column.column, field: field, input: .column(column.index),
      transforms: column.transforms, values: column.values, type: column.type)
    confidence = column.confidence
  }

  /// The column whose cells are the values as they stand; nil where something is made of them.
  var plainColumn: Int? {
    guard case .column(let column) = input, transforms.isEmpty, values == nil, type == nil else {
      return nil
    }
    return column
  }

  /// Whether a value may turn out to be none that the settings provide for.
  var mayFail: Bool {
    transforms.contains(where: \.mayFail) || values?.otherwise == .keep || type != nil
  }
}

// MARK: - Values

extension FieldSource {
  /// A value, and what is to be remarked on it.
  struct Reading {
    /// Without blanks around it; empty where there is none.
    var value: String
    var diagnostic: Diagnostic?
  }

  /// The value of a row; `cell` gives the text of a column's cell, empty where the row has none.
  func value(_ cell: (Int) -> String) -> Reading {
    var value = Self.cleaned(composed { Self.cleaned(cell($0)) })
    guard !value.isEmpty else { return Reading(value: "") }
    for transform in transforms {
      do throws(TransformFailure) {
        value = try transform.applied(to: value)
      } catch {
        return Reading(
          value: "",
          diagnostic: Diagnostic(
            error.code, column: name, message: error.sentence, value: value))
      }
    }
    value = value.trimmingBlanks()
    var diagnostic: Diagnostic?
    if let values, !value.isEmpty {
      let (mapped, isListed) = values.mapped(value)
      if !isListed { diagnostic = Diagnostic(.valueNotListed, column: name, value: value) }
      value = mapped?.trimmingBlanks() ?? ""
    }
    if let type, !value.isEmpty, !type.takes(value) {
      return Reading(
        value: "", diagnostic: Diagnostic(.customFieldType, column: name, value: value))
    }
    return Reading(value: value, diagnostic: diagnostic)
  }

  private func composed(_ cell: (Int) -> String) -> String {
    switch input {
    case .column(let column): return cell(column)
    case .firstOf(let columns):
      for column in columns {
        let value = cell(column)
        if !value.isEmpty { return value }
      }
      return ""
    case .joined(let columns, let separator):
      return columns.map(cell).filter { !$0.isEmpty }.joined(separator: separator)
    case .template(let template):
      let cells = template.map(cell)
      return cells.columns.allSatisfy(\.isEmpty) ? "" : cells.filled
    }
  }

  /// Trimmed, without NULs and a spreadsheet's mark of text; blank where a spreadsheet's error stands.
  private static func cleaned(_ cell: String) -> String {
    var value = cell
    if value.utf8.contains(0) { value.removeAll { $0 == "\0" } }
    value = withoutTextMark(value.trimmingBlanks())
    if value.hasPrefix("#") {
      let bytes = Array(value.utf8)
      if ValueDamage.isSpreadsheetError(bytes.span, 0..<bytes.count) { return "" }
    }
    return value
  }

  /// Without the apostrophe by which spreadsheets mark as text what they would take for a number or a
  /// formula. One before a word, as in `'t Hooft` or `'90s`, belongs to it.
  static func withoutTextMark(_ value: String) -> String {
    guard value.utf8.first == UInt8(ascii: "'") else { return value }
    let rest = value.dropFirst()
    switch rest.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"):
      return String(rest)
    case .some(let byte) where ByteClass.isDigit(byte):
      let isNumber = byte == UInt8(ascii: "0") || !rest.contains(where: \.isLetter)
      // 'quoted' as a whole is no mark either.
      return isNumber && !rest.hasSuffix("'") ? String(rest) : value
    default: return value
    }
  }
}

extension FieldType {
  /// Whether a value that isn't blank is of this type.
  fileprivate func takes(_ value: String) -> Bool {
    switch self {
    case .text: true
    case .number: value.wholeMatch(of: /[-+]?[0-9]+(\.[0-9]+)?/) != nil
    case .boolean: value == "true" || value == "false"
    case .date: value.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil
    case .datetime: value.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}.*/) != nil
    case .phone:
      value.count(where: \.isNumber) >= 5 && !value.contains(where: \.isLetter)
    }
  }
}

extension ColumnTemplate<String> {
  /// The text with the values that stand in the columns' places.
  fileprivate var filled: String {
    pieces.map { piece in
      switch piece {
      case .text(let text), .column(let text): text
      }
    }
    .joined()
  }
}
