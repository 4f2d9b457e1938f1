// `POST /leads/api/leads/upsert`: what is refused, and in which words.

import Testing

@testable import Sandbox

@Suite struct GetSalesRefusalTests {
  @Test(
    arguments: [
      (
        ["lead": ["first_name": "J"]], "lead.linkedin_id", "The lead.linkedin id field is required."
      ),
      (
        ["lead": ["linkedin_id": ""]], "lead.linkedin_id",
        "The lead.linkedin id field is required."
      ),
      (
        ["lead": ["linkedin_id": nil]], "lead.linkedin_id",
        "The lead.linkedin id field is required."
      ),
      (["lead": ["linkedin_id": 5]], "lead.linkedin_id", "The lead.linkedin id must be a string."),
      (
        ["lead": ["linkedin_id": "n/a"]], "lead.linkedin_id",
        "The lead.linkedin id format is invalid."
      ),
      ([:], "lead", "The lead field is required."),
      (["lead": "jane"], "lead", "The lead must be an object."),
      (
        ["lead": ["linkedin_id": "j", "email": "jane"]], "lead.email",
        "The lead.email must be a valid email address."
      ),
      (
        ["lead": ["linkedin_id": "j", "email": ""]], "lead.email",
        "The lead.email must be a valid email address."
      ),
      (
        ["lead": ["linkedin_id": "j", "work_email": "x"]], "lead.work_email",
        "The lead.work email must be a valid email address."
      ),
      (
        ["lead": ["linkedin_id": "j", "first_name": nil]], "lead.first_name",
        "The lead.first name must be a string."
      ),
      (
        ["lead": ["linkedin_id": "j", "about": ["x"]]], "lead.about",
        "The lead.about must be a string."
      ),
      (
        ["lead": ["linkedin_id": "j", "linkedin": "https://linkedin.com/in/j"]], "lead.linkedin",
        "The lead.linkedin format is invalid."
      ),
      (
        ["lead": ["linkedin_id": "j"], "custom_fields": ["x"]], "custom_fields",
        "The custom fields must be an object."
      ),
      (
        ["lead": ["linkedin_id": "j"], "custom_fields": ["notes": ["x"]]], "custom_fields.notes",
        "The custom fields.notes must be a string."
      ),
      (
        ["lead": ["linkedin_id": "j"], "update_if_exists": "yes"], "update_if_exists",
        "The update if exists field must be true or false."
      ),
      (
        ["lead": ["linkedin_id": "j"], "move_to_list": 1], "move_to_list",
        "The move to list field must be true or false."
      ),
    ] as [(SandboxJSON, String, String)])
  func `A bad field is refused with 422 under its own name`(
    body: SandboxJSON, field: String, message: String
  ) {
    var bench = Bench()
    var body = body
    body.append("list_uuid", .string(Bench.listID))
    let reply = bench.getSales("POST", "/leads/api/leads/upsert", body)
    #expect(reply.status == 422)
    let quoted = SandboxJSON.string(message)
    #expect(
      reply.bodyText
        == #"{"error":{"reason":"validation_error","message":\#(quoted),"data":{"\#(field)":"#
        + #"[\#(quoted)]}},"message":"The given data was invalid.","code":422}"#)
    #expect(bench.snapshot.getSales.contacts.isEmpty)
  }

  @Test(
    arguments: [
      (nil, "The list uuid field is required."), ("", "The list uuid field is required."),
      ("b1b2c3d4-0000-0000-0000-000000000000", "The selected list uuid is invalid."),
      (7, "The list uuid must be a string."),
    ] as [(SandboxJSON?, String)])
  func `A list that is missing or unknown is refused under list_uuid`(
    list: SandboxJSON?, message: String
  ) {
    var bench = Bench()
    var body: SandboxJSON = ["lead": ["linkedin_id": "jane"]]
    body.append("list_uuid", list)
    let reply = bench.getSales("POST", "/leads/api/leads/upsert", body)
    #expect(reply.status == 422)
    #expect(reply.json["error"]?["data"] == ["list_uuid": [.string(message)]])
  }

  @Test func `All bad fields are named at once`() {
    var bench = Bench()
    let reply = bench.getSales(
      "POST", "/leads/api/leads/upsert", ["lead": ["email": "x"], "list_uuid": "y"])
    let fields = reply.json["error"]?["data"]?.members?.map(\.key)
    #expect(fields == ["lead.email", "lead.linkedin_id", "list_uuid"])
  }

  @Test func `Malformed JSON is a bad request`() {
    var bench = Bench()
    for body in ["{\"lead\":", "", "[]", "\"x\""] {
      var call = Call.getSales("POST", "/leads/api/leads/upsert", [:])
      call.body = Array(body.utf8)
      let reply = bench.send(call)
      #expect(reply.status == 400, "\(body)")
      #expect(reply.json["error"]?["reason"] == "bad_request")
      #expect(reply.json["code"] == 400)
    }
  }

  @Test(arguments: [nil, "application/x-www-form-urlencoded", "text/plain"])
  func `A body that isn't said to be JSON ends in validation errors`(type: String?) {
    var bench = Bench()
    var call = Call.getSales(
      "POST", "/leads/api/leads/upsert",
      ["lead": ["linkedin_id": "j"], "list_uuid": .string(Bench.listID)])
    call.contentType = type
    let reply = bench.send(call)
    #expect(reply.status == 422)
    #expect(
      reply.json["error"]?["data"]?.members?.map(\.key) == ["lead", "list_uuid"])
  }

  @Test func `The content type may have parameters and any case`() {
    var bench = Bench()
    var call = Call.getSales(
      "POST", "/leads/api/leads/upsert",
      ["lead": ["linkedin_id": "j"], "list_uuid": .string(Bench.listID)])
    call.contentType = "Application/JSON; charset=utf-8"
    #expect(bench.send(call).status == 200)
  }
}
