// Whether contacts were sent twice, and whether one was under way twice at a time.

/// The upserts of one API. Memory: some 16 bytes for every upsert that was accepted with a new
/// body.
struct UpsertTraffic: Sendable {
  /// How many were carried out and found good, whatever the client was told.
  private(set) var accepted = 0
  /// How many of these had a body that the same contact had been given before.
  private(set) var repeated = 0
  /// The greatest number of requests for one contact that were under way at the same time.
  private(set) var peakInFlight = 0
  /// How many requests came while another for the same contact was under way.
  private(set) var overlaps = 0

  private var bodies: Set<UInt64> = []
  private var repeatedContacts: Set<String> = []
  /// Requests whose answers haven't left yet, one entry a key.
  private var inFlight: [(leave: Duration, identity: UInt64, request: Int)] = []
  private var requests = 0

  /// How many contacts were given the same body more than once.
  var repeatedContactCount: Int { repeatedContacts.count }

  mutating func note(_ arrival: Arrival, _ reply: Reply) {
    if let contact = reply.contactID { accept(contact, arrival.bodyHash) }
    if !arrival.identities.isEmpty { fly(arrival, reply) }
  }

  private mutating func accept(_ contact: String, _ body: UInt64) {
    accepted += 1
    var hash = StableHash()
    hash.combine(contact.utf8)
    hash.combine(body)
    guard !bodies.insert(hash.value).inserted else { return }
    repeated += 1
    repeatedContacts.insert(contact)
  }

  /// Linear in the number of requests under way. One that is never answered counts as under way
  /// at its arrival only: when its client gives up on it, and so may send it again, can't be seen.
  private mutating func fly(_ arrival: Arrival, _ reply: Reply) {
    requests += 1
    inFlight.removeAll { $0.leave <= arrival.time }
    let others = Set(
      inFlight.lazy.filter { arrival.identities.contains($0.identity) }.map(\.request))
    if !others.isEmpty { overlaps += 1 }
    peakInFlight = max(peakInFlight, others.count + 1)
    guard !reply.dropsConnection, reply.delay > .zero else { return }
    for identity in arrival.identities {
      inFlight.append((arrival.time + reply.delay, identity, requests))
    }
  }
}

/// The keys by which an upsert names its contact.
enum UpsertIdentity {
  /// The hashes of addresses and LinkedIn identifiers, whatever their form. Additional addresses
  /// and name with company aren't among them: two people may share these. None if the body says
  /// nothing of the kind.
  static func hashes(_ body: SandboxJSON?, _ side: SandboxSide) -> [UInt64] {
    guard let body else { return [] }
    let keys = side == .getSales ? getSales(body["lead"] ?? [:]) : lemlist(body)
    var hashes: [UInt64] = []
    for (kind, text) in keys {
      var hash = StableHash()
      hash.combine(kind.utf8)
      hash.combine(CollectionOfOne(0))
      hash.combine(text.utf8)
      if !hashes.contains(hash.value) { hashes.append(hash.value) }
    }
    return hashes
  }

  /// 16 hexadecimal digits.
  static func text(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static func getSales(_ lead: SandboxJSON) -> [(kind: String, text: String)] {
    var keys = ["email", "work_email", "personal_email"].compactMap { name in
      lead[name]?.text.map { ("email", $0.lowercased()) }
    }
    for name in ["linkedin_id", "ln_id", "sn_id", "linkedin"] {
      guard let text = lead[name]?.text,
        let person = LinkedInPerson(getSales: text, acceptsUndocumentedForms: true)
      else { continue }
      let field = person.getSalesField
      keys.append((field.name, field.name == "linkedin" ? field.value.lowercased() : field.value))
    }
    return keys.filter { !$0.1.isEmpty }
  }

  private static func lemlist(_ body: SandboxJSON) -> [(kind: String, text: String)] {
    var keys: [(String, String)] = []
    if let id = body["contactId"]?.text { keys.append(("contact", id)) }
    if let email = body["email"]?.text { keys.append(("email", email.lowercased())) }
    if let url = body["linkedinUrl"]?.text {
      keys.append(("linkedin", LemlistLinkedIn.key(profile: LemlistLinkedIn.profile(url) ?? url)))
    }
    if let url = body["linkedinUrlSalesNav"]?.text {
      let stored = LemlistLinkedIn.salesNavigator(url) ?? url
      keys.append(("sales_navigator", LemlistLinkedIn.key(salesNavigator: stored)))
    }
    return keys.filter { !$0.1.isEmpty }
  }
}
