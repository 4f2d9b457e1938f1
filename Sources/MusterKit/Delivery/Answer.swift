/// What a target's answer means for the contact, and for the run.

/// An answer, read: each class asks for something else.
package enum Answer: Sendable, Equatable {
  /// The target holds the contact now.
  case accepted(Acceptance)
  /// A success whose body can't be read: the target holds the contact, as likely as not, and what it
  /// made of it isn't known.
  case unreadable(Acceptance)
  /// The target refused this contact: it is the row's own fault; go on with the next.
  case rejected(Refusal)
  /// The target has the contact already and was asked to leave it alone.
  case alreadyThere
  /// Nothing wrong, only too fast or too busy (429, 503): wait, send again; no attempt is lost.
  case wait(Throttle)
  /// A failure that may pass (5xx, time-out, reset).
  case retry(TransientFailure)
  /// Every further request would end the same way: stop the run.
  case stop(StopCause)
}

/// How a contact was accepted.
package struct Acceptance: Sendable, Equatable {
  /// `created`, `updated` or `upserted`.
  package var status: RowStatus
  package var targetID: String?
  /// What is worth knowing all the same; the one that matters most is the first.
  package var remarks: [Diagnostic] = []
}

/// Why a contact was refused.
package struct Refusal: Sendable, Equatable {
  /// The target's own code, or `target_rejected`.
  package var code: String
  /// One sentence, without a value of the row.
  package var reason: String
  /// The fields the target named: its own names.
  package var fields: Set<String> = []
}

/// An answer that says to wait.
package struct Throttle: Sendable, Equatable {
  /// 429 or 503.
  package var status: Int
  package var headers: RateLimitHeaders
}

/// Why a run can't go on: a bounded set.
package enum StopReason: String, Sendable, CaseIterable {
  case keyMissing = "key_missing"
  case badKey = "bad_key"
  case noCredits = "no_credits"
  case forbidden
  /// Refused by what stands before the API; the key wasn't looked at.
  case firewall
  case badRequest = "bad_request"
  /// What answers isn't the API, or not at this path.
  case wrongAddress = "wrong_address"
  case listMissing = "list_missing"
  case listUnknown = "list_unknown"
  case listAmbiguous = "list_ambiguous"
  /// Contacts can't be put on it by hand.
  case listDynamic = "list_dynamic"
  case mappingFault = "mapping_fault"
  /// The account lacks a custom field that the mapping fills.
  case fieldMissing = "field_missing"
  /// No member of the account's team is of that name.
  case ownerUnknown = "owner_unknown"
  case outage
  /// The target did nothing but ask us to wait.
  case throttled
  case tooManyRejected = "too_many_rejected"
  case interrupted
}

/// Why a run stops, for the user.
package struct StopCause: Sendable, Equatable {
  package var reason: StopReason
  /// A full sentence that names the remedy; no key, no value of a row.
  package var sentence: String
  /// The target's own code, if it gave one.
  package var code: String?
  package var httpStatus: Int?

  package init(
    _ reason: StopReason, _ sentence: String, code: String? = nil, httpStatus: Int? = nil
  ) {
    self.reason = reason
    self.sentence = sentence
    self.code = code
    self.httpStatus = httpStatus
  }

  /// The code of the row whose answer ended the run.
  package var rowCode: String { code ?? DiagnosticCode.targetStopped.rawValue }
}

/// Why a run doesn't begin.
package struct PreflightFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package var cause: StopCause

  package init(_ cause: StopCause) {
    self.cause = cause
  }

  package init(_ reason: StopReason, _ sentence: String) {
    cause = StopCause(reason, sentence)
  }

  package var reason: StopReason { cause.reason }
  package var description: String { cause.sentence }
}

/// What is wrong with a target's settings, found without asking the target.
package struct TargetSettingsError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Reason: String, Sendable, CaseIterable {
    /// The key is in a form that is sure to be refused.
    case keyMalformed = "key_malformed"
    /// The key has been encoded for the header already.
    case keyEncoded = "key_encoded"
    case rateTooHigh = "rate_too_high"
    case rateUnusable = "rate_unusable"
  }

  package var reason: Reason
  /// A full sentence; never holds the key.
  package var sentence: String

  package init(_ reason: Reason, _ sentence: String) {
    self.reason = reason
    self.sentence = sentence
  }

  package var description: String { sentence }
}
