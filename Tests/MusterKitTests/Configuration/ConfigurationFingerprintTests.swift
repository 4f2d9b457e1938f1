import Testing

@testable import MusterKit

@Suite struct ConfigurationFingerprintTests {
  private static func fingerprint(
    _ settings: String, of targets: [TargetKind] = TargetKind.allCases
  ) throws -> String {
    String(decoding: try loadSettings(settings).fingerprintBytes(for: targets), as: UTF8.self)
  }

  /// For each setting, a value that isn't the default, and whether it changes what is sent.
  private static let changes = contacts + TargetKind.allCases.flatMap(settings) + limits

  private typealias Change = (path: String, value: String, counts: Bool)

  private static let contacts: [Change] = [
    ("source.format", #""csv""#, true), ("source.encoding", #""latin1""#, true),
    ("source.delimiter", #"";""#, true), ("source.quote", #""none""#, true),
    ("source.header_line", "2", true), ("source.max_field_bytes", "9", true),
    ("columns", #"{"A": "email"}"#, true), ("constants", #"{"source": "x"}"#, true),
    ("auto_map", "false", true), ("deduplicate.keys", #"["email"]"#, true),
    ("deduplicate.keep", #""first""#, true), ("deduplicate.on_conflict", #""merge""#, true),
    ("create_missing", #"["lists"]"#, false),
    ("diagnostics", #"{"email_role": "ignore"}"#, true), ("suppress", #"["/l"]"#, false),
    ("tests", #"[{"row": {"A": "x"}, "diagnostics": []}]"#, false),
  ]

  /// Of a target, its list counts, and what can be set for it alone and changes its requests.
  private static func settings(of kind: TargetKind) -> [Change] {
    let common: [Change] = [
      ("base_url", #""https://x.example""#, false), ("api_key_env", #""K""#, false),
      ("api_key_file", #""/k""#, false), ("list", #""L""#, true),
      ("rate_limit.requests", "9", false), ("rate_limit.window_seconds", "99", false),
    ]
    let own = kind.definition.ownSettings.map { setting -> Change in
      let value =
        switch setting.standard {
        case .bool(let flag): "\(!flag)"
        default: "7"
        }
      return (setting.path, value, setting.changesRequests)
    }
    return (common + own).map { ("targets.\(kind.rawValue).\($0.path)", $0.value, $0.counts) }
  }

  private static let limits: [Change] = [
    ("thresholds.max_invalid", "1", false), ("thresholds.max_rejected", "1", false),
    ("ledger.path", #""/l""#, false), ("ledger.resend_after", #""1d""#, false),
    ("ledger.keep_values", "true", false),
    ("delivery.max_retries", "1", false), ("delivery.connect_timeout_seconds", "1", false),
    ("delivery.first_byte_timeout_seconds", "1", false), ("delivery.timeout_seconds", "1", false),
    ("delivery.ca_file", #""/c""#, false),
    ("delivery.give_up_after", #""1d""#, false),
    ("job", #""x""#, false), ("metrics.file", #""/m""#, false),
    ("notify.on", #"["failed"]"#, false), ("notify.webhook_env", #""W""#, false),
    ("notify.webhook_file", #""/w""#, false), ("notify.webhook_shape", #""slack""#, false),
    ("notify.command", #"["true"]"#, false), ("notify.timeout_seconds", "1", false),
    ("notify.degraded.rows_to_fix", "1", false), ("notify.degraded.rows_change", "1", false),
    ("notify.degraded.nothing_read", "false", false),
    ("notify.degraded.waited", #""1d""#, false),
  ]

  @Test("Of every setting it is known whether it counts")
  func listIsComplete() {
    #expect(Self.changes.map(\.path) == SettingsTable.all.map(\.path))
  }

  @Test(
    "Settings that change what is sent change the fingerprint, and no others", arguments: changes)
  func whatCounts(
    _ path: String, _ value: String, _ counts: Bool
  ) throws {
    let plain = try Self.fingerprint("{}")
    #expect((try Self.fingerprint(settingsFile(path, value)) != plain) == counts)
  }

  @Test(
    "Settings that mean the same have the same fingerprint",
    arguments: [
      (#"{"source": {"delimiter": "\\t"}}"#, #"{"source": {"delimiter": "tab"}}"#),
      (#"{"source": {"quote": "double"}}"#, #"{"source": {"quote": "\""}}"#),
      (#"{"source": {"encoding": "UTF-8"}}"#, #"{"source": {"encoding": "utf-8"}}"#),
      (#"{"columns": {"A": "email"}}"#, #"{"columns": {"A": {"field": "email"}}}"#),
      (#"{"columns": {"A": "email", "B": null}}"#, #"{"columns": {"B": null, "A": "email"}}"#),
      (
        #"{"deduplicate": {"keys": ["email", "linkedin"]}}"#,
        #"{"deduplicate": {"keys": ["linkedin", "email"]}}"#
      ),
    ])
  func sameMeaning(
    _ first: String, _ second: String
  ) throws {
    #expect(try Self.fingerprint(first) == Self.fingerprint(second))
  }

  @Test("Only the targets of the run count")
  func targetsOfTheRun() throws {
    let file = settingsFile("targets.getsales.list", #""L""#)
    #expect(try Self.fingerprint(file, of: [.lemlist]) == Self.fingerprint("{}", of: [.lemlist]))
    #expect(
      try Self.fingerprint("{}", of: [.lemlist, .getsales])
        == Self.fingerprint("{}", of: [.getsales, .lemlist]))
  }

  @Test("The bytes stay what they were, so that old runs can be resumed")
  func stableBytes() throws {
    let file = #"{"columns": {"Mail": "email"}, "targets": {"lemlist": {"list": "L"}}}"#
    #expect(
      try Self.fingerprint(file, of: [.lemlist])
        == #"{"auto_map":true,"columns":[["Mail",{"field":"email"}]],"constants":{},"#
        + #""deduplicate":{"keep":"merge","keys":["email","linkedin"],"on_conflict":"separate"},"#
        + #""diagnostics":{},"#
        + #""source":{"delimiter":"auto","encoding":"auto","format":"auto","header_line":"auto","#
        + #""max_field_bytes":1048576,"quote":"auto"},"targets":{"lemlist":{"list":"L"}},"#
        + #""version":1}"#)
    let team = try Self.fingerprint(#"{"targets": {"getsales": {"team_id": 7}}}"#, of: [.getsales])
    #expect(
      team.hasSuffix(
        #""targets":{"getsales":{"list":null,"move_to_list":false,"require_linkedin":true,"#
          + #""team_id":"7","update_if_exists":true}},"version":1}"#))
  }
}
