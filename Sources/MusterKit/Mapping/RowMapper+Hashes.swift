/// Whether a row says what it said before.
extension RowMapper {
  /// A hash of each row's cells that are sent, by the fields they fill: neither the order of columns nor
  /// their names count, nor what stands in columns that go nowhere.
  package func contentHashes(_ batch: RowBatch) -> [ContentHash] {
    let ordered = sources.sorted {
      ($0.field.description, $0.name) < ($1.field.description, $1.name)
    }
    let inputs = ordered.map { source in
      (field: Array("\(source.field.description)\0".utf8), columns: source.input.columns)
    }
    var text = HashedText()
    let bytes = batch.bytes.span
    return batch.rows.indices.map { row in
      text.removeAll()
      let fields = batch.fields(ofRow: row)
      for input in inputs {
        for column in input.columns where column < fields.count {
          let range = IdentifierScanner.trimmed(
            bytes, batch.byteRange(ofField: fields.lowerBound + column))
          guard !range.isEmpty else { continue }
          text.append(input.field.span)
          text.append(bytes.extracting(range))
          // No cell's end can be taken for another's start: the length stands behind it.
          text.append(UInt32(truncatingIfNeeded: range.count))
        }
      }
      return text.hash
    }
  }
}

/// What is hashed at once, in memory that is used for one after the other.
private struct HashedText {
  private var bytes = [UInt8](repeating: 0, count: 1 << 12)
  private var count = 0

  mutating func removeAll() { count = 0 }

  mutating func append(_ part: Span<UInt8>) {
    unsafe part.withUnsafeBytes { unsafe append($0) }
  }

  /// Appends a number, its lowest byte first.
  mutating func append(_ number: UInt32) {
    unsafe withUnsafeBytes(of: number.littleEndian) { unsafe append($0) }
  }

  private mutating func append(_ part: UnsafeRawBufferPointer) {
    if count + part.count > bytes.count {
      bytes += repeatElement(0, count: max(part.count, bytes.count))
    }
    unsafe bytes.withUnsafeMutableBytes { all in
      unsafe UnsafeMutableRawBufferPointer(rebasing: all[count...]).copyMemory(from: part)
    }
    count += part.count
  }

  var hash: ContentHash { ContentHash(bytes.span.extracting(..<count)) }
}
