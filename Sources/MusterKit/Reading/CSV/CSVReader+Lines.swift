internal import CLibCSV
internal import Foundation

extension CSVReader {
  /// libcsv's parser states, which its header gives as plain numbers.
  enum State {
    static let rowNotBegun: Int32 = 0
    static let fieldNotBegun: Int32 = 1
    static let fieldBegun: Int32 = 2
    static let fieldMightHaveEnded: Int32 = 3
  }

  /// Parses the whole lines that are there, and at the end of the input what is left.
  mutating func parse() {
    guard linesToSkip == 0 || skipFirstLines() else { return }
    repeat { parsePieces() } while finished && !closeLastRow()
    findRowStart()
    if sink.byteCount >= limits.batchBytes || sink.fieldCount >= Self.batchFields { sealBatch() }
  }

  private mutating func parsePieces() {
    while cursor < end {
      if skipsLine {
        let stop = stopOfLine(from: cursor)
        // It may be the first half of a CRLF.
        if stop == end, format.lineEnd == UInt8(ascii: "\r"), !finished { return }
        let start = cursor
        skipsLine = stop == nil
        pass(to: stop)
        if cursor == start { return }
      } else if let stop = stopOfPiece() {
        if cutPlainLines(to: stop) { continue }
        guard parse(to: cutsPlainLines ? stopOfRow(before: stop) : stop) else { return }
      } else {
        return
      }
    }
  }

  /// The offset behind the last line end of the next piece. A line that is longer is cut; nil where
  /// its end isn't there yet.
  private mutating func stopOfPiece() -> Int? {
    if cursor < maskedTo { return maskedTo }
    if cursor < pieceStop { return pieceStop }
    let most = min(cursor + Self.pieceBytes, end)
    var stop = unsafe cursor + csv_behind_last(input + cursor, most - cursor, format.lineEnd)
    while stop > cursor, isHalfOfPair(before: stop) {
      stop = unsafe cursor + csv_behind_last(input + cursor, stop - 1 - cursor, format.lineEnd)
    }
    if stop > cursor {
      pieceStop = stop
      return stop
    }
    if most - cursor == Self.pieceBytes { return cutOfLine(before: most) }
    return finished ? end : nil
  }

  /// Takes the plain lines that come next, if no row is open: whole rows, with quotes around cells at most.
  ///
  /// - Returns: whether there were any.
  private mutating func cutPlainLines(to stop: Int) -> Bool {
    guard cutsPlainLines, unsafe parser.pstate == State.rowNotBegun,
      unsafe sink.raw.last_end != Int32(UInt8(ascii: "\r")),
      unsafe input[stop - 1] == UInt8(ascii: "\n")
    else { return false }
    validate(to: stop)
    sink.reserve(held: 0, piece: stop - cursor)
    let firstField = sink.fieldCount
    let taken = unsafe csv_cut_plain_lines(
      input + cursor, stop - cursor, format.delimiter, format.quote, &sink.raw)
    guard taken > 0 else { return false }
    cursor += taken
    sink.passLines()
    noteLargeCells(from: firstField)
    rowStart = cursor
    rowStartLine = sink.line
    dropHeader()
    return true
  }

  /// The offset behind the line that comes next: those behind it may be plain. Of a row that is
  /// open, as much again as there is of it, so that a long one isn't looked at line by line.
  private func stopOfRow(before stop: Int) -> Int {
    let isOpen = unsafe parser.pstate != State.rowNotBegun
    let least = isOpen ? cursor + (cursor - rowStart) / 2 : cursor
    guard least < stop,
      let found = unsafe memchr(input + least, Int32(format.lineEnd), stop - least)
    else { return stop }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(input) + 1
  }

  /// An offset at which a long line may be cut: neither in a character nor in a CRLF.
  private func cutOfLine(before most: Int) -> Int {
    var cut = most
    while unsafe cut > most - 4 && (input[cut - 1] & 0xC0 == 0x80) { cut -= 1 }
    if unsafe input[cut - 1] >= 0xC0 || input[cut - 1] == UInt8(ascii: "\r") { cut -= 1 }
    return cut
  }

  /// Whether the CR before an offset is half of a CRLF, or may turn out to be.
  private func isHalfOfPair(before stop: Int) -> Bool {
    guard format.lineEnd == UInt8(ascii: "\r"), !finished || stop < end else { return false }
    return unsafe stop == end || input[stop] == UInt8(ascii: "\n")
  }

  /// The offset behind the next line end; nil where there is none yet.
  func stopOfLine(from start: Int) -> Int? {
    guard start < end,
      let found = unsafe memchr(input + start, Int32(format.lineEnd), end - start)
    else { return nil }
    let stop = unsafe UnsafeRawPointer(found) - UnsafeRawPointer(input) + 1
    let isPair =
      unsafe format.lineEnd == UInt8(ascii: "\r") && stop < end
      && input[stop] == UInt8(ascii: "\n")
    return isPair ? stop + 1 : stop
  }

  /// Hands the bytes from `cursor` to `stop` to libcsv.
  ///
  /// - Returns: whether it got on; false: more input is needed to decide.
  private mutating func parse(to stop: Int) -> Bool {
    prepare(to: stop)
    let count = stop - cursor
    unsafe sink.reserve(held: parser.entry_pos, piece: count)
    let firstField = sink.fieldCount
    let piece = unsafe hidesBlanks ? masked + (cursor - maskedFrom) : input + cursor
    let taken = unsafe csv_parse(
      &parser, piece, count, csv_sink_take_cell, csv_sink_end_row, &sink.raw)
    cursor += taken
    sink.settleLines()
    if unsafe parser.entry_pos > limits.cellBytes {
      giveUpRow(.cellTooLarge)
      return true
    }
    noteLargeCells(from: firstField)
    if taken < count {
      if resolveViolation() == .needsMore { return false }
    } else if unsafe parser.pstate == State.rowNotBegun {
      rowStart = cursor
      rowStartLine = sink.line
    } else {
      findRowStart()
      if cursor - rowStart > limits.rowBytes { giveUpRow(.rowTooLarge) }
    }
    dropHeader()
    return true
  }

  /// Sets `rowStart` to where the open row begins, or the next one: as many line ends behind the
  /// last known place as there are lines between.
  mutating func findRowStart() {
    while rowStartLine != sink.line, rowStart < cursor {
      if endsLine(at: rowStart) { rowStartLine &+= 1 }
      rowStart += 1
    }
  }

  /// Whether a byte of the input ends a line: a LF, or a CR without one behind it.
  func endsLine(at offset: Int) -> Bool {
    switch unsafe input[offset] {
    case UInt8(ascii: "\n"): true
    case UInt8(ascii: "\r"): unsafe offset + 1 >= end || input[offset + 1] != UInt8(ascii: "\n")
    default: false
    }
  }

  /// The line at `cursor`.
  var line: UInt32 {
    var line = sink.line &+ sink.openLineEnds
    guard unsafe parser.quoted == 1, let held = unsafe parser.entry_buf else { return line }
    for offset in 0..<(unsafe parser.entry_pos) {
      let byte = unsafe held[offset]
      let isPair =
        unsafe offset + 1 < parser.entry_pos && held[offset + 1] == UInt8(ascii: "\n")
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && !isPair { line &+= 1 }
    }
    return line
  }

  /// Leaves out lines at the start. Each LF, CRLF and CR ends one, as it does in rows.
  ///
  /// - Returns: whether all of them are behind; false: more input is needed.
  private mutating func skipFirstLines() -> Bool {
    while linesToSkip > 0, cursor < end {
      // What follows a CR says whether it ends the line by itself.
      if unsafe cursor + 1 == end && !finished && input[cursor] == UInt8(ascii: "\r") { break }
      if endsLine(at: cursor) {
        sink.line &+= 1
        linesToSkip -= 1
      }
      cursor += 1
    }
    rowStart = cursor
    rowStartLine = sink.line
    return linesToSkip == 0 || finished
  }

  /// Goes on behind text that belongs to no row, and counts its line ends.
  ///
  /// - Parameter stop: the offset behind its last line end; nil where that isn't there yet.
  mutating func pass(to stop: Int?) {
    var behind = stop ?? end
    // What follows a CR says whether it ends a line by itself.
    if stop == nil, !finished, unsafe behind > cursor && input[behind - 1] == UInt8(ascii: "\r") {
      behind -= 1
    }
    sink.line &+= UInt32(
      truncatingIfNeeded: unsafe csv_count_line_ends(input + cursor, behind - cursor, 1))
    cursor = behind
    if cursor < maskedFrom { maskedTo = cursor }
    rowStart = cursor
    rowStartLine = sink.line
  }

  /// Ends the last row of a source that doesn't end with a line end.
  ///
  /// - Returns: whether all is read; false: a quote was never closed, and reading starts again
  ///   behind its line.
  private mutating func closeLastRow() -> Bool {
    if cursor < end { return true }
    let isInsideQuotes = unsafe parser.pstate == State.fieldBegun && parser.quoted == 1
    if isInsideQuotes {
      giveUpRow(.quoteNeverClosed)
      return cursor == end
    }
    if unsafe parser.pstate != State.rowNotBegun {
      unsafe sink.reserve(held: parser.entry_pos, piece: 1)
      let firstField = sink.fieldCount
      unsafe csv_fini(&parser, csv_sink_take_cell, csv_sink_end_row, &sink.raw)
      sink.settleLines()
      noteLargeCells(from: firstField)
      dropHeader()
    }
    rowStart = cursor
    rowStartLine = sink.line
    return true
  }

  /// Notes cells that went over the limit and ended within the last piece.
  private mutating func noteLargeCells(from firstField: Int) {
    guard sink.largestCell > limits.cellBytes else { return }
    sink.largestCell = 0
    for field in firstField..<sink.fieldCount {
      let start = field == 0 ? 0 : sink.end(ofField: field - 1)
      guard sink.end(ofField: field) - start > limits.cellBytes else { continue }
      let row = (0..<sink.rowCount).first { sink.fieldsEnd(ofRow: $0) > field }
      addDamage(.cellTooLarge, row: row ?? sink.rowCount, line: nil)
    }
  }

  mutating func dropHeader() {
    while rowsToDrop > 0, sink.rowCount > 0 {
      sink.removeFirstRow()
      rowsToDrop -= 1
      damage.removeAll { $0.row == 0 }
      for index in damage.indices { damage[index].row -= 1 }
    }
  }
}

// MARK: - Batches

extension CSVReader {
  /// A batch is handed on when it has this many cells, also where they are empty.
  static let batchFields = 1 << 18

  mutating func addDamage(_ code: DiagnosticCode, row: Int, line: Int?, message: String? = nil) {
    guard damage.last?.row != row || damage.last?.diagnostic.code != code else { return }
    damage.append(
      RowDamage(row: row, diagnostic: Diagnostic(code, line: line, message: message)))
  }

  /// Hands on what was read, if no row is open.
  mutating func sealBatch() {
    guard sink.rowCount > 0, sink.openFields == 0 else { return }
    showBlanks()
    var batch = sink.makeBatch(firstRow: nextRow)
    batch.damage = damage
    if let widths { batch.reportRaggedRows(widths: widths) }
    if hasInvalidUTF8 { batch.reportInvalidUTF8() }
    nextRow += batch.count
    damage = []
    // What was looked at and isn't handed on yet may be what isn't UTF-8.
    if cursor >= validated, unsafe parser.pstate == State.rowNotBegun { hasInvalidUTF8 = false }
    ready.append(batch)
  }
}
