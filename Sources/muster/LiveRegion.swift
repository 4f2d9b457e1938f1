import Foundation
import MusterKit

/// Lines at the end of a terminal that are written over, on standard error.
///
/// Lines are no wider than the terminal. One that became narrower since breaks them: they are taken back all the
/// same, as many as they have become.
struct LiveRegion {
  /// How wide each of the lines is that stand there now.
  private var widths: [Int] = []
  private var lastWidth: Int?

  /// Whether standard error is a terminal where lines can be written over.
  static var isPossible: Bool { Terminal.isInteractive && !Terminal.isDumb }

  /// Puts lines in place of those that stand there.
  mutating func show(_ lines: [String], width: Int) {
    // Line by line (ECMA-48: EL), since what is erased from the top of a terminal goes into what was scrolled
    // away; but all at once after a resize, where terminals remember which rows were one line.
    let isResized = width != lastWidth
    let text = lines.map { "\($0)\u{1B}[K\n" }.joined()
    let rest = rows(width) > lines.count ? "\u{1B}[J" : ""
    Terminal.prompt(up(width) + (isResized && !widths.isEmpty ? "\u{1B}[J" : "") + text + rest)
    widths = lines.map(Self.visibleWidth)
    lastWidth = width
  }

  /// Takes the lines away.
  mutating func clear(width: Int) {
    guard !widths.isEmpty else { return }
    Terminal.prompt(up(width) + "\u{1B}[J")
    widths = []
  }

  /// Leaves the lines where they are; what is shown next stands below.
  mutating func leave() { widths = [] }

  /// How many rows the lines take on a terminal of that width.
  private func rows(_ width: Int) -> Int {
    widths.reduce(0) { $0 + max(1, ($1 + width - 1) / max(width, 1)) }
  }

  /// Moves to the first of the lines (ECMA-48: CUU).
  private func up(_ width: Int) -> String {
    widths.isEmpty ? "" : "\r\u{1B}[\(rows(width))A"
  }

  /// Without the sequences that colour it.
  private static func visibleWidth(_ line: String) -> Int {
    line.replacing(/\u{1B}\[[0-9;]*m/, with: "").count
  }
}
