// Reads a file of leads into batches, as every command does before anything else, and counts:
// what reading alone costs. `scripts/bench reading` runs it.

import Foundation
import MusterKit

/// Prints `ROWS rows, CELLS cells` of the file that is named.
@main enum MusterRead {
  static func main() async {
    ProcessMemory.shareArenas()
    guard CommandLine.arguments.count == 2 else {
      print("usage: muster-read FILE")
      exit(64)
    }
    let path = CommandLine.arguments[1]
    do {
      let source = try Source.open(name: path, path: path, options: ReadingOptions())
      let stream = RowStream(source: source)
      var (rows, cells) = (0, 0)
      while let batch = try await stream.next()?.rows {
        rows += batch.count
        cells += batch.fieldEnds.count
      }
      print("\(rows) rows, \(cells) cells")
    } catch {
      print(error)
      exit(65)
    }
  }
}
