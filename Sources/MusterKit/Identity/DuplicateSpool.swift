internal import Foundation

/// The rows of people with several, on disk: so that they can be merged when the first of them is sent, and
/// held against each other. Takes 16 bytes of memory a row.
package final class DuplicateSpool: Sendable {
  private let descriptor: Int32
  /// For each row in the spool the first row of its person, from 0; sorted.
  private let heads: [UInt32]
  /// Where each row lies in the file.
  private let offsets: [UInt64]

  fileprivate init(descriptor: Int32, heads: [UInt32], offsets: [UInt64]) {
    self.descriptor = descriptor
    self.heads = heads
    self.offsets = offsets
  }

  deinit {
    close(descriptor)
  }

  /// A row as a batch of its own, with the index of its source.
  package typealias SpooledRow = (batch: RowBatch, source: Int)

  /// The rows of a person behind the first.
  ///
  /// - Parameter head: the person's first row, from 0.
  /// - Returns: the rows in their order; none where the person has no more.
  package func laterRows(of head: Int) -> [SpooledRow] {
    let wanted = UInt32(truncatingIfNeeded: head)
    var low = 0
    var high = heads.count
    while low < high {
      let middle = (low + high) / 2
      if heads[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    guard low < heads.count, heads[low] == wanted else { return [] }
    return rows(from: low).dropFirst().map { read(at: $0) }
  }

  /// Calls `body` with all rows of each person, in the order of the first ones.
  package func forEachPerson<Failure: Error>(
    _ body: ([SpooledRow]) throws(Failure) -> Void
  ) throws(Failure) {
    var next = 0
    while next < heads.count {
      let rows = rows(from: next)
      try body(rows.map { read(at: $0) })
      next += rows.count
    }
  }

  /// Where the rows of one person lie.
  private func rows(from index: Int) -> ArraySlice<UInt64> {
    let end = heads[index...].firstIndex { $0 != heads[index] } ?? heads.count
    return offsets[index..<end]
  }

  /// How a row starts in the file: source, row from 1, line, cells, bytes.
  fileprivate static let prefixWords = 5
  /// More than most rows take, in bytes.
  private static let usualBytes = 1 << 10

  private func read(at offset: UInt64) -> SpooledRow {
    var start = bytes(at: offset, count: Self.usualBytes)
    let prefix = words(of: start[..<(4 * Self.prefixWords)])
    let cells = Int(prefix[3])
    let cellsEnd = 4 * (Self.prefixWords + cells)
    let end = cellsEnd + Int(prefix[4])
    if end > start.count {
      start += bytes(at: offset + UInt64(start.count), count: end - start.count)
    }
    var batch = RowBatch(firstRow: Int(prefix[1]))
    batch.fieldEnds = words(of: start[(4 * Self.prefixWords)..<cellsEnd])
    batch.bytes = Array(start[cellsEnd..<end])
    batch.rows = [RowBatch.Row(fieldsEnd: UInt32(cells), line: prefix[2])]
    return (batch, Int(prefix[0]))
  }

  private func words(of bytes: ArraySlice<UInt8>) -> [UInt32] {
    unsafe bytes.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map { offset in
        unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      }
    }
  }

  /// So many bytes, or up to the end of the file.
  private func bytes(at offset: UInt64, count: Int) -> [UInt8] {
    unsafe Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = unsafe max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
    }
  }
}

/// Fills a spool.
package struct DuplicateSpoolWriter: ~Copyable {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var written = 0
  private var heads: [UInt32] = []
  private var offsets: [UInt64] = []

  private static let flushBytes = 1 << 20

  /// Makes a file without a name: it goes with the process.
  ///
  /// - Parameter directory: where the file lies.
  /// - Throws: where the file can't be made.
  package init(directory: String) throws(ReadingError) {
    var template = Array("\(directory)/muster-spool-XXXXXX".utf8CString)
    let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe mkstemp($0) } ?? -1
    }
    guard descriptor >= 0 else {
      throw ReadingError(
        .unreadable,
        unsafe "A temporary file can't be made in \(directory): \(String(cString: strerror(errno)).lowercased())."
      )
    }
    unsafe template.withUnsafeBufferPointer { buffer in
      _ = unsafe buffer.baseAddress.map { unsafe unlink($0) }
    }
    self.descriptor = descriptor
  }

  /// Adds a row by its index in the batch. `source` is the index of the batch's source, and `head`
  /// the first row of the row's person; all are from 0.
  ///
  /// - Throws: where the rows can't be written to the file.
  package mutating func append(
    _ row: Int, of batch: RowBatch, source: Int, head: Int
  ) throws(ReadingError) {
    let fields = batch.fields(ofRow: row)
    let bytes = batch.byteRange(ofRow: row)
    heads.append(UInt32(truncatingIfNeeded: head))
    offsets.append(UInt64(written + buffer.count))
    append([
      UInt32(source), UInt32(batch.firstRow + row), batch.rows[row].line, UInt32(fields.count),
      UInt32(bytes.count),
    ])
    append(fields.map { batch.fieldEnds[$0] - UInt32(bytes.lowerBound) })
    buffer += batch.bytes[bytes]
    if buffer.count >= Self.flushBytes { try flush() }
  }

  private mutating func append(_ words: [UInt32]) {
    unsafe words.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
  }

  private mutating func flush() throws(ReadingError) {
    do {
      try PrivateFile.write(buffer.span, to: descriptor)
    } catch {
      throw ReadingError(
        .unreadable,
        "The rows of repeated people can't be kept on disk: \(error.text.lowercased()).")
    }
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  package consuming func finish() throws(ReadingError) -> DuplicateSpool {
    try flush()
    let order = heads.indices.sorted { (heads[$0], offsets[$0]) < (heads[$1], offsets[$1]) }
    return DuplicateSpool(
      descriptor: descriptor, heads: order.map { heads[$0] }, offsets: order.map { offsets[$0] })
  }
}
