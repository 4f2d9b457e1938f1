/// How many repeats a run may make besides its requests.

/// Repeats are at most a tenth of all requests, and at least 20: a target in trouble gets less to do,
/// not more (https://sre.google/sre-book/handling-overload/, "Deciding to Retry"). A contact whose
/// repeat isn't covered waits until others have earned it.
struct RetryBudget {
  static let share = 0.1
  static let least = 20

  private var spent = 0

  /// Whether another repeat is covered, when so many requests have been sent for contacts, repeats
  /// included.
  func covers(sent: Int) -> Bool {
    spent < max(Self.least, Int(Double(sent) * Self.share))
  }

  mutating func spend() {
    spent += 1
  }
}
