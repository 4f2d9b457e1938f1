/// Rows of a source as one block of bytes with the ends of its fields: what the readers give and
/// every later stage works on.
///
/// A batch holds whole rows only. Cells are as the format's own rules decode them (CSV quotes and
/// doubled quotes removed, JSON escapes resolved), in UTF-8, with blanks and all else kept:
/// trimming is the mapper's business. Nothing is allocated per row or field.
package struct RowBatch: Sendable {
  /// One row's end and place.
  package struct Row: Sendable {
    /// The index into `fieldEnds` behind the row's last field.
    package var fieldsEnd: UInt32
    /// The physical line of the source on which the row starts; the first line is 1.
    package var line: UInt32

    package init(fieldsEnd: UInt32, line: UInt32) {
      self.fieldsEnd = fieldsEnd
      self.line = line
    }
  }

  /// The cells of all rows, one behind the other.
  package var bytes: [UInt8] = []
  /// For each field of the batch, in order, the offset in `bytes` behind its last byte. A field
  /// starts where the one before it ends.
  package var fieldEnds: [UInt32] = []
  package var rows: [Row] = []
  /// The ordinal of the batch's first row; the first row of a source (after its header) is 1.
  package var firstRow: Int
  /// What the reader found wrong, in row order. Few rows have any.
  package var damage: [RowDamage] = []

  package init(firstRow: Int) {
    self.firstRow = firstRow
  }

  package var count: Int { rows.count }
  package var isEmpty: Bool { rows.isEmpty }

  /// The indexes into `fieldEnds` of a row's fields. The row is counted in this batch, from 0.
  @inline(__always)
  package func fields(ofRow row: Int) -> Range<Int> {
    let start = row == 0 ? 0 : Int(rows[row - 1].fieldsEnd)
    return start..<Int(rows[row].fieldsEnd)
  }

  /// Where the bytes of a field are; the field is an index into `fieldEnds`.
  @inline(__always)
  package func byteRange(ofField field: Int) -> Range<Int> {
    let start = field == 0 ? 0 : Int(fieldEnds[field - 1])
    return start..<Int(fieldEnds[field])
  }

  /// Where the bytes of a row are; an empty range where it has no cells.
  package func byteRange(ofRow row: Int) -> Range<Int> {
    let fields = fields(ofRow: row)
    guard let first = fields.first, let last = fields.last else { return 0..<0 }
    return byteRange(ofField: first).lowerBound..<byteRange(ofField: last).upperBound
  }

  /// A row's cells as strings, for what leaves the program. Bytes that aren't UTF-8 become U+FFFD.
  package func cells(ofRow row: Int) -> [String] {
    fields(ofRow: row).map { String(decoding: bytes[byteRange(ofField: $0)], as: UTF8.self) }
  }
}

/// Something that a reader found wrong with a row's form.
package struct RowDamage: Sendable, Equatable {
  /// The row's index in its batch, from 0.
  package var row: Int
  /// The index of the column it is about, from 0, where there is one. A reader knows no names.
  package var column: Int?
  package var diagnostic: Diagnostic

  package init(row: Int, column: Int? = nil, diagnostic: Diagnostic) {
    self.row = row
    self.column = column
    self.diagnostic = diagnostic
  }
}
