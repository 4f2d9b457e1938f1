/// Collects what the plan needs of the rows, batch by batch.
package struct RowPlanBuilder: Sendable {
  private var index = IdentityIndex()
  private var flags: [RowFlags] = []
  private var completeness: [UInt8] = []
  private var suppressed: [Int: SuppressionList.Entry] = [:]

  package init() {}

  /// Adds the rows of a batch, which have to follow those added before.
  package mutating func add(_ judged: JudgedBatch, of batch: RowBatch) {
    var next = 0
    for row in 0..<batch.count {
      index.addRow()
      while next < judged.keys.count, judged.keys[next].row == row {
        index.add(judged.keys[next].key, judged.keys[next].kind)
        next += 1
      }
    }
    flags += judged.flags
    completeness += judged.completeness
    for found in judged.suppressed { suppressed[batch.firstRow - 1 + found.row] = found.entry }
  }

  /// Finds which rows are the same person.
  package consuming func plan(_ deduplicate: DeduplicateSettings) -> RowPlan {
    let flags = flags
    let suppressed = suppressed
    let completeness = completeness
    return RowPlan(
      groups: index.resolve(sharedMail: deduplicate.onConflict.sharedMail), flags: flags,
      completeness: completeness, suppressed: suppressed, keep: deduplicate.keep)
  }
}

extension DeduplicateSettings.OnConflict {
  var sharedMail: IdentityIndex.SharedMail {
    switch self {
    case .separate: .separate
    case .merge: .merge
    case .reject: .reject
    }
  }
}
