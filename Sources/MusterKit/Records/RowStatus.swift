/// What became of a row at a target. Every row ends in exactly one of these.
package enum RowStatus: String, Sendable, CaseIterable, Codable, Hashable {
  /// The target made a new contact.
  case created
  /// The target changed a contact that it had.
  case updated
  /// The target made or changed a contact and doesn't say which.
  case upserted
  /// Same as last accepted: not sent.
  case unchanged
  /// The same person as another row, merged into that row's contact or dropped.
  case duplicate
  /// On the do-not-contact list: not sent.
  case suppressed
  /// Failed validation: not sent.
  case invalid
  /// The target refused it.
  case rejected
  /// Given up after retries.
  case failed
  /// Sent, and the answer never came, where a repeat isn't safe.
  case unknown
  /// The run stopped before it, or it was left out on purpose.
  case notSent = "not_sent"

  /// Whether the row is in the state the user asked for, so that it needs no further work.
  package var isDone: Bool {
    switch self {
    case .created, .updated, .upserted, .unchanged, .duplicate, .suppressed: true
    case .invalid, .rejected, .failed, .unknown, .notSent: false
    }
  }

  /// Whether the target holds the contact as this run sent it.
  package var isAccepted: Bool {
    switch self {
    case .created, .updated, .upserted: true
    default: false
    }
  }
}

/// How many rows are in each status; adds up to the number of rows read.
package struct StatusCounts: Sendable, Equatable {
  private var counts: [Int]

  package init() {
    counts = Array(repeating: 0, count: RowStatus.allCases.count)
  }

  package subscript(status: RowStatus) -> Int {
    get { counts[Self.index(of: status)] }
    set { counts[Self.index(of: status)] = newValue }
  }

  package var total: Int { counts.reduce(0, +) }

  /// Counts what another has counted, too.
  package mutating func add(_ other: StatusCounts) {
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  private static func index(of status: RowStatus) -> Int {
    switch status {
    case .created: 0
    case .updated: 1
    case .upserted: 2
    case .unchanged: 3
    case .duplicate: 4
    case .suppressed: 5
    case .invalid: 6
    case .rejected: 7
    case .failed: 8
    case .unknown: 9
    case .notSent: 10
    }
  }
}
