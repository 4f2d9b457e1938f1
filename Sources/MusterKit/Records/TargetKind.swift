/// A kind of account that contacts can go to, by its name. What there is to know of each is its
/// `TargetDefinition`; all of them are `allCases`.
package struct TargetKind: Sendable, Hashable {
  /// What settings, options, the columns of results and the ledger call it.
  package let rawValue: String

  /// Only a target's definition says that there is a kind of a name.
  init(defined name: String) {
    rawValue = name
  }

  /// The object of its settings: `targets.getsales`.
  package var settingsPath: String { "targets.\(rawValue)" }

  /// The environment variable that holds the API key, unless another one is set.
  package var keyVariable: String { "\(rawValue.uppercased())_API_KEY" }
}

extension TargetKind: RawRepresentable, Codable, CustomStringConvertible {
  /// The kind of a name; nil if no target of that name is registered.
  package init?(rawValue: String) {
    guard let kind = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = kind
  }

  package var description: String { rawValue }
}
