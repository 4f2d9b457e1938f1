/// From a target's refusal to what stands in the results.

import Foundation

extension Refusal {
  /// None of the values that were sent gets into the reason.
  init(
    _ body: AnswerBody, status: Int, _ rule: AnswerRule?, from kind: TargetKind,
    sent payload: Payload
  ) {
    let values = payload.values
    code = body.code.flatMap(ReasonText.fieldName) ?? DiagnosticCode.targetRejected.rawValue
    var named: [String: [String]] = [:]
    for (name, messages) in body.fields {
      guard let name = ReasonText.fieldName(name) else { continue }
      named[name] = messages.map { ReasonText.clean($0, hiding: values) }
    }
    fields = Set(named.keys)
    if fields.isEmpty {
      fields = Self.fields(of: rule, body.message ?? "", payload)
    }
    if named.isEmpty {
      let message = body.form == .html ? nil : body.message
      reason =
        message.map { ReasonText.clean($0, hiding: values) }
        ?? "\(kind.displayName) refused the contact (status \(status)) and gave no reason."
    } else {
      let said = named.sorted { $0.key < $1.key }.map { name, messages in
        "\(name): \(messages.joined(separator: " "))"
      }
      reason = ReasonText.clean(said.joined(separator: "; "))
    }
    if let hint = rule?.hint { reason += " " + hint }
  }

  /// The field that the line of the table is about, or else the one of our fields that the message
  /// has in it.
  private static func fields(
    of rule: AnswerRule?, _ message: String, _ payload: Payload
  ) -> Set<String> {
    if let field = rule?.field { return [field] }
    guard rule?.saysField ?? false else { return [] }
    let words = Set(message.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
    return Set(payload.names.filter { words.contains(Substring($0)) })
  }
}

extension Acceptance {
  /// A success whose body couldn't be read.
  static func withoutDetail(from kind: TargetKind) -> Acceptance {
    Acceptance(
      status: .upserted,
      remarks: [
        Diagnostic(
          .targetWarning,
          message: "\(kind.displayName) took the contact, but its answer couldn't be read: the"
            + " contact's id isn't known.")
      ])
  }
}

extension Payload {
  private var value: JSONValue? {
    try? JSONDecoder().decode(JSONValue.self, from: Data(body))
  }

  /// The values of the row in the body.
  var values: [String] { plainValues ?? value?.strings(without: Self.settings) ?? [] }

  /// The members that don't come from the row.
  private static let settings: Set<String> = ["list_uuid"]

  /// The same where nothing in the body is escaped, as in most: every contact that lemlist remarks on
  /// needs them.
  private var plainValues: [String]? {
    guard !body.contains(UInt8(ascii: "\\")) else { return nil }
    var values: [String] = []
    var name = ""
    // Outside of strings and within, in turn.
    let parts = body.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    for index in stride(from: 1, to: parts.count - 1, by: 2) {
      let text = String(decoding: parts[index], as: UTF8.self)
      if parts[index + 1].first == UInt8(ascii: ":") {
        name = text
      } else if !Self.settings.contains(name) {
        values.append(text)
      }
    }
    return values
  }

  /// The names of the body's members, at the top and in objects in it.
  fileprivate var names: [String] {
    guard case .object(let members)? = value else { return [] }
    return members.flatMap { member in
      guard case .object(let inner) = member.value else { return [member.name] }
      return [member.name] + inner.map(\.name)
    }
  }
}

extension HTTPRequest {
  /// The headers that every request has. The agent's name matters: lemlist's firewall refuses those
  /// of some libraries.
  static func headers(hasBody: Bool) -> [(name: String, value: String)] {
    [("User-Agent", "muster/\(musterVersion)"), ("Accept", "application/json")]
      + (hasBody ? [("Content-Type", "application/json")] : [])
  }
}

extension String {
  /// The text as one part of a path: every byte but letters, digits and `-._~` of RFC 3986,
  /// section 2.3, as `%XX`.
  var percentEncoded: String {
    if utf8.allSatisfy(\.isUnreserved) { return self }
    var bytes: [UInt8] = []
    for byte in utf8 {
      if byte.isUnreserved {
        bytes.append(byte)
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        bytes += Array((byte < 0x10 ? "%0" : "%").utf8) + Array(hex.utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
