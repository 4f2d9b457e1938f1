/// The rest of a damaged line, from the quote of the cell in which the damage is: cut into cells for
/// people who mend the row. The row is damaged whatever comes of it.
///
/// A quote with a blank behind it is taken to close the cell, and the text behind it is added; a
/// quote with anything else behind it is text. A cell that isn't closed takes the whole line.
struct DamagedLine {
  /// Begins with the quote; without the line end.
  let text: [UInt8]
  let format: CSVFormat

  var cells: [[UInt8]] {
    var cells: [[UInt8]] = []
    var offset = 0
    while true {
      let (cell, stop) = cell(from: offset)
      cells.append(cell)
      guard stop < text.count else { return cells }
      offset = stop + 1
    }
  }

  /// The cell that starts at an offset, and where it stops: at a delimiter or at the line's end.
  private func cell(from start: Int) -> (bytes: [UInt8], stop: Int) {
    guard start < text.count, text[start] == format.quote else {
      let stop = delimiter(from: start)
      return (Array(text[min(start, stop)..<stop]), stop)
    }
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

  private func delimiter(from start: Int) -> Int {
    var offset = start
    while offset < text.count, text[offset] != format.delimiter { offset += 1 }
    return offset
  }
}
