// The catalogue of diagnostics: what each code means, why files have it, and what to do about it.
// The texts stand in a file for each kind. Messages, `muster explain`, the JSON Schema of the
// settings and docs/diagnostics.md are made from them.

/// All entries by their kind.
package enum DiagnosticCatalogue {
  /// The codes of a kind, in the order in which they are shown.
  package static func codes(of kind: DiagnosticEntry.Kind) -> [DiagnosticCode] {
    DiagnosticCode.allCases.filter { $0.entry.kind == kind }
  }
}

extension DiagnosticCode {
  /// What the catalogue says about the code. Allocates only when it is first asked for.
  package var entry: DiagnosticEntry {
    switch self {
    case .rowTooShort: .rowTooShort
    case .rowTooLong: .rowTooLong
    case .rowTooLarge: .rowTooLarge
    case .cellTooLarge: .cellTooLarge
    case .quoteNeverClosed: .quoteNeverClosed
    case .textAfterQuote: .textAfterQuote
    case .quoteInsideCell: .quoteInsideCell
    case .undecodableBytes: .undecodableBytes
    case .jsonInvalid: .jsonInvalid
    case .jsonNotObject: .jsonNotObject
    case .jsonKeyRepeated: .jsonKeyRepeated
    case .stillDamaged: .stillDamaged
    case .identifierMissing: .identifierMissing
    case .emailInvalid: .emailInvalid
    case .emailPlaceholder: .emailPlaceholder
    case .emailTypo: .emailTypo
    case .emailRole: .emailRole
    case .emailSeveral: .emailSeveral
    case .emailShared: .emailShared
    case .linkedInInvalid: .linkedInInvalid
    case .linkedInCompany: .linkedInCompany
    case .linkedInShortLink: .linkedInShortLink
    case .linkedInNotSendable: .linkedInNotSendable
    case .companyDomainInvalid: .companyDomainInvalid
    case .companyDomainFreeMail: .companyDomainFreeMail
    case .groupSuspicious: .groupSuspicious
    case .valueMojibake: .valueMojibake
    case .valueSpreadsheetError: .valueSpreadsheetError
    case .valueScientific: .valueScientific
    case .valueDateForRange: .valueDateForRange
    case .valueLeadingZerosLost: .valueLeadingZerosLost
    case .valueControlCharacter: .valueControlCharacter
    case .valueNotDate: .valueNotDate
    case .valueNotNumber: .valueNotNumber
    case .valueNotListed: .valueNotListed
    case .columnsSlipped: .columnsSlipped
    case .columnUnmapped: .columnUnmapped
    case .columnContested: .columnContested
    case .columnNameRepeated: .columnNameRepeated
    case .columnNameBlank: .columnNameBlank
    case .columnAllBlank: .columnAllBlank
    case .identifierColumnMissing: .identifierColumnMissing
    case .fieldWithoutPlace: .fieldWithoutPlace
    case .customFieldType: .customFieldType
    case .valueTooLong: .valueTooLong
    case .sourceOnCreationOnly: .sourceOnCreationOnly
    case .blankDoesNotErase: .blankDoesNotErase
    case .targetRejected: .targetRejected
    case .targetWarning: .targetWarning
    case .statusInferred: .statusInferred
    case .targetStopped: .targetStopped
    case .gaveUp: .gaveUp
    case .outcomeUnknown: .outcomeUnknown
    case .emailNotStored: .emailNotStored
    case .companyNotLinked: .companyNotLinked
    case .unsubscribedAtTarget: .unsubscribedAtTarget
    case .notAddedToList: .notAddedToList
    case .alreadyThere: .alreadyThere
    case .suppressed: .suppressed
    case .leftOutByLimit: .leftOutByLimit
    case .runInterrupted: .runInterrupted
    }
  }
}
