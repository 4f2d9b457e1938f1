// Why a value as written can't be a setting's value, before it is known where it was written.

/// Thrown by the types of the settings when they are read from a value as written.
enum SettingMismatch: Error, Equatable {
  /// The value isn't of the kind expected: the sentence names what was found and what is expected.
  case unlike(ConfigurationProblem.Reason, nearest: String? = nil)
  /// Remarks with sentences of their own, each about the value or something inside it.
  case findings([SettingFinding])

  /// A remark about the value itself, which is named at the sentence's start.
  static func finding(_ reason: ConfigurationProblem.Reason, _ remark: String) -> SettingMismatch {
    .findings([SettingFinding(reason: reason, remark: remark)])
  }
}

/// Something found inside a value.
struct SettingFinding: Equatable {
  /// The way from the value to the place; empty for the value itself.
  var path: [String] = []
  var reason: ConfigurationProblem.Reason
  /// The sentence behind the place's name, with the blank or colon that it starts with:
  /// ` is "frist"; it has to be first, last or merge.`
  var remark: String
}

extension SettingMismatch {
  /// The remarks, with generic sentences made from what was found and what is expected.
  func findings(on value: JSONValue, expected: String) -> [SettingFinding] {
    switch self {
    case .findings(let findings): return findings
    case .unlike(let reason, let nearest):
      let remark = " is \(value.found); it has to be \(expected).\(nearest.didYouMean)"
      return [SettingFinding(reason: reason, remark: remark)]
    }
  }
}

/// What API keys look like, so that one in the wrong place is found and never shown.
enum APIKeyForm {
  /// Whether a text may be a key: a JWT (RFC 7519: base64url of `{"…`), a whole `Authorization`
  /// value, or at least 20 letters and digits in a row with both among them.
  static func isLikely(_ text: String) -> Bool {
    let lowered = text.lowercased()
    if text.hasPrefix("ey"), text.count >= 20 || text.contains(".") { return true }
    if lowered.hasPrefix("bearer ") || lowered.hasPrefix("basic ") { return true }
    return text.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) })
      .contains {
        $0.count >= 20 && $0.contains(where: \.isNumber) && $0.contains(where: \.isLetter)
      }
  }

  /// Whether a setting's name says that its value is a secret.
  static func isName(_ name: String) -> Bool {
    let letters = name.lowercased().filter(\.isLetter)
    return ["apikey", "token", "secret", "password", "authorization"].contains {
      letters.hasSuffix($0)
    }
      || letters == "key"
  }
}
