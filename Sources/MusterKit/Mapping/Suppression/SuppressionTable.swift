/// Keys with the places where they were listed, in open addressing: 21 bytes a slot, between half
/// and three quarters full.
///
/// It is cut into parts that grow one at a time, so that growing never needs the whole table twice.
struct SuppressionTable: Sendable {
  /// Most keys that are asked for aren't there: nine of ten of them are told by the marks alone,
  /// which a processor's cache holds, and the others by the low halves.
  private struct Part: Sendable {
    /// The low half of each slot's key, never 0; 0 where the slot is free.
    var lows: [UInt64]
    var highs: [UInt64]
    var places: [UInt32]
    /// A bit for each key, at a place of its own among 8 a slot.
    private var marks: [UInt64]
    var count = 0

    init(slots: Int) {
      marks = Array(repeating: 0, count: slots / 8 + 1)
      lows = Array(repeating: 0, count: slots)
      highs = Array(repeating: 0, count: slots)
      places = Array(repeating: 0, count: slots)
    }

    /// Whether a key may be there.
    @inline(__always)
    func mayHold(high: UInt64) -> Bool {
      let bit = bit(of: high)
      return marks[bit >> 6] & 1 << UInt64(bit & 63) != 0
    }

    mutating func mark(high: UInt64) {
      let bit = bit(of: high)
      marks[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    /// The upper bits of a half tell the part, so that all its keys share them.
    @inline(__always)
    private func bit(of high: UInt64) -> Int {
      let spread = high << UInt64(SuppressionTable.partBits)
      return Int(truncatingIfNeeded: spread.multipliedFullWidth(by: UInt64(marks.count * 64)).high)
    }

    /// The slot that holds a key, or the free one where it belongs.
    @inline(__always)
    func slot(low: UInt64, high: UInt64) -> (index: Int, isFree: Bool) {
      let lows = lows.span
      let count = lows.count
      var slot = Int(truncatingIfNeeded: low.multipliedFullWidth(by: UInt64(count)).high)
      while true {
        let found = lows[slot]
        if found == 0 { return (slot, true) }
        if found == low, highs[slot] == high { return (slot, false) }
        slot += 1
        if slot == count { slot = 0 }
      }
    }
  }

  fileprivate static let partBits = 6
  private static let initialSlots = 16

  private var parts: [Part] = []
  /// The number of keys.
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// The place that a key was inserted with; nil where it wasn't.
  @inline(__always)
  func place(of key: PersonKey) -> UInt32? {
    guard count > 0 else { return nil }
    let index = Self.part(of: key)
    guard parts[index].mayHold(high: key.high) else { return nil }
    let slot = parts[index].slot(low: Self.low(of: key), high: key.high)
    return slot.isFree ? nil : parts[index].places[slot.index]
  }

  /// Inserts a key; one that is there keeps its first place.
  mutating func insert(_ key: PersonKey, place: UInt32) {
    if parts.isEmpty {
      parts = Array(repeating: Part(slots: Self.initialSlots), count: 1 << Self.partBits)
    }
    let index = Self.part(of: key)
    if (parts[index].count + 1) * 4 > parts[index].lows.count * 3 { grow(index) }
    let low = Self.low(of: key)
    let slot = parts[index].slot(low: low, high: key.high)
    guard slot.isFree else { return }
    parts[index].lows[slot.index] = low
    parts[index].highs[slot.index] = key.high
    parts[index].places[slot.index] = place
    parts[index].mark(high: key.high)
    parts[index].count += 1
    count += 1
  }

  @inline(__always)
  private static func part(of key: PersonKey) -> Int {
    Int(truncatingIfNeeded: key.high >> UInt64(64 - partBits))
  }

  @inline(__always)
  private static func low(of key: PersonKey) -> UInt64 { max(key.low, 1) }

  private mutating func grow(_ index: Int) {
    let old = parts[index]
    var new = Part(slots: old.lows.count * 3 / 2)
    new.count = old.count
    for slot in old.lows.indices where old.lows[slot] != 0 {
      let target = new.slot(low: old.lows[slot], high: old.highs[slot]).index
      new.lows[target] = old.lows[slot]
      new.highs[target] = old.highs[slot]
      new.places[target] = old.places[slot]
      new.mark(high: old.highs[slot])
    }
    parts[index] = new
  }
}
