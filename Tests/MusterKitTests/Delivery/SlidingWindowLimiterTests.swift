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
}
