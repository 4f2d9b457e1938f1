internal import Foundation

/// A file of leads that was looked at and can be read any number of times.
package struct Source: Sendable {
  /// What the user called it: a path, or `-` for standard input.
  package var name: String
  /// The file that is read: the user's own, or the spooled standard input.
  package var path: String
  package var dialect: Dialect
  /// The names of the columns as they stand in the source, in order.
  package var header: [String]
  /// What was decided about how it is read, and why.
  package var findings: [Finding]
  /// What a person should know besides, each a full sentence.
  package var notes: [String]
  var limits: ReadingLimits
  /// What the file was when it was looked at.
  var stamp: FileStamp?
  /// Why it holds no leads, a full sentence; nil where it may hold some.
  var refusal: String?
  /// Whether rows further down may have columns that aren't in the header.
  var mayHaveMoreColumns = false

  /// The last part of the name, for messages and directories.
  package var displayName: String {
    name == "-" ? "standard input" : (name as NSString).lastPathComponent
  }

  /// What messages call a source in full.
  static func display(_ name: String) -> String {
    name == "-" ? "standard input" : name.isEmpty ? "\"\"" : name
  }
}

extension Source {
  /// How much of a source is looked at to find how it is read, in bytes.
  static let headBytes = 1 << 20

  /// Where the columns of a JSON source are looked for: it has no header, and any row may have a key that
  /// none before has.
  package enum ColumnSearch: Sendable {
    /// In all of it, which is read to its end for them.
    case everywhere
    /// In the rows of its start, if these have any; where one further down has another key, reading fails
    /// with `changed`.
    case start
  }

  /// Looks at a source and finds how it is read.
  ///
  /// - Parameters:
  ///   - name: what the user called it.
  ///   - path: the file to read.
  ///   - options: what the user said about it.
  ///   - columns: where those of a JSON source are looked for.
  /// - Returns: the source with its columns.
  /// - Throws: where it is missing, empty, not text, or without what is needed to read it.
  package static func open(
    name: String, path: String, options: ReadingOptions, columns: ColumnSearch = .everywhere
  ) throws(ReadingError) -> Source {
    let display = display(name)
    let stamp = FileStamp(path)
    let content = try SourceContent(display: display, path: path, options: options)
    let isBlank = !content.text.contains { $0 > 0x20 && $0 != 0x7F }
    guard !isBlank || options.headerLine == .some(.none) && !content.text.isEmpty else {
      throw ReadingError(
        .empty, "\(display) is empty: it has no header line and no rows; pass the file you meant.")
    }
    let json = try content.jsonLayout(options: options)
    var source: Source
    if let json {
      source = Source(
        name: name, path: path, dialect: Dialect(format: .jsonl), header: [],
        findings: [json.finding], notes: [], limits: options.limits)
      source.dialect.jsonLayout = json.layout
      source.dialect.encoding = content.encoding
      source.dialect.compression = content.compression
      if columns == .start && !content.isWhole {
        source.header = try source.columns(ofStart: content.text)
        source.mayHaveMoreColumns = !source.header.isEmpty
      }
      if !source.mayHaveMoreColumns { source.header = try source.scanColumns() }
    } else {
      let detector = DialectDetector(
        head: content.text, isWhole: content.isWhole, options: options)
      guard let found = detector.detect() else {
        throw ReadingError(
          .noHeader, "\(display) has no line that could be its header: check --header-line.")
      }
      source = Source(
        name: name, path: path, dialect: found.dialect, header: found.header,
        findings: found.findings, notes: found.notes, limits: options.limits)
      source.dialect.encoding = content.encoding
      source.dialect.compression = content.compression
    }
    source.stamp = stamp
    source.findings = content.findings + source.findings
    source.refusal = content.refusal(options: options)
    source.notes += [source.refusal].compactMap(\.self)
    return source
  }

  /// Whether nothing was written to it, and it is where it was, since it was looked at.
  var isAsItWas: Bool { stamp.map { FileStamp(path) == $0 } ?? true }

  /// Its rows are counted and planned once and read again later: they have to be the same ones.
  ///
  /// - Throws: where the file was written to, or another took its place, since it was looked at.
  func requireUnchanged() throws(ReadingError) {
    guard !isAsItWas else { return }
    throw ReadingError(
      .changed,
      "\(displayName) was changed while it was being read: wait until nothing writes to it, and start"
        + " again.")
  }

  private var columnScan: JSONLColumnScan {
    JSONLColumnScan(layout: dialect.jsonLayout, display: Self.display(name), limits: limits)
  }

  /// The keys of the objects that end in the start of the source.
  private func columns(ofStart text: [UInt8]) throws(ReadingError) -> [String] {
    var scan = columnScan
    try scan.feed(text.span)
    return scan.columns.names
  }

  /// The keys of all objects, in the order in which they come.
  private func scanColumns() throws(ReadingError) -> [String] {
    var stream = try TextStream(self)
    var scan = columnScan
    while true {
      let taken = unsafe try scan.fill(atMost: RowReader.readBytes) { buffer throws(ReadingError) in
        unsafe try stream.read(into: buffer)
      }
      if taken == 0 { break }
    }
    try scan.finish()
    return scan.columns.names
  }

  /// Refuses a source that can be read, but not as rows of leads: text of another kind, without columns,
  /// or seemingly without a header line, unless the user said that it has none.
  package func requireColumns(options: ReadingOptions) throws(ReadingError) {
    if let refusal { throw ReadingError(.document, refusal) }
    guard dialect.format == .csv || !header.isEmpty else {
      throw ReadingError(
        .noHeader,
        "\(displayName) has no columns: no JSON object in it has a key; pass a file with an object for "
          + "each lead.")
    }
    guard dialect.format == .csv, dialect.headerLine == .none, options.headerLine == nil else {
      return
    }
    let why = findings.first { $0.subject == .headerLine }?.why ?? "its first line looks like data"
    throw ReadingError(
      .noHeader,
      """
      \(displayName) has no header line: \(why). Add a line with the names of the columns, or pass \
      --header-line none and map column_1, column_2 ….
      """)
  }
}

extension TextStream {
  /// The text of a source, from its start.
  init(_ source: Source) throws(ReadingError) {
    try self.init(
      display: source.displayName, path: source.path, compression: source.dialect.compression,
      encoding: source.dialect.encoding)
  }
}
