internal import CSimdJSON

/// Checks of form that need a whole batch.
extension RowBatch {
  /// Reports rows that are shorter than the header, or longer by cells that aren't blank. Rows that
  /// are damaged already are left.
  ///
  /// - Parameter widths: the number of the header's cells up to the last one with a name, and of all.
  mutating func reportRaggedRows(widths: ClosedRange<Int>) {
    let width = widths.upperBound
    var ragged: [RowDamage] = []
    for row in rows.indices {
      let fields = fields(ofRow: row)
      guard !widths.contains(fields.count) else { continue }
      if fields.count > width, fields.dropFirst(width).allSatisfy(isBlank(field:)) { continue }
      ragged.append(
        RowDamage(
          row: row,
          diagnostic: Diagnostic(
            fields.count < width ? .rowTooShort : .rowTooLong,
            message: fields.count < width
              ? """
              The row has \(fields.count) of \(width) cells: add the missing ones, or look for a line \
              end inside a cell that isn't quoted.
              """
              : """
              The row has \(fields.count) cells and the header \(width): quote the cell that holds a \
              separator, or remove the extra cells.
              """)))
    }
    guard !ragged.isEmpty else { return }
    let broken = Set(damage.filter { $0.diagnostic.severity == .error }.map(\.row))
    merge(ragged.filter { !broken.contains($0.row) })
  }

  /// Reports rows with cells that aren't UTF-8, with the first such column.
  mutating func reportInvalidUTF8() {
    reportUndecodable { batch, field in !batch.isUTF8(field: field) }
  }

  /// Reports rows with cells in which a byte couldn't be decoded, with the first such column.
  mutating func reportReplacements() {
    let sign: [UInt8] = [0xEF, 0xBF, 0xBD]
    reportUndecodable { batch, field in
      batch.bytes[batch.byteRange(ofField: field)].firstRange(of: sign) != nil
    }
  }

  private mutating func reportUndecodable(
    where isDamaged: (_ batch: RowBatch, _ field: Int) -> Bool
  ) {
    var damaged: [RowDamage] = []
    for row in rows.indices {
      let fields = fields(ofRow: row)
      guard let field = fields.first(where: { isDamaged(self, $0) }) else { continue }
      damaged.append(
        RowDamage(
          row: row, column: field - fields.lowerBound, diagnostic: Diagnostic(.undecodableBytes)))
    }
    merge(damaged)
  }

  private mutating func merge(_ more: [RowDamage]) {
    guard !more.isEmpty else { return }
    damage = (damage + more).sorted { $0.row < $1.row }
  }

  private func isBlank(field: Int) -> Bool {
    bytes[byteRange(ofField: field)].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private func isUTF8(field: Int) -> Bool {
    let range = byteRange(ofField: field)
    return unsafe bytes.withUnsafeBytes { all in
      let cell = unsafe UnsafeRawBufferPointer(rebasing: all[range])
      guard let base = cell.baseAddress else { return true }
      return unsafe csimdjson_validate_utf8(
        base.assumingMemoryBound(to: CChar.self), cell.count)
    }
  }
}
