/// The rest of a damaged line, from the quote of the cell in which the damage is: cut into cells for
/// people who mend the row. The row is damaged whatever comes of it.
///
/// A quote with a blank behind it is taken to close the cell, and the text behind it is added; a
/// quote with anything else behind it is text. A cell that isn't closed takes the whole line, unless
/// the row has as many cells as it should if the first quote is taken for text.
struct DamagedLine {
  /// Begins with the quote; without the line end.
  let text: [UInt8]
  let format: CSVFormat
  /// The number of the row's cells before it.
  let before: Int
  /// The numbers of cells that a row may have; nil: any.
  let widths: ClosedRange<Int>?

  var cells: [[UInt8]] {
    let closed = cells(isQuoted: true)
    guard let widths, !widths.contains(before + closed.count) else { return closed }
    let literal = cells(isQuoted: false)
    return widths.contains(before + literal.count) ? literal : closed
  }

  /// The cells where the first quote opens one, or is text.
  private func cells(isQuoted: Bool) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    var offset = 0
    while true {
      let (cell, stop) =
        isQuoted || offset > 0 ? cell(from: offset) : unquotedCell(from: offset)
      cells.append(cell)
      guard stop < text.count else { return cells }
      offset = stop + 1
    }
  }

  /// The cell that starts at an offset, and where it stops: at a delimiter or at the line's end.
  private func cell(from start: Int) -> (bytes: [UInt8], stop: Int) {
    guard start < text.count, text[start] == format.quote else { return unquotedCell(from: start) }
    var cell: [UInt8] = []
    var offset = start + 1
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      guard byte == format.quote else {
        cell.append(byte)
        continue
      }
      if offset == text.count || text[offset] == format.delimiter { return (cell, offset) }
      if text[offset] == UInt8(ascii: " ") || text[offset] == UInt8(ascii: "\t") {
        let stop = delimiter(from: offset)
        let rest = text[offset..<stop]
        return (rest.contains { $0 > 0x20 } ? cell + rest : cell, stop)
      }
      cell.append(byte)
      if text[offset] == format.quote { offset += 1 }
    }
    return (Array(text[(start + 1)...]), text.count)
  }

  private func unquotedCell(from start: Int) -> (bytes: [UInt8], stop: Int) {
    let stop = delimiter(from: start)
    return (Array(text[min(start, stop)..<stop]), stop)
  }

  private func delimiter(from start: Int) -> Int {
    var offset = start
    while offset < text.count, text[offset] != format.delimiter { offset += 1 }
    return offset
  }
}
