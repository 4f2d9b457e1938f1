extension TargetKind: CaseIterable {
  /// The reading part knows of no targets.
  package static let allCases: [TargetKind] = []
}
