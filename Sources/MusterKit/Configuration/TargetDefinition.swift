// What a target is, as data: everything that settings, plan and reports need to know of it.

/// A target, besides its requests and answers. Each target's own file has one; all else that is the
/// same at every target is read from it, so that nothing but that file names the target.
///
/// See docs/adding-a-target.md.
package struct TargetDefinition: Sendable {
  // MARK: Its names

  /// What settings, options, the columns of results and the ledger call it: a letter, then letters,
  /// digits and `_`, in lower case. It can't be changed later: ledgers and scripts have it.
  package let name: String
  /// The name as people write it.
  package let displayName: String

  // MARK: Its API

  /// The address under which the API is found, unless another one is set.
  package let address: String
  /// The limit that the vendor documents for one key. Settings can lower it, and raise it on
  /// loopback only.
  package let documentedLimit: RateLimit
  /// The public page that says so.
  package let reference: String

  // MARK: Its fields

  /// Its names for standard fields, as paths in the request: `lead.email`. Where a value goes to two
  /// places they stand with ` + ` between. A field that isn't here has no place: that is said in the
  /// plan, and its values aren't sent.
  package let fieldNames: [StandardField: String]
  /// Where custom fields go, as a path with `NAME` in it: `custom_fields.NAME`, or `NAME` if they
  /// stand among the target's own.
  package let customFieldName: String
  /// Whether an account has to have a custom field before contacts can fill it: such fields are looked
  /// for before the first contact.
  package var registersCustomFields = true

  // MARK: Its settings

  /// What can be set for this target alone, besides what every target has, with paths that start
  /// below `targets.NAME`: `team_id`. A flag, a text, a number or a choice.
  package var ownSettings: [Setting] = []

  // MARK: Whom it knows

  /// By what it can know a contact, as it is set.
  package let identification: @Sendable (TargetSettings) -> TargetIdentification
  /// What a contact lacks that it can't know, in a word or two behind "no".
  package var identifierName = "identifier"

  // MARK: What it needs besides contacts

  /// Whether every contact has to be on a list.
  package var requiresList = false
  /// How many contacts a request puts on a list where that is a step of its own, after the contact was
  /// accepted; nil where the list stands in the contact's request, or there are no lists.
  package var listBatch: Int?
  /// Whether contacts have owners, who are looked for among the account's members before the first
  /// contact.
  package var hasMembers = false
  /// What the plan says of it.
  package var notes: [TargetNote] = []
}

extension TargetDefinition {
  package var kind: TargetKind { TargetKind(defined: name) }

  /// The standard field whose place a custom field of a name would take; nil if it has one of its own.
  package func standardField(hiddenBy customField: String) -> StandardField? {
    let path = customFieldName.replacing("NAME", with: customField, maxReplacements: 1)
    return StandardField.allCases.first { fieldNames[$0] == path }
  }

  /// The standard field that a name in the API's reference is for, with or without the path before it.
  func standardField(named text: String) -> StandardField? {
    StandardField.allCases.first { field in
      guard let name = fieldNames[field], !name.contains(" ") else { return false }
      return name == text || name.hasSuffix("." + text)
    }
  }
}

extension TargetKind {
  /// The name as people write it.
  package var displayName: String { definition.displayName }
}

extension StandardField {
  /// The field's name in a request, as a path; nil where it has no place.
  package func name(at target: TargetKind) -> String? { target.definition.fieldNames[self] }
}

extension RateLimit {
  /// The limit that the vendor documents for one key.
  package static func documented(for kind: TargetKind) -> RateLimit {
    kind.definition.documentedLimit
  }
}

/// By what a target can know a contact.
package struct TargetIdentification: Sendable, Equatable {
  /// One of these is needed.
  package var identifiers: Set<ContactIdentifier>
  /// The sentence for a contact that has none of them: what is wrong, and what to do.
  package var missing: String
}

/// Something by which a contact can be known.
package enum ContactIdentifier: String, Sendable, CaseIterable, Hashable {
  case email
  /// The public slug.
  case linkedin
  /// The member id `ACoA…`.
  case linkedinMember
  /// The Sales Navigator id `ACwA…`.
  case salesNavigator
  /// The target's own id.
  case contactID
}

/// What is worth knowing of a target's own rules about fields, if a file has something that they are
/// about.
package struct TargetNote: Sendable, Equatable {
  package enum Occasion: Sendable, Equatable {
    /// A standard field is filled.
    case filled(StandardField)
    /// A column has no value in any row.
    case blankColumn
  }

  package var code: DiagnosticCode
  package var occasion: Occasion

  package init(_ code: DiagnosticCode, on occasion: Occasion) {
    self.code = code
    self.occasion = occasion
  }
}
