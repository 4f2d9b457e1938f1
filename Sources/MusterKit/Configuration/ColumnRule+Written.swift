// How the objects under `columns` and `constants` are read, with a finding for each mistake.

extension ColumnRule {
  /// Reads the object under `columns`, in the order of the columns' names.
  static func rules(written value: JSONValue) throws(SettingMismatch) -> [ColumnRule] {
    guard case .object(let members) = value else { throw .unlike(.wrongType) }
    var findings: [SettingFinding] = []
    var rules: [ColumnRule] = []
    for member in members {
      let readings: [(path: [String], reading: ColumnReading)]
      if case .array(let elements) = member.value {
        if elements.isEmpty {
          findings.append(
            SettingFinding(
              path: [member.name], reason: .wrongValue,
              remark: " is an empty list; write null to keep the column back."))
        }
        readings = elements.enumerated().map { index, element in
          (["\(index)"], ColumnReading(column: member.name, written: element))
        }
      } else {
        readings = [([], ColumnReading(column: member.name, written: member.value))]
      }
      for (path, reading) in readings {
        rules.append(reading.rule)
        findings += reading.findings.map { finding in
          SettingFinding(
            path: [member.name] + path + finding.path, reason: finding.reason,
            remark: finding.remark)
        }
      }
    }
    findings += contested(rules)
    guard findings.isEmpty else { throw .findings(findings) }
    return rules
  }

  /// Fields that only one rule can fill, and two do.
  private static func contested(_ rules: [ColumnRule]) -> [SettingFinding] {
    var first: [FieldName: String] = [:]
    return rules.compactMap { rule in
      guard let field = rule.field, !field.takesSeveral else { return nil }
      guard let other = first[field] else {
        first[field] = rule.name
        return nil
      }
      let remark =
        other == rule.name
        ? " goes to \(field) twice: leave one of the two out."
        : " goes to \(field), and so does \(JSONValue.quoted(other)): name both in one rule's "
          + "\"from\"."
      return SettingFinding(path: [rule.name], reason: .conflict, remark: remark)
    }
  }

  /// The rule as it is written in full.
  var canonical: JSONValue {
    var members: [JSONMember] = [
      JSONMember(name: "field", value: field.map { .string($0.description) } ?? .null)
    ]
    func add(_ name: String, _ value: JSONValue) {
      members.append(JSONMember(name: name, value: value))
    }
    switch input {
    case .column: break
    case .firstOf(let names): add("from", .array(names.map { .string($0) }))
    case .joined(let names, let separator):
      add("from", .array(names.map { .string($0) }))
      add("join", .string(separator))
    case .template(let template): add("template", .string(template.text))
    }
    if !transforms.isEmpty { add("transforms", .array(transforms.map(\.canonical))) }
    if let values {
      add(
        "values",
        .object(
          values.entries.map { entry in
            JSONMember(name: entry.from, value: entry.to.map { .string($0) } ?? .null)
          }))
      if case .put(let text) = values.otherwise {
        add("otherwise", text.map { .string($0) } ?? .null)
      }
    }
    if let type { add("type", .string(type.rawValue)) }
    return .object(members)
  }
}

extension FieldName {
  /// Whether several columns may fill the field: the first identifier of each kind counts, and all
  /// additional addresses.
  var takesSeveral: Bool {
    switch self {
    case .standard(.linkedin), .standard(.salesNavigator), .standard(.additionalEmails): true
    default: false
    }
  }
}

/// Reads what is written for one column, and collects what is wrong with it.
private struct ColumnReading {
  var rule: ColumnRule
  var findings: [SettingFinding] = []
  private var from: [String]?
  private var join: String?
  private var template: ColumnTemplate<String>?
  private var entries: [(from: String, to: String?)]?
  private var otherwise: ValueMap.Otherwise?

  private static let keys = [
    "field", "from", "join", "template", "transforms", "values", "otherwise", "type",
  ]

  init(column: String, written value: JSONValue) {
    rule = ColumnRule(name: column, input: .column(column), field: nil)
    switch value {
    case .null: break
    case .string(let text): readField(text)
    case .object(let members): readObject(members)
    default:
      note(
        .wrongType,
        " is \(value.found); it has to be a field's name, null, an object with a \"field\", or a "
          + "list of these.")
    }
    if rule.field != nil, rule.input.columns.contains(where: { $0.hasPrefix("_") }) {
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
    for member in members { read(member) }
    if template != nil, from != nil {
      note(.conflict, " has both \"from\" and \"template\"; keep one of them.")
    }
    if join != nil, from == nil {
      note(.conflict, " has a \"join\" without a \"from\": name the columns to be joined.")
    }
    if otherwise != nil, entries == nil {
      note(.conflict, " has an \"otherwise\" without \"values\": list the values first.")
    }
    if let template {
      rule.input = .template(template)
    } else if let from {
      rule.input = join.map { .joined(from, separator: $0) } ?? .firstOf(from)
    }
    if let entries { rule.values = ValueMap(entries, otherwise: otherwise ?? .keep) }
  }

  private mutating func read(_ member: JSONMember) {
    let found = member.value.found
    switch (member.name, member.value) {
    case ("field", .string(let text)): readField(text, at: ["field"])
    case ("field", .null): break
    case ("field", _):
      note(.wrongType, " is \(found); it has to be a field's name or null.", at: ["field"])
    case ("from", .array(let elements)): readFrom(elements)
    case ("from", _):
      note(.wrongType, " is \(found); it has to be a list of columns' names.", at: ["from"])
    case ("join", .string(let text)): join = text
    case ("join", _): note(.wrongType, " is \(found); it has to be a text.", at: ["join"])
    case ("template", .string(let text)): readTemplate(text)
    case ("template", _): note(.wrongType, " is \(found); it has to be a text.", at: ["template"])
    case ("transforms", .array(let elements)):
      for element in elements { readTransform(element) }
    case ("transforms", _):
      note(.wrongType, " is \(found); it has to be a list of transforms.", at: ["transforms"])
    case ("values", .object(let members)): readValues(members)
    case ("values", _):
      note(.wrongType, " is \(found); it has to be an object of texts.", at: ["values"])
    case ("type", .string(let word)): readType(word)
    case ("type", _): note(.wrongType, " is \(found); it has to be a word.", at: ["type"])
    case ("otherwise", .null): otherwise = .put(nil)
    case ("otherwise", .string(let text)): otherwise = .put(text)
    case ("otherwise", _):
      note(.wrongType, " is \(found); it has to be a text or null.", at: ["otherwise"])
    default:
      let hint = NearestWord.find(member.name, in: Self.keys).didYouMean
      note(
        .unknownKey,
        " is no key of a column; there are \(Self.keys.joinedAsList("and")).\(hint)",
        at: [member.name])
    }
  }

  private mutating func readField(_ text: String, at path: [String] = []) {
    rule.field = FieldName(text)
    if rule.field == nil { note(.unknownField, " is \(FieldName.unknown(text))", at: path) }
  }

  private mutating func readType(_ word: String) {
    rule.type = FieldType(rawValue: word)
    guard rule.type == nil else { return }
    let words = FieldType.allCases.map(\.rawValue)
    let hint = NearestWord.find(word, in: words).didYouMean
    note(
      .wrongValue,
      " is \(JSONValue.quoted(word)); it has to be \(words.joinedAsList("or")).\(hint)",
      at: ["type"])
  }

  private mutating func readFrom(_ elements: [JSONValue]) {
    let names = elements.compactMap { element in
      if case .string(let name) = element { name } else { nil }
    }
    guard names.count == elements.count, !names.isEmpty else {
      note(.wrongValue, " has to name at least one column, each by a text.", at: ["from"])
      return
    }
    from = names
  }

  private mutating func readTemplate(_ text: String) {
    guard let template = ColumnTemplate(text), !template.columns.isEmpty else {
      note(
        .wrongValue,
        " is \(JSONValue.quoted(text)); it has to name columns in braces, such as \"{First Name}\", "
          + "and braces of the text itself are doubled.", at: ["template"])
      return
    }
    self.template = template
  }

  private mutating func readTransform(_ element: JSONValue) {
    do throws(SettingMismatch) {
      rule.transforms.append(try Transform(written: element))
    } catch {
      findings += error.findings(on: element, expected: "a transform").map { finding in
        SettingFinding(
          path: ["transforms"] + finding.path, reason: finding.reason,
          remark: finding.remark)
      }
    }
  }

  private mutating func readValues(_ members: [JSONMember]) {
    entries = []
    for member in members {
      switch member.value {
      case .null: entries?.append((member.name, nil))
      case .string(let text): entries?.append((member.name, text))
      default:
        note(
          .wrongType, " is \(member.value.found); it has to be a text or null.",
          at: ["values", member.name])
      }
    }
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
