// What the contacts of files need of an account, for the preflight.

extension Pipeline {
  /// More owners than this aren't looked for: somebody mapped another column to the owner.
  private static let mostOwners = 1000

  /// Reads the files once more where a column gives contacts their owner, and a target has any.
  ///
  /// - Throws: where a file can't be read any more.
  package func needs(_ sources: [MappedSource]) async throws -> PreflightNeeds {
    var needs = PreflightNeeds(
      customFields: Set(sources.flatMap(\.mapping.customFields)).sorted(),
      creates: Set(configuration.createMissing))
    guard targets.contains(where: { $0.definition.hasMembers }),
      sources.contains(where: { $0.mapping.fills(.owner) })
    else { return needs }
    var owners: Set<String> = []
    var cursor = MappedRows(sources: sources).cursor()
    while owners.count < Self.mostOwners, let (element, source) = try await cursor.next() {
      let mapper = sources[source].mapper
      for row in 0..<element.rows.count {
        if let owner = mapper.contact(element.rows, row: row)[.owner] { owners.insert(owner) }
      }
    }
    needs.owners = owners.sorted()
    needs.ownersAreMeant = fieldsOfSettings.contains(.standard(.owner))
    return needs
  }

  /// What the settings alone need.
  package var needs: PreflightNeeds {
    let names = fieldsOfSettings.compactMap { field in
      if case .custom(let name) = field { name } else { nil }
    }
    return PreflightNeeds(
      customFields: Set(names).sorted(), creates: Set(configuration.createMissing))
  }

  /// The fields that the settings fill by name.
  private var fieldsOfSettings: [FieldName] {
    configuration.columns.compactMap(\.field) + configuration.constants.map(\.field)
  }
}
