@testable import MusterKit

extension TargetKind {
  static let webhook = WebhookTarget.kind
}

/// A third target, of the tests alone: a plain API that takes people as JSON, to see that a target is one
/// file and one line. Everything that it is stands here.
struct WebhookTarget: Target {
  static let definition = TargetDefinition(
    name: "webhook", displayName: "Webhook",
    address: "https://hooks.example.com/v1",
    documentedLimit: RateLimit(requests: 10, window: .milliseconds(1_500)),
    reference: "https://hooks.example.com/docs",
    fieldNames: [
      .email: "person.mail", .linkedin: "person.profile", .firstName: "person.given_name",
      .lastName: "person.family_name", .fullName: "person.given_name + person.family_name",
      .companyName: "employer",
    ],
    customFieldName: "person.extra.NAME", registersCustomFields: false,
    ownSettings: [
      Setting(
        "workspace", .text, standard: .null, optional: true,
        "The workspace that people go to; the key's own if it isn't set.",
        reference: "https://hooks.example.com/docs"),
      Setting(
        "notify", .flag, standard: .bool(false), "Whether the owner is told of new people.",
        reference: "https://hooks.example.com/docs"),
    ],
    identification: { _ in
      TargetIdentification(
        identifiers: [.email, .linkedin],
        missing: "Webhook knows people by e-mail or LinkedIn: add one of them.")
    },
    notes: [TargetNote(.blankDoesNotErase, on: .blankColumn)])

  let answers: AnswerTable
  private let settings: TargetSettings
  private let key: Secret?

  init(_ settings: TargetSettings, key: Secret?) throws(TargetSettingsError) {
    self.settings = settings
    self.key = key
    answers = AnswerTable(Self.kind, keyPlace: settings.keyPlace(Self.kind), Self.rules)
  }

  var repeatIsSafe: Bool { true }
  var list: String? { settings.list }

  func canTake(_ contact: Contact) -> Bool {
    contact.filled(.email) != nil || contact.identity.linkedin != nil
  }

  func payload(for contact: Contact) -> Payload {
    var json = JSONText(capacity: 256)
    json.beginObject()
    if let workspace = settings.text("workspace") { json.member("workspace", workspace) }
    json.member("notify", settings.isOn("notify"))
    json.key("person")
    json.beginObject()
    if let email = contact.filled(.email) { json.member("mail", email) }
    if let slug = contact.identity.linkedin { json.member("profile", slug) }
    for (field, name) in [(StandardField.firstName, "given_name"), (.lastName, "family_name")] {
      if let value = contact.filled(field) { json.member(name, value) }
    }
    let filled = contact.customFields.filter { !$0.value.isBlank }
    for raw in filled where raw.target == kind { json.member(raw.name, raw.value) }
    let custom = filled.filter { $0.target == nil }
    if !custom.isEmpty {
      json.key("extra")
      json.beginObject()
      for field in custom { json.member(field.name, field.value) }
      json.endObject()
    }
    json.endObject()
    if let company = contact.filled(.companyName) { json.member("employer", company) }
    json.endObject()
    return Payload(body: json.bytes, remarks: [contact.memberRemark].compactMap(\.self))
  }

  func upsert(_ payload: Payload) -> HTTPRequest { request(.post, "/people", payload.body) }
  var keyCheck: HTTPRequest { request(.get, "/me") }

  private func request(
    _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8] = []
  ) -> HTTPRequest {
    HTTPRequest(
      method, settings.baseURL.text + path, headers: HTTPRequest.headers(hasBody: !body.isEmpty),
      authorization: key.map(Authorization.bearer), body: body)
  }

  func classify(_ answer: HTTPAnswer, to payload: Payload) -> Answer {
    let body = AnswerBody(answer.body)
    if let read = answers.answer(answer, body, to: payload, updates: true) { return read }
    let person = JSONValue(parsing: String(decoding: answer.body, as: UTF8.self))
    guard case .string(let id)? = person?["id"] else {
      return .unreadable(.withoutDetail(from: kind))
    }
    return .accepted(
      Acceptance(status: answer.status == 201 ? .created : .updated, targetID: id))
  }

  private static let rules = [
    AnswerRule(
      "bad_person", 400, codes: ["bad_person"], .row, source: "https://hooks.example.com/docs"),
    AnswerRule(
      "no_workspace", 404, words: ["workspace"],
      .stop(
        .badRequest,
        remedy: "{target} has no such workspace. Set {setting}.workspace to one of the key's."),
      source: "https://hooks.example.com/docs"),
  ]
}

extension TargetSample {
  static let webhook = TargetSample(type: WebhookTarget.self, status: .updated) {
    #"{"id":"\#($0)"}"#
  }
}
