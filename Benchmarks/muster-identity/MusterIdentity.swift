// Finds which of many made-up rows are the same person: what the identity index costs by itself, in
// time and memory. `scripts/bench identity` runs it, in a process of its own for each number of rows.

import Foundation
import MusterKit

/// `muster-identity ROWS`: prints a line of a table: rows, keys, persons, nanoseconds and bytes
/// a row. The bytes are those by which the process's peak grows, from before the first row to behind
/// the last rule.
@main enum MusterIdentity {
  static func main() {
    guard CommandLine.arguments.count == 2, let rows = Int(CommandLine.arguments[1]), rows > 0
    else {
      print("usage: muster-identity ROWS")
      exit(64)
    }
    let before = peak()
    var keys = 0
    var persons = 0
    let time = ContinuousClock().measure {
      var index = IdentityIndex()
      for row in 0..<rows { keys += add(row, to: &index) }
      let groups = index.resolve(sharedMail: .separate)
      persons = (0..<rows).count { groups.firstRow(of: $0) == $0 }
    }
    let bytes = Double(peak() - before) / Double(rows)
    print(
      "| \(rows) | \(keys) | \(persons) | \(Int(time / .nanoseconds(1)) / rows) "
        + "| \(bytes.formatted(.number.precision(.fractionLength(1)))) |")
  }

  /// Adds a row with a mail and, five times in six, a profile: one row in twelve has the keys of an
  /// earlier one.
  ///
  /// - Returns: how many keys it has.
  private static func add(_ row: Int, to index: inout IdentityIndex) -> Int {
    let drawn = key(row, .nameAndCompany).low
    let person = row % 12 == 11 ? Int(drawn % UInt64(row)) : row
    index.addRow()
    index.add(key(person, .email), .email)
    guard person % 6 != 0 else { return 1 }
    index.add(key(person, .linkedin), .linkedin)
    return 2
  }

  private static func key(_ person: Int, _ kind: PersonKey.Kind) -> PersonKey {
    unsafe withUnsafeBytes(of: person) { unsafe PersonKey(kind, $0) }
  }

  /// The most memory that the process has held so far, in bytes.
  private static func peak() -> Int {
    var usage = rusage()
    #if os(Linux)
      _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Int(usage.ru_maxrss) * 1024
    #else
      _ = unsafe getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #endif
  }
}
