// How severe the user takes certain diagnostics: the object under `diagnostics`.

/// Severities that the settings give to diagnostics by their codes, in place of the catalogue's.
package struct SeverityRules: Sendable, Equatable {
  /// What becomes of a code's remarks, by the word in the settings.
  private enum Choice: String, Sendable, CaseIterable {
    /// They aren't made.
    case ignore
    case note, warning, error

    init(_ severity: Diagnostic.Severity) {
      switch severity {
      case .note: self = .note
      case .warning: self = .warning
      case .error: self = .error
      }
    }

    var severity: Diagnostic.Severity? {
      switch self {
      case .ignore: nil
      case .note: .note
      case .warning: .warning
      case .error: .error
      }
    }
  }

  private var choices: [DiagnosticCode: Choice] = [:]

  /// No rules: every diagnostic is as severe as it was made.
  package init() {}

  package var isEmpty: Bool { choices.isEmpty }

  /// How severe a diagnostic is; nil if it is to be ignored.
  ///
  /// An error of a code that is no error by itself stays one, because such a row can't be sent
  /// whatever anybody thinks of the code: a shared address that is all that a row has. So ask before
  /// `--strict` makes errors of warnings.
  package func severity(of diagnostic: Diagnostic) -> Diagnostic.Severity? {
    guard !choices.isEmpty, let choice = choices[diagnostic.code] else {
      return diagnostic.severity
    }
    if diagnostic.severity == .error, diagnostic.code.entry.severity < .error { return .error }
    return choice.severity
  }
}

// MARK: - As written

extension SeverityRules {
  /// Reads the object under `diagnostics`: severities by codes.
  init(written value: JSONValue) throws(SettingMismatch) {
    guard case .object(let members) = value else { throw .unlike(.wrongType) }
    var findings: [SettingFinding] = []
    for member in members {
      do throws(SettingMismatch) {
        let (code, choice) = try Self.rule(member)
        choices[code] = choice
      } catch {
        findings += error.findings(on: member.value, expected: Self.expected).map { finding in
          SettingFinding(path: [member.name], reason: finding.reason, remark: finding.remark)
        }
      }
    }
    guard findings.isEmpty else { throw .findings(findings) }
  }

  private static func rule(
    _ member: JSONMember
  ) throws(SettingMismatch) -> (DiagnosticCode, Choice) {
    guard let code = DiagnosticCode(rawValue: member.name) else {
      throw .finding(
        .unknownKey, " is no code of a diagnostic. \(DiagnosticCode.hint(for: member.name))")
    }
    let word = try member.value.string()
    guard let choice = Choice(rawValue: word) else {
      throw .unlike(.wrongValue, nearest: NearestWord.find(word, in: words))
    }
    if choice == .error, code.isAboutContacts {
      throw .finding(
        .wrongValue,
        " is \"error\", but it can't make a row invalid: it is about the contact, which is known only "
          + "when all rows are; write ignore, note or warning.")
    }
    if let reason = code.reasonToStay, choice != Choice(code.entry.severity) {
      let fixed = code.entry.severity.rawValue
      throw .finding(
        .wrongValue, " is \(member.value.found), but it has to stay \(fixed): \(reason)")
    }
    return (code, choice)
  }

  private static let words = Choice.allCases.map(\.rawValue)

  private static var expected: String { words.joinedAsList("or") }

  /// The rules as they are written, in the order of the codes' names.
  var canonical: JSONValue {
    .object(
      choices.sorted { $0.key.rawValue < $1.key.rawValue }.map { code, choice in
        JSONMember(name: code.rawValue, value: .string(choice.rawValue))
      })
  }

  /// The JSON Schema of the object: a property for each code, with the words that it takes.
  static var schema: JSONValue {
    let properties = DiagnosticCode.allCases.map { code in
      let free = code.isAboutContacts ? words.filter { $0 != "error" } : words
      let words = code.reasonToStay == nil ? free : [code.entry.severity.rawValue]
      return JSONMember(
        name: code.rawValue,
        value: .object([
          "enum": .array(words.map { .string($0) }), "description": .string(code.entry.title),
        ]))
    }
    return .object([
      "type": .string("object"), "additionalProperties": .bool(false),
      "properties": .object(properties),
    ])
  }
}

extension DiagnosticCode {
  /// What to do about a text that is no code: a sentence.
  static func hint(for text: String) -> String {
    let nearest = DiagnosticCode(typed: text) ?? .nearest(to: text)
    return nearest.map { "Did you mean \(JSONValue.quoted($0.rawValue))?" }
      ?? "muster explain lists all of them."
  }

  /// Why the severity can't be changed, as the end of a sentence; nil if it can.
  fileprivate var reasonToStay: String? {
    switch entry.kind {
    case .structure where entry.severity == .error:
      "nobody can tell which values such a row really has."
    case .answers: "it says what has become of a contact."
    case .identity where self == .identifierMissing,
      .mapping where self == .identifierColumnMissing:
      "the target couldn't know whom the contact is about."
    case .structure, .identity, .values, .mapping, .targetRules: nil
    }
  }
}

extension DiagnosticCode {
  /// Whether it is remarked on a contact, a column or a plan, and not on a row.
  fileprivate var isAboutContacts: Bool {
    switch self {
    case .emailShared, .groupSuspicious, .linkedInNotSendable, .fieldWithoutPlace,
      .sourceOnCreationOnly, .blankDoesNotErase, .columnUnmapped, .columnContested,
      .columnNameRepeated, .columnNameBlank, .columnAllBlank:
      true
    default: false
    }
  }
}
