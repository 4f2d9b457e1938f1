import Sandbox

@testable import MusterKit

extension AnswerExample {
  /// What GetSales says besides.
  static let getsales = naturalGetSales + scriptedGetSales

  private static let list = lists[.getsales] ?? ""

  private static func lead(_ members: String, list: String = Self.list) -> Question {
    upsert(#"{"lead":{\#(members)},"list_uuid":"\#(list)","update_if_exists":true}"#)
  }

  private static func refused(_ field: String, ask: @escaping Question) -> AnswerExample {
    AnswerExample(
      target: .getsales, rule: "invalid", status: 422, form: .json,
      meaning: .row(code: "validation_error", fields: [field]), ask: ask)
  }

  private static let naturalGetSales: [AnswerExample] = [
    AnswerExample(
      target: .getsales, rule: "list_refused", status: 422, form: .json,
      meaning: .stop(.listUnknown),
      ask: lead(#""linkedin_id":"jane-doe""#, list: "00000000-0000-0000-0000-000000000000")),
    AnswerExample(
      target: .getsales, rule: "not_found_row", status: 404, form: .json,
      meaning: .row(code: "not_found"), sandbox: always(404, .getsales)),
    AnswerExample(
      target: .getsales, rule: "duplicate", status: 422, form: .json, meaning: .alreadyThere,
      settings: ["MUSTER_TARGETS_GETSALES_UPDATE_IF_EXISTS": "false"], times: 2),
    AnswerExample(
      target: .getsales, rule: "header_missing", status: 400, form: .json,
      meaning: .stop(.badRequest, says: "targets.getsales.team_id"),
      sandbox: { $0.getSales.requiresTeamID = true }),
    refused("lead.email", ask: lead(#""linkedin_id":"jane-doe","email":"jane@""#)),
    refused("lead.linkedin_id", ask: lead(#""first_name":"Jane""#)),
    refused("lead.about", ask: lead(#""linkedin_id":"jane-doe","about":["Jane"]"#)),
    AnswerExample(
      target: .getsales, rule: "invalid", status: 422, form: .json,
      meaning: .row(code: "validation_error", fields: ["custom_fields.msg1"]),
      sandbox: { $0.getSales.unknownCustomField = .refused },
      ask: upsert(
        #"{"lead":{"linkedin_id":"jane-doe"},"custom_fields":{"msg1":"Jane"},"#
          + #""list_uuid":"\#(list)"}"#)),
    // A body of another type isn't read, and so the list is missing, too.
    AnswerExample(
      target: .getsales, rule: "list_refused", status: 422, form: .json,
      meaning: .stop(.listUnknown), ask: header("Content-Type", "text/plain")),
    AnswerExample(
      target: .getsales, rule: "bad_request", status: 400, form: .json,
      meaning: .stop(.badRequest), ask: upsert(#"{"lead":"#)),
    AnswerExample(
      target: .getsales, rule: "forbidden", status: 403, form: .json, meaning: .stop(.forbidden),
      sandbox: always(403, .getsales)),
    AnswerExample(
      target: .getsales, rule: "wrong_method", status: 405, form: .json,
      meaning: .stop(.wrongAddress), ask: request(.get, "/leads/api/leads/upsert")),
    AnswerExample(
      target: .getsales, rule: "not_found", status: 404, form: .text, meaning: .stop(.wrongAddress),
      ask: request(.post, "/nowhere", body: "{}")),
  ]

  private static let scriptedGetSales: [AnswerExample] = [
    script(
      .getsales, "list_not_found", 404, .json,
      #"{"error":{"reason":"not_found","message":"List not found."},"code":404}"#,
      .stop(.listUnknown)),
    script(
      .getsales, "list_refused", 422, .json, #"{"message":"The selected list_uuid is invalid."}"#,
      .stop(.listUnknown)),
    // Where contacts are to be updated a duplicate is a refusal.
    script(
      .getsales, "duplicate", 422, .json,
      #"{"error":{"reason":"validation_error","data":{"lead.email":["Already been taken."]}}}"#,
      .row(code: "validation_error", fields: ["lead.email"])),
    script(
      .getsales, "duplicate", 409, .text, "The contact is a duplicate.", .alreadyThere,
      settings: ["MUSTER_TARGETS_GETSALES_UPDATE_IF_EXISTS": "false"]),
    script(
      .getsales, "user_blocked", 403, .json,
      #"{"error":{"reason":"access_denied","message":"This user is blocked."}}"#,
      .stop(.forbidden)),
  ]
}
