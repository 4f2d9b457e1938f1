/// Holds what columns' names say against their values, and finds what values say by themselves.
struct HeaderJudge: Sendable {
  /// How sure a column is whose name says little and whose values can be nothing else.
  private static let confidenceByValues = 0.6
  /// How much less that is where a word isn't known, and where the name says nothing at all.
  private static let costOfUnknown = 0.03
  private static let costOfNothing = 0.05
  /// How much surer the names of the rows make it.
  private static let worthOfNames = 0.08
  /// How likely a field stays that something speaks against.
  private static let doubt = 0.3

  private let names: [HeaderName]
  private let rows: [[String]]
  /// How many values of a column are looked at; less for a header that is very wide.
  private let valuesPerColumn: Int

  /// - Parameters:
  ///   - names: the columns' names in their order.
  ///   - rows: some rows of the source.
  init(names: [HeaderName], rows: [[String]]) {
    self.names = names
    self.rows = rows
    valuesPerColumn = min(100, max(5, 20_000 / max(1, names.count)))
  }

  // MARK: One column

  /// Holds candidates against the values; those that fail keep their reason and lose all confidence.
  func judged(_ candidates: [HeaderCandidate], at index: Int) -> [HeaderCandidate] {
    guard !candidates.isEmpty else { return [] }
    let shape = ColumnShape(
      values(of: index).map(\.text),
      readsBareNames: candidates.contains { $0.field == .linkedin || $0.field == .salesNavigator })
    var judged = candidates.map { judge($0, shape, names[index]) }
    // A name that its values contradict leaves them to speak for themselves.
    if judged.allSatisfy({ $0.confidence == 0 }), !names[index].isRuledOut,
      let (field, count, noun) = shape.identifier
    {
      let said = judged.first.map { "\($0.said), but " } ?? ""
      judged.append(
        HeaderCandidate(
          index: index, field: field, confidence: HeaderMatcher.threshold - 0.05,
          why: "\(said)\(count) of \(shape.total) values are \(noun)"))
    }
    return judged
  }

  private func judge(
    _ candidate: HeaderCandidate, _ shape: ColumnShape, _ name: HeaderName
  ) -> HeaderCandidate {
    var candidate = candidate
    let isSure = candidate.confidence >= HeaderMatcher.threshold
    if !isSure && candidate.field == .linkedin && shape.salesProfiles > shape.profiles {
      candidate.field = .salesNavigator
    }
    let evidence = HeaderEvidence(shape, for: candidate.field)
    switch evidence.verdict {
    case .none:
      if isSure && shape.total == 0 && !rows.isEmpty {
        // A blank column comes after all that hold something.
        candidate.confidence = max(HeaderMatcher.threshold, candidate.confidence - 0.2)
        candidate.why += "; it is blank in the rows looked at"
      } else if !isSure {
        candidate.why += ", but that alone is too little"
      }
    case .contradicts:
      candidate.confidence = 0
      candidate.why += ", but only \(evidence.words)"
    case .fits:
      candidate.why += "; \(evidence.words)"
      if !isSure && evidence.isStrong && mayLift(candidate, shape, name) {
        candidate.confidence = Self.confidenceByValues - (name.unknown > 0 ? Self.costOfUnknown : 0)
        candidate.isByValues = true
      } else if !isSure {
        candidate.why += ", which is too little for a guess"
      }
    }
    return candidate
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

  // MARK: Beside other columns

  /// Takes confidence from guesses that only the values made where the values repeat or don't go with
  /// the names of their rows, and from full names that hold nothing of the first and last names.
  func confirmed(
    _ candidates: [HeaderCandidate], by witness: HeaderWitness, at index: Int
  ) -> [HeaderCandidate] {
    var candidates = candidates
    for place in candidates.indices {
      if candidates[place].isByValues {
        confirm(&candidates[place], by: witness)
      } else if candidates[place].field == .fullName && candidates[place].confidence > 0 {
        let tally = witness.tally(values(of: index), for: .fullName)
        guard tally.isForeign else { continue }
        candidates[place].confidence = Self.doubt
        candidates[place].why +=
          ", but only \(tally.held) of \(tally.compared) hold the person's first or last name"
      }
    }
    if candidates.contains(where: { $0.field == .fullName && $0.confidence <= Self.doubt }),
      !witness.knowsCompanies
    {
      candidates.append(companyName(at: index))
    }
    return candidates
  }

  /// For a column that is called a name and whose values aren't people's.
  private func companyName(at index: Int) -> HeaderCandidate {
    let shape = ColumnShape(values(of: index).map(\.text), readsBareNames: false)
    let isCertain = shape.companyNames * 3 >= shape.total && shape.companyNames > 1
    return HeaderCandidate(
      index: index, field: .companyName,
      confidence: isCertain ? Self.confidenceByValues : Self.doubt,
      why: "the name says name; \(shape.companyNames) of \(shape.total) values are companies'")
  }

  private func confirm(_ candidate: inout HeaderCandidate, by witness: HeaderWitness) {
    let values = values(of: candidate.index)
    let tally = witness.tally(values, for: candidate.field)
    let different = Set(values.map { $0.text.lowercased() }).count
    if repeats(candidate, different, of: values.count, beside: tally) {
      candidate.confidence = Self.doubt
      candidate.why += ", but they repeat: \(different) different in \(values.count) rows"
    } else if tally.isForeign {
      candidate.confidence = Self.doubt
      candidate.why +=
        ", but \(tally.held) of \(tally.compared) hold the name that stands in their row"
    } else if tally.isOwn {
      candidate.confidence += Self.worthOfNames
      candidate.why += ", and \(tally.held) of \(tally.compared) hold the name in their row"
    }
  }

  /// Whether there are too few different values for people, or for the companies in their rows: those of
  /// somebody who keeps the contacts repeat.
  private func repeats(
    _ candidate: HeaderCandidate, _ different: Int, of total: Int,
    beside tally: HeaderWitness.Tally
  ) -> Bool {
    var expected = total
    switch candidate.field {
    case .companyDomain, .companyLinkedin, .companyID:
      // Colleagues share their company's.
      if tally.names > 0 {
        expected = min(total, tally.names)
      } else if names[candidate.index].unknown == 0 {
        return false
      }
    default: break
    }
    if total < 4 { return expected > 1 && different == 1 }
    return different * 5 < expected * 4
  }

  /// Whether fewer than half of a column's values are different, from four on.
  func mostlyRepeats(_ index: Int) -> Bool {
    let values = values(of: index)
    return values.count > 3 && Set(values.map { $0.text.lowercased() }).count * 2 < values.count
  }

  /// Whether two columns hold different values in more than a fifth of the rows where both hold any.
  func differ(_ first: Int, _ second: Int) -> Bool {
    let values = Dictionary(
      values(of: first).map { ($0.row, $0.text.lowercased()) }, uniquingKeysWith: { $1 })
    let pairs = self.values(of: second).compactMap { value in
      values[value.row].map { ($0, value.text.lowercased()) }
    }
    return values.isEmpty ? false : pairs.count { $0 != $1 } * 5 > pairs.count || pairs.isEmpty
  }

  // MARK: Values by themselves

  /// Columns whose names say nothing, one for each field that no name stands for. Of two such columns
  /// nothing tells which is the right one.
  func placedByValues(
    _ open: [Int], beside found: [Int: [HeaderCandidate]], by witness: HeaderWitness
  ) -> [Int: [HeaderCandidate]] {
    let named = found.values.joined().filter { $0.confidence >= HeaderMatcher.threshold }
    let taken = Set(named.map(\.field))
    let placed = Set(named.map(\.index))
    var candidates: [HeaderCandidate] = []
    for index in open where !placed.contains(index) && isMeaningless(names[index]) {
      let shape = ColumnShape(values(of: index).map(\.text), readsBareNames: false)
      guard shape.total >= 3, let (field, count, noun) = shape.identifier, !taken.contains(field),
        found[index]?.contains(where: { $0.field == field && $0.isByValues }) != true
      else { continue }
      let said =
        names[index].unknown > 0 ? "a word of the name isn't known" : "the name says nothing"
      var candidate = HeaderCandidate(
        index: index, field: field, confidence: Self.confidenceByValues - Self.costOfNothing,
        why: "\(said); \(count) of \(shape.total) values are \(noun)")
      candidate.isByValues = true
      confirm(&candidate, by: witness)
      candidates.append(candidate)
    }
    return Dictionary(grouping: candidates, by: \.index)
  }

  private func isMeaningless(_ name: HeaderName) -> Bool {
    !name.isRuledOut && name.unknown < 3
      && name.concepts.isSubset(of: [.url, .profile, .other, .person, .contact, .id, .name, .slug])
  }

  /// Why a column goes nowhere whose values could be a field's; nil where nothing speaks for any.
  func reasonForNothing(at index: Int) -> String? {
    let name = names[index]
    let shape = ColumnShape(values(of: index).map(\.text), readsBareNames: false)
    guard let (_, count, noun) = shape.identifier else { return nil }
    let values = "\(count) of \(shape.total) values are \(noun)"
    if !name.concepts.isDisjoint(with: [.recordOwner, .secondPerson]) {
      return "\(values), but the name says that they are somebody else's"
    }
    if name.isRuledOut { return "\(values), but the name says that they are for something else" }
    if name.unknown > 0 { return "\(values), but a word of the name isn't known" }
    return "\(values), but the name doesn't say that they are the person's"
  }

  /// The first values of a column that aren't blank or placeholders, with their rows.
  private func values(of index: Int) -> [HeaderValue] {
    var values: [HeaderValue] = []
    for (row, cells) in rows.enumerated() where index < cells.count {
      guard values.count < valuesPerColumn else { break }
      let value = cells[index].trimmingBlanks()
      if !value.isEmpty && !EmailAddress.isPlaceholder(value) {
        values.append(HeaderValue(row: row, text: value))
      }
    }
    return values
  }
}
