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

  /// From here on a guess needs nobody to look at it; below, of two equal ones neither is taken.
  package static let sure = 0.7

  private let header: [String]
  private let names: [HeaderName]
  private let rows: [[String]]

  /// - Parameters:
  ///   - header: the columns' names in their order.
  ///   - rows: some rows of the source, as wide as they are.
  package init(header: [String], rows: [[String]]) {
    self.header = header
    self.rows = rows
    names = header.map(HeaderName.init)
  }

  /// - Parameters:
  ///   - rules: what the settings say about columns.
  ///   - constants: what fills fields beside.
  ///   - autoMap: whether other columns go where their names and values say.
  ///   - known: where columns went before, in their order; they go there again.
  /// - Returns: where each column goes.
  /// - Throws: where a rule names a column that the source lacks.
  package func match(
    rules: [ColumnRule], constants: [ConstantValue], autoMap: Bool, known: [ColumnMapping] = []
  ) throws(ConfigurationError) -> Mapping {
    var columns = header.indices.map { index in
      ColumnMapping(
        column: header[index], index: index, field: nil, confidence: 0,
        why: autoMap ? "no field has this name" : "not in the configuration")
    }
    var computed: [FieldSource] = []
    let ruled = try apply(rules, to: &columns, &computed)
    let placed = place(known, in: &columns, except: ruled)
    if autoMap {
      guess(&columns, except: ruled.union(placed), filled: Set(computed.map(\.field)))
    }
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

  // MARK: What went before

  /// - Returns: the columns that are known.
  private func place(
    _ known: [ColumnMapping], in columns: inout [ColumnMapping], except ruled: Set<Int>
  ) -> Set<Int> {
    let before = Dictionary(
      uniqueKeysWithValues: zip(known.map(\.column).occurrences, known))
    var placed: Set<Int> = []
    for (index, column) in header.occurrences.enumerated() where !ruled.contains(index) {
      guard let same = before[column] else { continue }
      columns[index].field = same.field
      columns[index].confidence = same.confidence
      columns[index].why = same.why
      placed.insert(index)
    }
    return placed
  }

  // MARK: Names and values

  private func guess(
    _ columns: inout [ColumnMapping], except ruled: Set<Int>, filled: Set<FieldName>
  ) {
    let context = HeaderContext(names: names, header: header)
    let judge = HeaderJudge(names: names, rows: rows)
    let open = header.indices.filter { !ruled.contains($0) && !header[$0].hasPrefix("_") }
    var found: [Int: [HeaderCandidate]] = [:]
    for index in open { found[index] = judge.judged(context.candidates(index), at: index) }
    let witness = witness(found, columns)
    for index in open {
      found[index] = judge.confirmed(found[index] ?? [], by: witness, at: index)
    }
    for (index, candidates) in judge.placedByValues(open, beside: found, by: witness) {
      found[index, default: []] += candidates
    }
    for index in open {
      columns[index].candidates = Self.guesses(found[index] ?? [])
      let best = found[index]?.max { $0.confidence < $1.confidence }
      columns[index].why = best?.why ?? judge.reasonForNothing(at: index) ?? columns[index].why
    }
    var candidates = open.flatMap { found[$0] ?? [] }.filter { $0.confidence >= Self.threshold }
    candidates.sort { ($1.confidence, $0.index) < ($0.confidence, $1.index) }
    let undecided = undecided(candidates, judge, taken: filled.union(columns.compactMap(\.field)))
    for (index, why) in undecided { columns[index].why += "; \(why)" }
    candidates.removeAll { undecided[$0.index] != nil }
    assign(candidates, judge, to: &columns, filled: filled)
    if !filled.contains(.standard(.email)) { promoteEmail(candidates, in: &columns) }
    for index in columns.indices {
      let field = columns[index].field
      columns[index].candidates.removeAll { .standard($0.field) == field }
    }
  }

  /// The columns that name the rows' people and companies, by the user's word or the best guess.
  private func witness(
    _ found: [Int: [HeaderCandidate]], _ columns: [ColumnMapping]
  ) -> HeaderWitness {
    func best(_ field: StandardField) -> [Int] {
      if let own = columns.first(where: { $0.field == .standard(field) }) { return [own.index] }
      let candidates = found.values.joined().filter {
        $0.field == field && $0.confidence >= Self.threshold
      }
      return candidates.min { ($1.confidence, $0.index) < ($0.confidence, $1.index) }
        .map { [$0.index] } ?? []
    }
    let parts = best(.firstName) + best(.lastName)
    return HeaderWitness(
      people: parts.isEmpty ? best(.fullName) : parts, companies: best(.companyName), rows: rows)
  }

  /// The columns that could fill a field that identifies somebody, where none is sure and of the likeliest
  /// two are equally likely though their values differ; with the reason.
  private func undecided(
    _ candidates: [HeaderCandidate], _ judge: HeaderJudge, taken: Set<FieldName>
  ) -> [Int: String] {
    var undecided: [Int: String] = [:]
    for (field, rivals) in Dictionary(grouping: candidates, by: \.field) {
      guard HeaderEvidence.identifies(field), !taken.contains(.standard(field)),
        let best = rivals.first, best.confidence < Self.sure
      else { continue }
      let equal = rivals.filter {
        best.confidence - $0.confidence < 0.025
          && ($0.index == best.index || judge.differ($0.index, best.index))
      }
      guard equal.count > 1 else { continue }
      for rival in rivals {
        let other = equal.first { $0.index != rival.index } ?? rival
        undecided[rival.index] =
          "\(header[other.index].shownName) could as well be \(field.rawValue)"
      }
    }
    return undecided
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

  // MARK: Assignment

  /// Gives each field to its best candidate, and lets further mails be additional ones.
  private func assign(
    _ candidates: [HeaderCandidate], _ judge: HeaderJudge, to columns: inout [ColumnMapping],
    filled: Set<FieldName>
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
      if field == .additionalEmails, taken.contains(.standard(.email)),
        judge.mostlyRepeats(candidate.index)
      {
        columns[candidate.index].why = "\(candidate.why); most of them repeat, as an owner's do"
        continue
      }
      taken.insert(.standard(field))
      columns[candidate.index].field = .standard(field)
      columns[candidate.index].confidence = (candidate.confidence * 100).rounded() / 100
      columns[candidate.index].why = candidate.why
    }
  }

  /// Where no column is the e-mail address, the best of the person's other ones is.
  private func promoteEmail(_ candidates: [HeaderCandidate], in columns: inout [ColumnMapping]) {
    guard !columns.contains(where: { $0.field == .standard(.email) }),
      let best = candidates.first(where: {
        $0.field == .additionalEmails && $0.isPlain
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
