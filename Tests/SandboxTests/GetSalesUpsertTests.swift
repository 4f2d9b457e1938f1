// `POST /leads/api/leads/upsert`: what is accepted, and what becomes of it.

import Testing

@testable import Sandbox

@Suite struct GetSalesUpsertTests {
  @Test func `A new contact comes back whole, with null where it is empty`() {
    var bench = Bench()
    let reply = bench.upsertLead([
      "linkedin_id": "john-doe-123456", "first_name": "John", "last_name": "Doe",
      "company_name": "Acme Inc", "email": "john@acme.com", "position": "VP of Sales",
      "raw_address": "San Francisco, CA, USA",
    ])
    #expect(reply.status == 200)
    let uuid = bench.snapshot.getSales.contacts[0].uuid
    #expect(
      reply.bodyText == """
        {"uuid":"\(uuid)","team_id":1,"user_id":1,"sender_profile_uuid":null,\
        "list_uuid":"a1b2c3d4-e5f6-7890-abcd-ef1234567890","data_source_uuid":null,\
        "pipeline_stage_uuid":"5d1b7a52-6c0f-4a52-9f4e-0d5a4b1c7e10","company_uuid":null,\
        "name":"John Doe","first_name":"John","last_name":"Doe","company_name":"Acme Inc",\
        "company_ln_id":null,"position":"VP of Sales","headline":null,"about":null,\
        "avatar_url":null,"ln_id":null,"sn_id":null,"linkedin":"john-doe-123456",\
        "facebook":null,"twitter":null,"work_email":"john@acme.com","personal_email":null,\
        "work_phone_number":null,"personal_phone_number":null,"connections_number":null,\
        "followers_number":null,"primary_language":null,"supported_languages":null,\
        "has_open_profile":null,"has_verified_profile":null,"has_premium":null,\
        "experience":null,"posts":null,"educations":null,"skills":null,\
        "raw_address":"San Francisco, CA, USA","location":null,"tags":null,"status":"ok",\
        "linkedin_status":"active","email_status":null,"unread_counts":[],\
        "last_automation_approve_at":null,"created_at":"2021-02-16T08:02:41.000Z",\
        "updated_at":"2021-02-16T08:02:41.000Z"}
        """)
  }

  @Test func `An update answers 200 too, without saying so, and keeps the rest`() {
    var bench = Bench()
    let first = bench.upsertLead([
      "linkedin_id": "john", "first_name": "John", "position": "CTO",
    ])
    let second = bench.upsertLead(["linkedin_id": "john", "first_name": "Johnny"])
    #expect(second.status == 200)
    #expect(second.json["uuid"] == first.json["uuid"])
    #expect(second.json["first_name"] == "Johnny")
    #expect(second.json["position"] == "CTO")
    #expect(second.json["created_at"] == first.json["created_at"])
    #expect(second.json["updated_at"] != first.json["updated_at"])
    #expect(bench.snapshot.getSales.contacts[0].upserts == 2)
  }

  @Test func `Unknown keys are silently ignored`() {
    var bench = Bench()
    let reply = bench.upsertLead(
      ["linkedin_id": "j", "phone": "+1 555 0100", "tags": ["a"]], more: ["nonsense": true])
    #expect(reply.status == 200)
    #expect(bench.snapshot.getSales.contacts[0].fields == ["linkedin": "j"])
  }

  @Test func `email is stored as work_email, or not at all if so set`() {
    var storing = Bench()
    var forgetting = Bench { $0.getSales.storesEmail = false }
    let lead: SandboxJSON = ["linkedin_id": "j", "email": "Jane@Acme.com"]
    #expect(storing.upsertLead(lead).json["work_email"] == "Jane@Acme.com")
    #expect(forgetting.upsertLead(lead).json["work_email"] == SandboxJSON.null)
  }

  @Test(arguments: [
    (GetSalesSettings.BlankValue.clears, nil, nil), (.ignored, "CTO", "hot"),
  ])
  func `null and "" clear what is there, or not if so set`(
    blank: GetSalesSettings.BlankValue, position: String?, note: String?
  ) {
    for value in [SandboxJSON.null, ""] {
      var bench = Bench { $0.getSales.blankValue = blank }
      _ = bench.upsertLead(
        ["linkedin_id": "j", "position": "CTO", "headline": "h"],
        more: ["custom_fields": ["notes": "hot"]])
      let reply = bench.upsertLead(
        ["linkedin_id": "j", "position": value], more: ["custom_fields": ["notes": value]])
      #expect(reply.status == 200)
      let contact = bench.snapshot.getSales.contacts[0]
      #expect(contact.fields["position"] == position)
      #expect(contact.fields["headline"] == "h")
      #expect(contact.customFields["notes"] == note)
    }
  }

  @Test func `Custom fields are kept under known names as text, others are ignored`() {
    var bench = Bench()
    let reply = bench.upsertLead(
      ["linkedin_id": "j"],
      more: ["custom_fields": ["notes": "x", "score": 7, "unheard_of": "y"]])
    #expect(reply.status == 200)
    #expect(
      bench.snapshot.getSales.contacts[0].customFields == ["notes": "x", "score": "7"])
  }

  @Test func `Unknown custom fields are refused or registered if so set`() {
    var refusing = Bench { $0.getSales.unknownCustomField = .refused }
    let more: SandboxJSON = ["custom_fields": ["unheard_of": "y"]]
    let refused = refusing.upsertLead(["linkedin_id": "j"], more: more)
    #expect(refused.status == 422)
    #expect(refused.json["error"]?["data"]?.members?.map(\.key) == ["custom_fields.unheard_of"])

    var registering = Bench {
      $0.registersAnyCustomField = true
      $0.getSales.unknownCustomField = .refused
    }
    #expect(registering.upsertLead(["linkedin_id": "j"], more: more).status == 200)
    #expect(registering.snapshot.getSales.contacts[0].customFields == ["unheard_of": "y"])
    #expect(registering.snapshot.getSales.customFields.last?.name == "unheard_of")
  }

  @Test func `An existing contact that isn't to be updated is called a duplicate`() {
    var bench = Bench()
    _ = bench.upsertLead(["linkedin_id": "j", "first_name": "Jane"])
    let reply = bench.upsertLead(
      ["linkedin_id": "j", "first_name": "Joan"], more: ["update_if_exists": false])
    #expect(reply.status == 422)
    #expect(reply.json["error"]?["message"]?.text?.lowercased().contains("duplicate") == true)
    #expect(bench.snapshot.getSales.contacts[0].fields["first_name"] == "Jane")
  }

  @Test func `An existing contact that isn't to be updated comes back untouched if so set`() {
    var bench = Bench { $0.getSales.existingContact = .untouched }
    let first = bench.upsertLead(["linkedin_id": "j", "first_name": "Jane"])
    let second = bench.upsertLead(
      ["linkedin_id": "j", "first_name": "Joan"], more: ["update_if_exists": false])
    #expect(second.status == 200)
    #expect(second.bodyText == first.bodyText)
  }

  @Test func `A new contact is made also with update_if_exists false`() {
    var bench = Bench()
    let reply = bench.upsertLead(["linkedin_id": "j"], more: ["update_if_exists": false])
    #expect(reply.status == 200)
  }

  @Test func `A contact stays in its list unless it is to be moved`() {
    var bench = Bench()
    let other = bench.getSales("POST", "/leads/api/lists", ["name": "Other"]).json["uuid"] ?? nil
    _ = bench.upsertLead(["linkedin_id": "j"])
    let stayed = bench.upsertLead(["linkedin_id": "j"], more: ["list_uuid": other])
    #expect(stayed.json["list_uuid"] == .string(Bench.listID))
    let moved = bench.upsertLead(
      ["linkedin_id": "j"], more: ["list_uuid": other, "move_to_list": true])
    #expect(moved.json["list_uuid"] == other)
    #expect(bench.world.getSales.listSizes == [Bench.listID: 0, other.text ?? "": 1])
  }

  @Test func `Without the demand for linkedin_id any key will do, and none won't`() {
    var bench = Bench { $0.getSales.requiresLinkedInID = false }
    #expect(bench.upsertLead(["email": "jane@acme.com"]).status == 200)
    #expect(bench.upsertLead(["first_name": "Jane", "company_name": "Acme"]).status == 200)
    let refused = bench.upsertLead(["first_name": "Jane"])
    #expect(refused.status == 422)
    #expect(refused.json["error"]?["data"]?.members?.map(\.key) == ["lead"])
  }

  @Test func `A team id is asked for if so set`() {
    var bench = Bench { $0.getSales.requiresTeamID = true }
    let refused = bench.upsertLead(["linkedin_id": "j"])
    #expect(refused.status == 400)
    #expect(refused.json["message"] == "Missing required headers: Team-ID")
    var call = Call.getSales("GET", "/leads/api/lists")
    call.teamID = "12"
    #expect(bench.send(call).status == 200)
  }
}
