/// GetSales: "Create or update a contact" (https://api.getsales.io/).

import Foundation

extension TargetKind {
  package static let getsales = GetSalesTarget.kind
}

/// The settings under `targets.getsales`.
package struct GetSalesSettings: Sendable {
  package let target: TargetSettings
  /// Sent as the `Team-ID` header where it is set.
  package let teamID: String?
  package let updateIfExists: Bool
  package let moveToList: Bool
  /// Whether contacts without a LinkedIn identifier are kept back.
  package let requireLinkedIn: Bool
  /// Whether created and updated contacts are told apart by the contact's `created_at`.
  package let tellCreated: Bool

  package init(_ settings: TargetSettings) {
    target = settings
    teamID = settings.text("team_id")
    updateIfExists = settings.isOn("update_if_exists")
    moveToList = settings.isOn("move_to_list")
    requireLinkedIn = settings.isOn("require_linkedin")
    tellCreated = settings.isOn("tell_created")
  }

  fileprivate var identification: TargetIdentification {
    if requireLinkedIn {
      return TargetIdentification(
        identifiers: [.linkedin, .linkedinMember, .salesNavigator],
        missing: """
          GetSales knows people by LinkedIn, and this one has no profile or Sales Navigator \
          address: add one, or set targets.getsales.require_linkedin to false.
          """)
    }
    return TargetIdentification(
      identifiers: [.linkedin, .linkedinMember, .salesNavigator, .email],
      missing: """
        Nothing is left by which GetSales could know this person: add a LinkedIn profile or an \
        e-mail address.
        """)
  }
}

/// A GetSales account. Every contact is on one list, and the list is in the row.
package struct GetSalesTarget: Target {
  package static let definition = TargetDefinition(
    name: "getsales", displayName: "GetSales",
    address: "https://amazing.getsales.io",
    documentedLimit: RateLimit(requests: 300, window: .seconds(60)),
    reference: reference,
    fieldNames: [
      .email: "lead.email", .linkedin: "lead.linkedin_id", .salesNavigator: "lead.sn_id",
      .firstName: "lead.first_name", .lastName: "lead.last_name",
      .fullName: "lead.first_name + lead.last_name", .companyName: "lead.company_name",
      .companyDomain: "lead.domain", .jobTitle: "lead.position", .headline: "lead.headline",
      .about: "lead.about", .location: "lead.raw_address",
    ],
    customFieldName: "custom_fields.NAME",
    ownSettings: [
      Setting(
        "team_id", .text, standard: .null, optional: true,
        "The team, sent as the Team-ID header where it is set.", reference: reference),
      Setting(
        "update_if_exists", .flag, standard: .bool(true),
        "Whether a contact that GetSales has already is updated.", reference: reference),
      Setting(
        "move_to_list", .flag, standard: .bool(false),
        "Whether a contact in another list is taken out of it and put into this one.",
        reference: reference),
      Setting(
        "require_linkedin", .flag, standard: .bool(true),
        "Whether contacts without a LinkedIn identifier are kept back as invalid.",
        reference: reference),
      Setting(
        "tell_created", .flag, standard: .bool(false),
        "Whether created and updated are told apart by created_at: an inference, GetSales doesn't say.",
        reference: reference, changesRequests: false),
    ],
    identification: { GetSalesSettings($0).identification },
    identifierName: "LinkedIn identifier",
    requiresList: true)

  private static let reference = "https://api.getsales.io/"

  private let settings: GetSalesSettings
  private let authorization: Authorization?
  package let answers: AnswerTable
  /// The list's uuid, once it is known.
  private var listID: String?

  /// - Throws: `TargetSettingsError` if the key carries the header's own word.
  package init(_ settings: TargetSettings, key: Secret?) throws(TargetSettingsError) {
    let place = settings.keyPlace(Self.kind)
    let lowered = key?.reveal().lowercased() ?? ""
    if lowered.hasPrefix("bearer") || lowered.hasPrefix("authorization") {
      throw TargetSettingsError(
        .keyMalformed,
        "\(place) holds a whole header; GetSales' key is what stands behind \"Bearer\" in it.")
    }
    self.settings = GetSalesSettings(settings)
    authorization = key.map(Authorization.bearer)
    answers = AnswerTable(.getsales, keyPlace: place, Self.answers)
    listID = settings.list
  }

  /// A repeat updates what the first request made; without updates it would be refused as a
  /// duplicate of it.
  package var repeatIsSafe: Bool { settings.updateIfExists }
  package var list: String? { settings.target.list }

  package func using(_ list: TargetList) -> GetSalesTarget {
    var target = self
    target.listID = list.id
    return target
  }

  // MARK: Requests

  /// The fields of `lead` behind the names and identifiers, in the order of the reference.
  private static let plainFields: [(field: StandardField, name: String)] = [
    StandardField.email, .about, .companyDomain, .headline, .jobTitle, .location,
  ].map { ($0, leadName($0)) }

  private static let nameFields: [(field: StandardField, name: String)] = [
    StandardField.firstName, .lastName, .companyName,
  ].map { ($0, leadName($0)) }

  /// `lead.email` → `email`.
  private static func leadName(_ field: StandardField) -> String {
    String((definition.fieldNames[field] ?? "").trimmingPrefix("lead."))
  }

  package func canTake(_ contact: Contact) -> Bool {
    if linkedinID(of: contact) != nil { return true }
    guard !settings.requireLinkedIn else { return false }
    // GetSales also matches by e-mail, and by name together with company.
    let hasName = contact.filled(.firstName) != nil || contact.filled(.lastName) != nil
    return contact.filled(.email) != nil || hasName && contact.filled(.companyName) != nil
  }

  /// The one identifier that is always sent: the slug, or else the member id, or else the Sales
  /// Navigator id. GetSales tells them apart by their form.
  private func linkedinID(of contact: Contact) -> String? {
    contact.identity.linkedin ?? contact.sendableMember ?? contact.identity.salesNavigator
  }

  package func payload(for contact: Contact) -> Payload {
    var json = JSONText(capacity: 512)
    json.beginObject()
    json.key("lead")
    writeLead(contact, to: &json)
    writeCustomFields(contact, to: &json)
    if let listID { json.member("list_uuid", listID) }
    json.member("update_if_exists", settings.updateIfExists)
    json.member("move_to_list", settings.moveToList)
    json.endObject()
    let isTaken = contact.customFields.contains {
      $0.target == kind && Self.ownNames.contains($0.name)
    }
    return Payload(
      body: json.bytes, sent: Payload.Sent(email: contact.filled(.email)),
      remarks: [contact.memberRemark, isTaken ? Self.takenName : nil].compactMap(\.self))
  }

  private static var takenName: Diagnostic {
    Diagnostic(
      .fieldWithoutPlace,
      message: "A key of getsales.… is one that muster fills from a field; it was left out. Map the"
        + " column to the field itself.")
  }

  private func writeLead(_ contact: Contact, to json: inout JSONText) {
    json.beginObject()
    if let identifier = linkedinID(of: contact) { json.member("linkedin_id", identifier) }
    for (field, name) in Self.nameFields {
      if let value = contact.filled(field) { json.member(name, value) }
    }
    if let member = contact.sendableMember { json.member("ln_id", member) }
    if let navigator = contact.identity.salesNavigator { json.member("sn_id", navigator) }
    if let slug = contact.identity.linkedin { json.member("linkedin", slug) }
    for (field, name) in Self.plainFields {
      if let value = contact.filled(field) { json.member(name, value) }
    }
    for raw in contact.customFields where raw.target == kind && !raw.value.isBlank {
      if !Self.ownNames.contains(raw.name) { write(raw, to: &json) }
    }
    json.endObject()
  }

  /// What else a lead can have, such as `work_email`; `tags` are a list of names
  /// (https://api.getsales.io/).
  private func write(_ raw: CustomValue, to json: inout JSONText) {
    guard raw.name == "tags" else { return json.member(raw.name, raw.value) }
    json.key(raw.name)
    json.beginArray()
    for tag in raw.value.split(whereSeparator: { ",;|".contains($0) }) {
      let name = tag.trimmingCharacters(in: .whitespaces)
      if !name.isEmpty { json.string(name) }
    }
    json.endArray()
  }

  /// The keys of `lead` that are filled from fields.
  private static let ownNames = Set(
    (plainFields + nameFields).map(\.name) + ["linkedin_id", "ln_id", "sn_id", "linkedin"])

  private func writeCustomFields(_ contact: Contact, to json: inout JSONText) {
    let fields = contact.customFields.filter { $0.target == nil && !$0.value.isBlank }
    guard !fields.isEmpty else { return }
    json.key("custom_fields")
    json.beginObject()
    var names: Set<String> = []
    for field in fields where names.insert(field.name).inserted {
      json.member(field.name, field.value)
    }
    json.endObject()
  }

  package func upsert(_ payload: Payload) -> HTTPRequest {
    request(.post, "/leads/api/leads/upsert", body: payload.body)
  }

  package var keyCheck: HTTPRequest { request(.get, "/id/api/users/current") }

  private func request(
    _ method: HTTPRequest.Method, _ path: String, body: [UInt8] = []
  ) -> HTTPRequest {
    var headers = HTTPRequest.headers(hasBody: !body.isEmpty)
    if let team = settings.teamID { headers.append(("Team-ID", team)) }
    return HTTPRequest(
      method, settings.target.baseURL.text + path, headers: headers,
      authorization: authorization, body: body)
  }

  // MARK: Answers to an upsert

  package func classify(_ answer: HTTPAnswer, to payload: Payload) -> Answer {
    if answer.isSuccess, let lead = GetSalesLead(answer.body) {
      return .accepted(
        acceptance(lead, payload, at: RateLimitHeaders(answer.headers).date.map(Double.init)))
    }
    let body = AnswerBody(answer.body)
    let read = answers.answer(answer, body, to: payload, updates: settings.updateIfExists)
    if let read { return read }
    // A success without a contact: with a code it is none.
    guard body.code != nil else { return .unreadable(.withoutDetail(from: kind)) }
    return .rejected(Refusal(body, status: answer.status, nil, from: kind, sent: payload))
  }

  /// GetSales' reference (https://api.getsales.io/) has 200, 400, 401, 402, 403 and 422; what a
  /// duplicate, a list or a header is, stands in the body.
  private static let answers = [
    AnswerRule(
      "list_refused", 404...422, field: "list_uuid", unknownList,
      source: "https://api.getsales.io/, \"Create or update a contact\""),
    AnswerRule(
      "list_not_found", 404, forms: [.json], words: ["list"], unknownList,
      source: "inferred: 404 isn't listed for the upsert"),
    AnswerRule(
      "not_found_row", 404, forms: [.json], .row,
      source: "inferred: 404 isn't listed for the upsert"),
    AnswerRule(
      "duplicate", 409...422, words: ["duplicate", "already exist", "already been taken"],
      .duplicate, source: "https://grinfi-api.redocly.app/openapi/contacts/upsertcontact"),
    AnswerRule(
      "header_missing", 400, words: ["header", "team"],
      .stop(
        .badRequest,
        remedy: "GetSales misses a header. Set targets.getsales.team_id to the number of the key's"
          + " team."), source: "https://api.getsales.io/"),
  ]

  private static let unknownList = AnswerRule.Meaning.stop(
    .listUnknown,
    remedy: "GetSales doesn't know the list. Set targets.getsales.list (or --list) to a list of the"
      + " key's team.")

  /// A contact that is no older than this when the answer comes was made by the request, or by the
  /// one that it repeats; in seconds.
  private static let creationSpan = 30.0

  /// The date is that of the answer by GetSales' own clock, in seconds since 1970.
  private func acceptance(
    _ lead: GetSalesLead, _ payload: Payload, at date: Double?
  ) -> Acceptance {
    var remarks: [Diagnostic] = []
    if lead.emailStatus == "unsubscribed" {
      remarks.append(Diagnostic(.unsubscribedAtTarget))
    }
    if let email = payload.sent.email {
      let stored = [lead.workEmail, lead.personalEmail].compactMap(\.self)
      let isStored = stored.contains { $0.lowercased() == email.lowercased() }
      if !isStored { remarks.append(Diagnostic(.emailNotStored)) }
    }
    if let status = lead.status, status != "ok" {
      let name = ReasonText.fieldName(status) ?? "unknown"
      remarks.append(
        Diagnostic(
          .targetWarning,
          message: "GetSales took the contact with the status \"\(name)\"; look at it there."))
    }
    if let listID, let list = lead.listUUID, list.lowercased() != listID.lowercased() {
      remarks.append(
        Diagnostic(
          .targetWarning,
          message: "The contact was at GetSales already and stays on its old list; set"
            + " targets.getsales.move_to_list to move it."))
    }
    var status = RowStatus.upserted
    if settings.tellCreated, let date, let created = lead.creation {
      status = abs(created - date) <= Self.creationSpan ? .created : .updated
      remarks.append(Diagnostic(.statusInferred))
    }
    return Acceptance(status: status, targetID: lead.uuid, remarks: remarks)
  }

  // MARK: Lists and custom fields

  package func lists(_ caller: TargetCaller) async throws(PreflightFailure) -> [TargetList] {
    try await pages("/leads/api/lists", caller) { item in
      guard case .string(let id)? = item["uuid"], case .string(let name)? = item["name"] else {
        return nil
      }
      return TargetList(id: id, name: name)
    }
  }

  package func customFields(
    _ caller: TargetCaller
  ) async throws(PreflightFailure) -> [TargetField] {
    try await pages("/leads/api/custom-fields", caller) { item in
      guard item["object"] != .string("company") else { return nil }
      return item["name"]?.text.map { TargetField(name: $0) }
    }
  }

  package func makeCustomField(named name: String) -> HTTPRequest? {
    request(
      .post, "/leads/api/custom-fields",
      body: JSONText.object([("name", name), ("object", "lead")]))
  }

  /// A list's id isn't made into a list of that name.
  package func makeList(named name: String) -> HTTPRequest? {
    guard UUID(uuidString: name) == nil else { return nil }
    return request(.post, "/leads/api/lists", body: JSONText.object([("name", name)]))
  }

  package func madeList(_ answer: HTTPAnswer) -> String? {
    (answer.json?["uuid"] ?? answer.json?["data"]?["uuid"])?.text
  }

  package func accountName(_ answer: HTTPAnswer) -> String? {
    guard let value = answer.json else { return nil }
    let parts = ["first_name", "last_name", "email"].compactMap { name -> String? in
      guard let text = value[name]?.text, !text.isBlank else { return nil }
      return name == "email" ? "(\(text))" : text
    }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// At most 100 pages of 100; the order is sent along because the default one isn't the same
  /// everywhere.
  private func pages<Item>(
    _ path: String, _ caller: TargetCaller, _ read: (JSONValue) -> Item?
  ) async throws(PreflightFailure) -> [Item] {
    var items: [Item] = []
    var offset = 0
    for _ in 0..<100 {
      let query = "?limit=100&offset=\(offset)&order_field=created_at&order_type=asc"
      let value = try await caller.json(request(.get, path + query), of: self)
      guard case .array(let data)? = value["data"] else { throw unreadable }
      items += data.compactMap(read)
      offset += data.count
      if data.isEmpty || !Self.hasMore(value, after: offset) { break }
    }
    return items
  }

  /// Whether a page says that there are items behind the first `count`.
  private static func hasMore(_ page: JSONValue, after count: Int) -> Bool {
    if case .bool(let hasMore)? = page["has_more"] { return hasMore }
    if case .integer(let total)? = page["total"] { return total > count }
    return false
  }

  private var unreadable: PreflightFailure { PreflightFailure(answers.notTheAPI(200)) }
}

/// What is read of the contact that GetSales answers with, alone or as `lead` or `data`. What is missing or of a
/// type that we don't expect is nil, and the rest is read.
private struct GetSalesLead {
  let uuid: String
  let listUUID: String?
  let workEmail: String?
  let personalEmail: String?
  let status: String?
  let emailStatus: String?
  let createdAt: String?

  /// Nil if the body holds no contact.
  init?(_ body: [UInt8]) {
    guard let value = JSONValue(parsing: body) else { return nil }
    let places = [value, value["lead"], value["data"]].lazy.compactMap(\.self)
    guard let lead = places.first(where: { $0["uuid"]?.text != nil }), let id = lead["uuid"]?.text
    else { return nil }
    uuid = id
    listUUID = lead["list_uuid"]?.text
    workEmail = lead["work_email"]?.text
    personalEmail = lead["personal_email"]?.text
    status = lead["status"]?.text
    emailStatus = lead["email_status"]?.text
    createdAt = lead["created_at"]?.text
  }

  /// When it was made, in seconds since 1970; nil if that isn't said in a form of ISO 8601.
  var creation: Double? {
    guard let text = createdAt else { return nil }
    let forms = [
      Date.ISO8601FormatStyle(includingFractionalSeconds: true), Date.ISO8601FormatStyle(),
    ]
    return forms.lazy.compactMap { try? $0.parse(text).timeIntervalSince1970 }.first
  }
}
