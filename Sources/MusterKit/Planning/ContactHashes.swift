/// Which contacts are what was last accepted of them.

/// For each row that a contact stands at, a hash of all that decides what is sent for it.
package struct ContactHashes: Sendable {
  /// By row, from 0.
  private let hashes: [ContentHash]

  /// - Parameters:
  ///   - hashes: those of all rows.
  ///   - plan: which of them are one contact.
  init(rows hashes: consuming [ContentHash], plan: RowPlan) {
    // Shared mails go with one contact only: which that is depends on other rows.
    let withheld = ContentHash(Array("withheld".utf8))
    var own = hashes
    for row in own.indices where plan.groups.mailUse(ofRow: row) == .withheld {
      own[row] = own[row].followed(by: withheld)
    }
    if plan.keep == .merge {
      for row in plan.groups.laterRows {
        let first = plan.groups.firstRow(of: row)
        own[first] = own[first].followed(by: own[row])
      }
    }
    self.hashes = own
  }

  /// The contact at a row, from 0, as an account is to have it.
  func hash(ofRow row: Int, at account: ContentHash) -> ContentHash {
    account.followed(by: hashes[row])
  }
}

/// What the ledger keeps of a contact: all but its values when an account has accepted it.
package struct ContactMemory: Sendable, Equatable {
  /// Of the contact as it was sent.
  package var hash: ContentHash
  /// Of all by which the account knows the contact: what was accepted before under any of them holds no
  /// longer.
  package var keys: [ContentHash]
  /// Of all by which whoever else sends the contact, to whatever list, knows it.
  package var locks: [ContentHash] = []
  /// Whether nothing is left to do. Until it is on its list, a contact isn't held as it was meant, but what
  /// was accepted before holds no longer.
  package var isHeld = true
  /// Who it is, where that is to be kept: from before it is sent.
  package var values: KeptValues?

  package init(hash: ContentHash, keys: [ContentHash]) {
    self.hash = hash
    self.keys = keys
  }

  /// - Parameters:
  ///   - contact: as it is sent.
  ///   - hash: of its content.
  ///   - account: of where it is sent, with the list.
  ///   - locks: of where it is sent, whatever the list.
  ///   - keepsValues: whether who it is is kept too.
  init(
    _ contact: Contact, hash: ContentHash, account: ContentHash, locks: ContentHash,
    keepsValues: Bool
  ) {
    let persons = contact.identifiers.map { PersonKey($0.kind, $0.text) }
    self.init(hash: hash, keys: persons.map(account.followed))
    self.locks = persons.map(locks.followed)
    values = keepsValues ? KeptValues(contact) : nil
  }
}

extension Contact {
  /// All by which a target comes to know it, in key form: a shared mail isn't sent with every contact.
  var identifiers: [(kind: PersonKey.Kind, text: String)] {
    let texts: [(PersonKey.Kind, String?)] = [
      (.email, filled(.email) == nil ? nil : identity.email), (.linkedin, identity.linkedin),
      (.linkedinMember, identity.linkedinMember), (.salesNavigator, identity.salesNavigator),
    ]
    return texts.compactMap { kind, text in text.map { (kind, $0) } }
  }
}
