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

  // Identity: by what a person is known.
  case identifierMissing = "identifier_missing"
  case emailInvalid = "email_invalid"
  case emailPlaceholder = "email_placeholder"
  case emailSeveral = "email_several"
  case emailShared = "email_shared"
  case linkedInInvalid = "linkedin_invalid"
  case linkedInCompany = "linkedin_company"
  case linkedInNotSendable = "linkedin_not_sendable"
  case groupSuspicious = "group_suspicious"

  // Values: what spreadsheets and wrong encodings do to them.
  case valueMojibake = "value_mojibake"
  case valueSpreadsheetError = "value_spreadsheet_error"
  case valueScientific = "value_scientific"
  case valueDateForRange = "value_date_for_range"
  case valueControlCharacter = "value_control_character"

  // Mapping: columns and fields.
  case columnUnmapped = "column_unmapped"
  case columnContested = "column_contested"
  case fieldWithoutPlace = "field_without_place"

  // Answers of a target, on a row.
  case targetRejected = "target_rejected"
  case targetWarning = "target_warning"
  case targetStopped = "target_stopped"
  case gaveUp = "gave_up"
  case outcomeUnknown = "outcome_unknown"
  case emailNotStored = "email_not_stored"
  case companyNotLinked = "company_not_linked"
  case unsubscribedAtTarget = "unsubscribed_at_target"
  case notAddedToList = "not_added_to_list"
  case alreadyThere = "already_there"
  case leftOutByLimit = "left_out_by_limit"
  case runInterrupted = "run_interrupted"

  /// What the catalogue says about the code.
  package var entry: DiagnosticEntry { DiagnosticCatalogue.entry(for: self) }
}

/// One line of the catalogue.
package struct DiagnosticEntry: Sendable {
  package let severity: Diagnostic.Severity
  /// What it means, in a few words.
  package let title: String
  /// What to do about it, as a sentence.
  package let remedy: String

  /// Both.
  package var sentence: String { "\(title) \(remedy)" }
}

/// The catalogue: what each code means and what to do about it. `muster explain` and the
/// documentation are made from it.
package enum DiagnosticCatalogue {
  package static func entry(for code: DiagnosticCode) -> DiagnosticEntry {
    let (severity, title, remedy) = text(for: code)
    return DiagnosticEntry(severity: severity, title: title, remedy: remedy)
  }

  private static func text(
    for code: DiagnosticCode
  ) -> (Diagnostic.Severity, title: String, remedy: String) {
    switch code {
    case .rowTooShort, .rowTooLong, .rowTooLarge, .cellTooLarge, .quoteNeverClosed,
      .textAfterQuote, .quoteInsideCell, .undecodableBytes, .jsonInvalid, .jsonNotObject,
      .jsonKeyRepeated:
      structure(code)
    case .identifierMissing, .emailInvalid, .emailPlaceholder, .emailSeveral, .emailShared,
      .linkedInInvalid, .linkedInCompany, .linkedInNotSendable, .groupSuspicious:
      identity(code)
    case .valueMojibake, .valueSpreadsheetError, .valueScientific, .valueDateForRange,
      .valueControlCharacter:
      value(code)
    case .columnUnmapped, .columnContested, .fieldWithoutPlace:
      mapping(code)
    default:
      answer(code)
    }
  }

  private static func structure(
    _ code: DiagnosticCode
  ) -> (Diagnostic.Severity, title: String, remedy: String) {
    switch code {
    case .rowTooShort:
      (
        .error, "The row has fewer cells than the header.",
        "Add the missing cells: a lost separator shifts values into the wrong columns."
      )
    case .rowTooLong:
      (
        .error, "The row has more cells than the header.",
        "Quote the cell that holds a separator, or remove the extra cells."
      )
    case .rowTooLarge:
      (
        .error, "The row is larger than 16 MiB.",
        "Look for a missing quote or line end near this line, or shorten the row."
      )
    case .cellTooLarge:
      (
        .error, "A cell is larger than the limit.",
        "Shorten the cell, close a quote that was left open, or raise source.max_field_bytes."
      )
    case .quoteNeverClosed:
      (
        .error, "A quote opens a cell and is never closed.",
        "Close the quote, or double it if it belongs to the text."
      )
    case .textAfterQuote:
      (
        .error, "Text follows a closing quote.",
        "Double the quotes that belong to the text, or move the text inside the quotes."
      )
    case .quoteInsideCell:
      (
        .warning, "A quote stands inside an unquoted cell.",
        "It was kept as text; quote the cell and double the quote to be safe."
      )
    case .undecodableBytes:
      (
        .error, "The row holds bytes that are no text in the file's encoding.",
        "Check --encoding and how the file was saved, or retype the damaged characters."
      )
    case .jsonInvalid:
      (
        .error, "The row isn't valid JSON.",
        "Mend it: one JSON object a row, with double quotes and no trailing comma."
      )
    case .jsonKeyRepeated:
      (
        .warning, "The line has two values for one key; the last was taken.",
        "Check which value is right, and leave out the other."
      )
    default:
      (
        .error, "The line is JSON, but not an object.",
        "Put the values into an object: {\"email\": \"…\"}."
      )
    }
  }

  private static func identity(
    _ code: DiagnosticCode
  ) -> (Diagnostic.Severity, title: String, remedy: String) {
    switch code {
    case .identifierMissing:
      (
        .error, "Nothing is left by which the target could know this person.",
        "Add an e-mail address or a LinkedIn profile that the target takes."
      )
    case .emailInvalid:
      (
        .warning, "The e-mail address isn't valid; it was left out.",
        "Correct the address: one name, one @, a domain with a dot."
      )
    case .emailPlaceholder:
      (
        .warning, "The e-mail address is a placeholder; it was left out.",
        "Put in the person's own address, or leave the cell empty."
      )
    case .emailSeveral:
      (
        .note, "The cell holds several e-mail addresses.",
        "The first is the address, the others are additional ones; put them in own columns to choose."
      )
    case .emailShared:
      (
        .warning,
        "Several people share this e-mail address; it is sent with the first of them only.",
        "Give each person an own address, or set deduplicate.on_conflict."
      )
    case .linkedInInvalid:
      (
        .warning, "The LinkedIn cell holds no profile; it was left out.",
        "Use the profile's address: https://www.linkedin.com/in/name."
      )
    case .linkedInCompany:
      (
        .warning, "The LinkedIn cell holds a company page, not a person; it was left out.",
        "Use the person's own profile: https://www.linkedin.com/in/name."
      )
    case .linkedInNotSendable:
      (
        .note, "The target has no place for this kind of LinkedIn identifier.",
        "It is used to find duplicates; add the profile's address to send it."
      )
    default:
      (
        .warning, "More than 50 rows carry the same identifier.",
        "Check whether it is a placeholder rather than a person."
      )
    }
  }

  private static func value(
    _ code: DiagnosticCode
  ) -> (Diagnostic.Severity, title: String, remedy: String) {
    switch code {
    case .valueMojibake:
      (
        .warning, "The text was read in a wrong encoding before, as in RenÃ©e for Renée.",
        "Export the file again as UTF-8; the text is sent as it stands."
      )
    case .valueSpreadsheetError:
      (
        .warning, "The cell holds a spreadsheet's error, such as #N/A; it was taken as blank.",
        "Mend the formula in the spreadsheet, or clear the cell."
      )
    case .valueScientific:
      (
        .warning, "A spreadsheet cut a long number's digits, as in 1.23E+11.",
        "Format the column as text in the spreadsheet and export it again."
      )
    case .valueDateForRange:
      (
        .warning, "A spreadsheet made a date of a range, as in Nov-50 for 11-50.",
        "Format the column as text in the spreadsheet and export it again."
      )
    default:
      (
        .warning, "The cell holds a control character; it is sent without it.",
        "Retype the cell."
      )
    }
  }

  private static func mapping(
    _ code: DiagnosticCode
  ) -> (Diagnostic.Severity, title: String, remedy: String) {
    switch code {
    case .columnUnmapped:
      (
        .note, "The column goes nowhere.",
        "Map it in the configuration's \"columns\", or leave it."
      )
    case .columnContested:
      (
        .note, "Two columns could fill the same field.",
        "Name the right one in the configuration's \"columns\"."
      )
    default:
      (
        .warning, "A mapped field has no place at the target.",
        "Map the column to a custom field for this target, or leave it."
      )
    }
  }

  private static func answer(
    _ code: DiagnosticCode
  ) -> (Diagnostic.Severity, title: String, remedy: String) {
    switch code {
    case .targetRejected:
      (
        .error, "The target refused the contact.",
        "Correct what the reason names in rejected.csv, and import that file."
      )
    case .targetWarning:
      (
        .warning, "The target took the contact, with a remark.",
        "Read the remark; nothing needs to be sent again."
      )
    case .targetStopped:
      (
        .error, "The target's answer ended the run.",
        "Mend the cause that the reason names, and import the file again: no contact is doubled."
      )
    case .gaveUp:
      (
        .error, "The target kept failing on this contact.",
        "Import rejected.csv again later; if only this row fails, its content is the cause."
      )
    case .outcomeUnknown:
      (
        .error, "The contact was sent and the answer never came.",
        "Look at the target whether it is there before sending it again."
      )
    case .emailNotStored:
      (
        .warning, "The target took the contact but did not store its e-mail address.",
        "Check the contact at the target."
      )
    case .companyNotLinked:
      (
        .warning, "The target doesn't know the company, so the contact isn't linked to it.",
        "Create the company at the target first."
      )
    case .unsubscribedAtTarget:
      (
        .warning, "The person is unsubscribed at the target.",
        "Leave the person out of campaigns, and put the address on the suppression list."
      )
    case .notAddedToList:
      (
        .warning, "The contact was accepted but could not be put on its list.",
        "Import the file again to add it to the list."
      )
    case .alreadyThere:
      (
        .note, "The contact is at the target already, and update_if_exists is false.",
        "Nothing to do; set update_if_exists to true to update it."
      )
    case .leftOutByLimit:
      (
        .note, "The contact was left out by --limit or --canary.",
        "Import the file again without the limit."
      )
    default:
      (
        .note, "The run stopped before this contact was sent.",
        "Import the file again: contacts that are there are updated, not doubled."
      )
    }
  }
}
