import Testing

@testable import MusterKit

@Suite struct RateLimiterTests {
  private static let rate = SendingRate.limited(RateLimit(requests: 20, window: .seconds(2)))

  @Test("All clocks of a machine tell the same time")
  func sameStart() {
    let first = SystemDeliveryClock()
    let before = first.now
    let second = SystemDeliveryClock().now
    #expect(before <= second && second <= first.now)
  }

  @Test("Callers go in the order in which they came, at the limiter's pace")
  func order() async throws {
    let time = VirtualTime()
    let limiter = RateLimiter(Self.rate, clock: time)
    let log = EntryLog<(number: Int, at: Duration)>()
    try await time.run {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<30 {
          group.addTask {
            // Everybody asks in a moment of their own, all before the second is sent.
            try await time.sleep(for: .milliseconds(number))
            try await limiter.take()
            log.append((number, time.now))
          }
        }
        try await group.waitForAll()
      }
    }
    let taken = log.entries
    #expect(taken.map(\.number) == Array(0..<30))
    #expect(taken[29].at == .microseconds(102_250) * 29)
  }

  @Test("A caller that is cancelled leaves the queue and takes nothing with it")
  func cancellation() async throws {
    let time = VirtualTime()
    let limiter = RateLimiter(Self.rate, clock: time)
    let log = EntryLog<String>()
    try await time.run {
      try await limiter.take()
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          await withTaskGroup(of: Void.self) { cancelled in
            for name in ["head", "queued"] {
              cancelled.addTask {
                do {
                  try await limiter.take()
                  log.append("\(name) went")
                } catch {
                  log.append("\(name) \(type(of: error))")
                }
              }
            }
            try? await time.sleep(for: .milliseconds(50))
            cancelled.cancelAll()
          }
        }
        group.addTask {
          try? await time.sleep(for: .milliseconds(10))
          try? await limiter.take()
          log.append("last at \(time.now)")
        }
      }
    }
    let lines = log.entries
    #expect(
      lines.sorted() == [
        "head CancellationError", "last at 0.10225 seconds", "queued CancellationError",
      ])
  }

  @Test("A caller that is cancelled before it asks gets nothing")
  func cancelledBefore() async throws {
    let time = VirtualTime()
    let limiter = RateLimiter(.unlimited, clock: time)
    let isRefused = try await time.run {
      await withTaskGroup(of: Bool.self) { group in
        group.cancelAll()
        group.addTask {
          do {
            try await limiter.take()
            return false
          } catch { return true }
        }
        return await group.next() ?? false
      }
    }
    #expect(isRefused)
  }

  @Test("A 429 holds all requests of the key for as long as it says")
  func retryAfter() async throws {
    let time = VirtualTime()
    let limiter = RateLimiter(Self.rate, clock: time)
    try await time.run {
      try await limiter.take()
      let pause = try await limiter.throttled(
        429, RateLimitHeaders(["Retry-After": "3"]), sentAt: time.now)
      #expect(pause == .seconds(3))
      try await limiter.take()
      #expect(time.now == .seconds(3))
    }
  }

  @Test("Without a time to wait the pauses double, once for a volley, and an answer ends it")
  func backoff() async throws {
    let time = VirtualTime()
    let limiter = RateLimiter(.unlimited, clock: time)
    try await time.run {
      let none = RateLimitHeaders([:])
      var pauses: [Duration] = []
      for _ in 0..<8 {
        let sentAt = time.now
        try await time.sleep(for: .milliseconds(10))
        pauses.append(try await limiter.throttled(429, none, sentAt: sentAt))
        // Two more that were sent at the same time.
        #expect(try await limiter.throttled(429, none, sentAt: sentAt) == pauses.last)
        try await limiter.take()
      }
      #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
      _ = try await limiter.answered(none, sentAt: time.now)
      try await time.sleep(for: .milliseconds(10))
      #expect(try await limiter.throttled(503, none, sentAt: time.now) == .seconds(1))
    }
  }

  @Test("However long a target asks to wait, we ask again after an hour")
  func longest() async throws {
    let limiter = RateLimiter(.unlimited, clock: VirtualTime())
    let headers = RateLimitHeaders(["Retry-After": "999999"])
    #expect(try await limiter.throttled(429, headers, sentAt: .zero) == .seconds(3600))
  }

  @Test("Retry-After on a success is no wait, and neither is a window that we filled ourselves")
  func successHeaders() async throws {
    let time = VirtualTime()
    let limiter = RateLimiter(Self.rate, clock: time)
    try await time.run {
      for number in 1...30 {
        try await limiter.take()
        let sentAt = time.now
        let remaining = max(0, 20 - number)
        let headers = RateLimitHeaders([
          "Retry-After": "2", "X-RateLimit-Limit": "20", "X-RateLimit-Remaining": "\(remaining)",
          "X-RateLimit-Reset": "2",
        ])
        #expect(try await limiter.answered(headers, sentAt: sentAt) == nil)
      }
      #expect(time.now == .microseconds(102_250) * 29)
    }
  }

  @Test("Nothing left although we sent little: somebody else uses the key, so wait for the reset")
  func sharedKey() async throws {
    let time = VirtualTime(epoch: 1_613_462_561)
    let limiter = RateLimiter(Self.rate, clock: time)
    try await time.run {
      try await limiter.take()
      let headers = RateLimitHeaders([
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)",
      ])
      #expect(try await limiter.answered(headers, sentAt: .zero) == .seconds(1))
      try await limiter.take()
      #expect(time.now == .seconds(1))
      // A reset that no window of this length can have is cut to the window.
      let odd = RateLimitHeaders(["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "900"])
      #expect(try await limiter.answered(odd, sentAt: time.now) == .milliseconds(2045))
    }
  }
}
