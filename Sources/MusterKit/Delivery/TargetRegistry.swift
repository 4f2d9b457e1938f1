/// The targets that muster knows.
package enum TargetRegistry {
  /// In the order in which they are shown everywhere: this is where a target is registered.
  ///
  /// Bound to the task so that a test can register one more for itself; nothing else changes it.
  @TaskLocal package static var targets: [any Target.Type] = [
    GetSalesTarget.self,
    LemlistTarget.self,
  ]

  fileprivate static func target(_ kind: TargetKind) -> any Target.Type {
    guard let target = targets.first(where: { $0.kind == kind }) else {
      preconditionFailure("\(kind) isn't registered")
    }
    return target
  }
}

extension TargetKind: CaseIterable {
  /// The kinds of all targets that are registered.
  package static var allCases: [TargetKind] { TargetRegistry.targets.map { $0.kind } }

  /// What there is to know of the target besides its requests and answers.
  package var definition: TargetDefinition { TargetRegistry.target(self).definition }
}

extension MusterConfiguration {
  /// A target as it is set. The key may be missing where nothing will be sent.
  ///
  /// - Throws: a `TargetSettingsError` if the key is in a form that is sure to be refused.
  package func makeTarget(
    _ kind: TargetKind, key: Secret?
  ) throws(TargetSettingsError) -> any Target {
    try TargetRegistry.target(kind).init(target(kind), key: key)
  }
}
