// The places that a value can go, by the names that users write.

/// A place that a value can go: a standard field, a custom field of the account, or any key of one
/// target's requests.
package enum FieldName: Sendable, Hashable, CustomStringConvertible {
  case standard(StandardField)
  case custom(String)
  /// A key that muster has no field for: `getsales.work_email`. It isn't checked, and goes to that
  /// target alone.
  case raw(TargetKind, String)

  /// As it is written: `email`, `custom.seniority`, `getsales.work_email`.
  package var description: String {
    switch self {
    case .standard(let field): field.rawValue
    case .custom(let name): Self.customPrefix + name
    case .raw(let target, let name): "\(target.rawValue).\(name)"
    }
  }

  /// Reads a field's name; nil if it is neither a standard field nor `custom.NAME` or `TARGET.NAME`
  /// with a name of 1 to 200 characters, without blanks around it and control characters in it.
  package init?(_ text: String) {
    if let field = StandardField(rawValue: text) {
      self = .standard(field)
    } else if text.hasPrefix(Self.customPrefix),
      Self.isCustomName(text.dropFirst(Self.customPrefix.count))
    {
      self = .custom(String(text.dropFirst(Self.customPrefix.count)))
    } else if let target = TargetKind.allCases.first(where: { text.hasPrefix($0.rawValue + ".") }),
      Self.isCustomName(text.dropFirst(target.rawValue.count + 1))
    {
      self = .raw(target, String(text.dropFirst(target.rawValue.count + 1)))
    } else {
      return nil
    }
  }

  static let customPrefix = "custom."

  private static func isCustomName(_ name: Substring) -> Bool {
    (1...200).contains(name.count) && name.first?.isWhitespace == false
      && name.last?.isWhitespace == false
      && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// The field that was probably meant: by the name that an API has for it, by what a column of that name
  /// would be, else by its letters.
  package static func nearest(to text: String) -> String? {
    let byAPI = TargetKind.allCases.lazy.compactMap { $0.definition.standardField(named: text) }
    if let field = byAPI.first { return field.rawValue }
    let byName = HeaderCandidate.named(HeaderName(text), index: 0)
      .filter { $0.confidence >= 0.5 }.max { $0.confidence < $1.confidence }
    return byName?.field.rawValue
      ?? NearestWord.find(text, in: StandardField.allCases.map(\.rawValue))
  }

  /// The rest of the sentence that says that a text is no field.
  static func unknown(_ text: String) -> String {
    let shown = JSONValue.string(text).found
    let hint =
      nearest(to: text).map { "Did you mean \(JSONValue.quoted($0))?" }
      ?? "Take a field that muster fields prints, or custom.NAME."
    return "\(shown), which is no field. \(hint)"
  }
}
