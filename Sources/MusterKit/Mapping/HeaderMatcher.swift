internal import Foundation

/// Finds the field of each column: by the user's word, else by its name, held against its values.
///
/// A wrong guess costs more than none: a column goes to a field that identifies a person only if
/// its values look like it.
package struct HeaderMatcher {
  private let header: [String]
  /// The first values of each column, without blanks.
  private let samples: [[String]]

  /// - Parameters:
  ///   - header: the columns' names in their order.
  ///   - rows: some rows of the source, as wide as they are.
  package init(header: [String], rows: [[String]]) {
    self.header = header
    samples = header.indices.map { index in
      rows.compactMap { row in
        guard index < row.count else { return nil }
        let value = row[index].trimmingBlanks()
        return EmailAddress.isPlaceholder(value) ? nil : value
      }
    }
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
    let ruled = try apply(rules, to: &columns)
    if autoMap { guess(&columns, except: ruled) }
    return Mapping(columns: columns, constants: constants)
  }

  // MARK: The user's word

  private func apply(
    _ rules: [ColumnRule], to columns: inout [ColumnMapping]
  ) throws(ConfigurationError) -> Set<Int> {
    var ruled: Set<Int> = []
    var missing: [ConfigurationProblem] = []
    for rule in rules {
      let indexes = header.indices.filter { header[$0] == rule.column }
      let found =
        indexes.isEmpty
        ? header.indices.filter { header[$0].trimmingBlanks() == rule.column.trimmingBlanks() }
        : indexes
      if found.isEmpty { missing.append(.missingColumn(rule.column, header: header)) }
      for index in found {
        ruled.insert(index)
        columns[index].field = rule.field
        columns[index].transforms = rule.transforms
        columns[index].confidence = 1
        columns[index].why = "the configuration says so"
      }
    }
    if let first = missing.first {
      throw ConfigurationError(first, Array(missing.dropFirst()))
    }
    return ruled
  }

  // MARK: Names and values

  private struct Candidate {
    var index: Int
    /// The place of the name among the field's names; lower is better.
    var rank: Int
    var confidence: Double
    var why: String
  }

  private func guess(_ columns: inout [ColumnMapping], except ruled: Set<Int>) {
    for entry in HeaderAliases.entries {
      let isTaken = columns.contains { $0.field == .standard(entry.field) }
      let takesSeveral = HeaderAliases.takesSeveral(entry.field)
      if isTaken && !takesSeveral { continue }
      let candidates = header.indices
        .filter { !ruled.contains($0) && columns[$0].field == nil && !header[$0].hasPrefix("_") }
        .compactMap { candidate($0, for: entry) }
        .sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }
      var isFilled = false
      for candidate in candidates {
        if let doubt = doubt(candidate.index, for: entry.field) {
          columns[candidate.index].why = doubt
        } else if isFilled && !takesSeveral {
          columns[candidate.index].why = "another column fills \(entry.field.rawValue)"
        } else {
          columns[candidate.index].field = .standard(entry.field)
          columns[candidate.index].confidence = candidate.confidence
          columns[candidate.index].why = candidate.why
          isFilled = true
        }
      }
    }
  }

  private func candidate(_ index: Int, for entry: HeaderAliases.Entry) -> Candidate? {
    let name = Self.squashed(header[index])
    if let rank = entry.names.firstIndex(of: name) {
      return Candidate(
        index: index, rank: rank, confidence: rank < 8 ? 0.98 : 0.9,
        why: "the name stands for \(entry.field.rawValue)")
    }
    for word in HeaderAliases.personWords where name.hasPrefix(word) && name.count > word.count {
      guard let rank = entry.names.firstIndex(of: String(name.dropFirst(word.count))) else {
        continue
      }
      return Candidate(
        index: index, rank: rank + 100, confidence: 0.85,
        why: "the name without \"\(word)\" stands for \(entry.field.rawValue)")
    }
    return nil
  }

  /// Why a column's values speak against a field; nil where nothing does.
  private func doubt(_ index: Int, for field: StandardField) -> String? {
    let values = samples[index].prefix(200)
    let name = Self.squashed(header[index])
    let isVague = Self.vagueNames.contains(name)
    guard !values.isEmpty else {
      return isVague ? "the name says too little, and no value helps" : nil
    }
    let (expected, fitting): (String, Int)
    switch field {
    case .email, .additionalEmails:
      (expected, fitting) = (
        "e-mail addresses",
        values.count {
          if case .addresses = EmailAddress.read($0) { true } else { $0.contains("@") }
        }
      )
    case .linkedin, .salesNavigator:
      (expected, fitting) = (
        "LinkedIn profiles",
        values.count { if case .person = LinkedInIdentifier.read($0) { true } else { false } }
      )
    case .companyLinkedin:
      (expected, fitting) = (
        "LinkedIn company pages",
        values.count { LinkedInIdentifier.read($0) == .company || $0.allSatisfy(\.isNumber) }
      )
    case .contactID:
      (expected, fitting) = ("lemlist ids", values.count { $0.hasPrefix("ctc_") })
    default: return nil
    }
    let share = Double(fitting) / Double(values.count)
    let wanted = isVague ? 0.8 : 0.3
    if share >= wanted || (!isVague && values.count < 3 && fitting > 0) { return nil }
    return "the name stands for \(field.rawValue), but few of its values are \(expected)"
  }

  /// Names that say nothing by themselves: the values must.
  private static let vagueNames: Set<String> = [
    "url", "profileurl", "profilelink", "companyurl", "contactid", "vmid", "objecturn", "publicid",
  ]

  /// A name in lower case without accents, blanks and signs.
  static func squashed(_ name: String) -> String {
    let folded = name.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
    return String(
      String.UnicodeScalarView(
        folded.lowercased().unicodeScalars.filter(CharacterSet.alphanumerics.contains)))
  }
}
