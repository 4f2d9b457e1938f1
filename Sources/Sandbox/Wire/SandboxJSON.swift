// JSON as the emulator reads and writes it: objects keep the order of their members, so that an
// answer reads like the page that documents it.

internal import JSONTree

/// A JSON value. Objects keep the order in which they were built; those that were parsed have
/// their keys sorted, so that the same request always meets the same answer.
package enum SandboxJSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([SandboxJSON])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package var key: String
    package var value: SandboxJSON

    package init(_ key: String, _ value: SandboxJSON) {
      self.key = key
      self.value = value
    }
  }

  /// A string, or null.
  init(_ text: String?) {
    self = text.map(SandboxJSON.string) ?? .null
  }

  /// The member of that name; nil if there is none, or if this isn't an object. Linear in the
  /// number of members.
  package subscript(key: String) -> SandboxJSON? {
    members?.first { $0.key == key }?.value
  }

  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The text of a string, number or boolean; nil for null, arrays and objects.
  var scalarText: String? {
    switch self {
    case .string(let text): text
    case .integer(let value): String(value)
    case .number(let value): String(value)
    case .bool(let value): String(value)
    case .null, .array, .object: nil
    }
  }

  /// Null and the empty string: what a blank cell becomes when a client doesn't leave it out.
  var isBlank: Bool { self == .null || self == .string("") }

  /// Adds a member if there is a value for it. Does nothing to what isn't an object.
  mutating func append(_ key: String, _ value: SandboxJSON?) {
    guard let value, case .object(var members) = self else { return }
    members.append(Member(key, value))
    self = .object(members)
  }
}

extension SandboxJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(arrayLiteral elements: SandboxJSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, SandboxJSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

// MARK: - Reading

extension SandboxJSON: JSONTree {
  package static func object(of members: [(name: String, value: SandboxJSON)]) -> SandboxJSON {
    .object(members.sorted { $0.name < $1.name }.map { Member($0.name, $0.value) })
  }

  /// Reads a JSON text (RFC 8259); nil where it isn't one.
  init?(parsing bytes: [UInt8]) {
    self.init(tree: bytes)
  }
}

// MARK: - Writing

extension SandboxJSON: CustomStringConvertible {
  package var description: String { String(decoding: encoded, as: UTF8.self) }

  /// The JSON text, without white space.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .number(let value): bytes += (value.isFinite ? String(value) : "null").utf8
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements):
      Self.write(elements, between: "[", "]", to: &bytes) { $0.write(to: &$1) }
    case .object(let members):
      Self.write(members, between: "{", "}", to: &bytes) { member, bytes in
        Self.write(member.key, to: &bytes)
        bytes += ":".utf8
        member.value.write(to: &bytes)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between open: String, _ close: String, to bytes: inout [UInt8],
    _ writeElement: (Element, inout [UInt8]) -> Void
  ) {
    bytes += open.utf8
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes += ",".utf8 }
      writeElement(element, &bytes)
    }
    bytes += close.utf8
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes += "\"".utf8
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20:
        let hex = String(byte, radix: 16)
        bytes += "\\u\(String(repeating: "0", count: 4 - hex.utf8.count))\(hex)".utf8
      default: bytes.append(byte)
      }
    }
    bytes += "\"".utf8
  }
}
