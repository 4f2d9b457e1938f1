// A contact as lemlist keeps it and gives it back.

package import Foundation

/// A contact at lemlist.
package struct LemlistSandboxContact: Sendable, Equatable {
  package let id: String
  /// The main address.
  package internal(set) var email: String?
  package internal(set) var additionalEmails: [String] = []
  /// `https://www.linkedin.com/in/…`
  package internal(set) var linkedInURL: String?
  package internal(set) var salesNavigatorURL: String?
  /// First name, phone, job title and so on, and custom fields, by their names in the request.
  package internal(set) var fields: [String: SandboxJSON] = [:]
  package internal(set) var ownerID: String
  package internal(set) var companyID: String?
  package internal(set) var source = "api"
  package let createdAt: Date
  /// How many upserts were carried out on it, the one that made it included.
  package internal(set) var upserts = 0

  /// All addresses, the main one first.
  package var emails: [String] { [email].compactMap(\.self) + additionalEmails }
}

/// A list of contacts at lemlist.
package struct LemlistSandboxList: Sendable, Equatable {
  package let id: String
  package let name: String
  package let isDynamic: Bool
  /// The ids of its contacts, in the order in which they were added.
  package private(set) var members: [String] = []
  private var known: Set<String> = []

  init(id: String, name: String, isDynamic: Bool = false) {
    self.id = id
    self.name = name
    self.isDynamic = isDynamic
  }

  var json: SandboxJSON {
    ["_id": .string(id), "name": .string(name), "dynamic": .bool(isDynamic)]
  }

  /// False if it was in the list already.
  mutating func add(_ id: String) -> Bool {
    guard known.insert(id).inserted else { return false }
    members.append(id)
    return true
  }

  /// How many of these were in the list, which they are no longer.
  mutating func remove(_ ids: Set<String>) -> Int {
    let gone = known.intersection(ids)
    known.subtract(gone)
    members.removeAll { gone.contains($0) }
    return gone.count
  }
}

/// A key by which lemlist knows a contact.
enum LemlistKey: Hashable, Sendable {
  case email(String)
  case linkedIn(String)
  case salesNavigator(String)

  /// E-mail first, then the profile, then Sales Navigator
  /// (https://developer.lemlist.com/api-reference/endpoints/contacts/upsert-contact calls e-mail
  /// the "main" unique key and the others "alternative"; what if they name two contacts, it
  /// doesn't say).
  static func all(email: String?, linkedIn: String?, salesNavigator: String?) -> [LemlistKey] {
    var keys: [LemlistKey] = []
    if let email { keys.append(.email(email.lowercased())) }
    if let linkedIn { keys.append(.linkedIn(LemlistLinkedIn.key(profile: linkedIn))) }
    if let salesNavigator {
      keys.append(.salesNavigator(LemlistLinkedIn.key(salesNavigator: salesNavigator)))
    }
    return keys
  }
}
