/// Where a column goes, and why.
package struct ColumnMapping: Sendable, Equatable {
  /// The column's name as the header has it.
  package var column: String
  /// Its place in the header, from 0; tells columns of the same name apart.
  package var index: Int
  /// nil: it goes nowhere.
  package var field: FieldName?
  package var transforms: [Transform]
  /// How sure the choice is, from 0 to 1; 1 is the user's own word.
  package var confidence: Double
  /// The reason in words.
  package var why: String

  package init(
    column: String, index: Int, field: FieldName?, transforms: [Transform] = [],
    confidence: Double, why: String
  ) {
    self.column = column
    self.index = index
    self.field = field
    self.transforms = transforms
    self.confidence = confidence
    self.why = why
  }
}

/// Where all columns of a source go.
package struct Mapping: Sendable, Equatable {
  /// One for each column, in the order of the header.
  package var columns: [ColumnMapping]
  package var constants: [ConstantValue]

  package init(columns: [ColumnMapping], constants: [ConstantValue] = []) {
    self.columns = columns
    self.constants = constants
  }

  /// The columns that fill a field, the surest first.
  package func columns(for field: StandardField) -> [ColumnMapping] {
    columns.filter { $0.field == .standard(field) }
      .sorted { ($1.confidence, $0.index) < ($0.confidence, $1.index) }
  }

  /// The custom fields that are filled, without repetition, in the order of the columns.
  package var customFields: [String] {
    var seen: Set<String> = []
    let names = columns.compactMap(\.field) + constants.map(\.field)
    return names.compactMap { field in
      guard case .custom(let name) = field, seen.insert(name).inserted else { return nil }
      return name
    }
  }

  /// The fields that are filled but have no place at a target.
  package func fieldsWithoutPlace(at target: TargetKind) -> [StandardField] {
    StandardField.allCases.filter { field in
      let isFilled =
        columns.contains { $0.field == .standard(field) }
        || constants.contains { $0.field == .standard(field) }
      return isFilled && field.name(at: target) == nil
    }
  }
}
