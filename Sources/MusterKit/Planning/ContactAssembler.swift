/// Makes the contacts that the plan says are to be sent: from one row, or from all rows of a person.
package struct ContactAssembler: Sendable {
  /// One for each source.
  private let mappers: [RowMapper]
  private let plan: RowPlan
  /// The rows of people with several; nil where none is needed.
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
      for other in spool.laterRows(of: batch.firstRow + row - 1) {
        contact.merge(rowContact(other.batch, row: 0, source: other.source))
      }
    }
    contact.dropRepeatedEmails()
    return contact
  }

  /// Calls `body` with what the rows of each person with several have in common, and what they say
  /// differently, in the order of the first ones.
  package func forEachCollision(_ body: (Collision) throws -> Void) rethrows {
    try spool?.forEachPerson { rows in
      guard let first = rows.first else { return }
      let contacts = rows.map { (mappers[$0.source].contact($0.batch, row: 0), $0.source) }
      try body(
        Collision(
          contacts, kept: plan.keep == .none ? nil : plan.head(of: first.batch.firstRow - 1) + 1,
          isMerged: plan.keep == .merge, further: mappers[first.source].further))
    }
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
