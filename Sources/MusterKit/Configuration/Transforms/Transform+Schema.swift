extension Transform {
  /// The JSON Schema of a transform as it is written (https://json-schema.org/draft/2020-12). Refuses
  /// nothing that is taken; what only reading can tell is whether patterns and formats are right.
  static var schema: JSONValue {
    let separator = JSONValue.object(["type": .string("string"), "minLength": .integer(1)])
    let pattern = JSONValue.object([
      "type": .string("string"), "minLength": .integer(1),
      "maxLength": .integer(RegularExpression.longestPattern),
    ])
    let text = JSONValue.object(["type": .string("string")])
    let format = JSONValue.object(["type": .string("string"), "pattern": .string("yy")])
    let marks = JSONValue.object([
      "enum": .array(DecimalMark.allCases.map { .string($0.rawValue) })
    ])
    return .object([
      "anyOf": .array([
        .object(["enum": .array(words.map { .string($0) })]),
        operation("replace", pattern, ("with", text)),
        operation("first", separator),
        operation("last", separator),
        operation("date", format),
        operation("number", marks),
      ])
    ])
  }

  private static func operation(
    _ name: String, _ value: JSONValue, _ optional: (name: String, value: JSONValue)? = nil
  ) -> JSONValue {
    var properties = [JSONMember(name: name, value: value)]
    if let optional { properties.append(JSONMember(name: optional.name, value: optional.value)) }
    return .object([
      "type": .string("object"), "additionalProperties": .bool(false),
      "required": .array([.string(name)]), "properties": .object(properties),
    ])
  }
}
