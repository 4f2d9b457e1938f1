// What the settings say about columns: which fields they fill, and how their values are changed.

/// How a field is filled from a column, or from several.
package struct ColumnRule: Sendable, Equatable {
  /// Columns are named as in the header.
  package typealias Input = FieldInput<String>

  /// The key under `columns`: the column, or any name for what is made of several.
  package var name: String
  package var input: Input
  /// The field that is filled; nil where the column is to go nowhere.
  package var field: FieldName?
  /// In the order in which they are applied.
  package var transforms: [Transform]
  /// What is put in the place of certain values, behind all transforms.
  package var values: ValueMap?
  /// What the field takes; nil where nothing is said about it.
  package var type: FieldType?

  package init(
    name: String? = nil, input: Input, field: FieldName?, transforms: [Transform] = [],
    values: ValueMap? = nil, type: FieldType? = nil
  ) {
    self.type = type
    self.input = input
    self.field = field
    self.transforms = transforms
    self.values = values
    self.name = name ?? input.columns.joined(separator: ", ")
  }
}

/// Where a field's values come from.
package enum FieldInput<Column: Sendable & Equatable>: Sendable, Equatable {
  case column(Column)
  /// The first that isn't blank.
  case firstOf([Column])
  /// Those that aren't blank, with a text between them.
  case joined([Column], separator: String)
  case template(ColumnTemplate<Column>)

  /// The columns that are read, in their order.
  package var columns: [Column] {
    switch self {
    case .column(let column): [column]
    case .firstOf(let columns), .joined(let columns, _): columns
    case .template(let template): template.columns
    }
  }

  /// The input with other names for its columns.
  package func map<Other: Sendable & Equatable>(
    _ transform: (Column) -> Other
  ) -> FieldInput<Other> {
    switch self {
    case .column(let column): .column(transform(column))
    case .firstOf(let columns): .firstOf(columns.map(transform))
    case .joined(let columns, let separator):
      .joined(columns.map(transform), separator: separator)
    case .template(let template): .template(template.map(transform))
    }
  }
}

/// A text with places for the values of columns: `{First Name} {Last Name}`. Braces that belong to
/// the text are doubled.
package struct ColumnTemplate<Column: Sendable & Equatable>: Sendable, Equatable {
  package enum Piece: Sendable, Equatable {
    case text(String)
    case column(Column)
  }

  package var pieces: [Piece]

  package var columns: [Column] {
    pieces.compactMap { piece in
      if case .column(let column) = piece { column } else { nil }
    }
  }

  /// The template with other names for its columns.
  package func map<Other: Sendable & Equatable>(
    _ transform: (Column) -> Other
  ) -> ColumnTemplate<Other> {
    ColumnTemplate<Other>(
      pieces: pieces.map { piece in
        switch piece {
        case .text(let text): .text(text)
        case .column(let column): .column(transform(column))
        }
      })
  }
}

extension ColumnTemplate<String> {
  /// nil where a brace is left open, closes nothing, or holds no name.
  package init?(_ text: String) {
    pieces = []
    var literal = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "{" && rest.first != "{" {
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let name = String(rest[..<end])
        guard !name.trimmingBlanks().isEmpty, !name.contains("{") else { return nil }
        if !literal.isEmpty { pieces.append(.text(literal)) }
        literal = ""
        pieces.append(.column(name))
        rest = rest[end...].dropFirst()
      } else if character == "{" || character == "}" {
        guard rest.popFirst() == character else { return nil }
        literal.append(character)
      } else {
        literal.append(character)
      }
    }
    if !literal.isEmpty { pieces.append(.text(literal)) }
  }

  /// As it is written.
  package var text: String {
    pieces.map { piece in
      switch piece {
      case .text(let text):
        text.replacing("{", with: "{{").replacing("}", with: "}}")
      case .column(let name): "{\(name)}"
      }
    }
    .joined()
  }
}

/// What a custom field takes, as lemlist has it
/// (https://developer.lemlist.com/api-reference/endpoints/fields/get-fields).
package enum FieldType: String, Sendable, CaseIterable {
  case text
  /// A decimal: `-1234.5`.
  case number
  /// `true` or `false`.
  case boolean
  /// `2026-11-22`.
  case date
  /// A date with a time: `2026-11-22T10:30:00Z`.
  case datetime
  /// At least five digits, and nothing else but the signs of phone numbers.
  case phone
}

/// Values that others are put in the place of.
package struct ValueMap: Sendable, Equatable {
  /// What becomes of a value that isn't listed.
  package enum Otherwise: Sendable, Equatable {
    /// It stays, with a note.
    case keep
    /// nil: it is left out.
    case put(String?)
  }

  /// In the order of the values; nil leaves a value out.
  package private(set) var entries: [(from: String, to: String?)]
  package var otherwise: Otherwise
  /// By the value without regard to case.
  private let folded: [String: String?]

  package init(_ entries: [(from: String, to: String?)], otherwise: Otherwise = .keep) {
    self.entries = entries
    self.otherwise = otherwise
    folded = Dictionary(entries.map { ($0.from.lowercased(), $0.to) }) { first, _ in first }
  }

  /// What is put in the place of a value that isn't blank; nil where it is left out.
  package func mapped(_ value: String) -> (value: String?, isListed: Bool) {
    if let exact = entries.first(where: { $0.from == value }) { return (exact.to, true) }
    if let found = folded[value.lowercased()] { return (found, true) }
    switch otherwise {
    case .keep: return (value, false)
    case .put(let text): return (text, true)
    }
  }

  package static func == (left: ValueMap, right: ValueMap) -> Bool {
    left.otherwise == right.otherwise
      && left.entries.elementsEqual(right.entries) { $0.from == $1.from && $0.to == $1.to }
  }
}

/// A value that every contact gets in a field.
package struct ConstantValue: Sendable, Equatable {
  package var field: FieldName
  /// Never blank.
  package var value: String

  package init(field: FieldName, value: String) {
    self.field = field
    self.value = value
  }
}
