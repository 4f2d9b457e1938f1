// Which endpoint a request means.

/// A request line that the emulator knows, or one that it doesn't.
struct Route: Sendable, Equatable {
  enum Endpoint: Sendable, Equatable {
    case page
    case statistics
    case requestLog
    case storedContacts
    case getSalesCurrentUser
    case getSalesUpsert
    case getSalesLookup
    case getSalesLists
    case getSalesMakeList
    case getSalesCustomFields
    case getSalesMakeCustomField
    case lemlistUpsert
    case lemlistContacts
    case lemlistContact(idOrEmail: String)
    case lemlistLists
    case lemlistMakeList
    case lemlistListEntities(listID: String)
    case lemlistFields
    case lemlistTeam
    case wrongMethod
    case unknown
  }

  var endpoint: Endpoint
  /// The API that answers; nil for what the emulator shows of itself, and for paths that belong
  /// to neither.
  var side: SandboxSide?
  /// The method and the path with its variable parts in braces, for counting:
  /// `POST /api/contacts/lists/{listId}/entities`.
  var label: String

  init(_ call: Call) {
    let known = Self.known(call.path)
    side = Self.side(call.path)
    endpoint = known.map { $0.methods[call.method] ?? .wrongMethod } ?? .unknown
    label = "\(call.method) \(known?.label ?? (side == nil ? "(unknown)" : "(unknown path)"))"
  }

  var isUpsert: Bool { endpoint == .getSalesUpsert || endpoint == .lemlistUpsert }

  private static func side(_ path: [String]) -> SandboxSide? {
    switch path.first {
    case "leads", "id": .getSales
    case "api": .lemlist
    default: nil
    }
  }

  /// The endpoints of a path by method, and the path as it is counted.
  private static func known(_ path: [String]) -> (label: String, methods: [String: Endpoint])? {
    func fixed(_ methods: [String: Endpoint]) -> (String, [String: Endpoint]) {
      ("/" + path.joined(separator: "/"), methods)
    }
    switch path {
    case []: return fixed(["GET": .page])
    case ["_stats"]: return fixed(["GET": .statistics])
    case ["_requests"]: return fixed(["GET": .requestLog])
    case ["_contacts"]: return fixed(["GET": .storedContacts])
    case ["id", "api", "users", "current"]: return fixed(["GET": .getSalesCurrentUser])
    case ["leads", "api", "leads", "upsert"]: return fixed(["POST": .getSalesUpsert])
    case ["leads", "api", "leads", "lookup-one"]: return fixed(["POST": .getSalesLookup])
    case ["leads", "api", "lists"]:
      return fixed(["GET": .getSalesLists, "POST": .getSalesMakeList])
    case ["leads", "api", "custom-fields"]:
      return fixed(["GET": .getSalesCustomFields, "POST": .getSalesMakeCustomField])
    case ["api", "team"]: return fixed(["GET": .lemlistTeam])
    case ["api", "fields"]: return fixed(["GET": .lemlistFields])
    case ["api", "contacts"]:
      return fixed(["GET": .lemlistContacts, "POST": .lemlistUpsert])
    case ["api", "contacts", "lists"]:
      return fixed(["GET": .lemlistLists, "POST": .lemlistMakeList])
    default: break
    }
    if path.count == 5, path[...2] == ["api", "contacts", "lists"], path[4] == "entities" {
      let endpoint = Endpoint.lemlistListEntities(listID: path[3])
      return ("/api/contacts/lists/{listId}/entities", ["POST": endpoint])
    }
    if path.count == 3, path[...1] == ["api", "contacts"] {
      return ("/api/contacts/{idOrEmail}", ["GET": .lemlistContact(idOrEmail: path[2])])
    }
    return nil
  }
}
