// How the list under `tests` is read, with a finding for each mistake.

extension MappingTest {
  /// Reads the list under `tests`.
  static func tests(written value: JSONValue) throws(SettingMismatch) -> [MappingTest] {
    guard case .array(let elements) = value else { throw .unlike(.wrongType) }
    let readings = elements.map(MappingTestReading.init(written:))
    let findings = readings.enumerated().flatMap { index, reading in
      reading.findings.map { finding in
        SettingFinding(
          path: ["\(index)"] + finding.path, reason: finding.reason, remark: finding.remark)
      }
    }
    guard findings.isEmpty else { throw .findings(findings) }
    return readings.map(\.test)
  }

  /// The JSON Schema of the list.
  static var schema: JSONValue {
    func type(_ name: String) -> JSONValue { .object(["type": .string(name)]) }
    func needs(_ name: String) -> JSONValue { .object(["required": .array([.string(name)])]) }
    let cell = JSONValue.object([
      "anyOf": .array(["string", "number", "boolean", "null"].map(type))
    ])
    let codes = JSONValue.object([
      "enum": .array(DiagnosticCode.allCases.map { .string($0.rawValue) })
    ])
    let test = JSONValue.object([
      "type": .string("object"), "additionalProperties": .bool(false),
      "required": .array([.string("row")]),
      "anyOf": .array([needs("payload"), needs("diagnostics")]),
      "properties": .object([
        "name": .object(["type": .string("string"), "pattern": .string(#"\S"#)]),
        "row": .object(["type": .string("object"), "additionalProperties": cell]),
        "to": .object(["enum": .array(TargetKind.allCases.map { .string($0.rawValue) })]),
        "payload": .object(["anyOf": .array([type("object"), type("null")])]),
        "diagnostics": .object([
          "type": .string("array"), "items": codes, "uniqueItems": .bool(true),
        ]),
      ]),
    ])
    return .object(["type": .string("array"), "items": test])
  }
}

/// Reads what is written for one test, and collects what is wrong with it.
private struct MappingTestReading {
  var test = MappingTest(row: [])
  var findings: [SettingFinding] = []

  private static let keys = ["name", "row", "to", "payload", "diagnostics"]

  init(written value: JSONValue) {
    guard case .object(let members) = value else {
      note(.wrongType, " is \(value.found); it has to be an object with a \"row\".")
      return
    }
    let names = members.map(\.name)
    if !names.contains("row") {
      note(.wrongValue, " has no \"row\"; give it the cells of one, by their columns.")
    }
    if !names.contains("payload") && !names.contains("diagnostics") {
      note(.wrongValue, " expects nothing; give it a \"payload\", \"diagnostics\" or both.")
    }
    for member in members { read(member) }
  }

  private mutating func note(
    _ reason: ConfigurationProblem.Reason, _ remark: String, at path: [String] = []
  ) {
    findings.append(SettingFinding(path: path, reason: reason, remark: remark))
  }

  private mutating func read(_ member: JSONMember) {
    let found = member.value.found
    switch (member.name, member.value) {
    case ("name", .string(let text)) where text.contains { !$0.isWhitespace }: test.name = text
    case ("name", _):
      note(.wrongValue, " is \(found); it has to be a text that isn't blank.", at: ["name"])
    case ("row", .object(let cells)): readRow(cells)
    case ("row", _):
      note(.wrongType, " is \(found); it has to be an object of columns' names.", at: ["row"])
    case ("to", _): readTarget(member.value)
    case ("payload", .null): test.payload = .nothing
    case ("payload", .object): test.payload = .body(member.value)
    case ("payload", _):
      note(
        .wrongType,
        " is \(found); it has to be an object, the whole request body, or null where the row isn't "
          + "sent.", at: ["payload"])
    case ("diagnostics", .array(let elements)): readDiagnostics(elements)
    case ("diagnostics", _):
      note(.wrongType, " is \(found); it has to be a list of codes.", at: ["diagnostics"])
    default:
      let hint = NearestWord.find(member.name, in: Self.keys).didYouMean
      note(
        .unknownKey, " is no key of a test; there are \(Self.keys.joinedAsList("and")).\(hint)",
        at: [member.name])
    }
  }

  private mutating func readRow(_ cells: [JSONMember]) {
    for cell in cells {
      if let text = cell.value.cellText {
        test.row.append(MappingTest.Cell(column: cell.name, text: text))
      } else {
        note(
          .wrongType,
          " is \(cell.value.found); a cell has to be a text, a number, true, false or null.",
          at: ["row", cell.name])
      }
    }
  }

  private mutating func readTarget(_ value: JSONValue) {
    let kinds = TargetKind.allCases.map(\.rawValue)
    if case .string(let text) = value {
      test.target = TargetKind(rawValue: text)
      if test.target != nil { return }
      let hint = NearestWord.find(text, in: kinds).didYouMean
      note(
        .wrongValue, " is \(value.found); it has to be \(kinds.joinedAsList("or")).\(hint)",
        at: ["to"])
    } else {
      note(
        .wrongType, " is \(value.found); it has to be \(kinds.joinedAsList("or")).", at: ["to"])
    }
  }

  private mutating func readDiagnostics(_ elements: [JSONValue]) {
    var codes: Set<DiagnosticCode> = []
    for (index, element) in elements.enumerated() {
      let path = ["diagnostics", "\(index)"]
      guard case .string(let text) = element else {
        note(
          .wrongType, " is \(element.found); it has to be the code of a diagnostic.", at: path)
        continue
      }
      guard let code = DiagnosticCode(rawValue: text) else {
        note(
          .wrongValue,
          " is \(element.found), which is no code of a diagnostic. \(DiagnosticCode.hint(for: text))",
          at: path)
        continue
      }
      if !codes.insert(code).inserted {
        note(.wrongValue, " is \(element.found), which stands in the list already.", at: path)
      }
    }
    test.diagnostics = codes
  }
}

extension JSONValue {
  /// The value as a cell's text: blank for null; nil for what no cell can hold.
  fileprivate var cellText: String? {
    switch self {
    case .null: ""
    case .bool, .integer: canonicalText
    case .number: trimmedNumber
    case .string(let text): text
    case .array, .object: nil
    }
  }
}
