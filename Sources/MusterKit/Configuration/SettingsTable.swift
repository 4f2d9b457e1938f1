// The table of settings: the only place that says what can be set. Reading, checking, config show,
// the JSON Schema and the documentation are made from it.

/// All settings, in the order in which they are shown.
package enum SettingsTable {
  package static let all: [Setting] =
    source + contacts + getsales + lemlist + limits

  /// The setting of a path such as `ledger.path`; nil if there is none.
  package static func setting(at path: String) -> Setting? {
    byPath[path]
  }

  private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

  /// The names that may stand in an object, in the table's order; empty if the path isn't that of
  /// an object of settings. The empty path is the whole file's.
  static func names(under path: [String]) -> [String] {
    var names: [String] = []
    for setting in all where setting.names.count > path.count && setting.names.starts(with: path) {
      let name = setting.names[path.count]
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static let source = [
    Setting(
      "source.format", .choice(SourceSettings.Format.allCases.map(\.rawValue)),
      standard: .string("auto"), option: "format",
      "The format of the files; auto goes by name and content."),
    Setting(
      "source.encoding", .encoding, standard: .string("auto"), option: "encoding",
      "The encoding of the files, by its name in iconv; auto detects it."),
    Setting(
      "source.delimiter", .delimiter, standard: .string("auto"), option: "delimiter",
      "What stands between the cells of a CSV row; auto detects it."),
    Setting(
      "source.quote", .quote, standard: .string("auto"), option: "quote",
      "What stands around quoted cells; with none, quotes are ordinary characters."),
    Setting(
      "source.header_line", .headerLine, standard: .string("auto"), option: "header-line",
      "The line with the names of the columns, from 1; none if the file has no such line."),
    Setting(
      "source.max_field_bytes", .integer(1...268_435_456), standard: .integer(1_048_576),
      option: "max-field-bytes",
      "The longest cell in bytes; a row with a longer one is invalid."),
  ]

  private static let contacts = [
    Setting(
      "columns", .columns, standard: .object([]),
      "Which column goes into which field; null keeps a column back."),
    Setting(
      "constants", .constants, standard: .object([]),
      "Values that every contact gets, by field."),
    Setting(
      "auto_map", .flag, standard: .bool(true),
      "Whether columns that aren't named in columns are mapped by their names."),
    Setting(
      "deduplicate.keys", .choices(DeduplicateSettings.Key.allCases.map(\.rawValue)),
      standard: .array([.string("email"), .string("linkedin")]),
      "By what rows are known to be the same person; linkedin is every LinkedIn identifier."),
    Setting(
      "deduplicate.keep",
      .choice(DeduplicateSettings.Keep.allCases.map(\.rawValue)), standard: .string("merge"),
      "Which row of a person is sent; merge fills the blanks of the first from the later ones."),
    Setting(
      "deduplicate.on_conflict", .choice(DeduplicateSettings.OnConflict.allCases.map(\.rawValue)),
      standard: .string("separate"),
      "What becomes of rows that share an e-mail address but are different people on LinkedIn."),
    Setting(
      "create_missing", .choices(["custom_fields", "lists"]), standard: .null, optional: true,
      "What an import makes at a target where it is missing, as far as the API can."),
    Setting(
      "diagnostics", .severities, standard: .object([]),
      "How severe certain remarks are, by their codes: ignore, note, warning or error."),
    Setting(
      "suppress", .paths, standard: .array([]),
      "Files with people who must not be contacted: see docs/suppression.md."),
    Setting(
      "tests", .tests, standard: .array([]),
      "Rows with what is to become of them, for muster config check: see docs/mapping.md."),
  ]

  private static let getsales: [Setting] =
    target(
      .getsales, address: "https://amazing.getsales.io",
      reference: "https://api.getsales.io/"
    ) + [
      Setting(
        "targets.getsales.team_id", .text, standard: .null, optional: true,
        "The team, sent as the Team-ID header where it is set.",
        reference: "https://api.getsales.io/"),
      Setting(
        "targets.getsales.update_if_exists", .flag, standard: .bool(true),
        "Whether a contact that GetSales has already is updated.",
        reference: "https://api.getsales.io/"),
      Setting(
        "targets.getsales.move_to_list", .flag, standard: .bool(false),
        "Whether a contact in another list is taken out of it and put into this one.",
        reference: "https://api.getsales.io/"),
      Setting(
        "targets.getsales.require_linkedin", .flag, standard: .bool(true),
        "Whether contacts without a LinkedIn identifier are kept back as invalid.",
        reference: "https://api.getsales.io/"),
      Setting(
        "targets.getsales.tell_created", .flag, standard: .bool(false),
        "Whether created and updated are told apart by created_at: an inference, GetSales doesn't say.",
        reference: "https://api.getsales.io/"),
    ]

  private static let lemlist = target(
    .lemlist, address: "https://api.lemlist.com/api",
    reference: "https://developer.lemlist.com/api-reference/getting-started/rate-limits")

  /// What can be set for every target.
  private static func target(
    _ kind: TargetKind, address: String, reference: String
  ) -> [Setting] {
    let path = "targets.\(kind.rawValue)"
    let limit = RateLimit.documented(for: kind)
    return [
      Setting(
        "\(path).base_url", .address, standard: .string(address),
        "The address under which the API of \(kind.displayName) is found.", reference: reference),
      Setting(
        "\(path).api_key_env", .variable,
        standard: .string("\(kind.rawValue.uppercased())_API_KEY"),
        optional: true, "The environment variable that holds the API key."),
      Setting(
        "\(path).api_key_file", .path, standard: .null, optional: true,
        "The file that holds the API key and nothing else; it goes before the variable."),
      Setting(
        "\(path).list", .text, standard: .null, optional: true,
        "The id or name of the \(kind.displayName) list into which contacts go."),
      Setting(
        "\(path).rate_limit.requests", .integer(1...1_000_000), standard: .integer(limit.requests),
        "How many requests a key may make in a window; only loopback takes more than documented.",
        reference: reference),
      Setting(
        "\(path).rate_limit.window_seconds", .seconds(0.01...86_400),
        standard: .integer(Int(limit.window.components.seconds)),
        "How long the window is, in seconds.", reference: reference),
    ]
  }

  private static let limits = [
    Setting(
      "thresholds.max_invalid", .threshold, standard: .null, optional: true, option: "max-invalid",
      "How many rows may be invalid, as a number or as a percentage of the rows read."),
    Setting(
      "thresholds.max_rejected", .threshold, standard: .null, optional: true,
      option: "max-rejected",
      "How many contacts may be refused, as a number or as a percentage of those planned."),
    Setting(
      "ledger.path", .path, standard: .string("~/.local/state/muster/ledger.sqlite"),
      "The file in which runs and what was last accepted are kept."),
    Setting(
      "ledger.resend_after", .length, standard: .null, optional: true, option: "resend-after",
      "After what time an unchanged contact is sent again; null is never."),
    Setting(
      "delivery.max_retries", .integer(0...20), standard: .integer(5),
      "How often a request that failed is repeated; waiting for the limit doesn't count."),
    Setting(
      "delivery.connect_timeout_seconds", .seconds(1...120), standard: .integer(10),
      "How long a connection may take to be made, in seconds."),
    Setting(
      "delivery.first_byte_timeout_seconds", .seconds(1...600), standard: .integer(30),
      "How long a target may be silent before its answer or within it, in seconds."),
    Setting(
      "delivery.timeout_seconds", .seconds(1...600), standard: .integer(60),
      "How long a request may take to the last byte of its answer, in seconds."),
    Setting(
      "delivery.ca_file", .path, standard: .null, optional: true,
      "A file of certificates (PEM) that are trusted beside the system's; else SSL_CERT_FILE."),
    Setting(
      "delivery.give_up_after", .length, standard: .string("1h"),
      "How long a target may fail, or do nothing but ask for waits, before the run stops."),
  ]
}
