/// How the bytes of a CSV source are cut into rows and cells.
package struct CSVFormat: Sendable, Equatable {
  /// The byte between two cells.
  package var delimiter: UInt8
  /// The byte around a cell that holds delimiters, quotes or line ends; `noQuote` if there is none.
  package var quote: UInt8
  /// The byte that ends a physical line: LF (also for CRLF), or CR where the source has no LF.
  package var lineEnd: UInt8

  package init(
    delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""),
    lineEnd: UInt8 = UInt8(ascii: "\n")
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.lineEnd = lineEnd
  }

  /// A quote that occurs in no text: UTF-8 has no such byte.
  package static let noQuote: UInt8 = 0xFF

  /// As the option takes it.
  static func name(ofQuote quote: UInt8) -> String {
    quote == noQuote ? "none" : String(Character(Unicode.Scalar(quote)))
  }
}

/// How much a reader takes before it calls something damage.
package struct ReadingLimits: Sendable, Equatable {
  /// The largest cell, in bytes.
  package var cellBytes: Int
  /// The largest row, in bytes of the source.
  package var rowBytes: Int
  /// A batch is handed on when its cells reach this many bytes.
  package var batchBytes: Int

  package init(
    cellBytes: Int = 1 << 20, rowBytes: Int = 16 << 20, batchBytes: Int = 1 << 20
  ) {
    self.cellBytes = cellBytes
    self.rowBytes = rowBytes
    self.batchBytes = batchBytes
  }
}
