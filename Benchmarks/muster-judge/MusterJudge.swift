// Judges the rows of a file of leads that is held in memory: what mapping, normalising and validating
// cost by themselves, on one core. `scripts/bench mapping` runs it.

import Foundation
import MusterKit

/// `muster-judge FILE ROUNDS`: prints a table with the nanoseconds a row of each round, and their median.
@main enum MusterJudge {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let rounds = Int(arguments[2]), rounds > 0 else {
      print("usage: muster-judge FILE ROUNDS")
      exit(64)
    }
    do {
      let (mapper, batches) = try load(arguments[1])
      // Once to warm up.
      _ = judge(batches, mapper)
      var results: [Double] = []
      print("| round | ns a row |\n|---:|---:|")
      for round in 1...rounds {
        results.append(judge(batches, mapper))
        print("| \(round) | \(Int(results[round - 1])) |")
      }
      print("\n**\(Int(results.sorted()[rounds / 2])) ns a row**: the median of \(rounds) rounds")
      print("over \(batches.reduce(0) { $0 + $1.count }) rows of \(mapper.columnCount) columns.")
    } catch {
      print(error)
      exit(65)
    }
  }

  private static func load(_ path: String) throws -> (RowMapper, [RowBatch]) {
    let source = try Source.open(name: path, path: path, options: ReadingOptions())
    let mapped = try MappedSource(source: source, configuration: .standard(), isStrict: false)
    var batches: [RowBatch] = []
    var reader = try RowReader(source: source)
    while let batch = try reader.next() { batches.append(batch) }
    return (mapped.mapper, batches)
  }

  /// The nanoseconds that a row takes.
  private static func judge(_ batches: [RowBatch], _ mapper: RowMapper) -> Double {
    var keys = 0
    let time = ContinuousClock().measure {
      for batch in batches { keys += mapper.judge(batch).keys.count }
    }
    precondition(keys > 0, "no key was found")
    let rows = batches.reduce(0) { $0 + $1.count }
    return time / .nanoseconds(1) / Double(rows)
  }
}
