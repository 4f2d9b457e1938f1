// Chance that comes out the same every time: ids and faults follow from the seed.

/// SplitMix64, the generator that seeds others (Steele, Lea and Flood, "Fast Splittable
/// Pseudorandom Number Generators", OOPSLA 2014). Not for secrets.
struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// FNV-1a, 64 bits: the same in every process, unlike Swift's own hashes. Not for secrets.
struct StableHash: Sendable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  mutating func combine(_ number: UInt64) {
    combine((0..<8).lazy.map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
  }
}

/// The ids of the things that one side holds, in the order of their making.
struct IDSource: Sendable {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// A version 4 UUID in lower case, as GetSales writes them.
  mutating func uuid() -> String {
    let high = (random.next() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000
    let low = (random.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    let digits = Self.hex(high) + Self.hex(low)
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(digits.dropFirst($0.lowerBound).prefix($0.count)) }
      .joined(separator: "-")
  }

  /// An id as lemlist writes them: a prefix that names the kind, and 17 letters and digits.
  mutating func lemlist(_ prefix: String) -> String {
    prefix + "_" + String((0..<17).map { _ in Self.alphabet.randomElement(using: &random) ?? "x" })
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static let alphabet = Array(
    "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz")
}
