// The body of `POST /api/contacts`, read and checked.

/// A valid upsert. Blank values (null, "") are left out: "null or empty values are ignored to
/// preserve existing data".
struct LemlistUpsert: Sendable, Equatable {
  private(set) var contactID: String?
  private(set) var email: String?
  private(set) var additionalEmails: [String] = []
  private(set) var linkedInURL: String?
  private(set) var salesNavigatorURL: String?
  private(set) var fields: [String: SandboxJSON] = [:]
  private(set) var owner: String?
  private(set) var source: String?
  private(set) var companyID: String?
  private(set) var companyDomain: String?
  private(set) var companyLinkedInURL: String?

  var keys: [LemlistKey] {
    LemlistKey.all(email: email, linkedIn: linkedInURL, salesNavigator: salesNavigatorURL)
  }

  var namesCompany: Bool {
    companyID != nil || companyDomain != nil || companyLinkedInURL != nil
  }

  /// The standard fields that end up under `fields`. All are strings, `languages` and `skills`
  /// too.
  static let standardFields: [(name: String, label: String)] = [
    ("firstName", "First name"), ("lastName", "Last name"), ("phone", "Phone"),
    ("jobTitle", "Job title"), ("jobDescription", "Job description"), ("picture", "Picture"),
    ("timezone", "Timezone"), ("industry", "Industry"), ("languages", "Languages"),
    ("location", "Location"), ("skills", "Skills"), ("summary", "Summary"),
    ("tagline", "Tagline"),
  ]
  private static let standardNames = Set(standardFields.map(\.name))

  private static let keyNames: Set<String> = [
    "contactId", "email", "linkedinUrl", "linkedinUrlSalesNav", "additionalEmails",
    "contactOwner", "source", "companyId", "companyDomain", "companyLinkedinUrl",
  ]

  /// Reads and checks a body. `registered` are the names of the custom fields in the team's
  /// registry; nil: all names are.
  init(
    _ body: SandboxJSON, settings: LemlistSettings, registered: Set<String>?
  ) throws(LemlistRefusal) {
    guard let members = body.members else {
      throw LemlistRefusal(.validationFailed, "The contact must be an object")
    }
    try readIdentifiers(body, settings)
    try readAdditionalEmails(body["additionalEmails"])
    owner = try Self.text(body, "contactOwner")
    source = try Self.text(body, "source")
    companyID = try Self.text(body, "companyId")
    companyDomain = try Self.text(body, "companyDomain")
    companyLinkedInURL = try Self.text(body, "companyLinkedinUrl")
    for member in members where !Self.keyNames.contains(member.key) {
      try readField(member, settings, registered)
    }
  }

  private mutating func readIdentifiers(
    _ body: SandboxJSON, _ settings: LemlistSettings
  ) throws(LemlistRefusal) {
    if let id = try Self.text(body, "contactId", else: .invalidContactID) {
      guard id.wholeMatch(of: /ctc_[a-zA-Z0-9]+/) != nil else {
        throw LemlistRefusal(.invalidContactID, "Invalid contactId format (expected ctc_xxx)")
      }
      contactID = id
    }
    if let text = try Self.text(body, "email", else: .invalidEmail) {
      guard EmailSyntax.isValid(text) else {
        throw LemlistRefusal(.invalidEmail, "Invalid email address")
      }
      email = text
    }
    if let text = try Self.text(body, "linkedinUrl", else: .invalidLinkedInURL) {
      guard let url = LemlistLinkedIn.profile(text) else {
        throw LemlistRefusal(.invalidLinkedInURL, "Invalid LinkedIn URL")
      }
      linkedInURL = url
    }
    if let text = try Self.text(body, "linkedinUrlSalesNav", else: .invalidLinkedInURL) {
      guard let url = LemlistLinkedIn.salesNavigator(text) else {
        throw LemlistRefusal(.invalidLinkedInURL, "Invalid LinkedIn Sales Navigator URL")
      }
      salesNavigatorURL = url
    }
    let hasOther = settings.acceptsSalesNavigatorAlone && salesNavigatorURL != nil
    guard contactID != nil || email != nil || linkedInURL != nil || hasOther else {
      throw .missingIdentifier
    }
  }

  private mutating func readAdditionalEmails(_ value: SandboxJSON?) throws(LemlistRefusal) {
    guard let value, !value.isBlank else { return }
    guard case .array(let elements) = value else {
      throw LemlistRefusal(.invalidAdditionalEmails, "additionalEmails must be an array")
    }
    for element in elements {
      guard let text = element.text, EmailSyntax.isValid(text) else {
        throw LemlistRefusal(
          .invalidAdditionalEmails, "additionalEmails must contain valid email addresses")
      }
      additionalEmails.append(text)
    }
  }

  private mutating func readField(
    _ member: SandboxJSON.Member, _ settings: LemlistSettings, _ registered: Set<String>?
  ) throws(LemlistRefusal) {
    let name = member.key
    if Self.standardNames.contains(name) {
      guard member.value.isBlank || member.value.text != nil else {
        throw LemlistRefusal(.validationFailed, "\(name) must be a string")
      }
    } else if !(registered?.contains(name) ?? true) {
      if settings.refusesUnknownFields {
        throw LemlistRefusal(.invalidField, "Field \"\(name)\" does not exist")
      }
      return
    } else if !member.value.isBlank, member.value.scalarText == nil {
      throw LemlistRefusal(.invalidField, "Field \"\(name)\" has an invalid value")
    }
    if !member.value.isBlank { fields[name] = member.value }
  }

  /// A string that isn't blank; nil if there is none.
  private static func text(
    _ body: SandboxJSON, _ name: String, else code: LemlistRefusal.Code = .validationFailed
  ) throws(LemlistRefusal) -> String? {
    guard let value = body[name], !value.isBlank else { return nil }
    guard let text = value.text else { throw LemlistRefusal(code, "\(name) must be a string") }
    return text
  }
}
