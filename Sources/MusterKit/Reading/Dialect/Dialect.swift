/// How a source is read: found from its first bytes, shown by `peek`, and open to be overridden.
package struct Dialect: Sendable, Equatable {
  package enum Format: String, Sendable, CaseIterable {
    case csv, jsonl
  }

  /// Where the names of the columns stand.
  package enum HeaderLine: Sendable, Equatable {
    /// The physical line, from 1. Lines before it are left out.
    case line(Int)
    /// There is none: columns are called `column_1`, `column_2` ….
    case none
  }

  package var format: Format
  package var csv: CSVFormat
  package var encoding: TextEncoding
  package var headerLine: HeaderLine
  /// The physical line with which reading starts, from 1: the header's, or without one the first
  /// that isn't a `sep=` line.
  package var startLine = 1
  /// How the rows stand in a JSON source.
  package var jsonLayout = JSONLayout.lines
  /// The compression around the bytes; nil: none.
  package var compression: Compression?

  package init(
    format: Format, csv: CSVFormat = CSVFormat(), encoding: TextEncoding = .utf8,
    headerLine: HeaderLine = .line(1), compression: Compression? = nil
  ) {
    self.format = format
    self.csv = csv
    self.encoding = encoding
    self.headerLine = headerLine
    self.compression = compression
  }
}

/// What the user says about a source, in place of what would be found.
package struct ReadingOptions: Sendable, Equatable {
  package var format: Dialect.Format?
  package var encoding: String?
  package var delimiter: UInt8?
  package var quote: UInt8?
  package var headerLine: Dialect.HeaderLine?
  package var limits: ReadingLimits

  package init(
    format: Dialect.Format? = nil, encoding: String? = nil, delimiter: UInt8? = nil,
    quote: UInt8? = nil, headerLine: Dialect.HeaderLine? = nil,
    limits: ReadingLimits = ReadingLimits()
  ) {
    self.format = format
    self.encoding = encoding
    self.delimiter = delimiter
    self.quote = quote
    self.headerLine = headerLine
    self.limits = limits
  }
}
