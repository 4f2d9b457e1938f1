// The catalogue of diagnostics as people and scripts read it: `muster explain` and
// docs/diagnostics.md.

extension DiagnosticCode {
  /// All that the catalogue says about the code, in lines of at most 80 characters, the last with a
  /// line end.
  package var explanation: String {
    let parts = [
      ("What", entry.title), ("Why", entry.cause), ("What to do", entry.remedy),
      ("Example", entry.example),
    ]
    var lines = ["\(rawValue) (\(entry.severity.rawValue))"]
    for (heading, text) in parts { lines += ["", heading] + text.wrapped(after: "  ") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same for scripts.
  package var json: JSONValue {
    .object([
      "code": .string(rawValue), "kind": .string(entry.kind.rawValue),
      "severity": .string(entry.severity.rawValue), "title": .string(entry.title),
      "cause": .string(entry.cause), "remedy": .string(entry.remedy),
      "example": .string(entry.example),
    ])
  }

  /// What to say where somebody asks for a code that there isn't.
  package static func unknown(_ text: String) -> String {
    let hint =
      nearest(to: text).map { "did you mean \($0.rawValue)?" }
      ?? "muster explain lists all, and others in results are the target's own."
    return "There is no code \(text.shownName): \(hint)"
  }
}

extension DiagnosticCatalogue {
  /// All codes by their kinds, a line of at most 80 characters each, the last with a line end.
  /// What is too long for its line is cut between words.
  package static var list: String {
    let width = DiagnosticCode.allCases.map(\.rawValue.count).max() ?? 0
    let groups = DiagnosticEntry.Kind.allCases.map { kind in
      let lines = codes(of: kind).map { code in
        let severity = code.entry.severity.rawValue
        let start =
          "  \(code.rawValue.padded(toColumns: width))  \(severity.padded(toColumns: 7))  "
        return start + code.entry.title.cutAtWord(to: String.lineWidth - start.count)
      }
      return ([kind.heading] + lines).joined(separator: "\n") + "\n"
    }
    return groups.joined(separator: "\n")
  }

  /// All codes for scripts, in the order of the list.
  package static var json: JSONValue {
    .array(DiagnosticEntry.Kind.allCases.flatMap(codes(of:)).map(\.json))
  }

  /// The text of docs/diagnostics.md.
  package static var markdown: String {
    let groups = DiagnosticEntry.Kind.allCases.map { kind in
      "## \(kind.heading)\n\n" + codes(of: kind).map(\.section).joined(separator: "\n")
    }
    return ([preface] + groups).joined(separator: "\n")
  }

  private static let preface = """
    # Diagnostics

    Everything that muster remarks on has a code, and the codes don't change: scripts may rely on
    them. `muster explain CODE` prints what stands here, `muster explain` lists all codes. Other codes
    in results are a target's own: [answers.md](answers.md).

    An **error** keeps a row back as invalid, or says that a contact didn't get through. With a
    **warning** the row is sent, perhaps without one of its values; `--strict` makes errors of the
    warnings on rows. A **note** is worth knowing, and changes nothing.

    The settings can make a code more or less severe, or have it ignored:

    ```json
    { "diagnostics": { "email_role": "ignore", "value_mojibake": "error" } }
    ```

    The words are `ignore`, `note`, `warning` and `error`. Errors of structure, codes that say what
    became of a contact, and those that say that nothing identifies a contact are as they are.

    This page is made from the program's own catalogue; a test holds the two together.

    """
}

extension DiagnosticEntry.Kind {
  fileprivate var heading: String {
    switch self {
    case .structure: "Structure: the form of a row"
    case .identity: "Identity: by what a person or a company is known"
    case .values: "Values: what cells hold"
    case .mapping: "Mapping: columns and the fields they fill"
    case .targetRules: "Target rules: what a target takes"
    case .answers: "Answers: what became of a contact"
    }
  }
}

extension DiagnosticCode {
  /// The code's part of the page.
  fileprivate var section: String {
    func item(_ heading: String, _ text: String) -> String {
      text.wrapped(after: "- \(heading): ", width: String.pageWidth).joined(separator: "\n")
    }
    let summary = entry.title.wrapped(
      after: "**\(entry.severity.rawValue)**: ", indent: "", width: String.pageWidth)
    return """
      ### `\(rawValue)`

      \(summary.joined(separator: "\n"))

      \(item("Why", entry.cause))
      \(item("What to do", entry.remedy))
      \(item("Example", entry.example))

      """
  }
}
