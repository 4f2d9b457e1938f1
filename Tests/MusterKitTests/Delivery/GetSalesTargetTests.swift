import Testing

@testable import MusterKit

@Suite struct GetSalesTargetTests {
  private func body(_ contact: Contact, _ target: GetSalesTarget) -> String {
    String(decoding: target.payload(for: contact).body, as: UTF8.self)
  }

  @Test("A contact is written as the reference has it, without blanks, with both switches")
  func payload() throws {
    let lead =
      #"{"lead":{"linkedin_id":"jane-doe","first_name":"Jane","last_name":"Doe","#
      + #""company_name":"Acme","ln_id":"ACoAAB123","sn_id":"ACwAAB456","linkedin":"jane-doe","#
      + #""email":"Jane@acme.com","about":"Hi\nthere","domain":"acme.com","#
      + #""headline":"Builder \"of\" things","position":"CTO","raw_address":"Zürich"},"#
      + #""custom_fields":{"msg1":"Hello"},"#
      + #""list_uuid":"a1b2c3d4-e5f6-7890-abcd-ef1234567890","#
      + #""update_if_exists":true,"move_to_list":false}"#
    let payload = try SampleTarget.getsales().payload(for: SampleTarget.person)
    #expect(String(decoding: payload.body, as: UTF8.self) == lead)
    #expect(payload.remarks.isEmpty)
    #expect(try SampleTarget.getsales().payload(for: SampleTarget.person) == payload)
  }

  @Test(
    "The identifier is the slug, or else the member id, or else the Sales Navigator id",
    arguments: [
      (
        Identity(linkedin: "zoë-张", salesNavigator: "ACwAAx"),
        #"{"linkedin_id":"zoë-张","sn_id":"ACwAAx","linkedin":"zoë-张"}"#
      ),
      (
        Identity(linkedinMember: "ACoAAx", salesNavigator: "ACwAAx"),
        #"{"linkedin_id":"ACoAAx","ln_id":"ACoAAx","sn_id":"ACwAAx"}"#
      ),
      (Identity(salesNavigator: "ACwAAx"), #"{"linkedin_id":"ACwAAx","sn_id":"ACwAAx"}"#),
      (
        Identity(linkedin: "jane", linkedinMember: "123456"),
        #"{"linkedin_id":"jane","linkedin":"jane"}"#
      ),
      (Identity(email: "a@b.de", linkedinMember: "123456"), "{}"),
    ])
  func identifiers(identity: Identity, lead: String) throws {
    let target = try SampleTarget.getsales(list: nil, updateIfExists: false, moveToList: true)
    let contact = Contact(row: 1, line: 2, identity: identity)
    let expected = #"{"lead":\#(lead),"update_if_exists":false,"move_to_list":true}"#
    #expect(body(contact, target) == expected)
    let hasIdentifier = lead != "{}"
    #expect(target.canTake(contact) == hasIdentifier)
  }

  @Test("Without require_linkedin an address will do, or a name with a company; nothing else")
  func identifiersNotRequired() throws {
    let strict = try SampleTarget.getsales()
    let target = try SampleTarget.getsales(requireLinkedIn: false)
    var contact = Contact(row: 1, line: 2, identity: Identity(linkedinMember: "99"))
    #expect(!target.canTake(contact))
    contact[.lastName] = "Doe"
    #expect(!target.canTake(contact))
    contact[.companyName] = "Acme"
    #expect(target.canTake(contact) && !strict.canTake(contact))
    var other = Contact(row: 1, line: 2)
    other[.email] = "a@b.de"
    #expect(target.canTake(other) && !strict.canTake(other))
  }

  @Test("The request goes to the upsert with the key as bearer, and the team if it is set")
  func request() throws {
    let payload = Payload(body: Array("{}".utf8))
    let target = try SampleTarget.getsales(base: "http://127.0.0.1:9", key: "k1", team: "42")
    let request = target.upsert(payload)
    #expect(request.method == .post)
    #expect(request.url == "http://127.0.0.1:9/leads/api/leads/upsert")
    #expect(request.authorization?.header.reveal() == "Bearer k1")
    #expect(
      request.headers.map { "\($0.name): \($0.value)" } == [
        "User-Agent: muster/\(musterVersion)", "Accept: application/json",
        "Content-Type: application/json", "Team-ID: 42",
      ])
    #expect(!"\(request)".contains("k1"))
    let plain = try SampleTarget.getsales(key: nil).upsert(payload)
    #expect(plain.authorization == nil)
    #expect(!plain.headers.contains { $0.name == "Team-ID" })
  }

  @Test("A repeat is safe where contacts are updated, and not where they aren't")
  func repeats() throws {
    #expect(try SampleTarget.getsales().repeatIsSafe)
    #expect(try !SampleTarget.getsales(updateIfExists: false).repeatIsSafe)
  }

  @Test(
    "An accepted contact is held against what was sent",
    arguments: [
      (#"{"uuid":"u","work_email":"JANE@acme.com","status":"ok"}"#, []),
      (#"{"uuid":"u","work_email":null,"personal_email":"jane@acme.com"}"#, []),
      (#"{"uuid":"u","work_email":"other@acme.com"}"#, [DiagnosticCode.emailNotStored]),
      (#"{"uuid":"u","work_email":7}"#, [.emailNotStored]),
      (
        #"{"uuid":"u","work_email":"jane@acme.com","email_status":"unsubscribed"}"#,
        [.unsubscribedAtTarget]
      ),
      (
        #"{"uuid":"u","work_email":"jane@acme.com","status":"failed_validation"}"#, [.targetWarning]
      ),
      (#"{"uuid":"u","work_email":"jane@acme.com","list_uuid":"other"}"#, [.targetWarning]),
      (#"{"lead":{"uuid":"u","work_email":"jane@acme.com"},"flows":[]}"#, []),
      (#"{"data":{"uuid":"u","work_email":"jane@acme.com"}}"#, []),
    ])
  func accepted(body: String, remarks: [DiagnosticCode]) throws {
    let target = try SampleTarget.getsales()
    let answer = HTTPAnswer(status: 200, body: Array(body.utf8))
    let payload = target.payload(for: SampleTarget.person)
    guard case .accepted(let acceptance) = target.classify(answer, to: payload) else {
      Issue.record("not accepted")
      return
    }
    #expect(acceptance.status == .upserted)
    #expect(acceptance.targetID == "u")
    #expect(acceptance.remarks.map(\.code) == remarks)
  }

  @Test(
    "Created and updated are told apart where that is asked for, and said to be inferred",
    arguments: [
      (true, "2026-11-22T11:00:00.123Z", RowStatus.created),
      (true, "2026-11-22T10:59:40Z", .created), (true, "2026-11-22T10:00:00Z", .updated),
      (true, "yesterday", .upserted), (false, "2026-11-22T11:00:00Z", .upserted),
    ])
  func tellCreated(isAsked: Bool, creation: String, expected: RowStatus) throws {
    let target = try SampleTarget.getsales(tellCreated: isAsked)
    let body = #"{"uuid":"u","created_at":"\#(creation)","work_email":"jane@acme.com"}"#
    let answer = HTTPAnswer(
      status: 200, headers: ["Date": "Sun, 22 Nov 2026 11:00:02 GMT"], body: Array(body.utf8))
    let payload = target.payload(for: SampleTarget.person)
    guard case .accepted(let acceptance) = target.classify(answer, to: payload) else {
      Issue.record("not accepted")
      return
    }
    #expect(acceptance.status == expected)
    #expect(acceptance.remarks.map(\.code) == (expected == .upserted ? [] : [.statusInferred]))
  }

  @Test("Keys of GetSales' own go into the lead, and nowhere else")
  func rawKeys() throws {
    var contact = Contact(row: 1, line: 2, identity: Identity(linkedin: "jane-doe"))
    contact.customFields = [
      CustomValue(name: "work_email", value: "jane@acme.com", target: .getsales),
      CustomValue(name: "tags", value: "VIP; Berlin ,,", target: .getsales),
      CustomValue(name: "linkedin_id", value: "other", target: .getsales),
      CustomValue(name: "fax", value: "1", target: .lemlist),
      CustomValue(name: "work_email", value: "custom"),
    ]
    let payload = try SampleTarget.getsales().payload(for: contact)
    #expect(
      String(decoding: payload.body, as: UTF8.self).hasPrefix(
        #"{"lead":{"linkedin_id":"jane-doe","linkedin":"jane-doe","work_email":"jane@acme.com","#
          + #""tags":["VIP","Berlin"]},"custom_fields":{"work_email":"custom"},"#))
    #expect(payload.remarks.map(\.code) == [.fieldWithoutPlace])
    let other = try SampleTarget.lemlist().payload(for: contact)
    #expect(
      String(decoding: other.body, as: UTF8.self)
        == #"{"linkedinUrl":"https://www.linkedin.com/in/jane-doe","fax":"1","work_email":"custom"}"#
    )
  }

  @Test("A refusal names its fields, and says nothing of what was sent")
  func refusal() throws {
    let target = try SampleTarget.getsales()
    let body = """
      {"error":{"reason":"validation_error","message":"The given data was invalid.","data":{
      "email":["The email Jane@acme.com of Jane Doe must be valid."],
      "lead.domain":"See https://x.io/acme or call 0041 44 668 1800"}},
      "message":"The given data was invalid.","code":422}
      """
    let answer = target.classify(
      HTTPAnswer(status: 422, body: Array(body.utf8)), to: target.payload(for: SampleTarget.person))
    guard case .rejected(let refusal) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(refusal.code == "validation_error")
    #expect(refusal.fields == ["email", "lead.domain"])
    #expect(
      refusal.reason.hasPrefix("email: The email … of … … must be valid.; lead.domain: See …"))
    for value in ["Jane", "Doe", "acme", "x.io"] {
      #expect(!refusal.reason.contains(value), "\(refusal.reason)")
    }
  }

  @Test(
    "A duplicate is a success where contacts are to be left alone, and a refusal elsewhere",
    arguments: [
      (false, "The contact is a duplicate.", true), (false, "It already exists.", true),
      (false, "The name field is required.", false), (true, "The contact is a duplicate.", false),
    ])
  func duplicate(updates: Bool, message: String, isThere: Bool) throws {
    let target = try SampleTarget.getsales(updateIfExists: updates)
    let body = #"{"error":{"reason":"validation_error","message":"\#(message)","data":[]}}"#
    let answer = target.classify(
      HTTPAnswer(status: 422, body: Array(body.utf8)), to: target.payload(for: SampleTarget.person))
    #expect((answer == .alreadyThere) == isThere)
    if !isThere, case .rejected = answer { return }
    #expect(isThere)
  }

  @Test(
    "What every row would meet stops the run, with the reason",
    arguments: [
      (400, #"{"error":{"reason":"bad_request","message":"Malformed"}}"#, StopReason.badRequest),
      (400, #"{"error":{"reason":"bad_request","message":"Missing Team-ID header"}}"#, .badRequest),
      (401, #"{"error":{"reason":"auth_exception"}}"#, .badKey),
      (402, #"{"error":{"reason":"payment_required"}}"#, .noCredits),
      (403, #"{"error":{"reason":"access_denied"}}"#, .forbidden),
      (404, #"{"error":{"message":"List not found"}}"#, .listUnknown),
      (404, "<html>404</html>", .wrongAddress),
      (422, #"{"error":{"data":{"list_uuid":["The list_uuid is invalid."]}}}"#, .listUnknown),
      (422, #"{"message":"The selected list_uuid is invalid."}"#, .listUnknown),
      (410, "Gone", .badRequest),
    ])
  func stops(status: Int, body: String, reason: StopReason) throws {
    let target = try SampleTarget.getsales()
    let answer = target.classify(
      HTTPAnswer(status: status, body: Array(body.utf8)), to: Payload(body: []))
    guard case .stop(let cause) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(cause.reason == reason)
    #expect(cause.httpStatus == status)
    if body.contains("Team-ID") { #expect(cause.sentence.contains("targets.getsales.team_id")) }
    if status == 402 { #expect(cause.rowCode == "payment_required") }
  }

  @Test("A key with the header's word in front is told at once, without the key")
  func keyForm() {
    for key in ["Bearer abc123", "bearer  abc123", "Authorization: Bearer abc123"] {
      #expect {
        try SampleTarget.getsales(key: key)
      } throws: { error in
        (error as? TargetSettingsError)?.reason == .keyMalformed
          && "\(error)".contains("GETSALES_API_KEY") && !"\(error)".contains("abc123")
      }
    }
  }
}
