/// When a group of writes has waited long enough to be worth a transaction.
///
/// A transaction costs a wait for the disk, whatever is in it; an outcome that isn't committed is
/// a request that a crash would repeat. So outcomes are gathered, for a bounded time and number.
/// Pure: times are durations on the caller's clock, since any fixed moment.
struct WriteGrouping: Sendable, Equatable {
  enum Action: Equatable {
    /// The first of a group: look again at `due`.
    case begin
    /// There is a group that this one joined.
    case wait
    /// Commit what is there, now.
    case commit
  }

  let limit: Int
  let delay: Duration
  private(set) var count = 0
  /// When the group has to be committed; nil while it is empty.
  private(set) var due: Duration?

  /// - Parameters:
  ///   - limit: how many writes make a group, at least 1.
  ///   - delay: how long the first of a group may wait.
  init(limit: Int = 64, delay: Duration = .milliseconds(100)) {
    self.limit = max(limit, 1)
    self.delay = delay
  }

  /// Takes one write into the group.
  mutating func add(at now: Duration) -> Action {
    count += 1
    if count >= limit { return .commit }
    guard let due else {
      self.due = now + delay
      return .begin
    }
    return now >= due ? .commit : .wait
  }

  /// The group is in the ledger; some came meanwhile, and are the next.
  mutating func committed(at now: Duration, left: Int = 0) {
    count = left
    due = left == 0 ? nil : now + delay
  }
}
