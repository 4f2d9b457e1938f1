internal import Foundation

/// What is judged only where the settings ask for it: contacts are made of all rows for it, which
/// takes several times as long as the rest.
struct FurtherJudgement: Sendable {
  var addsEmails: Bool
  var addsNameAndCompany: Bool
  var countsFields: Bool

  var isNeeded: Bool { addsEmails || addsNameAndCompany || countsFields }

  /// The keys of a contact besides its own identifiers.
  func keys(of contact: Contact) -> [(kind: PersonKey.Kind, key: PersonKey)] {
    var keys: [(PersonKey.Kind, PersonKey)] = []
    if addsEmails {
      keys += contact.additionalEmailKeys.map { (.additionalEmail, PersonKey(.email, $0)) }
    }
    if addsNameAndCompany, let text = contact.nameAndCompany {
      keys.append((.nameAndCompany, PersonKey(.nameAndCompany, text)))
    }
    return keys
  }
}

extension RowMapper {
  func addingFurther(to judged: JudgedBatch, of batch: RowBatch) -> JudgedBatch {
    var result = judged
    result.keys = []
    var known = judged.keys[...]
    for row in batch.rows.indices {
      let own = known.prefix { $0.row == row }
      result.keys += own
      known = known.dropFirst(own.count)
      guard !judged.flags[row].contains(.damaged) else {
        if further.countsFields { result.completeness.append(0) }
        continue
      }
      let contact = contact(batch, row: row)
      result.keys += further.keys(of: contact).map { RowKey(row: row, kind: $0.kind, key: $0.key) }
      if further.countsFields {
        result.completeness.append(UInt8(clamping: contact.filledFields))
      }
    }
    return result
  }
}

extension Contact {
  /// The additional addresses in key form.
  var additionalEmailKeys: [String] {
    additionalEmails.compactMap { EmailReading($0).email?.key }
  }

  /// First and last name, or the whole one; nil where there is none.
  var name: String? {
    let parts = [self[.firstName], self[.lastName]].compactMap(\.self)
    return parts.count == 2 ? parts.joined(separator: " ") : self[.fullName]
  }

  /// The whole name and the company's as a key: in lower case, composed, with single spaces; nil
  /// where one of them is blank.
  var nameAndCompany: String? {
    guard let name, let company = self[.companyName] else { return nil }
    let folded = [name, company].map { text in
      text.composed.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return folded.contains("") ? nil : folded.joined(separator: "\n")
  }
}
