internal import CByteScan

/// A map from keys to row numbers in open addressing: 20 bytes a slot, at most four fifths full.
///
/// It is cut into parts that grow one at a time, so that growing never needs the whole table twice.
struct KeyTable: Sendable {
  private struct Part: Sendable {
    /// The low and high halves of each slot's key.
    var keys: [SIMD2<UInt64>]
    var rows: [UInt32]
    var count = 0
  }

  private static let partBits = 6
  private static let initialSlots = 16
  /// Marks a free slot: rows are counted from 0 and never get so far.
  private static let free = UInt32.max

  private var parts: [Part]

  init() {
    let part = Part(
      keys: Array(repeating: .zero, count: Self.initialSlots),
      rows: Array(repeating: Self.free, count: Self.initialSlots))
    parts = Array(repeating: part, count: 1 << Self.partBits)
  }

  /// The number of keys.
  var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// Has the slot of a key fetched that will be asked for soon: in a large table each one is a wait for
  /// memory.
  func prefetch(_ key: PersonKey) {
    let part = parts[Self.part(of: key)]
    let slot = Int(truncatingIfNeeded: key.low) & (part.rows.count - 1)
    unsafe part.keys.withUnsafeBufferPointer {
      unsafe scan_prefetch($0.baseAddress.map { unsafe $0 + slot })
    }
    unsafe part.rows.withUnsafeBufferPointer {
      unsafe scan_prefetch($0.baseAddress.map { unsafe $0 + slot })
    }
  }

  /// The row that a key came with first: an earlier one, or this one.
  mutating func firstRow(of key: PersonKey, orInsert row: UInt32) -> UInt32 {
    let index = Self.part(of: key)
    if (parts[index].count + 1) * 5 > parts[index].rows.count * 4 { grow(index) }
    let slot = Self.slot(of: key, in: parts[index])
    let found = parts[index].rows[slot]
    if found != Self.free { return found }
    parts[index].keys[slot] = SIMD2(key.low, key.high)
    parts[index].rows[slot] = row
    parts[index].count += 1
    return row
  }

  /// The row that a key came with first; nil where it hasn't come yet.
  func firstRow(of key: PersonKey) -> UInt32? {
    let part = parts[Self.part(of: key)]
    let found = part.rows[Self.slot(of: key, in: part)]
    return found == Self.free ? nil : found
  }

  @inline(__always)
  private static func part(of key: PersonKey) -> Int {
    Int(truncatingIfNeeded: key.high >> UInt64(64 - partBits))
  }

  @inline(__always)
  private static func slot(of key: PersonKey, in part: Part) -> Int {
    let mask = part.rows.count - 1
    let wanted = SIMD2(key.low, key.high)
    var slot = Int(truncatingIfNeeded: key.low) & mask
    while part.rows[slot] != free, part.keys[slot] != wanted { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow(_ index: Int) {
    let old = parts[index]
    var new = Part(
      keys: Array(repeating: .zero, count: old.rows.count * 2),
      rows: Array(repeating: Self.free, count: old.rows.count * 2), count: old.count)
    for slot in old.rows.indices where old.rows[slot] != Self.free {
      let key = old.keys[slot]
      let target = Self.slot(of: PersonKey(low: key[0], high: key[1]), in: new)
      new.keys[target] = key
      new.rows[target] = old.rows[slot]
    }
    parts[index] = new
  }
}
