// What the emulator shows of itself, for people at `/` and for scripts beside it.

extension World {
  /// Answers a request that is for neither API.
  func view(_ call: Call, _ endpoint: Route.Endpoint, at now: Duration) -> Reply {
    switch endpoint {
    case .page: page(at: now, search: call.query["q"] ?? "")
    case .statistics: .json(200, statistics(at: now))
    case .requestLog: requestLog(call)
    case .storedContacts: storedContacts(call)
    case .wrongMethod: .text(405, "Method not allowed")
    default: .text(404, "Not found")
    }
  }

  /// Whether a request looks through all contacts, or writes out thousands of lines.
  static func isLongView(_ call: Call) -> Bool {
    // No path of the APIs is as short.
    guard call.path.count < 2 else { return false }
    return switch Route(call).endpoint {
    case .requestLog, .storedContacts: true
    case .page: !(call.query["q"] ?? "").isEmpty
    default: false
    }
  }

  // MARK: - /_requests

  /// The last requests, a line each; with `after`, the first behind that number. `limit` at a time.
  private func requestLog(_ call: Call) -> Reply {
    guard let limit = Self.number(call.query["limit"] ?? String(traffic.log.capacity)) else {
      return .text(400, "limit should be a number")
    }
    guard let after = call.query["after"] else {
      return .jsonLines(traffic.log.records(limit: limit).map(\.json))
    }
    guard let number = Self.number(after) else { return .text(400, "after should be a number") }
    return .jsonLines(traffic.log.records(limit: limit, after: number).map(\.json))
  }

  private static func number(_ text: String) -> Int? { Int(text).flatMap { $0 < 0 ? nil : $0 } }

  // MARK: - /_contacts

  /// Everything that is held of each contact, a line each, in the order in which they were made.
  private func storedContacts(_ call: Call) -> Reply {
    let wanted = call.query["side"]
    guard wanted == nil || SandboxSide(name: wanted) != nil else {
      return .text(400, "side should be getsales or lemlist")
    }
    var contacts: [SandboxJSON] = []
    if wanted != "lemlist" { contacts += getSales.contacts.map(\.storedJSON) }
    if wanted != "getsales" {
      let lists = lemlist.listsByContact
      contacts += lemlist.contacts.map { $0.storedJSON(in: lists[$0.id] ?? []) }
    }
    return .jsonLines(contacts)
  }
}

extension RequestRecord {
  var json: SandboxJSON {
    [
      "number": .integer(number), "ms": .milliseconds(time), "side": .string(side.name),
      "route": .string(route), "status": status.map(SandboxJSON.integer) ?? "dropped",
      "delay_ms": .milliseconds(delay), "key": key.map(SandboxJSON.integer) ?? .null,
      "contact": SandboxJSON(contact), "body_bytes": .integer(bodyBytes),
    ]
  }
}

extension GetSalesSandboxContact {
  /// What is kept, not what the API shows of it.
  var storedJSON: SandboxJSON {
    [
      "side": "getsales", "id": .string(uuid), "lists": [.string(listUUID)],
      "fields": .sorted(fields.mapValues(SandboxJSON.string)),
      "custom_fields": .sorted(customFields.mapValues(SandboxJSON.string)),
      "upserts": .integer(upserts), "created_at": .string(Timestamp.iso(createdAt)),
      "updated_at": .string(Timestamp.iso(updatedAt)),
    ]
  }
}

extension LemlistSandboxContact {
  /// What is kept, not what the API shows of it.
  func storedJSON(in lists: [String]) -> SandboxJSON {
    [
      "side": "lemlist", "id": .string(id), "lists": .array(lists.map(SandboxJSON.string)),
      "email": SandboxJSON(email),
      "additional_emails": .array(additionalEmails.map(SandboxJSON.string)),
      "linkedin_url": SandboxJSON(linkedInURL),
      "linkedin_url_sales_nav": SandboxJSON(salesNavigatorURL), "fields": .sorted(fields),
      "owner_id": .string(ownerID), "company_id": SandboxJSON(companyID),
      "source": .string(source), "upserts": .integer(upserts),
      "created_at": .string(Timestamp.iso(createdAt)),
    ]
  }
}

extension LemlistAccount {
  /// The ids of the lists that each contact is in, by its id.
  var listsByContact: [String: [String]] {
    var found: [String: [String]] = [:]
    for list in lists {
      for member in list.members { found[member, default: []].append(list.id) }
    }
    return found
  }
}

extension SandboxJSON {
  static func sorted(_ members: [String: SandboxJSON]) -> SandboxJSON {
    .object(members.sorted { $0.key < $1.key }.map { Member($0.key, $0.value) })
  }

  /// Whole ones: a log is read by people too.
  static func milliseconds(_ time: Duration) -> SandboxJSON {
    .integer(Int((time.seconds * 1000).rounded()))
  }
}
