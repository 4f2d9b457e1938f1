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
  /// How many bytes a byte order mark takes at the start.
  var markBytes: Int
  var limits: ReadingLimits

  /// The last part of the name, for messages and directories.
  package var displayName: String {
    name == "-" ? "standard input" : (name as NSString).lastPathComponent
  }
}

extension Source {
  /// How much of a source is looked at to find how it is read, in bytes.
  static let headBytes = 1 << 20

  /// Looks at a source and finds how it is read.
  ///
  /// - Parameters:
  ///   - name: what the user called it.
  ///   - path: the file to read.
  ///   - options: what the user said about it.
  /// - Returns: the source with its columns. A JSONL source is read to its end for them.
  /// - Throws: where it is missing, empty, not text, or without what is needed to read it.
  package static func open(
    name: String, path: String, options: ReadingOptions
  ) throws(ReadingError) -> Source {
    let display = name == "-" ? "standard input" : name
    let (head, isWhole) = try readHead(display: display, path: path)
    let kind = ContentKind.recognise(head, isWhole: isWhole)
    let mark = try markBytes(kind, display: display, options: options)
    let text = Array(head.dropFirst(mark))
    guard text.contains(where: { $0 > 0x20 && $0 < 0x7F || $0 >= 0x80 }) else {
      throw ReadingError(
        .empty, "\(display) is empty: it has no header line and no rows; pass the file you meant.")
    }
    if try format(text, display: display, path: path, options: options) == .jsonl {
      let header = try scanColumns(display: display, path: path, limits: options.limits)
      return Source(
        name: name, path: path, dialect: Dialect(format: .jsonl), header: header, markBytes: mark,
        limits: options.limits)
    }
    return try openCSV(
      name: name, path: path, text: text, isWhole: isWhole, mark: mark, options: options)
  }

  /// The keys of all lines, in the order in which they come: a JSONL source has no header, so all
  /// of it is looked at.
  private static func scanColumns(
    display: String, path: String, limits: ReadingLimits
  ) throws(ReadingError) -> [String] {
    var file = try ByteSource(display: display, path: path)
    var scan = JSONLColumnScan(display: display, limits: limits)
    while true {
      let taken = unsafe try scan.fill(atMost: RowReader.readBytes) { buffer throws(ReadingError) in
        unsafe try file.read(into: buffer)
      }
      if taken == 0 { break }
    }
    try scan.finish()
    return scan.columns.names
  }

  private static func openCSV(
    name: String, path: String, text: [UInt8], isWhole: Bool, mark: Int, options: ReadingOptions
  ) throws(ReadingError) -> Source {
    let display = name == "-" ? "standard input" : name
    let findings = DialectDetector(head: text, isWhole: isWhole, options: options).detect()
    if findings.header == nil, case .line(let line)? = options.headerLine {
      throw ReadingError(
        .noHeader, "\(display) has no line \(line) that could be its header: check --header-line.")
    }
    var dialect = Dialect(format: .csv, csv: findings.format, headerLine: .none)
    var header = (0..<findings.width).map { "column_\($0 + 1)" }
    if let found = findings.header {
      dialect.headerLine = .line(found.line)
      header = found.cells
    }
    return Source(
      name: name, path: path, dialect: dialect, header: header, markBytes: mark,
      limits: options.limits)
  }

  /// Refuses a source that seems to have no header line, unless the user said that it has none.
  package func requireHeader(options: ReadingOptions) throws(ReadingError) {
    guard dialect.format == .csv, dialect.headerLine == .none, options.headerLine == nil else {
      return
    }
    throw ReadingError(
      .noHeader,
      """
      \(displayName) has no header line: its first line looks like data. Add a line with the names \
      of the columns, or pass --header-line none and map column_1, column_2 ….
      """)
  }

  private static func readHead(
    display: String, path: String
  ) throws(ReadingError) -> (head: [UInt8], isWhole: Bool) {
    var file = try ByteSource(display: display, path: path)
    var head = [UInt8](repeating: 0, count: headBytes + 1)
    var count = 0
    while count < head.count {
      let taken = try unsafe head.withUnsafeMutableBufferPointer { bytes throws(ReadingError) in
        try unsafe file.read(
          into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[count...]))
        )
      }
      if taken == 0 { break }
      count += taken
    }
    return (Array(head.prefix(min(count, headBytes))), count <= headBytes)
  }

  /// The length of the byte order mark, where the content can be read.
  private static func markBytes(
    _ kind: ContentKind, display: String, options: ReadingOptions
  ) throws(ReadingError) -> Int {
    switch kind {
    case .utf8(let hasMark): return hasMark ? 3 : 0
    case .text(let encoding):
      throw ReadingError(
        .encoding,
        """
        \(display) is text in \(encoding), and this version reads UTF-8: save it as "CSV UTF-8" and \
        pass that file.
        """)
    case .spreadsheet:
      throw ReadingError(
        .spreadsheet, "\(display) is a spreadsheet; save it as \"CSV UTF-8\" and pass that file")
    case .compressed(let name):
      throw ReadingError(
        .compressed, "\(display) is compressed (\(name)): unpack it and pass the file inside.")
    case .binary(let what):
      throw ReadingError(
        .binary, "\(display) is \(what), not text: pass a CSV or JSONL file.")
    }
  }

  private static func format(
    _ text: [UInt8], display: String, path: String, options: ReadingOptions
  ) throws(ReadingError) -> Dialect.Format {
    if let format = options.format { return format }
    let start = text.first { $0 > 0x20 }
    if start == UInt8(ascii: "[") && !path.lowercased().hasSuffix(".csv") {
      throw ReadingError(
        .dialect,
        """
        \(display) is a JSON array: write one object a line (JSON Lines), for example with \
        jq -c '.[]', and pass that file.
        """)
    }
    if start == UInt8(ascii: "{") {
      let line = text.drop { $0 <= 0x20 }.prefix { $0 != UInt8(ascii: "\n") }
      let isOpen = line.dropFirst().allSatisfy { $0 <= 0x20 }
      if isOpen {
        throw ReadingError(
          .dialect,
          """
          \(display) is one JSON document over several lines: write one object a line (JSON Lines), \
          for example with jq -c ., and pass that file.
          """)
      }
      return .jsonl
    }
    let lower = path.lowercased()
    return lower.hasSuffix(".jsonl") || lower.hasSuffix(".ndjson") ? .jsonl : .csv
  }
}
