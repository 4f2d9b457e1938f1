internal import CLibCSV
internal import Foundation

/// On which line each row starts. libcsv says where rows end and not on which line: so the ends of
/// rows are counted as they come, and the line ends inside cells afterwards, many rows at once.
extension FieldSink {
  /// Moves the rows that ended since this was last called by the line ends inside the cells of those
  /// before them.
  mutating func settleLines() {
    var hits = LineEnds(self, from: settledBytes, to: bytesEnd(ofRow: rowCount - 1))
    var row = settledRows
    var delta: UInt32 = 0
    var inRow: UInt32 = 0
    while let hit = hits.next() {
      while bytesEnd(ofRow: row) <= hit {
        unsafe raw.rows[row].line &+= delta
        delta &+= inRow
        inRow = 0
        row += 1
      }
      inRow &+= 1
    }
    if delta > 0 || inRow > 0 {
      while row < rowCount {
        unsafe raw.rows[row].line &+= delta
        delta &+= inRow
        inRow = 0
        row += 1
      }
      line &+= delta
    }
    settledRows = rowCount
    settledBytes = bytesEnd(ofRow: rowCount - 1)
  }

  /// Says that the rows that came since `settleLines` was last called know their lines.
  mutating func passLines() {
    settledRows = rowCount
    settledBytes = byteCount
  }

  /// The number of line ends in the complete cells of the row that is being read.
  var openLineEnds: UInt32 {
    var hits = LineEnds(self, from: settledBytes, to: byteCount)
    var count: UInt32 = 0
    while hits.next() != nil { count &+= 1 }
    return count
  }

  /// Where the cells of a row end in `bytes`; 0 before the first.
  private func bytesEnd(ofRow row: Int) -> Int {
    let fields = fieldsEnd(ofRow: row)
    return fields == 0 ? 0 : end(ofField: fields - 1)
  }

  /// Whether one cell ends and the next begins at an offset of `bytes`.
  fileprivate func isCellEnd(_ offset: Int) -> Bool {
    var (low, high) = (0, fieldCount)
    while low < high {
      let middle = (low + high) / 2
      if end(ofField: middle) < offset { low = middle + 1 } else { high = middle }
    }
    return low < fieldCount && end(ofField: low) == offset
  }
}

/// The offsets of line ends in cells: of each LF, and of each CR without one behind it.
@safe private struct LineEnds {
  private let sink: FieldSink
  private let end: Int
  private var lineFeed: Int?
  private var carriageReturn: Int?

  init(_ sink: FieldSink, from start: Int, to end: Int) {
    self.sink = sink
    self.end = end
    lineFeed = find(UInt8(ascii: "\n"), from: start)
    carriageReturn = find(UInt8(ascii: "\r"), from: start)
    skipPairs()
  }

  mutating func next() -> Int? {
    guard let found = [lineFeed, carriageReturn].compactMap(\.self).min() else { return nil }
    if found == lineFeed {
      lineFeed = find(UInt8(ascii: "\n"), from: found + 1)
    } else {
      carriageReturn = find(UInt8(ascii: "\r"), from: found + 1)
      skipPairs()
    }
    return found
  }

  /// Passes over CRs that are half of a CRLF in the same cell.
  private mutating func skipPairs() {
    while let offset = carriageReturn, isPair(offset) {
      carriageReturn = find(UInt8(ascii: "\r"), from: offset + 1)
    }
  }

  private func isPair(_ offset: Int) -> Bool {
    unsafe offset + 1 < end && sink.bytes[offset + 1] == UInt8(ascii: "\n")
      && !sink.isCellEnd(offset + 1)
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    guard start < end,
      let found = unsafe memchr(sink.bytes + start, Int32(byte), end - start)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(sink.bytes)
  }
}
