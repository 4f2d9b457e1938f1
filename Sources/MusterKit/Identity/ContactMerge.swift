/// How the rows of one person become one contact.
extension Contact {
  /// Adds what a later row of the same person says: it fills what is blank, and every identifier
  /// that is new is carried along. Its mail, where another is there, becomes an additional one.
  package mutating func merge(_ other: Contact) {
    for field in StandardField.allCases where field != .email && self[field] == nil {
      self[field] = other[field]
    }
    if self[.email] == nil {
      self[.email] = other[.email]
      identity.email = other.identity.email
    } else if let email = other[.email] {
      add(emails: [email])
    }
    add(emails: other.additionalEmails)
    for custom in other.customFields { fill(custom) }
    identity.linkedin = identity.linkedin ?? other.identity.linkedin
    if identity.linkedinMember == nil || identity.hasMemberNumber {
      identity.linkedinMember = other.identity.linkedinMember ?? identity.linkedinMember
    }
    identity.salesNavigator = identity.salesNavigator ?? other.identity.salesNavigator
  }

  /// Takes the mail out of what is sent, where it belongs to several people. It stays a key that
  /// was found.
  package mutating func withholdEmail() {
    self[.email] = nil
  }

  /// Takes the primary mail out of the additional ones.
  package mutating func dropRepeatedEmails() {
    guard let key = identity.email else { return }
    additionalEmails.removeAll { $0.lowercased() == key }
  }
}
