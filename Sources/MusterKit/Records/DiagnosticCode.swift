/// The codes of everything muster can remark on. Raw values are stable: scripts may rely on them.
package enum DiagnosticCode: String, Sendable, CaseIterable, Hashable {
  // Structure: the form of a row.
  case rowTooShort = "row_too_short"
  case rowTooLong = "row_too_long"
  case rowTooLarge = "row_too_large"
  case cellTooLarge = "cell_too_large"
  case quoteNeverClosed = "quote_never_closed"
  case textAfterQuote = "text_after_quote"
  case quoteInsideCell = "quote_inside_cell"
  case undecodableBytes = "undecodable_bytes"
  case jsonInvalid = "json_invalid"
  case jsonNotObject = "json_not_object"
  case jsonKeyRepeated = "json_key_repeated"
  case stillDamaged = "still_damaged"

  // Identity: by what a person or a company is known.
  case identifierMissing = "identifier_missing"
  case emailInvalid = "email_invalid"
  case emailPlaceholder = "email_placeholder"
  case emailTypo = "email_typo"
  case emailRole = "email_role"
  case emailSeveral = "email_several"
  case emailShared = "email_shared"
  case linkedInInvalid = "linkedin_invalid"
  case linkedInCompany = "linkedin_company"
  case linkedInShortLink = "linkedin_short_link"
  case linkedInNotSendable = "linkedin_not_sendable"
  case companyDomainInvalid = "company_domain_invalid"
  case companyDomainFreeMail = "company_domain_free_mail"
  case groupSuspicious = "group_suspicious"

  // Values: what spreadsheets and wrong encodings do to them, and what can't be made of them.
  case valueMojibake = "value_mojibake"
  case valueSpreadsheetError = "value_spreadsheet_error"
  case valueScientific = "value_scientific"
  case valueDateForRange = "value_date_for_range"
  case valueLeadingZerosLost = "value_leading_zeros_lost"
  case valueControlCharacter = "value_control_character"
  case valueNotDate = "value_not_date"
  case valueNotNumber = "value_not_number"
  case valueNotListed = "value_not_listed"
  case columnsSlipped = "columns_slipped"

  // Mapping: columns and fields.
  case columnUnmapped = "column_unmapped"
  case columnContested = "column_contested"
  case columnNameRepeated = "column_name_repeated"
  case columnNameBlank = "column_name_blank"
  case columnAllBlank = "column_all_blank"
  case identifierColumnMissing = "identifier_column_missing"

  // Rules of a target that are known before anything is sent.
  case fieldWithoutPlace = "field_without_place"
  case customFieldType = "custom_field_type"
  case valueTooLong = "value_too_long"
  case sourceOnCreationOnly = "source_on_creation_only"
  case blankDoesNotErase = "blank_does_not_erase"

  // Answers: what became of a contact.
  case targetRejected = "target_rejected"
  case targetWarning = "target_warning"
  case statusInferred = "status_inferred"
  case targetStopped = "target_stopped"
  case gaveUp = "gave_up"
  case outcomeUnknown = "outcome_unknown"
  case emailNotStored = "email_not_stored"
  case companyNotLinked = "company_not_linked"
  case unsubscribedAtTarget = "unsubscribed_at_target"
  case notAddedToList = "not_added_to_list"
  case alreadyThere = "already_there"
  case suppressed
  case leftOutByLimit = "left_out_by_limit"
  case runInterrupted = "run_interrupted"

  /// The code as somebody types it: capitals, and hyphens or blanks for `_`, don't matter. nil if
  /// there is no such code.
  package init?(typed text: String) {
    self.init(rawValue: Self.spelled(text))
  }

  /// The code that somebody may have meant; nil if none is near.
  package static func nearest(to text: String) -> DiagnosticCode? {
    NearestWord.find(spelled(text), in: allCases.map(\.rawValue)).flatMap { Self(rawValue: $0) }
  }

  private static func spelled(_ text: String) -> String {
    String(text.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
  }
}

/// What the catalogue says about a code. A class, because remarks ask for it row by row and a
/// reference is cheaper to hand out than seven values.
package final class DiagnosticEntry: Sendable {
  /// What a code is about.
  package enum Kind: String, Sendable, CaseIterable {
    /// The form of a row.
    case structure
    /// By what a person or a company is known.
    case identity
    /// What cells hold.
    case values
    /// Columns and the fields that they fill.
    case mapping
    /// What a target takes, as far as it is known before anything is sent.
    case targetRules = "target_rules"
    /// What became of a contact.
    case answers
  }

  package let kind: Kind
  /// As long as nobody set another, and no place that remarks on it knows better.
  package let severity: Diagnostic.Severity
  /// What it is, as a sentence.
  package let title: String
  /// How files come to have it, in a sentence or two.
  package let cause: String
  /// What to do about it, as a sentence.
  package let remedy: String
  /// A piece of input or a situation, and what muster makes of it. Pieces of input stand between
  /// backquotes.
  package let example: String
  /// What it is, and what to do about it. Made once, because remarks ask for it.
  package let sentence: String

  init(
    _ kind: Kind, _ severity: Diagnostic.Severity, _ title: String, cause: String, remedy: String,
    example: String
  ) {
    self.kind = kind
    self.severity = severity
    self.title = title
    self.cause = cause
    self.remedy = remedy
    self.example = example
    sentence = "\(title) \(remedy)"
  }
}
