// Two commands run in alternation, so that a machine which grows slower or faster does so for both.

/// The runs of two commands, round by round.
struct Comparison {
  /// One run of each command, one right after the other.
  struct Round {
    var baseline: TimedProcess
    var candidate: TimedProcess

    /// Wall time of the candidate over that of the baseline.
    var ratio: Double { candidate.wallSeconds / baseline.wallSeconds }
  }

  var options: CompareOptions
  /// The rounds that count, in order.
  var rounds: [Round]

  /// Runs the warm-up rounds and then the rounds that count; says on standard error how it goes.
  static func run(_ options: CompareOptions) throws(BenchError) -> Comparison {
    var rounds: [Round] = []
    for number in (1 - options.warmup)...options.runs {
      let round = Round(
        baseline: try runOnce(options.baseline, accepted: options.accepted),
        candidate: try runOnce(options.candidate, accepted: options.accepted))
      if number >= 1 { rounds.append(round) }
      let name = number >= 1 ? "round \(number)" : "warm-up"
      let times =
        "\(round.baseline.wallSeconds.fixed(3)) s, \(round.candidate.wallSeconds.fixed(3)) s"
      printError("\(name): \(times), ratio \(round.ratio.fixed(3))")
    }
    return Comparison(options: options, rounds: rounds)
  }

  private static func runOnce(
    _ command: [String], accepted: Set<Int32>
  ) throws(BenchError) -> TimedProcess {
    let run = try TimedProcess.run(command)
    guard accepted.contains(run.exitCode) else {
      throw .failed("exit code \(run.exitCode) from: \(command.joined(separator: " "))")
    }
    return run
  }

  /// The comparison as Markdown.
  var report: String {
    let ratios = rounds.map(\.ratio)
    var lines = [
      "- A: `\(options.baseline.joined(separator: " "))`",
      "- B: `\(options.candidate.joined(separator: " "))`",
      "",
      "| | wall min | wall median | wall max | user+sys median | peak RSS max |",
      "|---|---:|---:|---:|---:|---:|",
      row("A", rounds.map(\.baseline)),
      row("B", rounds.map(\.candidate)),
      "",
      "**B takes \(ratios.median.fixed(2)) × the time of A**: the median of the ratios of"
        + " \(rounds.count) rounds"
        + " (\(ratios.lowest.fixed(2))–\(ratios.highest.fixed(2))), A and B in alternation"
        + " after \(options.warmup) to warm up.",
      "",
      "| round | A wall | B wall | B/A |",
      "|---:|---:|---:|---:|",
    ]
    for (index, round) in rounds.enumerated() {
      lines.append(
        "| \(index + 1) | \(round.baseline.wallSeconds.fixed(3)) s"
          + " | \(round.candidate.wallSeconds.fixed(3)) s | \(round.ratio.fixed(3)) |")
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ name: String, _ runs: [TimedProcess]) -> String {
    let walls = runs.map(\.wallSeconds)
    let peak = runs.map(\.peakBytes).max() ?? 0
    let floor = peak <= TimedProcess.ownPeakBytes ? "≤ " : ""
    return "| \(name) | \(walls.lowest.fixed(3)) s | \(walls.median.fixed(3)) s"
      + " | \(walls.highest.fixed(3)) s | \(runs.map(\.processorSeconds).median.fixed(3)) s"
      + " | \(floor)\((Double(peak) / 1_000_000).fixed(1)) MB |"
  }
}

extension [Double] {
  /// The middle value, or the mean of the two in the middle; NaN without values.
  var median: Double {
    let sorted = sorted()
    guard !isEmpty else { return .nan }
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }

  /// The least value; NaN without values.
  var lowest: Double { self.min() ?? .nan }

  /// The greatest value; NaN without values.
  var highest: Double { self.max() ?? .nan }
}

extension Double {
  /// The value, which isn't negative, with `places` decimal places.
  func fixed(_ places: Int) -> String {
    guard isFinite else { return "–" }
    var unit = 1
    for _ in 0..<places { unit *= 10 }
    let scaled = Int((self * Double(unit)).rounded())
    let fraction = String(scaled % unit)
    return "\(scaled / unit)." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
