internal import Foundation

extension SuppressionList {
  /// Reads the files of a suppression list. They are read whole and at once: a list that can't be
  /// read must stop everything before a request is spent.
  ///
  /// - Parameter files: what the user called each, and the file to read.
  /// - Returns: the people on all of them; `files` tells what was found in each.
  /// - Throws: where a file is missing, can't be read, or holds nothing that can be understood.
  package static func read(
    _ files: [(name: String, path: String)]
  ) throws(ReadingError) -> SuppressionList {
    var list = SuppressionList()
    for file in files {
      var reader = try SuppressionReader(name: file.name, path: file.path)
      try reader.read(into: &list)
    }
    return list
  }
}

/// Reads one file of a suppression list: CSV, JSON, or plain text with an entry a line.
struct SuppressionReader {
  /// All records are its rows, the header too.
  private let source: Source
  /// Whether a line is one cell.
  private let isPlain: Bool
  /// The line of the header; nil where there is none.
  private let headerLine: Int?
  private let columns: SuppressionColumns
  private let mailHints = MailHints.shared

  /// Looks at a file.
  ///
  /// - Throws: where it is missing, empty, or not text.
  init(name: String, path: String) throws(ReadingError) {
    let opened: Source
    do {
      opened = try Source.open(name: name, path: path, options: ReadingOptions())
    } catch {
      throw error.aboutSuppression(of: name)
    }
    guard opened.dialect.format == .csv else {
      source = opened
      isPlain = false
      headerLine = nil
      let rows = try SuppressionLayout.sample(opened).map(\.cells)
      columns = SuppressionColumns(header: opened.header, rows: rows)
      return
    }
    let cells = try SuppressionLayout(opened.asRecords, isPlain: false, opened: opened)
    let lines = try SuppressionLayout(opened.asLines, isPlain: true, opened: opened)
    // `Jane,jane@example.com` is no entry, and `jane@example.com # by phone` no cell.
    let isPlain = lines.entries > cells.entries || lines.entries == cells.entries && cells.isNarrow
    let best = isPlain ? lines : cells
    source = best.source
    self.isPlain = isPlain
    headerLine = best.headerLine
    columns = best.columns
  }

  /// Adds all entries of the file.
  ///
  /// - Throws: where it can't be read to its end, or nothing in it can be understood.
  mutating func read(into list: inout SuppressionList) throws(ReadingError) {
    list.beginFile(source.displayName)
    let scanner = IdentifierScanner()
    var hasRows = false
    do {
      var reader = try RowReader(source: source)
      while let batch = try reader.next() {
        let batch = batch.unwrappingFormulaTexts()
        let broken = batch.brokenRows
        for row in batch.rows.indices where !isSkipped(batch, row) {
          hasRows = hasRows || !batch.startsComment(row)
          read(batch, row, isBroken: broken.contains(row), scanner, into: &list)
        }
      }
    } catch {
      throw error.aboutSuppression(of: source.name)
    }
    guard let file = list.files.last, file.entries == 0, hasRows || isUnknownHeader else { return }
    throw ReadingError(
      .noRows,
      """
      The suppression list \(source.displayName) holds nothing that can be understood: it needs \
      e-mail addresses, domains, LinkedIn profiles or SHA-256 digests, one a line or in a column.
      """)
  }

  /// Whether there is a header that promises no entries.
  private var isUnknownHeader: Bool { headerLine != nil && !columns.holdEntries }

  // MARK: Rows

  /// Whether a row is the header, or a line that is a comment.
  private func isSkipped(_ batch: RowBatch, _ row: Int) -> Bool {
    if let headerLine, Int(batch.rows[row].line) == headerLine { return true }
    return isPlain && batch.startsComment(row)
  }

  private func read(
    _ batch: RowBatch, _ row: Int, isBroken: Bool, _ scanner: borrowing IdentifierScanner,
    into list: inout SuppressionList
  ) {
    let line = Int(batch.rows[row].line)
    let isComment = batch.startsComment(row)
    var namesPerson = false
    var domains: [SuppressionEntry] = []
    var isUnderstood = true
    for (index, field) in batch.fields(ofRow: row).enumerated() where !(isComment && index == 0) {
      let column = columns[index]
      let range = cellRange(batch, field)
      if range.isEmpty || column.isIgnored { continue }
      if insert(batch, range, line: line, scanner, into: &list) {
        namesPerson = true
        continue
      }
      guard column.holdsEntries || batch.mayHoldEntry(range) else { continue }
      let reading = SuppressionReading(
        batch.text(range), readsSlugs: column.readsSlugs, readsParts: column.holdsEntries)
      for entry in reading.entries {
        if entry.isDomain {
          if column.readsDomains { domains.append(entry) }
        } else {
          list.insert(entry, line: line)
          namesPerson = true
        }
      }
      if column.holdsEntries && !reading.isWhole { isUnderstood = false }
    }
    // Beside a person a domain says where they work.
    if !namesPerson { for domain in domains { list.insert(domain, line: line) } }
    let isLost = isBroken && !namesPerson && domains.isEmpty
    let isBeforeHeader = headerLine.map { line < $0 } ?? false
    if (!isUnderstood || isLost) && !isComment && !isBeforeHeader {
      list.noteNotUnderstood(line: line)
    }
  }

  /// Inserts what a cell holds in the forms that nearly all cells have, without a string.
  ///
  /// - Returns: whether it holds anything in such a form.
  private func insert(
    _ batch: RowBatch, _ range: Range<Int>, line: Int, _ scanner: borrowing IdentifierScanner,
    into list: inout SuppressionList
  ) -> Bool {
    let bytes = batch.bytes.span
    let address = scanner.emailKey(bytes, range, hints: mailHints)?.key
    if let key = address ?? scanner.linkedInKey(bytes, range)?.key {
      list.insert(key, line: line)
      return true
    }
    guard let digest = PersonKey(writtenDigest: batch.bytes[range]) else { return false }
    list.insert(.digest(digest), line: line)
    return true
  }

  /// A cell without the blanks at its ends, and in plain text without the comment behind it.
  private func cellRange(_ batch: RowBatch, _ field: Int) -> Range<Int> {
    let bytes = batch.bytes.span
    var range = batch.byteRange(ofField: field)
    if isPlain {
      for index in range.dropFirst() where bytes[index] == UInt8(ascii: "#") {
        guard ByteClass.isBlank(bytes[index - 1]) else { continue }
        range = range.lowerBound..<index
        break
      }
    }
    return IdentifierScanner.trimmed(bytes, range)
  }
}

extension RowBatch {
  /// The rows of whose cells not all could be read.
  fileprivate var brokenRows: Set<Int> {
    Set(
      damage.lazy.filter { damage in
        damage.diagnostic.severity == .error
          && ![.rowTooShort, .rowTooLong].contains(damage.diagnostic.code)
      }
      .map(\.row))
  }

  /// Whether a row's first cell starts with `#` and isn't a spreadsheet's error.
  fileprivate func startsComment(_ row: Int) -> Bool {
    let fields = fields(ofRow: row)
    guard !fields.isEmpty else { return false }
    let range = IdentifierScanner.trimmed(bytes.span, byteRange(ofField: fields.lowerBound))
    return !range.isEmpty && bytes[range.lowerBound] == UInt8(ascii: "#")
      && !EmailAddress.isPlaceholder(text(range))
  }

  /// Whether a cell could be an address or a LinkedIn profile: told at a glance.
  fileprivate func mayHoldEntry(_ range: Range<Int>) -> Bool {
    if range.count > 2000 { return false }
    return bytes[range].contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "/") }
      || bytes[range].starts(with: "AC".utf8)
  }
}

extension ReadingError {
  /// The error with the file called what it is.
  fileprivate func aboutSuppression(of name: String) -> ReadingError {
    if reason == .missing {
      return ReadingError(
        .missing,
        """
        The suppression list \(name) isn't there: check its path under suppress; nothing is sent \
        without it.
        """
      )
    }
    return ReadingError(reason, "The suppression list can't be used: \(sentence)")
  }
}
