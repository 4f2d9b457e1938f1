/// The body of an answer that isn't a success, in whatever form it comes.

import Foundation

/// What a body says: text, HTML, nothing, or JSON in one of three shapes. GetSales:
/// `{"error":{"reason","message","data":{field:[message]}},"message","code"}`; lemlist:
/// `{"success":false,"error":{"code","message"}}`, `{"error":"…"}`, or plain text. Of a JSON text that
/// is cut off, what there is of it counts.
package struct AnswerBody: Equatable {
  package enum Form: Sendable, CaseIterable {
    case empty, json, html, text
  }

  private(set) var form: Form
  /// The target's machine-readable code.
  private(set) var code: String?
  /// What it says to people; not cleaned of values.
  private(set) var message: String?
  /// The refused fields, with what is said about each.
  private(set) var fields: [String: [String]] = [:]

  init(_ bytes: [UInt8]) {
    let start = bytes.firstIndex { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }
    guard let start else {
      form = .empty
      return
    }
    let body = bytes[start...].prefix(HTTPAnswer.errorBodyLimit)
    if body.first == UInt8(ascii: "<") {
      form = .html
    } else if [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(body.first),
      let value = Self.json(body)
    {
      form = .json
      read(value)
    } else {
      form = .text
    }
    if form == .text { message = String(decoding: body, as: UTF8.self) }
  }

  /// What stands in a JSON text, or in as much of it as there is.
  private static func json(_ text: ArraySlice<UInt8>) -> JSONValue? {
    JSONValue(parsing: text) ?? CutJSON.closed(text).flatMap { JSONValue(parsing: $0) }
  }

  private mutating func read(_ value: JSONValue) {
    let error = value["error"]
    code = error?["reason"]?.text ?? error?["code"]?.text ?? value["code"]?.text
    message = error?["message"]?.text ?? error?.text ?? value["message"]?.text
    for candidate in [error?["data"], error?["errors"], value["errors"]] {
      guard case .object(let members) = candidate else { continue }
      for member in members { fields[member.name] = member.value.texts }
    }
  }

  /// Whether what it says has one of some words in it, whatever their case.
  func mentions(_ words: [String]) -> Bool {
    let said = ([code, message].compactMap(\.self) + fields.values.joined()).joined(separator: " ")
    return words.contains { said.range(of: $0, options: .caseInsensitive) != nil }
  }
}

extension JSONValue {
  /// A string's characters; nil for any other value.
  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  fileprivate var texts: [String] {
    switch self {
    case .array(let values): values.compactMap(\.text)
    default: [text].compactMap(\.self)
    }
  }

  /// All strings in the value, but for those under some names.
  func strings(without names: Set<String> = []) -> [String] {
    switch self {
    case .string(let text): [text]
    case .array(let values): values.flatMap { $0.strings(without: names) }
    case .object(let members):
      members.filter { !names.contains($0.name) }.flatMap { $0.value.strings(without: names) }
    case .null, .bool, .integer, .number: []
    }
  }
}
