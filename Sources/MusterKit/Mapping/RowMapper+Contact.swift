/// Contacts, for what leaves the program: here strings are made.
extension RowMapper {
  /// What one row says about a person, with all that is remarked on it.
  package func contact(_ batch: RowBatch, row: Int) -> Contact {
    let cells = batch.cells(ofRow: row).map { FormulaText.unwrapped($0) }
    var contact = Contact(row: batch.firstRow + row, line: Int(batch.rows[row].line))
    let cell = { (column: Int) in column < cells.count ? cells[column] : "" }
    for source in sources {
      switch source.field {
      case .standard(.email), .standard(.linkedin), .standard(.salesNavigator): continue
      case .standard(let field):
        let value = source.value(cell).value
        if !value.isEmpty { fill(&contact, field, value) }
      case .custom(let name):
        let value = source.value(cell).value
        if !value.isEmpty { contact.fill(CustomValue(name: name, value: value)) }
      case .raw(let target, let name):
        let value = source.value(cell).value
        if !value.isEmpty { contact.fill(CustomValue(name: name, value: value, target: target)) }
      }
    }
    readIdentity(cell, &contact)
    splitFullName(&contact)
    for constant in mapping.constants {
      switch constant.field {
      case .custom(let name): contact.set(CustomValue(name: name, value: constant.value))
      case .raw(let target, let name):
        contact.set(CustomValue(name: name, value: constant.value, target: target))
      case .standard(let field): contact[field] = constant.value
      }
    }
    return contact
  }

  private func fill(_ contact: inout Contact, _ field: StandardField, _ value: String) {
    switch field {
    case .additionalEmails:
      let reading = EmailReading(value)
      contact.add(emails: ([reading.email].compactMap(\.self) + reading.others).map(\.address))
    case .companyDomain where contact[field] == nil:
      contact[field] = CompanyDomain.read(value).flatMap { freeMail.contains($0) ? nil : $0 }
    case .phone where contact[field] == nil: contact[field] = Self.phone(value)
    default: if contact[field] == nil { contact[field] = value }
    }
  }

  /// The addresses and identifiers, by the same rules as `judge`.
  private func readIdentity(_ cell: (Int) -> String, _ contact: inout Contact) {
    let scanner = IdentifierScanner()
    for email in emails {
      let text = email.source.value(cell).value
      let reading = scanner.address(text).map(EmailReading.init(plain:)) ?? EmailReading(text)
      guard let email = reading.email else { continue }
      contact[.email] = email.address
      contact.identity.email = email.key
      contact.add(emails: reading.others.map(\.address))
      break
    }
    for profile in linkedIns {
      guard let identifier = LinkedInReading(profile.source.value(cell).value).identifier else {
        continue
      }
      contact.identity.fill(identifier)
    }
  }

  /// A full name fills the parts that no column of their own gives.
  private func splitFullName(_ contact: inout Contact) {
    guard let full = contact[.fullName], contact[.firstName] == nil || contact[.lastName] == nil
    else { return }
    let name = PersonName(full: full)
    contact[.firstName] = contact[.firstName] ?? name.first
    contact[.lastName] = contact[.lastName] ?? name.last
  }

  /// Without the apostrophe that marks text in spreadsheets; nil where digits were cut off.
  private static func phone(_ value: String) -> String? {
    let text = value.hasPrefix("'") ? String(value.dropFirst()).trimmingBlanks() : value
    let bytes = Array(text.utf8)
    if let plus = bytes.firstIndex(of: UInt8(ascii: "+")),
      ValueDamage.isScientific(bytes.span, 0..<bytes.count, plus: plus)
    {
      return nil
    }
    return text.isEmpty ? nil : text
  }
}

extension Identity {
  /// Takes an identifier where none of its kind is there. A member's number, which no target takes,
  /// makes way for an id.
  mutating func fill(_ identifier: LinkedInIdentifier) {
    switch identifier {
    case .slug(let text): if linkedin == nil { linkedin = text }
    case .memberNumber(let text): if linkedinMember == nil { linkedinMember = text }
    case .member(let text): if linkedinMember == nil || hasMemberNumber { linkedinMember = text }
    case .salesNavigator(let text): if salesNavigator == nil { salesNavigator = text }
    }
  }
}

extension Contact {
  /// Sets a custom field that isn't set.
  mutating func fill(_ custom: CustomValue) {
    if !customFields.contains(where: custom.isSameField) { customFields.append(custom) }
  }

  /// Sets a custom field.
  mutating func set(_ custom: CustomValue) {
    customFields.removeAll(where: custom.isSameField)
    customFields.append(custom)
  }

  /// Adds addresses that aren't there yet, without regard to case.
  mutating func add(emails: [String]) {
    for email in emails {
      let isKnown = additionalEmails.contains { $0.lowercased() == email.lowercased() }
      if !isKnown { additionalEmails.append(email) }
    }
  }
}
