internal import CByteScan
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
    /// nil: the code's own.
    var severity: Diagnostic.Severity?
  }

  /// The columns that hold numbers of employees, as ranges: a date in them was once a range.
  let rangeColumns: [Int]

  private let postalCodes: PostalCodes

  /// - Parameters:
  ///   - header: the columns' names.
  ///   - sample: some rows, as wide as they are.
  ///   - used: the columns that go anywhere, from 0.
  init(header: [String], sample: [[String]] = [], used: Set<Int> = []) {
    postalCodes = PostalCodes(header: header, sample: sample, used: used)
    rangeColumns = header.indices.filter { index in
      let name = HeaderMatcher.squashed(header[index])
      return name.contains("employees") || name.contains("headcount")
        || name.contains("companysize") || name.hasSuffix("staffcount")
    }
  }

  /// Where bytes stand that may be damage, or the start of a formula's text; most batches have few.
  static func marks(in batch: RowBatch) -> [Int] {
    unsafe batch.bytes.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return [] }
      var marks: [Int] = []
      var offset = unsafe scan_next_mark(base, all.count, 0)
      while offset < all.count {
        marks.append(offset)
        offset = unsafe scan_next_mark(base, all.count, offset + 1)
      }
      return marks
    }
  }

  /// The damaged cells of a batch, in the order of rows, each with each code once; `marks` is where
  /// bytes of it stand that may be damage, in their order.
  func findings(in batch: RowBatch, marks: [Int]) -> [Finding] {
    var findings: [Finding] = []
    for mark in marks {
      guard let code = Self.code(at: mark, in: batch) else { continue }
      let field = batch.field(at: mark)
      let row = batch.row(ofField: field)
      let finding = Finding(
        row: row, column: field - batch.fields(ofRow: row).lowerBound, code: code)
      if Self.isDamaged(batch, field, code, mark: mark), findings.last != finding {
        findings.append(finding)
      }
    }
    appendRanges(batch, &findings)
    findings += postalCodes.findings(in: batch)
    guard findings.count > 1 else { return findings }
    return findings.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
  }

  /// What a byte may be a sign of; nil where what stands around it says that it is none.
  private static func code(at mark: Int, in batch: RowBatch) -> DiagnosticCode? {
    let bytes = batch.bytes.span
    switch bytes[mark] {
    case 0: return .valueControlCharacter
    case UInt8(ascii: "#"): return .valueSpreadsheetError
    case UInt8(ascii: "+"):
      return mark > 0 && bytes[mark - 1] | 0x20 == UInt8(ascii: "e") ? .valueScientific : nil
    case 0xC3, 0xEF: return isMojibake(bytes, mark) ? .valueMojibake : nil
    default: return nil
    }
  }

  private static func isDamaged(
    _ batch: RowBatch, _ field: Int, _ code: DiagnosticCode, mark: Int
  ) -> Bool {
    let range = batch.byteRange(ofField: field)
    return switch code {
    case .valueSpreadsheetError: isSpreadsheetError(batch.bytes.span, range)
    case .valueScientific: isScientific(batch.bytes.span, range, plus: mark)
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
