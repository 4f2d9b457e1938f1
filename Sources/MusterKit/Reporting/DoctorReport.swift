/// What `muster doctor` prints.

import Foundation

/// The checks of all accounts and of this machine.
package struct DoctorReport: Sendable {
  package enum State: String, Sendable {
    case good, warning, problem
  }

  package struct Line: Sendable {
    /// `key`, `list`, `ledger` …
    package var subject: String
    package var state: State
    package var sentence: String

    package init(_ subject: String, _ state: State, _ sentence: String) {
      self.subject = subject
      self.state = state
      self.sentence = sentence
    }
  }

  /// What belongs together, under the name of a target or of this machine.
  package struct Section: Sendable {
    package var name: String
    /// The target's name in the settings; nil for this machine.
    package var target: String?
    /// Where it is: an address or a path.
    package var place: String
    package var lines: [Line]

    package init(_ name: String, target: String? = nil, place: String, _ lines: [Line] = []) {
      self.name = name
      self.target = target
      self.place = place
      self.lines = lines
    }

    /// Adds what a preflight found.
    package mutating func add(_ report: PreflightReport) {
      lines += report.checks.map { check in
        Line(
          check.subject.rawValue,
          check.problem != nil ? .problem : check.isWarning ? .warning : .good, check.sentence)
      }
    }
  }

  package var sections: [Section]

  package init(_ sections: [Section]) {
    self.sections = sections
  }

  package var isWell: Bool {
    !sections.flatMap(\.lines).contains { $0.state == .problem }
  }

  package func text(_ style: TextStyle) -> String {
    var lines: [String] = []
    for section in sections {
      lines.append("\(style.heading(section.name))  \(style.quiet(section.place))")
      for line in section.lines {
        let name = line.subject.replacing("_", with: " ")
          .padding(toLength: 13, withPad: " ", startingAt: 0)
        lines.append("  \(style.mark(line.state)) \(name) \(line.sentence)")
      }
      lines.append("")
    }
    let problems = sections.flatMap(\.lines).count { $0.state == .problem }
    let word = problems == 1 ? "1 thing" : "\(problems) things"
    lines.append(problems == 0 ? "All is well." : "\(word) to mend before an import.")
    return lines.joined(separator: "\n") + "\n"
  }

  package var json: JSONValue {
    .object([
      JSONMember(name: "ok", value: .bool(isWell)),
      JSONMember(
        name: "sections",
        value: .array(
          sections.map { section in
            .object([
              JSONMember(name: "name", value: .string(section.name)),
              JSONMember(name: "target", value: section.target.map { .string($0) } ?? .null),
              JSONMember(name: "place", value: .string(section.place)),
              JSONMember(
                name: "checks",
                value: .array(
                  section.lines.map { line in
                    .object([
                      JSONMember(name: "check", value: .string(line.subject)),
                      JSONMember(name: "state", value: .string(line.state.rawValue)),
                      JSONMember(name: "message", value: .string(line.sentence)),
                    ])
                  })),
            ])
          })),
    ])
  }
}

extension TextStyle {
  fileprivate func mark(_ state: DoctorReport.State) -> String {
    switch state {
    case .good: good("✓")
    case .warning: severity(.warning, as: "!")
    case .problem: severity(.error, as: "✗")
    }
  }
}
