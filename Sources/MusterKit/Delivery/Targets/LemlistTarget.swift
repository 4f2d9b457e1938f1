/// lemlist: "Upsert contact"
/// (https://developer.lemlist.com/api-reference/endpoints/contacts/upsert-contact).

import Foundation

extension TargetKind {
  package static let lemlist = LemlistTarget.kind
}

/// A lemlist team. A contact is put on its list by a second request.
package struct LemlistTarget: Target {
  package static let definition = TargetDefinition(
    name: "lemlist", displayName: "lemlist",
    address: "https://api.lemlist.com/api",
    documentedLimit: RateLimit(requests: 20, window: .seconds(2)),
    reference: "https://developer.lemlist.com/api-reference/getting-started/rate-limits",
    fieldNames: [
      .email: "email", .additionalEmails: "additionalEmails", .linkedin: "linkedinUrl",
      .salesNavigator: "linkedinUrlSalesNav", .firstName: "firstName", .lastName: "lastName",
      .fullName: "firstName + lastName", .companyDomain: "companyDomain",
      .companyLinkedin: "companyLinkedinUrl", .companyID: "companyId", .jobTitle: "jobTitle",
      .jobDescription: "jobDescription", .headline: "tagline", .about: "summary",
      .phone: "phone", .location: "location", .industry: "industry", .timezone: "timezone",
      .languages: "languages", .skills: "skills", .picture: "picture",
      .owner: "contactOwner", .source: "source", .contactID: "contactId",
    ],
    customFieldName: "NAME",
    identification: { _ in
      TargetIdentification(
        identifiers: Set(ContactIdentifier.allCases),
        missing: """
          Nothing is left by which lemlist could know this person: add an e-mail address, a \
          LinkedIn profile or a Sales Navigator address.
          """)
    },
    // https://developer.lemlist.com/api-reference/endpoints/contacts
    listBatch: 1000,
    hasMembers: true,
    notes: [
      TargetNote(.sourceOnCreationOnly, on: .filled(.source)),
      TargetNote(.blankDoesNotErase, on: .blankColumn),
    ])

  private let settings: TargetSettings
  private let authorization: Authorization?
  package let answers: AnswerTable
  /// The list's `clt_…` id, once it is known.
  private var listID: String?
  /// The ids of the team's members, by their mails in lower case.
  private var memberIDs: [String: String] = [:]

  /// - Throws: `TargetSettingsError` if the key has a colon, or is encoded already.
  package init(_ settings: TargetSettings, key: Secret?) throws(TargetSettingsError) {
    let place = settings.keyPlace(Self.kind)
    if let key { try Self.checkForm(of: key, from: place) }
    self.settings = settings
    authorization = key.map(Authorization.basic(password:))
    answers = AnswerTable(.lemlist, keyPlace: place, Self.answers)
  }

  /// lemlist wants Basic authentication with an empty user and the key as password; we write that
  /// header ourselves, from the bare key
  /// (https://developer.lemlist.com/api-reference/getting-started/authentication).
  private static func checkForm(
    of key: Secret, from place: String
  ) throws(TargetSettingsError) {
    let text = key.reveal()
    let lowered = text.lowercased()
    if ["basic", "bearer", "authorization"].contains(where: lowered.hasPrefix) {
      throw TargetSettingsError(
        .keyMalformed, "\(place) holds a whole header; it has to hold lemlist's API key alone.")
    }
    if text.contains(":") {
      throw TargetSettingsError(
        .keyMalformed,
        "\(place) holds the key with a colon; it has to hold lemlist's API key alone, and muster"
          + " adds what the header needs.")
    }
    let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
    guard let decoded = Data(base64Encoded: padded), decoded.count > 1,
      decoded.allSatisfy({ (0x21...0x7E).contains($0) }),
      decoded.first == UInt8(ascii: ":") || decoded.last == UInt8(ascii: ":")
    else { return }
    throw TargetSettingsError(
      .keyEncoded,
      "\(place) holds the key in its encoded form (base64, with a colon); it has to hold lemlist's"
        + " API key as lemlist shows it.")
  }

  /// The contact is found again by its identifier.
  package var repeatIsSafe: Bool { true }
  package var list: String? { settings.list }

  package func using(_ list: TargetList) -> LemlistTarget {
    var target = self
    target.listID = list.id
    return target
  }

  package func knowing(_ members: [TargetMember]) -> LemlistTarget {
    var target = self
    for member in members {
      if let email = member.email { target.memberIDs[email.lowercased()] = member.id }
    }
    return target
  }

  // MARK: Requests

  /// The fields behind the identifiers, in the order of the reference.
  private static let plainFields: [(field: StandardField, name: String)] = [
    StandardField.firstName, .lastName, .phone, .timezone, .industry, .location, .about, .headline,
    .languages, .skills, .picture, .jobTitle, .jobDescription, .owner, .source, .companyID,
    .companyDomain, .companyLinkedin,
  ].map { ($0, definition.fieldNames[$0] ?? $0.rawValue) }

  /// Names that a custom field can't have here: they mean something else.
  private static let ownNames = Set(definition.fieldNames.values)

  package func canTake(_ contact: Contact) -> Bool {
    contact.filled(.contactID) != nil || contact.filled(.email) != nil
      || contact.identity.linkedin != nil || contact.sendableMember != nil
      || contact.identity.salesNavigator != nil
  }

  package func payload(for contact: Contact) -> Payload {
    var json = JSONText(capacity: 512)
    var remarks = [contact.memberRemark].compactMap(\.self)
    json.beginObject()
    writeIdentifiers(contact, to: &json)
    for (field, name) in Self.plainFields {
      if let value = contact.filled(field) { json.member(name, value) }
    }
    var names = Self.ownNames
    for custom in contact.customFields
    where !custom.value.isBlank && (custom.target ?? kind) == kind {
      if names.insert(custom.name).inserted {
        json.member(custom.name, custom.value)
      } else {
        remarks.append(Self.takenName)
      }
    }
    json.endObject()
    let hasCompany = [StandardField.companyID, .companyDomain, .companyLinkedin]
      .contains { contact.filled($0) != nil }
    return Payload(
      body: json.bytes,
      sent: Payload.Sent(
        email: contact.filled(.email), contactID: contact.filled(.contactID),
        ownerID: contact.filled(.owner).flatMap {
          $0.hasPrefix("usr_") ? $0 : memberIDs[$0.lowercased()] ?? (memberIDs.isEmpty ? nil : $0)
        },
        hasCompany: hasCompany),
      remarks: remarks)
  }

  private func writeIdentifiers(_ contact: Contact, to json: inout JSONText) {
    if let id = contact.filled(.contactID) { json.member("contactId", id) }
    if let email = contact.filled(.email) { json.member("email", email) }
    if let name = contact.identity.linkedin?.percentEncoded ?? contact.sendableMember {
      json.member("linkedinUrl", "https://www.linkedin.com/in/" + name)
    }
    if let navigator = contact.identity.salesNavigator {
      json.member("linkedinUrlSalesNav", "https://www.linkedin.com/sales/lead/" + navigator)
    }
    let addresses = contact.additionalEmails.filter { !$0.isBlank }
    guard !addresses.isEmpty else { return }
    json.key("additionalEmails")
    json.beginArray()
    for address in addresses { json.string(address) }
    json.endArray()
  }

  private static var takenName: Diagnostic {
    Diagnostic(
      .fieldWithoutPlace,
      message: "A custom field has the name of one of lemlist's own fields, or stands twice; it was"
        + " left out. Map the column to the field itself.")
  }

  package func upsert(_ payload: Payload) -> HTTPRequest {
    request(.post, "/contacts", body: payload.body)
  }

  package var keyCheck: HTTPRequest { request(.get, "/team") }

  package func addToList(_ contactIDs: [String]) -> HTTPRequest? {
    guard let listID else { return nil }
    var json = JSONText(capacity: contactIDs.count * 24 + 20)
    json.beginObject()
    json.key("contactIds")
    json.beginArray()
    for id in contactIDs { json.string(id) }
    json.endArray()
    json.endObject()
    return request(.post, "/contacts/lists/\(listID.percentEncoded)/entities", body: json.bytes)
  }

  private func request(
    _ method: HTTPRequest.Method, _ path: String, body: [UInt8] = []
  ) -> HTTPRequest {
    HTTPRequest(
      method, settings.baseURL.text + path,
      headers: HTTPRequest.headers(hasBody: !body.isEmpty),
      authorization: authorization, body: body)
  }

  // MARK: Answers

  package func classify(_ answer: HTTPAnswer, to payload: Payload) -> Answer {
    let read = answer.isSuccess ? LemlistAnswer(answer.body) : nil
    if let read, let contact = read.contact, read.success != false {
      return .accepted(acceptance(contact, read.notes, answer.status, payload))
    }
    let body = AnswerBody(answer.body)
    if let read = answers.answer(answer, body, to: payload, updates: true) { return read }
    guard read?.success == false else { return .unreadable(.withoutDetail(from: kind)) }
    return .rejected(Refusal(body, status: answer.status, nil, from: kind, sent: payload))
  }

  private static let reference =
    "https://developer.lemlist.com/api-reference/endpoints/contacts/upsert-contact"
  private static let listReference =
    "https://developer.lemlist.com/api-reference/endpoints/contacts"
  private static let teamReference =
    "https://developer.lemlist.com/api-reference/endpoints/team"

  /// A refusal in JSON is the row's; one in plain text is the key's, the team's or the path's.
  private static let answers =
    [
      refusal("missing_identifier", "MISSING_IDENTIFIER", hint: navigatorHint),
      refusal("invalid_email", "INVALID_EMAIL", "email"),
      refusal("invalid_additional_emails", "INVALID_ADDITIONAL_EMAILS", "additionalEmails"),
      refusal("invalid_linkedin_url", "INVALID_LINKEDIN_URL", "linkedinUrl"),
      refusal("invalid_contact_id", "INVALID_CONTACT_ID", "contactId"),
      refusal("contact_not_found", "CONTACT_NOT_FOUND_BY_ID", "contactId", 400...404),
      refusal("invalid_field", "INVALID_FIELD", saysField: true),
      refusal("contact_validation", "CONTACT_VALIDATION_FAILED", saysField: true),
    ] + [
      AnswerRule(
        "key_or_team", 400, words: ["api key", "bad team"], keyGone, source: teamReference),
      AnswerRule(
        "user_gone", 404, words: ["api key", "bad team"], keyGone, source: teamReference),
      AnswerRule(
        "list_dynamic", 400...404, words: ["dynamic list"], list(.listDynamic),
        source: listReference),
      AnswerRule(
        "list_unknown", 400...404,
        words: ["list not found", "invalid listid", "not a contact list"], list(.listUnknown),
        source: listReference),
      AnswerRule("refused", 400, forms: [.json], .row, source: reference),
      AnswerRule("coded_not_found", 404, codes: ["*"], .row, source: reference),
    ]

  private static func refusal(
    _ name: String, _ code: String, _ field: String? = nil,
    _ statuses: ClosedRange<Int> = 400...400, saysField: Bool = false, hint: String? = nil
  ) -> AnswerRule {
    var rule = AnswerRule(
      name, statuses, codes: [code], field: field, .row, hint: hint, source: reference)
    rule.saysField = saysField
    return rule
  }

  private static let navigatorHint =
    "(A Sales Navigator address alone may not be enough for lemlist: add an e-mail address or the"
    + " profile's address.)"

  private static let keyGone = AnswerRule.Meaning.stop(
    .badKey,
    remedy: "lemlist doesn't take the API key: its user or team isn't there. Put a valid key into"
      + " {key}.")

  private static func list(_ reason: StopReason) -> AnswerRule.Meaning {
    .stop(
      reason,
      remedy:
        "lemlist can't put contacts on the list: it isn't there, or fills itself by rules. Set"
        + " targets.lemlist.list (or --list) to a static contact list.")
  }

  private func acceptance(
    _ contact: LemlistAnswer.Contact, _ notes: [String], _ status: Int, _ payload: Payload
  ) -> Acceptance {
    var remarks: [Diagnostic] = []
    if contact.unsubscribed == true { remarks.append(Diagnostic(.unsubscribedAtTarget)) }
    if let email = payload.sent.email?.lowercased(), let stored = contact.addresses,
      !stored.contains(where: { $0.lowercased() == email })
    {
      remarks.append(Diagnostic(.emailNotStored))
    }
    if payload.sent.hasCompany, contact.companyLinked == false {
      remarks.append(Diagnostic(.companyNotLinked))
    }
    if let sent = payload.sent.contactID, let id = contact.id, id != sent {
      remarks.append(warning("lemlist changed another contact than the one of contact_id."))
    }
    if let sent = payload.sent.ownerID, let owner = contact.ownerID, owner != sent {
      remarks.append(
        warning("lemlist doesn't know the owner: the contact belongs to the key's user now."))
    }
    let values = notes.isEmpty ? [] : payload.values
    remarks += notes.map { warning("lemlist remarks: " + ReasonText.clean($0, hiding: values)) }
    return Acceptance(
      status: contact.status(after: status), targetID: contact.id, remarks: remarks)
  }

  private func warning(_ message: String) -> Diagnostic {
    Diagnostic(.targetWarning, message: message)
  }

  // MARK: Lists and custom fields

  package func lists(_ caller: TargetCaller) async throws(PreflightFailure) -> [TargetList] {
    let value = try await caller.json(request(.get, "/contacts/lists"), of: self)
    guard case .array(let items) = value else { throw PreflightFailure(answers.notTheAPI(200)) }
    return items.compactMap { item in
      guard case .string(let id)? = item["_id"], case .string(let name)? = item["name"] else {
        return nil
      }
      return TargetList(id: id, name: name, isDynamic: item["dynamic"] == .bool(true))
    }
  }

  package func customFields(
    _ caller: TargetCaller
  ) async throws(PreflightFailure) -> [TargetField] {
    let value = try await caller.json(request(.get, "/fields?entity=contact"), of: self)
    guard case .array(let items)? = value["data"]?["contact"] else {
      throw PreflightFailure(answers.notTheAPI(200))
    }
    return items.compactMap { item in
      item["name"]?.text.map { TargetField(name: $0, label: item["label"]?.text) }
    }
  }

  package func members(_ caller: TargetCaller) async throws(PreflightFailure) -> [TargetMember]? {
    let value = try await caller.json(request(.get, "/team?version=v2"), of: self)
    guard case .array(let users)? = value["users"] else { return nil }
    return users.compactMap { user in
      user["userId"]?.text.map { TargetMember(id: $0, email: user["email"]?.text) }
    }
  }

  /// A list's id isn't made into a list of that name.
  package func makeList(named name: String) -> HTTPRequest? {
    guard !name.hasPrefix("clt_"), name.count <= 200 else { return nil }
    return request(.post, "/contacts/lists", body: JSONText.object([("name", name)]))
  }

  /// Here it is `id`; a list of lists has `_id`.
  package func madeList(_ answer: HTTPAnswer) -> String? {
    let list = answer.json?["list"]
    return (list?["id"] ?? list?["_id"])?.text
  }

  package func accountName(_ answer: HTTPAnswer) -> String? {
    guard let name = answer.json?["name"]?.text, !name.isBlank else { return nil }
    return "the team \"\(name)\""
  }
}

/// What is read of lemlist's answer to an upsert. What is missing or of a type that we don't expect is nil, and
/// the rest is read.
private struct LemlistAnswer {
  struct Contact {
    let id: String?
    let addresses: [String]?
    let ownerID: String?
    let created: Bool?
    let updated: Bool?
    let unsubscribed: Bool?
    let companyLinked: Bool?

    /// Nil where the value isn't an object.
    init?(_ value: JSONValue?) {
      guard let value, case .object = value else { return nil }
      id = value["_id"]?.text
      addresses = value["emails"]?.elements?.compactMap { $0["value"]?.text }
      ownerID = value["ownerId"]?.text
      created = value["created"]?.boolValue
      updated = value["updated"]?.boolValue
      unsubscribed = value["unsubscribed"]?.boolValue
      companyLinked = value["companyLinked"]?.boolValue
    }

    /// `updated` isn't there on a creation; the status decides where both are missing.
    func status(after status: Int) -> RowStatus {
      if let created { return created ? .created : .updated }
      if updated == true { return .updated }
      return status == 201 ? .created : .upserted
    }
  }

  let success: Bool?
  let contact: Contact?
  /// The warnings, as text.
  let notes: [String]

  /// Nil if the body isn't a JSON object.
  init?(_ body: [UInt8]) {
    guard let value = JSONValue(parsing: body), case .object = value else { return nil }
    success = value["success"]?.boolValue
    contact = Contact(value["data"])
    notes = (value["warnings"]?.elements ?? []).compactMap { warning in
      let parts = [warning["code"]?.text, warning["message"]?.text].compactMap(\.self)
      return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }
  }
}
