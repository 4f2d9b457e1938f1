/// Who a contact is, in plain text: kept with its delivery where `ledger.keep_values` asks for it.
package struct KeptValues: Sendable, Equatable {
  /// The contact's `name`, and its identifiers in key form under the names of their kinds; what it doesn't
  /// have isn't in it.
  package let json: JSONValue

  /// Those of a contact as it is sent.
  init(_ contact: Contact) {
    let identifiers = contact.identifiers.map { ($0.kind.name, $0.text) }
    json = .object(
      (contact.name.map { [("name", $0)] + identifiers } ?? identifiers).map {
        JSONMember(name: $0, value: .string($1))
      })
  }

  /// Reads what `text` has made; nil from anything else.
  init?(text: String) {
    guard let json = JSONValue(parsing: text.utf8), case .object = json else { return nil }
    self.json = json
  }

  /// As the ledger has it.
  var text: String { json.canonicalText }

  /// What the person is known by.
  var keys: [PersonKey] {
    PersonKey.Kind.allCases.compactMap { kind in
      json[kind.name]?.stringValue.map { PersonKey(kind, $0) }
    }
  }
}
