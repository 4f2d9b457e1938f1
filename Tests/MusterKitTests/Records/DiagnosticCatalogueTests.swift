import Foundation
import Testing

@testable import MusterKit

private let page = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "docs/diagnostics.md")

@Suite struct DiagnosticCatalogueTests {
  @Test(arguments: DiagnosticCode.allCases)
  func `every text is there and ends as a sentence`(code: DiagnosticCode) {
    let entry = code.entry
    for text in [entry.title, entry.cause, entry.remedy, entry.example] {
      #expect(text.count > 10)
      #expect(text.hasSuffix("."), "\(text)")
      #expect(!text.contains("\n") && !text.contains("  "), "\(text)")
      #expect(text.first?.isLowercase == false || text.hasPrefix("lemlist"), "\(text)")
      #expect(text.count(where: { $0 == "`" }).isMultiple(of: 2), "\(text)")
    }
    #expect(entry.sentence == "\(entry.title) \(entry.remedy)")
    #expect(entry.title.count <= 100)
    #expect(entry.cause != entry.title && entry.cause != entry.remedy)
  }

  /// Markdown would take these for marks of its own; between backquotes it doesn't.
  @Test(arguments: DiagnosticCode.allCases)
  func `input stands between backquotes in examples only`(code: DiagnosticCode) {
    let entry = code.entry
    for text in [entry.title, entry.cause, entry.remedy] {
      #expect(!text.contains { "`!".contains($0) }, "\(text)")
    }
    for text in [entry.title, entry.cause, entry.remedy, entry.example] {
      let outside = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
      #expect(!outside.contains { "*<>|\\".contains($0) }, "\(text)")
    }
  }

  @Test func `no two codes say the same`() {
    let entries = DiagnosticCode.allCases.map(\.entry)
    #expect(entries.count >= 50)
    for texts in [entries.map(\.title), entries.map(\.cause), entries.map(\.example)] {
      #expect(Set(texts).count == entries.count)
    }
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `codes are in snake case`(code: DiagnosticCode) {
    #expect(code.rawValue.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil)
  }

  @Test func `the kinds follow each other and have at least five codes each`() {
    let kinds = DiagnosticEntry.Kind.allCases
    #expect(kinds.flatMap(DiagnosticCatalogue.codes(of:)) == DiagnosticCode.allCases)
    for kind in kinds { #expect(DiagnosticCatalogue.codes(of: kind).count >= 5, "\(kind)") }
  }

  @Test func `a remark has the catalogue's severity and sentence unless it brings its own`() {
    let plain = Diagnostic(.emailRole)
    #expect(plain.severity == .note)
    #expect(plain.message == DiagnosticCode.emailRole.entry.sentence)
    let own = Diagnostic(.emailRole, severity: .error, message: "Own.")
    #expect(own.severity == .error)
    #expect(own.message == "Own.")
  }

  @Test(arguments: [
    ("email_invalid", DiagnosticCode.emailInvalid), ("EMAIL_INVALID", .emailInvalid),
    ("Email-Invalid", .emailInvalid), ("email invalid", .emailInvalid),
    ("Suppressed", .suppressed), ("email__invalid", nil), ("invalid_email", nil), ("", nil),
  ])
  func `a code may be typed in capitals and with hyphens`(text: String, code: DiagnosticCode?) {
    #expect(DiagnosticCode(typed: text) == code)
  }
}

@Suite struct ExplainTextTests {
  @Test(arguments: DiagnosticCode.allCases)
  func `an explanation has all texts within 80 columns`(code: DiagnosticCode) {
    let text = code.explanation
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { #expect(line.count <= 80 && line.last != " ", "\(line)") }
    #expect(lines[0] == "\(code.rawValue) (\(code.entry.severity.rawValue))")
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [code.entry.title, code.entry.cause, code.entry.remedy, code.entry.example] {
      #expect(words.contains(part))
    }
    #expect(text.hasSuffix(".\n"))
  }

  @Test(arguments: DiagnosticCode.allCases)
  func `no line ends inside a piece of input`(code: DiagnosticCode) {
    for line in code.explanation.split(separator: "\n") {
      #expect(line.count(where: { $0 == "`" }).isMultiple(of: 2), "\(line)")
    }
  }

  @Test func `the list has a line for each code within 80 columns`() {
    let lines = DiagnosticCatalogue.list.split(separator: "\n")
    for line in lines { #expect(line.count <= 80, "\(line)") }
    let codes = lines.filter { $0.hasPrefix("  ") }
    #expect(
      codes.map { $0.split(separator: " ")[0] } == DiagnosticCode.allCases.map { $0.rawValue[...] })
    for (line, code) in zip(codes, DiagnosticCode.allCases) {
      #expect(line.split(separator: " ")[1] == code.entry.severity.rawValue[...])
      #expect(line.hasSuffix("…") || line.hasSuffix(code.entry.title))
    }
    #expect(lines.count - codes.count == DiagnosticEntry.Kind.allCases.count)
  }

  @Test func `scripts get all texts by name`() {
    #expect(
      DiagnosticCode.emailTypo.json
        == .object([
          "code": .string("email_typo"), "kind": .string("identity"),
          "severity": .string("warning"),
          "title": .string("The domain of the address looks mistyped."),
          "cause": .string(DiagnosticCode.emailTypo.entry.cause),
          "remedy": .string(DiagnosticCode.emailTypo.entry.remedy),
          "example": .string(DiagnosticCode.emailTypo.entry.example),
        ]))
    #expect(DiagnosticCatalogue.json == .array(DiagnosticCode.allCases.map(\.json)))
  }

  @Test(arguments: [
    ("email_typpo", "There is no code email_typpo: did you mean email_typo?"),
    ("Row-To-Short", "There is no code Row-To-Short: did you mean row_too_short?"),
    (
      "zzz\u{1B}[2J",
      "There is no code zzz·[2J: muster explain lists all, and others in results are the target's "
        + "own."
    ),
  ])
  func `an unknown code is answered by the nearest`(text: String, sentence: String) {
    #expect(DiagnosticCode.unknown(text) == sentence)
  }

  @Test func `docs/diagnostics.md is what the catalogue says`() throws {
    let text = DiagnosticCatalogue.markdown
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_DOCS"] == "1" {
      try Data(text.utf8).write(to: page)
    }
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(written == text, "Run the tests with MUSTER_UPDATE_DOCS=1 to write the page again.")
  }
}
