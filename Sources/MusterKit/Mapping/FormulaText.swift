/// `="0012"`: how programs write a text so that Excel doesn't make a number of it. The text is what
/// stands in the quotes.
enum FormulaText {
  /// The text of such a cell; nil where the cell is of another form.
  static func unwrapped(_ cell: ArraySlice<UInt8>) -> [UInt8]? {
    let quote = UInt8(ascii: "\"")
    let text = cell.trimmingBlankBytes()
    guard text.count >= 3, text.starts(with: [UInt8(ascii: "="), quote]), text.last == quote else {
      return nil
    }
    var inner: [UInt8] = []
    var rest = text.dropFirst(2).dropLast()
    while let byte = rest.popFirst() {
      // A quote that belongs to the text is doubled; another would end it: then it is a formula.
      if byte == quote, rest.popFirst() != quote { return nil }
      inner.append(byte)
    }
    return inner
  }

  /// The text of such a cell, and any other cell as it is.
  static func unwrapped(_ cell: String) -> String {
    guard cell.utf8.contains(UInt8(ascii: "=")) else { return cell }
    return unwrapped(Array(cell.utf8)[...]).map { String(decoding: $0, as: UTF8.self) } ?? cell
  }
}

extension RowBatch {
  /// The batch with the texts of `="…"` cells in their place.
  func unwrappingFormulaTexts() -> RowBatch {
    var batch = self
    batch.bytes.removeAll(keepingCapacity: true)
    for field in fieldEnds.indices {
      let cell = bytes[byteRange(ofField: field)]
      if let text = FormulaText.unwrapped(cell) {
        batch.bytes += text
      } else {
        batch.bytes += cell
      }
      batch.fieldEnds[field] = UInt32(truncatingIfNeeded: batch.bytes.count)
    }
    return batch
  }

  /// Whether a cell of that form may be among the places that `ValueDamage` marked.
  func hasFormulaText(at marks: [Int]) -> Bool {
    marks.contains { bytes[$0] == UInt8(ascii: "=") }
  }
}
