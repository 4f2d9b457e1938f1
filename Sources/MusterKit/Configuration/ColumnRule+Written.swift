// How the objects under `columns` and `constants` are read, with a finding for each mistake.

extension ColumnRule {
  /// Reads the object under `columns`, in the order of the columns' names.
  static func rules(written value: JSONValue) throws(SettingMismatch) -> [ColumnRule] {
    guard case .object(let members) = value else { throw .unlike(.wrongType) }
    var findings: [SettingFinding] = []
    var rules: [ColumnRule] = []
    for member in members {
      let reading = ColumnReading(column: member.name, written: member.value)
      rules.append(reading.rule)
      findings += reading.findings.map { finding in
        SettingFinding(
          path: [member.name] + finding.path, reason: finding.reason, remark: finding.remark)
      }
    }
    guard findings.isEmpty else { throw .findings(findings) }
    return rules
  }

  /// The rule as it is written in full.
  var canonical: JSONValue {
    .object([
      "field": field.map { .string($0.description) } ?? .null,
      "transforms": .array(transforms.map { .string($0.rawValue) }),
    ])
  }
}

/// Reads what is written for one column, and collects what is wrong with it.
private struct ColumnReading {
  var rule: ColumnRule
  var findings: [SettingFinding] = []

  private static let keys = ["field", "transforms"]
  /// Keys of the forms to come.
  private static let reservedKeys = ["from", "join", "template"]

  init(column: String, written value: JSONValue) {
    rule = ColumnRule(input: .column(column), field: nil)
    switch value {
    case .null: break
    case .string(let text): readField(text)
    case .object(let members): readObject(members)
    default:
      note(
        .wrongType,
        " is \(value.found); it has to be a field's name, null, or an object with a \"field\".")
    }
    if column.hasPrefix("_"), rule.field != nil {
      note(.conflict, " starts with _, which marks muster's own columns: they are never mapped.")
    }
  }

  private mutating func note(
    _ reason: ConfigurationProblem.Reason, _ remark: String, at path: [String] = []
  ) {
    findings.append(SettingFinding(path: path, reason: reason, remark: remark))
  }

  private mutating func readObject(_ members: [JSONMember]) {
    if !members.contains(where: { $0.name == "field" }) {
      note(.wrongValue, " has no \"field\"; name one, or write null.")
    }
    for member in members {
      switch (member.name, member.value) {
      case ("field", .string(let text)): readField(text, at: ["field"])
      case ("field", .null): break
      case ("field", _):
        note(
          .wrongType, " is \(member.value.found); it has to be a field's name or null.",
          at: ["field"])
      case ("transforms", .array(let elements)): elements.forEach { readTransform($0) }
      case ("transforms", _):
        note(
          .wrongType, " is \(member.value.found); it has to be a list of words.",
          at: ["transforms"])
      case (let name, _) where Self.reservedKeys.contains(name):
        note(.notBuiltYet, " isn't built yet.", at: [name])
      default:
        let hint = NearestWord.find(member.name, in: Self.keys).didYouMean
        note(
          .unknownKey, " is no key of a column; there are field and transforms.\(hint)",
          at: [member.name])
      }
    }
  }

  private mutating func readField(_ text: String, at path: [String] = []) {
    rule.field = FieldName(text)
    if rule.field == nil { note(.unknownField, " is \(FieldName.unknown(text))", at: path) }
  }

  private mutating func readTransform(_ element: JSONValue) {
    let words = Transform.allCases.map(\.rawValue)
    var hint = ""
    if case .string(let word) = element {
      if let transform = Transform(rawValue: word) {
        rule.transforms.append(transform)
        return
      }
      hint = NearestWord.find(word, in: words).didYouMean
    }
    note(
      .wrongValue, " holds \(element.found); there are \(words.joinedAsList("and")).\(hint)",
      at: ["transforms"])
  }
}

extension ConstantValue {
  /// Fields that say who a person is: the same value for everybody would make them one.
  static let personalFields: Set<StandardField> = [
    .email, .additionalEmails, .linkedin, .salesNavigator, .contactID,
  ]

  /// Reads the object under `constants`, in the order of the fields' names.
  static func constants(written value: JSONValue) throws(SettingMismatch) -> [ConstantValue] {
    guard case .object(let members) = value else { throw .unlike(.wrongType) }
    var findings: [SettingFinding] = []
    var constants: [ConstantValue] = []
    for member in members {
      let (reason, remark): (ConfigurationProblem.Reason, String)
      switch (FieldName(member.name), member.value) {
      case (nil, _):
        (reason, remark) = (.unknownField, ": the key is \(FieldName.unknown(member.name))")
      case (.standard(let field), _) where personalFields.contains(field):
        (reason, remark) = (.conflict, " would give every contact the same identity.")
      case (let field?, .string(let text)) where text.contains { !$0.isWhitespace }:
        constants.append(ConstantValue(field: field, value: text))
        continue
      case (_, .string):
        (reason, remark) = (.wrongValue, " is blank; give it a text, or leave it out.")
      default: (reason, remark) = (.wrongType, " isn't a text; put the value in double quotes.")
      }
      findings.append(SettingFinding(path: [member.name], reason: reason, remark: remark))
    }
    guard findings.isEmpty else { throw .findings(findings) }
    return constants
  }
}
