/// Something that was decided about how a source is read, how sure that is, and why.
package struct Finding: Sendable, Equatable {
  package enum Subject: String, Sendable, CaseIterable {
    case compression, encoding, format, delimiter, quote
    case headerLine = "header_line"
  }

  package var subject: Subject
  /// As `--json` shows it and the option of that name takes it.
  package var value: String
  /// From 0 to 1; 1 where the user said so, or nothing else is possible.
  package var confidence: Double
  /// A phrase for people, without a full stop.
  package var why: String

  init(_ subject: Subject, _ value: String, confidence: Double, why: String) {
    self.subject = subject
    self.value = value
    self.confidence = confidence
    self.why = why
  }

  /// What the user said.
  init(said subject: Subject, _ value: String) {
    self.init(subject, value, confidence: 1, why: "you said so")
  }
}
