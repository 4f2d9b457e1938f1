// A JSON value as it stands in a settings file: what the settings are before they are settings.

import Foundation

/// A JSON value. Objects keep the order in which they were made; those read from a text are in the
/// order of their names, because Foundation doesn't tell the order as written.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// The value of an object's member; nil if there is none, or this isn't an object.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The elements of an array; nil for anything else.
  package var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  package var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  package var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  package var intValue: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// Of any number.
  package var doubleValue: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// An object of the members that have a value.
  static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(
      members.compactMap { name, value in value.map { JSONMember(name: name, value: $0) } })
  }
}

/// A name and its value in a JSON object.
package struct JSONMember: Sendable, Equatable {
  package var name: String
  package var value: JSONValue

  package init(name: String, value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // Strings first: most values are, and asking for something else costs an error.
    if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let elements = try? decoder.unkeyedContainer() {
      self = .array(try Self.elements(of: elements))
    } else {
      self = .object(try Self.members(of: decoder.container(keyedBy: MemberName.self)))
    }
  }

  private static func elements(
    of container: any UnkeyedDecodingContainer
  ) throws -> [JSONValue] {
    var container = container
    var elements: [JSONValue] = []
    while !container.isAtEnd { elements.append(try container.decode(JSONValue.self)) }
    return elements
  }

  private static func members(
    of container: KeyedDecodingContainer<MemberName>
  ) throws -> [JSONMember] {
    try container.allKeys.sorted { $0.stringValue < $1.stringValue }.map { name in
      JSONMember(name: name.stringValue, value: try container.decode(JSONValue.self, forKey: name))
    }
  }

  private struct MemberName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

// MARK: - Writing

extension JSONValue {
  /// The value as JSON without blanks, members sorted by the UTF-8 of their names: equal values give
  /// equal bytes.
  package var canonicalText: String {
    var text = JSONText()
    write(to: &text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  private func write(to text: inout JSONText) {
    switch self {
    case .null: text.null()
    case .bool(let value): text.boolean(value)
    case .integer(let value): text.integer(value)
    case .number(let value): text.number(value)
    case .string(let value): text.string(value)
    case .array(let elements):
      text.beginArray()
      for element in elements { element.write(to: &text) }
      text.endArray()
    case .object(let members):
      text.beginObject()
      for member in members.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
        text.key(member.name)
        member.value.write(to: &text)
      }
      text.endObject()
    }
  }

  /// The value as indented JSON with a line feed at its end, members in their order: for people.
  package var prettyText: String { pretty(margin: "\n") + "\n" }

  private func pretty(margin: String) -> String {
    let inner = margin + "  "
    switch self {
    case .array(let elements) where !elements.contains(where: \.isContainer):
      return "[" + elements.map(\.canonicalText).joined(separator: ", ") + "]"
    case .array(let elements):
      let items = elements.map { inner + $0.pretty(margin: inner) }
      return "[" + items.joined(separator: ",") + margin + "]"
    case .object(let members) where !members.isEmpty:
      let items = members.map {
        inner + Self.quoted($0.name) + ": " + $0.value.pretty(margin: inner)
      }
      return "{" + items.joined(separator: ",") + margin + "}"
    default: return canonicalText
    }
  }

  private var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  /// A string as JSON writes it.
  static func quoted(_ string: String) -> String { JSONValue.string(string).canonicalText }
}
