/// What accounts have accepted, over all runs: so that a contact that hasn't changed isn't sent again.

internal import Crypto
import Foundation
import GRDB
import Synchronization

/// What the ledger calls an account: everything that is kept of contacts there is hashed with it.
package struct LedgerAccount: Sendable, Equatable {
  /// With all that decides what is sent to it, and does there: for the contents of contacts.
  package let hash: ContentHash
  /// Of the address, the key and the list alone: for what contacts are known by, whoever sends them.
  package let keys: ContentHash
  /// Of the address and the key alone: whatever the list, it is one contact that is changed.
  package let locks: ContentHash

  package init(hash: ContentHash, keys: ContentHash, locks: ContentHash? = nil) {
    self.hash = hash
    self.keys = keys
    self.locks = locks ?? keys
  }
}

extension RunLedger {
  /// An account at an address, as it is opened by a key. What changes what is sent to it or does there
  /// (`settings`) makes other contents of the same contacts; another list, other contacts.
  ///
  /// The hashes are made with a secret of the ledger's own, so that nobody who has the ledger without it
  /// finds out by trying whose they are. The secret is in the ledger.
  package func account(
    of key: Secret, at address: BaseURL, list: String?, settings: [UInt8]
  ) throws(LedgerError) -> LedgerAccount {
    let code = SymmetricKey(data: try accountCode(of: key, at: address))
    func hash(_ bytes: [UInt8]) -> ContentHash {
      ContentHash(Array(HMAC<SHA256>.authenticationCode(for: Data(bytes), using: code)))
    }
    return LedgerAccount(
      hash: hash(settings), keys: hash(Array("list:\(list ?? "")".utf8)),
      locks: hash(Array("contacts".utf8)))
  }

  /// Which contacts an account has accepted as they are, and not before a moment.
  ///
  /// - Parameters:
  ///   - wanted: the contacts.
  ///   - oldest: the moment; nil: any.
  /// - Returns: the places of those that were accepted.
  /// - Throws: `LedgerError` where they can't be read.
  func accepted(
    _ wanted: WantedContacts, since oldest: Date?
  ) throws(LedgerError) -> [Int] {
    let oldest = oldest.map { Int64(milliseconds: $0) / 1000 }
    guard !wanted.isEmpty else { return [] }
    try merge()
    if lastVersion == nil {
      lastVersion = try read { try Int64.fetchOne($0, sql: "PRAGMA data_version") }
    }
    return try read { database in
      // To look one up takes about ten times as long as to read one in passing.
      let isLarge = wanted.count > 10_000
      return isLarge
        ? try Self.joined(wanted, oldest, database) : try Self.lookedUp(wanted, oldest, database)
    }
  }

  /// Which of these contacts their account has come to hold as they are, since a moment, by the writes of
  /// other processes; those among them that one of these is about to put on their list.
  func held(_ rows: [SentRow], since moment: Date) throws(LedgerError) -> [Int] {
    guard othersWrote else { return [] }
    let wanted = rows.compactMap { row -> (row: Int, hash: ContentHash)? in
      guard row.isAlone, let bytes = row.fingerprint else { return nil }
      return ContentHash(Data(bytes)).map { (row.row, $0) }
    }
    // First who is about to be put on a list: who gets there meanwhile is found as accepted then.
    var held = Set<Int>()
    for contact in wanted where try isBeingListed(contact.hash) { held.insert(contact.row) }
    let others = wanted.filter { !held.contains($0.row) }
    let found = try accepted(
      WantedContacts(count: others.count) { others[$0].hash }, since: moment)
    return held.sorted() + found.map { others[$0].row }
  }

  /// Whether another process has had a contact accepted and is about to put it on its list. Where that has
  /// failed, the record has a reason.
  private func isBeingListed(_ hash: ContentHash) throws(LedgerError) -> Bool {
    // The code stands in the statement: with an argument SQLite wouldn't use the index.
    let runs = try read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT run FROM delivery
          WHERE fingerprint = ? AND code = 'not_added_to_list' AND reason IS NULL
          """)
      return try Int64.fetchAll(statement, arguments: [hash.data]).map(RunID.init(rawValue:))
    }
    return runs.contains { leases[$0] == nil && RunLease.isHeld(path: leasePath(of: $0)) }
  }

  /// The contents of the contacts that were accepted in a run, and are on their list: 16 bytes each.
  func acceptedContents(
    run: RunID, target: TargetKind
  ) throws(LedgerError) -> Set<ContentHash> {
    try read { database in
      let rows = try Data.fetchCursor(
        database,
        sql: """
          SELECT fingerprint FROM delivery
          WHERE run = ? AND target = ? AND state = 'accepted' AND fingerprint IS NOT NULL
            AND code IS NOT ?
          """,
        arguments: [run.rawValue, target.rawValue, DiagnosticCode.notAddedToList.rawValue])
      var contents: Set<ContentHash> = []
      while let row = try rows.next() {
        if let hash = ContentHash(row) { contents.insert(hash) }
      }
      return contents
    }
  }

  private static func lookedUp(
    _ wanted: WantedContacts, _ oldest: Int64?, _ database: Database
  ) throws -> [Int] {
    let statement = try database.cachedStatement(
      sql: "SELECT 1 FROM accepted WHERE hash = ? AND check_hash = ? AND accepted >= ?")
    return try wanted.parts.joined().filter { contact in
      let arguments: StatementArguments = [contact.key, contact.check, oldest ?? .min]
      return try Int.fetchOne(statement, arguments: arguments) != nil
    }.map { Int($0.place) }
  }

  /// Goes through the table and the contacts side by side: both are in the order of hashes.
  private static func joined(
    _ wanted: WantedContacts, _ oldest: Int64?, _ database: Database
  ) throws -> [Int] {
    var found: [Int] = []
    found.reserveCapacity(wanted.count)
    /// For each part the first contact that isn't before the row.
    var next = wanted.parts.map { _ in 0 }
    let columns = oldest == nil ? "hash, check_hash" : "hash, check_hash, accepted"
    var rows = try DirectStatement(
      database, sql: "SELECT \(columns) FROM accepted ORDER BY hash")
    while try rows.next() {
      let key = rows.number(0)
      let check = rows.number(1)
      if let oldest, oldest > rows.number(2) { continue }
      for (index, part) in wanted.parts.enumerated() {
        while next[index] < part.count, part[next[index]].key < key { next[index] += 1 }
        while next[index] < part.count, part[next[index]].key == key {
          let contact = part[next[index]]
          if contact.check == check { found.append(Int(contact.place)) }
          next[index] += 1
        }
      }
    }
    return found
  }
}

/// Contacts that are looked for: 24 bytes each.
struct WantedContacts: Sendable {
  struct Entry: Sendable {
    /// The half of the hash by which it is found, and the half that makes sure.
    var key: Int64
    var check: Int64
    /// As who asks counts.
    var place: UInt32
  }

  /// Each in the order of keys.
  let parts: [[Entry]]

  /// So many take less time than it takes to share them out.
  private static let fewest = 10_000

  /// - Parameters:
  ///   - count: how many places there are, from 0.
  ///   - hash: of the contact at a place; nil where none is looked for. Called for several at once.
  init(count: Int, hash: @Sendable (Int) -> ContentHash?) {
    let shares = count < Self.fewest ? 1 : ProcessInfo.processInfo.activeProcessorCount
    let parts = Mutex<[[Entry]]>([])
    DispatchQueue.concurrentPerform(iterations: shares) { share in
      var part: [Entry] = []
      let places = count * share / shares..<count * (share + 1) / shares
      part.reserveCapacity(places.count)
      for place in places {
        guard let hash = hash(place) else { continue }
        part.append(
          Entry(key: hash.key, check: hash.check, place: UInt32(truncatingIfNeeded: place)))
      }
      part.sort { $0.key < $1.key }
      parts.withLock { $0.append(part) }
    }
    self.parts = parts.withLock { $0 }
  }

  var count: Int { parts.reduce(0) { $0 + $1.count } }
  var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }
}

extension ContactMemory {
  /// Takes the place of all that was accepted under any of the keys, as soon as it is merged.
  ///
  /// - Returns: how many contacts aren't merged, with it.
  func write(to database: Database, at date: Int64) throws -> Int {
    var statement = try DirectStatement(
      database,
      sql: """
        INSERT INTO accepted_lately
          (hash, check_hash, accepted, is_held, key_1, key_2, key_3, key_4)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.bind(hash.key)
    try statement.bind(hash.check)
    try statement.bind(date / 1000)
    try statement.bind(isHeld ? 1 : 0)
    // No contact has more: one of each kind.
    for index in 0..<4 { try statement.bind(index < keys.count ? keys[index].key : nil) }
    try statement.run()
    // The table is only ever emptied whole, and then counts from 1 again.
    return Int(database.lastInsertedRowID)
  }
}

extension RunLedger {
  /// So many contacts are merged at a time, while contacts are being sent.
  static let mostLately = 4096

  /// Merges what was accepted lately into what all accounts hold, so that it can be looked up.
  func merge() throws(LedgerError) {
    let isNeeded = try read {
      try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM accepted_lately)")
    }
    guard isNeeded == true else { return }
    try write { database in
      for statement in Self.mergers { try database.cachedStatement(sql: statement).execute() }
    }
  }

  /// The last content under a key is the one that holds. What was accepted before under any key of a
  /// contact holds no longer, in this batch too.
  ///
  /// Rows go into a table in its own order: in that in which they came, each looks for its page.
  private static let mergers = [
    """
    DELETE FROM accepted WHERE hash IN (
      SELECT contact_key.hash FROM key_lately JOIN contact_key USING (key)
      WHERE contact_key.hash <> key_lately.hash)
    """,
    "INSERT OR REPLACE INTO contact_key (key, hash) SELECT key, hash FROM key_lately ORDER BY key, id",
    """
    INSERT OR REPLACE INTO accepted (hash, check_hash, accepted)
    SELECT hash, check_hash, accepted FROM accepted_lately WHERE is_held ORDER BY hash, id
    """,
    """
    DELETE FROM accepted WHERE hash IN (
      SELECT key_lately.hash FROM key_lately JOIN contact_key USING (key)
      WHERE contact_key.hash <> key_lately.hash)
    """,
    "DELETE FROM accepted_lately",
  ]
}

extension ContentHash {
  /// 16 bytes.
  package var bytes: [UInt8] {
    unsafe withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) { unsafe Array($0) }
  }

  var data: Data { Data(bytes) }

  /// Reads what `bytes` has made; nil from anything else.
  init?(_ data: Data) {
    let words = data.littleEndianWords
    guard data.count == 16 else { return nil }
    self.init(low: words[0], high: words[1])
  }

  /// The half by which it is found, and the half that makes sure.
  var key: Int64 { Int64(bitPattern: low) }
  fileprivate var check: Int64 { Int64(bitPattern: high) }
}
