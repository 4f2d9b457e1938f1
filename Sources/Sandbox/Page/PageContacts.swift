// The contacts on the page: the latest, or those that are looked for.

/// A contact as the page shows it.
protocol ListedContact {
  /// The name, what it is known by, company or job, and how often it was upserted.
  var row: [String: String] { get }
  /// Everything it can be found by.
  var searchedValues: [String] { get }
}

extension World {
  /// A few of the contacts, newest first, and a title that says which. With a search, those of
  /// which each word is found in some value, whatever the case. Linear in the number of contacts.
  func contactRows(_ contacts: [some ListedContact], _ search: String) -> [String: Any] {
    let words = search.lowercased().split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else {
      return [
        "contactsTitle": "Latest contacts", "noContacts": "None yet.",
        "contacts": contacts.suffix(12).reversed().map(\.row),
      ]
    }
    var count = 0
    var rows: [[String: String]] = []
    for contact in contacts.reversed() {
      let text = contact.searchedValues.joined(separator: "\n").lowercased()
      guard words.allSatisfy({ text.contains($0) }) else { continue }
      count += 1
      if rows.count < 50 { rows.append(contact.row) }
    }
    let match = count == 1 ? "contact matches" : "contacts match"
    let latest = count > rows.count ? ", the latest \(rows.count) of them:" : ""
    return [
      "contactsTitle": "\(Self.grouped(count)) \(match)\(latest)", "noContacts": "None.",
      "contacts": rows,
    ]
  }
}

extension GetSalesSandboxContact: ListedContact {
  var row: [String: String] {
    [
      "name": name ?? "–",
      "key": fields["work_email"] ?? fields["personal_email"] ?? fields["linkedin"]
        ?? fields["ln_id"] ?? fields["sn_id"] ?? fields["ln_member_id"] ?? "–",
      "detail": fields["company_name"] ?? fields["position"] ?? "",
      "upserts": String(upserts),
    ]
  }

  var searchedValues: [String] { [uuid] + fields.values + customFields.values }
}

extension LemlistSandboxContact: ListedContact {
  var row: [String: String] {
    let names = ["firstName", "lastName"].compactMap { fields[$0]?.text }
    return [
      "name": names.isEmpty ? "–" : names.joined(separator: " "),
      "key": email ?? linkedInURL ?? salesNavigatorURL ?? "–",
      "detail": fields["jobTitle"]?.text ?? "",
      "upserts": String(upserts),
    ]
  }

  var searchedValues: [String] {
    [id] + emails + [linkedInURL, salesNavigatorURL].compactMap(\.self)
      + fields.values.compactMap(\.scalarText)
  }
}
