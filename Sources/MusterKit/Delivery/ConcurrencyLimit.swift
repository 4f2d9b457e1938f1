/// How many contacts are on their way at the same time: nobody sets it, it is measured.

/// Rate × time, under a ceiling that gives way.
///
/// With fewer requests on their way than are allowed in the time that one takes, the rate isn't
/// reached; with more, they only wait. The time is measured, from the moment that a contact is taken in
/// hand, before the ledger's word, to its answer, without the wait for the limiter; slow ones count more than
/// fast ones.
///
/// The ceiling is for targets that can't take so many at once. It is halved when two of a round fail
/// (429, 5xx, time-out, reset), goes down by a quarter when answers take twice as long as they did at
/// best, and grows by one for each round of good answers: additive increase, multiplicative decrease
/// (RFC 5681, section 3.1). A round is as many answers as are on their way; that one in a hundred
/// fails says nothing of how many the target can take. Answers to requests that were on their way when
/// the ceiling went down tell nothing new.
struct ConcurrencyLimit {
  static let range = 1...128
  static let start = 16

  private let perSecond: Double?
  private var mean: Double?
  private var deviation = 0.0
  /// The lowest mean so far.
  private var best = Double.infinity
  private var ceiling: Double
  /// How many answers are still to come that were on their way when the ceiling went down.
  private var stale = 0
  /// Of the round that goes on.
  private var answers = 0
  private var failures = 0

  init(_ rate: SendingRate) {
    perSecond = rate.perSecond
    ceiling = rate == .unlimited ? Double(Self.start) : 32
  }

  /// One contact got an answer that counts, after this long.
  mutating func succeeded(in time: Duration) {
    measure(max(time.seconds, 0))
    note(isFailure: false)
    if stale > 0 {
      stale -= 1
    } else if let mean, mean > 2 * best + tolerance {
      lower(to: 0.75)
      // It doesn't get faster by sending less: that is how long answers take now.
      if ceiling < 4 { best = mean }
    } else if Double(value) >= ceiling.rounded(.down) {
      ceiling = min(ceiling + 1 / ceiling, Double(Self.range.upperBound))
    }
  }

  /// One was told to wait, failed, or got no answer.
  mutating func failed() {
    note(isFailure: true)
    if stale > 0 {
      stale -= 1
    } else if failures > 1 {
      lower(to: 0.5)
    }
  }

  private mutating func note(isFailure: Bool) {
    if answers >= value { (answers, failures) = (0, 0) }
    answers += 1
    if isFailure { failures += 1 }
  }

  var value: Int {
    let most = min(ceiling, Double(Self.range.upperBound))
    guard let perSecond else { return max(Int(most), 1) }
    let needed = mean.map { (perSecond * ($0 + deviation)).rounded(.up) + 1 }
    return max(Int(min(needed ?? Double(Self.start), most)), Self.range.lowerBound)
  }

  /// The smoothing of RFC 6298, section 2: 1/8 for the mean, 1/4 for the deviation.
  private mutating func measure(_ seconds: Double) {
    guard let mean else {
      self.mean = seconds
      deviation = seconds / 2
      best = seconds
      return
    }
    deviation += (abs(seconds - mean) - deviation) / 4
    self.mean = mean + (seconds - mean) / 8
    best = min(best, self.mean ?? seconds)
  }

  /// By how much, in seconds, answers may take longer without a sign of trouble. A paced target that
  /// takes its time isn't crowded.
  private var tolerance: Double { perSecond == nil ? 0.02 : 2 }

  private mutating func lower(to share: Double) {
    stale = value
    (answers, failures) = (0, 0)
    ceiling = max(Double(value) * share, Double(Self.range.lowerBound))
  }
}
