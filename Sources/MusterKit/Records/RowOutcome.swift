/// What became of one contact at one target: what the ledger keeps and the results show.
package struct RowOutcome: Sendable, Equatable {
  package var status: RowStatus
  /// The contact's id at the target (GetSales: uuid, lemlist: `ctc_…`).
  package var targetID: String?
  /// The code of the first remark that matters, or the target's own code for a refusal.
  package var code: String?
  /// One sentence: why, and what to do. Holds no value of the row.
  package var reason: String?
  /// The row whose contact this row belongs to, where `status` is `duplicate`; from 1.
  package var duplicateOf: Int?
  /// How many requests were made for the contact.
  package var attempts: Int
  /// The status of the last HTTP answer.
  package var httpStatus: Int?

  package init(
    status: RowStatus, targetID: String? = nil, code: String? = nil, reason: String? = nil,
    duplicateOf: Int? = nil, attempts: Int = 0, httpStatus: Int? = nil
  ) {
    self.status = status
    self.targetID = targetID
    self.code = code
    self.reason = reason
    self.duplicateOf = duplicateOf
    self.attempts = attempts
    self.httpStatus = httpStatus
  }
}
