/// A line of `check --contacts`: what is to become of a row at a target, and exactly what would be
/// sent.
package struct ContactLine {
  package var row: Int
  package var line: Int
  /// nil where there is one file only.
  package var file: String?
  /// nil where there is one target only.
  package var target: TargetKind?
  package var verdict: RowVerdict
  package var identity: Identity
  /// The request's body; nil where the row stands for no contact that is to be sent.
  package var payload: [UInt8]?
  package var diagnostics: [Diagnostic]

  package init(
    row: Int, line: Int, file: String? = nil, target: TargetKind?, verdict: RowVerdict,
    identity: Identity,
    payload: [UInt8]?, diagnostics: [Diagnostic]
  ) {
    self.row = row
    self.line = line
    self.file = file
    self.target = target
    self.verdict = verdict
    self.identity = identity
    self.payload = payload
    self.diagnostics = diagnostics
  }

  /// Adds the line to a text, with its line end.
  package func write(to text: inout JSONText) {
    text.beginObject()
    text.member("row", row)
    text.member("line", line)
    if let file { text.member("file", file) }
    if let target { text.member("target", target.rawValue) }
    text.member("status", status)
    if case .duplicate(let other) = verdict {
      text.member("duplicate_of", other + 1)
    } else {
      text.member("duplicate_of", orNull: nil as Int?)
    }
    text.key("identity")
    text.beginObject()
    text.member("email", orNull: identity.email)
    text.member("linkedin", orNull: identity.linkedin)
    text.member("linkedin_member", orNull: identity.linkedinMember)
    text.member("sales_navigator", orNull: identity.salesNavigator)
    text.endObject()
    text.key("payload")
    if let payload { text.raw(payload) } else { text.null() }
    text.key("diagnostics")
    text.beginArray()
    for diagnostic in diagnostics { diagnostic.write(to: &text) }
    text.endArray()
    text.endObject()
    text.endLine()
  }

  private var status: String {
    switch verdict {
    case .send: "send"
    case .duplicate: "duplicate"
    case .suppressed: "suppressed"
    case .unchanged: "unchanged"
    case .damaged, .withoutIdentifier, .sharedMail: "invalid"
    }
  }
}

extension Diagnostic {
  package func write(to text: inout JSONText) {
    text.beginObject()
    text.member("code", code.rawValue)
    text.member("severity", severity.rawValue)
    text.member("column", orNull: column)
    text.member("message", message)
    text.endObject()
  }
}
