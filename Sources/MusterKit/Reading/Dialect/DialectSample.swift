/// The first records of a CSV source, as a format would cut them.
struct DialectSample {
  struct Record {
    var cells: [ArraySlice<UInt8>]
    /// The physical line on which it starts; from 1.
    var line: Int
    /// How many physical lines it takes, at least.
    var lines = 1
    var isDamaged = false

    var filled: Int { cells.count { !$0.trimmingBlankBytes().isEmpty } }
    var isBlank: Bool { cells.allSatisfy { $0.trimmingBlankBytes().isEmpty } }
    var texts: [String] { cells.map { String(decoding: $0, as: UTF8.self) } }
  }

  var format: CSVFormat
  /// Those with something in them, and lines of bare delimiters.
  private(set) var records: [Record] = []
  /// The number of cells that most records have; of equals, the larger.
  private(set) var width = 0
  /// How many records have that many.
  private(set) var fitting = 0

  /// How many records are looked at, and how many cells.
  private static let mostRecords = 300
  private static let mostCells = 20_000
  private static let pieceBytes = 1 << 15

  /// - Parameters:
  ///   - head: the first bytes of the source, UTF-8, without a byte order mark.
  ///   - isWhole: whether they are all of it; if not, the last record may be cut and is left out.
  ///   - format: how they are cut.
  ///   - firstLine: the physical line to start with; from 1.
  ///   - limits: how large a cell and a row may be.
  init(
    _ head: [UInt8], isWhole: Bool, format: CSVFormat, firstLine: Int = 1, limits: ReadingLimits
  ) {
    self.format = format
    var limits = limits
    limits.batchBytes = Self.pieceBytes
    var reader = CSVReader(format: format, limits: limits, skippingLines: firstLine - 1)
    var cells = 0
    var offset = 0
    while records.count < Self.mostRecords, cells < Self.mostCells {
      if let batch = reader.takeBatch() {
        add(batch)
        cells += batch.fieldEnds.count
      } else if offset < head.count {
        let end = min(offset + Self.pieceBytes, head.count)
        reader.feed(head.span.extracting(offset..<end))
        offset = end
        if offset == head.count { reader.finish() }
      } else {
        if !isWhole, records.count > 1 { records.removeLast() }
        break
      }
    }
    if records.count > Self.mostRecords {
      records.removeLast(records.count - Self.mostRecords)
    }
    measureLines()
    measureWidth()
  }

  private mutating func add(_ batch: RowBatch) {
    // Bytes that are no text say nothing about how it is cut.
    let damage = batch.damage.filter {
      $0.diagnostic.severity == .error && $0.diagnostic.code != .undecodableBytes
    }
    let damaged = Set(damage.map(\.row))
    for row in batch.rows.indices {
      let cells = batch.fields(ofRow: row).map { batch.bytes[batch.byteRange(ofField: $0)] }
      let record = Record(
        cells: cells, line: Int(batch.rows[row].line), isDamaged: damaged.contains(row))
      records.append(record)
    }
  }

  private mutating func measureLines() {
    for index in records.indices {
      records[index].lines += records[index].cells.reduce(0) { sum, cell in
        sum + cell.count { $0 == UInt8(ascii: "\n") }
      }
    }
  }

  private mutating func measureWidth() {
    var counts: [Int: Int] = [:]
    for record in records where !record.isBlank { counts[record.cells.count, default: 0] += 1 }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    width = most?.key ?? 0
    fitting = most?.value ?? 0
  }
}
