internal import Foundation

/// Finds the field of each column: by the user's word, else by its name, held against its values.
///
/// A wrong guess costs more than none: a name against its values is no name, and below
/// `threshold` a column goes nowhere.
package struct HeaderMatcher {
  /// The least confidence of a guess. Names whose words all are known and say one field lie at 0.5
  /// to 1; those with an unknown word, or that say little ("Link", "Profile"), below it, and only
  /// their values can lift them.
  package static let threshold = 0.5

  /// How sure a column is whose values alone speak for a field.
  private static let confidenceByValues = 0.6

  private let header: [String]
  private let names: [HeaderName]
  private let rows: [[String]]
  /// How many values of a column are looked at; less for a header that is very wide.
  private let valuesPerColumn: Int

  /// - Parameters:
  ///   - header: the columns' names in their order.
  ///   - rows: some rows of the source, as wide as they are.
  package init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
    names = header.map(HeaderName.init)
    valuesPerColumn = min(100, max(5, 20_000 / max(1, header.count)))
  }

  /// - Throws: where a rule names a column that the source lacks.
  package func match(
    rules: [ColumnRule], constants: [ConstantValue], autoMap: Bool
  ) throws(ConfigurationError) -> Mapping {
    var columns = header.indices.map { index in
      ColumnMapping(
        column: header[index], index: index, field: nil, confidence: 0,
        why: autoMap ? "no field has this name" : "not in the configuration")
    }
    var computed: [FieldSource] = []
    let ruled = try apply(rules, to: &columns, &computed)
    if autoMap { guess(&columns, except: ruled, filled: Set(computed.map(\.field))) }
    return Mapping(columns: columns, computed: computed, constants: constants)
  }

  // MARK: The user's word

  /// - Returns: the columns that rules name by themselves.
  private func apply(
    _ rules: [ColumnRule], to columns: inout [ColumnMapping], _ computed: inout [FieldSource]
  ) throws(ConfigurationError) -> Set<Int> {
    var ruled: Set<Int> = []
    var missing: [ConfigurationProblem] = []
    let index = HeaderIndex(header)
    let named = rules.map { rule in
      rule.input.columns.map { (name: $0, found: index.columns($0)) }
    }
    let pickedOut = Self.pickedOut(rules, named)
    for (rule, named) in zip(rules, named) {
      for column in named where column.found.indexes.isEmpty {
        let problem = ConfigurationProblem.missingColumn(
          column.name, rule: rule.name, header: header)
        if !missing.contains(problem) { missing.append(problem) }
      }
      guard case .column = rule.input else {
        guard named.allSatisfy({ !$0.found.indexes.isEmpty }) else { continue }
        let first = Dictionary(named.map { ($0.name, $0.found.indexes[0]) }) { first, _ in first }
        computed += [FieldSource(rule) { first[$0] ?? 0 }].compactMap(\.self)
        continue
      }
      let found = named[0].found
      for index in found.indexes where found.isOneOfSeveral || !pickedOut.contains(index) {
        if ruled.insert(index).inserted {
          columns[index].field = rule.field
          columns[index].transforms = rule.transforms
          columns[index].values = rule.values
          columns[index].type = rule.type
          columns[index].confidence = 1
          columns[index].why = "the configuration says so"
        } else {
          computed += [FieldSource(rule) { _ in index }].compactMap(\.self)
        }
      }
    }
    if let first = missing.first {
      throw ConfigurationError(first, Array(missing.dropFirst()))
    }
    return ruled
  }

  /// The columns that a rule picks out of several of the same name: a rule for all of that name isn't
  /// about them.
  private static func pickedOut(
    _ rules: [ColumnRule], _ named: [[(name: String, found: HeaderIndex.Found)]]
  ) -> Set<Int> {
    var pickedOut: Set<Int> = []
    for (rule, named) in zip(rules, named) {
      guard case .column = rule.input, named[0].found.isOneOfSeveral else { continue }
      pickedOut.formUnion(named[0].found.indexes)
    }
    return pickedOut
  }

  // MARK: Names and values

  private func guess(
    _ columns: inout [ColumnMapping], except ruled: Set<Int>, filled: Set<FieldName>
  ) {
    var candidates: [HeaderCandidate] = []
    let context = HeaderContext(names: names, header: header)
    for index in header.indices where !ruled.contains(index) && !header[index].hasPrefix("_") {
      let found = judged(context.candidates(index), at: index)
      columns[index].candidates = Self.guesses(found)
      candidates += found.filter { $0.confidence >= Self.threshold }
      if let why = found.max(by: { $0.confidence < $1.confidence })?.why {
        columns[index].why = why
      }
    }
    candidates += placedByValues(except: candidates)
    candidates.sort { ($1.confidence, $0.index) < ($0.confidence, $1.index) }
    assign(candidates, to: &columns, filled: filled)
    if !filled.contains(.standard(.email)) { promoteEmail(candidates, in: &columns) }
    for index in columns.indices {
      let field = columns[index].field
      columns[index].candidates.removeAll { .standard($0.field) == field }
    }
  }

  /// The likeliest, each field once.
  private static func guesses(_ candidates: [HeaderCandidate]) -> [FieldGuess] {
    var seen: Set<StandardField> = []
    let sorted = candidates.filter { $0.confidence > 0 }.sorted { $0.confidence > $1.confidence }
    return sorted.filter { seen.insert($0.field).inserted }.prefix(3).map {
      FieldGuess(
        field: $0.field, confidence: ($0.confidence * 100).rounded() / 100, why: $0.why)
    }
  }

  /// Holds candidates against the values; those that fail keep their reason and lose all confidence.
  private func judged(_ candidates: [HeaderCandidate], at index: Int) -> [HeaderCandidate] {
    guard !candidates.isEmpty else { return [] }
    let shape = ColumnShape(
      values(of: index),
      readsBareNames: candidates.contains { $0.field == .linkedin || $0.field == .salesNavigator })
    return candidates.map { candidate in
      var candidate = candidate
      let isSure = candidate.confidence >= Self.threshold
      if !isSure && candidate.field == .linkedin && shape.salesProfiles > shape.profiles {
        candidate.field = .salesNavigator
      }
      let evidence = HeaderEvidence(shape, for: candidate.field)
      switch evidence.verdict {
      case .none:
        if isSure && shape.total == 0 && !rows.isEmpty {
          // A blank column comes after all that hold something.
          candidate.confidence = max(Self.threshold, candidate.confidence - 0.2)
          candidate.why += "; it is blank in the rows looked at"
        } else if !isSure {
          candidate.why += ", but that alone is too little"
        }
      case .contradicts:
        candidate.confidence = 0
        candidate.why += ", but only \(evidence.words)"
      case .fits:
        candidate.why += "; \(evidence.words)"
        let isLifted = evidence.isStrong && mayLift(candidate, shape, names[index])
        if !isSure && isLifted {
          candidate.confidence = Self.confidenceByValues
        } else if !isSure {
          candidate.why += ", which is too little for a guess"
        }
      }
      return candidate
    }
  }

  /// Whether values may make a guess of a name that says too little.
  private func mayLift(
    _ candidate: HeaderCandidate, _ shape: ColumnShape, _ name: HeaderName
  ) -> Bool {
    if name.unknown > 0 && shape.total < 3 { return false }
    if name.isCompanyFirst { return false }
    switch candidate.field {
    case .email, .additionalEmails: return shape.roleMails * 3 < shape.total
    case .linkedin: return shape.profiles * 5 >= shape.total * 4
    case .salesNavigator: return shape.salesProfiles * 5 >= shape.total * 4
    case .companyLinkedin: return shape.companyPages * 5 >= shape.total * 4
    default: return true
    }
  }

  /// Columns whose names say nothing, one for each field that no name stands for.
  private func placedByValues(except candidates: [HeaderCandidate]) -> [HeaderCandidate] {
    let taken = Set(candidates.map(\.field))
    let placed = Set(candidates.map(\.index))
    var found: [StandardField: [HeaderCandidate]] = [:]
    for index in header.indices where !placed.contains(index) && !header[index].hasPrefix("_") {
      guard isMeaningless(names[index]) else { continue }
      let shape = ColumnShape(values(of: index), readsBareNames: false)
      guard shape.total >= 3, let (field, count, noun) = shape.identifier, !taken.contains(field)
      else { continue }
      found[field, default: []].append(
        HeaderCandidate(
          index: index, field: field, confidence: Self.confidenceByValues - 0.05,
          why: "the name says nothing, but \(count) of \(shape.total) values are \(noun)"))
    }
    // Of two nameless columns nothing tells which is the person's own.
    return found.values.filter { $0.count == 1 }.flatMap(\.self)
  }

  private func isMeaningless(_ name: HeaderName) -> Bool {
    !name.isRuledOut && name.unknown < 3
      && name.concepts.isSubset(of: [.url, .profile, .other, .person, .contact, .id, .name, .slug])
  }

  private func values(of index: Int) -> [String] {
    var values: [String] = []
    for row in rows where index < row.count && values.count < valuesPerColumn {
      let value = row[index].trimmingBlanks()
      if !value.isEmpty && !EmailAddress.isPlaceholder(value) { values.append(value) }
    }
    return values
  }

  // MARK: Assignment

  /// Gives each field to its best candidate, and lets further mails be additional ones.
  private func assign(
    _ candidates: [HeaderCandidate], to columns: inout [ColumnMapping], filled: Set<FieldName>
  ) {
    var taken = filled.union(columns.compactMap(\.field))
    for candidate in candidates where columns[candidate.index].field == nil {
      var field = candidate.field
      if taken.contains(.standard(field)) {
        if field == .email && candidate.isPlain { field = .additionalEmails }
        guard FieldName.standard(field).takesSeveral && candidate.isPlain else {
          columns[candidate.index].why =
            "\(candidate.why); another column fills \(candidate.field.rawValue)"
          continue
        }
      }
      taken.insert(.standard(field))
      columns[candidate.index].field = .standard(field)
      columns[candidate.index].confidence = (candidate.confidence * 100).rounded() / 100
      columns[candidate.index].why = candidate.why
    }
  }

  /// Where no column is the e-mail address, the best personal one is.
  private func promoteEmail(_ candidates: [HeaderCandidate], in columns: inout [ColumnMapping]) {
    guard !columns.contains(where: { $0.field == .standard(.email) }),
      let best = candidates.first(where: {
        $0.field == .additionalEmails && $0.mayLead
          && columns[$0.index].field == .standard(.additionalEmails)
      })
    else { return }
    columns[best.index].field = .standard(.email)
    columns[best.index].confidence = min(columns[best.index].confidence, 0.7)
    columns[best.index].why += "; no other column is an e-mail address"
  }

  /// A name in lower case without accents, blanks and signs.
  static func squashed(_ name: String) -> String {
    let folded = name.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    return String(
      String.UnicodeScalarView(
        folded.lowercased().unicodeScalars.filter(CharacterSet.alphanumerics.contains)))
  }
}
