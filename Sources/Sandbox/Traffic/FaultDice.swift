// Which fault, if any, a request meets.

/// What the dice say about a request. At most one thing goes wrong with it.
enum FaultOutcome: Sendable, Equatable {
  case none
  case status(Int)
  case reset(afterCommit: Bool)
  case timeout(afterCommit: Bool)
  /// A proxy's page, with this status.
  case html(Int)
  /// A success that is cut in the middle, or else isn't JSON.
  case garbage(isCut: Bool)
}

/// Throws the dice. What comes out depends on the seed, on the content of the request and on how
/// often the same has come before; so the same contacts meet the same faults in every run,
/// whatever the order in which they arrive, and a repeat has a chance of its own.
struct FaultDice: Sendable {
  private let seed: UInt64
  private var seen: [UInt64: UInt64] = [:]

  init(seed: UInt64) { self.seed = seed }

  /// Memory grows with the number of different requests, by 16 bytes or so each; a profile
  /// without chances and latency costs nothing.
  mutating func roll(
    _ call: Call, under profile: FaultProfile
  ) -> (outcome: FaultOutcome, latency: Duration) {
    guard profile.needsDice else { return (.none, .zero) }
    let content = Self.hash(call)
    let times = seen[content, default: 0]
    seen[content] = times + 1
    var random = SeededRandom(seed: seed ^ content ^ (times &* 0x2545_F491_4F6C_DD1D))
    return (
      profile.outcome(at: Double.random(in: 0..<1, using: &random)),
      profile.latency.map { Self.random(in: $0, using: &random) } ?? .zero
    )
  }

  private static func random(
    in range: ClosedRange<Duration>, using random: inout SeededRandom
  ) -> Duration {
    let width = range.upperBound - range.lowerBound
    return range.lowerBound + width * Double.random(in: 0...1, using: &random)
  }

  /// Over method, path and body: enough to tell requests apart.
  private static func hash(_ call: Call) -> UInt64 {
    var hash = StableHash()
    hash.combine(call.method.utf8)
    for part in call.path {
      hash.combine("/".utf8)
      hash.combine(part.utf8)
    }
    hash.combine(CollectionOfOne(0))
    hash.combine(call.body)
    return hash.value
  }
}
