@testable import MusterKit

/// Targets as they are set in tests.
enum SampleTarget {
  static let listID = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"

  static func baseURL(_ text: String) -> BaseURL {
    do {
      return try BaseURL(written: .string(text))
    } catch {
      preconditionFailure("\(text) isn't an address")
    }
  }

  static func getsales(
    base: String = "https://amazing.getsales.io", key: String? = "header.payload.signature",
    list: String? = listID, team: String? = nil, updateIfExists: Bool = true,
    moveToList: Bool = false, requireLinkedIn: Bool = true, tellCreated: Bool = false
  ) throws(TargetSettingsError) -> GetSalesTarget {
    try GetSalesTarget(
      GetSalesSettings(
        target: TargetSettings(
          baseURL: baseURL(base), apiKeyVariable: "GETSALES_API_KEY", apiKeyFile: nil, list: list,
          rateLimit: .documented(for: .getsales)),
        teamID: team, updateIfExists: updateIfExists, moveToList: moveToList,
        requireLinkedIn: requireLinkedIn, tellCreated: tellCreated), key: key.map { Secret($0) })
  }

  static func lemlist(
    base: String = "https://api.lemlist.com/api", key: String? = "0123456789abcdef",
    list: String? = nil
  ) throws(TargetSettingsError) -> LemlistTarget {
    try LemlistTarget(
      LemlistSettings(
        target: TargetSettings(
          baseURL: baseURL(base), apiKeyVariable: "LEMLIST_API_KEY", apiKeyFile: nil, list: list,
          rateLimit: .documented(for: .lemlist))), key: key.map { Secret($0) })
  }

  static func of(_ kind: TargetKind) throws(TargetSettingsError) -> any Target {
    switch kind {
    case .getsales: try getsales()
    case .lemlist: try lemlist()
    }
  }

  /// A person with everything that both targets take.
  static var person: Contact {
    var contact = Contact(
      row: 1, line: 2,
      identity: Identity(
        email: "jane@acme.com", linkedin: "jane-doe", linkedinMember: "ACoAAB123",
        salesNavigator: "ACwAAB456"))
    contact[.email] = "Jane@acme.com"
    contact[.firstName] = "Jane"
    contact[.lastName] = "Doe"
    contact[.companyName] = "Acme"
    contact[.companyDomain] = "acme.com"
    contact[.jobTitle] = "CTO"
    contact[.headline] = "Builder \"of\" things"
    contact[.about] = "Hi\nthere"
    contact[.location] = "Zürich"
    contact.customFields = [
      CustomValue(name: "msg1", value: "Hello"), CustomValue(name: "empty", value: "  "),
    ]
    return contact
  }

  /// The body of an answer by which the target takes a contact.
  static func acceptance(_ kind: TargetKind, id: String = "id1") -> String {
    switch kind {
    case .getsales:
      #"{"uuid":"\#(id)","list_uuid":"\#(listID)","work_email":"jane@acme.com","status":"ok"}"#
    case .lemlist:
      #"{"success":true,"data":{"_id":"\#(id)","emails":[{"value":"jane@acme.com"}],"#
        + #""created":true,"companyLinked":true}}"#
    }
  }
}
