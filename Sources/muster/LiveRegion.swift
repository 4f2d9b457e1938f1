import Foundation
import MusterKit

/// Lines at the end of a terminal that are written over, on standard error.
///
/// Lines are no wider than the terminal. One that became narrower since breaks them: they are taken back all the
/// same, as many as they have become.
struct LiveRegion {
  /// How wide each of the lines is that stand there now.
  private var widths: [Int] = []

  /// Whether standard error is a terminal where lines can be written over.
  static var isPossible: Bool {
    Terminal.isInteractive
      && (ProcessInfo.processInfo.environment["TERM"] ?? "dumb") != "dumb"
  }

  /// Puts lines in place of those that stand there.
  mutating func show(_ lines: [String], width: Int) {
    let text = lines.map { "\($0)\n" }.joined()
    Terminal.prompt(back(width) + text)
    widths = lines.map(Self.visibleWidth)
  }

  /// Takes the lines away.
  mutating func clear(width: Int) {
    guard !widths.isEmpty else { return }
    Terminal.prompt(back(width))
    widths = []
  }

  /// Leaves the lines where they are; what is shown next stands below.
  mutating func leave() { widths = [] }

  /// Moves to the first of the lines, and erases all below (ECMA-48: CUU, ED).
  private func back(_ width: Int) -> String {
    guard !widths.isEmpty else { return "" }
    let rows = widths.reduce(0) { $0 + max(1, ($1 + width - 1) / max(width, 1)) }
    return "\r\u{1B}[\(rows)A\u{1B}[J"
  }

  /// Without the sequences that colour it.
  private static func visibleWidth(_ line: String) -> Int {
    line.replacing(/\u{1B}\[[0-9;]*m/, with: "").count
  }
}
