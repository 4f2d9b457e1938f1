// A contact as GetSales keeps it and gives it back.

package import Foundation

/// A contact at GetSales.
package struct GetSalesSandboxContact: Sendable, Equatable {
  package let uuid: String
  /// A contact is in exactly one list.
  package internal(set) var listUUID: String
  /// By the names of the response, such as `first_name` or `work_email`, and besides `domain` and
  /// `ln_member_id`, which the response doesn't show. A blank one is absent.
  package internal(set) var fields: [String: String] = [:]
  package internal(set) var customFields: [String: String] = [:]
  /// How many valid upserts named it, the one that made it included.
  package internal(set) var upserts = 0
  package let createdAt: Date
  package internal(set) var updatedAt: Date

  /// The name, or else first and last name; nil if there is none of them.
  package var name: String? { Self.name(in: fields) }

  static func name(in fields: [String: String]) -> String? {
    let parts = [fields["first_name"], fields["last_name"]].compactMap(\.self)
    return fields["name"] ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
  }
}

extension GetSalesSandboxContact {
  /// Every field of the response, in the order of the page
  /// (https://grinfi-api.redocly.app/openapi/contacts/upsertcontact); null where it is empty.
  var json: SandboxJSON {
    .object(Self.responseFields.map { .init($0, value($0)) })
  }

  private func value(_ name: String) -> SandboxJSON {
    switch name {
    case "uuid": .string(uuid)
    case "team_id", "user_id": 1
    case "list_uuid": .string(listUUID)
    case "pipeline_stage_uuid": "5d1b7a52-6c0f-4a52-9f4e-0d5a4b1c7e10"
    case "name": SandboxJSON(self.name)
    case "status": "ok"
    case "linkedin_status": "active"
    case "unread_counts": []
    case "created_at": .string(Timestamp.iso(createdAt))
    case "updated_at": .string(Timestamp.iso(updatedAt))
    default: SandboxJSON(fields[name])
    }
  }

  private static let responseFields = [
    "uuid", "team_id", "user_id", "sender_profile_uuid", "list_uuid", "data_source_uuid",
    "pipeline_stage_uuid", "company_uuid", "name", "first_name", "last_name", "company_name",
    "company_ln_id", "position", "headline", "about", "avatar_url", "ln_id", "sn_id", "linkedin",
    "facebook", "twitter", "work_email", "personal_email", "work_phone_number",
    "personal_phone_number", "connections_number", "followers_number", "primary_language",
    "supported_languages", "has_open_profile", "has_verified_profile", "has_premium",
    "experience", "posts", "educations", "skills", "raw_address", "location", "tags", "status",
    "linkedin_status", "email_status", "unread_counts", "last_automation_approve_at",
    "created_at", "updated_at",
  ]
}

/// A key by which GetSales knows a contact.
enum GetSalesKey: Hashable, Sendable {
  case memberID(String)
  case lnID(String)
  case snID(String)
  case nickname(String)
  case workEmail(String)
  case personalEmail(String)
  case nameAndCompany(String, String)

  /// The keys that these fields give, in the order in which GetSales tries them: `ln_member_id`,
  /// `ln_id`, `sn_id`, nickname, `work_email`, `personal_email`, name with company name; the
  /// first that is known decides (https://api.grinfi.io/openapi, "Contact Deduplication").
  /// That nicknames, addresses and names are compared without regard to case is our guess.
  static func all(in fields: [String: String]) -> [GetSalesKey] {
    var keys: [GetSalesKey] = []
    if let id = fields["ln_member_id"] { keys.append(.memberID(id)) }
    if let id = fields["ln_id"] { keys.append(.lnID(id)) }
    if let id = fields["sn_id"] { keys.append(.snID(id)) }
    if let nickname = fields["linkedin"] { keys.append(.nickname(nickname.lowercased())) }
    if let email = fields["work_email"] { keys.append(.workEmail(email.lowercased())) }
    if let email = fields["personal_email"] { keys.append(.personalEmail(email.lowercased())) }
    if let name = GetSalesSandboxContact.name(in: fields), let company = fields["company_name"] {
      keys.append(.nameAndCompany(name.lowercased(), company.lowercased()))
    }
    return keys
  }
}
