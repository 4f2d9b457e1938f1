/// How many contacts are on their way at the same time.

/// Rate × time: with fewer requests on their way than are allowed in the time that one takes, the rate
/// isn't reached; with more, they only wait. The time is measured, from the ledger's word before the
/// send to its word after the answer, without the wait for the limiter; slow ones count more than
/// fast ones.
struct ConcurrencyLimit {
  static let range = 1...16
  static let start = 4

  private let perSecond: Double?
  private var mean: Double?
  private var deviation = 0.0
  private var recording = 0.0

  init(_ rate: SendingRate) {
    perSecond = rate.perSecond
  }

  /// One contact took this long, up to its answer.
  mutating func measured(_ time: Duration) {
    let seconds = max(time.seconds, 0)
    guard let mean else {
      self.mean = seconds
      deviation = seconds / 2
      return
    }
    // The smoothing of RFC 6298, section 2: 1/8 for the mean, 1/4 for the deviation.
    deviation += (abs(seconds - mean) - deviation) / 4
    self.mean = mean + (seconds - mean) / 8
  }

  /// The ledger took this long to take an outcome.
  mutating func recorded(_ time: Duration) {
    recording += (max(time.seconds, 0) - recording) / 8
  }

  var value: Int {
    guard let perSecond else { return Self.range.upperBound }
    guard let mean else { return Self.start }
    let needed = (perSecond * (mean + deviation + recording)).rounded(.up) + 1
    return Int(min(max(needed, Double(Self.range.lowerBound)), Double(Self.range.upperBound)))
  }
}
