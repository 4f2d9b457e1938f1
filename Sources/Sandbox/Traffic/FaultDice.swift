// Which fault, if any, a request meets.

/// What the dice say about a request. At most one thing goes wrong with it.
enum FaultOutcome: Sendable, Equatable {
  case none
  case status(Int)
  case drop(afterCommit: Bool)
  case timeout(afterCommit: Bool)
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

  /// FNV-1a, 64 bits, over method, path and body: enough to tell requests apart.
  private static func hash(_ call: Call) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    call.method.utf8.forEach(mix)
    for part in call.path {
      mix(UInt8(ascii: "/"))
      part.utf8.forEach(mix)
    }
    mix(0)
    call.body.forEach(mix)
    return hash
  }
}
