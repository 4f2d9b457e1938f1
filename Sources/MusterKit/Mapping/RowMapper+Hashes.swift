internal import CByteScan

/// Whether a row says what it said before.
extension RowMapper {
  /// A hash of each row's cells that are sent, by the fields they fill: neither the order of columns nor
  /// their names count, nor what stands in columns that go nowhere.
  package func contentHashes(_ batch: RowBatch) -> [ContentHash] {
    let ordered = sources.sorted {
      ($0.field.description, $0.name) < ($1.field.description, $1.name)
    }
    // What stands before the cells of each field, in one list: of several, each would be counted as used and as
    // left again for each row.
    let names = ordered.map { Array("\($0.field.description)\0".utf8) }
    let allNames = Array(names.joined())
    var end = 0
    let inputs = zip(ordered, names).flatMap { source, name in
      end += name.count
      return source.input.columns.map { (column: $0, name: (end - name.count)..<end) }
    }
    var text = HashedText()
    let nameBytes = allNames.span
    let bytes = batch.bytes.span
    return batch.rows.indices.map { row in
      text.removeAll()
      let fields = batch.fields(ofRow: row)
      for input in inputs where input.column < fields.count {
        let range = IdentifierScanner.trimmed(
          bytes, batch.byteRange(ofField: fields.lowerBound + input.column))
        guard !range.isEmpty else { continue }
        text.append(nameBytes, input.name)
        text.append(bytes, range)
        // No cell's end can be taken for another's start: the length stands behind it.
        text.append(UInt32(truncatingIfNeeded: range.count))
      }
      return text.hash
    }
  }
}

/// What is hashed at once, in memory that is used for one after the other.
private struct HashedText {
  /// How many bytes may be written behind those that are copied.
  private static let blockBytes = SCAN_BLOCK

  private var bytes = [UInt8](repeating: 0, count: 1 << 12)
  private var count = 0

  mutating func removeAll() { count = 0 }

  /// Appends a part of a text.
  @inline(__always)
  mutating func append(_ text: Span<UInt8>, _ part: Range<Int>) {
    let start = reserve(part.count)
    unsafe bytes.withUnsafeMutableBytes { all in
      unsafe text.withUnsafeBytes { text in
        guard let from = text.baseAddress, let to = all.baseAddress else { return }
        unsafe scan_copy_short(
          from + part.lowerBound, part.count, text.count - part.lowerBound, to + start)
      }
    }
  }

  /// Appends a number, its lowest byte first.
  @inline(__always)
  mutating func append(_ number: UInt32) {
    let start = reserve(MemoryLayout<UInt32>.size)
    unsafe bytes.withUnsafeMutableBytes {
      unsafe $0.storeBytes(of: number.littleEndian, toByteOffset: start, as: UInt32.self)
    }
  }

  /// Makes room, with a block behind it that may be written to.
  ///
  /// - Returns: where it begins.
  @inline(__always)
  private mutating func reserve(_ more: Int) -> Int {
    let start = count
    count += more
    if count + Self.blockBytes > bytes.count {
      bytes += repeatElement(0, count: max(more + Self.blockBytes, bytes.count))
    }
    return start
  }

  var hash: ContentHash { ContentHash(bytes.span.extracting(..<count)) }
}
