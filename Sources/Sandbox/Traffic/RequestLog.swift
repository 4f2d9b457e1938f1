// The last requests, one by one.

/// A request and what became of it. Says nothing of keys and contacts that a log shouldn't.
struct RequestRecord: Sendable, Equatable {
  /// From 1, over both APIs.
  var number: Int
  /// Since the start.
  var time: Duration
  var side: SandboxSide
  var route: String
  /// Nil: the connection was closed without an answer.
  var status: Int?
  /// How long the answer was held back.
  var delay: Duration
  /// The key in the order of first use at its API; nil if there was none.
  var key: Int?
  /// Of an upsert: the contact's id if it was stored, or else a hash of what it is named by.
  var contact: String?
  var bodyBytes: Int
}

/// As many of the last requests as it has room for.
struct RequestLog: Sendable {
  let capacity: Int
  /// How many requests there were in all, which is the number of the last.
  private(set) var count = 0
  /// A ring: number N stands at (N − 1) modulo the capacity.
  private var records: [RequestRecord] = []

  init(capacity: Int) { self.capacity = max(capacity, 1) }

  mutating func append(_ record: (_ number: Int) -> RequestRecord) {
    let position = count % capacity
    count += 1
    if records.count < capacity {
      records.append(record(count))
    } else {
      records[position] = record(count)
    }
  }

  /// The last so many requests, oldest first; or, after a number, the first so many of those
  /// behind it that are still known.
  func records(limit: Int, after number: Int? = nil) -> [RequestRecord] {
    let known = (count - records.count)..<count
    let wanted =
      number.map { known.clamped(to: max($0, 0)..<Int.max).prefix(limit) }
      ?? known.suffix(limit)
    return wanted.map { records[$0 % capacity] }
  }
}
