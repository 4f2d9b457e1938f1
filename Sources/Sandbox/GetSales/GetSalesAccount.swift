// What one GetSales account holds, and how an upsert changes it.

import Foundation

/// A list or a custom field at GetSales.
package struct GetSalesSandboxEntry: Sendable, Equatable {
  package var id: String
  package var name: String
  /// `lead` or `company`, for custom fields. Empty for lists.
  package var object = ""
  var createdAt: Date
}

/// The state behind the GetSales side. Pure: the time is handed in.
struct GetSalesAccount: Sendable {
  enum Outcome: Sendable, Equatable {
    case created(Int)
    case updated(Int)
    case untouched(Int)
    /// It exists, and wasn't to be updated.
    case duplicate(Int)
  }

  let settings: GetSalesSettings
  let registersAnyCustomField: Bool
  private(set) var contacts: [GetSalesSandboxContact] = []
  private(set) var lists: [GetSalesSandboxEntry]
  private(set) var customFields: [GetSalesSandboxEntry] = []
  /// How many contacts are in each list.
  private(set) var listSizes: [String: Int] = [:]
  private var index: [GetSalesKey: Int] = [:]
  private var knownLists: Set<String>
  private var knownCustomFields: Set<String> = []
  private var ids: IDSource

  init(_ configuration: SandboxConfiguration, at date: Date) {
    settings = configuration.getSales
    registersAnyCustomField = configuration.registersAnyCustomField
    ids = IDSource(seed: configuration.seed)
    let list = GetSalesSandboxEntry(
      id: GetSalesSettings.sandboxListID, name: "Sandbox", createdAt: date)
    lists = [list]
    knownLists = [list.id]
    for name in configuration.customFields {
      _ = makeCustomField(name: name, object: "lead", at: date)
    }
  }

  /// Reads and carries out the body of an upsert.
  mutating func upsert(
    _ body: SandboxJSON, at date: Date
  ) throws(GetSalesRefusal) -> Outcome {
    let upsert = try GetSalesUpsert(
      body, settings: settings, knownLists: knownLists,
      knownCustomFields: registersAnyCustomField ? nil : knownCustomFields)
    return carryOut(upsert, at: date)
  }

  /// The contact under the first of the keys that is known.
  func find(_ keys: [GetSalesKey]) -> Int? {
    keys.lazy.compactMap { index[$0] }.first
  }

  private mutating func carryOut(_ upsert: GetSalesUpsert, at date: Date) -> Outcome {
    guard let known = find(GetSalesKey.all(in: upsert.fields)) else {
      contacts.append(
        GetSalesSandboxContact(
          uuid: ids.uuid(), listUUID: upsert.listUUID, createdAt: date, updatedAt: date))
      listSizes[upsert.listUUID, default: 0] += 1
      apply(upsert, to: contacts.count - 1, at: date)
      return .created(contacts.count - 1)
    }
    guard upsert.updateIfExists else {
      contacts[known].upserts += 1
      return settings.existingContact == .duplicateError ? .duplicate(known) : .untouched(known)
    }
    if upsert.moveToList {
      listSizes[contacts[known].listUUID, default: 0] -= 1
      listSizes[upsert.listUUID, default: 0] += 1
      contacts[known].listUUID = upsert.listUUID
    }
    apply(upsert, to: known, at: date)
    return .updated(known)
  }

  private mutating func apply(_ upsert: GetSalesUpsert, to position: Int, at date: Date) {
    let before = GetSalesKey.all(in: contacts[position].fields)
    let clears = settings.blankValue == .clears
    for (name, value) in upsert.values where value != nil || clears {
      contacts[position].fields[name] = value
    }
    if registersAnyCustomField { register(upsert.customFields.keys, at: date) }
    for (name, value) in upsert.customFields where value != nil || clears {
      if knownCustomFields.contains(name) { contacts[position].customFields[name] = value }
    }
    contacts[position].upserts += 1
    contacts[position].updatedAt = date
    reindex(position, before: before)
  }

  /// A key stays with the contact that had it first.
  private mutating func reindex(_ position: Int, before: [GetSalesKey]) {
    let after = GetSalesKey.all(in: contacts[position].fields)
    for key in before where !after.contains(key) && index[key] == position {
      index[key] = nil
    }
    for key in after where index[key] == nil { index[key] = position }
  }

  private mutating func register(_ names: some Sequence<String>, at date: Date) {
    for name in names.sorted() where !knownCustomFields.contains(name) {
      _ = makeCustomField(name: name, object: "lead", at: date)
    }
  }

  mutating func makeList(name: String, at date: Date) -> GetSalesSandboxEntry {
    let list = GetSalesSandboxEntry(id: ids.uuid(), name: name, createdAt: date)
    lists.append(list)
    knownLists.insert(list.id)
    return list
  }

  mutating func makeCustomField(name: String, object: String, at date: Date) -> GetSalesSandboxEntry
  {
    let field = GetSalesSandboxEntry(id: ids.uuid(), name: name, object: object, createdAt: date)
    customFields.append(field)
    if object == "lead" { knownCustomFields.insert(name) }
    return field
  }
}
