import Testing

@testable import MusterKit

@Suite struct SlidingWindowLimiterTests {
  private static let lemlist = RateLimit(requests: 20, window: .seconds(2))
  private static let getsales = RateLimit(requests: 300, window: .seconds(60))

  /// Sends as soon as it may, from a moment on.
  private func sends(
    _ limiter: inout SlidingWindowLimiter, from start: Duration = .zero, count: Int
  ) -> [Duration] {
    var now = start
    var sends: [Duration] = []
    while sends.count < count {
      switch limiter.request(at: now) {
      case .go: sends.append(now)
      case .wait(let time):
        #expect(time > .zero)
        now += time
      }
    }
    return sends
  }

  @Test(
    "A key is used at nearly its limit, evenly",
    arguments: [
      (lemlist, Duration.microseconds(102_250), 9.78), (getsales, .microseconds(200_150), 4.99),
    ])
  func pace(limit: RateLimit, interval: Duration, perSecond: Double) {
    var limiter = SlidingWindowLimiter(.limited(limit))
    let sends = sends(&limiter, count: 1000)
    let gaps = zip(sends.dropFirst(), sends).map { $0 - $1 }
    #expect(gaps.allSatisfy { $0 == interval })
    let measured = 999 / (sends[999] - sends[0]).seconds
    #expect(abs(measured - perSecond) < 0.01)
  }

  @Test("After a stall three requests may go at once, no more, and only then")
  func catchUp() {
    var limiter = SlidingWindowLimiter(.limited(Self.lemlist))
    let first = sends(&limiter, count: 5)
    #expect(Set(first).count == 5)
    let later = sends(&limiter, from: .seconds(60), count: 40)
    #expect(later[0...2].allSatisfy { $0 == .seconds(60) })
    #expect(later[3] == .seconds(60) + .microseconds(102_250))
    // The three aren't repeated when they leave the window.
    let gaps = zip(later.dropFirst(3), later.dropFirst(2)).map { $0 - $1 }
    #expect(gaps.allSatisfy { $0 >= .microseconds(102_250) })
  }

  @Test("A short stall is caught up by what was missed")
  func shortStall() {
    var limiter = SlidingWindowLimiter(.limited(Self.lemlist))
    #expect(limiter.request(at: .zero) == .go)
    // Due at 102.25 ms; asked at 250 ms: one interval was missed, and a part of another.
    #expect(limiter.request(at: .milliseconds(250)) == .go)
    #expect(limiter.request(at: .milliseconds(250)) == .go)
    #expect(limiter.request(at: .milliseconds(250)) == .wait(.microseconds(56_750)))
  }

  @Test("After a 429 the margin is doubled for ten minutes")
  func caution() {
    var limiter = SlidingWindowLimiter(.limited(Self.lemlist))
    limiter.limited(at: .zero)
    let slow = sends(&limiter, count: 50)
    #expect(slow[49] - slow[48] == .microseconds(104_500))
    let fast = sends(&limiter, from: .seconds(601), count: 50)
    #expect(fast[49] - fast[48] == .microseconds(102_250))
  }

  @Test("A pause holds everything, and the longest one counts", arguments: [true, false])
  func pause(isLimited: Bool) {
    var limiter = SlidingWindowLimiter(isLimited ? .limited(Self.lemlist) : .unlimited)
    limiter.pause(until: .seconds(5))
    limiter.pause(until: .seconds(3))
    #expect(limiter.request(at: .seconds(1)) == .wait(.seconds(4)))
    #expect(limiter.request(at: .seconds(5)) == .go)
  }

  @Test("Without a limit everything goes at once")
  func unlimited() {
    var limiter = SlidingWindowLimiter(.unlimited)
    for _ in 0..<1000 { #expect(limiter.request(at: .zero) == .go) }
    #expect(!limiter.isShared(ifFullAt: .zero))
  }

  @Test("A full window at the target is somebody else's doing only if ours has room")
  func shared() {
    var limiter = SlidingWindowLimiter(.limited(Self.lemlist))
    let full = sends(&limiter, count: 40)
    #expect(!limiter.isShared(ifFullAt: full[39]))
    let few = sends(&limiter, from: .seconds(60), count: 5)
    #expect(limiter.isShared(ifFullAt: few[4]))
  }

  /// Limits with the seeds of their schedules.
  static let schedules: [(RateLimit, UInt64)] = [
    lemlist, getsales, RateLimit(requests: 1, window: .seconds(1)),
    RateLimit(requests: 7, window: .milliseconds(700)),
    RateLimit(requests: 3, window: .seconds(60)),
  ].flatMap { limit in (1...40).map { (limit, UInt64($0)) } }

  @Test(
    "However requests come and travel, no window sees more than the limit", arguments: schedules)
  func neverTooMany(limit: RateLimit, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var limiter = SlidingWindowLimiter(.limited(limit))
    var now = Duration.zero
    var arrivals: [Duration] = []
    while arrivals.count < 600 {
      // Bursts of askers, stalls, 429s and sleeps that end late.
      switch Int.random(in: 0..<100, using: &generator) {
      case 0: now += limit.window * Double.random(in: 0...2, using: &generator)
      case 1: limiter.limited(at: now)
      case 2: limiter.pause(until: now + .milliseconds(Int.random(in: 0...3000, using: &generator)))
      case 3...30: now += .milliseconds(Int.random(in: 0...300, using: &generator))
      default: break
      }
      switch limiter.request(at: now) {
      case .go:
        arrivals.append(now + .microseconds(Int.random(in: 0...40_000, using: &generator)))
      case .wait(let time):
        now += time + .microseconds(Int.random(in: 0...5000, using: &generator))
      }
    }
    arrivals.sort()
    for index in arrivals.indices.dropFirst(limit.requests) {
      let start = arrivals[index - limit.requests]
      #expect(arrivals[index] - start >= limit.window, "\(start)")
    }
  }

  @Test("An answer is held against the window of its request, also when others were sent since")
  func lateAnswer() {
    var limiter = SlidingWindowLimiter(.limited(Self.lemlist))
    let all = sends(&limiter, count: 80)
    #expect(limiter.expectedCount(at: all[60]) == 20)
    #expect(limiter.expectedCount(at: all[79]) == 20)
  }

  @Test("A log of before the machine was started anew is forgotten")
  func restarted() {
    var log = SendLog()
    log.sends = [.seconds(50_000)]
    log.due = .seconds(50_000)
    #expect(log.plausible(at: .seconds(100), longestPause: .seconds(3600)) == SendLog())
    #expect(log.plausible(at: .seconds(50_000), longestPause: .seconds(3600)) == log)
    log.sends = []
    log.pausedUntil = .seconds(4000)
    #expect(log.plausible(at: .seconds(100), longestPause: .seconds(3600)) == SendLog())
    #expect(log.plausible(at: .seconds(400), longestPause: .seconds(3600)) == log)
  }

  @Test("A limiter that is made of another's log goes on where that one was")
  func handedOn() {
    var one = SlidingWindowLimiter(.limited(Self.lemlist))
    var now = Duration.zero
    var sends: [Duration] = []
    while sends.count < 100 {
      // Each request is asked for by a limiter of its own.
      var limiter = SlidingWindowLimiter(.limited(Self.lemlist), log: one.log)
      switch limiter.request(at: now) {
      case .go: sends.append(now)
      case .wait(let time): now += time
      }
      one.log = limiter.log
      #expect(one.log.sends.count <= 84)
    }
    let gaps = zip(sends.dropFirst(), sends).map { $0 - $1 }
    #expect(gaps.allSatisfy { $0 == .microseconds(102_250) })
  }
}

@Suite struct ArrivalMarginTests {
  private static let lemlist = RateLimit(requests: 20, window: .seconds(2))
  private static let getsales = RateLimit(requests: 300, window: .seconds(60))

  private func margin(
    _ limit: RateLimit = lemlist, answers: Int = 64, from low: Int, to high: Int
  ) -> ArrivalMargin {
    var margin = ArrivalMargin(limit)
    for number in 0..<answers {
      margin.measured(.milliseconds(low + (high - low) * (number % 16) / 15))
    }
    return margin
  }

  @Test(
    "It is as long as answers differ, and never under 45 ms",
    arguments: [
      (lemlist, 50, 50, 45), (lemlist, 20, 60, 45), (lemlist, 20, 170, 165),
      (lemlist, 20, 1000, 500), (getsales, 20, 1020, 1100),
    ])
  func length(limit: RateLimit, low: Int, high: Int, expected: Int) {
    let length = margin(limit, from: low, to: high).value(isCautious: false)
    #expect(abs(length.seconds - Double(expected) / 1000) < 1e-6)
  }

  @Test("A few answers, and a single slow one among many, tell nothing")
  func outliers() {
    #expect(margin(answers: 7, from: 0, to: 900).value(isCautious: false) == ArrivalMargin.least)
    var margin = margin(from: 50, to: 60)
    margin.measured(.seconds(10))
    #expect(margin.value(isCautious: false) == ArrivalMargin.least)
  }

  @Test("After a 429 it is twice as long at least")
  func caution() {
    #expect(margin(from: 50, to: 50).value(isCautious: true) == .milliseconds(90))
    #expect(margin(from: 20, to: 170).value(isCautious: true) > .milliseconds(164))
  }

  @Test("Where the target never counts more than we sent, the least will do, until it does")
  func proof() {
    var margin = margin(from: 20, to: 400)
    #expect(margin.isWide)
    for _ in 0..<59 { margin.counted(19, expected: 19) }
    #expect(margin.value(isCautious: false) > .milliseconds(300))
    margin.counted(18, expected: 19)
    #expect(margin.value(isCautious: false) == ArrivalMargin.least)
    margin.counted(20, expected: 19)
    #expect(margin.value(isCautious: false) > .milliseconds(300))
    for _ in 0..<60 { margin.counted(19, expected: 19) }
    margin.limited()
    #expect(margin.value(isCautious: false) > .milliseconds(300))
  }

  @Test("The pace says what it costs")
  func pace() throws {
    var limiter = SlidingWindowLimiter(.limited(Self.lemlist))
    limiter.margin = margin(from: 20, to: 400)
    let pace = try #require(limiter.pace(at: .zero))
    #expect(abs(pace.perSecond - 20 / 2.418) < 0.001)
    #expect(abs(pace.unhindered - 20 / 2.045) < 0.001)
    #expect(pace.cost > 0.15 && pace.cost < 0.16)
    #expect(SlidingWindowLimiter(.unlimited).pace(at: .zero) == nil)
  }

  @Test(
    "However unevenly requests travel, soon no window sees more than the limit", arguments: 1...20)
  func wideJitter(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var limiter = SlidingWindowLimiter(.limited(Self.lemlist))
    var now = Duration.zero
    var arrivals: [Duration] = []
    while arrivals.count < 600 {
      switch limiter.request(at: now) {
      case .go:
        let travel = Duration.microseconds(Int.random(in: 0...200_000, using: &generator))
        arrivals.append(now + travel)
        limiter.margin.measured(travel + .milliseconds(30))
      case .wait(let time): now += time
      }
    }
    // What was sent before enough was known isn't held against it.
    let later = arrivals.dropFirst(100).sorted()
    let crowded = later.indices.dropFirst(20).count { index in
      later[index] - later[index - 20] < .seconds(2)
    }
    #expect(crowded == 0)
  }
}
