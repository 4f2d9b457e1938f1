internal import CByteScan

/// A map from keys to row numbers in open addressing: 20 bytes a slot, at most four fifths full.
///
/// It is cut into parts that grow one at a time, so that growing never needs the whole table twice. In a
/// part, slots stand in groups, the keys of a group and then its rows: so looking up a key touches one
/// page of memory, where two arrays would be two. In a table of millions of keys each page is a wait.
struct KeyTable: Sendable {
  fileprivate struct Part: Sendable {
    /// Groups of `groupWords`.
    var words: [UInt64]
    /// A power of two, and a multiple of `groupSlots`.
    var slots: Int
    var count = 0

    init(slots: Int) {
      self.slots = slots
      words = Array(repeating: .max, count: slots / groupSlots * groupWords)
    }
  }

  private static let partBits = 6
  fileprivate static let groupSlots = 16
  /// 16 keys of two words, and 16 rows of half a word.
  fileprivate static let groupWords = 40
  /// Marks a free slot: rows are counted from 0 and never get so far.
  fileprivate static let free = UInt32.max

  private var parts: [Part]

  init() {
    parts = Array(repeating: Part(slots: Self.groupSlots), count: 1 << Self.partBits)
  }

  /// The number of keys.
  var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// Has the slot of a key fetched that will be asked for soon.
  func prefetch(_ key: PersonKey) {
    let index = Self.part(of: key)
    let slot = Self.firstSlot(of: key, slots: parts[index].slots)
    unsafe parts[index].words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return }
      unsafe scan_prefetch(base + Self.keyWord(slot))
      unsafe scan_prefetch(base + Self.rowWord(slot))
    }
  }

  /// The row that a key came with first: an earlier one, or this one.
  mutating func firstRow(of key: PersonKey, orInsert row: UInt32) -> UInt32 {
    let index = Self.part(of: key)
    if (parts[index].count + 1) * 5 > parts[index].slots * 4 { parts[index].grow() }
    return parts[index].firstRow(of: key, orInsert: row)
  }

  /// The row that a key came with first; nil where it hasn't come yet.
  func firstRow(of key: PersonKey) -> UInt32? {
    parts[Self.part(of: key)].firstRow(of: key)
  }

  @inline(__always)
  private static func part(of key: PersonKey) -> Int {
    Int(truncatingIfNeeded: key.high >> UInt64(64 - partBits))
  }

  @inline(__always)
  fileprivate static func firstSlot(of key: PersonKey, slots: Int) -> Int {
    Int(truncatingIfNeeded: key.low) & (slots - 1)
  }

  /// Where the two words of a slot's key begin.
  @inline(__always)
  fileprivate static func keyWord(_ slot: Int) -> Int {
    slot / groupSlots * groupWords + slot % groupSlots * 2
  }

  /// Where a slot's row is, with another's.
  @inline(__always)
  fileprivate static func rowWord(_ slot: Int) -> Int {
    slot / groupSlots * groupWords + 2 * groupSlots + slot % groupSlots / 2
  }
}

extension KeyTable.Part {
  @inline(__always)
  private func row(_ slot: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: words[KeyTable.rowWord(slot)] >> UInt64(slot % 2 * 32))
  }

  @inline(__always)
  private mutating func setRow(_ row: UInt32, _ slot: Int) {
    let shift = UInt64(slot % 2 * 32)
    let word = KeyTable.rowWord(slot)
    words[word] = words[word] & ~(0xFFFF_FFFF << shift) | UInt64(row) << shift
  }

  /// The slot that holds a key, or the free one where it belongs.
  @inline(__always)
  private func slot(of key: PersonKey) -> Int {
    var slot = KeyTable.firstSlot(of: key, slots: slots)
    while row(slot) != KeyTable.free {
      let word = KeyTable.keyWord(slot)
      if words[word] == key.low, words[word + 1] == key.high { break }
      slot = (slot + 1) & (slots - 1)
    }
    return slot
  }

  fileprivate func firstRow(of key: PersonKey) -> UInt32? {
    let found = row(slot(of: key))
    return found == KeyTable.free ? nil : found
  }

  fileprivate mutating func firstRow(of key: PersonKey, orInsert row: UInt32) -> UInt32 {
    let slot = slot(of: key)
    let found = self.row(slot)
    if found != KeyTable.free { return found }
    let word = KeyTable.keyWord(slot)
    words[word] = key.low
    words[word + 1] = key.high
    setRow(row, slot)
    count += 1
    return row
  }

  fileprivate mutating func grow() {
    var larger = KeyTable.Part(slots: 2 * slots)
    for slot in 0..<slots where row(slot) != KeyTable.free {
      let word = KeyTable.keyWord(slot)
      let key = PersonKey(low: words[word], high: words[word + 1])
      _ = larger.firstRow(of: key, orInsert: row(slot))
    }
    self = larger
  }
}
