internal import CLibCSV
internal import CSimdJSON
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
    let validatedFrom = rowStart
    repeat { parseLines() } while finished && !closeLastRow()
    validate(from: validatedFrom, to: rowStart)
    if sink.byteCount >= limits.batchBytes || sink.fieldCount >= Self.batchFields { sealBatch() }
  }

  private mutating func parseLines() {
    while cursor < end {
      let lineStop = stopOfLine(from: cursor)
      if lineStop == nil && !finished && end - cursor < Self.pieceBytes { return }
      if skipsLine {
        skip(to: lineStop)
      } else if !parse(to: lineStop ?? end, endsLine: lineStop != nil || finished) {
        return
      }
    }
  }

  /// The offset behind the next line end; nil where there is none yet.
  func stopOfLine(from start: Int) -> Int? {
    guard start < end,
      let found = unsafe memchr(input + start, Int32(format.lineEnd), end - start)
    else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(input) + 1
  }

  /// Hands the bytes from `cursor` to `stop`, all of one line, to libcsv.
  ///
  /// - Returns: whether it got on; false: more input is needed to decide.
  private mutating func parse(to stop: Int, endsLine: Bool) -> Bool {
    let start = cursor
    if unsafe parser.pstate == State.rowNotBegun {
      rowStart = cursor
      rowLine = line
      sink.rowLine = line
    }
    while cursor < stop {
      let count = min(stop - cursor, Self.pieceBytes)
      unsafe sink.reserve(held: parser.entry_pos, piece: count)
      setTrimming(from: cursor, count: count)
      let taken = unsafe csv_parse(
        &parser, input + cursor, count, Self.onField, Self.onRow, &sink)
      cursor += taken
      if unsafe parser.entry_pos > limits.cellBytes {
        giveUpRow(.cellTooLarge)
        return true
      }
      noteLargeCell()
      if taken < count {
        switch resolveViolation() {
        case .goOn: continue
        case .gaveUp: return true
        case .needsMore: return false
        }
      }
    }
    line &+= (endsLine ? 1 : 0) &+ loneCarriageReturns(from: start, to: stop)
    if unsafe parser.pstate == State.rowNotBegun {
      rowStart = cursor
    } else if cursor - rowStart > limits.rowBytes {
      giveUpRow(.rowTooLarge)
    }
    dropHeader()
    return true
  }

  static let onField:
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) ->
      Void = { cell, count, context in
        guard let context = unsafe context else { return }
        unsafe context.assumingMemoryBound(to: FieldSink.self).pointee.append(
          cell: cell, count: count)
      }

  static let onRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    guard let context = unsafe context else { return }
    unsafe context.assumingMemoryBound(to: FieldSink.self).pointee.endRow()
  }

  /// The number of CRs in a line that end lines by themselves, as in old Mac files.
  private func loneCarriageReturns(from start: Int, to stop: Int) -> UInt32 {
    guard format.lineEnd == UInt8(ascii: "\n") else { return 0 }
    var count: UInt32 = 0
    var from = start
    while from < stop,
      let found = unsafe memchr(input + from, Int32(UInt8(ascii: "\r")), stop - from)
    {
      let offset = unsafe UnsafeRawPointer(found) - UnsafeRawPointer(input)
      let next = offset + 1
      let isLone =
        unsafe next < end ? input[next] != UInt8(ascii: "\n") : finished
      if isLone { count &+= 1 }
      from = next
    }
    return count
  }

  /// Leaves out lines at the start. Each LF, CRLF and CR ends one, as it does in rows.
  ///
  /// - Returns: whether all of them are behind; false: more input is needed.
  private mutating func skipFirstLines() -> Bool {
    while linesToSkip > 0, cursor < end {
      let byte = unsafe input[cursor]
      // What follows a CR says whether it ends the line by itself.
      if byte == UInt8(ascii: "\r"), cursor + 1 == end, !finished { break }
      cursor += 1
      let isLoneReturn =
        unsafe byte == UInt8(ascii: "\r")
        && (cursor == end || input[cursor] != UInt8(ascii: "\n"))
      let endsLine = byte == UInt8(ascii: "\n") || isLoneReturn
      if endsLine {
        line &+= 1
        linesToSkip -= 1
      }
    }
    rowStart = cursor
    return linesToSkip == 0 || finished
  }

  /// Leaves out the rest of a line that belongs to a row given up before.
  private mutating func skip(to lineStop: Int?) {
    cursor = lineStop ?? end
    rowStart = cursor
    if lineStop != nil {
      line &+= 1
      skipsLine = false
    }
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
      unsafe csv_fini(&parser, Self.onField, Self.onRow, &sink)
      noteLargeCell()
      dropHeader()
    }
    rowStart = cursor
    return true
  }

  /// Notes a cell that went over the limit and ended within the last piece.
  private mutating func noteLargeCell() {
    guard sink.largestCell > limits.cellBytes else { return }
    sink.largestCell = 0
    let isEnded = unsafe parser.pstate == State.rowNotBegun
    addDamage(.cellTooLarge, row: sink.rowCount - (isEnded ? 1 : 0), line: nil)
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

  /// Notes whether rows that were read hold bytes that aren't UTF-8. Whole lines are looked at, so
  /// no sequence is cut.
  func isUTF8(from start: Int, to stop: Int) -> Bool {
    unsafe UnsafeRawPointer(input + start).withMemoryRebound(
      to: CChar.self, capacity: stop - start
    ) { unsafe csimdjson_validate_utf8($0, stop - start) }
  }

  private mutating func validate(from start: Int, to stop: Int) {
    guard stop > start, !hasInvalidUTF8 else { return }
    hasInvalidUTF8 = !isUTF8(from: start, to: stop)
  }

  mutating func addDamage(_ code: DiagnosticCode, row: Int, line: Int?, message: String? = nil) {
    guard damage.last?.row != row || damage.last?.diagnostic.code != code else { return }
    damage.append(
      RowDamage(row: row, diagnostic: Diagnostic(code, line: line, message: message)))
  }

  /// Hands on what was read, if no row is open.
  mutating func sealBatch() {
    guard sink.rowCount > 0, sink.openFields == 0 else { return }
    var batch = sink.makeBatch(firstRow: nextRow)
    batch.damage = damage
    if let widths { batch.reportRaggedRows(widths: widths) }
    if hasInvalidUTF8 { batch.reportInvalidUTF8() }
    nextRow += batch.count
    damage = []
    hasInvalidUTF8 = false
    ready.append(batch)
  }
}
