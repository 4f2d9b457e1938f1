// The endpoints of the lemlist side, from call to reply.

import Foundation

extension LemlistAccount {
  /// What an `Authorization` header shows.
  enum Credentials: Sendable, Equatable {
    case missing
    case malformed
    case key(String)

    /// `Basic base64(":KEY")`: the user is empty, the key is the password
    /// (https://developer.lemlist.com/api-reference/getting-started/authentication).
    init(_ authorization: String?) {
      guard let authorization, !authorization.isEmpty else {
        self = .missing
        return
      }
      let parts = authorization.split(separator: " ")
      guard parts.count == 2, parts[0].lowercased() == "basic",
        let data = Data(base64Encoded: String(parts[1])),
        let text = String(data: data, encoding: .utf8), text.hasPrefix(":")
      else {
        self = .malformed
        return
      }
      self = text == ":" ? .missing : .key(String(text.dropFirst()))
    }

    var apiKey: String? {
      if case .key(let key) = self { key } else { nil }
    }
  }

  /// The answer to a request whose key is missing or isn't good.
  static func unauthenticated(_ credentials: Credentials, _ endpoint: Route.Endpoint) -> Reply {
    if endpoint == .lemlistFields { return .lemlistFieldsUnauthorized }
    // Of the upsert's 400 no text is documented.
    if endpoint == .lemlistUpsert { return .lemlistWrongKey }
    return credentials == .missing ? .lemlistNoKey : .lemlistWrongKey
  }

  /// Answers a request whose key was found good.
  mutating func answer(_ call: Call, _ endpoint: Route.Endpoint, at date: Date) -> Reply {
    switch endpoint {
    case .lemlistUpsert: return answerUpsert(call, at: date)
    case .lemlistTeam: return .json(200, team(withUsers: call.query["version"] == "v2"))
    case .lemlistFields: return fields(call)
    case .lemlistContacts: return answerContacts(call)
    case .lemlistContact(let idOrEmail):
      return contact(idOrEmail: idOrEmail).map { .json(200, readJSON($0)) }
        ?? .text(404, "Contact not found")
    case .lemlistLists: return .json(200, .array(searchLists(call).map(\.json)))
    case .lemlistMakeList: return answerMakeList(call)
    case .lemlistListEntities(let id): return answerEntities(call, listID: id)
    case .wrongMethod where call.path == ["api", "fields"]:
      return .json(405, ["success": false, "error": "Method not allowed. Use GET."])
    case .wrongMethod: return .lemlistFault(405)
    default: return .text(404, "Not found")
    }
  }

  private mutating func answerUpsert(_ call: Call, at date: Date) -> Reply {
    // A body that isn't said to be JSON isn't read, and so brings no identifier.
    let parsed = call.hasJSONContentType ? call.json : [:]
    // The only form that is documented of a 400 here.
    guard let body = parsed else { return .lemlist(.init(.validationFailed, "Invalid JSON")) }
    do {
      let outcome = try upsert(body, at: date)
      return reply(outcome)
    } catch {
      return .lemlist(error)
    }
  }

  /// 201 and 200 as in the documents: `updated` isn't there on creation, `companyId` only beside
  /// `companyLinked: true`.
  private func reply(_ outcome: Outcome) -> Reply {
    let contact = contacts[outcome.position]
    var data: SandboxJSON = ["_id": .string(contact.id), "teamId": .string(Self.teamID)]
    data.append("emails", .array(contact.emails.map { ["value": .string($0)] }))
    data.append("linkedinUrl", contact.linkedInURL.map(SandboxJSON.string))
    data.append("linkedinUrlSalesNav", contact.salesNavigatorURL.map(SandboxJSON.string))
    data.append("fields", fieldsJSON(contact))
    data.append("ownerId", .string(contact.ownerID))
    data.append("source", .string(contact.source))
    data.append("createdAt", .string(Timestamp.iso(contact.createdAt)))
    data.append("createdBy", .string(keyOwner))
    data.append("unsubscribed", .bool(isUnsubscribed(contact)))
    data.append("created", .bool(outcome.isCreated))
    data.append("updated", outcome.isCreated ? nil : true)
    data.append("companyLinked", .bool(outcome.isCompanyLinked))
    if outcome.isCompanyLinked { data.append("companyId", SandboxJSON(contact.companyID)) }
    var body: SandboxJSON = ["success": true, "data": data]
    if !outcome.warnings.isEmpty {
      let warnings = outcome.warnings.map { warning -> SandboxJSON in
        ["code": .string(warning.code), "message": .string(warning.message)]
      }
      body.append("warnings", .array(warnings))
    }
    var reply = Reply.json(outcome.isCreated ? 201 : 200, body)
    reply.contactID = contact.id
    return reply
  }

  private func fieldsJSON(_ contact: LemlistSandboxContact) -> SandboxJSON {
    .object(contact.fields.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })
  }

  // MARK: - Reading

  /// A contact as GET gives it, which isn't how the upsert answers.
  private func readJSON(_ contact: LemlistSandboxContact) -> SandboxJSON {
    let names = ["firstName", "lastName"].compactMap { contact.fields[$0]?.text }
    var json: SandboxJSON = ["_id": .string(contact.id), "teamId": .string(Self.teamID)]
    json.append("fullName", .string(names.joined(separator: " ")))
    json.append("email", contact.email.map(SandboxJSON.string))
    json.append("fields", fieldsJSON(contact))
    json.append("campaigns", [])
    json.append("ownerId", .string(contact.ownerID))
    json.append("createdAt", .string(Timestamp.iso(contact.createdAt)))
    json.append("createdBy", .string(keyOwner))
    json.append("unsubscribed", .bool(isUnsubscribed(contact)))
    return json
  }

  /// Without a filter or with `email`, `listId`, `search`: a page. With `idsOrEmails`: an array.
  private func answerContacts(_ call: Call) -> Reply {
    if let wanted = call.query["idsOrEmails"] {
      let keys = wanted.split(separator: ",").map(String.init)
      guard keys.count <= 100 else { return .text(400, "Maximum 100 values") }
      return .json(200, .array(keys.compactMap { contact(idOrEmail: $0).map(readJSON) }))
    }
    var found = contacts
    if let search = call.query["search"] {
      guard search.count >= 2 else {
        return .text(400, "Search query must be at least 2 characters")
      }
      found = found.filter { contact in
        let texts = contact.emails + contact.fields.values.compactMap(\.text)
        return texts.contains { $0.lowercased().contains(search.lowercased()) }
      }
    }
    if let email = call.query["email"]?.lowercased() {
      found = found.filter { $0.emails.contains { $0.lowercased() == email } }
    }
    if let listID = call.query["listId"] {
      guard Self.isListID(listID) else { return .lemlistBadListID }
      let members = Set(lists.first { $0.id == listID }?.members ?? [])
      found = found.filter { members.contains($0.id) }
    }
    let limit = min(max(call.query["limit"].flatMap { Int($0) } ?? 100, 1), 500)
    let offset = max(call.query["offset"].flatMap { Int($0) } ?? 0, 0)
    return .json(
      200,
      [
        "data": .array(found.dropFirst(offset).prefix(limit).map(readJSON)),
        "total": .integer(found.count), "limit": .integer(limit), "offset": .integer(offset),
      ])
  }

  private func team(withUsers: Bool) -> SandboxJSON {
    var team: SandboxJSON = [
      "_id": .string(Self.teamID), "name": "Sandbox",
      "userIds": .array(settings.users.map { .string($0.id) }), "createdBy": .string(keyOwner),
      "createdAt": .string(Timestamp.iso(createdAt)), "hooks": [], "beta": [], "invitedUsers": [],
    ]
    if withUsers {
      let users = settings.users.map { user -> SandboxJSON in
        [
          "userId": .string(user.id), "name": .string(user.name), "email": .string(user.email),
          "role": .string(user.role),
        ]
      }
      team.append("users", .array(users))
    }
    return team
  }

  private func fields(_ call: Call) -> Reply {
    func field(_ name: String, _ label: String, _ source: String) -> SandboxJSON {
      [
        "name": .string(name), "label": .string(label),
        "type": name == "phone" ? "phone" : "text", "source": .string(source),
      ]
    }
    let keys = [
      ("email", "Email"), ("linkedinUrl", "LinkedIn URL"),
      ("linkedinUrlSalesNav", "LinkedIn Sales Navigator URL"),
    ]
    let standard = (keys + LemlistUpsert.standardFields.map { ($0.name, $0.label) })
      .map { field($0.0, $0.1, "default") }
    let custom = customFields.map { field($0, $0, "custom") }
    let contact: [SandboxJSON]
    switch call.query["source"] {
    case nil: contact = standard + custom
    case "default": contact = standard
    case "custom": contact = custom
    default: contact = []
    }
    let company = [field("linkedinUrl", "LinkedIn URL", "default")]
    var data: SandboxJSON = [:]
    switch call.query["entity"] {
    case nil:
      data.append("contact", .array(contact))
      data.append("company", .array(company))
    case "contact": data.append("contact", .array(contact))
    case "company": data.append("company", .array(company))
    default:
      let message = "Invalid entity parameter. Must be one of: contact, company"
      return .json(400, ["success": false, "error": .string(message)])
    }
    return .json(200, ["success": true, "data": data])
  }
}
