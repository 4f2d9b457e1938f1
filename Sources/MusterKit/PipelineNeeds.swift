// What the contacts of files need of an account, for the preflight.

extension Pipeline {
  /// More owners than this aren't looked for: somebody mapped another column to the owner.
  private static let mostOwners = 1000

  /// Reads the files once more where a column gives contacts their owner.
  ///
  /// - Throws: where a file can't be read any more.
  package func needs(_ sources: [MappedSource]) async throws -> PreflightNeeds {
    var needs = PreflightNeeds(
      customFields: Set(sources.flatMap(\.mapping.customFields)).sorted(), owners: [],
      creates: Set(configuration.createMissing.compactMap(PreflightNeeds.Creatable.init)))
    guard sources.contains(where: { $0.mapping.fills(.owner) }) else { return needs }
    var owners: Set<String> = []
    var cursor = MappedRows(sources: sources).cursor()
    while owners.count < Self.mostOwners, let (element, source) = try await cursor.next() {
      let mapper = sources[source].mapper
      for row in 0..<element.rows.count {
        if let owner = mapper.contact(element.rows, row: row)[.owner] { owners.insert(owner) }
      }
    }
    needs.owners = owners.sorted()
    needs.ownersAreMeant =
      configuration.columns.contains { $0.field == .standard(.owner) }
      || configuration.constants.contains { $0.field == .standard(.owner) }
    return needs
  }

  /// What the settings alone need.
  package var needs: PreflightNeeds {
    let fields = configuration.columns.map(\.field) + configuration.constants.map(\.field)
    let names = fields.compactMap { field in
      if case .custom(let name)? = field { name } else { nil }
    }
    return PreflightNeeds(
      customFields: Set(names).sorted(),
      creates: Set(configuration.createMissing.compactMap(PreflightNeeds.Creatable.init)))
  }
}
