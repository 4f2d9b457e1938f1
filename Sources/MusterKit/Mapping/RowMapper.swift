internal import Foundation

/// What a row holds that a target could know a person by, and whether it is whole.
package struct RowFlags: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// An error keeps the row out of its contact.
  package static let damaged = RowFlags(rawValue: 1)
  package static let email = RowFlags(rawValue: 2)
  package static let slug = RowFlags(rawValue: 4)
  package static let member = RowFlags(rawValue: 8)
  package static let memberNumber = RowFlags(rawValue: 16)
  package static let salesNavigator = RowFlags(rawValue: 32)
  package static let contactID = RowFlags(rawValue: 64)
}

/// A key of a row.
package struct RowKey: Sendable {
  /// The row's index in its batch, from 0.
  package var row: Int
  package var kind: PersonKey.Kind
  package var key: PersonKey
}

/// What the first pass keeps of a batch of rows.
package struct JudgedBatch: Sendable {
  package var flags: [RowFlags] = []
  /// In the order of rows.
  package var keys: [RowKey] = []
  /// In the order of rows; a row is named by its index in the batch.
  package var remarks: [RowDamage] = []
}

/// Turns the rows of a source into what identifies them, and into contacts.
package struct RowMapper: Sendable {
  let mapping: Mapping
  let header: [String]
  private let emailColumns: [Int]
  private let linkedInColumns: [Int]
  private let contactIDColumns: [Int]
  /// The columns whose cells show whether the values of a row stand where they belong.
  private let typedColumns: [(index: Int, field: StandardField)]
  private let keys: Set<DeduplicateSettings.Key>
  private let isStrict: Bool
  private let damageFinder: ValueDamage

  /// Where it is strict, warnings make a row invalid.
  package init(
    mapping: Mapping, header: [String], keys: [DeduplicateSettings.Key], isStrict: Bool
  ) {
    self.mapping = mapping
    self.header = header
    self.keys = Set(keys)
    self.isStrict = isStrict
    emailColumns = mapping.columns(for: .email).map(\.index)
    linkedInColumns =
      (mapping.columns(for: .linkedin) + mapping.columns(for: .salesNavigator)).map(\.index)
    contactIDColumns = mapping.columns(for: .contactID).map(\.index)
    typedColumns = [.email, .linkedin, .salesNavigator, .companyDomain, .phone].flatMap { field in
      mapping.columns(for: field).map { ($0.index, field) }
    }
    damageFinder = ValueDamage(header: header)
  }

  /// Judges the rows of a batch: which are whole, what identifies them, what is to be remarked.
  package func judge(_ batch: RowBatch) -> JudgedBatch {
    let batch = batch.unwrappingFormulaTexts()
    var judged = JudgedBatch()
    judged.flags = Array(repeating: [], count: batch.count)
    judged.keys.reserveCapacity(2 * batch.count)
    for damage in batch.damage { note(damage, &judged) }
    for finding in damageFinder.findings(in: batch) {
      note(
        RowDamage(row: finding.row, column: finding.column, diagnostic: Diagnostic(finding.code)),
        &judged)
    }
    let scanner = IdentifierScanner()
    let bytes = batch.bytes.span
    for row in batch.rows.indices where !judged.flags[row].contains(.damaged) {
      let fields = batch.fields(ofRow: row)
      if fields.count > header.count, let column = slippedColumn(batch, fields) {
        noteSlip(row, cells: fields.count, column: column, &judged)
        continue
      }
      judgeEmail(batch, bytes, row, fields, scanner, &judged)
      for column in linkedInColumns where column < fields.count {
        judgeLinkedIn(batch, bytes, row, column, fields, scanner, &judged)
      }
      for column in contactIDColumns where column < fields.count {
        let range = batch.byteRange(ofField: fields.lowerBound + column)
        if !IdentifierScanner.trimmed(bytes, range).isEmpty {
          judged.flags[row].insert(.contactID)
        }
      }
    }
    if !judged.remarks.isEmpty { judged.tidy() }
    return judged
  }

  /// Adds a remark with its column's name; an error, or any warning in strict mode, damages the row.
  private func note(_ damage: RowDamage, _ judged: inout JudgedBatch) {
    var damage = damage
    if let column = damage.column, column < header.count {
      damage.diagnostic.column = header[column]
    }
    if isStrict && damage.diagnostic.severity == .warning { damage.diagnostic.severity = .error }
    if damage.diagnostic.severity == .error { judged.flags[damage.row].insert(.damaged) }
    judged.remarks.append(damage)
  }

  /// A row may have more cells than the header if they are blank: unless its values have slipped to
  /// the right by a separator that wasn't quoted, and the blank cell is the last column's own.
  ///
  /// - Returns: a column that holds what can't be its value; nil where none does.
  private func slippedColumn(_ batch: RowBatch, _ fields: Range<Int>) -> Int? {
    typedColumns.first { column in
      guard column.index < fields.count else { return false }
      let cell = batch.text(batch.byteRange(ofField: fields.lowerBound + column.index))
        .trimmingBlanks()
      guard !cell.isEmpty, !EmailAddress.isPlaceholder(cell) else { return false }
      return switch column.field {
      case .email: !cell.contains("@")
      case .companyDomain: CompanyDomain.read(cell) == nil
      case .phone: cell.count(where: \.isNumber) < 5
      default: !cell.lowercased().contains("linkedin") && LinkedInReading(cell).identifier == nil
      }
    }?.index
  }

  private func noteSlip(_ row: Int, cells: Int, column: Int, _ judged: inout JudgedBatch) {
    let message = """
      The row has \(cells) cells and the header \(header.count), and this one holds another column's \
      value: quote the cell that holds a separator.
      """
    note(
      RowDamage(
        row: row, column: column, diagnostic: Diagnostic(.rowTooLong, message: message)), &judged)
  }

  private func judgeEmail(
    _ batch: RowBatch, _ bytes: Span<UInt8>, _ row: Int, _ fields: Range<Int>,
    _ scanner: borrowing IdentifierScanner, _ judged: inout JudgedBatch
  ) {
    for column in emailColumns where column < fields.count {
      let range = IdentifierScanner.trimmed(
        bytes, batch.byteRange(ofField: fields.lowerBound + column))
      if range.isEmpty { continue }
      if let key = scanner.emailKey(bytes, range) {
        judged.add(key, .email, row, .email, isKey: keys.contains(.email))
        return
      }
      let reading = EmailReading(batch.text(range))
      if let diagnostic = reading.diagnostic {
        note(RowDamage(row: row, column: column, diagnostic: diagnostic), &judged)
      }
      if let email = reading.email {
        judged.add(
          PersonKey(.email, email.key), .email, row, .email, isKey: keys.contains(.email))
        return
      }
    }
  }

  private func judgeLinkedIn(
    _ batch: RowBatch, _ bytes: Span<UInt8>, _ row: Int, _ column: Int, _ fields: Range<Int>,
    _ scanner: borrowing IdentifierScanner, _ judged: inout JudgedBatch
  ) {
    let range = IdentifierScanner.trimmed(
      bytes, batch.byteRange(ofField: fields.lowerBound + column))
    if range.isEmpty { return }
    let isKey = keys.contains(.linkedin)
    if let key = scanner.slugKey(bytes, range) {
      judged.add(key, .linkedin, row, .slug, isKey: isKey)
      return
    }
    let reading = LinkedInReading(batch.text(range))
    if let diagnostic = reading.diagnostic {
      note(RowDamage(row: row, column: column, diagnostic: diagnostic), &judged)
    }
    guard let identifier = reading.identifier else { return }
    judged.add(
      PersonKey(identifier.kind, identifier.text), identifier.kind, row, identifier.flag,
      isKey: isKey)
  }
}

extension JudgedBatch {
  /// Adds a key unless the row has one of its kind.
  fileprivate mutating func add(
    _ key: PersonKey, _ kind: PersonKey.Kind, _ row: Int, _ flag: RowFlags, isKey: Bool
  ) {
    guard flags[row].insert(flag).inserted, isKey else { return }
    keys.append(RowKey(row: row, kind: kind, key: key))
  }

  /// Puts the remarks in the order of rows, and takes out the keys of rows that were found damaged
  /// after their keys were read: they join nobody.
  fileprivate mutating func tidy() {
    keys.removeAll { flags[$0.row].contains(.damaged) }
    // Stable: those on one row stay as they were made.
    remarks = remarks.enumerated().sorted {
      ($0.element.row, $0.offset) < ($1.element.row, $1.offset)
    }
    .map(\.element)
  }
}

extension RowBatch {
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}

// MARK: - Readings with their remarks

/// What a mail cell gives, with the remark on it.
struct EmailReading {
  var email: EmailAddress?
  var others: [EmailAddress] = []
  var diagnostic: Diagnostic?

  init(_ cell: String) {
    switch EmailAddress.read(cell) {
    case .blank: break
    case .placeholder: diagnostic = Diagnostic(.emailPlaceholder, value: cell)
    case .invalid: diagnostic = Diagnostic(.emailInvalid, value: cell)
    case .addresses(let first, let others):
      email = first
      self.others = others
      if !others.isEmpty { diagnostic = Diagnostic(.emailSeveral, value: cell) }
    }
  }
}

/// What a LinkedIn cell gives, with the remark on it.
struct LinkedInReading {
  var identifier: LinkedInIdentifier?
  var diagnostic: Diagnostic?

  init(_ cell: String) {
    switch LinkedInIdentifier.read(cell) {
    case .blank: break
    case .person(let found): identifier = found
    case .company: diagnostic = Diagnostic(.linkedInCompany, value: cell)
    case .invalid: diagnostic = Diagnostic(.linkedInInvalid, value: cell)
    }
  }
}

extension LinkedInIdentifier {
  /// The identifier as key.
  package var text: String {
    switch self {
    case .slug(let text), .member(let text), .memberNumber(let text), .salesNavigator(let text):
      text
    }
  }

  package var kind: PersonKey.Kind {
    switch self {
    case .slug: .linkedin
    case .member, .memberNumber: .linkedinMember
    case .salesNavigator: .salesNavigator
    }
  }

  var flag: RowFlags {
    switch self {
    case .slug: .slug
    case .member: .member
    case .memberNumber: .memberNumber
    case .salesNavigator: .salesNavigator
    }
  }
}
