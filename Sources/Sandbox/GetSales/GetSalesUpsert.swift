// The body of `POST /leads/api/leads/upsert`, read and checked.

/// A valid upsert.
struct GetSalesUpsert: Sendable, Equatable {
  /// By the names under which contacts keep them. A nil value is a blank one: null or "".
  private(set) var values: [String: String?] = [:]
  private(set) var customFields: [String: String?] = [:]
  private(set) var listUUID = ""
  private(set) var updateIfExists = true
  private(set) var moveToList = false

  /// The fields that have a value.
  var fields: [String: String] { values.compactMapValues(\.self) }

  /// Reads and checks a body against the ids of the account's lists and the names of its custom
  /// fields; nil: all names are known.
  init(
    _ body: SandboxJSON, settings: GetSalesSettings, knownLists: Set<String>,
    knownCustomFields: Set<String>?
  ) throws(GetSalesRefusal) {
    var refusal = GetSalesRefusal()
    readLead(body["lead"], settings, &refusal)
    readCustomFields(body["custom_fields"], settings, knownCustomFields, &refusal)
    readList(body["list_uuid"], knownLists, &refusal)
    updateIfExists = Self.flag(body, "update_if_exists", default: true, &refusal)
    moveToList = Self.flag(body, "move_to_list", default: false, &refusal)
    try refusal.check()
  }

  private mutating func readLead(
    _ lead: SandboxJSON?, _ settings: GetSalesSettings, _ refusal: inout GetSalesRefusal
  ) {
    guard let lead, lead != .null else { return refusal.addRequired("lead") }
    guard lead.members != nil else { return refusal.add("lead", "The lead must be an object.") }
    for field in LeadField.all {
      read(lead[field.name], as: field, settings, &refusal)
    }
    readLinkedInID(lead["linkedin_id"], settings, &refusal)
    if !settings.requiresLinkedInID, refusal.problems.isEmpty,
      GetSalesKey.all(in: fields).isEmpty
    {
      refusal.add("lead", "The lead needs at least one identifier.")
    }
  }

  private mutating func read(
    _ value: SandboxJSON?, as field: LeadField, _ settings: GetSalesSettings,
    _ refusal: inout GetSalesRefusal
  ) {
    let path = "lead.\(field.name)"
    switch value {
    case nil: return
    case .null where field.isNullable: values.updateValue(nil, forKey: field.storedAs)
    case .string(let text):
      if field.isEmail, !EmailSyntax.isValid(text), !(text.isEmpty && field.isNullable) {
        let name = GetSalesRefusal.spoken(path)
        return refusal.add(path, "The \(name) must be a valid email address.")
      }
      if field.name == "email", !settings.storesEmail { return }
      if field.name == "linkedin", !text.isEmpty {
        readNickname(text, settings, &refusal)
      } else {
        values.updateValue(text.isEmpty ? nil : text, forKey: field.storedAs)
      }
    default: refusal.addNotText(path)
    }
  }

  /// `linkedin` is the nickname, never a URL.
  private mutating func readNickname(
    _ text: String, _ settings: GetSalesSettings, _ refusal: inout GetSalesRefusal
  ) {
    let accepts = settings.acceptsUndocumentedLinkedInForms
    let person =
      accepts
      ? LinkedInPerson(getSales: text, acceptsUndocumentedForms: true) : LinkedInPerson(id: text)
    if case .nickname(let nickname) = person {
      values.updateValue(nickname, forKey: "linkedin")
    } else {
      refusal.add("lead.linkedin", "The lead.linkedin format is invalid.")
    }
  }

  private mutating func readLinkedInID(
    _ value: SandboxJSON?, _ settings: GetSalesSettings, _ refusal: inout GetSalesRefusal
  ) {
    guard let value, !value.isBlank else {
      if settings.requiresLinkedInID { refusal.addRequired("lead.linkedin_id") }
      return
    }
    guard let text = value.text else { return refusal.addNotText("lead.linkedin_id") }
    let accepts = settings.acceptsUndocumentedLinkedInForms
    if let person = LinkedInPerson(getSales: text, acceptsUndocumentedForms: accepts) {
      values[person.getSalesField.name] = person.getSalesField.value
    } else {
      refusal.add("lead.linkedin_id", "The lead.linkedin id format is invalid.")
    }
  }

  private mutating func readCustomFields(
    _ value: SandboxJSON?, _ settings: GetSalesSettings, _ known: Set<String>?,
    _ refusal: inout GetSalesRefusal
  ) {
    guard let value else { return }
    guard let members = value.members else {
      return refusal.add("custom_fields", "The custom fields must be an object.")
    }
    for member in members {
      let path = "custom_fields.\(member.key)"
      if settings.unknownCustomField == .refused, !(known?.contains(member.key) ?? true) {
        refusal.add(path, "The selected \(GetSalesRefusal.spoken(path)) is invalid.")
      } else if member.value.isBlank {
        customFields.updateValue(nil, forKey: member.key)
      } else if let text = member.value.scalarText {
        customFields[member.key] = text
      } else {
        refusal.addNotText(path)
      }
    }
  }

  private mutating func readList(
    _ value: SandboxJSON?, _ known: Set<String>, _ refusal: inout GetSalesRefusal
  ) {
    guard let value, !value.isBlank else { return refusal.addRequired("list_uuid") }
    guard let text = value.text else { return refusal.addNotText("list_uuid") }
    listUUID = text
    if !known.contains(text) { refusal.add("list_uuid", "The selected list uuid is invalid.") }
  }

  private static func flag(
    _ body: SandboxJSON, _ name: String, default fallback: Bool, _ refusal: inout GetSalesRefusal
  ) -> Bool {
    switch body[name] {
    case nil: return fallback
    case .bool(let flag): return flag
    default:
      let spoken = GetSalesRefusal.spoken(name)
      refusal.add(name, "The \(spoken) field must be true or false.")
      return fallback
    }
  }
}

/// A field of `lead` that is taken over as it is. `linkedin_id` isn't: see ``LinkedInPerson``.
struct LeadField: Sendable {
  var name: String
  /// The name in the response.
  var storedAs: String
  var isNullable: Bool

  var isEmail: Bool { storedAs.hasSuffix("_email") }

  init(_ name: String, storedAs: String? = nil, isNullable: Bool = false) {
    self.name = name
    self.storedAs = storedAs ?? name
    self.isNullable = isNullable
  }

  /// The fields of the page, and after them those that the n8n node for GetSales sends and that
  /// have a place in the response. Any other is silently ignored, as GetSales' quick start says
  /// of its PUT (https://api.grinfi.io/).
  static let all = [
    LeadField("first_name"), LeadField("last_name"), LeadField("company_name"),
    LeadField("ln_id", isNullable: true), LeadField("sn_id", isNullable: true),
    LeadField("linkedin", isNullable: true), LeadField("email", storedAs: "work_email"),
    LeadField("about"), LeadField("domain"), LeadField("headline", isNullable: true),
    LeadField("position", isNullable: true), LeadField("raw_address", isNullable: true),

    LeadField("name", isNullable: true), LeadField("work_email", isNullable: true),
    LeadField("personal_email", isNullable: true),
    LeadField("work_phone_number", isNullable: true),
    LeadField("personal_phone_number", isNullable: true),
    LeadField("avatar", storedAs: "avatar_url", isNullable: true),
    LeadField("facebook", isNullable: true), LeadField("twitter", isNullable: true),
  ]
}
