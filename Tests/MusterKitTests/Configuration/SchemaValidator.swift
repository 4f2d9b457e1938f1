import Testing

@testable import MusterKit

/// Holds values against a JSON Schema (https://json-schema.org/draft/2020-12) of the keywords that
/// ours uses.
struct SchemaValidator {
  let schema: JSONValue

  /// Keywords that say nothing about a value.
  private static let remarks: Set<String> = [
    "$schema", "$defs", "$comment", "title", "description", "default",
  ]
  /// Keywords that `accepts` knows.
  private static let rules: Set<String> = [
    "$ref", "type", "enum", "anyOf", "pattern", "minLength", "maxLength", "minimum", "maximum",
    "items", "minItems", "uniqueItems", "properties", "additionalProperties", "propertyNames",
    "required",
  ]

  /// The keywords of the whole schema that the validator doesn't know.
  var unknownKeywords: [String] { Self.unknownKeywords(in: schema) }

  private static func unknownKeywords(in schema: JSONValue) -> [String] {
    guard case .object(let members) = schema else { return [] }
    return members.flatMap { member -> [String] in
      switch (member.name, member.value) {
      case ("properties", .object(let properties)), ("$defs", .object(let properties)):
        return properties.flatMap { unknownKeywords(in: $0.value) }
      case ("anyOf", .array(let schemas)): return schemas.flatMap(unknownKeywords(in:))
      case ("items", let inner), ("additionalProperties", let inner), ("propertyNames", let inner):
        return unknownKeywords(in: inner)
      default:
        return remarks.union(rules).contains(member.name) ? [] : [member.name]
      }
    }
  }

  /// Whether the schema takes a value.
  func accepts(_ value: JSONValue) -> Bool { accepts(value, by: schema) }

  private func accepts(_ value: JSONValue, by schema: JSONValue) -> Bool {
    switch schema {
    case .bool(let accepts): accepts
    case .object(let members):
      members.allSatisfy { holds($0.name, $0.value, for: value, in: schema) }
    default: false
    }
  }

  /// Whether a value keeps one keyword; keywords for other types of values are kept by all.
  private func holds(
    _ keyword: String, _ rule: JSONValue, for value: JSONValue, in schema: JSONValue
  ) -> Bool {
    switch (keyword, rule, value) {
    case ("$ref", .string(let path), _): return accepts(value, by: target(of: path))
    case ("type", .string(let type), _): return Self.isOf(type, value)
    case ("enum", .array(let values), _): return values.contains(value)
    case ("anyOf", .array(let schemas), _): return schemas.contains { accepts(value, by: $0) }
    case ("pattern", .string(let pattern), .string(let text)): return Self.matches(text, pattern)
    case ("minLength", .integer(let least), .string(let text)):
      return text.unicodeScalars.count >= least
    case ("maxLength", .integer(let most), .string(let text)):
      return text.unicodeScalars.count <= most
    case ("items", _, .array(let elements)): return elements.allSatisfy { accepts($0, by: rule) }
    case ("minItems", .integer(let least), .array(let elements)): return elements.count >= least
    case ("uniqueItems", .bool(true), .array(let elements)):
      return elements.indices.allSatisfy { !elements[..<$0].contains(elements[$0]) }
    case ("additionalProperties", _, .object(let members)):
      return members.allSatisfy {
        schema["properties"]?[$0.name] != nil || accepts($0.value, by: rule)
      }
    case ("properties", _, .object(let members)):
      return members.allSatisfy { member in
        rule[member.name].map { accepts(member.value, by: $0) } ?? true
      }
    case ("propertyNames", _, .object(let members)):
      return members.allSatisfy { accepts(.string($0.name), by: rule) }
    case ("required", .array(let names), .object):
      return names.allSatisfy { name in
        if case .string(let name) = name { value[name] != nil } else { false }
      }
    case ("minimum", _, _), ("maximum", _, _):
      guard let number = Self.number(value), let limit = Self.number(rule) else { return true }
      return keyword == "minimum" ? number >= limit : number <= limit
    default: return true
    }
  }

  /// `#/$defs/field`.
  private func target(of path: String) -> JSONValue {
    path.split(separator: "/").dropFirst().reduce(schema) { $0[String($1)] ?? .bool(false) }
  }

  private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer),
      ("number", .number), ("string", .string), ("array", .array), ("object", .object):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    do {
      let regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
      return try regex.firstMatch(in: text) != nil
    } catch {
      Issue.record("The pattern \(pattern) can't be read: \(error)")
      return false
    }
  }
}
