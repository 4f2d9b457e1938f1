/// Rows whose values stand in other columns than the header says.
extension RowJudge {
  /// A row may have more cells than the header if they are blank: unless its values have slipped to
  /// the right by a separator that wasn't quoted, and the blank cell is the last column's own.
  ///
  /// - Returns: whether they have; then it is remarked.
  mutating func hasSlippedCells() -> Bool {
    let slipped = mapper.typedColumns.first { column in
      column.index < fields.count && isOutOfPlace(text(column.index), in: column.field)
    }
    guard let slipped else { return false }
    let message = """
      The row has \(fields.count) cells and the header \(mapper.header.count), and this one holds \
      another column's value: quote the cell that holds a separator.
      """
    note(
      Diagnostic(.rowTooLong, column: mapper.header[slipped.index], message: message))
    return true
  }

  /// Remarks on a cell that can't be an identifier; or, where the identifier stands some columns further
  /// on and other cells have moved with it, that the row's values have slipped.
  mutating func noteUnlessSlipped(
    _ diagnostic: Diagnostic, _ field: StandardField, _ source: FieldSource
  ) {
    // Said once of a row.
    if slippedRow == row { return }
    let isDoubtful = [.emailInvalid, .linkedInInvalid].contains(diagnostic.code)
    guard isDoubtful, let column = source.plainColumn, let distance = slip(from: column, field)
    else {
      if diagnostic.code == .emailInvalid, let column = source.plainColumn {
        addStrayMail(of: column)
      }
      note(diagnostic, source: source)
      return
    }
    let message = """
      The row's values stand \(Self.words(distance)) than the header says: look for a separator too \(distance > 0 ? "many" : "few") in this row.
      """
    note(Diagnostic(.columnsSlipped, message: message), source: source)
    slippedRow = row
  }

  private static func words(_ distance: Int) -> String {
    let columns = abs(distance) == 1 ? "one column" : "\(abs(distance)) columns"
    return "\(columns) further \(distance > 0 ? "right" : "left")"
  }

  /// How many columns to the right (or left, below 0) an identifier stands, and another typed value
  /// with it; nil where nothing says so.
  private func slip(from column: Int, _ field: StandardField) -> Int? {
    [1, -1, 2, -2, 3, -3].first { distance in
      guard holds(field, column + distance),
        !mapper.typedColumns.contains(where: { $0 == (column + distance, field) })
      else { return false }
      // Alone, it may have been typed into the wrong cell.
      return mapper.typedColumns.contains { other in
        let cell = text(other.index)
        let isFree = cell.isEmpty || EmailAddress.isPlaceholder(cell)
        return other.field != field && (isFree || isOutOfPlace(cell, in: other.field))
          && holds(other.field, other.index + distance)
      }
    }
  }

  /// Whether a cell can't be a field's value.
  private func isOutOfPlace(_ cell: String, in field: StandardField) -> Bool {
    guard !cell.isEmpty, !EmailAddress.isPlaceholder(cell) else { return false }
    return switch field {
    case .email: !cell.contains("@")
    case .companyDomain: CompanyDomain.read(cell) == nil
    case .phone: cell.count(where: \.isNumber) < 5
    default: !cell.lowercased().contains("linkedin") && LinkedInReading(cell).identifier == nil
    }
  }

  /// Whether a column's cell is such a value without a doubt.
  private func holds(_ field: StandardField, _ column: Int) -> Bool {
    guard column >= 0, column < fields.count, mayHold(field, column) else { return false }
    let cell = text(column)
    switch field {
    case .email: return EmailReading(cell).email != nil
    case .companyDomain: return cell.contains(".") && CompanyDomain.read(cell) != nil
    case .phone:
      return cell.count(where: \.isNumber) >= 7 && !cell.contains(where: \.isLetter)
    default: return LinkedInReading(cell).identifier != nil
    }
  }

  /// Whether what such a value can't be without stands in a cell: most cells are told by that.
  private func mayHold(_ field: StandardField, _ column: Int) -> Bool {
    let cell = trimmed(column)
    switch field {
    case .email: return has("@", in: cell)
    case .linkedin, .salesNavigator: return has("linkedin.com/", in: cell)
    default: return !cell.isEmpty
    }
  }

  /// Whether a text stands in a range of the batch's bytes.
  private func has(_ text: StaticString, in range: Range<Int>) -> Bool {
    let bytes = batch.bytes.span
    let count = text.utf8CodeUnitCount
    guard range.count >= count else { return false }
    for start in range.lowerBound...(range.upperBound - count) {
      var length = 0
      while length < count, unsafe bytes[start + length] == text.utf8Start[length] { length += 1 }
      if length == count { return true }
    }
    return false
  }
}

/// Rows of which nothing but the address says that their values have slipped.
extension RowJudge {
  /// A row whose address stands beside its column.
  struct StrayMail {
    var row: Int
    /// The address's own column, from 0.
    var column: Int
    /// How many columns to the right (or left, below 0) it stands.
    var distance: Int
  }

  /// Fewer rows than these, one after the other, may each have been mistyped.
  private static let fewestStrayMails = 5
  /// Rows without any address may stand between.
  private static let mostRowsApart = 3

  private mutating func addStrayMail(of column: Int) {
    guard isOutOfPlace(text(column), in: .email) else { return }
    let distance = [1, -1, 2, -2].first { distance in
      // Another address of the person is no slip.
      holds(.email, column + distance) && column + distance < mapper.header.count
        && !HeaderMatcher.squashed(mapper.header[column + distance]).contains("mail")
    }
    guard let distance else { return }
    strayMails.append(StrayMail(row: row, column: column, distance: distance))
  }

  /// Remarks on the rows whose addresses, one after the other, stand in the same wrong column: their
  /// other values stand there too.
  mutating func noteStrayMails() {
    var run: [StrayMail] = []
    for mail in strayMails {
      if let last = run.last, !goesOn(from: last, to: mail) {
        noteSlip(of: run)
        run = []
      }
      run.append(mail)
    }
    noteSlip(of: run)
  }

  private func goesOn(from last: StrayMail, to next: StrayMail) -> Bool {
    (last.column, last.distance) == (next.column, next.distance)
      && next.row - last.row <= Self.mostRowsApart
      && !(last.row...next.row).contains { judged.flags[$0].contains(.email) }
  }

  private mutating func noteSlip(of run: [StrayMail]) {
    guard run.count >= Self.fewestStrayMails else { return }
    let rows = Set(run.map(\.row))
    judged.remarks.removeAll {
      rows.contains($0.row) && Self.doubtsOfSlippedRows.contains($0.diagnostic.code)
    }
    for mail in run {
      let message = """
        The addresses of this row and of those beside it stand \(Self.words(mail.distance)) than the \
        header says, and the other values with them: move the cells back under their headers.
        """
      note(
        Diagnostic(.columnsSlipped, message: message), row: mail.row, column: mail.column)
    }
  }

  /// What is said of values that aren't their columns'.
  private static let doubtsOfSlippedRows: Set<DiagnosticCode> = [
    .emailInvalid, .linkedInInvalid, .companyDomainInvalid, .companyDomainFreeMail,
  ]
}
