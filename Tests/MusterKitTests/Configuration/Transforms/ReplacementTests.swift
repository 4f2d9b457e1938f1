import Testing

@testable import MusterKit

@Suite struct ReplacementTests {
  private func replaced(_ pattern: String, _ text: String, in value: String) throws -> String {
    try Replacement(RegularExpression(pattern), with: text).applied(to: value)
  }

  @Test(arguments: [
    ("b", "x", "abcb", "axcx"), ("b", "", "abc", "ac"), ("z", "x", "abc", "abc"),
    (#"(\w+) (\w+)"#, #"\2, $1"#, "Jane Doe", "Doe, Jane"), ("b", #"[\0$0]"#, "abc", "a[bb]c"),
    ("a(x)?b", #"<\1>"#, "ab axb", "<> <x>"), (#"\s+"#, " ", "a\u{9}\n b", "a b"),
    ("x*", "-", "abc", "-a-b-c-"), ("x*", "-", "xxa", "-a-"), ("a*", "-", "baac", "-b-c-"),
    ("^", "> ", "a\nb", "> a\nb"), ("(?m)^", "> ", "a\nb", "> a\n> b"), ("$", "!", "a", "a!"),
    ("(?i)ÄR", "x", "ärger", "xger"), (".", "x", "é😀", "xx"), ("", "·", "éa", "·é·a·"),
    ("a", #"\\1 $$1 $ 5 $"#, "a", #"\1 $1 $ 5 $"#), (#"\bCorp\b\.?"#, "", "Acme Corp.", "Acme "),
    (#"(?P<y>\d{4})"#, #"$1!"#, "2024", "2024!"), (#"\p{Greek}+"#, "g", "aλβb", "agb"),
    ("a", #"\01"#, "a", "a1"),
  ])
  func `matches are replaced from left to right`(
    pattern: String, text: String, value: String, expected: String
  ) throws {
    #expect(try replaced(pattern, text, in: value) == expected)
  }

  @Test(arguments: [#"(a*)*b"#, #"(a|aa)+$"#, #"(x+x+)+y"#, #"(.*)(.*)(.*)(.*)(.*)z"#])
  func `no expression runs away`(pattern: String) throws {
    let value = String(repeating: "a", count: 50_000) + "!"
    #expect(try replaced(pattern, "", in: value) == value)
  }

  @Test func `a value that would take quadratic time stays as it is`() throws {
    let value = String(repeating: "a", count: 1 << 20)
    #expect(try replaced("a.*b|a", "x", in: value) == value)
    #expect(try replaced("a.*b|^a", "x", in: value) == "x" + value.dropFirst())
  }

  @Test func `a value that would grow beyond the limit stays as it is`() throws {
    let value = String(repeating: "a", count: 10_000)
    let text = String(repeating: "b", count: 1_000)
    #expect(try replaced("a", text, in: value).utf8.count == 10_000_000)
    #expect(try replaced("a", text + text, in: value) == value)
    #expect(try replaced("(?s).+", String(repeating: #"\0"#, count: 100_000), in: value) == value)
  }

  @Test func `a text may only name groups that are there`() throws {
    let expression = try RegularExpression("(a)(b)")
    for text in [#"\3"#, "$3", #"\9"#] {
      #expect(throws: Replacement.Fault.self) { try Replacement(expression, with: text) }
    }
    #expect(throws: Replacement.Fault.backslash) { try Replacement(expression, with: #"\n"#) }
    #expect(throws: Replacement.Fault.backslash) { try Replacement(expression, with: #"a\"#) }
    #expect(try Replacement(expression, with: #"\2\1\0"#).applied(to: "ab") == "baab")
  }

  @Test func `expressions are bounded`() throws {
    #expect(throws: RegularExpression.Fault.tooLong) {
      try RegularExpression(String(repeating: "a", count: 1_001))
    }
    for pattern in [#"\pL{1,100}"#, #"(\pL{1,100}\d){9}"#, #"(\pL\pN\pP\pS){50}"#] {
      #expect(throws: RegularExpression.Fault.tooLarge) { try RegularExpression(pattern) }
    }
    for pattern in ["(a", "a(?=b)", #"(a)\1"#, "*", "[z-a]", "a{1001}", "((a{100}){100}){10}"] {
      #expect(throws: RegularExpression.Fault.self) { try RegularExpression(pattern) }
    }
    #expect(try RegularExpression(#"\p{L}+"#).programSize < 2_000)
  }

  @Test func `expressions are equal by their pattern`() throws {
    #expect(try RegularExpression("a") == RegularExpression("a"))
    #expect(try RegularExpression("a") != RegularExpression("b"))
  }

  @Test func `an expression serves several threads at once`() async throws {
    let replacement = try Replacement(RegularExpression(#"(\d)(\d)"#), with: #"\2\1"#)
    await withTaskGroup(of: String.self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<500).reduce("12 34") { text, _ in replacement.applied(to: text) } }
      }
      for await result in group { #expect(result == "12 34") }
    }
  }
}
