// What the emulator holds and has counted, at one moment.

/// A copy of the emulator's state, to look at and to assert on.
package struct SandboxSnapshot: Sendable {
  /// The GetSales side. Contacts stand in the order in which they were made.
  package struct GetSales: Sendable {
    package let contacts: [GetSalesSandboxContact]
    package let lists: [GetSalesSandboxEntry]
    package let customFields: [GetSalesSandboxEntry]
  }

  /// The lemlist side. Contacts stand in the order in which they were made.
  package struct Lemlist: Sendable {
    package let contacts: [LemlistSandboxContact]
    package let lists: [LemlistSandboxList]
    /// The names of the custom fields in the registry.
    package let customFields: [String]
  }

  package let getSales: GetSales
  package let lemlist: Lemlist

  private let traffic: Traffic

  init(_ world: World) {
    getSales = GetSales(
      contacts: world.getSales.contacts, lists: world.getSales.lists,
      customFields: world.getSales.customFields)
    lemlist = Lemlist(
      contacts: world.lemlist.contacts, lists: world.lemlist.lists,
      customFields: world.lemlist.customFields)
    traffic = world.traffic
  }

  /// How many requests came, by method and route: `POST /leads/api/leads/upsert`,
  /// `POST /api/contacts/lists/{listId}/entities`.
  package var requests: [String: Int] {
    traffic[.getSales].requests.merging(traffic[.lemlist].requests, uniquingKeysWith: +)
  }

  package func requests(_ side: SandboxSide) -> Int { traffic[side].requestCount }

  /// How many answers were given, by status.
  package func answers(_ side: SandboxSide) -> [Int: Int] { traffic[side].answers }

  package func answers(_ side: SandboxSide, _ status: Int) -> Int { answers(side)[status] ?? 0 }

  /// How many requests got no answer, because a script or fault closed the connection.
  package func dropped(_ side: SandboxSide) -> Int { traffic[side].dropped }

  /// The greatest number of requests that came with a key within any window of the rate in
  /// force (of the documented one, if there is none). Refused requests count too.
  package func peakArrivals(_ side: SandboxSide, key: String) -> Int {
    traffic[side].key(key)?.window.peak ?? 0
  }

  /// How many different keys have been used, right or wrong.
  package func keys(_ side: SandboxSide) -> Int { traffic[side].keyCount }

  /// How many upserts brought a body that the same contact had been given before.
  package func repeatedUpserts(_ side: SandboxSide) -> Int { traffic[side].upserts.repeated }

  /// How many upserts came while another for the same contact was under way, because its answer
  /// was still being held back.
  package func overlaps(_ side: SandboxSide) -> Int { traffic[side].upserts.overlaps }
}
