/// Makes the contacts that the plan says are to be sent: from one row, or from all rows of a person.
package struct ContactAssembler: Sendable {
  /// One for each source.
  private let mappers: [RowMapper]
  private let plan: RowPlan
  /// The other rows of people with several; nil where none is needed.
  private let spool: DuplicateSpool?

  package init(mappers: [RowMapper], plan: RowPlan, spool: DuplicateSpool?) {
    self.mappers = mappers
    self.plan = plan
    self.spool = spool
  }

  /// The contact that stands at a row. `row` is the row's index in its batch, and `source` the index
  /// of the batch's source; both are from 0.
  package func contact(_ batch: RowBatch, row: Int, source: Int) -> Contact {
    var contact = rowContact(batch, row: row, source: source)
    if plan.keep == .merge, let spool {
      for other in spool.rows(of: batch.firstRow + row - 1) {
        contact.merge(rowContact(other.batch, row: 0, source: other.source))
      }
    }
    contact.dropRepeatedEmails()
    return contact
  }

  /// What the rows of a person have in common, and what they say differently.
  ///
  /// - Parameters:
  ///   - batch: holds the person's first row.
  ///   - row: its index in the batch, from 0.
  ///   - source: the index of the batch's source, from 0.
  /// - Returns: nil where the person has one row, or the row isn't the first.
  package func collision(_ batch: RowBatch, row: Int, source: Int) -> Collision? {
    let first = batch.firstRow + row - 1
    guard plan.groups.firstRow(of: first) == first, let others = spool?.rows(of: first),
      !others.isEmpty
    else { return nil }
    let contacts =
      [(mappers[source].contact(batch, row: row), source)]
      + others.map { (mappers[$0.source].contact($0.batch, row: 0), $0.source) }
    return Collision(
      contacts, kept: plan.keep == .none ? nil : plan.head(of: first) + 1,
      isMerged: plan.keep == .merge, further: mappers[source].further)
  }

  private func rowContact(_ batch: RowBatch, row: Int, source: Int) -> Contact {
    var contact = mappers[source].contact(batch, row: row)
    if contact[.email] != nil, plan.groups.mailUse(ofRow: batch.firstRow + row - 1) == .withheld {
      contact.withholdEmail()
    }
    return contact
  }

  /// What one row says by itself, also where it is no contact of its own.
  package func identity(_ batch: RowBatch, row: Int, source: Int) -> Identity {
    mappers[source].contact(batch, row: row).identity
  }
}
