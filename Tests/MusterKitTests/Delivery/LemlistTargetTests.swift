import Foundation
import Testing

@testable import MusterKit

@Suite struct LemlistTargetTests {
  private func body(_ contact: Contact) throws -> String {
    String(decoding: try SampleTarget.lemlist().payload(for: contact).body, as: UTF8.self)
  }

  @Test("A contact is flat, in the order of the reference, without blanks and company name")
  func payload() throws {
    var contact = SampleTarget.person
    contact.additionalEmails = ["j@acme.com", "jd@acme.com"]
    contact[.owner] = "usr_1"
    contact[.contactID] = "ctc_1"
    contact[.phone] = "+41 44"
    let expected =
      #"{"contactId":"ctc_1","email":"Jane@acme.com","#
      + #""linkedinUrl":"https://www.linkedin.com/in/jane-doe","#
      + #""linkedinUrlSalesNav":"https://www.linkedin.com/sales/lead/ACwAAB456","#
      + #""additionalEmails":["j@acme.com","jd@acme.com"],"firstName":"Jane","lastName":"Doe","#
      + #""phone":"+41 44","location":"Zürich","summary":"Hi\nthere","#
      + #""tagline":"Builder \"of\" things","jobTitle":"CTO","contactOwner":"usr_1","#
      + #""companyDomain":"acme.com","msg1":"Hello"}"#
    #expect(try body(contact) == expected)
  }

  @Test(
    "LinkedIn goes out as full addresses, split by kind",
    arguments: [
      (
        Identity(linkedin: "zoë-张"),
        #"{"linkedinUrl":"https://www.linkedin.com/in/zo%C3%AB-%E5%BC%A0"}"#
      ),
      (
        Identity(linkedinMember: "ACoAAB-_x"),
        #"{"linkedinUrl":"https://www.linkedin.com/in/ACoAAB-_x"}"#
      ),
      (
        Identity(linkedin: "a/b?c", linkedinMember: "ACoAAB"),
        #"{"linkedinUrl":"https://www.linkedin.com/in/a%2Fb%3Fc"}"#
      ),
      (
        Identity(salesNavigator: "ACwAAB"),
        #"{"linkedinUrlSalesNav":"https://www.linkedin.com/sales/lead/ACwAAB"}"#
      ),
      (Identity(email: "a@b.de", linkedinMember: "12345"), "{}"),
    ])
  func identifiers(identity: Identity, expected: String) throws {
    let contact = Contact(row: 1, line: 2, identity: identity)
    #expect(try body(contact) == expected)
    #expect(try SampleTarget.lemlist().canTake(contact) == (expected != "{}"))
  }

  @Test("Any identifier of its own will do", arguments: [StandardField.email, .contactID])
  func canTake(field: StandardField) throws {
    var contact = Contact(row: 1, line: 2)
    #expect(try !SampleTarget.lemlist().canTake(contact))
    contact[field] = "x"
    #expect(try SampleTarget.lemlist().canTake(contact))
  }

  @Test("A custom field can't take the name of a field, nor come twice")
  func customNames() throws {
    var contact = Contact(row: 1, line: 2)
    contact[.email] = "a@b.de"
    contact.customFields = [
      CustomValue(name: "email", value: "c@d.de"), CustomValue(name: "x", value: "1"),
      CustomValue(name: "x", value: "2"),
    ]
    let payload = try SampleTarget.lemlist().payload(for: contact)
    #expect(String(decoding: payload.body, as: UTF8.self) == #"{"email":"a@b.de","x":"1"}"#)
    #expect(payload.remarks.map(\.code) == [.fieldWithoutPlace, .fieldWithoutPlace])
  }

  @Test("The request has an empty user and the key as password")
  func request() throws {
    let request = try SampleTarget.lemlist(key: "secretkey").upsert(Payload(body: [0x7B, 0x7D]))
    #expect(request.url == "https://api.lemlist.com/api/contacts")
    #expect(request.authorization?.header.reveal() == "Basic OnNlY3JldGtleQ==")
    #expect(!"\(request)".contains("OnNl"))
  }

  @Test(
    "A key that would be refused for its form is told at once, without the key",
    arguments: [
      ("OnNlY3JldGtleTE=", TargetSettingsError.Reason.keyEncoded),
      ("OnNlY3JldGtleTE", .keyEncoded), ("c2VjcmV0a2V5MTo=", .keyEncoded),
      ("secretkey1:", .keyMalformed), (":secretkey1", .keyMalformed),
      ("Basic OnNlY3JldGtleTE=", .keyMalformed), ("Bearer secretkey1", .keyMalformed),
    ])
  func keyForm(key: String, reason: TargetSettingsError.Reason) {
    #expect {
      try SampleTarget.lemlist(key: key)
    } throws: { error in
      (error as? TargetSettingsError)?.reason == reason && "\(error)".contains("LEMLIST_API_KEY")
        && !"\(error)".contains("secretkey") && !"\(error)".contains("OnNl")
    }
  }

  @Test("Ordinary keys are taken", arguments: ["0123456789abcdef0123456789abcdef", "k", "a_b-c"])
  func ordinaryKey(key: String) throws {
    _ = try SampleTarget.lemlist(key: key)
  }

  @Test(
    "Created and updated are told apart by the answer, not by the status alone",
    arguments: [
      (201, #""created":true"#, RowStatus.created), (200, #""created":true"#, .created),
      (200, #""created":false,"updated":true"#, .updated), (201, #""created":false"#, .updated),
      (201, #""x":1"#, .created), (200, #""updated":true"#, .updated), (200, #""x":1"#, .upserted),
      (204, #""created":"yes""#, .upserted),
    ])
  func statuses(status: Int, members: String, expected: RowStatus) throws {
    let body = #"{"success":true,"data":{"_id":"ctc_1",\#(members)}}"#
    let answer = try SampleTarget.lemlist().classify(
      HTTPAnswer(status: status, body: Array(body.utf8)), to: Payload(body: []))
    #expect(answer == .accepted(Acceptance(status: expected, targetID: "ctc_1")))
  }

  @Test(
    "An accepted contact is held against what was sent",
    arguments: [
      (#""emails":[{"value":"JANE@acme.com"}],"companyLinked":true"#, "", []),
      (#""companyLinked":true"#, "", []),
      (#""emails":[{"value":"other@acme.com"}]"#, "", [DiagnosticCode.emailNotStored]),
      (#""emails":[]"#, "", [.emailNotStored]),
      (#""companyLinked":false"#, "", [.companyNotLinked]),
      (
        #""unsubscribed":true,"companyLinked":false"#, "",
        [.unsubscribedAtTarget, .companyNotLinked]
      ),
      (#""ownerId":"usr_2""#, "", [.targetWarning]),
      (#""ownerId":"usr_1""#, "", []),
      (
        #""a":1"#, #","warnings":[{"code":"C","message":"of jane@acme.com"},{},7]"#,
        [.targetWarning]
      ),
    ])
  func accepted(members: String, rest: String, remarks: [DiagnosticCode]) throws {
    var contact = SampleTarget.person
    contact[.owner] = "usr_1"
    let target = try SampleTarget.lemlist()
    let body = #"{"success":true,"data":{"_id":"ctc_1","created":true,\#(members)}\#(rest)}"#
    let answer = target.classify(
      HTTPAnswer(status: 201, body: Array(body.utf8)), to: target.payload(for: contact))
    guard case .accepted(let acceptance) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(acceptance.remarks.map(\.code) == remarks)
    if !rest.isEmpty { #expect(acceptance.remarks.first?.message == "lemlist remarks: C: of …") }
  }

  @Test("Another contact than the one asked for is remarked on")
  func otherContact() throws {
    var contact = Contact(row: 1, line: 2)
    contact[.contactID] = "ctc_2"
    let target = try SampleTarget.lemlist()
    let answer = target.classify(
      HTTPAnswer(status: 200, body: Array(#"{"data":{"_id":"ctc_1","created":false}}"#.utf8)),
      to: target.payload(for: contact))
    guard case .accepted(let acceptance) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(acceptance.remarks.map(\.code) == [.targetWarning])
  }

  @Test(
    "A coded refusal is the row's, and its field is known",
    arguments: [
      ("INVALID_EMAIL", "Invalid email", ["email"]),
      ("INVALID_ADDITIONAL_EMAILS", "x", ["additionalEmails"]),
      ("INVALID_LINKEDIN_URL", "x", ["linkedinUrl"]),
      ("CONTACT_NOT_FOUND_BY_ID", "x", ["contactId"]),
      ("INVALID_FIELD", "Field msg1 is not registered", ["msg1"]),
      ("INVALID_FIELD", "A field is not registered", []),
      ("MISSING_IDENTIFIER", "At least one identifier is required", []),
      ("CONTACT_VALIDATION_FAILED", "No", []),
    ])
  func refusals(code: String, message: String, fields: [String]) throws {
    let target = try SampleTarget.lemlist()
    let body = #"{"success":false,"error":{"code":"\#(code)","message":"\#(message)"}}"#
    let answer = target.classify(
      HTTPAnswer(status: 400, body: Array(body.utf8)), to: target.payload(for: SampleTarget.person))
    guard case .rejected(let refusal) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(refusal.code == code && refusal.fields == Set(fields))
    #expect(refusal.reason.hasPrefix(message))
    // The example of lemlist's message doesn't list Sales Navigator addresses among the keys.
    #expect(refusal.reason.contains("Sales Navigator") == (code == "MISSING_IDENTIFIER"))
  }

  @Test(
    "What every row would meet stops the run, with the reason",
    arguments: [
      (400, "No API key provided", StopReason.badKey), (400, "Bad team", .badKey),
      (400, #"{"error":"Bad team"}"#, .badKey), (400, "Something else", .badRequest),
      (401, "The authentication you supplied is incorrect", .badKey), (402, "", .noCredits),
      (403, "User linked to this API key is blocked", .forbidden),
      (403, "<html>Access denied | error code: 1010</html>", .firewall),
      (403, "error code: 1010", .firewall), (403, "Not in your plan", .forbidden),
      (404, "No user found for this API key", .badKey), (404, "Not found", .wrongAddress),
      (405, "Method not allowed", .wrongAddress), (406, "", .wrongAddress), (410, "", .badRequest),
    ])
  func stops(status: Int, body: String, reason: StopReason) throws {
    let answer = try SampleTarget.lemlist().classify(
      HTTPAnswer(status: status, body: Array(body.utf8)), to: Payload(body: []))
    guard case .stop(let cause) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(cause.reason == reason, "\(cause)")
    #expect(cause.httpStatus == status)
    #expect(cause.rowCode == "target_stopped")
  }

  @Test("Contacts go on a list by their ids, where a list is known")
  func addToList() throws {
    #expect(try SampleTarget.lemlist().addToList(["ctc_1"]) == nil)
    let target = try SampleTarget.lemlist(list: "clt_1").using(TargetList(id: "clt_9", name: "A"))
    let request = try #require(target.addToList(["ctc_1", "ctc_2"]))
    #expect(request.url == "https://api.lemlist.com/api/contacts/lists/clt_9/entities")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"contactIds":["ctc_1","ctc_2"]}"#)
  }

  @Test(
    "What is wrong with a list is told from what is wrong with a request",
    arguments: [
      (404, "Contact list not found", StopReason.listUnknown),
      (400, "Cannot manually add contacts to a dynamic list", .listDynamic),
      (400, "Invalid listId format (expected clt_xxx)", .listUnknown),
      (400, "All contactIds must be in ctc_xxx format", .badRequest),
      (401, "The authentication you supplied is incorrect", .badKey),
    ])
  func listRefusals(status: Int, body: String, reason: StopReason) throws {
    let answer = HTTPAnswer(status: status, body: Array(body.utf8))
    #expect(try SampleTarget.lemlist().refusal(of: answer)?.reason == reason)
  }
}
