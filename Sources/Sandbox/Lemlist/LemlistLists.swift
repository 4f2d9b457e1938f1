// The lists of the lemlist side, and what is in them
// (https://developer.lemlist.com/api-reference/endpoints/contacts/, all of it).

extension Reply {
  static let lemlistBadListID = text(400, "Invalid listId format (expected clt_xxx)")
}

extension LemlistAccount {
  static func isListID(_ text: String) -> Bool {
    text.wholeMatch(of: /clt_[a-zA-Z0-9]+/) != nil
  }

  func searchLists(_ call: Call) -> [LemlistSandboxList] {
    guard let search = call.query["search"]?.lowercased(), !search.isEmpty else { return lists }
    return lists.filter { $0.name.lowercased().contains(search) }
  }

  mutating func answerMakeList(_ call: Call) -> Reply {
    guard let body = Self.body(of: call) else { return .text(400, "Invalid JSON") }
    guard let name = body["name"]?.text, !name.isEmpty else {
      return .text(400, "name is required and must be a non-empty string")
    }
    guard name.count <= 200 else { return .text(400, "name too long (max 200 characters)") }
    let list = makeList(name: name)
    return .json(
      201,
      [
        "message": "Contact list created successfully",
        // `id` here, `_id` in the list of lists: so it is documented.
        "list": ["id": .string(list.id), "name": .string(list.name)],
      ])
  }

  /// Adds contacts to a list, or takes them out with `?action=remove`. Ids of contacts that don't
  /// exist are passed over.
  mutating func answerEntities(_ call: Call, listID: String) -> Reply {
    guard Self.isListID(listID) else { return .lemlistBadListID }
    guard let body = Self.body(of: call) else { return .text(400, "Invalid JSON") }
    guard case .array(let elements)? = body["contactIds"], !elements.isEmpty else {
      return .text(400, "contactIds is required and must be a non-empty array")
    }
    guard elements.count <= 1000 else {
      return .text(400, "Maximum 1,000 contacts per request")
    }
    let ids = elements.compactMap(\.text)
    guard ids.count == elements.count, ids.allSatisfy({ Self.isContactID($0) }) else {
      return .text(400, "All contactIds must be in ctc_xxx format")
    }
    let isRemoval = call.query["action"] == "remove"
    guard let position = lists.firstIndex(where: { $0.id == listID }) else {
      return .text(404, "Contact list not found")
    }
    if lists[position].isDynamic {
      let verb = isRemoval ? "remove contacts from" : "add contacts to"
      return .text(400, "Cannot manually \(verb) a dynamic list")
    }
    return isRemoval ? remove(ids, from: position) : add(ids, to: position)
  }

  private mutating func add(_ ids: [String], to position: Int) -> Reply {
    let known = ids.filter { contact(id: $0) != nil }
    var added = 0
    for id in known where lists[position].add(id) { added += 1 }
    return .json(
      200,
      [
        "message": "Contacts added to list successfully", "addedCount": .integer(added),
        "alreadyInList": .integer(known.count - added),
      ])
  }

  private mutating func remove(_ ids: [String], from position: Int) -> Reply {
    let removed = lists[position].remove(Set(ids))
    return .json(
      200,
      [
        "message": "Contacts removed from list successfully", "removedCount": .integer(removed),
      ])
  }

  /// Nil if it isn't JSON. What isn't said to be JSON isn't read.
  private static func body(of call: Call) -> SandboxJSON? {
    call.hasJSONContentType ? call.json : [:]
  }

  /// Without a regular expression: a call may bring a thousand ids.
  private static func isContactID(_ text: String) -> Bool {
    text.hasPrefix("ctc_") && text.utf8.count > 4
      && text.unicodeScalars.dropFirst(4).allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
      }
  }
}
