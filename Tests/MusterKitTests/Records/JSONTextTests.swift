import Foundation
import Testing

@testable import MusterKit

@Suite struct JSONTextTests {
  private func text(_ write: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test(
    "A string is escaped as RFC 8259 asks, and no more",
    arguments: [
      ("", #""""#),
      ("plain", #""plain""#),
      (#"say "hi""#, #""say \"hi\"""#),
      (#"a\b"#, #""a\\b""#),
      ("a/b", #""a/b""#),
      ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
      ("\u{0}\u{1F}\u{B}", #""\u0000\u001f\u000b""#),
      ("\u{7F}\u{2028}", "\"\u{7F}\u{2028}\""),
      ("Zoë 株式会社 👩‍🚀", "\"Zoë 株式会社 👩‍🚀\""),
      ("\"", #""\"""#),
      ("\n\n", #""\n\n""#),
    ])
  func strings(value: String, expected: String) {
    #expect(text { $0.string(value) } == expected)
    let bytes = Array(value.utf8)
    #expect(text { $0.string(utf8: bytes.span) } == expected)
  }

  @Test("Members keep their order and get the commas they need")
  func nesting() {
    let written = text {
      $0.beginObject()
      $0.member("b", "1")
      $0.member("a", 2)
      $0.key("none")
      $0.beginArray()
      $0.endArray()
      $0.key("list")
      $0.beginArray()
      $0.string("x")
      $0.beginObject()
      $0.endObject()
      $0.boolean(true)
      $0.null()
      $0.endArray()
      $0.member("yes", false)
      $0.member("gone", orNull: String?.none)
      $0.member("there", orNull: Int?.some(-7))
      $0.key("body")
      $0.raw(Array(#"{"z":0}"#.utf8))
      $0.member("last", "e")
      $0.endObject()
    }
    let expected =
      #"{"b":"1","a":2,"none":[],"list":["x",{},true,null],"yes":false,"gone":null,"#
      + #""there":-7,"body":{"z":0},"last":"e"}"#
    #expect(written == expected)
  }

  @Test("Lines of JSON Lines stand one below the other, without commas")
  func lines() {
    let written = text {
      for row in 1...2 {
        $0.beginObject()
        $0.member("row", row)
        $0.endObject()
        $0.endLine()
      }
    }
    #expect(written == "{\"row\":1}\n{\"row\":2}\n")
  }

  @Test(
    "Numbers are ones that JSON has",
    arguments: [
      (0.0, "0.0"), (1.5, "1.5"), (-0.25, "-0.25"), (1e300, "1e+300"), (.infinity, "null"),
      (.nan, "null"),
    ])
  func numbers(value: Double, expected: String) {
    #expect(text { $0.number(value) } == expected)
  }

  @Test("What is written reads back as the same text, whatever the characters")
  func roundTrip() throws {
    var value = ""
    for scalar in UInt32(0)...0x2FF {
      if let scalar = Unicode.Scalar(scalar) { value.unicodeScalars.append(scalar) }
    }
    value += "\u{FFFD}\u{10FFFF}\u{1F600}"
    var json = JSONText(capacity: 0)
    json.beginArray()
    json.string(value)
    json.endArray()
    let read = try JSONDecoder().decode([String].self, from: Data(json.bytes))
    #expect(read == [value])
  }

  @Test("An emptied text starts again without a comma")
  func reuse() {
    var json = JSONText()
    json.integer(1)
    json.removeAll()
    json.integer(2)
    #expect(json.bytes == Array("2".utf8))
  }
}
