/// The columns that muster adds to a file.

/// Names of our own columns. They start with `_`, so that they are never mapped when a file with
/// them comes back.
package enum ResultColumns {
  /// What stands before the columns of the targets.
  static let place = ["_row", "_line"]
  /// What there is for each target, without the leading `_`.
  static let outcome = [
    "status", "target_id", "code", "reason", "duplicate_of", "attempts", "http_status",
  ]
  /// What stands behind the columns of a file of rows to fix.
  static let remark = ["_code", "_reason"]

  /// What stands behind the place where it may be in one of several files.
  static let file = "_file"

  /// The columns of `results.csv` that stand before the original ones.
  ///
  /// - Parameters:
  ///   - targets: in the order of their columns.
  ///   - namesFile: whether there are several files, so that a line says little without its own.
  /// - Returns: the names, each with its leading `_`.
  package static func names(targets: [TargetKind], namesFile: Bool = false) -> [String] {
    let place = place + (namesFile ? [file] : [])
    guard targets.count > 1 else { return place + outcome.map { "_\($0)" } }
    return place + targets.flatMap { target in outcome.map { "_\(target.rawValue)_\($0)" } }
  }

  /// Whether a column of a source was added by muster: results of an earlier run have come back.
  package static func isOurs(_ name: String) -> Bool {
    name.hasPrefix("_") && (common.contains(name) || isOfTarget(name))
  }

  private static let common = Set(names(targets: [], namesFile: true))

  private static func isOfTarget(_ name: String) -> Bool {
    TargetKind.allCases.contains { target in
      let prefix = "_\(target.rawValue)_"
      return name.hasPrefix(prefix) && outcome.contains(String(name.dropFirst(prefix.count)))
    }
  }
}

/// The columns of a source as they are written again: all but our own.
struct OriginalColumns: Sendable {
  let names: [String]
  /// For each column of the source, whether it is written; nil where all are.
  private let isWritten: [Bool]?
  private let count: Int

  init(header: [String]) {
    let isWritten = header.map { !ResultColumns.isOurs($0) }
    names = header.filter { !ResultColumns.isOurs($0) }
    self.isWritten = isWritten.contains(false) ? isWritten : nil
    count = header.count
  }

  /// Adds the cells of a row that have a column; empty ones where the row is too narrow.
  @inline(__always)
  func addCells(
    of row: Int, in batch: borrowing RowBatch, to lines: inout CSVLines
  ) {
    let fields = batch.fields(ofRow: row).prefix(count)
    guard let isWritten else {
      lines.add(fields, of: batch)
      for _ in fields.count..<count { lines.addEmpty() }
      return
    }
    for column in 0..<count where isWritten[column] {
      if column < fields.count {
        let field = fields.lowerBound + column
        lines.add(batch.bytes.span.extracting(batch.byteRange(ofField: field)))
      } else {
        lines.addEmpty()
      }
    }
  }

  /// Adds all cells of a row, those without a column behind the others.
  @inline(__always)
  func addAllCells(of row: Int, in batch: borrowing RowBatch, to lines: inout CSVLines) {
    addCells(of: row, in: batch, to: &lines)
    addExtraCells(of: row, in: batch, to: &lines)
  }

  /// Adds the cells of a row that have no column.
  @inline(__always)
  func addExtraCells(
    of row: Int, in batch: borrowing RowBatch, to lines: inout CSVLines
  ) {
    lines.add(batch.fields(ofRow: row).dropFirst(count), of: batch)
  }
}
