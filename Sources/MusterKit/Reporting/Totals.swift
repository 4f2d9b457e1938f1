/// Every row that was read stands in exactly one status: checked at the end of every run.

/// The statuses don't add up to the rows read: a mistake of muster's, which must not pass for a
/// result (exit 70).
package struct TotalsMismatch: Error, Equatable, Sendable, CustomStringConvertible {
  package var read: Int
  package var counted: Int

  package var description: String {
    "The totals don't add up: \(read) rows were read, and \(counted) have a status. "
      + "This is a mistake in muster: don't trust this run's results, and report it."
  }
}

package func verified(read: Int, counts: StatusCounts) throws(TotalsMismatch) {
  guard counts.total == read else {
    throw TotalsMismatch(read: read, counted: counts.total)
  }
}
