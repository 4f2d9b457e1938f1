// `POST /api/contacts`: what is accepted, what is refused, and in which words.

import Testing

@testable import Sandbox

@Suite struct LemlistUpsertTests {
  private static let jane: SandboxJSON = [
    "email": "jane.smith@example.com", "firstName": "Jane", "lastName": "Smith",
    "linkedinUrl": "https://linkedin.com/in/janesmith", "jobTitle": "Product Manager",
    "companyDomain": "acme.com",
  ]

  @Test func `A new contact is answered with 201, as in the documents' example`() {
    var bench = Bench()
    let reply = bench.upsertContact(Self.jane)
    let id = bench.snapshot.lemlist.contacts[0].id
    #expect(reply.status == 201)
    #expect(
      reply.bodyText == """
        {"success":true,"data":{"_id":"\(id)","teamId":"tea_sandboxTeam00001",\
        "emails":[{"value":"jane.smith@example.com"}],\
        "linkedinUrl":"https://www.linkedin.com/in/janesmith",\
        "fields":{"firstName":"Jane","jobTitle":"Product Manager","lastName":"Smith"},\
        "ownerId":"usr_sandboxOwner00001","source":"api",\
        "createdAt":"2021-02-16T08:02:41.000Z","createdBy":"usr_sandboxOwner00001",\
        "unsubscribed":false,"created":true,"companyLinked":true,\
        "companyId":"cpn_sandboxAcme000001"}}
        """)
  }

  @Test func `An updated contact is answered with 200 and says so`() {
    var bench = Bench()
    _ = bench.upsertContact(Self.jane)
    let reply = bench.upsertContact(["email": "JANE.smith@example.com", "firstName": "Janet"])
    let id = bench.snapshot.lemlist.contacts[0].id
    #expect(reply.status == 200)
    #expect(
      reply.bodyText == """
        {"success":true,"data":{"_id":"\(id)","teamId":"tea_sandboxTeam00001",\
        "emails":[{"value":"JANE.smith@example.com"}],\
        "linkedinUrl":"https://www.linkedin.com/in/janesmith",\
        "fields":{"firstName":"Janet","jobTitle":"Product Manager","lastName":"Smith"},\
        "ownerId":"usr_sandboxOwner00001","source":"api",\
        "createdAt":"2021-02-16T08:02:41.000Z","createdBy":"usr_sandboxOwner00001",\
        "unsubscribed":false,"created":false,"updated":true,"companyLinked":false}}
        """)
  }

  @Test(
    arguments: [
      ([:], "MISSING_IDENTIFIER"), (["firstName": "Jane"], "MISSING_IDENTIFIER"),
      (["email": "", "linkedinUrl": nil], "MISSING_IDENTIFIER"),
      (["additionalEmails": ["jane@example.com"]], "MISSING_IDENTIFIER"),
      (["email": "jane"], "INVALID_EMAIL"), (["email": 5], "INVALID_EMAIL"),
      (["email": "jane@example"], "INVALID_EMAIL"),
      (["email": "j@a.co", "additionalEmails": ["x"]], "INVALID_ADDITIONAL_EMAILS"),
      (["email": "j@a.co", "additionalEmails": "x@a.co"], "INVALID_ADDITIONAL_EMAILS"),
      (["email": "j@a.co", "additionalEmails": [7]], "INVALID_ADDITIONAL_EMAILS"),
      (["linkedinUrl": "janesmith"], "INVALID_LINKEDIN_URL"),
      (["linkedinUrl": "https://example.com/in/jane"], "INVALID_LINKEDIN_URL"),
      (
        ["linkedinUrl": "https://www.linkedin.com/sales/lead/ACwAA"], "INVALID_LINKEDIN_URL"
      ),
      (
        ["email": "j@a.co", "linkedinUrlSalesNav": "https://www.linkedin.com/in/j"],
        "INVALID_LINKEDIN_URL"
      ),
      (["contactId": "cto_1"], "INVALID_CONTACT_ID"), (["contactId": 1], "INVALID_CONTACT_ID"),
      (["contactId": "ctc_nobody"], "CONTACT_NOT_FOUND_BY_ID"),
      (["email": "j@a.co", "companyName": "Acme"], "INVALID_FIELD"),
      (["email": "j@a.co", "notes": ["x"]], "INVALID_FIELD"),
      (["email": "j@a.co", "languages": ["en"]], "CONTACT_VALIDATION_FAILED"),
      (["email": "j@a.co", "contactOwner": 5], "CONTACT_VALIDATION_FAILED"),
      (["j@a.co"], "CONTACT_VALIDATION_FAILED"),
    ] as [(SandboxJSON, String)])
  func `A bad contact is refused with 400 and a code`(body: SandboxJSON, code: String) {
    var bench = Bench()
    let reply = bench.upsertContact(body)
    #expect(reply.status == 400)
    #expect(reply.contentType == "application/json")
    #expect(reply.json.members?.map(\.key) == ["error", "success"])
    #expect(reply.json["success"] == false)
    #expect(reply.json["error"]?.members?.map(\.key) == ["code", "message"])
    #expect(reply.json["error"]?["code"]?.text == code)
    #expect(bench.snapshot.lemlist.contacts.isEmpty)
  }

  @Test func `Every documented code has a case in these tests`() {
    #expect(
      Set(LemlistRefusal.Code.allCases.map(\.rawValue)) == [
        "MISSING_IDENTIFIER", "INVALID_CONTACT_ID", "CONTACT_NOT_FOUND_BY_ID", "INVALID_EMAIL",
        "INVALID_ADDITIONAL_EMAILS", "INVALID_LINKEDIN_URL", "INVALID_FIELD",
        "CONTACT_VALIDATION_FAILED",
      ])
  }

  @Test func `The message for a missing identifier is the documented one`() {
    var bench = Bench()
    #expect(
      bench.upsertContact([:]).bodyText
        == #"{"success":false,"error":{"code":"MISSING_IDENTIFIER","#
        + #""message":"At least one identifier is required: email, linkedinUrl or contactId"}}"#)
  }

  @Test(arguments: [nil, "application/x-www-form-urlencoded"])
  func `A body that isn't said to be JSON brings no identifier`(type: String?) {
    var bench = Bench()
    var call = Call.lemlist("POST", "/api/contacts", Self.jane)
    call.contentType = type
    #expect(bench.send(call).json["error"]?["code"] == "MISSING_IDENTIFIER")
  }

  @Test func `Malformed JSON is refused in the form of all refusals`() {
    var bench = Bench()
    var call = Call.lemlist("POST", "/api/contacts", Self.jane)
    call.body = Array("{\"email\":".utf8)
    let reply = bench.send(call)
    #expect(reply.status == 400)
    #expect(reply.json["error"]?["code"] == "CONTACT_VALIDATION_FAILED")
  }

  @Test func `Blank values are ignored and leave what is there`() {
    var bench = Bench()
    _ = bench.upsertContact(Self.jane)
    let reply = bench.upsertContact([
      "email": "jane.smith@example.com", "firstName": "", "lastName": nil, "jobTitle": "",
      "linkedinUrl": "", "additionalEmails": nil, "contactOwner": "",
    ])
    #expect(reply.status == 200)
    let contact = bench.snapshot.lemlist.contacts[0]
    #expect(
      contact.fields
        == ["firstName": "Jane", "lastName": "Smith", "jobTitle": "Product Manager"])
    #expect(contact.linkedInURL == "https://www.linkedin.com/in/janesmith")
  }

  @Test func `A Sales Navigator URL alone is enough, or not if so set`() {
    let body: SandboxJSON = [
      "linkedinUrlSalesNav": "https://www.linkedin.com/sales/lead/ACwAAB,NAME_SEARCH,x"
    ]
    var bench = Bench()
    let reply = bench.upsertContact(body)
    #expect(reply.status == 201)
    #expect(
      reply.json["data"]?["linkedinUrlSalesNav"]
        == "https://www.linkedin.com/sales/lead/ACwAAB")
    #expect(reply.json["data"]?["linkedinUrl"] == nil)
    #expect(reply.json["data"]?["emails"] == [])
    var strict = Bench { $0.lemlist.acceptsSalesNavigatorAlone = false }
    #expect(strict.upsertContact(body).json["error"]?["code"] == "MISSING_IDENTIFIER")
  }

  @Test func `Custom fields are kept as they came, if their names are registered`() {
    var bench = Bench { $0.customFields = ["score", "vip"] }
    let reply = bench.upsertContact(["email": "j@a.co", "score": 7, "vip": true])
    #expect(reply.status == 201)
    #expect(reply.json["data"]?["fields"] == ["score": 7, "vip": true])
  }

  @Test func `An unregistered field is named, or left out or registered if so set`() {
    let body: SandboxJSON = ["email": "j@a.co", "shoeSize": "44"]
    var bench = Bench()
    let refused = bench.upsertContact(body)
    #expect(refused.json["error"]?["message"]?.text?.contains("shoeSize") == true)

    var dropping = Bench { $0.lemlist.refusesUnknownFields = false }
    #expect(dropping.upsertContact(body).json["data"]?["fields"] == [:])

    var registering = Bench { $0.registersAnyCustomField = true }
    #expect(registering.upsertContact(body).json["data"]?["fields"] == ["shoeSize": "44"])
    #expect(registering.snapshot.lemlist.customFields.last == "shoeSize")
  }

  @Test(arguments: [
    ("usr_sandboxMember0001", "usr_sandboxMember0001"),
    ("MAX@sandbox.example", "usr_sandboxMember0001"),
    ("nobody@sandbox.example", "usr_sandboxOwner00001"),
    ("usr_nobody", "usr_sandboxOwner00001"),
  ])
  func `An owner who is unknown silently becomes the owner of the key`(
    owner: String, id: String
  ) {
    var bench = Bench()
    let reply = bench.upsertContact(["email": "j@a.co", "contactOwner": .string(owner)])
    #expect(reply.status == 201)
    #expect(reply.json["data"]?["ownerId"]?.text == id)
  }

  @Test func `The source is set at creation only`() {
    var bench = Bench()
    let made = bench.upsertContact(["email": "j@a.co", "source": "conference"])
    #expect(made.json["data"]?["source"] == "conference")
    let updated = bench.upsertContact(["email": "j@a.co", "source": "other"])
    #expect(updated.json["data"]?["source"] == "conference")
  }

  @Test(
    arguments: [
      (["companyDomain": "ACME.com"], true), (["companyId": "cpn_sandboxAcme000001"], true),
      (["companyLinkedinUrl": "https://www.linkedin.com/company/acme"], true),
      (["companyDomain": "unknown.com"], false),
      (["companyId": "cpn_unknown", "companyDomain": "acme.com"], false),
    ] as [(SandboxJSON, Bool)])
  func `A company that is known is linked, the first key deciding`(
    company: SandboxJSON, isLinked: Bool
  ) {
    var bench = Bench()
    var body = company
    body.append("email", "j@a.co")
    let reply = bench.upsertContact(body)
    #expect(reply.status == 201)
    #expect(reply.json["data"]?["companyLinked"] == .bool(isLinked))
    #expect((reply.json["data"]?["companyId"] != nil) == isLinked)
    #expect((reply.json["warnings"] != nil) == !isLinked)
  }

  @Test func `Warnings can be switched off, and don't come without a company key`() {
    var bench = Bench { $0.lemlist.warnsOfUnknownCompany = false }
    let reply = bench.upsertContact(["email": "j@a.co", "companyDomain": "unknown.com"])
    #expect(reply.json["warnings"] == nil)
    var warning = Bench()
    #expect(warning.upsertContact(["email": "j@a.co"]).json["warnings"] == nil)
  }

  @Test func `Somebody who unsubscribed stays so`() {
    var bench = Bench { $0.lemlist.unsubscribed = ["Gone@example.com"] }
    for _ in 1...2 {
      let reply = bench.upsertContact(["email": "gone@Example.com"])
      #expect(reply.json["data"]?["unsubscribed"] == true)
    }
    let other = bench.upsertContact(["email": "here@example.com"])
    #expect(other.json["data"]?["unsubscribed"] == false)
  }
}
