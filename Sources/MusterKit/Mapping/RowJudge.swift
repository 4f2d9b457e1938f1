/// Judges the rows of one batch. Nothing is allocated for a row that nothing is remarked on.
struct RowJudge: ~Copyable {
  let mapper: RowMapper
  let batch: RowBatch
  private let scanner = IdentifierScanner()
  var judged = JudgedBatch()
  /// The row that is being judged, and its fields in the batch.
  var row = 0
  var fields = 0..<0
  /// The last row whose values were found to have slipped.
  var slippedRow: Int?
  /// Rows whose address stands in another column, which proves nothing of one row alone.
  var strayMails: [StrayMail] = []

  init(_ mapper: RowMapper, _ batch: RowBatch) {
    self.mapper = mapper
    self.batch = batch
    judged.flags = Array(repeating: [], count: batch.count)
    judged.keys.reserveCapacity(2 * batch.count)
  }

  /// Notes what the reader and spreadsheets left behind.
  mutating func noteDamage(_ findings: [ValueDamage.Finding]) {
    for damage in batch.damage { note(damage.diagnostic, row: damage.row, column: damage.column) }
    for finding in findings {
      let field = batch.fields(ofRow: finding.row).lowerBound + finding.column
      let value = batch.text(batch.byteRange(ofField: field))
      note(
        Diagnostic(finding.code, severity: finding.severity, value: value), row: finding.row,
        column: finding.column)
    }
    guard let returned = mapper.returned else { return }
    for row in batch.rows.indices where !judged.flags[row].contains(.damaged) {
      if returned.isUnmended(row, in: batch) { note(Diagnostic(.stillDamaged), row: row) }
    }
  }

  /// Judges a row, from 0, unless it is damaged already.
  mutating func judge(_ row: Int) {
    guard !judged.flags[row].contains(.damaged) else { return }
    self.row = row
    fields = batch.fields(ofRow: row)
    guard fields.count <= mapper.header.count || !hasSlippedCells() else { return }
    judgeEmail()
    for source in mapper.furtherAddresses {
      let reading = EmailReading(value(of: source))
      for email in [reading.email].compactMap(\.self) + reading.others { suppress(email) }
    }
    for index in mapper.linkedIns.indices { judgeLinkedIn(index) }
    for source in mapper.contactIDs where !value(of: source).isEmpty {
      judged.flags[row].insert(.contactID)
    }
    // Nothing more is to be said of values that aren't this column's.
    if slippedRow == row { return }
    for index in mapper.companyDomains.indices { judgeCompanyDomain(index) }
    noteLongValues()
    for source in mapper.doubtful {
      let reading = source.value { batch.text(range($0)) }
      if let diagnostic = reading.diagnostic { note(diagnostic) }
    }
  }

  /// What is kept of the batch.
  consuming func finish() -> JudgedBatch {
    noteStrayMails()
    if !judged.remarks.isEmpty { judged.tidy() }
    return judged
  }

  // MARK: Cells

  /// Where the bytes of a column's cell are; an empty range where the row is too short.
  @inline(__always)
  func range(_ column: Int) -> Range<Int> {
    column < fields.count ? batch.byteRange(ofField: fields.lowerBound + column) : 0..<0
  }

  /// The cell without blanks around it.
  @inline(__always)
  func trimmed(_ column: Int) -> Range<Int> {
    IdentifierScanner.trimmed(batch.bytes.span, range(column))
  }

  func text(_ column: Int) -> String { batch.text(trimmed(column)) }

  /// The value that fills a field, whatever is to be remarked on it.
  func value(of source: FieldSource) -> String { source.value { batch.text(range($0)) }.value }

  // MARK: Remarks

  /// Adds a remark on the row that is being judged; an error damages it.
  mutating func note(_ diagnostic: Diagnostic, source: FieldSource? = nil) {
    var diagnostic = diagnostic
    if let source { diagnostic.column = source.name }
    note(diagnostic, row: row)
  }

  mutating func note(_ diagnostic: Diagnostic, row: Int, column: Int? = nil) {
    guard let severity = mapper.judgement.severity(of: diagnostic) else { return }
    var diagnostic = diagnostic
    diagnostic.severity = severity
    if let column, column < mapper.header.count { diagnostic.column = mapper.header[column] }
    if severity == .error { judged.flags[row].insert(.damaged) }
    judged.remarks.append(RowDamage(row: row, column: column, diagnostic: diagnostic))
  }

  /// Remarks on mapped cells that are longer than what a target is likely to take.
  private mutating func noteLongValues() {
    guard batch.byteRange(ofRow: row).count > Self.mostBytes else { return }
    for column in mapper.mapping.columns where column.field != nil {
      let cell = range(column.index)
      // Characters are counted only where there are bytes enough.
      guard cell.count > Self.mostBytes, batch.text(cell).count > Self.mostBytes else { continue }
      note(Diagnostic(.valueTooLong, column: column.column))
    }
  }

  /// More characters than this are remarked on: no target documents a length.
  private static let mostBytes = 10_000

  // MARK: Identity

  private mutating func judgeEmail() {
    for index in mapper.emails.indices {
      if let column = mapper.emails[index].plainColumn {
        let range = trimmed(column)
        if range.isEmpty { continue }
        if let found = scanner.emailKey(batch.bytes.span, range, hints: mapper.mailHints) {
          judged.add(found.key, .email, row, .email, isKey: mapper.keysEmail)
          if let hint = found.hint {
            note(hint, of: batch.text(range), source: mapper.emails[index].source)
          }
          if !mapper.suppression.isEmpty {
            judged.suppress(
              row,
              mapper.suppression.entry(for: found.key, .email) { batch.text(range).lowercased() })
          }
          return
        }
      }
      let source = mapper.emails[index].source
      let reading = EmailReading(value(of: source))
      if let diagnostic = reading.diagnostic { noteUnlessSlipped(diagnostic, .email, source) }
      if let email = reading.email {
        judged.add(
          PersonKey(.email, email.key), .email, row, .email, isKey: mapper.keysEmail)
        if let hint = mapper.mailHints.hint(email.key) {
          note(hint, of: email.address, source: source)
        }
        for address in [email] + reading.others { suppress(address) }
        return
      }
    }
  }

  private mutating func note(_ hint: MailHints.Hint, of address: String, source: FieldSource) {
    switch hint {
    case .role: note(Diagnostic(.emailRole, value: address), source: source)
    case .typo(let provider):
      let message = """
        The address's domain looks like a slip for \(provider); it is sent as it stands: correct it \
        where it is one.
        """
      note(Diagnostic(.emailTypo, message: message, value: address), source: source)
    }
  }

  private mutating func judgeLinkedIn(_ index: Int) {
    if let column = mapper.linkedIns[index].plainColumn {
      let range = trimmed(column)
      if range.isEmpty { return }
      if let found = scanner.linkedInKey(batch.bytes.span, range) {
        judged.add(found.key, found.kind, row, found.flag, isKey: mapper.keysLinkedIn)
        if !mapper.suppression.isEmpty {
          let entry = mapper.suppression.entry(for: found.key, found.kind) {
            LinkedInReading(batch.text(range)).identifier?.text ?? ""
          }
          judged.suppress(row, entry)
        }
        return
      }
    }
    let source = mapper.linkedIns[index].source
    let reading = LinkedInReading(value(of: source))
    if let diagnostic = reading.diagnostic { noteUnlessSlipped(diagnostic, .linkedin, source) }
    guard let identifier = reading.identifier else { return }
    judged.add(
      PersonKey(identifier.kind, identifier.text), identifier.kind, row, identifier.flag,
      isKey: mapper.keysLinkedIn)
    judged.suppress(row, mapper.suppression.entry(for: identifier.text, identifier.kind))
  }

  private mutating func suppress(_ email: EmailAddress) {
    guard !mapper.suppression.isEmpty else { return }
    judged.suppress(row, mapper.suppression.entry(for: email.key, .email))
  }

  private mutating func judgeCompanyDomain(_ index: Int) {
    if let column = mapper.companyDomains[index].plainColumn {
      let range = trimmed(column)
      if range.isEmpty { return }
      if let isFree = scanner.isFreeMail(batch.bytes.span, range, mapper.freeMail) {
        if isFree {
          note(
            Diagnostic(.companyDomainFreeMail, value: batch.text(range)),
            source: mapper.companyDomains[index].source)
        }
        return
      }
    }
    let source = mapper.companyDomains[index].source
    let value = value(of: source)
    guard !value.isEmpty, !EmailAddress.isPlaceholder(value) else { return }
    guard let domain = CompanyDomain.read(value) else {
      note(Diagnostic(.companyDomainInvalid, value: value), source: source)
      return
    }
    if mapper.freeMail.contains(domain) {
      note(Diagnostic(.companyDomainFreeMail, value: value), source: source)
    }
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

  /// Notes that a row is on a suppression list.
  fileprivate mutating func suppress(_ row: Int, _ entry: SuppressionList.Entry?) {
    guard let entry, flags[row].insert(.suppressed).inserted else { return }
    suppressed.append((row, entry))
  }

  /// Puts the remarks in the order of rows, and takes out the keys of rows that were found damaged
  /// after their keys were read: they join nobody.
  fileprivate mutating func tidy() {
    keys.removeAll { flags[$0.row].contains(.damaged) }
    suppressed.removeAll { flags[$0.row].contains(.damaged) }
    // Stable: those on one row stay as they were made.
    remarks = remarks.enumerated().sorted {
      ($0.element.row, $0.offset) < ($1.element.row, $1.offset)
    }
    .map(\.element)
  }
}
