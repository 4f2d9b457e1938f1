/// What the ledger knows of a run.

package import Foundation

/// The number of a run in its ledger; from 1, never used twice.
package struct RunID: RawRepresentable, Hashable, Comparable, Sendable, Codable,
  CustomStringConvertible
{
  package var rawValue: Int64

  package init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// A number as a user types it; nil where it is none.
  package init?(_ text: String) {
    guard let number = Int64(text), number > 0 else { return nil }
    rawValue = number
  }

  package var description: String { String(rawValue) }

  package static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
}

package enum RunState: String, Sendable, CaseIterable, Codable {
  /// A living process works on it.
  case running
  /// Ended before its end by a signal, a crash, or on purpose by `--limit` or `--canary`.
  case interrupted
  /// Ended before its end by a target's answer or a threshold.
  case stopped
  /// Every contact has an outcome.
  case finished

  /// Whether `muster resume` can go on with it.
  package var isResumable: Bool { self == .interrupted || self == .stopped }
}

/// What a run reads: a resume is bound to its content.
package struct RunSource: Sendable, Equatable, Codable {
  /// As the user named it; `-` for standard input.
  package var path: String
  /// The SHA-256 of the bytes as they were read (before decompression), in lower-case hex.
  package var sha256: String
  package var bytes: Int

  package init(path: String, sha256: String, bytes: Int) {
    self.path = path
    self.sha256 = sha256
    self.bytes = bytes
  }
}

/// Where the columns of a source go: with it a later run can read a file of the same columns alike.
package struct RunColumn: Sendable, Equatable, Codable {
  /// As the header has it.
  package var name: String
  /// As settings name it; nil: nowhere.
  package var field: String?
  /// How sure that was, from 0 to 1.
  package var confidence: Double
  /// Why it goes there, without any value; nil for a run of an earlier version.
  package var why: String?

  package init(name: String, field: String?, confidence: Double = 1, why: String? = nil) {
    self.why = why
    self.name = name
    self.field = field
    self.confidence = confidence
  }
}

/// The part of a run that goes to one target.
package struct TargetRun: Sendable, Equatable {
  package var kind: TargetKind
  package var account: LedgerAccount
  package var plan: PlannedRows

  package init(kind: TargetKind, account: LedgerAccount, plan: PlannedRows) {
    self.kind = kind
    self.account = account
    self.plan = plan
  }
}

/// What has to be known to begin a run.
package struct NewRun: Sendable, Equatable {
  /// The run directory, as an absolute path.
  package var directory: String
  package var sources: [RunSource]
  /// Changes when the mapping does, so that a resume with another mapping is refused.
  package var mappingFingerprint: String
  /// A JSON object of the settings, without keys.
  package var settings: String
  package var invocation: Invocation?
  package var targets: [TargetRun]
  /// Those of each source, in their order.
  package var columns: [[RunColumn]]
  /// The run whose results are taken back.
  package var retryOf: RunID?

  package init(
    directory: String, sources: [RunSource], mappingFingerprint: String, settings: String = "{}",
    invocation: Invocation? = nil, targets: [TargetRun] = [], columns: [[RunColumn]] = [],
    retryOf: RunID? = nil
  ) {
    self.targets = targets
    self.columns = columns
    self.retryOf = retryOf
    self.directory = directory
    self.sources = sources
    self.mappingFingerprint = mappingFingerprint
    self.settings = settings
    self.invocation = invocation
  }
}

package struct RunRecord: Sendable, Equatable {
  package var id: RunID
  package var started: Date
  package var finished: Date?
  /// A run whose process died reads as `interrupted`.
  package var state: RunState
  package var exitCode: Int?
  package var directory: String
  package var sources: [RunSource]
  package var mappingFingerprint: String
  package var settings: String
  /// Nil for a run of an earlier version.
  package var invocation: Invocation?
  /// Those of each source; nil for a run of an earlier version.
  package var columns: [[RunColumn]]?
  /// The run whose results were taken back.
  package var retryOf: RunID?
}

/// What the plan of a run says about the rows for one target: with it, the ledger alone can tell
/// how far a run is, and check that its totals add up.
package struct PlannedRows: Sendable, Equatable {
  package var read: Int
  /// The contacts to be sent.
  package var send: Int
  package var invalid: Int
  package var duplicate: Int
  package var unchanged: Int
  package var suppressed: Int

  package init(
    read: Int, send: Int, invalid: Int = 0, duplicate: Int = 0, unchanged: Int = 0,
    suppressed: Int = 0
  ) {
    self.read = read
    self.send = send
    self.invalid = invalid
    self.duplicate = duplicate
    self.unchanged = unchanged
    self.suppressed = suppressed
  }

  /// The statuses of all rows read, with what became of the contacts so far. Contacts without an
  /// outcome are `notSent`.
  package func statuses(with deliveries: DeliveryCounts) -> StatusCounts {
    var counts = deliveries.statuses
    counts[.notSent] += send - deliveries.statuses.total
    counts[.invalid] += invalid
    counts[.duplicate] += duplicate
    counts[.unchanged] += unchanged
    counts[.suppressed] += suppressed
    return counts
  }
}
