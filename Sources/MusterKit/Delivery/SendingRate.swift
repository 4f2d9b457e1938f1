/// How fast a key may be used: within a limit, or, on loopback only, as fast as it goes.

/// The rate at which requests are sent with a key.
package enum SendingRate: Sendable, Equatable {
  case limited(RateLimit)
  /// No limit of our own; waits that the target asks for are kept all the same.
  case unlimited

  /// Requests a second in the long run, without the limiter's margin; nil if unlimited.
  package var perSecond: Double? {
    switch self {
    case .limited(let limit): Double(limit.requests) / limit.window.seconds
    case .unlimited: nil
    }
  }
}

extension RateLimit {
  /// The rate to send at: what is asked for, if the address may have it. A target's limit can be
  /// lowered; only on loopback, where no target is, it can be raised or switched off.
  ///
  /// - Throws: `TargetSettingsError` with the reason `rateTooHigh`, or `rateUnusable` for a limit
  ///   that lets nothing through.
  package static func validated(
    requested: SendingRate, documented: RateLimit, baseURL: BaseURL
  ) throws(TargetSettingsError) -> SendingRate {
    switch requested {
    case .limited(let limit):
      guard limit.requests > 0, limit.window > .zero else {
        throw TargetSettingsError(
          .rateUnusable,
          "A rate limit needs at least 1 request and a window above 0 seconds.")
      }
      guard baseURL.isLoopback || !limit.exceeds(documented) else {
        throw TargetSettingsError(
          .rateTooHigh,
          "\(limit.text) is more than the documented limit of \(documented.text); only a loopback"
            + " base_url may have more.")
      }
    case .unlimited:
      guard baseURL.isLoopback else {
        throw TargetSettingsError(
          .rateTooHigh,
          "The limiter can be switched off for a loopback base_url only: the target allows"
            + " \(documented.text).")
      }
    }
    return requested
  }
}
