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
    var text: [UInt8] = []
    text.reserveCapacity(1024)
    return batch.rows.indices.map { row in
      text.removeAll(keepingCapacity: true)
      let fields = batch.fields(ofRow: row)
      for input in inputs {
        for column in input.columns where column < fields.count {
          let range = IdentifierScanner.trimmed(
            batch.bytes.span, batch.byteRange(ofField: fields.lowerBound + column))
          guard !range.isEmpty else { continue }
          text += input.field
          text += batch.bytes[range]
          // No cell's end can be taken for another's start: the length stands behind it.
          for shift in [0, 8, 16, 24] {
            text.append(UInt8(truncatingIfNeeded: range.count >> shift))
          }
        }
      }
      return ContentHash(text)
    }
  }
}
