// What is said about a name that isn't a setting.

extension ConfigurationProblem {
  /// A key of the file, or an option, that no setting has.
  static func unknownSetting(_ place: SettingPlace, origin: SettingOrigin) -> ConfigurationProblem {
    let name = place.names.last ?? ""
    if APIKeyForm.isName(name) {
      return ConfigurationProblem(
        .keyInSettings, place: place.description, origin: origin,
        sentence: "\(place): keys never come from the settings. Put the key into an environment"
          + " variable (\(variables)) or into a file of its own (api_key_file), and replace it by a"
          + " new one if it was written down here.")
    }
    let siblings = SettingsTable.names(under: Array(place.names.dropLast()))
    let hint =
      if let near = nearest(to: place, siblings: siblings) {
        "Did you mean \(near)?"
      } else {
        "Here there are \(siblings.joinedAsList("and"))."
      }
    return ConfigurationProblem(
      .unknownKey, place: place.description, origin: origin,
      sentence: "\(place) isn't a setting. \(hint)")
  }

  /// A variable that starts like a setting's and is none: a warning, since it may be somebody
  /// else's.
  static func unknownVariable(_ name: String) -> ConfigurationProblem {
    let isKey = APIKeyForm.isName(name)
    // What all have in common brings none nearer.
    let own = name.dropFirst(Setting.variablePrefix.count)
    let names = SettingsTable.all.map { $0.variable.dropFirst(Setting.variablePrefix.count) }
    let near = NearestWord.find(String(own), in: names.map(String.init))
      .map { Setting.variablePrefix + $0 }
    let hint =
      if isKey {
        "A key goes into \(variables)."
      } else if let near {
        "Did you mean \(near)?"
      } else {
        "muster config show prints all settings."
      }
    return ConfigurationProblem(
      .unknownVariable, severity: .warning, origin: .environment(name),
      sentence: "\(name) isn't a setting and was ignored. \(hint)")
  }

  private static var variables: String {
    TargetKind.allCases.map(\.keyVariable).joinedAsList("or")
  }

  /// The nearest name in the same object, or else a setting of that name in another.
  private static func nearest(to place: SettingPlace, siblings: [String]) -> String? {
    let name = place.names.last ?? ""
    if let near = NearestWord.find(name, in: siblings) {
      return SettingPlace(place.names.dropLast() + [near]).description
    }
    return SettingsTable.all.first { $0.names.last == name }?.path
      ?? SettingsTable.all.first { $0.names.contains(name) }.map { setting in
        setting.names.prefix { $0 != name }.joined(separator: ".") + "." + name
      }
  }
}
