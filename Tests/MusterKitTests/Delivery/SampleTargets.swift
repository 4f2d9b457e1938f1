import Testing

@testable import MusterKit

/// Registers the third target for a suite, as a line in `TargetRegistry` would.
struct ThirdTargetTrait: TestTrait, SuiteTrait, TestScoping {
  var isRecursive: Bool { true }

  @concurrent func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    let targets = TargetRegistry.targets + [WebhookTarget.self]
    try await TargetRegistry.$targets.withValue(targets) { try await function() }
  }
}

extension Trait where Self == ThirdTargetTrait {
  static var withThirdTarget: Self { ThirdTargetTrait() }
}

/// A target with what the tests need to know of it. Each target has one, in `all`.
struct TargetSample: Sendable {
  let type: any Target.Type
  var key = "0123456789abcdef"
  /// Where every contact has to be on one.
  var list: String?
  /// What an accepted contact has become, by the answer.
  var status = RowStatus.upserted
  /// The body of an answer with status 200 by which the target takes a contact, with its id.
  let acceptance: @Sendable (_ id: String) -> String

  var kind: TargetKind { type.kind }
  var definition: TargetDefinition { type.definition }

  /// Every target that is registered, and one more.
  static let all: [TargetSample] = [.getsales, .lemlist, .webhook]

  static func of(_ kind: TargetKind) -> TargetSample {
    guard let sample = all.first(where: { $0.kind == kind }) else {
      preconditionFailure("\(kind) has no sample in TargetSample.all")
    }
    return sample
  }
}

extension TargetSample {
  static let getsales = TargetSample(
    type: GetSalesTarget.self, key: "header.payload.signature", list: SampleTarget.listID
  ) { id in
    #"{"uuid":"\#(id)","list_uuid":"\#(SampleTarget.listID)","work_email":"jane@acme.com","#
      + #""status":"ok"}"#
  }

  static let lemlist = TargetSample(type: LemlistTarget.self, status: .created) { id in
    #"{"success":true,"data":{"_id":"\#(id)","emails":[{"value":"jane@acme.com"}],"#
      + #""created":true,"companyLinked":true}}"#
  }
}

extension TargetDefinition {
  /// What a target has if nothing is set, but for what is given here.
  func settings(
    base: String? = nil, list: String? = nil, own: [String: JSONValue] = [:]
  ) -> TargetSettings {
    let standard = ownSettings.map { ($0.path, $0.standard) }
    return TargetSettings(
      baseURL: SampleTarget.baseURL(base ?? address), apiKeyVariable: kind.keyVariable,
      apiKeyFile: nil, list: list, rateLimit: documentedLimit,
      own: Dictionary(uniqueKeysWithValues: standard).merging(own) { $1 })
  }
}

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
      GetSalesTarget.definition.settings(
        base: base, list: list,
        own: [
          "team_id": team.map { .string($0) } ?? .null, "update_if_exists": .bool(updateIfExists),
          "move_to_list": .bool(moveToList), "require_linkedin": .bool(requireLinkedIn),
          "tell_created": .bool(tellCreated),
        ]), key: key.map { Secret($0) })
  }

  static func lemlist(
    base: String = "https://api.lemlist.com/api", key: String? = "0123456789abcdef",
    list: String? = nil
  ) throws(TargetSettingsError) -> LemlistTarget {
    try LemlistTarget(
      LemlistTarget.definition.settings(base: base, list: list), key: key.map { Secret($0) })
  }

  static func of(_ kind: TargetKind) throws(TargetSettingsError) -> any Target {
    let sample = TargetSample.of(kind)
    return try sample.type.init(
      sample.definition.settings(list: sample.list), key: Secret(sample.key))
  }

  /// All kinds that there is a sample of.
  static let kinds = TargetSample.all.map(\.kind)

  /// A person with something in most fields.
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
    TargetSample.of(kind).acceptance(id)
  }
}
