/// Finds which rows are the same person. Rows are added as they are read; `resolve` then applies
/// the three rules, so that the result doesn't depend on the order of rows:
///
/// 1. Rows that share a LinkedIn key (public slug, member id, Sales Navigator id) are one person,
///    transitively.
/// 2. A mail that occurs with at most one such person joins all its rows to that person, or to each
///    other.
/// 3. A mail that occurs with two or more persons is shared: it joins none of them. Rows that carry
///    only that mail are one contact of their own.
///
/// Further keys (additional mails, name and company), where the settings want them, come last: they
/// join persons and rows that the rules have found, unless a chain of them would join two people whom
/// LinkedIn tells apart; such a chain joins nobody.
///
/// Memory: 9 bytes a row, 25 to 50 bytes a distinct key, and 24 a further key.
package struct IdentityIndex: Sendable {
  /// What is done with a mail that several persons share.
  package enum SharedMail: String, Sendable, CaseIterable {
    /// Rule 3.
    case separate
    /// Any shared key joins.
    case merge
    /// All rows of a shared mail are invalid.
    case reject
  }

  private static let none = UInt32.max

  private var table = KeyTable()
  /// For each row the row it was joined to, at last itself; always a smaller one or the same.
  private var parent: [UInt32] = []
  /// For each row the first row that carried its mail; `none` without a mail.
  private var mailRow: [UInt32] = []
  private var namesPerson: [Bool] = []
  private var furtherKeys: [(row: UInt32, key: PersonKey)] = []

  package init() {}

  package var rowCount: Int { parent.count }
  /// The number of distinct keys.
  package var keyCount: Int { table.count }

  /// Starts the next row.
  package mutating func addRow() {
    parent.append(UInt32(truncatingIfNeeded: parent.count))
    mailRow.append(Self.none)
    namesPerson.append(false)
  }

  /// Has the memory fetched that adding a key will need soon.
  @inline(__always)
  package func prefetch(_ key: PersonKey) { table.prefetch(key) }

  /// Adds a key of the row added last. A row has one mail at most: later ones are left.
  package mutating func add(_ key: PersonKey, _ kind: PersonKey.Kind) {
    let row = UInt32(truncatingIfNeeded: parent.count - 1)
    switch kind {
    case .email:
      guard mailRow[Int(row)] == Self.none else { return }
      mailRow[Int(row)] = table.firstRow(of: key, orInsert: row)
    case .linkedin, .linkedinMember, .salesNavigator:
      namesPerson[Int(row)] = true
      join(row, table.firstRow(of: key, orInsert: row))
    case .additionalEmail, .nameAndCompany:
      furtherKeys.append((row, key))
    }
  }

  private mutating func root(of row: UInt32) -> UInt32 {
    var row = row
    while parent[Int(row)] != row {
      parent[Int(row)] = parent[Int(parent[Int(row)])]
      row = parent[Int(row)]
    }
    return row
  }

  private mutating func join(_ one: UInt32, _ other: UInt32) {
    let (a, b) = (root(of: one), root(of: other))
    if a < b { parent[Int(b)] = a } else { parent[Int(a)] = b }
  }

  /// Applies the rules for mails and gives the groups. The index is used up.
  package consuming func resolve(sharedMail: SharedMail) -> PersonGroups {
    let shared = sharedMail == .merge ? SharedMails() : sharedMails()
    let edges = furtherEdges(except: shared)
    furtherKeys = []
    table = KeyTable()
    if sharedMail == .merge {
      for row in parent.indices where mailRow[row] != Self.none {
        join(UInt32(truncatingIfNeeded: row), mailRow[row])
      }
      for edge in edges { join(edge.row, edge.first) }
    } else {
      joinByMail(except: shared)
      joinChains(edges)
    }
    for row in parent.indices { parent[row] = root(of: UInt32(truncatingIfNeeded: row)) }
    return PersonGroups(
      first: parent, mailRow: mailRow, sharedMails: shared, rejectsShared: sharedMail == .reject)
  }

  /// The mails that occur with two or more persons, each by its first row.
  private mutating func sharedMails() -> SharedMails {
    var person: [UInt32] = Array(repeating: Self.none, count: parent.count)
    var shared = SharedMails()
    for row in parent.indices where mailRow[row] != Self.none && namesPerson[row] {
      let mail = Int(mailRow[row])
      let root = root(of: UInt32(truncatingIfNeeded: row))
      if person[mail] == Self.none {
        person[mail] = root
      } else if person[mail] != root {
        shared.insert(mailRow[row], of: parent.count)
      }
    }
    return shared
  }

  private mutating func joinByMail(except shared: SharedMails) {
    var firstAlone: [UInt32: UInt32] = [:]
    for index in parent.indices where mailRow[index] != Self.none {
      let row = UInt32(truncatingIfNeeded: index)
      if !shared.contains(mailRow[index]) {
        join(row, mailRow[index])
      } else if !namesPerson[index] {
        if let first = firstAlone[mailRow[index]] {
          join(row, first)
        } else {
          firstAlone[mailRow[index]] = row
        }
      }
    }
  }
}

extension IdentityIndex {
  /// For each further key that came before, its row and the row that it came with first. A mail that
  /// is shared joins nobody, wherever it stands.
  private func furtherEdges(except shared: SharedMails) -> [(row: UInt32, first: UInt32)] {
    var further = KeyTable()
    return furtherKeys.compactMap { row, key in
      if let first = table.firstRow(of: key) {
        return shared.contains(first) ? nil : (row, first)
      }
      let first = further.firstRow(of: key, orInsert: row)
      return first == row ? nil : (row, first)
    }
  }

  /// Joins along edges, but for chains of them that lead from one person with a LinkedIn key to
  /// another.
  private mutating func joinChains(_ edges: [(row: UInt32, first: UInt32)]) {
    guard !edges.isEmpty else { return }
    let persons = parent.indices.map { root(of: UInt32(truncatingIfNeeded: $0)) }
    var named = Array(repeating: false, count: parent.count)
    for row in parent.indices where namesPerson[row] { named[Int(persons[row])] = true }
    var joined = self
    for edge in edges { joined.join(edge.row, edge.first) }
    // For each chain, how many of its persons LinkedIn names: none, one or more.
    var names = Array(repeating: UInt8(0), count: parent.count)
    for row in parent.indices where persons[row] == row && named[row] {
      let chain = Int(joined.root(of: UInt32(truncatingIfNeeded: row)))
      names[chain] = min(names[chain] + 1, 2)
    }
    for edge in edges where names[Int(joined.root(of: edge.row))] < 2 {
      join(edge.row, edge.first)
    }
  }
}

/// The mails that several persons share, each by the first row that carried it: a byte a row, where there are
/// any.
private struct SharedMails: Sendable {
  private(set) var count = 0
  private var isShared: [Bool] = []

  /// Adds a mail, of an input with so many rows.
  mutating func insert(_ mail: UInt32, of rows: Int) {
    if isShared.isEmpty { isShared = Array(repeating: false, count: rows) }
    if !isShared[Int(mail)] { count += 1 }
    isShared[Int(mail)] = true
  }

  @inline(__always)
  func contains(_ mail: UInt32) -> Bool { Int(mail) < isShared.count && isShared[Int(mail)] }
}

/// Which rows are the same person. Rows are counted from 0 here.
package struct PersonGroups: Sendable {
  /// For each row the first row of its person.
  private let first: [UInt32]
  private let mailRow: [UInt32]
  private let sharedMails: SharedMails
  private let rejectsShared: Bool

  fileprivate init(
    first: [UInt32], mailRow: [UInt32], sharedMails: SharedMails, rejectsShared: Bool
  ) {
    self.first = first
    self.mailRow = mailRow
    self.sharedMails = sharedMails
    self.rejectsShared = rejectsShared
  }

  package var rowCount: Int { first.count }
  package var sharedMailCount: Int { sharedMails.count }

  /// The first row of a row's person.
  @inline(__always)
  package func firstRow(of row: Int) -> Int { Int(first[row]) }

  /// What is to be done with a row's mail.
  package enum MailUse: Sendable {
    /// It is sent.
    case sent
    /// It belongs to several persons and is sent with another's contact.
    case withheld
    /// It belongs to several persons, and the settings refuse such rows.
    case refused
  }

  @inline(__always)
  package func mailUse(ofRow row: Int) -> MailUse {
    let mail = mailRow[row]
    guard sharedMails.contains(mail) else { return .sent }
    if rejectsShared { return .refused }
    return first[Int(mail)] == first[row] ? .sent : .withheld
  }
}
