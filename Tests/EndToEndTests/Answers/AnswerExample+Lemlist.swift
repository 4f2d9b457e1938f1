import Sandbox

@testable import MusterKit

extension AnswerExample {
  /// What lemlist says besides.
  static let lemlist = refusedContacts + refusedKeys + refusedLists + scriptedLemlist

  /// Refused with a code, for a field.
  private static func refused(
    _ rule: String, _ code: String, _ fields: Set<String> = [], _ body: String
  ) -> AnswerExample {
    AnswerExample(
      target: .lemlist, rule: rule, status: 400, form: .json,
      meaning: .row(code: code, fields: fields), ask: upsert(body))
  }

  private static let refusedContacts: [AnswerExample] = [
    refused("missing_identifier", "MISSING_IDENTIFIER", [], #"{"firstName":"Jane"}"#),
    refused("invalid_email", "INVALID_EMAIL", ["email"], #"{"email":"jane@"}"#),
    refused(
      "invalid_additional_emails", "INVALID_ADDITIONAL_EMAILS", ["additionalEmails"],
      #"{"email":"jane@acme.com","additionalEmails":["jane@"]}"#),
    refused(
      "invalid_linkedin_url", "INVALID_LINKEDIN_URL", ["linkedinUrl"],
      #"{"linkedinUrl":"https://example.com/jane"}"#),
    refused(
      "invalid_contact_id", "INVALID_CONTACT_ID", ["contactId"], #"{"contactId":"jane"}"#),
    refused(
      "contact_not_found", "CONTACT_NOT_FOUND_BY_ID", ["contactId"],
      #"{"contactId":"ctc_0000000000"}"#),
    refused(
      "invalid_field", "INVALID_FIELD", ["msg1"], #"{"email":"jane@acme.com","msg1":"Jane"}"#),
    refused("contact_validation", "CONTACT_VALIDATION_FAILED", [], #"{"email":"#),
    refused(
      "contact_validation", "CONTACT_VALIDATION_FAILED", ["firstName"],
      #"{"email":"jane@acme.com","firstName":["Jane"]}"#),
    // A body of another type isn't read, and so brings no identifier.
    AnswerExample(
      target: .lemlist, rule: "missing_identifier", status: 400, form: .json,
      meaning: .row(code: "MISSING_IDENTIFIER", fields: ["email", "linkedinUrl"]),
      ask: header("Content-Type", "text/plain")),
    AnswerExample(
      target: .lemlist, rule: "refused", status: 400, form: .json,
      meaning: .row(code: "target_rejected"), ask: request(.get, "/fields?entity=jane")),
  ]

  private static let refusedKeys: [AnswerExample] = [
    AnswerExample(
      target: .lemlist, rule: "key_or_team", status: 400, form: .text, meaning: .stop(.badKey),
      ask: { target in
        var request = target.keyCheck
        request.authorization = nil
        return request
      }),
    AnswerExample(
      target: .lemlist, rule: "key_or_team", status: 400, form: .text, meaning: .stop(.badKey),
      sandbox: always(400, .lemlist)),
    AnswerExample(
      target: .lemlist, rule: "user_gone", status: 404, form: .text, meaning: .stop(.badKey),
      sandbox: always(404, .lemlist)),
    AnswerExample(
      target: .lemlist, rule: "user_blocked", status: 403, form: .text, meaning: .stop(.forbidden),
      sandbox: always(403, .lemlist)),
    // Here the refusal is JSON of the third shape.
    AnswerExample(
      target: .lemlist, rule: "bad_key", status: 401, form: .json, meaning: .stop(.badKey),
      sandbox: { $0.lemlistKey = "another" }, ask: request(.get, "/fields?entity=contact")),
    AnswerExample(
      target: .lemlist, rule: "wrong_method", status: 405, form: .text,
      meaning: .stop(.wrongAddress), ask: request(.get, "/contacts/lists/clt_1/entities")),
    AnswerExample(
      target: .lemlist, rule: "not_found", status: 404, form: .text, meaning: .stop(.wrongAddress),
      ask: request(.post, "/nowhere", body: "{}")),
  ]

  private static func adding(to list: String, _ ids: [String] = ["ctc_1"]) -> Question {
    { target in
      let target = target.using(TargetList(id: list, name: "Autumn"))
      return target.addToList(ids) ?? target.keyCheck
    }
  }

  private static let refusedLists: [AnswerExample] = [
    AnswerExample(
      target: .lemlist, rule: "list_unknown", status: 404, form: .text,
      meaning: .stop(.listUnknown),
      ask: adding(to: "clt_unknown")),
    AnswerExample(
      target: .lemlist, rule: "list_unknown", status: 400, form: .text,
      meaning: .stop(.listUnknown),
      ask: adding(to: "Autumn")),
    AnswerExample(
      target: .lemlist, rule: "list_dynamic", status: 400, form: .text,
      meaning: .stop(.listDynamic),
      sandbox: { $0.lemlist.dynamicLists = ["clt_own": "Own rules"] }, ask: adding(to: "clt_own")),
    AnswerExample(
      target: .lemlist, rule: "bad_request", status: 400, form: .text, meaning: .stop(.badRequest),
      ask: adding(to: "clt_sandbox", ["jane"])),
  ]

  private static let scriptedLemlist: [AnswerExample] = [
    script(
      .lemlist, "contact_not_found", 404, .json,
      #"{"success":false,"error":{"code":"CONTACT_NOT_FOUND_BY_ID","message":"Not found"}}"#,
      .row(code: "CONTACT_NOT_FOUND_BY_ID", fields: ["contactId"])),
    script(
      .lemlist, "coded_not_found", 404, .json,
      #"{"success":false,"error":{"code":"COMPANY_NOT_FOUND","message":"No company"}}"#,
      .row(code: "COMPANY_NOT_FOUND")),
    script(.lemlist, "forbidden", 403, .text, "Not in your plan", .stop(.forbidden)),
    script(.lemlist, "key_or_team", 400, .json, #"{"error":"Bad team"}"#, .stop(.badKey)),
  ]
}
