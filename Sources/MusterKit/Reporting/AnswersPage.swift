// The tables of answers as people read them: docs/answers.md.

/// The page about what targets answer and what muster does then.
package enum AnswersPage {
  /// The text of docs/answers.md.
  ///
  /// - Parameter tables: one for each target, in the order in which they stand on the page.
  /// - Returns: Markdown, with a line end at its end.
  package static func markdown(_ tables: [AnswerTable]) -> String {
    ([preface] + tables.map(\.section)).joined(separator: "\n")
  }

  private static let preface = """
    # Answers

    What a target answers, and what muster does then. For each target there is a table; the first
    line that fits an answer decides. A success with a contact in it is no matter for the tables.

    | class | what becomes of the contact and of the run |
    |---|---|
    | the row is rejected | Only this contact is refused: it stands in `results.csv` as `rejected` and in `rejected.csv` with the target's own code and what it says. The others go on. |
    | the run stops | Every further request would end the same way. The contact is `not_sent` with the target's code, or `target_stopped`; those that come after it are `not_sent`, too. The exit code is 3, or 2 before the first upsert. |
    | waits | Too fast, or too busy: all requests of the key wait as long as the target says, and the contact is sent again. That costs no attempt. |
    | tries again | It may pass: the contact is sent again after a growing pause, `delivery.max_retries` times. After that it is `failed`. |
    | duplicate | The target has the contact already. Where contacts aren't to be updated that is what was asked for, and the row is `unchanged`. |

    Two things are seen only in several answers. If the first 20 contacts are all refused for the
    same field, it is the mapping and not the rows: the run stops and names the column. And
    `--max-rejected` stops it after more refusals than that.

    A body may be JSON, text, a web page or nothing at all. Of a long one the first 64 KiB count, of
    JSON that is cut off what there is of it. What a target says is quoted without the values of the
    row.

    `muster explain` is about muster's own codes ([diagnostics.md](diagnostics.md)); others in
    results are the target's. This page is made from the program's own tables; a test holds the two
    together.

    """
}

extension AnswerTable {
  fileprivate var section: String {
    let heading = """
      ## \(kind.displayName)

      | line | status | said | what muster does | what to do | source |
      |---|---|---|---|---|---|

      """
    return heading + rules.map { row($0) + "\n" }.joined()
  }

  private func row(_ rule: AnswerRule) -> String {
    let source = rule.source.replacing(/https:[^ ]*[^ ,]/) { "<\($0.output)>" }
    let cells = [
      "`\(rule.name)`", rule.statusText, rule.said, rule.consequence, remedy(of: rule), source,
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  private func remedy(of rule: AnswerRule) -> String {
    switch rule.meaning {
    case .row: "Correct the row: `_reason` says what is wrong." + (rule.hint.map { " " + $0 } ?? "")
    case .duplicate: "Nothing, or let contacts be updated."
    case .wait: "Nothing."
    case .retry: "Nothing; contacts that have failed are in rejected.csv, to be imported again."
    case .stop(_, let remedy):
      sentence(remedy, status: "…", said: "…").replacing(" (status …)", with: "")
    }
  }
}

extension AnswerRule {
  fileprivate var statusText: String {
    statuses.count == 1 ? "\(statuses.lowerBound)" : "\(statuses.lowerBound)–\(statuses.upperBound)"
  }

  /// What has to stand in the body.
  fileprivate var said: String {
    let forms = (forms ?? []).map(\.words).sorted()
    let conditions = [
      forms.isEmpty ? nil : forms.joined(separator: " or "),
      codes.isEmpty
        ? nil : codes.map { $0 == "*" ? "any code" : "code `\($0)`" }.joined(separator: " or "),
      words.isEmpty ? nil : words.map { "“\($0)”" }.joined(separator: " or "),
      meaning.isStop ? field.map { "`\($0)` among what is refused" } : nil,
    ].compactMap(\.self)
    return conditions.isEmpty ? "anything" : conditions.joined(separator: ", ")
  }

  fileprivate var consequence: String {
    switch meaning {
    case .row: "rejects the row" + (field.map { ", for its `\($0)`" } ?? "")
    case .duplicate: "leaves the row `unchanged`, or rejects it where contacts are to be updated"
    case .wait: "waits"
    case .retry: "tries again"
    case .stop(let reason, _): "stops: `\(reason.rawValue)`"
    }
  }
}

extension AnswerBody.Form {
  fileprivate var words: String {
    switch self {
    case .empty: "nothing"
    case .json: "JSON"
    case .html: "a web page"
    case .text: "text"
    }
  }
}
