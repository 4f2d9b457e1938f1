internal import Foundation

/// What a row holds that a target could know a person by, and whether it is whole.
package struct RowFlags: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// An error keeps the row out of its contact.
  package static let damaged = RowFlags(rawValue: 1)
  package static let email = RowFlags(rawValue: 2)
  package static let slug = RowFlags(rawValue: 4)
  package static let member = RowFlags(rawValue: 8)
  package static let memberNumber = RowFlags(rawValue: 16)
  package static let salesNavigator = RowFlags(rawValue: 32)
  package static let contactID = RowFlags(rawValue: 64)
  /// On a suppression list.
  package static let suppressed = RowFlags(rawValue: 128)
}

/// A key of a row.
package struct RowKey: Sendable {
  /// The row's index in its batch, from 0.
  package var row: Int
  package var kind: PersonKey.Kind
  package var key: PersonKey
}

/// What the first pass keeps of a batch of rows.
package struct JudgedBatch: Sendable {
  package var flags: [RowFlags] = []
  /// In the order of rows.
  package var keys: [RowKey] = []
  /// In the order of rows; a row is named by its index in the batch.
  package var remarks: [RowDamage] = []
  /// In the order of rows: those on a suppression list, by the first entry found.
  package var suppressed: [(row: Int, entry: SuppressionList.Entry)] = []
  /// How many fields each row fills; empty where nobody asks.
  package var completeness: [UInt8] = []
}

/// How remarks are judged: what the settings and `--strict` say about severities.
package struct Judgement: Sendable {
  package var severities: SeverityRules
  /// Whether warnings make a row invalid.
  package var isStrict: Bool

  package init(severities: SeverityRules = SeverityRules(), isStrict: Bool = false) {
    self.severities = severities
    self.isStrict = isStrict
  }

  /// How severe a remark is; nil where it is to be ignored.
  func severity(of diagnostic: Diagnostic) -> Diagnostic.Severity? {
    let severity = severities.severity(of: diagnostic)
    return isStrict && severity == .warning ? .error : severity
  }
}

/// Turns the rows of a source into what identifies them, and into contacts.
package struct RowMapper: Sendable {
  let mapping: Mapping
  let header: [String]
  /// Tells rows that were damaged and came back as they were; nil for a file that doesn't come back.
  var returned: ReturnedRows?
  /// What fills any field, in the order in which it is asked.
  let sources: [FieldSource]
  let emails: [IdentitySource]
  let linkedIns: [IdentitySource]
  let contactIDs: [FieldSource]
  let companyDomains: [IdentitySource]
  /// What has to be tried on each row, to find out whether it can be done.
  let doubtful: [FieldSource]
  /// The columns whose cells show whether the values of a row stand where they belong.
  let typedColumns: [(index: Int, field: StandardField)]
  let keysEmail: Bool
  let keysLinkedIn: Bool
  /// What few settings ask for, and what takes contacts made of all rows.
  let further: FurtherJudgement
  let judgement: Judgement
  let damageFinder: ValueDamage
  let mailHints = MailHints.shared
  let freeMail = FreeMail.shared
  let suppression: SuppressionList
  /// What holds addresses beside the e-mail address, where there is a suppression list.
  let furtherAddresses: [FieldSource]

  /// - Parameters:
  ///   - mapping: where the columns go.
  ///   - header: their names.
  ///   - sample: some rows, from which it is learnt how postal codes look.
  ///   - keys: by what people are known.
  ///   - countsFields: whether the fields that rows fill are to be counted.
  ///   - judgement: how severe remarks are.
  ///   - suppression: who must not be contacted.
  package init(
    mapping: Mapping, header: [String], sample: [[String]] = [],
    keys: [DeduplicateSettings.Key], countsFields: Bool = false, judgement: Judgement,
    suppression: SuppressionList = SuppressionList()
  ) {
    self.mapping = mapping
    self.header = header
    sources = mapping.sources
    keysEmail = keys.contains(.email)
    keysLinkedIn = keys.contains(.linkedin)
    further = FurtherJudgement(
      addsEmails: keys.contains(.additionalEmails),
      addsNameAndCompany: keys.contains(.nameAndCompany), countsFields: countsFields)
    self.judgement = judgement
    emails = mapping.sources(for: .email).map(IdentitySource.init)
    linkedIns = (mapping.sources(for: .linkedin) + mapping.sources(for: .salesNavigator))
      .map(IdentitySource.init)
    contactIDs = mapping.sources(for: .contactID)
    companyDomains = mapping.sources(for: .companyDomain).map(IdentitySource.init)
    doubtful = sources.filter(\.mayFail)
    typedColumns = [.email, .linkedin, .salesNavigator, .companyDomain, .phone].flatMap { field in
      mapping.sources(for: field).compactMap { source in source.plainColumn.map { ($0, field) } }
    }
    damageFinder = ValueDamage(
      header: header, sample: sample, used: Set(sources.flatMap(\.input.columns)))
    self.suppression = suppression
    furtherAddresses =
      suppression.isEmpty
      ? [] : mapping.sources(for: .additionalEmails) + mapping.sources(for: .email).dropFirst()
  }

  /// How many columns the source has.
  package var columnCount: Int { header.count }

  /// Judges the rows of a batch: which are whole, what identifies them, what is to be remarked.
  package func judge(_ batch: RowBatch) -> JudgedBatch {
    var batch = batch
    var marks = ValueDamage.marks(in: batch)
    if batch.hasFormulaText(at: marks) {
      batch = batch.unwrappingFormulaTexts()
      marks = ValueDamage.marks(in: batch)
    }
    var judge = RowJudge(self, batch)
    judge.noteDamage(damageFinder.findings(in: batch, marks: marks))
    for row in batch.rows.indices { judge.judge(row) }
    return further.isNeeded ? addingFurther(to: judge.finish(), of: batch) : judge.finish()
  }
}

/// What fills an identifier, with the column that most often is all there is to it.
struct IdentitySource: Sendable {
  let source: FieldSource
  let plainColumn: Int?

  init(_ source: FieldSource) {
    self.source = source
    plainColumn = source.plainColumn
  }
}

extension RowBatch {
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}

// MARK: - Readings with their remarks

/// What a mail cell gives, with the remark on it.
struct EmailReading {
  var email: EmailAddress?
  var others: [EmailAddress] = []
  var diagnostic: Diagnostic?

  init(plain email: EmailAddress) {
    self.email = email
  }

  init(_ cell: String) {
    switch EmailAddress.read(cell) {
    case .blank: break
    case .placeholder: diagnostic = Diagnostic(.emailPlaceholder, value: cell)
    case .invalid: diagnostic = Diagnostic(.emailInvalid, value: cell)
    case .addresses(let first, let others):
      email = first
      self.others = others
      if !others.isEmpty { diagnostic = Diagnostic(.emailSeveral, value: cell) }
    case .someInvalid(let first, let others):
      email = first
      self.others = others
      let message = """
        Some of the cell's e-mail addresses aren't valid and were left out; the first valid one is \
        the address: correct the others, or take them out.
        """
      diagnostic = Diagnostic(.emailSeveral, severity: .warning, message: message, value: cell)
    }
  }
}

/// What a LinkedIn cell gives, with the remark on it.
struct LinkedInReading {
  var identifier: LinkedInIdentifier?
  var diagnostic: Diagnostic?

  init(_ cell: String) {
    let verdict = LinkedInIdentifier.read(cell)
    switch verdict {
    case .blank: break
    case .person(let found): identifier = found
    case .company: diagnostic = Diagnostic(.linkedInCompany, value: cell)
    case .several, .idWithoutCase, .invalid:
      let code =
        LinkedInIdentifier.isShortLink(cell) ? .linkedInShortLink : DiagnosticCode.linkedInInvalid
      diagnostic = Diagnostic(code, message: Self.sentence(for: verdict, of: cell), value: cell)
    }
  }

  /// What is wrong and what to do, where more can be said than that there is no profile.
  private static func sentence(
    for verdict: LinkedInIdentifier.Verdict, of cell: String
  ) -> String? {
    switch verdict {
    case .several:
      """
      The LinkedIn cell names several profiles, and which is this person's can't be told; it was left \
      out. Leave one of them in the cell.
      """
    case .idWithoutCase:
      """
      The LinkedIn id has lost its capital letters, without which LinkedIn doesn't know it; it was left \
      out. Export it again, or use the profile's address.
      """
    case .invalid where LinkedInIdentifier.isFormula(cell):
      """
      The LinkedIn cell holds a formula, and formulas aren't evaluated; it was left out. Put the \
      profile's address in its place.
      """
    default: nil
    }
  }
}

extension PersonKey {
  /// The key of a person by an e-mail address or a LinkedIn identifier in any form; nil where a text is
  /// neither, or several.
  package init?(naming text: String) {
    if case .addresses(let address, let others) = EmailAddress.read(text), others.isEmpty {
      self.init(.email, address.key)
    } else if case .person(let identifier) = LinkedInIdentifier.read(text) {
      self.init(identifier.kind, identifier.text)
    } else {
      return nil
    }
  }
}

extension LinkedInIdentifier {
  /// The identifier as key.
  package var text: String {
    switch self {
    case .slug(let text), .member(let text), .memberNumber(let text), .salesNavigator(let text):
      text
    }
  }

  package var kind: PersonKey.Kind {
    switch self {
    case .slug: .linkedin
    case .member, .memberNumber: .linkedinMember
    case .salesNavigator: .salesNavigator
    }
  }

  var flag: RowFlags {
    switch self {
    case .slug: .slug
    case .member: .member
    case .memberNumber: .memberNumber
    case .salesNavigator: .salesNavigator
    }
  }
}
