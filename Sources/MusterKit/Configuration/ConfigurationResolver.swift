// From the settings as written to the settings as resolved, and the rules that hold between them.

import Foundation

/// Makes the typed settings of the written ones.
struct ConfigurationResolver {
  let written: WrittenSettings
  let workingDirectory: String
  let home: String
  /// The targets that the command line names; nil where it names none.
  private let targets: [TargetKind]?

  init(_ written: WrittenSettings, sources: ConfigurationSources) {
    self.written = written
    workingDirectory = sources.workingDirectory
    targets = sources.targets
    let home = sources.environment["HOME"] ?? ""
    self.home = home.isEmpty ? FileManager.default.homeDirectoryForCurrentUser.path : home
  }

  /// - Throws: only if the table of settings and this file don't agree, which is a mistake here.
  func configuration() throws(ConfigurationError) -> MusterConfiguration {
    MusterConfiguration(
      source: try source(),
      columns: try read("columns", ColumnRule.rules(written:)),
      constants: try read("constants", ConstantValue.constants(written:)),
      autoMap: try flag("auto_map"),
      deduplicate: DeduplicateSettings(
        keys: try words("deduplicate.keys"), keep: try choice("deduplicate.keep"),
        onConflict: try choice("deduplicate.on_conflict")),
      createMissing: try optionalWords("create_missing"),
      severities: try read("diagnostics", SeverityRules.init(written:)),
      suppress: try read("suppress") { value throws(SettingMismatch) in try value.paths() }
        .map { absolute($0, at: "suppress") },
      tests: try read("tests", MappingTest.tests(written:)),
      targets: try targetSettings(),
      configuredTargets: TargetKind.allCases.filter(isConfigured),
      thresholds: ThresholdSettings(
        maxInvalid: try threshold("thresholds.max_invalid"),
        maxRejected: try threshold("thresholds.max_rejected")),
      ledger: LedgerSettings(
        path: absolute(try read("ledger.path", pathAsWritten), at: "ledger.path"),
        resendAfter: try readOptional("ledger.resend_after", Duration.init(written:)),
        keepsValues: try flag("ledger.keep_values")),
      delivery: DeliverySettings(
        maxRetries: try integer("delivery.max_retries"),
        connectTimeout: try seconds("delivery.connect_timeout_seconds"),
        firstByteTimeout: try seconds("delivery.first_byte_timeout_seconds"),
        timeout: try seconds("delivery.timeout_seconds"),
        certificateFile: try readOptional("delivery.ca_file", pathAsWritten)
          .map { absolute($0, at: "delivery.ca_file") },
        giveUpAfter: try read("delivery.give_up_after", Duration.init(written:))),
      job: try job())
  }

  /// What is told of an import to those who don't look at it.
  ///
  /// - Throws: as `configuration`.
  func job() throws(ConfigurationError) -> JobSettings {
    JobSettings(
      name: try text("job"),
      metricsFile: try readOptional("metrics.file", pathAsWritten)
        .map { absolute($0, at: "metrics.file") },
      notify: NotifySettings(
        events: try words("notify.on"),
        webhookVariable: try text("notify.webhook_env"),
        webhookFile: try readOptional("notify.webhook_file", pathAsWritten)
          .map { absolute($0, at: "notify.webhook_file") },
        webhookShape: try choice("notify.webhook_shape"),
        command: try command("notify.command"),
        timeout: try seconds("notify.timeout_seconds"),
        degraded: DegradedSettings(
          rowsToFix: try threshold("notify.degraded.rows_to_fix"),
          rowsChange: try threshold("notify.degraded.rows_change"),
          nothingRead: try flag("notify.degraded.nothing_read"),
          waited: try readOptional("notify.degraded.waited", Duration.init(written:)))))
  }

  private func source() throws(ConfigurationError) -> SourceSettings {
    SourceSettings(
      format: try choice("source.format"),
      encoding: try read("source.encoding", SourceSettings.Encoding.init(written:)),
      delimiter: try read("source.delimiter", SourceSettings.Delimiter.init(written:)),
      quote: try read("source.quote", SourceSettings.Quote.init(written:)),
      headerLine: try read("source.header_line", SourceSettings.HeaderLine.init(written:)),
      maxFieldBytes: try integer("source.max_field_bytes"))
  }

  private func targetSettings() throws(ConfigurationError) -> [TargetKind: TargetSettings] {
    var settings: [TargetKind: TargetSettings] = [:]
    for kind in TargetKind.allCases { settings[kind] = try target(kind) }
    return settings
  }

  private func target(_ kind: TargetKind) throws(ConfigurationError) -> TargetSettings {
    let prefix = kind.settingsPath
    return TargetSettings(
      baseURL: try read("\(prefix).base_url", BaseURL.init(written:)),
      apiKeyVariable: try text("\(prefix).api_key_env"),
      apiKeyFile: try readOptional("\(prefix).api_key_file", pathAsWritten)
        .map { absolute($0, at: "\(prefix).api_key_file") },
      list: try text("\(prefix).list"),
      rateLimit: RateLimit(
        requests: try integer("\(prefix).rate_limit.requests"),
        window: try seconds("\(prefix).rate_limit.window_seconds")),
      own: try own(kind))
  }

  /// What can be set for a target alone. A text is its line, however it was written.
  private func own(_ kind: TargetKind) throws(ConfigurationError) -> [String: JSONValue] {
    var own: [String: JSONValue] = [:]
    for setting in kind.definition.ownSettings {
      let path = setting.below(kind.settingsPath).path
      own[setting.path] =
        try readOptional(path) { value throws(SettingMismatch) in
          setting.kind == .text ? .string(try value.line()) : value
        } ?? .null
    }
    return own
  }

  /// Whether the file has an object for the target, or any layer a value.
  private func isConfigured(_ kind: TargetKind) -> Bool {
    let names = ["targets", kind.rawValue]
    return written.groups.contains(names)
      || SettingsTable.all.contains { setting in
        setting.names.starts(with: names) && written.values[setting.path]?.origin != .standard
      }
  }
}

// MARK: - Single values

extension ConfigurationResolver {
  private func read<Value>(
    _ path: String, _ parse: (JSONValue) throws(SettingMismatch) -> Value
  ) throws(ConfigurationError) -> Value {
    do throws(SettingMismatch) {
      return try parse(written.values[path]?.value ?? .null)
    } catch {
      throw ConfigurationError(
        ConfigurationProblem(
          .inconsistentTable, place: path,
          sentence: "\(path) can't be read: a mistake in muster's table of settings."))
    }
  }

  private func readOptional<Value>(
    _ path: String, _ parse: (JSONValue) throws(SettingMismatch) -> Value
  ) throws(ConfigurationError) -> Value? {
    if written.values[path]?.value == .null { return nil }
    return try read(path, parse)
  }

  private func flag(_ path: String) throws(ConfigurationError) -> Bool {
    try read(path) { value throws(SettingMismatch) in try value.flag() }
  }

  private func integer(_ path: String) throws(ConfigurationError) -> Int {
    try read(path) { value throws(SettingMismatch) in try value.integer(in: .min ... .max) }
  }

  private func seconds(_ path: String) throws(ConfigurationError) -> Duration {
    try read(path) { value throws(SettingMismatch) in
      try value.seconds(in: 0...Double.greatestFiniteMagnitude)
    }
  }

  private func text(_ path: String) throws(ConfigurationError) -> String? {
    try readOptional(path) { value throws(SettingMismatch) in try value.line() }
  }

  private func threshold(_ path: String) throws(ConfigurationError) -> Threshold? {
    try readOptional(path, Threshold.init(written:))
  }

  private func choice<Choice: RawRepresentable<String>>(
    _ path: String
  ) throws(ConfigurationError) -> Choice {
    try read(path) { value throws(SettingMismatch) in
      guard let choice = Choice(rawValue: try value.string()) else { throw .unlike(.wrongValue) }
      return choice
    }
  }

  /// None where nothing is set.
  private func optionalWords<Word: RawRepresentable<String> & CaseIterable>(
    _ path: String
  ) throws(ConfigurationError) -> [Word] {
    written.values[path]?.value == .null ? [] : try words(path)
  }

  private func words<Word: RawRepresentable<String> & CaseIterable>(
    _ path: String
  ) throws(ConfigurationError) -> [Word] {
    try read(path) { value throws(SettingMismatch) in
      try value.words(outOf: Word.allCases.map(\.rawValue)).compactMap(Word.init(rawValue:))
    }
  }

  /// A program and its arguments; empty where nothing is set. A program with a path is found from wherever
  /// the settings are used.
  private func command(_ path: String) throws(ConfigurationError) -> [String] {
    var words =
      try readOptional(path) { value throws(SettingMismatch) in try value.command() } ?? []
    if let program = words.first, program.contains("/") { words[0] = absolute(program, at: path) }
    return words
  }

  private func pathAsWritten(_ value: JSONValue) throws(SettingMismatch) -> String {
    try value.path()
  }

  /// A path in full. A relative one is meant from the directory of the file it stands in, or else
  /// from the working directory.
  private func absolute(_ text: String, at path: String) -> String {
    if text.hasPrefix("~") { return ConfigurationFile.absolute(home + text.dropFirst(), in: "/") }
    var directory = workingDirectory
    if case .file = written.values[path]?.origin, let file = written.file {
      directory = URL(filePath: file).deletingLastPathComponent().path(percentEncoded: false)
    }
    return ConfigurationFile.absolute(text, in: directory)
  }
}

// MARK: - Rules between settings

extension ConfigurationResolver {
  /// What is wrong with settings that are right each by itself. Rules about a setting that isn't
  /// right by itself are left out.
  func conflicts(in configuration: MusterConfiguration) -> [ConfigurationProblem] {
    [quoteConflict(configuration.source)].compactMap(\.self)
      + TargetKind.allCases.compactMap { rateConflict($0, configuration.target($0)) }
      + nameConflicts(configuration) + testConflicts(configuration)
  }

  /// Where custom fields stand among a target's own ones in a request, they can't have the name of one.
  private func nameConflicts(_ configuration: MusterConfiguration) -> [ConfigurationProblem] {
    let kinds = targets ?? configuration.configuredTargets
    let fields =
      configuration.columns.map { (["columns", $0.name], $0.field) }
      + configuration.constants.map { (["constants", $0.field.description], $0.field) }
    return (kinds.isEmpty ? TargetKind.allCases : kinds).flatMap { kind in
      fields.compactMap { names, field in
        guard case .custom(let name)? = field,
          let own = kind.definition.standardField(hiddenBy: name)
        else { return nil }
        let place = SettingPlace(names).description
        return ConfigurationProblem(
          // A warning if nobody said yet where anything goes.
          .conflict, severity: kinds.isEmpty ? .warning : .error, place: place,
          origin: written.origin(of: names),
          sentence: "\(place) fills custom.\(name), which is \(kind.displayName)'s own"
            + " \(own.rawValue): map it to \(own.rawValue), or call the custom field otherwise.")
      }
    }
  }

  /// A request body is one target's.
  private func testConflicts(_ configuration: MusterConfiguration) -> [ConfigurationProblem] {
    configuration.tests.enumerated().compactMap { index, test in
      guard test.payload != nil, configuration.targets(of: test).count > 1 else { return nil }
      let place = SettingPlace(["tests", "\(index)"]).description
      let kinds = TargetKind.allCases.map { JSONValue.quoted($0.rawValue) }.joinedAsList("or")
      return ConfigurationProblem(
        .conflict, place: place, origin: written.origin(ofTest: index),
        sentence: "\(place) expects a payload, and doesn't say of which target: add \"to\" with "
          + "\(kinds).")
    }
  }

  private func quoteConflict(_ source: SourceSettings) -> ConfigurationProblem? {
    guard case .byte(let delimiter) = source.delimiter, source.quote == .byte(delimiter) else {
      return nil
    }
    return ConfigurationProblem(
      .conflict, place: "source.quote", origin: written.values["source.quote"]?.origin,
      sentence: "source.quote and source.delimiter are the same character.")
  }

  private func rateConflict(
    _ kind: TargetKind, _ target: TargetSettings
  ) -> ConfigurationProblem? {
    let prefix = kind.settingsPath
    let requests = "\(prefix).rate_limit.requests"
    let window = "\(prefix).rate_limit.window_seconds"
    let documented = RateLimit.documented(for: kind)
    guard written.invalidPaths.isDisjoint(with: ["\(prefix).base_url", requests, window]),
      !target.baseURL.isLoopback, target.rateLimit.exceeds(documented)
    else { return nil }
    let changed = written.values[requests]?.origin == .standard ? window : requests
    return ConfigurationProblem(
      .rateLimitRaised, place: "\(prefix).rate_limit", origin: written.values[changed]?.origin,
      sentence: "\(prefix).rate_limit lets \(target.rateLimit.text) through; \(kind.displayName)"
        + " documents \(documented.text), and only a loopback base_url may have more.")
  }
}

extension RateLimit {
  /// In words: `300 requests in 60 s`.
  package var text: String {
    let (seconds, attoseconds) = window.components
    let length = JSONValue.number(Double(seconds) + Double(attoseconds) / 1e18).found
    return "\(requests) request\(requests == 1 ? "" : "s") in \(length) s"
  }
}
