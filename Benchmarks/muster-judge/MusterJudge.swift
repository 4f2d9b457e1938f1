// Judges the rows of a file of leads: what mapping, normalising and validating cost by themselves, on
// one core. `scripts/bench mapping` runs it.

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
      // Once to warm up.
      _ = try round(arguments[1])
      var results: [Double] = []
      var last = Round()
      print("| round | ns a row |\n|---:|---:|")
      for number in 1...rounds {
        last = try round(arguments[1])
        results.append(last.time / .nanoseconds(1) / Double(last.rows))
        print("| \(number) | \(Int(results[number - 1])) |")
      }
      print("\n**\(Int(results.sorted()[rounds / 2])) ns a row**: the median of \(rounds) rounds")
      print("over \(last.rows) rows of \(last.columns) columns.")
    } catch {
      print(error)
      exit(65)
    }
  }

  private struct Round {
    var time = Duration.zero
    var rows = 0
    var columns = 0
  }

  /// Reads a file and judges it batch by batch, as `muster check` does: a batch is still in the
  /// processor's caches when it is judged. Only the judging is timed.
  private static func round(_ path: String) throws -> Round {
    let source = try Source.open(name: path, path: path, options: ReadingOptions())
    let mapper = try MappedSource(source: source, configuration: .standard(), isStrict: false)
      .mapper
    var reader = try RowReader(source: source)
    var round = Round(columns: mapper.columnCount)
    var keys = 0
    while let batch = try reader.next() {
      round.time += ContinuousClock().measure { keys += mapper.judge(batch).keys.count }
      round.rows += batch.count
    }
    precondition(keys > 0, "no key was found")
    return round
  }
}
