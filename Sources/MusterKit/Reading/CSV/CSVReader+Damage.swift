internal import CLibCSV

/// What is done where libcsv's strict mode stops, and where a limit is passed.
extension CSVReader {
  enum Resolution {
    /// The parser can go on at `cursor`.
    case goOn
    /// The row was given up; reading starts again elsewhere.
    case gaveUp
    /// What follows decides, and it isn't there yet.
    case needsMore
  }

  /// Decides about the byte at `cursor`, which breaks the rules.
  mutating func resolveViolation() -> Resolution {
    if unsafe parser.pstate == State.fieldMightHaveEnded { return resolveTextAfterQuote() }
    unsafe sink.reserve(held: parser.entry_pos, piece: 1)
    if unsafe sink.openFields > 0 && heldCellIsBlank(parser) {
      unsafe Self.restartCell(&parser)
      return .goOn
    }
    let isOrdinary = unsafe format.quote == CSVFormat.noQuote || isFormulaText(parser)
    unsafe Self.takeLiterally(&parser, input + cursor)
    cursor += 1
    if !isOrdinary { addDamage(.quoteInsideCell, row: sink.rowCount, line: Int(line)) }
    return .goOn
  }

  /// Blanks between a closing quote and the next delimiter are passed over; anything else is damage.
  private mutating func resolveTextAfterQuote() -> Resolution {
    var next = cursor
    while next < end, unsafe isBlank(input[next]) { next += 1 }
    if next == end && !finished {
      guard end - cursor > Self.pieceBytes else { return .needsMore }
    } else if unsafe next > cursor && (next == end || endsCell(input[next])) {
      cursor = next
      return .goOn
    }
    giveUpRow(.textAfterQuote)
    return .gaveUp
  }

  private func endsCell(_ byte: UInt8) -> Bool {
    byte == format.delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// Whether an unquoted cell holds nothing but blanks so far, so that a quote may still open it.
  private func heldCellIsBlank(_ parser: csv_parser) -> Bool {
    guard let held = unsafe parser.entry_buf else { return true }
    return unsafe (0..<parser.entry_pos).allSatisfy { unsafe isBlank(held[$0]) }
  }

  /// Whether an unquoted cell begins like `="0012"`, by which programs keep Excel from making a
  /// number of a text. Its quotes are no damage.
  private func isFormulaText(_ parser: csv_parser) -> Bool {
    guard let held = unsafe parser.entry_buf, unsafe parser.entry_pos > 0 else { return false }
    return unsafe held[0] == UInt8(ascii: "=")
      && (parser.entry_pos == 1 || held[1] == format.quote)
  }

  private static func restartCell(_ parser: inout csv_parser) {
    unsafe parser.pstate = State.fieldNotBegun
    unsafe parser.entry_pos = 0
    unsafe parser.spaces = 0
  }

  /// Hands over one byte with strict mode off: it becomes text.
  private static func takeLiterally(
    _ parser: inout csv_parser, _ byte: UnsafePointer<UInt8>
  ) {
    let options = unsafe parser.options
    unsafe csv_set_opts(&parser, 0)
    unsafe csv_parse(&parser, byte, 1, nil, nil, nil)
    unsafe csv_set_opts(&parser, options)
  }
}

// MARK: - Giving up a row

extension CSVReader {
  /// Ends the open row as damaged and finds the place where reading goes on: the line after the one
  /// on which its quote opened, or, without an open quote, the next line.
  mutating func giveUpRow(_ code: DiagnosticCode) {
    findRowStart()
    let isQuoted = unsafe parser.quoted == 1 && parser.pstate >= State.fieldBegun
    let opening = isQuoted ? locateOpeningQuote() : nil
    let row = sink.rowCount
    let line = line
    let stop = stopOfLine(from: opening?.offset ?? cursor)
    endDamagedRow(cellFrom: opening?.offset, to: stop)
    report(code, row: row, line: line, opening: opening)
    unsafe parser.pstate = State.rowNotBegun
    unsafe parser.quoted = 0
    unsafe parser.spaces = 0
    unsafe parser.entry_pos = 0
    sink.largestCell = 0
    sink.settleLines()
    sink.line = opening?.line ?? line
    cursor = opening?.offset ?? cursor
    skipsLine = stop == nil && !finished
    pass(to: stop)
    dropHeader()
  }

  /// Ends the row with what stands on the line from an opening quote on, cut into cells as well as
  /// that can be done; an empty cell where it is over the limit.
  private mutating func endDamagedRow(cellFrom start: Int?, to stop: Int?) {
    var lineEnd = stop ?? end
    let start = start ?? lineEnd
    while lineEnd > start, unsafe [0x0A, 0x0D].contains(input[lineEnd - 1]) { lineEnd -= 1 }
    let count = lineEnd - start <= limits.cellBytes ? lineEnd - start : 0
    let text = unsafe Array(UnsafeBufferPointer(start: input + start, count: count))
    let cells = DamagedLine(
      text: text, format: format, before: sink.openFields, widths: widths
    ).cells
    sink.reserve(held: 0, piece: count + 1)
    for cell in cells { sink.append(cell) }
    sink.endRow()
  }

  private mutating func report(
    _ code: DiagnosticCode, row: Int, line: UInt32, opening: OpeningQuote?
  ) {
    guard let opening else {
      addDamage(code, row: row, line: Int(line))
      return
    }
    let opened = opening.line
    switch code {
    case .textAfterQuote where opened == line:
      addDamage(
        .textAfterQuote, row: row, line: Int(opened),
        message: """
          Text follows the closing quote of cell \(opening.field + 1) on line \(opened): double the \
          quotes that belong to the text, or move the text inside the quotes.
          """)
    case .cellTooLarge:
      addDamage(
        .quoteNeverClosed, row: row, line: Int(opened),
        message: """
          The quote that opens cell \(opening.field + 1) on line \(opened) is not closed within \
          \(limits.cellBytes) bytes: close it, or raise source.max_field_bytes.
          """)
    default:
      addDamage(
        .quoteNeverClosed, row: row, line: Int(opened),
        message: """
          The quote that opens cell \(opening.field + 1) on line \(opened) is never closed: close it, \
          or double it if it belongs to the text.
          """)
    }
  }

  struct OpeningQuote {
    /// Where the quote is in `input`.
    var offset: Int
    /// The line it is on; from 1.
    var line: UInt32
    /// The index of its cell in the row; from 0.
    var field: Int
  }

  /// Finds the quote that opened the cell which is open at `cursor`, by reading the row again byte
  /// by byte. Only damaged rows pay for it: at most `limits.rowBytes` bytes.
  private mutating func locateOpeningQuote() -> OpeningQuote {
    var replay = unsafe csv_parser()
    unsafe csv_init(&replay, UInt8(CSV_STRICT))
    defer { unsafe csv_free(&replay) }
    unsafe csv_set_delim(&replay, format.delimiter)
    unsafe csv_set_quote(&replay, format.quote)
    unsafe csv_set_space_func(&replay) { _ in 0 }
    unsafe csv_set_blk_size(&replay, 1 << 16)
    var found = OpeningQuote(offset: rowStart, line: rowStartLine, field: 0)
    var fields = 0
    var line = rowStartLine
    var offset = rowStart
    let countField:
      @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void =
        { _, _, context in
          guard let context = unsafe context else { return }
          unsafe context.assumingMemoryBound(to: Int.self).pointee += 1
        }
    while offset < cursor {
      let before = unsafe replay.pstate
      if unsafe csv_parse(&replay, input + offset, 1, countField, nil, &fields) == 0 {
        if before == State.fieldMightHaveEnded {
          offset += 1
        } else if unsafe fields > 0 && heldCellIsBlank(replay) {
          unsafe Self.restartCell(&replay)
        } else {
          unsafe Self.takeLiterally(&replay, input + offset)
          offset += 1
        }
        continue
      }
      if before < State.fieldBegun, unsafe replay.quoted == 1 {
        found = OpeningQuote(offset: offset, line: line, field: fields)
      }
      if endsLine(at: offset) { line &+= 1 }
      offset += 1
    }
    return found
  }
}
