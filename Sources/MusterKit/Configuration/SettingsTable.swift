// The table of settings: the only place that says what can be set. Reading, checking, config show,
// the JSON Schema and the documentation are made from it.

/// All settings, in the order in which they are shown.
package enum SettingsTable {
  package static var all: [Setting] {
    source + contacts + TargetKind.allCases.flatMap(\.definition.settings) + limits
      + watching
  }

  /// The setting of a path such as `ledger.path`; nil if there is none.
  package static func setting(at path: String) -> Setting? {
    all.first { $0.path == path }
  }

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
      "create_missing", .choices(CreatableThing.allCases.map(\.rawValue)), standard: .null,
      optional: true,
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
      "ledger.keep_values", .flag, standard: .bool(false),
      "Whether the ledger keeps names, addresses and LinkedIn identifiers of what is sent in plain text."
    ),
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

  private static let watching = [
    Setting(
      "job", .text, standard: .null, optional: true,
      "What the import is called in metrics and notices; null is the name of its directory."),
    Setting(
      "metrics.file", .path, standard: .null, optional: true,
      "A file for Prometheus, such as one in the folder of the node exporter's textfile collector."),
    Setting(
      "notify.on", .choices(NotifySettings.Event.allCases.map(\.rawValue)),
      standard: .array(NotifySettings.Event.allCases.map { .string($0.rawValue) }),
      "Of what notices are sent."),
    Setting(
      "notify.webhook_env", .variable, standard: .string("NOTIFY_WEBHOOK_URL"), optional: true,
      "The environment variable that holds the address to which notices are posted."),
    Setting(
      "notify.webhook_file", .path, standard: .null, optional: true,
      "The file that holds the address and nothing else; it goes before the variable."),
    Setting(
      "notify.webhook_shape", .choice(NotifySettings.WebhookShape.allCases.map(\.rawValue)),
      standard: .string("plain"),
      "What is posted: plain is a JSON object of our own, slack what Slack and its like take."),
    Setting(
      "notify.command", .command, standard: .null, optional: true,
      "A program and its arguments, which gets the notice as text: see docs/nightly.md."),
    Setting(
      "notify.timeout_seconds", .seconds(1...120), standard: .integer(10),
      "How long the webhook and the command may take, each, in seconds."),
    Setting(
      "notify.degraded.rows_to_fix", .threshold, standard: .string("5%"), optional: true,
      "How many rows may be left to fix, as a number or as a percentage of the rows read."),
    Setting(
      "notify.degraded.rows_change", .threshold, standard: .string("50%"), optional: true,
      "How many rows more or fewer there may be than in the last imports: the median of seven."),
    Setting(
      "notify.degraded.nothing_read", .flag, standard: .bool(true),
      "Whether an import without any row is degraded."),
    Setting(
      "notify.degraded.waited", .length, standard: .string("30m"), optional: true,
      "How long a target may be waited for, all waits together."),
  ]
}

extension TargetDefinition {
  /// Everything that can be set for the target: what every target has, and then its own.
  var settings: [Setting] {
    let path = kind.settingsPath
    return [
      Setting(
        "\(path).base_url", .address, standard: .string(address),
        "The address under which the API of \(displayName) is found.", reference: reference),
      Setting(
        "\(path).api_key_env", .variable, standard: .string(kind.keyVariable),
        optional: true, "The environment variable that holds the API key."),
      Setting(
        "\(path).api_key_file", .path, standard: .null, optional: true,
        "The file that holds the API key and nothing else; it goes before the variable."),
      Setting(
        "\(path).list", .text, standard: .null, optional: true,
        "The id or name of the \(displayName) list into which contacts go."),
      Setting(
        "\(path).rate_limit.requests", .integer(1...1_000_000),
        standard: .integer(documentedLimit.requests),
        "How many requests a key may make in a window; only loopback takes more than documented.",
        reference: reference),
      Setting(
        "\(path).rate_limit.window_seconds", .seconds(0.01...86_400),
        standard: documentedLimit.windowSeconds, "How long the window is, in seconds.",
        reference: reference),
    ] + ownSettings.map { $0.below(path) }
  }
}

extension RateLimit {
  fileprivate var windowSeconds: JSONValue {
    let (seconds, attoseconds) = window.components
    return attoseconds == 0
      ? .integer(Int(seconds)) : .number(Double(seconds) + Double(attoseconds) / 1e18)
  }
}
