// The JSON Schema of a settings file, made from the table, for editors that complete and check.

extension SettingsTable {
  /// The schema of `muster.json` (https://json-schema.org/draft/2020-12), for `config schema`.
  ///
  /// It refuses nothing that muster accepts. What only muster can refuse: rules between settings,
  /// addresses and paths that can't be used, lengths of time over ten years.
  package static var schema: JSONValue {
    let settings = nested(
      group: { members in
        .object([
          "type": .string("object"), "additionalProperties": .bool(false),
          "properties": .object(members),
        ])
      }, value: \.schema)
    var properties: [JSONMember] = [
      JSONMember(name: "$schema", value: .object(["type": .string("string")]))
    ]
    if case .object(let members) = settings["properties"] { properties += members }
    return .object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
      "title": .string("Settings of muster"),
      "type": .string("object"),
      "additionalProperties": .bool(false),
      "properties": .object(properties),
      "$defs": .object(["field": .field(of: StandardField.allCases)]),
    ])
  }
}

extension Setting {
  fileprivate var schema: JSONValue {
    var members: [JSONMember]
    if isOptional {
      members = [JSONMember(name: "anyOf", value: .array([kind.schema, .type("null")]))]
    } else if case .object(let own) = kind.schema {
      members = own
    } else {
      members = []
    }
    members.append(JSONMember(name: "description", value: .string(summary)))
    members.append(JSONMember(name: "default", value: standard))
    if let reference { members.append(JSONMember(name: "$comment", value: .string(reference))) }
    return .object(members)
  }
}

extension SettingKind {
  fileprivate var schema: JSONValue {
    switch self {
    case .choice(let words): .words(words)
    case .choices(let words):
      .object([
        "type": .string("array"), "items": .words(words), "minItems": .integer(1),
        "uniqueItems": .bool(true),
      ])
    case .flag: .type("boolean")
    case .integer(let limits): .integer(in: limits)
    case .seconds(let limits):
      .object([
        "type": .string("number"), "minimum": .number(limits.lowerBound),
        "maximum": .number(limits.upperBound),
      ])
    case .text:
      .either(.text(#"^[^\u0000-\u001f\u007f]*\S[^\u0000-\u001f\u007f]*$"#), .type("integer"))
    case .address: .text("^[Hh][Tt][Tt][Pp][Ss]?://[^?#@]+$")
    case .variable: .text("^[A-Za-z_][A-Za-z0-9_]*$")
    case .path: .text(#"\S"#)
    case .paths: .object(["type": .string("array"), "items": .text(#"\S"#)])
    case .command:
      .object([
        "type": .string("array"), "items": .type("string"), "minItems": .integer(1),
      ])
    case .encoding: .text("^[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}$")
    case .delimiter:
      .either(
        .words(["auto"] + SourceSettings.Delimiter.names.map(\.key)),
        .text(
          #"^[\u0001-\u0009\u000b\u000c\u000e-\u0021\u0023-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]$"#
        ))
    case .quote:
      .either(
        .words(["auto", "none", "double", "single"]), .text(#"^[!-/:-@\[-`{-~]$"#))
    case .headerLine:
      .either(.words(["auto", "none"]), .integer(in: SourceSettings.HeaderLine.limits))
    case .threshold:
      .either(
        .integer(in: 0 ... .max), .text(#"^([0-9]+|(100(\.0{1,6})?|[0-9]{1,2}(\.[0-9]{1,6})?)%)$"#))
    case .length: .text("^0{0,8}[1-9][0-9]{0,8}[smhdw]$")
    case .columns: .columns
    case .constants: .constants
    case .severities: SeverityRules.schema
    case .tests: MappingTest.schema
    }
  }
}

extension JSONValue {
  fileprivate static func type(_ name: String) -> JSONValue { .object(["type": .string(name)]) }

  fileprivate static func words(_ words: [String]) -> JSONValue {
    .object(["enum": .array(words.map { .string($0) })])
  }

  fileprivate static func text(_ pattern: String) -> JSONValue {
    .object(["type": .string("string"), "pattern": .string(pattern)])
  }

  fileprivate static func integer(in limits: ClosedRange<Int>) -> JSONValue {
    .object([
      "type": .string("integer"), "minimum": .integer(limits.lowerBound),
      "maximum": limits.upperBound == .max ? nil : .integer(limits.upperBound),
    ])
  }

  fileprivate static func either(_ schemas: JSONValue...) -> JSONValue {
    .object(["anyOf": .array(schemas)])
  }

  fileprivate static func field(of fields: [StandardField]) -> JSONValue {
    .either(
      .words(fields.map(\.rawValue)),
      .text(
        "^(custom|\(TargetKind.allCases.map(\.rawValue).joined(separator: "|")))" + #"\.\S"#))
  }

  fileprivate static var columns: JSONValue {
    let field = JSONValue.object(["$ref": .string("#/$defs/field")])
    let text = JSONValue.type("string")
    let optional = JSONValue.either(text, .type("null"))
    let names = JSONValue.object([
      "type": .string("array"), "items": text, "minItems": .integer(1),
    ])
    let rule = JSONValue.object([
      "type": .string("object"), "additionalProperties": .bool(false),
      "required": .array([.string("field")]),
      "properties": .object([
        "field": .either(field, .type("null")), "from": names, "join": text,
        "template": .text(#"\{[^{}]+\}"#),
        "transforms": .object(["type": .string("array"), "items": Transform.schema]),
        "values": .object(["type": .string("object"), "additionalProperties": optional]),
        "otherwise": optional, "type": .words(FieldType.allCases.map(\.rawValue)),
      ]),
    ])
    let one = JSONValue.either(field, .type("null"), rule)
    let several = JSONValue.object([
      "type": .string("array"), "items": one, "minItems": .integer(1),
    ])
    return .object([
      "type": .string("object"), "additionalProperties": .either(one, several),
    ])
  }

  fileprivate static var constants: JSONValue {
    .object([
      "type": .string("object"),
      "propertyNames": .field(
        of: StandardField.allCases.filter { !ConstantValue.personalFields.contains($0) }),
      "additionalProperties": .text(#"\S"#),
    ])
  }
}
