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
    var rules: [(name: String, rules: [JSONValue])] = []
    func add(_ name: String, _ rule: JSONValue) {
      if let index = rules.firstIndex(where: { $0.name == name }) {
        rules[index].rules.append(rule)
      } else {
        rules.append((name, [rule]))
      }
    }
    for column in source.mapping.columns where !column.column.hasPrefix("_") {
      guard column.field != nil || !column.column.isEmpty else { continue }
      let name = settingsName(ofColumn: column.index)
      add(name, rule(FieldSource(column), .column(name)))
    }
    for computed in source.mapping.computed {
      let input = settingsInput(of: computed.input)
      let name =
        if case .column(let column) = input { column } else { computed.name }
      add(name, rule(computed, input))
    }
    return rules.map { name, rules in
      JSONMember(name: name, value: rules.count == 1 ? rules[0] : .array(rules))
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

  private func settingsInput(of input: FieldSource.Input) -> ColumnRule.Input {
    switch input {
    case .column(let column): .column(settingsName(ofColumn: column))
    case .firstOf(let columns): .firstOf(columns.map(settingsName(ofColumn:)))
    case .joined(let columns, let separator):
      .joined(columns.map(settingsName(ofColumn:)), separator: separator)
    case .template(let template): .template(template.map(settingsName(ofColumn:)))
    }
  }

  /// What the settings call a column: its name, with `#2` behind it for the second of that name.
  private func settingsName(ofColumn index: Int) -> String {
    let name = source.mapping.columns[index].column
    let alike = source.mapping.columns.filter { $0.column == name }.map(\.index)
    return alike.count == 1 ? name : "\(name)#\((alike.firstIndex(of: index) ?? 0) + 1)"
  }
}
