// What can be wrong with settings: each mistake as a value, and all of them as one error.

/// Why the settings can't be used. Holds every mistake that was found, not only the first; the
/// command line ends with exit code 78.
package struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// At least one, in the order of the layers, and in a file in the order of its lines.
  package let problems: [ConfigurationProblem]

  package init(_ first: ConfigurationProblem, _ others: [ConfigurationProblem] = []) {
    problems = [first] + others
  }

  /// The reason of the first problem.
  package var reason: ConfigurationProblem.Reason { problems[0].reason }

  /// Whether nothing is wrong but what the command line says.
  package var isOfOptionsOnly: Bool {
    problems.allSatisfy { if case .option = $0.origin { true } else { false } }
  }

  /// A line for each problem.
  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}

/// One thing that is wrong with the settings, or worth a remark.
///
/// No sentence holds a key, or a value that may be one.
package struct ConfigurationProblem: Sendable, Equatable, CustomStringConvertible {
  /// A bounded set of reasons, fit for scripts.
  package enum Reason: String, Sendable, CaseIterable {
    /// The file isn't there.
    case fileMissing = "file_missing"
    case fileUnreadable = "file_unreadable"
    /// The file isn't JSON.
    case syntax
    /// A name stands twice in the same object.
    case repeatedKey = "repeated_key"
    /// No setting has this name.
    case unknownKey = "unknown_key"
    case wrongType = "wrong_type"
    /// Of the right type, and not a value that the setting takes.
    case wrongValue = "wrong_value"
    case outOfRange = "out_of_range"
    /// No field has this name.
    case unknownField = "unknown_field"
    /// The file to be imported has no column of this name.
    case unknownColumn = "unknown_column"
    /// An API key, or what looks like one, stands among the settings.
    case keyInSettings = "key_in_settings"
    /// The limit of requests is above the documented one.
    case rateLimitRaised = "rate_limit_raised"
    /// A key would go over the network unencrypted.
    case insecureAddress = "insecure_address"
    /// Two settings contradict each other.
    case conflict
    /// No API key is set, or the file that should hold it doesn't.
    case keyMissing = "key_missing"
    /// The API key can't be one as it stands.
    case keyUnusable = "key_unusable"
    /// Others may read the file with the API key.
    case keyFileExposed = "key_file_exposed"
    /// The proxy that the environment names can't be used.
    case proxyUnusable = "proxy_unusable"
    /// The file with certificates to be trusted isn't there, or holds none.
    case certificatesUnusable = "certificates_unusable"
    /// A variable that starts with `MUSTER_` and is no setting.
    case unknownVariable = "unknown_variable"
    /// A test of the mapping came to something else than it expects.
    case testFailed = "test_failed"
    /// The table of settings and the code that reads it don't agree: a mistake of muster's own.
    case inconsistentTable = "inconsistent_table"
  }

  package var reason: Reason
  /// An error ends the command; a warning doesn't.
  package var severity: Diagnostic.Severity
  /// The setting it is about, such as `targets.getsales.rate_limit.requests`; nil for a whole file.
  package var place: String?
  /// Where it was written; nil where nobody wrote it.
  package var origin: SettingOrigin?
  /// A full sentence that names the place, what was found and what is expected.
  package var sentence: String

  package init(
    _ reason: Reason, severity: Diagnostic.Severity = .error, place: String? = nil,
    origin: SettingOrigin? = nil, sentence: String
  ) {
    self.reason = reason
    self.severity = severity
    self.place = place
    self.origin = origin
    self.sentence = sentence
  }

  /// The sentence, with where it was written in front: `muster.json:12: …`.
  package var description: String {
    guard let origin, origin != .standard else { return sentence }
    return "\(origin): \(sentence)"
  }

  /// A column of the settings that the file to be imported lacks. `rule` is the key that names it (nil:
  /// its own name), and `header` holds the names of those that the file has.
  package static func missingColumn(
    _ column: String, rule: String? = nil, header: [String]
  ) -> ConfigurationProblem {
    let place = SettingPlace(["columns", rule ?? column])
    let quoted = JSONValue.quoted(column)
    let hint =
      NearestWord.find(column, in: header).map { "Did you mean \(JSONValue.quoted($0))?" }
      ?? "The columns are those that muster peek shows."
    return ConfigurationProblem(
      .unknownColumn, place: place.description,
      sentence: "\(place): the file has no column \(quoted). \(hint)")
  }
}

/// Where a setting's value comes from.
package enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
  /// Nobody set it: the built-in default.
  case standard
  /// A settings file, and where in it.
  case file(String, place: TextPlace?)
  /// An environment variable, by its name.
  case environment(String)
  /// An option of the command line, by its name with the dashes.
  case option(String)

  /// The place in a file.
  var textPlace: TextPlace? {
    if case .file(_, let place) = self { place } else { nil }
  }

  package var description: String {
    switch self {
    case .standard: "default"
    case .file(let path, place: .some(let place)): "\(path):\(place.line):\(place.column)"
    case .file(let path, place: nil): path
    case .environment(let name), .option(let name): name
    }
  }
}

/// The way to a value: the names of the objects around it, and its own.
struct SettingPlace: Sendable, Hashable, CustomStringConvertible {
  var names: [String]

  init(_ names: [String]) {
    self.names = names
  }

  /// The names with dots between; a name that isn't a plain word stands in brackets, and so does a
  /// number: `columns["Full Name"]`, `tests[0]`.
  var description: String {
    names.enumerated().map { index, name in
      if index > 0, Int(name) != nil { return "[\(name)]" }
      let isPlain =
        !name.isEmpty
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "$") }
      return isPlain ? (index == 0 ? name : "." + name) : "[\(JSONValue.quoted(name))]"
    }.joined()
  }
}
