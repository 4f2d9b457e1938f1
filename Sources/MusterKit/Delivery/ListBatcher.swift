/// The second step where lists aren't in the row: accepted contacts are put on the list in batches.

/// A contact that the target holds and that is to be put on its list.
package struct ListEntry: Sendable, Equatable {
  package var row: Int
  package var targetID: String
  /// What became of the contact, as it will stand when it is on the list.
  package var outcome: RowOutcome

  package init(row: Int, targetID: String, outcome: RowOutcome) {
    self.row = row
    self.targetID = targetID
    self.outcome = outcome
  }
}

/// Gathers contacts for requests of at most 1,000
/// (https://developer.lemlist.com/api-reference/endpoints/contacts).
package struct ListBatcher: Sendable {
  package static let limit = 1000

  private var entries: [ListEntry] = []

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  /// - Returns: a batch when it is full.
  package mutating func add(_ entry: ListEntry) -> [ListEntry]? {
    entries.append(entry)
    return entries.count < Self.limit ? nil : flush()
  }

  /// - Returns: what has been gathered; nil if that is nothing.
  package mutating func flush() -> [ListEntry]? {
    guard !entries.isEmpty else { return nil }
    defer { entries = [] }
    return entries
  }
}
