import Testing

@testable import MusterKit

@Suite struct RetryPolicyTests {
  @Test("Waits grow up to the cap and take any part of it")
  func jitter() {
    let policy = RetryPolicy(attempts: 9, base: .seconds(1), cap: .seconds(30))
    var generator = SeededGenerator(seed: 1)
    for (failures, longest) in [(1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (60, 30)] {
      let waits = (0..<500).map { _ in policy.wait(afterFailure: failures, using: &generator) }
      #expect(waits.allSatisfy { $0 >= .zero && $0 <= .seconds(longest) })
      #expect(waits.contains { $0 < .seconds(longest) * 0.1 })
      #expect(waits.contains { $0 > .seconds(longest) * 0.9 })
    }
  }

  @Test("The same seed gives the same waits")
  func seeded() {
    let policy = RetryPolicy()
    var first = SeededGenerator(seed: 7)
    var second = SeededGenerator(seed: 7)
    for failures in 1...20 {
      #expect(
        policy.wait(afterFailure: failures, using: &first)
          == policy.wait(afterFailure: failures, using: &second))
    }
  }

  @Test("A contact is sent five times, then it has failed")
  func attempts() {
    var generator = SeededGenerator(seed: 2)
    for failures in 1...5 {
      let decision = RetryPolicy().decide(
        after: .status(500), failures: failures, repeatIsSafe: true, using: &generator)
      #expect((decision == .giveUp) == (failures == 5))
    }
  }

  @Test(
    "Where a repeat isn't safe, only what can't have arrived is sent again",
    arguments: [
      (TransientFailure.transport(.timeout), RetryPolicy.Decision.unknown),
      (.transport(.reset), .unknown), (.transport(.other), .unknown), (.status(502), .unknown),
      (.status(504), .unknown), (.status(522), .unknown), (.status(500), .giveUp),
    ])
  func unsafeRepeat(failure: TransientFailure, expected: RetryPolicy.Decision) {
    var generator = SeededGenerator(seed: 3)
    let decision = RetryPolicy().decide(
      after: failure, failures: 1, repeatIsSafe: false, using: &generator)
    #expect(decision == expected)
  }

  @Test(
    "A request that never left may always be repeated",
    arguments: [TransportFailure.connectTimeout, .refused, .dns, .tls])
  func neverLeft(failure: TransportFailure) {
    var generator = SeededGenerator(seed: 4)
    let decision = RetryPolicy().decide(
      after: .transport(failure), failures: 1, repeatIsSafe: false, using: &generator)
    guard case .again = decision else {
      Issue.record("\(decision)")
      return
    }
  }
}

@Suite struct CircuitBreakerTests {
  private func opened(at now: Duration = .zero) -> CircuitBreaker {
    var breaker = CircuitBreaker()
    for _ in 0..<10 { breaker.failed(at: now) }
    return breaker
  }

  @Test("Ten failures in a row open it; nine, or ten with a success between, don't")
  func threshold() {
    var breaker = CircuitBreaker()
    for _ in 0..<9 { breaker.failed(at: .zero) }
    #expect(!breaker.isOpen)
    breaker.succeeded()
    for _ in 0..<9 { breaker.failed(at: .zero) }
    #expect(breaker.permission(at: .zero) == .go)
    breaker.failed(at: .zero)
    #expect(breaker.isOpen)
    #expect(breaker.permission(at: .zero) == .wait(.seconds(1)))
  }

  @Test("One probe at a time, at intervals that double up to a minute")
  func probes() {
    var breaker = opened()
    var now = Duration.zero
    var intervals: [Duration] = []
    for _ in 0..<9 {
      guard case .wait(let time) = breaker.permission(at: now) else { break }
      intervals.append(time)
      now += time
      #expect(breaker.permission(at: now) == .probe)
      #expect(breaker.permission(at: now) == .probing)
      // One that was on its way when it opened tells nothing.
      breaker.failed(at: now)
      #expect(breaker.permission(at: now) == .probing)
      breaker.failed(at: now, wasProbe: true)
    }
    #expect(intervals == [1, 2, 4, 8, 16, 32, 60, 60, 60].map { .seconds($0) })
  }

  @Test("A probe that gets through closes it, and counting starts again")
  func recovery() {
    var breaker = opened()
    #expect(breaker.permission(at: .seconds(1)) == .probe)
    breaker.succeeded()
    #expect(breaker.permission(at: .seconds(1)) == .go)
    for _ in 0..<9 { breaker.failed(at: .seconds(2)) }
    #expect(!breaker.isOpen)
  }

  @Test("A probe that came to nothing makes room for the next")
  func abandoned() {
    var breaker = opened()
    #expect(breaker.permission(at: .seconds(1)) == .probe)
    breaker.abandonProbe()
    #expect(breaker.permission(at: .seconds(1)) == .probe)
  }

  @Test("After an hour the next failed probe is the last, and not before")
  func givesUp() {
    var breaker = opened()
    var now = Duration.zero
    while now < .seconds(7200) {
      switch breaker.permission(at: now) {
      case .wait(let time): now += time
      case .probe: breaker.failed(at: now, wasProbe: true)
      case .giveUp:
        #expect(now >= .seconds(3600) && now < .seconds(3661))
        breaker.succeeded()
        #expect(breaker.permission(at: now) == .giveUp)
        return
      case .go, .probing:
        Issue.record("the breaker is closed")
        return
      }
    }
    Issue.record("it never gave up")
  }
}

@Suite struct CircuitBreakerShareTests {
  @Test("It opens when most of the last twenty failed, and not for half of them")
  func most() {
    var half = CircuitBreaker()
    for number in 0..<200 {
      if number % 2 == 0 { half.failed(at: .zero) } else { half.succeeded() }
    }
    #expect(!half.isOpen)
    var most = CircuitBreaker()
    var number = 0
    while !most.isOpen, number < 40 {
      if number % 3 == 0 { most.succeeded() } else { most.failed(at: .zero) }
      number += 1
    }
    #expect(number == 20)
    #expect(most.permission(at: .zero) == .wait(.seconds(1)))
    // Open for what failed before it closed again: none of it counts twice.
    #expect(most.permission(at: .seconds(1)) == .probe)
    most.succeeded()
    most.failed(at: .seconds(1))
    #expect(!most.isOpen)
  }
}

@Suite struct MappingFaultDetectorTests {
  @Test("The same field refused in each of the first twenty answers is the mapping's fault, once")
  func fault() {
    var detector = MappingFaultDetector()
    for number in 1...19 {
      #expect(detector.rejected(fields: ["email", "other\(number)"]) == nil)
    }
    #expect(detector.rejected(fields: ["email"]) == "email")
    #expect(detector.rejected(fields: ["email"]) == nil)
  }

  @Test("One that was accepted, refused for another field, or for none, clears the mapping")
  func noFault() {
    for other in [["phone"], [], nil] as [Set<String>?] {
      for position in 1...20 {
        var detector = MappingFaultDetector()
        for number in 1...40 {
          if number != position {
            #expect(detector.rejected(fields: ["email"]) == nil, "\(position), \(number)")
          } else if let other {
            #expect(detector.rejected(fields: other) == nil)
          } else {
            detector.accepted()
          }
        }
      }
    }
  }
}

@Suite struct SendingRateTests {
  private static let documented = RateLimit(requests: 20, window: .seconds(2))

  @Test(
    "A limit can be lowered anywhere, raised or switched off on loopback only",
    arguments: [
      (SendingRate.limited(RateLimit(requests: 20, window: .seconds(2))), true),
      (.limited(RateLimit(requests: 10, window: .seconds(2))), true),
      (.limited(RateLimit(requests: 20, window: .seconds(4))), true),
      (.limited(RateLimit(requests: 21, window: .seconds(2))), false),
      (.limited(RateLimit(requests: 20, window: .seconds(1))), false),
      (.limited(RateLimit(requests: 5000, window: .seconds(1))), false),
      (.unlimited, false),
    ])
  func validated(rate: SendingRate, isAllowed: Bool) throws {
    let loopback = SampleTarget.baseURL("http://127.0.0.1:8080/api")
    let documented = Self.documented
    #expect(
      try RateLimit.validated(requested: rate, documented: documented, baseURL: loopback) == rate)
    let vendor = SampleTarget.baseURL("https://api.lemlist.com/api")
    if isAllowed {
      #expect(
        try RateLimit.validated(requested: rate, documented: documented, baseURL: vendor) == rate)
    } else {
      #expect {
        try RateLimit.validated(requested: rate, documented: documented, baseURL: vendor)
      } throws: { error in
        (error as? TargetSettingsError)?.reason == .rateTooHigh
          && "\(error)".contains("20 requests in 2 s")
      }
    }
  }

  @Test("A limit that lets nothing through is refused", arguments: [(0, 2), (5, 0)])
  func nothing(requests: Int, seconds: Int) {
    #expect(throws: TargetSettingsError.self) {
      try RateLimit.validated(
        requested: .limited(RateLimit(requests: requests, window: .seconds(seconds))),
        documented: Self.documented, baseURL: SampleTarget.baseURL("http://localhost:1"))
    }
  }
}

@Suite struct ConcurrencyLimitTests {
  private static let lemlist = SendingRate.limited(RateLimit(requests: 20, window: .seconds(2)))

  @Test(
    "As many requests are on their way as the rate needs",
    arguments: [(50, 2...2), (500, 6...7), (2000, 21...22), (4000, 41...42)])
  func needed(milliseconds: Int, expected: ClosedRange<Int>) {
    var limit = ConcurrencyLimit(Self.lemlist)
    #expect(limit.value == 16)
    for _ in 0..<1000 { limit.succeeded(in: .milliseconds(milliseconds)) }
    #expect(expected.contains(limit.value), "\(limit.value)")
  }

  @Test("However slow the answers, no more than 128 are on their way, and never none")
  func bounds() {
    var limit = ConcurrencyLimit(Self.lemlist)
    for _ in 0..<100_000 { limit.succeeded(in: .seconds(60)) }
    #expect(limit.value == 128)
    for _ in 0..<1000 { limit.failed() }
    #expect(limit.value == 1)
    var slow = ConcurrencyLimit(.limited(RateLimit(requests: 1, window: .seconds(60))))
    for _ in 0..<50 { slow.succeeded(in: .milliseconds(1)) }
    #expect(slow.value == 2)
  }

  @Test("Two failures halve it, once for all that were on their way, and good answers bring it back")
  func failures() {
    var limit = ConcurrencyLimit(.unlimited)
    #expect(limit.value == 16)
    limit.failed()
    #expect(limit.value == 16)
    limit.failed()
    #expect(limit.value == 8)
    for _ in 0..<16 { limit.failed() }
    #expect(limit.value == 8)
    for _ in 0..<2 { limit.failed() }
    #expect(limit.value == 4)
    for _ in 0..<8 { limit.succeeded(in: .milliseconds(1)) }
    #expect(limit.value == 4)
    for _ in 0..<60 { limit.succeeded(in: .milliseconds(1)) }
    #expect((10...12).contains(limit.value), "\(limit.value)")
  }

  @Test(
    "Without a limit it grows as long as answers don't take longer, and goes down where they do")
  func crowd() {
    // A server that answers 10 at a time, each in 10 ms: more than that only wait.
    var limit = ConcurrencyLimit(.unlimited)
    var values: [Int] = []
    for _ in 0..<3000 {
      let rounds = max(1, Double(limit.value) / 10)
      limit.succeeded(in: .microseconds(Int(10_000 * rounds)))
      values.append(limit.value)
    }
    #expect(values.suffix(1000).allSatisfy { (10...64).contains($0) }, "\(values.max() ?? 0)")
  }
}

@Suite struct ConcurrencyFaultTests {
  @Test("Where one in fifty fails, the rate is reached all the same", arguments: 1...10)
  func fewFailures(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var limit = ConcurrencyLimit(.limited(RateLimit(requests: 20, window: .seconds(2))))
    var values: [Int] = []
    for _ in 0..<2000 {
      if Int.random(in: 0..<50, using: &generator) == 0 {
        limit.failed()
      } else {
        limit.succeeded(in: .milliseconds(1000))
      }
      values.append(limit.value)
    }
    // Ten a second, each on its way for a second.
    #expect(values.count { $0 >= 10 } > 1500, "\(values.count { $0 >= 10 })")
  }
}

@Suite struct RetryBudgetTests {
  @Test("Repeats are a tenth of the requests, and at least twenty")
  func share() {
    var budget = RetryBudget()
    for _ in 0..<20 {
      #expect(budget.covers(sent: 0))
      budget.spend()
    }
    #expect(!budget.covers(sent: 209))
    #expect(budget.covers(sent: 210))
    budget.spend()
    #expect(!budget.covers(sent: 219))
    #expect(budget.covers(sent: 220))
  }
}
