/// The second step where lists aren't in the row: accepted contacts are put on the list in batches.

/// A contact that the target holds and that is to be put on its list.
package struct ListEntry: Sendable, Equatable {
  package var row: Int
  package var targetID: String
  /// What became of the contact, as it will stand when it is on the list.
  package var outcome: RowOutcome
  /// What is to be kept of it when it is on the list.
  package var memory: ContactMemory?

  package init(
    row: Int, targetID: String, outcome: RowOutcome, memory: ContactMemory? = nil
  ) {
    self.row = row
    self.targetID = targetID
    self.outcome = outcome
    self.memory = memory
  }
}

/// Gathers contacts for requests of at most so many.
package struct ListBatcher: Sendable {
  private let limit: Int
  private var entries: [ListEntry] = []

  package init(limit: Int) {
    self.limit = limit
  }

  package var isEmpty: Bool { entries.isEmpty }

  /// - Returns: a batch when it is full.
  package mutating func add(_ entry: ListEntry) -> [ListEntry]? {
    entries.append(entry)
    return entries.count < limit ? nil : flush()
  }

  /// - Returns: what has been gathered; nil if that is nothing.
  package mutating func flush() -> [ListEntry]? {
    guard !entries.isEmpty else { return nil }
    defer { entries = [] }
    return entries
  }
}
