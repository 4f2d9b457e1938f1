// The endpoints of the GetSales side, from call to reply.

import Foundation

extension GetSalesAccount {
  /// The key of an `Authorization: Bearer KEY` header; nil if it has another form.
  static func apiKey(in authorization: String?) -> String? {
    guard let parts = authorization?.split(separator: " ", omittingEmptySubsequences: false),
      parts.count == 2, parts[0].lowercased() == "bearer", !parts[1].isEmpty
    else { return nil }
    return String(parts[1])
  }

  /// Answers a request whose key was found good.
  mutating func answer(_ call: Call, _ endpoint: Route.Endpoint, at date: Date) -> Reply {
    if settings.requiresTeamID, call.teamID?.isEmpty ?? true { return .getSalesMissingTeam }
    switch endpoint {
    case .getSalesCurrentUser: return .json(200, Self.currentUser)
    case .getSalesLists:
      return page(lists.filter { matches($0, call.query["filter[q]"]) }, call, listJSON)
    case .getSalesCustomFields: return page(customFields, call, customFieldJSON)
    case .wrongMethod: return .getSalesError(405, "bad_request", "Method not allowed.")
    case .getSalesUpsert, .getSalesLookup, .getSalesMakeList, .getSalesMakeCustomField:
      return Self.withBody(call) { (body) throws(GetSalesRefusal) -> Reply in
        switch endpoint {
        case .getSalesUpsert: try answerUpsert(body, at: date)
        case .getSalesLookup: try answerLookup(body)
        case .getSalesMakeList: try answerMakeList(body, at: date)
        default: try answerMakeCustomField(body, at: date)
        }
      }
    default: return .getSalesFault(404)
    }
  }

  /// A body that isn't said to be JSON isn't read at all: form-encoded bodies "will cause
  /// validation errors" (https://api.grinfi.io/).
  private static func withBody(
    _ call: Call, _ answer: (SandboxJSON) throws(GetSalesRefusal) -> Reply
  ) -> Reply {
    var body: SandboxJSON = [:]
    if call.hasJSONContentType {
      guard let parsed = call.json, parsed.members != nil else { return .getSalesMalformed }
      body = parsed
    }
    do {
      return try answer(body)
    } catch {
      return .getSales(error)
    }
  }

  private mutating func answerUpsert(
    _ body: SandboxJSON, at date: Date
  ) throws(GetSalesRefusal) -> Reply {
    switch try upsert(body, at: date) {
    case .created(let position), .updated(let position), .untouched(let position):
      var reply = Reply.json(200, contacts[position].json)
      reply.contactID = contacts[position].uuid
      return reply
    case .duplicate:
      var refusal = GetSalesRefusal()
      refusal.add("lead.linkedin_id", "Duplicate: the contact already exists.")
      throw refusal
    }
  }

  private func answerLookup(_ body: SandboxJSON) throws(GetSalesRefusal) -> Reply {
    var fields: [String: String] = [:]
    if let text = body["linkedin_id"]?.text, !text.isEmpty {
      let accepts = settings.acceptsUndocumentedLinkedInForms
      let person = LinkedInPerson(getSales: text, acceptsUndocumentedForms: accepts)
      if let person { fields[person.getSalesField.name] = person.getSalesField.value }
    }
    if let email = body["email"]?.text, !email.isEmpty {
      fields["work_email"] = email
      fields["personal_email"] = email
    }
    if let company = body["company_name"]?.text, !company.isEmpty {
      fields["company_name"] = company
    }
    if let name = body["name"]?.text, !name.isEmpty { fields["name"] = name }
    let keys = GetSalesKey.all(in: fields)
    if keys.isEmpty {
      var refusal = GetSalesRefusal()
      refusal.add("linkedin_id", "At least one identifier is required.")
      throw refusal
    }
    guard let position = find(keys) else {
      return .getSalesError(404, "not_found", "No matching contact found.")
    }
    let contact = contacts[position]
    guard settings.wrapsLookup else { return .json(200, contact.json) }
    let custom = contact.customFields.sorted { $0.key < $1.key }
      .map { SandboxJSON.Member($0.key, .string($0.value)) }
    return .json(200, ["lead": contact.json, "flows": [], "custom_fields": .object(custom)])
  }

  private mutating func answerMakeList(
    _ body: SandboxJSON, at date: Date
  ) throws(GetSalesRefusal) -> Reply {
    let name = try Self.name(in: body)
    return .json(201, listJSON(makeList(name: name, at: date)))
  }

  private mutating func answerMakeCustomField(
    _ body: SandboxJSON, at date: Date
  ) throws(GetSalesRefusal) -> Reply {
    let name = try Self.name(in: body)
    var refusal = GetSalesRefusal()
    let object = body["object"]?.text ?? ""
    if !["lead", "company"].contains(object) {
      refusal.add("object", "The selected object is invalid.")
    }
    let alike = customFields.filter { $0.object == object }
    if alike.contains(where: { $0.name == name }) {
      refusal.add("name", "The name has already been taken.")
    }
    if settings.restrictsCustomFields {
      if alike.count >= 100 { refusal.add("name", "The limit of custom fields is reached.") }
      if name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil {
        refusal.add("name", "The name format is invalid.")
      }
    }
    try refusal.check()
    return .json(201, customFieldJSON(makeCustomField(name: name, object: object, at: date)))
  }

  private static func name(in body: SandboxJSON) throws(GetSalesRefusal) -> String {
    var refusal = GetSalesRefusal()
    if body["name"]?.isBlank ?? true {
      refusal.addRequired("name")
    } else if body["name"]?.text == nil {
      refusal.addNotText("name")
    }
    try refusal.check()
    return body["name"]?.text ?? ""
  }
}

// MARK: - Lists of things

extension GetSalesAccount {
  private func matches(_ list: GetSalesSandboxEntry, _ search: String?) -> Bool {
    guard let search, !search.isEmpty else { return true }
    return list.name.lowercased().contains(search.lowercased())
  }

  /// `limit` (20 unless asked, at most 100), `offset` and `order_type`, as in the reference
  /// (https://api.getsales.io/). A limit above 100 is cut to it.
  private func page(
    _ all: [GetSalesSandboxEntry], _ call: Call, _ json: (GetSalesSandboxEntry) -> SandboxJSON
  ) -> Reply {
    let limit = min(max(call.query["limit"].flatMap { Int($0) } ?? 20, 1), 100)
    let offset = max(call.query["offset"].flatMap { Int($0) } ?? 0, 0)
    let newestFirst = call.query["order_type"].map { $0 == "desc" } ?? settings.newestFirst
    let ordered = newestFirst ? all.reversed() : all
    return .json(
      200,
      [
        "data": .array(ordered.dropFirst(offset).prefix(limit).map(json)),
        "limit": .integer(limit), "offset": .integer(offset), "total": .integer(all.count),
        "has_more": .bool(offset + limit < all.count),
      ])
  }

  private func listJSON(_ list: GetSalesSandboxEntry) -> SandboxJSON {
    let date = SandboxJSON.string(Timestamp.iso(list.createdAt))
    return [
      "uuid": .string(list.id), "team_id": 1, "name": .string(list.name), "created_at": date,
      "updated_at": date,
    ]
  }

  private func customFieldJSON(_ field: GetSalesSandboxEntry) -> SandboxJSON {
    [
      "uuid": .string(field.id), "team_id": 1, "user_id": 1, "name": .string(field.name),
      "object": .string(field.object), "order": 0,
    ]
  }

  private static let currentUser: SandboxJSON = [
    "uuid": "0b8f6c1e-7d52-4c9a-8e3b-2f1a9d4c6b70", "id": 1, "first_name": "Olive",
    "last_name": "Owner", "email": "olive@sandbox.example", "timezone": "Europe/Berlin",
  ]
}
