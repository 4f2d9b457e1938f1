// The settings as written: which layer says what. What they come to is in MusterConfiguration.

/// Where settings are looked for.
package struct ConfigurationSources: Sendable {
  /// The file that the user named, which has to be there; nil for `muster.json` in the working
  /// directory, if it is there.
  package var file: String?
  /// An absolute path.
  package var workingDirectory: String
  /// All variables; those that start with `MUSTER_` are settings, `HOME` is what `~/` means.
  package var environment: [String: String]
  /// What the command line says, by path: `["thresholds.max_invalid": "5%"]`.
  package var options: [String: String]
  /// The targets that the command line names; nil where it names none.
  package var targets: [TargetKind]?

  package init(
    file: String? = nil, workingDirectory: String, environment: [String: String],
    options: [String: String] = [:], targets: [TargetKind]? = nil
  ) {
    self.file = file
    self.workingDirectory = workingDirectory
    self.environment = environment
    self.options = options
    self.targets = targets
  }
}

/// A value as written, and by whom.
struct WrittenSetting: Sendable, Equatable {
  var value: JSONValue
  var origin: SettingOrigin
}

/// All values as written, one a setting: of the last layer that has a valid one.
struct WrittenSettings: Sendable {
  /// By path; has every setting of the table.
  private(set) var values: [String: WrittenSetting]
  /// The file that was read, or should have been.
  private(set) var file: String?
  /// What stands where in the file.
  private var outline: (shownPath: String, places: [[String]: TextPlace])?
  private(set) var problems: [ConfigurationProblem] = []
  /// Settings for which a layer has a value that isn't valid.
  private(set) var invalidPaths: Set<String> = []
  /// Where the tests of the mapping stand in the file.
  private var testPlaces: [SettingOrigin] = []
  /// Objects that stand in the file, also empty ones: `["targets", "lemlist"]`.
  private(set) var groups: Set<[String]> = []

  /// The defaults alone.
  init() {
    values = Dictionary(
      uniqueKeysWithValues: SettingsTable.all.map {
        ($0.path, WrittenSetting(value: $0.standard, origin: .standard))
      })
  }

  /// Reads all layers: defaults, file, environment, options; the later wins. Never fails: what is
  /// wrong is in `problems`.
  init(_ sources: ConfigurationSources) {
    self.init()
    readFile(sources)
    readEnvironment(sources.environment)
    readOptions(sources.options)
  }

  mutating func note(_ problem: ConfigurationProblem) {
    problems.append(problem)
  }

  /// Where a test of the mapping was written; the first test is 0.
  func origin(ofTest index: Int) -> SettingOrigin? {
    let origin = values["tests"]?.origin
    guard case .file = origin, index < testPlaces.count else { return origin }
    return testPlaces[index]
  }

  /// Where something inside the settings was written, by the names that lead to it; nil if there is no
  /// such setting.
  func origin(of names: [String]) -> SettingOrigin? {
    let path = names.indices.reversed().lazy.map { names[...$0].joined(separator: ".") }
      .first { values[$0] != nil }
    guard let path, let origin = values[path]?.origin else { return nil }
    guard case .file = origin, let outline else { return origin }
    return outline.places[names].map { .file(outline.shownPath, place: $0) } ?? origin
  }

  /// Where something was written that a problem names as its place.
  func origin(ofPlace place: String) -> SettingOrigin? {
    let names = outline?.places.keys.first { SettingPlace($0).description == place }
    if let names { return origin(of: names) }
    let path = values.keys.first { place.hasPrefix($0 + "[") || place.hasPrefix($0 + ".") }
    return path.flatMap { values[$0]?.origin }
  }

  /// Takes a value if it is one that the setting can have.
  private mutating func write(
    _ value: JSONValue, to setting: Setting, origin: (_ path: [String]) -> SettingOrigin
  ) {
    let findings = setting.kind.findings(on: value, isOptional: setting.isOptional)
    for finding in findings {
      let place = SettingPlace(setting.names + finding.path)
      note(
        ConfigurationProblem(
          finding.reason, place: place.description, origin: origin(place.names),
          sentence: "\(place)\(finding.remark)"))
    }
    if findings.isEmpty {
      values[setting.path] = WrittenSetting(value: value, origin: origin(setting.names))
    } else {
      invalidPaths.insert(setting.path)
    }
  }
}

// MARK: - The file

extension WrittenSettings {
  private mutating func readFile(_ sources: ConfigurationSources) {
    do throws(ConfigurationError) {
      file = ConfigurationFile.path(sources)
      guard let file = try ConfigurationFile(sources) else {
        file = nil
        return
      }
      outline = (file.shownPath, file.outline.places)
      for repetition in file.outline.repetitions {
        let place = SettingPlace(repetition.path)
        note(
          ConfigurationProblem(
            .repeatedKey, place: place.description,
            origin: .file(file.shownPath, place: repetition.place),
            sentence: "\(place) stands twice; only one of them can count."))
      }
      readObject(file.members, at: [], of: file)
      let start = TextPlace(line: 0, column: 0)
      problems.sort { ($0.origin?.textPlace ?? start) < ($1.origin?.textPlace ?? start) }
    } catch {
      error.problems.forEach { note($0) }
    }
  }

  private mutating func readObject(
    _ members: [JSONMember], at path: [String], of file: ConfigurationFile
  ) {
    groups.insert(path)
    for member in members {
      let names = path + [member.name]
      let place = SettingPlace(names)
      if let setting = SettingsTable.setting(at: names.joined(separator: ".")) {
        write(value(of: member, for: setting, in: file), to: setting) { file.origin(of: $0) }
      } else if names == ["$schema"] {
        continue  // For editors; says nothing to muster.
      } else if SettingsTable.names(under: names).isEmpty {
        note(.unknownSetting(place, origin: file.origin(of: names)))
      } else if case .object(let members) = member.value {
        readObject(members, at: names, of: file)
      } else {
        note(
          ConfigurationProblem(
            .wrongType, place: place.description, origin: file.origin(of: names),
            sentence: "\(place) is \(member.value.found); it has to be an object with "
              + SettingsTable.names(under: names).joinedAsList("and") + "."))
      }
    }
  }
}

extension WrittenSettings {
  /// A setting's value in the file. The order of a test's columns is that of a header, and counts.
  private mutating func value(
    of member: JSONMember, for setting: Setting, in file: ConfigurationFile
  ) -> JSONValue {
    guard case .tests = setting.kind else { return member.value }
    if case .array(let tests) = member.value {
      testPlaces = tests.indices.map { file.origin(of: setting.names + ["\($0)"]) }
    }
    return member.value.inOrder(of: file.outline, at: setting.names)
  }
}

// MARK: - Environment and options

extension WrittenSettings {
  private mutating func readEnvironment(_ environment: [String: String]) {
    for setting in SettingsTable.all {
      // A variable that is there and empty counts as not set, as in ${VARIABLE:-default}.
      guard let text = environment[setting.variable], !text.isEmpty else { continue }
      let value = setting.kind.value(ofText: text, isOptional: setting.isOptional)
      write(value, to: setting) { _ in .environment(setting.variable) }
    }
    let known = Set(SettingsTable.all.map(\.variable))
    for name in environment.keys.sorted()
    where name.hasPrefix(Setting.variablePrefix) && !known.contains(name) {
      note(.unknownVariable(name))
    }
  }

  private mutating func readOptions(_ options: [String: String]) {
    for (path, text) in options.sorted(by: { $0.key < $1.key }) {
      guard let setting = SettingsTable.setting(at: path) else {
        let names = path.split(separator: ".").map(String.init)
        note(.unknownSetting(SettingPlace(names), origin: .option("--" + path)))
        continue
      }
      let value = setting.kind.value(ofText: text, isOptional: setting.isOptional)
      write(value, to: setting) { _ in .option("--" + setting.options[0]) }
    }
  }
}
