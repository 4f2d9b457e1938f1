internal import CByteScan
internal import Foundation
internal import Synchronization

/// The keys of all rows, to be asked which of them came before.
///
/// A table of millions of keys waits for memory at nearly each one. So keys are only written down as they
/// come, apart by their hashes; when all have come, one partition after the other is looked through, with
/// a table that fits the processor's caches. Takes 24 bytes a key.
struct KeyPartitions: Sendable {
  /// What a key does for its row.
  enum Role: UInt8, Sendable {
    case email, profile
    /// An additional mail, or a name and company.
    case further
  }

  /// A key that came before.
  struct Repeat {
    let row: UInt32
    let role: Role
    /// The first row that came with the key; with one that isn't further, where there is any.
    let first: UInt32
    let firstRole: Role
  }

  fileprivate struct Entry: Sendable {
    let key: PersonKey
    let row: UInt32
    let role: Role
  }

  /// Keys whose hashes begin alike, in the order in which they came.
  private struct Partition: Sendable {
    /// Blocks that are full, and one that is being filled: an array that grows would be copied each time.
    var full: [[Entry]] = []
    var last: [Entry] = []

    private static let blockEntries = 512

    mutating func append(_ entries: ArraySlice<Entry>) {
      if last.count + entries.count > Self.blockEntries {
        full.append(last)
        last = []
        last.reserveCapacity(Self.blockEntries)
      }
      last += entries
    }
  }

  /// So many that ten million rows make partitions of two megabytes.
  private static let partitionBits = 8
  /// How many keys of a partition are gathered before they are moved there.
  private static let stagedEntries = 32

  private var partitions = Array(repeating: Partition(), count: 1 << partitionBits)
  /// The keys that came last, for each partition by itself: the processor's caches hold them all, where each
  /// partition's end would be a place of its own to wait for.
  private var staged = Array(
    repeating: Entry(key: PersonKey(low: 0, high: 0), row: 0, role: .email),
    count: stagedEntries << partitionBits)
  private var stagedCounts = Array(repeating: 0, count: 1 << partitionBits)

  /// Notes a key of a row; no row may come before an earlier one.
  @inline(__always)
  mutating func append(_ key: PersonKey, row: UInt32, role: Role) {
    let index = Int(truncatingIfNeeded: key.high >> UInt64(64 - Self.partitionBits))
    staged[index * Self.stagedEntries + stagedCounts[index]] = Entry(
      key: key, row: row, role: role)
    stagedCounts[index] += 1
    if stagedCounts[index] == Self.stagedEntries { moveStaged(index) }
  }

  private mutating func moveStaged(_ index: Int) {
    let start = index * Self.stagedEntries
    partitions[index].append(staged[start..<(start + stagedCounts[index])])
    stagedCounts[index] = 0
  }

  /// The keys that came before, in no particular order. The partitions are shared out to all processors.
  consuming func repeats() -> [Repeat] {
    for index in partitions.indices { moveStaged(index) }
    let partitions = partitions
    let shares = ProcessInfo.processInfo.activeProcessorCount
    let repeats = Mutex<[Repeat]>([])
    DispatchQueue.concurrentPerform(iterations: shares) { share in
      var table = PartitionTable()
      for index in stride(from: share, to: partitions.count, by: shares) {
        table.look(through: partitions[index].full, partitions[index].last)
      }
      repeats.withLock { $0 += table.repeats }
    }
    return repeats.withLock { $0 }
  }
}

/// Finds the repeated keys of one partition after the other, in the same memory.
private struct PartitionTable {
  private(set) var repeats: [KeyPartitions.Repeat] = []
  private var entries: [KeyPartitions.Entry] = []
  /// In open addressing, at most half full: the index of an entry below, and above it a part of its hash, so
  /// that hardly an entry is looked at in vain.
  private var slots: [UInt64] = []

  private static let free = UInt64.max
  /// So many keys before it is looked up, the memory for a key is fetched.
  private static let keysAhead = 8

  mutating func look(through blocks: [[KeyPartitions.Entry]], _ last: [KeyPartitions.Entry]) {
    entries.removeAll(keepingCapacity: true)
    for block in blocks { entries += block }
    entries += last
    var slotCount = 16
    while slotCount < 2 * entries.count { slotCount *= 2 }
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(Self.free, count: slotCount))

    var hasFurther = false
    for index in entries.indices {
      prefetch(index + Self.keysAhead)
      if entries[index].role == .further { hasFurther = true } else { insert(index) }
    }
    guard hasFurther else { return }
    // Behind the others: what is another row's mail is known by then.
    for index in entries.indices where entries[index].role == .further { insert(index) }
  }

  private func firstSlot(of key: PersonKey) -> Int {
    Int(truncatingIfNeeded: key.low) & (slots.count - 1)
  }

  private func prefetch(_ index: Int) {
    guard index < entries.count else { return }
    let slot = firstSlot(of: entries[index].key)
    unsafe slots.withUnsafeBufferPointer { slots in
      if let base = slots.baseAddress { unsafe scan_prefetch(base + slot) }
    }
  }

  private mutating func insert(_ index: Int) {
    let entry = entries[index]
    let tag = entry.key.high << 32
    var slot = firstSlot(of: entry.key)
    while slots[slot] != Self.free {
      let candidate = slots[slot]
      slot = (slot + 1) & (slots.count - 1)
      guard (candidate ^ tag) >> 32 == 0 else { continue }
      let first = entries[Int(candidate & 0xFFFF_FFFF)]
      guard first.key == entry.key else { continue }
      repeats.append(
        KeyPartitions.Repeat(
          row: entry.row, role: entry.role, first: first.row, firstRole: first.role))
      return
    }
    slots[slot] = tag | UInt64(index)
  }
}
