/// Lets one contact of a person through at a time, in the order in which they came.
struct PersonQueue {
  /// For each person whose contact is under way the contact's row, and for each such row its person.
  private var rows: [Int: Int] = [:]
  private var persons: [Int: Int] = [:]
  private var held: [DeliveryDispatcher.Work] = []

  /// How many contacts are held back.
  var count: Int { held.count }

  /// Takes a contact.
  ///
  /// - Returns: it, if it may be sent; nil if it is held until `release`.
  mutating func admit(_ work: DeliveryDispatcher.Work) -> DeliveryDispatcher.Work? {
    guard let person = work.contact.person else { return work }
    guard rows[person] == nil else {
      held.append(work)
      return nil
    }
    rows[person] = work.row
    persons[work.row] = person
    return work
  }

  /// Says that the outcome of a row is in the ledger.
  ///
  /// - Returns: the next contact of its person, which may be sent now.
  mutating func release(row: Int) -> DeliveryDispatcher.Work? {
    guard let person = persons.removeValue(forKey: row) else { return nil }
    rows[person] = nil
    guard let next = held.firstIndex(where: { $0.contact.person == person }) else { return nil }
    return admit(held.remove(at: next))
  }

  /// Forgets those that are held back: they aren't sent any more.
  mutating func drop() {
    held = []
  }
}
