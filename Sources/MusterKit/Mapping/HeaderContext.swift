/// What the other columns of a header say about one: whether "Nom" is a last name, and whether
/// "Titre" is a salutation.
struct HeaderContext: Sendable {
  private let names: [HeaderName]
  private let hasFirstName: Bool
  private let hasContactsName: Bool
  private let hasLastName: Bool
  /// Whether places are named as the person's: those that aren't may be somebody else's.
  private let hasPersonsPlace: Bool
  /// Where the first column of each meaning stands that is numbered 1.
  private let firstNumbered: [HeaderConcepts: Int]

  private let firstTitle: Int?
  /// English calls both parts of a name by words of their own: a name beside a first name is the
  /// full one.
  private let isEnglish: Bool

  init(names: [HeaderName], header: [String]) {
    self.names = names
    isEnglish = header.contains { HeaderMatcher.squashed($0) == "firstname" }
    hasFirstName = names.contains { Self.isName($0, .first) }
    hasContactsName = names.contains {
      $0.unknown == 0 && $0.concepts.isSuperset(of: [.contact, .name]) && !$0.isRuledOut
        && $0.concepts.isDisjoint(with: .company)
    }
    hasLastName = names.contains { Self.isName($0, .last) }
    hasPersonsPlace = names.contains {
      $0.unknown == 0 && $0.concepts.contains(.person)
        && $0.concepts.subtracting([.person, .contact]).isSubset(of: .places)
        && !$0.concepts.isDisjoint(with: .places)
    }
    firstTitle = names.firstIndex { $0.concepts == .title && $0.unknown == 0 }
    let numbered = names.indices.filter { names[$0].ordinal == 1 && names[$0].unknown == 0 }
    firstNumbered = Dictionary(numbered.map { (names[$0].concepts, $0) }) { first, _ in first }
  }

  private static func isName(_ name: HeaderName, _ part: HeaderConcepts) -> Bool {
    name.unknown == 0 && name.concepts.subtracting([.person, .contact]) == part.union(.name)
  }

  func candidates(_ index: Int) -> [HeaderCandidate] {
    let name = names[index]
    var candidates = HeaderCandidate.named(name, index: index)
    if name.concepts == .name && name.unknown == 0 && hasFirstName != hasLastName {
      return [bareName(index)]
    }
    if name.concepts == .title && name.unknown == 0 {
      for position in candidates.indices { weighTitle(&candidates[position], index) }
    }
    // Beside a contact's name that of the lead may be its company's.
    if hasContactsName && name.concepts == [.person, .name] {
      for position in candidates.indices where candidates[position].field == .fullName {
        candidates[position].confidence -= 0.1
      }
    }
    if hasPersonsPlace && name.concepts.isDisjoint(with: [.person, .company]) {
      for position in candidates.indices where candidates[position].field == .location {
        candidates[position].confidence -= 0.15
      }
    }
    if isAfterNumbered(index) {
      for position in candidates.indices { candidates[position].confidence -= 0.02 }
    }
    return candidates
  }

  /// Whether columns of the same meaning that are numbered from 1 stand before: those belong
  /// together, and this one is another block's.
  private func isAfterNumbered(_ index: Int) -> Bool {
    guard names[index].ordinal == nil, let first = firstNumbered[names[index].concepts] else {
      return false
    }
    return first < index
  }

  /// "Nombre" beside "Apellidos" is the first name, "Nom" beside "Prénom" the last.
  private func bareName(_ index: Int) -> HeaderCandidate {
    if hasLastName {
      return HeaderCandidate(
        index: index, field: .firstName, confidence: 0.85,
        why: "the name says name, and another column is the last name")
    }
    return isEnglish
      ? HeaderCandidate(
        index: index, field: .fullName, confidence: 0.6, why: "the name says name")
      : HeaderCandidate(
        index: index, field: .lastName, confidence: 0.85,
        why: "the name says name, and another column is the first name")
  }

  /// A title right in front of the person's name is a salutation; of two titles the second is the
  /// job's.
  private func weighTitle(_ candidate: inout HeaderCandidate, _ index: Int) {
    if let firstTitle, firstTitle < index {
      candidate.confidence += 0.02
    }
    if index + 1 < names.count, names[index + 1].concepts.contains(.name),
      names[index + 1].concepts.isDisjoint(with: .company)
    {
      candidate.confidence = 0.45
      candidate.why += ", but it stands in front of the person's name like a salutation"
    }
  }
}
