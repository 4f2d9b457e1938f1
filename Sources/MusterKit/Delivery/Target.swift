/// What muster needs to know of an API that contacts are sent to.

/// An account at an API, with the list its contacts go to. One file a target, in `Targets/`, and one
/// line in `TargetRegistry`; the logic is without a network, so that `check` uses it too.
///
/// docs/adding-a-target.md goes through it member by member. What has a default below may be left out.
package protocol Target: Sendable {
  /// What the target is, as data: its names, settings, limit and fields.
  static var definition: TargetDefinition { get }
  /// An account as it is set. The key may be missing where nothing will be sent.
  ///
  /// Throws a `TargetSettingsError` if the key is in a form that is sure to be refused.
  init(_ settings: TargetSettings, key: Secret?) throws(TargetSettingsError)

  /// Whether a second request for a contact leaves the target as the first does.
  var repeatIsSafe: Bool { get }

  /// The body of the request for a contact, and what is to be remarked on it. The same contact gives
  /// the same bytes. Blank values aren't in it.
  func payload(for contact: Contact) -> Payload
  /// Whether the target could know the contact: one of its required identifiers is there.
  func canTake(_ contact: Contact) -> Bool

  func upsert(_ payload: Payload) -> HTTPRequest
  /// What an answer to `upsert` means.
  func classify(_ answer: HTTPAnswer, to payload: Payload) -> Answer

  /// What answers mean that aren't an accepted contact.
  var answers: AnswerTable { get }

  /// The request that shows whether the key is good.
  var keyCheck: HTTPRequest { get }
  /// Why such a request, or one for a list of lists, failed; nil if it didn't.
  func refusal(of answer: HTTPAnswer) -> StopCause?
  /// All lists that contacts can be put on, or could if they weren't dynamic.
  func lists(_ caller: TargetCaller) async throws(PreflightFailure) -> [TargetList]
  /// The account's custom fields.
  func customFields(_ caller: TargetCaller) async throws(PreflightFailure) -> [TargetField]
  /// Whose key it is, by the answer to `keyCheck`, for people to read; nil if it doesn't say.
  func accountName(_ answer: HTTPAnswer) -> String?
  /// The people whom contacts can be given to; nil where contacts have no owner.
  func members(_ caller: TargetCaller) async throws(PreflightFailure) -> [TargetMember]?
  /// The target with the account's members known.
  func knowing(_ members: [TargetMember]) -> Self
  /// The request that makes a list; nil where there is none, or the text can't be a name.
  func makeList(named name: String) -> HTTPRequest?
  /// The id of the list that was made, by the answer.
  func madeList(_ answer: HTTPAnswer) -> String?
  /// The request that makes a custom field; nil where there is none.
  func makeCustomField(named name: String) -> HTTPRequest?

  /// The list as it is set: an id, or a name; nil if none is.
  var list: String? { get }
  /// The target with its list's id known.
  func using(_ list: TargetList) -> Self
  /// The request that puts accepted contacts on the list; nil where the list is in the payload, or
  /// there is none.
  func addToList(_ contactIDs: [String]) -> HTTPRequest?
}

/// What is sent for a contact.
package struct Payload: Sendable, Equatable {
  /// What the answer is held against.
  package struct Sent: Sendable, Equatable {
    package var email: String?
    package var contactID: String?
    package var ownerID: String?
    /// Whether the contact names a company that it is to be linked to.
    package var hasCompany = false
  }

  /// The request's body: JSON.
  package var body: [UInt8]
  package var sent: Sent
  package var remarks: [Diagnostic]

  package init(body: [UInt8], sent: Sent = Sent(), remarks: [Diagnostic] = []) {
    self.body = body
    self.sent = sent
    self.remarks = remarks
  }
}

extension Target {
  package static var kind: TargetKind { definition.kind }
  package var kind: TargetKind { Self.kind }
  /// Whether every contact has to be on a list.
  package var needsList: Bool { Self.definition.requiresList }

  package func refusal(of answer: HTTPAnswer) -> StopCause? { answers.refusal(of: answer) }
  package func accountName(_ answer: HTTPAnswer) -> String? { nil }
  package func using(_ list: TargetList) -> Self { self }
  package func makeList(named name: String) -> HTTPRequest? { nil }
  package func madeList(_ answer: HTTPAnswer) -> String? { nil }
  package func addToList(_ contactIDs: [String]) -> HTTPRequest? { nil }
  package func lists(_ caller: TargetCaller) async throws(PreflightFailure) -> [TargetList] { [] }
  package func customFields(
    _ caller: TargetCaller
  ) async throws(PreflightFailure) -> [TargetField] { [] }
  package func members(_ caller: TargetCaller) async throws(PreflightFailure) -> [TargetMember]? {
    nil
  }
  package func knowing(_ members: [TargetMember]) -> Self { self }
  package func makeCustomField(named name: String) -> HTTPRequest? { nil }
}

/// A custom field at a target.
package struct TargetField: Sendable, Equatable {
  /// As it is sent.
  package var name: String
  /// As the target's own pages show it.
  package var label: String?
}

/// Somebody of an account's team.
package struct TargetMember: Sendable, Equatable {
  package var id: String
  package var email: String?
}

/// A list at a target.
package struct TargetList: Sendable, Equatable {
  package var id: String
  package var name: String
  /// Filled by the target's own rules: contacts can't be added.
  package var isDynamic = false

  package init(id: String, name: String, isDynamic: Bool = false) {
    self.id = id
    self.name = name
    self.isDynamic = isDynamic
  }
}

extension Contact {
  /// A field's value, unless it is blank.
  func filled(_ field: StandardField) -> String? {
    self[field].flatMap { $0.isBlank ? nil : $0 }
  }

  /// The member id `ACoA…`. One of digits only is no target's to take: it could be another person's
  /// public slug as well.
  var sendableMember: String? {
    identity.linkedinMember.flatMap { $0.isDigits ? nil : $0 }
  }

  /// A remark if LinkedIn's numeric member id is known, which goes nowhere.
  var memberRemark: Diagnostic? {
    guard let member = identity.linkedinMember, member.isDigits else { return nil }
    return Diagnostic(.linkedInNotSendable, value: member)
  }
}

extension String {
  var isBlank: Bool { utf8.allSatisfy { $0 <= 0x20 } }
  fileprivate var isDigits: Bool { utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
