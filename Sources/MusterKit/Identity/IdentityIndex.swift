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
/// Memory: 5 bytes a row, and 24 a key.
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

  private var keys = KeyPartitions()
  /// For each row with a mail, itself; `resolve` puts the first row that carried the mail there. `none`
  /// without a mail.
  private var mailRow: [UInt32] = []
  /// For each row whether it has a LinkedIn key.
  private var namesPerson: [Bool] = []

  package init() {}

  /// Starts the next row.
  package mutating func addRow() {
    mailRow.append(Self.none)
    namesPerson.append(false)
  }

  /// Adds a key of the row added last. A row has one mail at most: later ones are left.
  package mutating func add(_ key: PersonKey, _ kind: PersonKey.Kind) {
    let index = mailRow.count - 1
    let row = UInt32(truncatingIfNeeded: index)
    switch kind {
    case .email:
      guard mailRow[index] == Self.none else { return }
      mailRow[index] = row
      keys.append(key, row: row, role: .email)
    case .linkedin, .linkedinMember, .salesNavigator:
      namesPerson[index] = true
      keys.append(key, row: row, role: .profile)
    case .additionalEmail, .nameAndCompany:
      keys.append(key, row: row, role: .further)
    }
  }

  /// Applies the rules and gives the groups. The index is used up.
  package consuming func resolve(sharedMail: SharedMail) -> PersonGroups {
    // Most keys come once, and join nobody: all is done with those that came again.
    let repeats = exchange(&keys, with: KeyPartitions()).repeats()
    let mails = repeats.filter { $0.role == .email }
    for mail in mails { mailRow[Int(mail.row)] = mail.first }
    var persons = DisjointSets(rowCount: mailRow.count)
    for key in repeats where key.role == .profile { persons.join(key.row, key.first) }

    let shared = sharedMail == .merge ? SharedMails() : sharedMails(among: mails, of: &persons)
    // A mail that is shared joins nobody, wherever it stands.
    let edges = repeats.filter {
      $0.role == .further && ($0.firstRole == .further || !shared.contains($0.first))
    }
    if sharedMail == .merge {
      for edge in mails + edges { persons.join(edge.row, edge.first) }
    } else {
      join(&persons, by: mails, except: shared)
      joinChains(edges, of: &persons)
    }
    return PersonGroups(
      first: persons.firsts(), mailRow: mailRow, sharedMails: shared,
      rejectsShared: sharedMail == .reject)
  }

  /// The mails that occur with two or more persons.
  private func sharedMails(
    among mails: [KeyPartitions.Repeat], of persons: inout DisjointSets
  ) -> SharedMails {
    var shared = SharedMails()
    guard !mails.isEmpty else { return shared }
    /// For each mail the person with whom it came first.
    var person = Array(repeating: Self.none, count: mailRow.count)
    for mail in mails {
      for row in [mail.first, mail.row] where namesPerson[Int(row)] {
        let found = persons.first(of: row)
        if person[Int(mail.first)] == Self.none {
          person[Int(mail.first)] = found
        } else if person[Int(mail.first)] != found {
          shared.insert(mail.first, of: mailRow.count)
        }
      }
    }
    return shared
  }

  private func join(
    _ persons: inout DisjointSets, by mails: [KeyPartitions.Repeat], except shared: SharedMails
  ) {
    /// For each shared mail a row that has nothing else.
    var alone: [UInt32: UInt32] = [:]
    for mail in mails {
      guard shared.contains(mail.first) else {
        persons.join(mail.row, mail.first)
        continue
      }
      for row in [mail.first, mail.row] where !namesPerson[Int(row)] {
        if let other = alone[mail.first] { persons.join(row, other) }
        alone[mail.first] = row
      }
    }
  }

  /// Joins along edges, but for chains of them that lead from one person with a LinkedIn key to
  /// another.
  private func joinChains(_ edges: [KeyPartitions.Repeat], of persons: inout DisjointSets) {
    guard !edges.isEmpty else { return }
    var chains = persons
    for edge in edges { chains.join(edge.row, edge.first) }
    var named = Array(repeating: false, count: mailRow.count)
    for row in namesPerson.indices where namesPerson[row] {
      named[Int(persons.first(of: UInt32(truncatingIfNeeded: row)))] = true
    }
    // For each chain, how many of its persons LinkedIn names: none, one or more.
    var names = Array(repeating: UInt8(0), count: mailRow.count)
    for person in named.indices where named[person] {
      let chain = Int(chains.first(of: UInt32(truncatingIfNeeded: person)))
      names[chain] = min(names[chain] + 1, 2)
    }
    for edge in edges where names[Int(chains.first(of: edge.row))] < 2 {
      persons.join(edge.row, edge.first)
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
  /// The rows that aren't the first of their person, in order.
  package let laterRows: [Int]
  private let mailRow: [UInt32]
  private let sharedMails: SharedMails
  private let rejectsShared: Bool

  fileprivate init(
    first: [UInt32], mailRow: [UInt32], sharedMails: SharedMails, rejectsShared: Bool
  ) {
    self.first = first
    laterRows = first.indices.filter { Int(first[$0]) != $0 }
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
