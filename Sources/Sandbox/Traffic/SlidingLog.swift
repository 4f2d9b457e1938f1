// How many of something happened in the time just past.

/// The times within the last window, oldest first. A time leaves when it is a whole window old.
struct SlidingLog: Sendable {
  let window: Duration
  private var times: [Duration] = []
  private var first = 0

  init(window: Duration) { self.window = window }

  var oldest: Duration? { first < times.count ? times[first] : nil }

  /// How many times lie within the window that ends now.
  mutating func count(at now: Duration) -> Int {
    while first < times.count, times[first] + window <= now { first += 1 }
    // What has left is thrown away once it is the greater part: amortised O(1).
    if first > 64, first > times.count / 2 {
      times.removeFirst(first)
      first = 0
    }
    return times.count - first
  }

  /// As ``count(at:)``, without forgetting what has left. Linear in the number of times.
  func current(at now: Duration) -> Int { times[first...].count { $0 + window > now } }

  /// Adds a time and says how many the window that ends with it holds.
  mutating func add(_ now: Duration) -> Int {
    times.append(now)
    return count(at: now)
  }
}
