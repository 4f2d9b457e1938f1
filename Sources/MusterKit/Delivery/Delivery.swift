/// What goes into a delivery, what comes out of it, and who is told.

/// A contact to be sent.
package struct PlannedContact: Sendable, Equatable {
  /// The row at which the contact's answer stands; from 1. Each contact of a delivery has its own.
  package var row: Int
  package var payload: Payload
  /// Whom it is about, where other contacts may be about the same person: these are never sent
  /// before its outcome is in the ledger.
  package var person: Int?
  /// What is to be kept of it when it is accepted, and on its list.
  package var memory: ContactMemory?

  package init(row: Int, payload: Payload, person: Int? = nil, memory: ContactMemory? = nil) {
    self.row = row
    self.payload = payload
    self.person = person
    self.memory = memory
  }
}

/// A contact about to be sent.
package struct SentRow: Sendable, Equatable {
  /// The contact's row; from 1.
  package var row: Int
  /// The hash of the contact as it is sent, where it is to be remembered.
  package var fingerprint: [UInt8]?
  /// Of all by which the account knows it.
  package var keys: [ContentHash]
  /// Whether no other contact of the delivery is about the same person.
  package var isAlone: Bool
  /// Who it is, where that is to be kept.
  package var values: KeptValues?

  package init(
    row: Int, fingerprint: [UInt8]? = nil, keys: [ContentHash] = [], isAlone: Bool = true,
    values: KeptValues? = nil
  ) {
    self.row = row
    self.fingerprint = fingerprint
    self.keys = keys
    self.isAlone = isAlone
    self.values = values
  }
}

/// The durable record of a delivery: written before each send and after each answer.
///
/// An implementation can write in groups: the uploader claims together what comes together, and doesn't wait for
/// outcomes to be durable.
package protocol DeliveryJournal: Sendable {
  /// Holds a contact against everybody else who might send it, until its outcome is recorded. Doesn't
  /// wait.
  ///
  /// - Returns: false where somebody else is sending it: ask again.
  /// - Throws: what makes it impossible to go on; the delivery ends with it.
  func reserve(_ row: SentRow) throws -> Bool

  /// Lets go of the contact of a row (from 1), whose request has failed: it may be long until the next.
  func release(row: Int)

  /// Contacts are about to be sent: when it returns, that has to outlast a crash. Rows are from 1; a
  /// row comes again when its contact is sent again.
  ///
  /// - Parameter rows: the contacts' rows, with the hashes of those that are to be remembered.
  /// - Returns: the rows that aren't to be sent, since the account has come to hold their contacts as they
  ///   are by somebody else's request.
  /// - Throws: what makes it impossible to go on; the delivery ends with it.
  func willSend(_ rows: [SentRow]) async throws -> [Int]

  /// What became of the contact of a row. Need not be durable at once, and doesn't wait. The outcome's
  /// attempts are those since the contact's last record in this delivery: a contact that goes to its list
  /// in a second step is recorded twice, first as accepted with the code `not_added_to_list`.
  ///
  /// With what the account has of the contact from now on, where it has accepted it.
  ///
  /// - Returns: whether so much has gathered that `commit` is to be called.
  /// - Throws: what makes it impossible to go on; the delivery ends with it.
  func record(row: Int, _ outcome: RowOutcome, remembering memory: ContactMemory?) throws -> Bool

  /// Makes durable what was recorded.
  ///
  /// - Throws: what makes it impossible to go on; the delivery ends with it.
  func commit() async throws
}

/// Requests, counted.
package struct RequestCounts: Sendable, Equatable {
  /// All requests for contacts, the repeated ones included.
  package var sent = 0
  /// Answered with a contact that the target took.
  package var accepted = 0
  /// Repeats after a failure.
  package var retried = 0
  /// Answered with 429 or 503.
  package var rateLimited = 0
  /// Requests that put contacts on their list; not in `sent`.
  package var lists = 0

  package init() {}
}

/// What a delivery says while it goes on.
package enum DeliveryEvent: Sendable, Equatable {
  package struct Progress: Sendable, Equatable {
    package var statuses = StatusCounts()
    package var requests = RequestCounts()
    /// Contacts on their way, the wait for the limiter and the ledger included.
    package var inFlight = 0
    /// Seconds since the first send.
    package var seconds = 0.0
    /// How fast the key may be used; nil before the first answer and without a limit.
    package var pace: SendingPace?
    /// How much longer it has taken because requests arrive unevenly.
    package var secondsLostToUnevenness = 0.0

    package init() {}
  }

  package enum WaitReason: String, Sendable, CaseIterable {
    /// 429.
    case rateLimited = "rate_limited"
    /// 503.
    case busy
    /// Somebody else uses the key.
    case keyShared = "key_shared"
    /// The target fails or can't be reached; it is probed.
    case outage
  }

  /// At most four a second, and one at the end.
  case progress(Progress)
  case waiting(WaitReason, seconds: Double)
  /// A contact was rejected, failed or is unknown.
  case rowFailed(row: Int, code: String)
  case stopped(StopCause)
}

/// How a delivery came out.
package struct DeliverySummary: Sendable, Equatable {
  package enum Ending: Sendable, Equatable {
    /// Every contact was dealt with.
    case finished
    /// No further contact was sent; those on their way were awaited.
    case stopped(StopCause)
    /// Ended at once, by cancellation.
    case cancelled
  }

  package var ending: Ending
  /// How many contacts are in each status; those never reached aren't counted.
  package var statuses: StatusCounts
  package var requests: RequestCounts
  /// From the first send to the last answer.
  package var sendingSeconds: Double
  /// How fast the key was used in the end; nil without a limit.
  package var pace: SendingPace?
  /// How much longer it took because requests arrived unevenly.
  package var secondsLostToUnevenness: Double
  /// Rows whose contact was on its way when the delivery was cut off, without a record of what became
  /// of it; ascending.
  package var unanswered: [Int]

  /// Both deliveries as one: how the later one ended is how both did.
  package func followed(by later: DeliverySummary) -> DeliverySummary {
    var both = later
    for status in RowStatus.allCases { both.statuses[status] += statuses[status] }
    both.requests.sent += requests.sent
    both.requests.accepted += requests.accepted
    both.requests.retried += requests.retried
    both.requests.rateLimited += requests.rateLimited
    both.requests.lists += requests.lists
    both.sendingSeconds += sendingSeconds
    both.secondsLostToUnevenness += secondsLostToUnevenness
    both.unanswered = (unanswered + later.unanswered).sorted()
    return both
  }
}
