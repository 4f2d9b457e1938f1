/// Keeps spreadsheets from taking a cell for a formula, in a way that can be undone.
///
/// A guarded cell has one `'` more than the cell it was made from. What stands behind all leading
/// `'`s decides whether a cell needs it, and adding or removing one changes nothing there: so a
/// cell is guarded exactly if one `'` can be taken off again, and the round trip is exact.
///
/// Why: https://owasp.org/www-community/attacks/CSV_Injection
package enum FormulaGuard {
  /// Whether one `'` goes before a cell: what stands behind its leading `'`s starts with `=`, `+`,
  /// `-`, `@`, tab or CR, and isn't a plain number or a phone number.
  package static func isNeeded(for cell: Span<UInt8>) -> Bool {
    var start = 0
    while start < cell.count, cell[start] == UInt8(ascii: "'") { start += 1 }
    guard start < cell.count, startsFormula(cell[start]) else { return false }
    return !isPlainNumber(cell, from: start) && !isPhoneNumber(cell, from: start)
  }

  /// Whether a cell starts with the `'` of a guard, which is to be taken off.
  package static func isPresent(in cell: Span<UInt8>) -> Bool {
    !cell.isEmpty && cell[0] == UInt8(ascii: "'") && isNeeded(for: cell)
  }

  package static func guarded(_ cell: [UInt8]) -> [UInt8] {
    isNeeded(for: cell.span) ? [UInt8(ascii: "'")] + cell : cell
  }

  package static func unguarded(_ cell: [UInt8]) -> [UInt8] {
    isPresent(in: cell.span) ? Array(cell.dropFirst()) : cell
  }

  /// Whether a cell that starts with this byte may need a guard.
  @inline(__always)
  static func mayNeed(_ first: UInt8) -> Bool {
    startsFormula(first) || first == UInt8(ascii: "'")
  }

  @inline(__always)
  private static func startsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      true
    default:
      false
    }
  }

  /// An optional sign; digits, with single points or commas between them; an optional exponent.
  private static func isPlainNumber(_ cell: Span<UInt8>, from start: Int) -> Bool {
    var at = start
    if at < cell.count, has(.sign, cell[at]) { at += 1 }
    guard at < cell.count, has(.digit, cell[at]) else { return false }
    var afterDigit = true
    while at < cell.count {
      if has(.digit, cell[at]) {
        afterDigit = true
      } else if has(.separator, cell[at]), afterDigit {
        afterDigit = false
      } else {
        break
      }
      at += 1
    }
    guard afterDigit else { return false }
    return at == cell.count || isExponent(cell, from: at)
  }

  /// `E` or `e`, an optional sign, and digits to the end.
  private static func isExponent(_ cell: Span<UInt8>, from start: Int) -> Bool {
    var at = start
    guard has(.exponent, cell[at]) else { return false }
    at += 1
    if at < cell.count, has(.sign, cell[at]) { at += 1 }
    guard at < cell.count else { return false }
    while at < cell.count {
      guard has(.digit, cell[at]) else { return false }
      at += 1
    }
    return true
  }

  /// `+` or a digit, then digits, blanks and `( ) - . /`; 5 to 20 digits in all.
  private static func isPhoneNumber(_ cell: Span<UInt8>, from start: Int) -> Bool {
    guard cell[start] == UInt8(ascii: "+") || has(.digit, cell[start]) else { return false }
    var digits = has(.digit, cell[start]) ? 1 : 0
    var at = start + 1
    while at < cell.count {
      if has(.digit, cell[at]) {
        digits += 1
      } else if !has(.phonePunctuation, cell[at]) {
        return false
      }
      at += 1
    }
    return (5...20).contains(digits)
  }

  // MARK: Bytes

  private struct ByteClass: OptionSet {
    let rawValue: UInt8
    static let digit = ByteClass(rawValue: 1)
    static let sign = ByteClass(rawValue: 2)
    static let separator = ByteClass(rawValue: 4)
    static let exponent = ByteClass(rawValue: 8)
    static let phonePunctuation = ByteClass(rawValue: 16)
  }

  private static func has(_ byteClass: ByteClass, _ byte: UInt8) -> Bool {
    classes[Int(byte)] & byteClass.rawValue != 0
  }

  /// The classes of each byte.
  private static let classes: InlineArray<256, UInt8> = {
    var classes = InlineArray<256, UInt8>(repeating: 0)
    func put(_ byteClass: ByteClass, _ characters: String) {
      for byte in characters.utf8 { classes[Int(byte)] |= byteClass.rawValue }
    }
    put(.digit, "0123456789")
    put(.sign, "+-")
    put(.separator, ".,")
    put(.exponent, "eE")
    put(.phonePunctuation, " ()-./")
    return classes
  }()
}

extension RowBatch {
  /// Takes the guards off the cells of a file that muster wrote itself: one with its `_` columns.
  package mutating func removeFormulaGuards() {
    var kept = 0
    var start = 0
    for field in fieldEnds.indices {
      let end = Int(fieldEnds[field])
      if FormulaGuard.isPresent(in: bytes.span.extracting(start..<end)) { start += 1 }
      while start < end {
        bytes[kept] = bytes[start]
        kept += 1
        start += 1
      }
      fieldEnds[field] = UInt32(kept)
    }
    bytes.removeSubrange(kept...)
  }
}
