// Where things stand in a JSON text. Foundation gives the values, but neither the line of a mistake
// nor a name that is written twice, and it takes a comma too many: a settings file deserves better.

import Foundation

/// A place in a text.
package struct TextPlace: Sendable, Equatable, Comparable {
  /// From 1.
  package var line: Int
  /// In bytes, from 1.
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: TextPlace, right: TextPlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Where the members and elements of a JSON text stand, and the names that are written twice.
///
/// The text is held against RFC 8259 on the way; values aren't decoded.
struct JSONOutline {
  /// Where the name of each member stands, by the names on the way to it. Elements of arrays are named
  /// by their numbers, from 0.
  private(set) var places: [[String]: TextPlace] = [:]
  /// The members whose name stands in the same object already, with the place of the repetition.
  private(set) var repetitions: [(path: [String], place: TextPlace)] = []

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0

  /// The first place at which a text isn't JSON.
  struct SyntaxError: Error, Equatable {
    var place: TextPlace
    /// What is wrong, as the rest of a sentence: "a comma is missing".
    var reason: String
  }

  /// How deep objects and arrays may be nested.
  static let depthLimit = 64

  init(_ bytes: [UInt8]) throws(SyntaxError) {
    self.bytes = bytes
    try value(at: [], depth: 0)
    skipBlanks()
    if let next { throw error("\(Self.named(next)) stands after the end of the value") }
  }

  /// Where a member or element stands, or the nearest one around it.
  func place(of path: [String]) -> TextPlace? {
    var path = path
    while !path.isEmpty {
      if let place = places[path] { return place }
      path.removeLast()
    }
    return nil
  }

  private mutating func value(at path: [String], depth: Int) throws(SyntaxError) {
    skipBlanks()
    guard depth <= Self.depthLimit else {
      throw error("it is nested more than \(Self.depthLimit) deep")
    }
    switch next {
    case UInt8(ascii: "{"): try object(at: path, depth: depth)
    case UInt8(ascii: "["): try array(at: path, depth: depth)
    case UInt8(ascii: "\""): _ = try string()
    default: try word()
    }
  }

  private mutating func object(at path: [String], depth: Int) throws(SyntaxError) {
    try items(closedBy: UInt8(ascii: "}")) { outline throws(SyntaxError) in
      guard outline.next == UInt8(ascii: "\"") else {
        throw outline.error("a name in double quotes is expected, not \(outline.found)")
      }
      let place = outline.place
      let name = try outline.string()
      outline.skipBlanks()
      guard outline.next == UInt8(ascii: ":") else {
        throw outline.error("a colon is missing behind the name")
      }
      outline.index += 1
      if outline.places[path + [name]] == nil {
        outline.places[path + [name]] = place
      } else {
        outline.repetitions.append((path + [name], place))
      }
      try outline.value(at: path + [name], depth: depth + 1)
    }
  }

  private mutating func array(at path: [String], depth: Int) throws(SyntaxError) {
    var count = 0
    try items(closedBy: UInt8(ascii: "]")) { outline throws(SyntaxError) in
      let element = path + ["\(count)"]
      count += 1
      outline.places[element] = outline.place
      try outline.value(at: element, depth: depth + 1)
    }
  }

  /// Reads what stands between brackets, with commas between.
  private mutating func items(
    closedBy bracket: UInt8, item: (inout JSONOutline) throws(SyntaxError) -> Void
  ) throws(SyntaxError) {
    index += 1
    skipBlanks()
    if take(bracket) { return }
    while true {
      try item(&self)
      skipBlanks()
      if take(bracket) { return }
      guard take(UInt8(ascii: ",")) else {
        throw error("a comma or \(Self.named(bracket)) is expected, not \(found)")
      }
      skipBlanks()
      if next == bracket {
        throw error("a comma stands before \(Self.named(bracket)), and nothing behind it")
      }
    }
  }

  /// Reads a string and gives its value.
  private mutating func string() throws(SyntaxError) -> String {
    let start = index
    index += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("a text isn't closed on its line") }
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard next != nil else {
      index = start
      throw error("a text is never closed")
    }
    index += 1
    let text = Data(bytes[start..<index])
    guard let value = try? JSONDecoder().decode(String.self, from: text) else {
      index = start
      let isHalf = String(decoding: text, as: UTF8.self).contains(/\\u[Dd][89A-Fa-f]/)
      throw error(
        isHalf
          ? "a text holds half of a surrogate pair; write both halves, or the character itself"
          : "a text holds an escape that JSON doesn't know; write \\\\ for a backslash")
    }
    return value
  }

  /// Reads `true`, `false`, `null` or a number.
  private mutating func word() throws(SyntaxError) {
    let start = index
    while let byte = next, Self.isWordByte(byte) { index += 1 }
    let word = String(decoding: bytes[start..<index], as: UTF8.self)
    let number = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/
    if ["true", "false", "null"].contains(word) || word.wholeMatch(of: number) != nil { return }
    index = start
    throw error("a text in double quotes, a number, true, false or null is expected")
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        lineStart = index + 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      index += 1
    }
  }

  /// What stands at the place reached, in words; never more than one character of it.
  private var found: String { next.map(Self.named) ?? "the end of the file" }

  private static func named(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "'"): "a single quote (JSON has double quotes only)"
    case UInt8(ascii: "/"), UInt8(ascii: "#"): "a comment (JSON has none)"
    case 0x21...0x7E: "\(Character(Unicode.Scalar(byte)))"
    default: "a character that has no place there"
    }
  }

  private func error(_ reason: String) -> SyntaxError {
    SyntaxError(place: place, reason: reason)
  }

  /// The place reached.
  private var place: TextPlace { TextPlace(line: line, column: index - lineStart + 1) }
}

extension JSONValue {
  /// The value with all members in the order in which an outline has them; `path` leads to it.
  func inOrder(of outline: JSONOutline, at path: [String]) -> JSONValue {
    switch self {
    case .array(let elements):
      return .array(
        elements.enumerated().map { $1.inOrder(of: outline, at: path + ["\($0)"]) })
    case .object(let members):
      let start = TextPlace(line: 0, column: 0)
      let placed = members.map { member in
        let place = path + [member.name]
        return (
          outline.places[place] ?? start,
          JSONMember(name: member.name, value: member.value.inOrder(of: outline, at: place))
        )
      }
      return .object(placed.sorted { $0.0 < $1.0 }.map(\.1))
    default: return self
    }
  }
}
