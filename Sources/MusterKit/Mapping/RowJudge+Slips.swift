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
      note(diagnostic, source: source)
      return
    }
    let columns = abs(distance) == 1 ? "one column" : "\(abs(distance)) columns"
    let message = """
      The row's values stand \(columns) further \(distance > 0 ? "right" : "left") than the header \
      says: look for a separator too \(distance > 0 ? "many" : "few") in this row.
      """
    note(Diagnostic(.columnsSlipped, message: message), source: source)
    slippedRow = row
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
