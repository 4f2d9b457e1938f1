/// Makes the contacts that the plan says are to be sent: from one row, or from all rows of a person.
package struct ContactAssembler: Sendable {
  private let sources: [MappedSource]
  private let plan: RowPlan
  /// The other rows of people with several; nil where none is needed.
  private let spool: DuplicateSpool?

  package init(sources: [MappedSource], plan: RowPlan, spool: DuplicateSpool?) {
    self.sources = sources
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

  private func rowContact(_ batch: RowBatch, row: Int, source: Int) -> Contact {
    var contact = sources[source].mapper.contact(batch, row: row)
    if contact[.email] != nil, plan.groups.mailUse(ofRow: batch.firstRow + row - 1) == .withheld {
      contact.withholdEmail()
    }
    return contact
  }

  /// What one row says by itself, also where it is no contact of its own.
  package func identity(_ batch: RowBatch, row: Int, source: Int) -> Identity {
    sources[source].mapper.contact(batch, row: row).identity
  }
}
