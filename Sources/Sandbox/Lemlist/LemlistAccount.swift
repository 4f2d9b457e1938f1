// What one lemlist team holds, and how an upsert changes it.

import Foundation

/// The state behind the lemlist side. Pure: the time is handed in.
struct LemlistAccount: Sendable {
  struct Outcome: Sendable, Equatable {
    var position: Int
    var isCreated: Bool
    var isCompanyLinked: Bool
    var warnings: [Warning] = []
  }

  struct Warning: Sendable, Equatable {
    var code: String
    var message: String
  }

  static let teamID = "tea_sandboxTeam00001"

  let settings: LemlistSettings
  let registersAnyCustomField: Bool
  let createdAt: Date
  private(set) var contacts: [LemlistSandboxContact] = []
  private(set) var customFields: [String]
  var lists: [LemlistSandboxList]
  private var registered: Set<String>
  private var index: [LemlistKey: Int] = [:]
  private var positions: [String: Int] = [:]
  private let unsubscribed: Set<String>
  private var ids: IDSource

  init(_ configuration: SandboxConfiguration, at date: Date) {
    settings = configuration.lemlist
    registersAnyCustomField = configuration.registersAnyCustomField
    createdAt = date
    customFields = configuration.customFields
    registered = Set(customFields)
    unsubscribed = Set(settings.unsubscribed.map { $0.lowercased() })
    lists = [LemlistSandboxList(id: LemlistSettings.sandboxListID, name: "Sandbox")]
    lists += settings.dynamicLists.sorted { $0.key < $1.key }.map {
      LemlistSandboxList(id: $0.key, name: $0.value, isDynamic: true)
    }
    // Not the ids that the GetSales side makes of the same seed.
    ids = IDSource(seed: ~configuration.seed)
  }

  /// The owner of the key.
  var keyOwner: String { settings.users.first?.id ?? "usr_sandboxOwner00001" }

  /// Reads and carries out the body of an upsert.
  mutating func upsert(_ body: SandboxJSON, at date: Date) throws(LemlistRefusal) -> Outcome {
    let upsert = try LemlistUpsert(
      body, settings: settings, registered: registersAnyCustomField ? nil : registered)
    var position: Int?
    if let id = upsert.contactID {
      guard let found = positions[id] else {
        throw LemlistRefusal(.contactNotFound, "No contact found with id \(id)")
      }
      position = found
    } else {
      position = find(upsert.keys)
    }
    let isCreated = position == nil
    let target = position ?? add(upsert, at: date)
    apply(upsert, to: target)
    let isLinked = link(upsert, to: target)
    var outcome = Outcome(position: target, isCreated: isCreated, isCompanyLinked: isLinked)
    if upsert.namesCompany, !isLinked, settings.warnsOfUnknownCompany {
      // The codes of warnings aren't listed anywhere; this one is ours.
      outcome.warnings = [
        Warning(code: "COMPANY_NOT_FOUND", message: "No company matches the provided values")
      ]
    }
    return outcome
  }

  private mutating func add(_ upsert: LemlistUpsert, at date: Date) -> Int {
    var contact = LemlistSandboxContact(
      id: ids.lemlist("ctc"), ownerID: keyOwner, createdAt: date)
    contact.source = upsert.source ?? "api"
    contacts.append(contact)
    positions[contact.id] = contacts.count - 1
    return contacts.count - 1
  }

  private mutating func apply(_ upsert: LemlistUpsert, to position: Int) {
    var contact = contacts[position]
    let before = keys(of: contact)
    if let email = upsert.email, isFree(.email(email.lowercased()), for: position) {
      contact.email = email
      contact.additionalEmails.removeAll { $0.lowercased() == email.lowercased() }
    }
    for email in upsert.additionalEmails
    where !contact.emails.contains(where: { $0.lowercased() == email.lowercased() }) {
      contact.additionalEmails.append(email)
    }
    if let url = upsert.linkedInURL,
      isFree(.linkedIn(LemlistLinkedIn.key(profile: url)), for: position)
    {
      contact.linkedInURL = url
    }
    if let url = upsert.salesNavigatorURL,
      isFree(.salesNavigator(LemlistLinkedIn.key(salesNavigator: url)), for: position)
    {
      contact.salesNavigatorURL = url
    }
    contact.fields.merge(upsert.fields) { _, new in new }
    if let owner = upsert.owner { contact.ownerID = user(owner) ?? keyOwner }
    contact.upserts += 1
    contacts[position] = contact
    register(upsert.fields.keys)
    reindex(position, before: before)
  }

  private mutating func link(_ upsert: LemlistUpsert, to position: Int) -> Bool {
    guard let company = company(upsert) else { return false }
    contacts[position].companyID = company
    return true
  }

  /// The first key that is given decides, also if it leads nowhere: "used if companyId is not
  /// provided".
  private func company(_ upsert: LemlistUpsert) -> String? {
    let companies = settings.companies
    if let id = upsert.companyID { return companies.first { $0.id == id }?.id }
    if let domain = upsert.companyDomain?.lowercased() {
      return companies.first { $0.domain.lowercased() == domain }?.id
    }
    guard let url = upsert.companyLinkedInURL else { return nil }
    return companies.first { $0.linkedInURL == url }?.id
  }

  /// The id of a member of the team, by id or address.
  private func user(_ text: String) -> String? {
    settings.users.first { $0.id == text || $0.email.lowercased() == text.lowercased() }?.id
  }

  func isUnsubscribed(_ contact: LemlistSandboxContact) -> Bool {
    contact.emails.contains { unsubscribed.contains($0.lowercased()) }
  }

  // MARK: - Finding

  /// The contact under the first of the keys that is known.
  private func find(_ keys: [LemlistKey]) -> Int? {
    keys.lazy.compactMap { index[$0] }.first
  }

  func contact(id: String) -> LemlistSandboxContact? { positions[id].map { contacts[$0] } }

  func contact(idOrEmail: String) -> LemlistSandboxContact? {
    contact(id: idOrEmail)
      ?? index[.email(idOrEmail.lowercased())].map { contacts[$0] }
  }

  private func keys(of contact: LemlistSandboxContact) -> [LemlistKey] {
    let main = LemlistKey.all(
      email: contact.email, linkedIn: contact.linkedInURL,
      salesNavigator: contact.salesNavigatorURL)
    guard settings.matchesAdditionalEmails else { return main }
    return main + contact.additionalEmails.map { .email($0.lowercased()) }
  }

  /// A unique key stays with the contact that has it.
  private func isFree(_ key: LemlistKey, for position: Int) -> Bool {
    index[key].map { $0 == position } ?? true
  }

  private mutating func reindex(_ position: Int, before: [LemlistKey]) {
    let after = keys(of: contacts[position])
    for key in before where !after.contains(key) && index[key] == position {
      index[key] = nil
    }
    for key in after where index[key] == nil { index[key] = position }
  }

  /// In case any name is taken: those that are new stand in the registry from now on.
  private mutating func register(_ names: some Sequence<String>) {
    guard registersAnyCustomField else { return }
    let standard = Set(LemlistUpsert.standardFields.map(\.name))
    for name in names.sorted() where !standard.contains(name) {
      if registered.insert(name).inserted { customFields.append(name) }
    }
  }

  mutating func makeList(name: String) -> LemlistSandboxList {
    let list = LemlistSandboxList(id: ids.lemlist("clt"), name: name)
    lists.append(list)
    return list
  }
}
