import Foundation
import Testing

@testable import MusterKit

@Suite struct CutJSONTests {
  private static let texts = [
    #"{"error":{"reason":"validation_error","message":"x","data":{"lead.email":["a","b"]}},"#
      + #""message":"The given data was invalid.","code":422}"#,
    #"{"success":false,"error":{"code":"INVALID_EMAIL","message":"Ungültig \"é😀\""}}"#,
    "\u{20} [ {\"a\" : [ ] , \"b\\\"\" : { } , \"c\" : -1.5E+3 }, null, true, [[\"\"]] ] ",
    #"{"a":"\ud83d\ude00 \u00e9 \\\" end","":"\\"}"#,
  ]

  private func value(_ bytes: [UInt8]) throws -> JSONValue {
    try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
  }

  @Test(arguments: texts)
  func `every start of a text is JSON with nothing in it that isn't in the whole`(
    text: String
  ) throws {
    let bytes = Array(text.utf8)
    let whole = try value(bytes)
    for count in 0...bytes.count {
      guard let closed = CutJSON.closed(bytes.prefix(count)) else {
        #expect(String(decoding: bytes.prefix(count), as: UTF8.self).allSatisfy { $0 == " " })
        continue
      }
      let part = try value(closed)
      #expect(part.isPart(of: whole), "\(String(decoding: closed, as: UTF8.self))")
    }
    #expect(try CutJSON.closed(bytes).map(value) == whole)
  }

  @Test(arguments: [
    (#"{"error":{"code":"INVALID_EMAIL","message":"Inv"#, "INVALID_EMAIL", "Inv…"),
    (#"{"error":{"code":"INVALID_EM"#, "INVALID_EM…", nil),
    (#"{"error":{"code":"INVALID_EMAIL","mess"#, "INVALID_EMAIL", nil),
    (#"{"code":12"#, nil, nil), (#"{"#, nil, nil),
  ])
  func `an answer that is cut says what there is of it`(text: String, code: String?, said: String?)
  {
    let body = AnswerBody(Array(text.utf8))
    #expect(body.form == .json)
    #expect(body.code == code)
    #expect(body.message == said)
  }

  @Test(arguments: [
    "{ not json", "{'a':1", "{\"a\" 1", "[}", "{]", "{\"a\":foo,", "]", "", "  ", "\"text", "12",
    "{\"a\":1,}", "{\"a\"::1", "{1:", "[\"a\"b",
  ])
  func `text that only looks like it isn't JSON`(text: String) {
    let closed = CutJSON.closed(text.utf8)
    #expect(closed.map { try? value($0) } ?? nil == nil)
  }

  @Test func `a text of 64 KiB of openings ends`() {
    #expect(AnswerBody(Array(repeating: UInt8(ascii: "["), count: 1 << 16)).form == .text)
  }
}

extension JSONValue {
  /// Whether a value is all or a beginning of another; a text that is cut ends with `…`.
  fileprivate func isPart(of whole: JSONValue) -> Bool {
    switch (self, whole) {
    case (.string(let part), .string(let text)):
      let start = part.hasSuffix("…") ? String(part.dropLast()) : part
      let letters = start.unicodeScalars.filter { $0 != "\u{FFFD}" }
      return text.unicodeScalars.starts(with: letters) && (part == text || part.hasSuffix("…"))
    case (.array(let parts), .array(let values)):
      return parts.count <= values.count && zip(parts, values).allSatisfy { $0.isPart(of: $1) }
    case (.object(let parts), .object):
      return parts.allSatisfy { part in whole[part.name].map(part.value.isPart) ?? false }
    default: return self == whole
    }
  }
}
