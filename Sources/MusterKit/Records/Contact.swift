/// A person to be sent: one row, or several rows that are the same person, merged.
package struct Contact: Sendable, Equatable {
  /// The row at which the contact's answer stands; from 1.
  package var row: Int
  /// The line on which that row starts; from 1.
  package var line: Int
  package var identity: Identity
  /// Additional e-mail addresses, in their own case, without the primary one.
  package var additionalEmails: [String]
  /// Custom fields and keys of single targets in the order of the mapping; no blank values.
  package var customFields: [CustomValue]
  private var values: [StandardField: String]

  package init(row: Int, line: Int, identity: Identity = Identity()) {
    self.row = row
    self.line = line
    self.identity = identity
    additionalEmails = []
    customFields = []
    values = [:]
  }

  /// How many fields have a value.
  package var filledFields: Int {
    values.count + customFields.count + (additionalEmails.isEmpty ? 0 : 1)
      + [identity.linkedin, identity.linkedinMember, identity.salesNavigator].count { $0 != nil }
  }

  /// The value of a standard field as it is to be sent; never blank. The e-mail address keeps the
  /// case of its local part (`identity.email` is the folded key). `linkedin` and
  /// `sales_navigator` are not here but in `identity`, `additional_emails` in `additionalEmails`.
  package subscript(field: StandardField) -> String? {
    get { values[field] }
    set { values[field] = newValue?.isEmpty == true ? nil : newValue }
  }
}

/// A custom field's name and value, or those of a key of one target's requests.
package struct CustomValue: Sendable, Equatable {
  package var name: String
  package var value: String
  /// The only target that it is for, as it stands; nil: a custom field, for all of them.
  package var target: TargetKind?

  package init(name: String, value: String, target: TargetKind? = nil) {
    self.name = name
    self.value = value
    self.target = target
  }

  func isSameField(as other: CustomValue) -> Bool {
    name == other.name && target == other.target
  }
}

/// The normalised keys of a contact: two rows with the same key of a kind may be the same person.
package struct Identity: Sendable, Equatable {
  /// Lower case, the domain as Unicode NFC.
  package var email: String?
  /// The public slug of `/in/…`: percent-decoded, NFC, lower case.
  package var linkedin: String?
  /// `ACoA…` in its own case, or digits (LinkedIn's numeric member id).
  package var linkedinMember: String?
  /// `ACwA…` in its own case.
  package var salesNavigator: String?

  /// Whether the member is known by LinkedIn's number alone.
  var hasMemberNumber: Bool { linkedinMember?.utf8.allSatisfy(ByteClass.isDigit) ?? false }

  package init(
    email: String? = nil, linkedin: String? = nil, linkedinMember: String? = nil,
    salesNavigator: String? = nil
  ) {
    self.email = email
    self.linkedin = linkedin
    self.linkedinMember = linkedinMember
    self.salesNavigator = salesNavigator
  }
}
