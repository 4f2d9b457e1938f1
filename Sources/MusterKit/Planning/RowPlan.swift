/// By what a target can know a contact, as the plan needs it.
package struct TargetRules: Sendable, Equatable {
  package var kind: TargetKind
  /// One of these is needed.
  package var identifiers: RowFlags
  package var rate: RateLimit
  /// Whether accepted contacts are put on a list by requests of their own, 1,000 at a time.
  package var addsToList: Bool
  /// Requests before the first contact: for the key, and for the list where one is set.
  package var preflightRequests: Int
  /// How severe remarks on contacts are.
  package var severities: SeverityRules

  package init(_ kind: TargetKind, configuration: MusterConfiguration) {
    self.kind = kind
    rate = configuration.target(kind).rateLimit
    severities = configuration.severities
    preflightRequests = configuration.target(kind).list == nil ? 1 : 2
    switch kind {
    case .getsales:
      identifiers = [.slug, .member, .salesNavigator]
      if !configuration.getsales.requireLinkedIn { identifiers.insert(.email) }
      addsToList = false
    case .lemlist:
      identifiers = [.email, .slug, .member, .salesNavigator, .contactID]
      addsToList = configuration.lemlist.target.list != nil
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
  /// For each first row of a person the last one; empty where it doesn't matter.
  private let last: [UInt32]
  /// For each suppressed person's first row the first of the rows that are listed, and its entry.
  private let listed: [Int: Listing]

  package typealias Listing = (row: Int, entry: SuppressionList.Entry)

  /// - Parameters:
  ///   - groups: which rows are the same person.
  ///   - flags: what each row holds.
  ///   - suppressed: the entries of rows on suppression lists.
  ///   - keep: which of a person's rows count.
  package init(
    groups: PersonGroups, flags: [RowFlags], suppressed: [Int: SuppressionList.Entry] = [:],
    keep: DeduplicateSettings.Keep
  ) {
    self.groups = groups
    self.flags = flags
    self.keep = keep
    var groupFlags = flags
    var last: [UInt32] = []
    if keep == .last { last = flags.indices.map { UInt32(truncatingIfNeeded: $0) } }
    for row in flags.indices {
      let first = groups.firstRow(of: row)
      var own = flags[row]
      if own.contains(.email), groups.mailUse(ofRow: row) == .withheld { own.remove(.email) }
      switch keep {
      case .first: if row == first { groupFlags[row] = own }
      case .last:
        groupFlags[first] = own
        last[first] = UInt32(truncatingIfNeeded: row)
      case .merge:
        if row == first { groupFlags[row] = own } else { groupFlags[first].formUnion(own) }
      }
    }
    var listed: [Int: Listing] = [:]
    for (row, entry) in suppressed.sorted(by: { $0.key < $1.key }) {
      let first = groups.firstRow(of: row)
      groupFlags[first].insert(.suppressed)
      if listed[first] == nil { listed[first] = (row, entry) }
    }
    self.listed = listed
    self.groupFlags = groupFlags
    self.last = last
  }

  package var count: Int { flags.count }

  /// The row at which the answer for a row's contact stands.
  @inline(__always)
  package func head(of row: Int) -> Int {
    let first = groups.firstRow(of: row)
    return last.isEmpty ? first : Int(last[first])
  }

  func hasMail(_ row: Int) -> Bool { flags[row].contains(.email) }

  package func verdict(row: Int, rules: TargetRules) -> RowVerdict {
    if flags[row].contains(.damaged) { return .damaged }
    if flags[row].contains(.email), groups.mailUse(ofRow: row) == .refused { return .sharedMail }
    let head = head(of: row)
    if head != row { return .duplicate(of: head) }
    let flagged = groupFlags[groups.firstRow(of: row)]
    if flagged.contains(.suppressed) { return .suppressed }
    if !flagged.isDisjoint(with: rules.identifiers) { return .send }
    let hadMail = flags[row].contains(.email) && rules.identifiers.contains(.email)
    return hadMail ? .sharedMail : .withoutIdentifier
  }

  /// Which row of a row's person is on a suppression list, and where it stands there.
  package func listing(of row: Int) -> Listing? { listed[groups.firstRow(of: row)] }

  /// Whether a row's contact is made of more than the row itself.
  package func needsGathering(row: Int) -> Bool {
    keep == .merge && groups.firstRow(of: row) != row
  }
}
