internal import CLibCSV
internal import CSimdJSON

/// Blanks around cells are kept, at the speed of libcsv's own loop.
///
/// libcsv trims blanks around cells unless it is given a function that says that nothing is a blank,
/// and calling that for each byte costs a third of its speed. So blanks at the edges of cells are
/// hidden from it: it is given a copy in which bytes that UTF-8 doesn't have stand in their place, and
/// they are put back when a batch is complete. Only where such bytes stand in the source is the
/// function set, for the rest of it.
extension CSVReader {
  /// Looks at a piece before it is parsed: whether it is UTF-8, and hides blanks.
  mutating func prepare(to stop: Int) {
    validate(to: stop)
    guard hidesBlanks, cursor >= maskedTo else { return }
    let usable = unsafe csv_hide_edge_blanks(
      input + cursor, stop - cursor, masked, format.delimiter, format.quote)
    maskedFrom = cursor
    maskedTo = stop
    if usable == 0 { stopHiding() }
  }

  /// Looks whether the bytes up to an offset are UTF-8, but for those that were looked at.
  mutating func validate(to stop: Int) {
    let start = max(validated, cursor)
    guard stop > start else { return }
    validated = stop
    if !isUTF8(from: start, to: stop) { hasInvalidUTF8 = true }
  }

  /// Puts back all blanks that are hidden so far, and keeps libcsv from trimming from now on.
  private mutating func stopHiding() {
    hidesBlanks = false
    unsafe csv_show_blanks(sink.bytes, sink.byteCount)
    if let held = unsafe parser.entry_buf { unsafe csv_show_blanks(held, parser.entry_pos) }
    unsafe parser.is_space = { _ in 0 }
  }

  /// Puts the blanks of complete cells back.
  func showBlanks() {
    if hidesBlanks { unsafe csv_show_blanks(sink.bytes, sink.byteCount) }
  }

  func isBlank(_ byte: UInt8) -> Bool {
    switch Int(byte) {
    case 0x20, 0x09: byte != format.delimiter
    case CSV_HIDDEN_SPACE, CSV_HIDDEN_TAB: hidesBlanks
    default: false
    }
  }

  private func isUTF8(from start: Int, to stop: Int) -> Bool {
    unsafe UnsafeRawPointer(input + start).withMemoryRebound(
      to: CChar.self, capacity: stop - start
    ) { unsafe csimdjson_validate_utf8($0, stop - start) }
  }
}
