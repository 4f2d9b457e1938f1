/// What the ledger knows of one contact on its way to one target.

/// Where a contact is on its way.
package enum DeliveryState: String, Sendable, CaseIterable {
  /// To be sent, or to be sent again: nothing came of it yet.
  case planned
  /// A request may be on its way: after a crash nobody knows what became of it.
  case sent
  /// In the state the user asked for.
  case accepted
  /// Refused, by the target or before.
  case rejected
  /// Given up after retries.
  case failed
  /// Sent, without an answer, where a repeat isn't safe.
  case unknown

  /// Where an outcome leaves the contact.
  package init(after status: RowStatus) {
    switch status {
    case .created, .updated, .upserted, .unchanged, .duplicate, .suppressed: self = .accepted
    case .rejected, .invalid: self = .rejected
    case .failed: self = .failed
    case .unknown: self = .unknown
    case .notSent: self = .planned
    }
  }
}

package struct DeliveryRecord: Sendable, Equatable {
  /// The contact's row; from 1.
  package var row: Int
  package var state: DeliveryState
  /// What became of it; nil while it is `sent`. `duplicateOf` isn't kept: contacts only are here.
  package var outcome: RowOutcome?
  package var fingerprint: [UInt8]?
  /// Who the contact is, where the import was to keep it.
  package var values: KeptValues?
}

/// How many contacts the ledger knows in each status, for one run and target.
package struct DeliveryCounts: Sendable, Equatable {
  /// Contacts with an outcome.
  package var statuses = StatusCounts()
  /// Contacts sent, without an outcome so far.
  package var inFlight = 0
  /// The requests made for the contacts with an outcome.
  package var attempts = 0
  /// The contacts with an outcome for which any request was made.
  package var attempted = 0

  package init() {}
}
