internal import Foundation

/// What spreadsheets and wrong encodings leave in cells: found over a whole batch at once, because
/// hardly any cell has it.
struct ValueDamage {
  /// A damaged cell of a batch.
  struct Finding: Equatable {
    /// The row's index in the batch, from 0.
    var row: Int
    /// The column's index, from 0.
    var column: Int
    var code: DiagnosticCode
  }

  /// The columns that hold numbers of employees, as ranges: a date in them was once a range.
  let rangeColumns: [Int]

  init(header: [String]) {
    rangeColumns = header.indices.filter { index in
      let name = HeaderMatcher.squashed(header[index])
      return name.contains("employees") || name.contains("headcount")
        || name.contains("companysize") || name.hasSuffix("staffcount")
    }
  }

  /// The damaged cells, in the order of rows.
  func findings(in batch: RowBatch) -> [Finding] {
    var findings: [Finding] = []
    scan(batch, for: 0) { field, _ in
      .some((.valueControlCharacter, field))
    } found: {
      findings.append($0)
    }
    scan(batch, for: UInt8(ascii: "#")) { field, _ in
      Self.isSpreadsheetError(batch.bytes.span, batch.byteRange(ofField: field))
        ? (.valueSpreadsheetError, field) : nil
    } found: {
      findings.append($0)
    }
    scan(batch, for: UInt8(ascii: "+")) { field, offset in
      Self.isScientific(batch.bytes.span, batch.byteRange(ofField: field), plus: offset)
        ? (.valueScientific, field) : nil
    } found: {
      findings.append($0)
    }
    for lead: UInt8 in [0xC3, 0xEF] {
      scan(batch, for: lead) { field, offset in
        Self.isMojibake(batch.bytes.span, offset) ? (.valueMojibake, field) : nil
      } found: {
        findings.append($0)
      }
    }
    appendRanges(batch, &findings)
    guard findings.count > 1 else { return findings }
    return findings.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
  }

  /// Calls `found` once for each cell in which `check` says that a byte is damage.
  private func scan(
    _ batch: RowBatch, for byte: UInt8,
    check: (_ field: Int, _ offset: Int) -> (DiagnosticCode, field: Int)?,
    found: (Finding) -> Void
  ) {
    var offset = 0
    var lastField = -1
    while let hit = Self.next(byte, in: batch.bytes, from: offset) {
      offset = hit + 1
      // Most hits are told apart without asking which cell they are in.
      guard Self.mayMatter(byte, batch.bytes.span, hit) else { continue }
      let field = batch.field(at: hit)
      guard field != lastField, let (code, _) = check(field, hit) else { continue }
      lastField = field
      let row = batch.row(ofField: field)
      let column = field - batch.fields(ofRow: row).lowerBound
      found(Finding(row: row, column: column, code: code))
    }
  }

  private static func next(_ byte: UInt8, in bytes: [UInt8], from offset: Int) -> Int? {
    guard offset < bytes.count else { return nil }
    return unsafe bytes.withUnsafeBytes { all in
      guard let base = all.baseAddress,
        let found = unsafe memchr(base + offset, Int32(byte), all.count - offset)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  private static func mayMatter(_ byte: UInt8, _ bytes: Span<UInt8>, _ offset: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "+"): offset > 0 && bytes[offset - 1] | 0x20 == UInt8(ascii: "e")
    case 0xC3, 0xEF: isMojibake(bytes, offset)
    default: true
    }
  }

  // MARK: Cells

  /// UTF-8 that was read as Windows-1252 and written as UTF-8 again: `Ã` or `Â` before a sign of
  /// the Latin-1 block, `â€`; and the replacement character.
  private static func isMojibake(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
    func byte(_ distance: Int) -> UInt8 {
      offset + distance < bytes.count ? bytes[offset + distance] : 0
    }
    if byte(0) == 0xEF { return byte(1) == 0xBF && byte(2) == 0xBD }
    switch byte(1) {
    case 0x82, 0x83: return byte(2) == 0xC2 && byte(3) >= 0x80
    case 0xA2: return byte(2) == 0xE2 && byte(3) == 0x82 && byte(4) == 0xAC
    default: return false
    }
  }

  private static let spreadsheetErrors: [StaticString] = [
    "#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#ERROR!",
  ]

  /// Whether a cell is a spreadsheet's error, but for blanks around it.
  static func isSpreadsheetError(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let range = IdentifierScanner.trimmed(bytes, range)
    return spreadsheetErrors.contains { error in
      guard error.utf8CodeUnitCount == range.count else { return false }
      for index in 0..<range.count
      where unsafe bytes[range.lowerBound + index] != error.utf8Start[index] { return false }
      return true
    }
  }

  /// Whether a cell is a number such as `1.23E+11`, but for blanks around it.
  static func isScientific(_ bytes: Span<UInt8>, _ range: Range<Int>, plus: Int) -> Bool {
    let range = IdentifierScanner.trimmed(bytes, range)
    guard plus > range.lowerBound + 1, plus < range.upperBound - 1 else { return false }
    for index in range.lowerBound..<plus - 1
    where !ByteClass.isDigit(bytes[index]) && bytes[index] != UInt8(ascii: ".")
      && bytes[index] != UInt8(ascii: ",")
    { return false }
    for index in plus + 1..<range.upperBound where !ByteClass.isDigit(bytes[index]) {
      return false
    }
    return range.upperBound - plus <= 4
  }

  private func appendRanges(_ batch: RowBatch, _ findings: inout [Finding]) {
    for column in rangeColumns {
      for row in batch.rows.indices {
        let fields = batch.fields(ofRow: row)
        guard column < fields.count else { continue }
        let range = batch.byteRange(ofField: fields.lowerBound + column)
        if Self.isDateForRange(batch.bytes.span, range) {
          findings.append(Finding(row: row, column: column, code: .valueDateForRange))
        }
      }
    }
  }

  private static let months: [StaticString] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// `Nov-50` or `10-Jan`, but for blanks around it.
  static func isDateForRange(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let range = IdentifierScanner.trimmed(bytes, range)
    guard (5...6).contains(range.count) else { return false }
    func isMonth(_ start: Int) -> Bool {
      months.contains { month in
        for index in 0..<3
        where unsafe bytes[start + index] | 0x20 != month.utf8Start[index] { return false }
        return true
      }
    }
    if bytes[range.lowerBound + 3] == UInt8(ascii: "-") {
      return isMonth(range.lowerBound) && ByteClass.isDigit(bytes[range.upperBound - 1])
    }
    return bytes[range.upperBound - 4] == UInt8(ascii: "-") && isMonth(range.upperBound - 3)
      && ByteClass.isDigit(bytes[range.lowerBound])
  }
}

extension RowBatch {
  /// The field that a byte belongs to.
  fileprivate func field(at offset: Int) -> Int {
    let wanted = UInt32(truncatingIfNeeded: offset)
    return Self.firstIndex(in: fieldEnds) { $0 > wanted }
  }

  fileprivate func row(ofField field: Int) -> Int {
    let wanted = UInt32(truncatingIfNeeded: field)
    return Self.firstIndex(in: rows) { $0.fieldsEnd > wanted }
  }

  /// The first index whose element fulfils a condition that holds from some index on.
  private static func firstIndex<Element>(
    in elements: [Element], where holds: (Element) -> Bool
  ) -> Int {
    var low = 0
    var high = elements.count
    while low < high {
      let middle = (low + high) / 2
      if holds(elements[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
