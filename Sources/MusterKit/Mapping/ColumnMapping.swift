/// A field that a column could go to.
package struct FieldGuess: Sendable, Equatable {
  package var field: StandardField
  /// From 0 to 1.
  package var confidence: Double
  /// The reason in words.
  package var why: String
}

/// Where a column goes, and why.
package struct ColumnMapping: Sendable, Equatable {
  /// The column's name as the header has it.
  package var column: String
  /// Its place in the header, from 0; tells columns of the same name apart.
  package var index: Int
  /// nil: it goes nowhere.
  package var field: FieldName?
  package var transforms: [Transform]
  /// What is put in the place of certain values.
  package var values: ValueMap?
  /// What the field takes.
  package var type: FieldType?
  /// How sure the choice is, from 0 to 1; 1 is the user's own word.
  package var confidence: Double
  /// The reason in words.
  package var why: String
  /// Where else it could go, the likeliest first; three at most.
  package var candidates: [FieldGuess] = []

  package init(
    column: String, index: Int, field: FieldName?, transforms: [Transform] = [],
    values: ValueMap? = nil, confidence: Double, why: String
  ) {
    self.column = column
    self.index = index
    self.field = field
    self.transforms = transforms
    self.values = values
    self.confidence = confidence
    self.why = why
  }
}

/// Where all columns of a source go.
package struct Mapping: Sendable, Equatable {
  /// One for each column, in the order of the header.
  package var columns: [ColumnMapping]
  /// What the settings fill beside: from several columns, or from one that fills a field already.
  package var computed: [FieldSource]
  package var constants: [ConstantValue]

  package init(
    columns: [ColumnMapping], computed: [FieldSource] = [], constants: [ConstantValue] = []
  ) {
    self.columns = columns
    self.computed = computed
    self.constants = constants
  }

  /// All that fills a field, the settings' own words first, then by the order of the header.
  package var sources: [FieldSource] {
    let own = columns.compactMap(FieldSource.init)
    return own.filter { $0.confidence == 1 } + computed + own.filter { $0.confidence < 1 }
  }

  /// What fills a field, the surest first.
  package func sources(for field: StandardField) -> [FieldSource] {
    sources.enumerated().filter { $0.element.field == .standard(field) }
      .sorted { ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset) }
      .map(\.element)
  }

  /// The custom fields that are filled, without repetition, in the order of the columns.
  package var customFields: [String] {
    var seen: Set<String> = []
    let names = columns.compactMap(\.field) + computed.map(\.field) + constants.map(\.field)
    return names.compactMap { field in
      guard case .custom(let name) = field, seen.insert(name).inserted else { return nil }
      return name
    }
  }

  /// Whether a standard field is filled.
  package func fills(_ field: StandardField) -> Bool {
    columns.contains { $0.field == .standard(field) }
      || computed.contains { $0.field == .standard(field) }
      || constants.contains { $0.field == .standard(field) }
  }

  /// The fields that are filled but have no place at a target.
  package func fieldsWithoutPlace(at target: TargetKind) -> [StandardField] {
    StandardField.allCases.filter { fills($0) && $0.name(at: target) == nil }
  }
}
