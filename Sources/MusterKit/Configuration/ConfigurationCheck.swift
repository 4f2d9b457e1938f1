// From the layers to settings that can be used: load for the commands that need them, check for
// `muster config check`, show for `muster config show`.

/// What became of all layers: the settings if nothing is wrong, and everything that is.
package struct ConfigurationCheck: Sendable {
  /// The file that was read, or that can't be, by its absolute path; nil if there was none to read.
  package let file: String?
  /// All problems, errors and warnings: the file's in the order of its lines, then those of the
  /// environment and the options, then those between settings, then the tests that failed.
  package private(set) var problems: [ConfigurationProblem]
  /// nil if there is an error among the problems.
  package let configuration: MusterConfiguration?
  /// What the tests of the mapping came to; nil where they weren't run.
  package private(set) var tests: TestTally?
  private let written: WrittenSettings

  /// How many tests were run, and which failed.
  package struct TestTally: Sendable, Equatable {
    package var run: Int
    package var failures: [MappingTest.Failure]

    package var passed: Int { run - failures.count }
  }

  /// Reads and checks all layers. Blocks for the reading of the file.
  package init(_ sources: ConfigurationSources) {
    var written = WrittenSettings(sources)
    var configuration: MusterConfiguration?
    do throws(ConfigurationError) {
      let resolver = ConfigurationResolver(written, sources: sources)
      let resolved = try resolver.configuration()
      resolver.conflicts(in: resolved).forEach { written.note($0) }
      resolved.secretFileRemarks.forEach { written.note($0) }
      configuration = resolved
    } catch {
      error.problems.forEach { written.note($0) }
    }
    file = written.file
    problems = written.problems
    self.configuration = problems.contains { $0.severity == .error } ? nil : configuration
    self.written = written
  }

  /// Takes what the tests of the mapping came to: each that failed is an error.
  package mutating func note(_ tally: TestTally) {
    tests = tally
    for failure in tally.failures {
      problems.append(
        ConfigurationProblem(
          .testFailed, place: failure.place.description,
          origin: written.origin(ofTest: failure.index), sentence: failure.sentence))
    }
  }

  /// Takes an error that was found where the settings are used: a full sentence about what stands at the
  /// end of `names`.
  package mutating func note(
    _ reason: ConfigurationProblem.Reason, at names: [String], _ sentence: String
  ) {
    problems.append(
      ConfigurationProblem(
        reason, place: SettingPlace(names).description, origin: written.origin(of: names),
        sentence: sentence))
  }

  package var errors: [ConfigurationProblem] { problems.filter { $0.severity == .error } }
  package var warnings: [ConfigurationProblem] { problems.filter { $0.severity != .error } }

  /// For `config check`: a line for each problem, and one that says how it ended.
  package var text: String {
    let lines = problems.map { "\($0.severity.rawValue): \($0)" }
    let checked = file.map { "\($0)" } ?? "There is no muster.json here; the settings without it"
    let end =
      "\(checked): \(count(errors.count, "error")), \(count(warnings.count, "warning"))\(passed)."
    return (lines + [end]).joined(separator: "\n") + "\n"
  }

  /// How many tests passed, as the end of a sentence; empty where there are none.
  private var passed: String {
    guard let tests, tests.run > 0 else { return "" }
    return tests.failures.isEmpty
      ? "; \(count(tests.run, "test")) passed"
      : "; \(tests.passed) of \(count(tests.run, "test")) passed"
  }

  /// For `config check --json`: `{"file", "errors", "warnings", "problems": [{"reason", "severity",
  /// "place", "origin", "sentence"}], "tests": {"run", "passed", "failures"}}`; tests that weren't run
  /// are null.
  package var json: JSONValue {
    .object([
      "file": file.map { .string($0) } ?? .null,
      "errors": .integer(errors.count),
      "warnings": .integer(warnings.count),
      "problems": .array(
        problems.map { problem in
          .object([
            "reason": .string(problem.reason.rawValue),
            "severity": .string(problem.severity.rawValue),
            "place": problem.place.map { .string($0) } ?? .null,
            "origin": problem.origin.map { .string($0.description) } ?? .null,
            "sentence": .string(problem.sentence),
          ])
        }),
      "tests": tests.map { tally in
        .object([
          "run": .integer(tally.run), "passed": .integer(tally.passed),
          "failures": .array(
            tally.failures.map { $0.json(origin: written.origin(ofTest: $0.index)) }),
        ])
      } ?? .null,
    ])
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number == 0 ? "no" : "\(number)") \(noun)\(number == 1 ? "" : "s")"
  }

  /// The settings.
  ///
  /// - Throws: a `ConfigurationError` with all errors if there are any.
  package func loaded() throws(ConfigurationError) -> LoadedConfiguration {
    guard let configuration else {
      let errors = errors
      throw ConfigurationError(errors[0], Array(errors.dropFirst()))
    }
    return LoadedConfiguration(
      configuration: configuration, warnings: warnings, file: file, written: written)
  }
}

/// Settings without errors, and where each comes from.
package struct LoadedConfiguration: Sendable {
  package var configuration: MusterConfiguration
  package let warnings: [ConfigurationProblem]
  /// The file that was read, by its absolute path; nil if there was none.
  package let file: String?
  let written: WrittenSettings

  /// Where a setting's value comes from; nil if there is no such setting.
  package func origin(of path: String) -> SettingOrigin? { written.values[path]?.origin }

  /// What is wrong with the settings for the file that they are used on, with where each was written.
  package func located(_ error: ConfigurationError) -> ConfigurationError {
    let problems = error.problems.map { problem in
      var problem = problem
      if problem.origin == nil, let place = problem.place {
        problem.origin = written.origin(ofPlace: place)
      }
      return problem
    }
    return ConfigurationError(problems[0], Array(problems.dropFirst()))
  }

  /// For `config show`: every setting, as a file that would set all of them. With origins:
  /// `{"settings": {…}, "origins": {"ledger.path": {"layer": "file", "where": "muster.json:3"}}}`.
  package func shown(withOrigins: Bool = false) -> JSONValue {
    let settings = SettingsTable.nested { setting in
      written.values[setting.path]?.value ?? setting.standard
    }
    guard withOrigins else { return settings }
    let origins = SettingsTable.all.map { setting in
      let origin = written.values[setting.path]?.origin ?? .standard
      return JSONMember(
        name: setting.path,
        value: .object([
          "layer": .string(origin.layer),
          "where": origin == .standard ? .null : .string(origin.description),
        ]))
    }
    return .object(["settings": settings, "origins": .object(origins)])
  }

  /// For `summary.json`: every setting but the tests, whose rows are nobody's business there.
  package var summarised: JSONValue {
    guard case .object(let members) = shown() else { return .null }
    return .object(members.filter { $0.name != "tests" })
  }
}

extension MusterConfiguration {
  /// Reads all layers: defaults, file, environment, options; the later wins. Blocks for the reading
  /// of the file.
  ///
  /// - Throws: a `ConfigurationError` with everything that is wrong.
  package static func load(
    _ sources: ConfigurationSources
  ) throws(ConfigurationError) -> LoadedConfiguration {
    try ConfigurationCheck(sources).loaded()
  }

  /// The defaults alone: no file, no environment, no options.
  ///
  /// - Throws: only if the table of settings is wrong in itself.
  package static func standard() throws(ConfigurationError) -> MusterConfiguration {
    let sources = ConfigurationSources(workingDirectory: "/", environment: [:])
    return try ConfigurationResolver(WrittenSettings(), sources: sources).configuration()
  }
}

extension SettingOrigin {
  var layer: String {
    switch self {
    case .standard: "default"
    case .file: "file"
    case .environment: "environment"
    case .option: "option"
    }
  }
}

extension SettingsTable {
  /// The table as nested objects, with a value for each setting. `group` says what is made of an
  /// object's members.
  static func nested(
    under path: [String] = [], group: ([JSONMember]) -> JSONValue = { .object($0) },
    value: (Setting) -> JSONValue
  ) -> JSONValue {
    group(
      names(under: path).map { name in
        let names = path + [name]
        if let setting = setting(at: names.joined(separator: ".")) {
          return JSONMember(name: name, value: value(setting))
        }
        return JSONMember(name: name, value: nested(under: names, group: group, value: value))
      })
  }
}
