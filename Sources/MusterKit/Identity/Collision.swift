/// How several rows came to be one person, and what they say differently.
package struct Collision: Sendable, Equatable {
  package enum Part: String, Sendable {
    /// The contact stands at this row.
    case kept
    /// What it adds went into the contact.
    case merged
    /// Nothing of it is sent.
    case dropped
  }

  /// A value that another row's went before.
  package struct Conflict: Sendable, Equatable {
    package var field: FieldName
    /// The row whose value is sent; from 1.
    package var row: Int
  }

  package struct Row: Sendable, Equatable {
    /// From 1.
    package var row: Int
    /// The line on which it starts, from 1.
    package var line: Int
    /// The index of its source, from 0.
    package var source: Int
    /// The kinds of its keys that others of the rows have too.
    package var keys: [PersonKey.Kind]
    package var part: Part
    package var conflicts: [Conflict]
  }

  /// In their order.
  package var rows: [Row]

  /// - Parameters:
  ///   - contacts: what each row says by itself, with the index of its source; in the order of rows.
  ///   - kept: the row at which the contact stands, from 1; nil where each row is a contact.
  ///   - isMerged: whether the later rows fill the blanks of the first.
  ///   - further: which further keys the settings want.
  init(
    _ contacts: [(contact: Contact, source: Int)], kept: Int?, isMerged: Bool,
    further: FurtherJudgement
  ) {
    var count: [PersonKey: Int] = [:]
    for (contact, _) in contacts {
      for key in Set(contact.keys(further).map(\.key)) { count[key, default: 0] += 1 }
    }
    var sent = SentValues()
    if !isMerged, let first = contacts.first(where: { $0.contact.row == kept }) {
      _ = sent.add(first.contact)
    }
    rows = contacts.map { contact, source in
      let shared = contact.keys(further).filter { count[$0.key, default: 0] > 1 }.map(\.kind)
      let isKept = kept == nil || contact.row == kept
      let conflicts = isMerged ? sent.add(contact) : kept == nil ? [] : sent.conflicts(of: contact)
      return Row(
        row: contact.row, line: contact.line, source: source,
        keys: PersonKey.Kind.allCases.filter(shared.contains),
        part: isKept ? .kept : isMerged ? .merged : .dropped, conflicts: conflicts)
    }
  }
}

/// The values that are sent of a person, with the rows that they come from.
private struct SentValues {
  private var values: [FieldName: (value: String, row: Int)] = [:]

  /// Adds a row's values where there are none.
  ///
  /// - Returns: those that say something else than what is there.
  mutating func add(_ contact: Contact) -> [Collision.Conflict] {
    let conflicts = conflicts(of: contact)
    for (field, value) in contact.namedValues where values[field] == nil {
      values[field] = (value, contact.row)
    }
    return conflicts
  }

  func conflicts(of contact: Contact) -> [Collision.Conflict] {
    contact.namedValues.compactMap { field, value in
      values[field].flatMap { sent in
        sent.value == value ? nil : Collision.Conflict(field: field, row: sent.row)
      }
    }
  }
}

extension Contact {
  /// All that has one value, by its field; identifiers as keys, so that two ways of writing one aren't
  /// two values.
  fileprivate var namedValues: [(FieldName, String)] {
    let identifiers: [(StandardField, String?)] = [
      (.email, identity.email), (.linkedin, identity.linkedin),
      (.salesNavigator, identity.salesNavigator),
    ]
    let standard = StandardField.allCases.filter { $0 != .email }.map { ($0, self[$0]) }
    return (identifiers + standard).compactMap { field, value in
      value.map { (.standard(field), $0) }
    }
      + customFields.map { custom in
        (custom.target.map { .raw($0, custom.name) } ?? .custom(custom.name), custom.value)
      }
  }

  /// By what the rows of a person may know each other.
  fileprivate func keys(
    _ further: FurtherJudgement
  ) -> [(kind: PersonKey.Kind, key: PersonKey)] {
    let own: [(PersonKey.Kind, String?)] = [
      (.email, identity.email), (.linkedin, identity.linkedin),
      (.linkedinMember, identity.linkedinMember), (.salesNavigator, identity.salesNavigator),
    ]
    return own.compactMap { kind, text in text.map { (kind, PersonKey(kind, $0)) } }
      + further.keys(of: self)
  }
}
