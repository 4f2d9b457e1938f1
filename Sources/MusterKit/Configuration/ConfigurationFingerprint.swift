// The part of the settings that decides what is sent, as bytes to be hashed.

extension MusterConfiguration {
  /// Canonical JSON of the settings that change which rows are read, what they come to and what
  /// goes to the targets: source, mapping, constants, deduplication, and lists and switches of the
  /// targets. Settings that mean the same give the same bytes, however they were written; keys,
  /// addresses, limits and paths aren't in it, nor the settings of targets that aren't the run's.
  package func fingerprintBytes(for targets: [TargetKind]) -> [UInt8] {
    let members = TargetKind.allCases.filter(targets.contains).map { kind in
      JSONMember(name: kind.rawValue, value: fingerprint(of: kind))
    }
    let value = JSONValue.object([
      "version": .integer(1),
      "source": source.canonical,
      "columns": columnRules, "constants": constantValues,
      "auto_map": .bool(autoMap),
      "deduplicate": deduplicate.canonical,
      "diagnostics": severities.canonical,
      "targets": .object(members),
    ])
    return Array(value.canonicalText.utf8)
  }

  /// What decides, besides a row's cells and the fields they fill, what is sent of it to a target. A
  /// contact that was accepted under other settings counts as changed.
  package func contentBytes(for kind: TargetKind) -> [UInt8] {
    let value = JSONValue.object([
      "version": .integer(1),
      "columns": columnRules, "constants": constantValues,
      "keep": .string(deduplicate.keep.rawValue),
      "target": .string(kind.rawValue),
      "settings": fingerprint(of: kind),
    ])
    return Array(value.canonicalText.utf8)
  }

  private var columnRules: JSONValue {
    .array(columns.map { .array([.string($0.name), $0.canonical]) })
  }

  private var constantValues: JSONValue {
    .object(constants.map { JSONMember(name: $0.field.description, value: .string($0.value)) })
  }

  private func fingerprint(of kind: TargetKind) -> JSONValue {
    let settings = target(kind)
    let list = JSONMember(name: "list", value: settings.list.map { .string($0) } ?? .null)
    let own = kind.definition.ownSettings.filter(\.changesRequests)
      .map { JSONMember(name: $0.path, value: settings.own[$0.path] ?? .null) }
    return .object([list] + own)
  }
}

extension SourceSettings {
  fileprivate var canonical: JSONValue {
    .object([
      "format": .string(format.rawValue),
      "encoding": encoding.canonical,
      "delimiter": delimiter.canonical,
      "quote": quote.canonical,
      "header_line": headerLine.canonical,
      "max_field_bytes": .integer(maxFieldBytes),
    ])
  }
}

extension DeduplicateSettings {
  fileprivate var canonical: JSONValue {
    .object([
      "keys": .array(keys.map(\.rawValue).sorted().map { .string($0) }),
      "keep": .string(keep.rawValue),
      "on_conflict": .string(onConflict.rawValue),
    ])
  }
}
