// How many requests are let through, and what is said about it.

import Testing

@testable import Sandbox

@Suite struct RateWindowTests {
  private static let twentyInTwo = RateLimit(requests: 20, window: .seconds(2))

  private func window(
    _ limit: RateLimit = twentyInTwo, _ shape: SandboxConfiguration.WindowShape = .sliding,
    isEnforced: Bool = true
  ) -> RateWindow {
    RateWindow(limit: limit, shape: shape, isEnforced: isEnforced)
  }

  @Test func `The documented limits are 300 a minute and 20 in two seconds`() {
    #expect(RateLimit.documented(.getSales) == RateLimit(requests: 300, window: .seconds(60)))
    #expect(RateLimit.documented(.lemlist) == RateLimit(requests: 20, window: .seconds(2)))
  }

  @Test func `A sliding window takes L at once and not one more`() {
    var window = window()
    for count in 1...20 {
      let decision = window.arrive(at: .milliseconds(count))
      #expect(decision.isAllowed)
      #expect(decision.remaining == 20 - count)
    }
    let refused = window.arrive(at: .milliseconds(1999))
    #expect(!refused.isAllowed)
    #expect(refused.remaining == 0)
    #expect(refused.reset == .milliseconds(2001))
  }

  @Test func `A request leaves a sliding window when it is exactly a window old`() {
    var window = window(RateLimit(requests: 1, window: .seconds(2)))
    #expect(window.arrive(at: .zero).isAllowed)
    #expect(!window.arrive(at: .nanoseconds(1_999_999_999)).isAllowed)
    #expect(window.arrive(at: .seconds(2)).isAllowed)
  }

  @Test func `Refused requests don't lengthen the wait in a sliding window`() {
    var window = window(RateLimit(requests: 1, window: .seconds(2)))
    _ = window.arrive(at: .zero)
    for tenth in 1...19 { _ = window.arrive(at: .milliseconds(100 * tenth)) }
    #expect(window.arrive(at: .seconds(2)).isAllowed)
  }

  @Test func `A burst at the seam of two windows is refused if sliding and taken if fixed`() {
    var allowed: [SandboxConfiguration.WindowShape: Int] = [:]
    for shape in [SandboxConfiguration.WindowShape.sliding, .fixed] {
      var window = window(Self.twentyInTwo, shape)
      _ = window.arrive(at: .zero)
      let times =
        Array(repeating: Duration.milliseconds(1900), count: 19)
        + Array(repeating: .milliseconds(2000), count: 20)
      for time in times where window.arrive(at: time).isAllowed {
        allowed[shape, default: 1] += 1
      }
    }
    #expect(allowed == [.sliding: 21, .fixed: 40])
  }

  @Test func `A fixed window begins with the first request after the last one ended`() {
    var window = window(RateLimit(requests: 2, window: .seconds(10)), .fixed)
    #expect(window.arrive(at: .seconds(7)).reset == .seconds(17))
    #expect(window.arrive(at: .seconds(16)).remaining == 0)
    #expect(!window.arrive(at: .milliseconds(16_999)).isAllowed)
    #expect(window.arrive(at: .seconds(20)).reset == .seconds(30))
  }

  @Test func `Without a limit nothing is refused, there is always room, and all is counted`() {
    var window = window(isEnforced: false)
    for _ in 1...500 {
      let decision = window.arrive(at: .seconds(1))
      #expect(decision.isAllowed && decision.remaining == 20)
    }
    #expect(window.peak == 500)
  }

  @Test func `The peak is the greatest number in any window, and counts refused requests`() {
    var window = window(RateLimit(requests: 3, window: .seconds(1)))
    for time in [0, 900, 950, 990, 1000, 5000, 5999] {
      _ = window.arrive(at: .milliseconds(time))
    }
    #expect(window.peak == 4)
  }

  @Test func `Times that go back a little are taken for the latest seen`() {
    var window = window(RateLimit(requests: 1, window: .seconds(1)))
    _ = window.arrive(at: .milliseconds(1000))
    let decision = window.arrive(at: .milliseconds(999))
    #expect(!decision.isAllowed)
    #expect(decision.reset == .milliseconds(2000))
  }

  @Test func `Long runs don't gather what has left the window`() {
    var window = window(RateLimit(requests: 5, window: .seconds(1)))
    var allowed = 0
    for tick in 0..<100_000 where window.arrive(at: .milliseconds(100 * tick)).isAllowed {
      allowed += 1
    }
    #expect(allowed == 50_000)
    #expect(window.peak == 10)
  }
}

@Suite struct RateOverWorldTests {
  @Test func `GetSales answers the 301st request of a minute with a bare 429`() {
    var bench = Bench()
    bench.step = .milliseconds(10)
    for _ in 1...300 {
      #expect(bench.getSales("GET", "/id/api/users/current").status == 200)
    }
    let refused = bench.getSales("GET", "/id/api/users/current")
    #expect(refused.status == 429)
    #expect(refused.headers.isEmpty)
    #expect(bench.snapshot.peakArrivals(.getSales, key: "key") == 301)
    #expect(bench.snapshot.answers(.getSales) == [200: 300, 429: 1])
  }

  @Test func `lemlist answers the 21st request of two seconds with 429 and the time to wait`() {
    var bench = Bench()
    bench.step = .milliseconds(50)
    for _ in 1...20 { #expect(bench.lemlist("GET", "/api/team").status == 200) }
    let refused = bench.lemlist("GET", "/api/team")
    #expect(refused.status == 429)
    #expect(refused.header("Retry-After") == "1")
    #expect(refused.header("X-RateLimit-Remaining") == "0")
    bench.now += .seconds(1)
    #expect(bench.lemlist("GET", "/api/team").status == 200)
  }

  @Test func `Each key has a window of its own, on each side`() {
    var bench = Bench { $0.rate = .custom(requests: 1, window: .seconds(3600)) }
    #expect(bench.getSales("GET", "/leads/api/lists", key: "a").status == 200)
    #expect(bench.getSales("GET", "/leads/api/lists", key: "a").status == 429)
    #expect(bench.getSales("GET", "/leads/api/lists", key: "b").status == 200)
    #expect(bench.lemlist("GET", "/api/team", key: "a").status == 200)
    #expect(bench.lemlist("GET", "/api/team", key: "a").status == 429)
    #expect(bench.snapshot.keys(.getSales) == 2)
    #expect(bench.snapshot.peakArrivals(.getSales, key: "a") == 2)
    #expect(bench.snapshot.peakArrivals(.getSales, key: "unheard of") == 0)
  }

  @Test func `A refused upsert changes nothing`() {
    var bench = Bench { $0.rate = .custom(requests: 1, window: .seconds(3600)) }
    #expect(bench.upsertContact(["email": "a@example.com"]).status == 201)
    #expect(bench.upsertContact(["email": "b@example.com"]).status == 429)
    #expect(bench.snapshot.lemlist.contacts.map(\.email) == ["a@example.com"])
  }

  @Test(arguments: [
    (target: "/api/team", key: "key", status: 200),
    (target: "/api/team", key: "", status: 400),
    (target: "/api/contacts/unknown", key: "key", status: 404),
    (target: "/api/nowhere", key: "key", status: 404),
  ])
  func `lemlist's rate headers stand on every answer`(target: String, key: String, status: Int) {
    var bench = Bench()
    let reply = bench.lemlist("GET", target, key: key)
    #expect(reply.status == status)
    #expect(
      reply.headers == [
        .init(name: "Retry-After", value: "2"), .init(name: "X-RateLimit-Limit", value: "20"),
        .init(name: "X-RateLimit-Remaining", value: "19"),
        .init(
          name: "X-RateLimit-Reset",
          value: "Tue Feb 16 2021 09:02:43 GMT+0100 (Central European Standard Time)"),
      ])
  }

  @Test func `GetSales sends no rate headers`() {
    var bench = Bench()
    #expect(bench.getSales("GET", "/leads/api/lists").headers.isEmpty)
  }

  @Test func `Without a limit lemlist's headers say that there is room`() {
    var bench = Bench { $0.rate = .none }
    bench.step = .zero
    for _ in 1...50 { _ = bench.lemlist("GET", "/api/team") }
    let reply = bench.lemlist("GET", "/api/team")
    #expect(reply.status == 200)
    #expect(reply.header("X-RateLimit-Remaining") == "20")
  }
}
