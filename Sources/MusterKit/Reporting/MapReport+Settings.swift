// A mapping as settings.

extension MapReport {
  /// Settings that give the same mapping: every column with its field or null, and nothing guessed.
  /// `others` are settings that belong to it, such as those that say how the file is read.
  package func settings(with others: [JSONMember] = []) -> JSONValue {
    var members = others
    members.append(JSONMember(name: "columns", value: .object(columnSettings)))
    if !source.mapping.constants.isEmpty {
      members.append(
        JSONMember(
          name: "constants",
          value: .object(
            source.mapping.constants.map { constant in
              JSONMember(name: constant.field.description, value: .string(constant.value))
            })))
    }
    members.append(JSONMember(name: "auto_map", value: .bool(false)))
    return .object(members)
  }

  private var columnSettings: [JSONMember] {
    let index = HeaderIndex(source.mapping.columns.map(\.column))
    var rules: [(name: String, rules: [JSONValue])] = []
    var places: [String: Int] = [:]
    func add(_ name: String, _ rule: JSONValue) {
      if let place = places[name] {
        rules[place].rules.append(rule)
      } else {
        places[name] = rules.count
        rules.append((name, [rule]))
      }
    }
    for column in source.mapping.columns where !column.column.hasPrefix("_") {
      guard column.field != nil || !column.column.isEmpty else { continue }
      // Two rules for one field contradict each other; one rule is for all columns of a name.
      let isShared = isShared(column, index)
      if isShared, index.alike(column.index).first != column.index { continue }
      let name = isShared ? column.column : index.name(of: column.index)
      add(name, rule(FieldSource(column), .column(name)))
    }
    for computed in source.mapping.computed {
      let input = settingsInput(of: computed, index)
      if case .column(let column) = computed.input, case .column(let name) = input {
        let alike = index.alike(column)
        if alike.count > 1, name == source.mapping.columns[column].column, alike[0] != column {
          continue
        }
        add(name, rule(computed, input))
      } else {
        add(computed.name, rule(computed, input))
      }
    }
    return rules.map { name, rules in
      JSONMember(name: name, value: rules.count == 1 ? rules[0] : .array(rules))
    }
  }

  /// Whether all columns of a column's name fill the same field, and in the same way.
  private func isShared(_ column: ColumnMapping, _ index: HeaderIndex) -> Bool {
    column.field != nil
      && index.alike(column.index).allSatisfy { other in
        let other = source.mapping.columns[other]
        return other.field == column.field && other.transforms == column.transforms
          && other.values == column.values && other.type == column.type
      }
  }

  /// As short as it can be written.
  private func rule(_ source: FieldSource?, _ input: ColumnRule.Input) -> JSONValue {
    guard let source else { return .null }
    if source.plainColumn != nil { return .string(source.field.description) }
    return ColumnRule(
      input: input, field: source.field, transforms: source.transforms, values: source.values,
      type: source.type
    ).canonical
  }

  private func settingsInput(
    of computed: FieldSource, _ index: HeaderIndex
  ) -> ColumnRule.Input {
    if case .column(let column) = computed.input, isShared(computed, column, index) {
      return .column(source.mapping.columns[column].column)
    }
    return computed.input.map(index.name(of:))
  }

  /// Whether all columns of a column's name, which share their rule, fill this field beside.
  private func isShared(_ computed: FieldSource, _ column: Int, _ index: HeaderIndex) -> Bool {
    isShared(source.mapping.columns[column], index)
      && index.alike(column).allSatisfy { other in
        source.mapping.computed.contains {
          $0.input == .column(other) && $0.field == computed.field
            && $0.transforms == computed.transforms && $0.values == computed.values
            && $0.type == computed.type
        }
      }
  }
}
