/// By what a target can know a contact, as the plan needs it.
package struct TargetRules: Sendable, Equatable {
  package var kind: TargetKind
  /// One of these is needed.
  package var identifiers: RowFlags
  package var rate: RateLimit
  /// What is said of a contact that has none of them.
  package var missingIdentifier: String
  /// How many accepted contacts at a time are put on a list by requests of their own; nil if none are.
  package var listBatch: Int?
  /// Requests before the first contact: for the key, and for the list where one is set.
  package var preflightRequests: Int
  /// How severe remarks on contacts are.
  package var severities: SeverityRules

  package init(_ kind: TargetKind, configuration: MusterConfiguration) {
    self.kind = kind
    let settings = configuration.target(kind)
    rate = settings.rateLimit
    severities = configuration.severities
    preflightRequests = settings.list == nil ? 1 : 2
    let identification = kind.definition.identification(settings)
    identifiers = RowFlags(identification.identifiers)
    missingIdentifier = identification.missing
    listBatch = settings.list == nil ? nil : kind.definition.listBatch
  }
}

extension RowFlags {
  fileprivate init(_ identifiers: Set<ContactIdentifier>) {
    self = identifiers.reduce(into: []) { flags, identifier in
      switch identifier {
      case .email: flags.insert(.email)
      case .linkedin: flags.insert(.slug)
      case .linkedinMember: flags.insert(.member)
      case .salesNavigator: flags.insert(.salesNavigator)
      case .contactID: flags.insert(.contactID)
      }
    }
  }
}

/// What is to become of a row at a target, before anything is sent.
package enum RowVerdict: Sendable, Equatable {
  /// It stands for a contact that is to be sent.
  case send
  /// It is not sent; its own remarks say why.
  case damaged
  /// It stands for a contact by which the target could know nobody.
  case withoutIdentifier
  /// Its mail is another person's too, and nothing else names this one.
  case sharedMail
  /// Its person is on a suppression list.
  case suppressed
  /// It stands for a contact that the account holds as it would be sent.
  case unchanged
  /// It belongs to the contact of another row, counted from 0.
  case duplicate(of: Int)
}

/// All rows of the input with what the plan knows of them: a few bytes each. Rows are counted from
/// 0 here.
package struct RowPlan: Sendable {
  package let groups: PersonGroups
  package let keep: DeduplicateSettings.Keep
  private let flags: [RowFlags]
  /// For each first row of a person what all rows of the person give together.
  private let groupFlags: [RowFlags]
  /// For each first row of a person the one that is kept; empty where that is the first, or each.
  private let kept: [UInt32]
  /// For each suppressed person's first row the first of the rows that are listed, and its entry.
  private let listed: [Int: Listing]
  /// For each target the rows whose contacts its account holds as they are. There are few targets, and each
  /// row is asked for: to compare their names takes less than to hash one.
  private var unchanged: [(target: TargetKind, rows: [Bool])] = []

  package typealias Listing = (row: Int, entry: SuppressionList.Entry)

  /// - Parameters:
  ///   - groups: which rows are the same person.
  ///   - flags: what each row holds.
  ///   - completeness: how many fields each row fills, where the most complete one is kept.
  ///   - suppressed: the entries of rows on suppression lists.
  ///   - keep: which of a person's rows count.
  package init(
    groups: PersonGroups, flags: [RowFlags], completeness: [UInt8] = [],
    suppressed: [Int: SuppressionList.Entry] = [:], keep: DeduplicateSettings.Keep
  ) {
    self.groups = groups
    self.flags = flags
    self.keep = keep
    kept = Self.keptRows(groups, completeness, keep)
    var groupFlags = flags
    if groups.sharedMailCount > 0 {
      for row in flags.indices where groups.mailUse(ofRow: row) == .withheld {
        groupFlags[row].remove(.email)
      }
    }
    for row in groups.laterRows {
      let first = groups.firstRow(of: row)
      switch keep {
      case .first, .none: break
      case .last, .mostComplete: if row == Int(kept[first]) { groupFlags[first] = groupFlags[row] }
      case .merge: groupFlags[first].formUnion(groupFlags[row])
      }
    }
    var listed: [Int: Listing] = [:]
    for (row, entry) in suppressed.sorted(by: { $0.key < $1.key }) {
      let first = groups.firstRow(of: row)
      if listed[first] == nil { listed[first] = (row, entry) }
    }
    self.listed = listed
    self.groupFlags = groupFlags
  }

  private static func keptRows(
    _ groups: PersonGroups, _ completeness: [UInt8], _ keep: DeduplicateSettings.Keep
  ) -> [UInt32] {
    guard keep == .last || keep == .mostComplete else { return [] }
    var kept = (0..<groups.rowCount).map { UInt32(truncatingIfNeeded: $0) }
    for row in groups.laterRows {
      let first = groups.firstRow(of: row)
      if keep == .last || completeness[row] > completeness[Int(kept[first])] {
        kept[first] = UInt32(truncatingIfNeeded: row)
      }
    }
    return kept
  }

  package var count: Int { flags.count }

  /// The row at which the answer for a row's contact stands.
  @inline(__always)
  package func head(of row: Int) -> Int {
    if keep == .none { return row }
    let first = groups.firstRow(of: row)
    return kept.isEmpty ? first : Int(kept[first])
  }

  func hasMail(_ row: Int) -> Bool { flags[row].contains(.email) }

  @inline(__always)
  package func verdict(row: Int, rules: TargetRules) -> RowVerdict {
    if flags[row].contains(.damaged) { return .damaged }
    if flags[row].contains(.email), groups.mailUse(ofRow: row) == .refused { return .sharedMail }
    let head = head(of: row)
    if head != row { return .duplicate(of: head) }
    let first = groups.firstRow(of: row)
    if listed[first] != nil { return .suppressed }
    let flagged = groupFlags[keep == .none ? row : first]
    if !flagged.isDisjoint(with: rules.identifiers) {
      for marks in unchanged where marks.target == rules.kind {
        return marks.rows[row] ? .unchanged : .send
      }
      return .send
    }
    let hadMail = flags[row].contains(.email) && rules.identifiers.contains(.email)
    return hadMail ? .sharedMail : .withoutIdentifier
  }

  /// Notes which rows' contacts a target's account holds as they are.
  package mutating func setUnchanged(_ rows: [Int], at target: TargetKind) {
    var marks = Array(repeating: false, count: count)
    for row in rows { marks[row] = true }
    unchanged.removeAll { $0.target == target }
    unchanged.append((target, marks))
  }

  /// Which row of a row's person is on a suppression list, and where it stands there.
  package func listing(of row: Int) -> Listing? { listed[groups.firstRow(of: row)] }

  /// The persons whom several contacts are about.
  var repeatedPersons: Set<Int> {
    guard keep == .none else { return [] }
    return Set(groups.laterRows.map(groups.firstRow(of:)))
  }

  /// Whom a row's contact is about, where other contacts may be about the same person.
  package func sharedPerson(of row: Int) -> Int? {
    keep == .none ? groups.firstRow(of: row) : nil
  }
}
