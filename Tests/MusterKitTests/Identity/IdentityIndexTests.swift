import Testing

@testable import MusterKit

/// A row's keys, as letters: `m:a` is the mail a, `s:x` the slug x, `i:x` a member id, `n:x` a Sales
/// Navigator id, `e:a` the additional mail a, `c:x` the name and company x.
private func groups(
  _ rows: [String], sharedMail: IdentityIndex.SharedMail = .separate
) -> (first: [Int], groups: PersonGroups) {
  var index = IdentityIndex()
  for row in rows {
    index.addRow()
    for key in row.split(separator: " ") { index.add(key: String(key)) }
  }
  let groups = index.resolve(sharedMail: sharedMail)
  return (rows.indices.map { groups.firstRow(of: $0) }, groups)
}

extension IdentityIndex {
  fileprivate mutating func add(key: String) {
    let kind: PersonKey.Kind =
      switch key.first {
      case "m": .email
      case "s": .linkedin
      case "i": .linkedinMember
      case "e": .additionalEmail
      case "c": .nameAndCompany
      default: .salesNavigator
      }
    let hashed = kind == .additionalEmail ? .email : kind
    add(PersonKey(hashed, String(key.dropFirst(2))), kind)
  }
}

@Suite struct IdentityIndexTests {
  @Test(arguments: [
    (["m:a", "m:a"], [0, 0]),
    (["m:a", "m:b"], [0, 1]),
    (["", ""], [0, 1]),
    (["s:x", "s:x s:y", "s:y"], [0, 0, 0]),
    (["s:x", "s:x i:y", "i:y"], [0, 0, 0]),
    // A mail – mail and slug – slug: one person, in any order.
    (["m:a", "m:a s:x", "s:x"], [0, 0, 0]),
    (["s:x", "m:a", "m:a s:x"], [0, 0, 0]),
    (["m:a s:x", "s:x", "m:a"], [0, 0, 0]),
    // The same text as another kind of key is another key.
    (["m:a", "s:a"], [0, 1]),
    // A mail behind which two people stand joins nobody.
    (["m:i s:x", "m:i s:y"], [0, 1]),
    (["m:i s:x", "m:i s:y", "m:i", "m:i"], [0, 1, 2, 2]),
    (["m:i", "m:i s:x", "m:i", "m:i s:y"], [0, 1, 0, 3]),
    // They turn out to be one person by another key, so the mail isn't shared.
    (["m:i s:x", "m:i s:y", "s:x i:z", "s:y i:z"], [0, 0, 0, 0]),
  ])
  func `rows with shared keys are one person`(rows: [String], first: [Int]) {
    #expect(groups(rows).first == first)
  }

  @Test(arguments: [
    // An additional mail is the mail of another row, or an additional one there too.
    (["m:a", "m:b e:a"], [0, 0]), (["m:b e:a", "m:a"], [0, 0]), (["e:a", "m:b e:a"], [0, 0]),
    (["c:x", "m:a c:x", "m:b c:x"], [0, 0, 0]),
    // It joins a person named by LinkedIn with rows that aren't, and two of those with each other.
    (["s:x e:a", "m:a", "m:b e:a"], [0, 0, 0]),
    // Two people named by LinkedIn are joined by nothing else, in one step or several.
    (["s:x c:n", "s:y c:n", "c:n"], [0, 1, 2]),
    (["s:x e:a", "m:a c:n", "s:y c:n"], [0, 1, 2]),
    // A mail that is shared joins nobody, wherever it stands.
    (["m:i s:x", "m:i s:y", "m:b e:i", "m:c e:i"], [0, 1, 2, 3]),
    // A row with a shared mail may be joined by another address.
    (["m:i s:x", "m:i s:y", "m:i e:b", "m:c e:b"], [0, 1, 2, 2]),
  ])
  func `further keys join what the rules have left, but no two people`(
    rows: [String], first: [Int]
  ) {
    #expect(groups(rows).first == first)
  }

  @Test func `further keys join like others where any shared key does`() {
    #expect(
      groups(["s:x c:n", "s:y c:n", "m:a", "e:a"], sharedMail: .merge).first == [0, 0, 2, 2])
  }

  @Test(arguments: 0..<200)
  func `further keys join the same rows in any order`(seed: Int) {
    var random = TestRandom(seed: UInt64(seed))
    let count = Int.random(in: 1...14, using: &random)
    let rows = (0..<count).map { _ in
      ["m", "s", "e", "e", "c"].filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
        .map { "\($0):\(Int.random(in: 0..<5, using: &random))" }.joined(separator: " ")
    }
    let first = groups(rows).first
    let order = rows.indices.shuffled(using: &random)
    let shuffled = groups(order.map { rows[$0] }).first
    for one in order.indices {
      for other in order.indices {
        #expect((shuffled[one] == shuffled[other]) == (first[order[one]] == first[order[other]]))
      }
    }
  }

  @Test func `a shared mail goes with its first row's person only`() {
    let groups = groups(["m:i s:x", "m:i s:y", "m:i", "s:x m:i"]).groups
    #expect((0..<4).map { groups.mailUse(ofRow: $0) } == [.sent, .withheld, .withheld, .sent])
    #expect(groups.sharedMailCount == 1)
  }

  @Test func `shared mails can join, or be refused`() {
    #expect(groups(["m:i s:x", "m:i s:y"], sharedMail: .merge).first == [0, 0])
    let refused = groups(["m:i s:x", "m:i s:y", "m:o"], sharedMail: .reject).groups
    #expect((0..<3).map { refused.mailUse(ofRow: $0) } == [.refused, .refused, .sent])
  }

  /// The three rules written down again, the slow way.
  private static func reference(_ rows: [String]) -> [Int] {
    let keys = rows.map { Set($0.split(separator: " ").map(String.init)) }
    var group = Array(rows.indices)
    func join(_ one: Int, _ other: Int) {
      let (keep, drop) = (min(group[one], group[other]), max(group[one], group[other]))
      for row in group.indices where group[row] == drop { group[row] = keep }
    }
    func linkedIn(_ row: Int) -> Set<String> { keys[row].filter { !$0.hasPrefix("m") } }
    func mail(_ row: Int) -> String? { keys[row].first { $0.hasPrefix("m") } }
    for one in rows.indices {
      for other in rows.indices where !linkedIn(one).isDisjoint(with: linkedIn(other)) {
        join(one, other)
      }
    }
    let persons = group
    for one in rows.indices {
      for other in rows.indices where mail(one) != nil && mail(one) == mail(other) {
        let carriers = rows.indices.filter { mail($0) == mail(one) && !linkedIn($0).isEmpty }
        let isShared = Set(carriers.map { persons[$0] }).count > 1
        let areAlone = linkedIn(one).isEmpty && linkedIn(other).isEmpty
        if !isShared || areAlone { join(one, other) }
      }
    }
    return group
  }

  @Test(arguments: 0..<300)
  func `agrees with the rules written the slow way, in any order`(seed: Int) {
    var random = TestRandom(seed: UInt64(seed))
    let count = Int.random(in: 1...24, using: &random)
    let rows = (0..<count).map { _ in
      var keys: [String] = []
      if Bool.random(using: &random) { keys.append("m:\(Int.random(in: 0..<6, using: &random))") }
      for kind in ["s", "i", "n"] where Int.random(in: 0..<3, using: &random) == 0 {
        keys.append("\(kind):\(Int.random(in: 0..<8, using: &random))")
      }
      return keys.joined(separator: " ")
    }
    #expect(groups(rows).first == Self.reference(rows))
    let order = rows.indices.shuffled(using: &random)
    let shuffled = groups(order.map { rows[$0] }).first
    // The same rows stand together, whatever the order.
    let expected = Self.reference(rows)
    for one in order.indices {
      for other in order.indices {
        #expect(
          (shuffled[one] == shuffled[other]) == (expected[order[one]] == expected[order[other]]))
      }
    }
  }

  @Test func `keys that came before are found with their first rows in any partition`() {
    var keys = KeyPartitions()
    for row in 0..<500_000 {
      keys.append(
        PersonKey(.linkedin, "person-\(row % 300_000)"), row: UInt32(row), role: .profile)
    }
    let repeats = keys.repeats()
    #expect(repeats.map(\.row).sorted() == Array(300_000..<500_000))
    #expect(repeats.allSatisfy { $0.row == $0.first + 300_000 })
  }
}

/// The same numbers for the same seed.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
