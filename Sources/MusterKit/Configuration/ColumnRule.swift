// What the settings say about columns: which field each fills, and how its values are changed.

/// A change to a column's values, by the word in the settings.
package enum Transform: String, Sendable, CaseIterable {
  /// Blanks at both ends removed.
  case trim
  /// Each run of blanks made one space.
  case collapseSpaces = "collapse_spaces"
  case lowercase
  case uppercase
}

/// What becomes of a column.
package struct ColumnRule: Sendable, Equatable {
  /// Where the values come from. One kind so far; several columns joined, and templates, are to
  /// come beside it.
  package enum Input: Sendable, Equatable {
    /// A column, by its name in the header.
    case column(String)
  }

  package var input: Input
  /// The field that is filled; nil where the column is to go nowhere.
  package var field: FieldName?
  /// In the order in which they are applied.
  package var transforms: [Transform]

  package init(input: Input, field: FieldName?, transforms: [Transform] = []) {
    self.input = input
    self.field = field
    self.transforms = transforms
  }

  /// The name of the column.
  package var column: String {
    switch input {
    case .column(let name): name
    }
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
