/// Whether a failed request is sent again, and when.

/// Why a request failed in a way that may pass.
package enum TransientFailure: Sendable, Equatable {
  case transport(TransportFailure)
  /// A status that says that the target, or something before it, is at fault.
  case status(Int)

  /// Whether the target may have done what was asked. A 500 is the target's own word that it
  /// didn't; a 502 or 504 is a gateway's, which doesn't know.
  package var mayHaveArrived: Bool {
    switch self {
    case .transport(let failure): failure.mayHaveArrived
    case .status(let status): [408, 502, 504].contains(status) || (520..<530).contains(status)
    }
  }

  /// Whether it tells nothing about the contact: nobody could have got through. A 500 may be the
  /// contact's fault: GetSales gives it where others say 422.
  package var isOutage: Bool {
    switch self {
    case .transport: true
    case .status(let status): status != 500
    }
  }
}

/// Repeats a failed request after a wait that grows exponentially up to a cap, with full jitter: any
/// time from nothing up to that wait is as likely as any other
/// (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
///
/// Waits for the rate limit aren't failures and don't count here.
package struct RetryPolicy: Sendable, Equatable {
  package enum Decision: Sendable, Equatable {
    case again(after: Duration)
    /// The last attempt failed, or a repeat isn't safe and the target said itself that it failed.
    case giveUp
    /// The request may have been carried out, and a repeat isn't safe.
    case unknown
  }

  /// How many times a contact is sent before it has failed; at least 1.
  package var attempts: Int
  /// The longest wait after the first failure.
  package var base: Duration
  /// The longest wait of all.
  package var cap: Duration

  package init(attempts: Int = 5, base: Duration = .seconds(1), cap: Duration = .seconds(30)) {
    self.attempts = max(attempts, 1)
    self.base = base
    self.cap = cap
  }

  /// What to do after a contact has failed for the nth time, at least the first. A repeat is safe if
  /// a second request leaves the target as the first does.
  package func decide(
    after failure: TransientFailure, failures: Int, repeatIsSafe: Bool,
    using generator: inout some RandomNumberGenerator
  ) -> Decision {
    if !repeatIsSafe {
      if failure.mayHaveArrived { return .unknown }
      if case .status = failure { return .giveUp }
    }
    guard failures < attempts else { return .giveUp }
    return .again(after: wait(afterFailure: failures, using: &generator))
  }

  /// A wait between nothing and base · 2^(failures − 1), or the cap.
  package func wait(
    afterFailure failures: Int, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    let longest = min(base * (1 << min(max(failures, 1) - 1, 30)), cap)
    return longest * Double.random(in: 0...1, using: &generator)
  }
}

/// Random numbers that a test can repeat: SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
