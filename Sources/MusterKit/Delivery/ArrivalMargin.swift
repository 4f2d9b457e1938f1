/// How much later than another a request may arrive: what the limiter allows for.

/// Measures how unevenly requests travel.
///
/// Two requests sent 100 ms apart arrive 60 ms apart if the first takes 40 ms longer. How long they
/// take to arrive isn't known; how long their answers take is, and differs by no less. So the margin is
/// the difference between slow answers and fast ones, and never less than 45 ms.
///
/// Answers also differ because the target needs more time for some: then the margin costs speed for
/// nothing. A target that says in each answer how many requests it has counted tells the two apart: if,
/// over 60 answers, it never counted more in its window than we sent in ours, requests arrive as
/// evenly as they are sent, and the least margin will do.
///
/// Round trips are as the delivery's clock measures them, from the send to the end of the answer.
package struct ArrivalMargin: Sendable, Equatable {
  package static let least: Duration = .milliseconds(45)
  /// How many answers have to agree with our own count before the least margin will do.
  static let proof = 60
  private static let sample = 64
  private static let fewest = 8

  /// The longest margin: the pace isn't lowered by more than a fifth because of it.
  private let most: Duration
  private var roundTrips: [Duration] = []
  private var oldest = 0
  private var agreeing = 0
  /// The time between the slowest answer and the fastest one of the last 64, but for one at each end.
  package private(set) var unevenness: Duration = .zero

  init(_ limit: RateLimit?) {
    most = max((limit?.window ?? .zero) / 4, Self.least)
  }

  package func value(isCautious: Bool) -> Duration {
    let needed = min(max(Self.least, wanted), most)
    if isCautious { return max(Self.least * 2, needed) }
    return agreeing >= Self.proof ? Self.least : needed
  }

  /// Whether it is more than the least, so that it is worth knowing what the target counts.
  var isWide: Bool { wanted > Self.least }

  /// A tenth more than what was seen: what comes next may differ a little more.
  private var wanted: Duration { unevenness * 1.1 }

  /// An answer came.
  mutating func measured(_ roundTrip: Duration) {
    if roundTrips.count < Self.sample {
      roundTrips.append(roundTrip)
    } else {
      roundTrips[oldest] = roundTrip
      oldest = (oldest + 1) % Self.sample
    }
    guard roundTrips.count >= Self.fewest else { return }
    let sorted = roundTrips.sorted()
    // One that was stuck somewhere says nothing of the others.
    let tail = sorted.count / Self.sample
    unevenness = sorted[sorted.count - 1 - tail] - sorted[tail]
  }

  /// The target says how many requests it has counted in the window that ended with one of ours.
  mutating func counted(_ counted: Int, expected: Int) {
    agreeing = counted <= expected ? agreeing + 1 : 0
  }

  /// The target said 429 while we kept its limit.
  mutating func limited() {
    agreeing = 0
  }
}
