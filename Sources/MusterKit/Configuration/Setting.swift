// One line of the table of settings.

/// A setting: what it is called everywhere, what it takes, and what it is if nobody sets it.
package struct Setting: Sendable {
  /// The names on the way to it, with dots between: `targets.getsales.base_url`.
  package let path: String
  let kind: SettingKind
  /// Whether null is a value: not set.
  package let isOptional: Bool
  /// The value if nobody sets it, as it would be written.
  package let standard: JSONValue
  /// One sentence.
  package let summary: String
  /// The public page that the meaning or the limits come from.
  package let reference: String?
  /// The option's documented name where it is shorter than the path, without dashes.
  let shortOption: String?
  /// Whether other values make other requests; only asked of a target's own settings.
  let changesRequests: Bool

  init(
    _ path: String, _ kind: SettingKind, standard: JSONValue, optional: Bool = false,
    option: String? = nil, _ summary: String, reference: String? = nil,
    changesRequests: Bool = true
  ) {
    self.path = path
    self.kind = kind
    self.isOptional = optional
    self.standard = standard
    self.summary = summary
    self.reference = reference
    self.shortOption = option
    self.changesRequests = changesRequests
  }

  /// The same setting with more names before its path.
  func below(_ path: String) -> Setting {
    Setting(
      "\(path).\(self.path)", kind, standard: standard, optional: isOptional, option: shortOption,
      summary, reference: reference, changesRequests: changesRequests)
  }

  /// What the setting takes, in words.
  package var expected: String { kind.expected + (isOptional ? ", or null" : "") }

  /// The environment variable: `MUSTER_TARGETS_GETSALES_BASE_URL`.
  package var variable: String {
    Setting.variablePrefix + path.uppercased().replacing(".", with: "_")
  }

  static let variablePrefix = "MUSTER_"

  /// The options' names without dashes, the documented one first: `max-invalid`,
  /// `thresholds-max-invalid`.
  package var options: [String] {
    let long = path.replacing(".", with: "-").replacing("_", with: "-")
    return if let shortOption { [shortOption, long] } else { [long] }
  }

  var names: [String] { path.split(separator: ".").map(String.init) }
}
