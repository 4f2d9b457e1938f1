// How GetSales says no.

/// What is wrong with the fields of a request: 422.
struct GetSalesRefusal: Error, Sendable, Equatable {
  struct Problem: Sendable, Equatable {
    /// The field's path, with dots: `lead.linkedin_id`.
    var field: String
    var message: String
  }

  private(set) var problems: [Problem] = []

  mutating func add(_ field: String, _ message: String) {
    problems.append(Problem(field: field, message: message))
  }

  /// "The lead.linkedin id field is required.", in the wording of the example on the page.
  mutating func addRequired(_ field: String) {
    add(field, "The \(Self.spoken(field)) field is required.")
  }

  mutating func addNotText(_ field: String) {
    add(field, "The \(Self.spoken(field)) must be a string.")
  }

  static func spoken(_ field: String) -> String { field.replacing("_", with: " ") }

  /// Throws if anything is wrong.
  func check() throws(GetSalesRefusal) {
    if !problems.isEmpty { throw self }
  }

  /// The messages by field, in the order in which the fields were looked at.
  var data: SandboxJSON {
    var members: [SandboxJSON.Member] = []
    for problem in problems {
      let message = SandboxJSON.string(problem.message)
      if let index = members.firstIndex(where: { $0.key == problem.field }),
        case .array(let messages) = members[index].value
      {
        members[index].value = .array(messages + [message])
      } else {
        members.append(.init(problem.field, [message]))
      }
    }
    return .object(members)
  }
}

extension Reply {
  /// The error envelope of GetSales, as on the page of the upsert
  /// (https://grinfi-api.redocly.app/openapi/contacts/upsertcontact).
  static func getSalesError(
    _ status: Int, _ reason: String, _ message: String, data: SandboxJSON = [:],
    outer: String? = nil
  ) -> Reply {
    .json(
      status,
      [
        "error": ["reason": .string(reason), "message": .string(message), "data": data],
        "message": .string(outer ?? message), "code": .integer(status),
      ])
  }

  static func getSales(_ refusal: GetSalesRefusal) -> Reply {
    .getSalesError(
      422, "validation_error", refusal.problems.first?.message ?? "The given data was invalid.",
      data: refusal.data, outer: "The given data was invalid.")
  }

  static let getSalesUnauthenticated = getSalesError(401, "auth_exception", "Unauthenticated.")

  static let getSalesMalformed = getSalesError(
    400, "bad_request", "The request body is not valid JSON.")

  static let getSalesMissingTeam = getSalesError(
    400, "bad_request", "Missing required headers: Team-ID")

  /// What a fault of that status looks like at GetSales.
  static func getSalesFault(_ status: Int) -> Reply {
    switch status {
    case 400: .getSalesMalformed
    case 401: .getSalesUnauthenticated
    case 402: .getSalesError(402, "payment_required", "Not enough credits.")
    case 403: .getSalesError(403, "access_denied", "Access denied.")
    case 404: .getSalesError(404, "not_found", "Not found.")
    case 422:
      .getSalesError(
        422, "validation_error", "The lead is invalid.", data: ["lead": ["The lead is invalid."]],
        outer: "The given data was invalid.")
    // Nothing is documented about the body of a 429; its headers are the usual ones only.
    case 429: .json(429, ["message": "Too Many Attempts."])
    case 500: .json(500, ["message": "Server Error"])
    case 502...504: .proxyError(status)
    default: .json(status, ["message": .string("Sandbox fault \(status)")])
    }
  }
}
