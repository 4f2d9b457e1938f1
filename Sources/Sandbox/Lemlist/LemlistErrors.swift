// How lemlist says no: coded JSON, plain text, or JSON with a bare text, by endpoint.

/// A contact that is refused: 400 with a code
/// (https://developer.lemlist.com/api-reference/endpoints/contacts/upsert-contact).
struct LemlistRefusal: Error, Sendable, Equatable {
  enum Code: String, Sendable, CaseIterable {
    case missingIdentifier = "MISSING_IDENTIFIER"
    case invalidContactID = "INVALID_CONTACT_ID"
    case contactNotFound = "CONTACT_NOT_FOUND_BY_ID"
    case invalidEmail = "INVALID_EMAIL"
    case invalidAdditionalEmails = "INVALID_ADDITIONAL_EMAILS"
    case invalidLinkedInURL = "INVALID_LINKEDIN_URL"
    case invalidField = "INVALID_FIELD"
    case validationFailed = "CONTACT_VALIDATION_FAILED"
  }

  var code: Code
  var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message is the one of the documents' example.
  static let missingIdentifier = LemlistRefusal(
    .missingIdentifier, "At least one identifier is required: email, linkedinUrl or contactId")
}

extension Reply {
  static func lemlist(_ refusal: LemlistRefusal) -> Reply {
    .json(
      400,
      [
        "success": false,
        "error": ["code": .string(refusal.code.rawValue), "message": .string(refusal.message)],
      ])
  }

  /// The texts of https://developer.lemlist.com/api-reference/endpoints/team/get-team.
  static let lemlistNoKey = text(400, "No API key provided")
  static let lemlistWrongKey = text(401, "The authentication you supplied is incorrect")

  /// `/fields` answers JSON where the others answer text.
  static let lemlistFieldsUnauthorized = json(401, ["error": "Unauthorized"])

  /// What a fault of that status looks like at lemlist.
  static func lemlistFault(_ status: Int) -> Reply {
    switch status {
    case 400: .text(400, "Bad team")
    case 401: .lemlistWrongKey
    case 402: .text(402, "Not enough credits")
    case 403: .text(403, "User linked to this API key is blocked")
    case 404: .text(404, "No user found for this API key")
    case 405: .text(405, "Method not allowed")
    case 429: .text(429, "Too many requests")
    case 500: .text(500, "Internal Server Error")
    case 502...504: .proxyError(status)
    default: .text(status, "Sandbox fault \(status)")
    }
  }
}
