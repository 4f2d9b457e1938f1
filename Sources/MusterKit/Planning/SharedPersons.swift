/// The people of an input who have several rows, and the mails that several people share: what the plan
/// shows of them.
package struct SharedPersons: Sendable, Equatable {
  /// How many people have several rows.
  package var count = 0
  /// How many rows these have.
  package var rows = 0
  /// How many mails are shared.
  package var sharedEmails = 0
  /// For how many people rows say different things, where their values were read; see
  /// `Pipeline.writeCollisions`.
  package var differing: Int?
  /// The rows of the first such people, counted from 1.
  package var examples: [[Int]] = []

  /// - Parameters:
  ///   - plan: all rows.
  ///   - limit: how many people are named at most.
  package init(_ plan: RowPlan, examples limit: Int) {
    sharedEmails = plan.groups.sharedMailCount
    rows = plan.groups.laterRows.count
    var later: [Int: [Int]] = [:]
    var hasLater = Array(repeating: false, count: plan.count)
    for row in plan.groups.laterRows {
      let first = plan.groups.firstRow(of: row)
      if !hasLater[first] {
        hasLater[first] = true
        count += 1
        rows += 1
        // Those who come up again first aren't those who stand first, and are as good.
        if later.count < limit { later[first] = [] }
      }
      later[first]?.append(row + 1)
    }
    examples = later.sorted { $0.key < $1.key }.map { [$0.key + 1] + $0.value }
  }
}
