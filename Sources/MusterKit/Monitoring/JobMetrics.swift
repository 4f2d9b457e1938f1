/// The file for Prometheus: written when an import begins, while it goes on, and when it ends.

import CoreMetrics
package import Foundation

/// Fills the metrics of an import, by swift-metrics, and writes their file: as a whole, so that nobody reads
/// half of it, and readable by everybody, as the node exporter runs as another user.
package struct JobMetrics: Sendable {
  private let path: String
  private let job: String
  private let text: PrometheusText

  /// - Parameters:
  ///   - path: of the file; what it says of the last import is kept.
  ///   - job: what the import is called.
  package init(path: String, job: String) {
    self.path = path
    self.job = job
    text = PrometheusText { JobMetric(rawValue: $0)?.help }
    set(.buildInfo, 1, ["version": musterVersion])
    carry()
  }

  package func began(at date: Date) {
    set(.running, 1)
    set(.start, date.timeIntervalSince1970)
  }

  /// How far a delivery is.
  package func progressed(_ progress: DeliveryEvent.Progress, at target: TargetKind) {
    let requests = progress.requests
    note(
      RequestSummary(
        sent: requests.sent, accepted: requests.accepted, retried: requests.retried,
        rateLimited: requests.rateLimited), seconds: progress.seconds, at: target)
  }

  package func ended(_ outcome: JobOutcome, _ health: JobHealth) {
    set(.running, 0)
    set(.end, outcome.finished.timeIntervalSince1970)
    if outcome.isFinished { set(.success, outcome.finished.timeIntervalSince1970) }
    set(.exitCode, Double(outcome.exitCode))
    for case let other in JobHealth.allCases {
      set(.health, other == health ? 1 : 0, ["health": other.rawValue])
    }
    set(.duration, outcome.finished.timeIntervalSince(outcome.started))
    if let rows = outcome.rowsRead { set(.rowsRead, Double(rows)) }
    guard let summary = outcome.summary else { return }
    set(.rowsToFix, Double(summary.rowsToFix ?? 0))
    for target in summary.targets {
      note(target.requests, seconds: target.sendingSeconds, at: target.target)
      for status in RowStatus.allCases {
        set(
          .rows, Double(target.rows.statuses[status]),
          ["target": target.target.rawValue, "status": status.rawValue])
      }
    }
    for wait in outcome.waits {
      set(
        .waiting, wait.seconds,
        ["target": wait.target.rawValue, "reason": wait.reason.rawValue])
    }
    for problem in summary.problems ?? [] {
      set(
        .problems, Double(problem.count),
        [
          "code": problem.code, "severity": problem.severity.rawValue,
          "target": problem.target?.rawValue ?? "",
        ])
    }
  }

  private func note(_ requests: RequestSummary, seconds: Double, at target: TargetKind) {
    let labels = ["target": target.rawValue]
    set(.requestsSent, Double(requests.sent), labels)
    set(.requestsAccepted, Double(requests.accepted), labels)
    set(.requestsRetried, Double(requests.retried), labels)
    set(.requestsRateLimited, Double(requests.rateLimited), labels)
    set(.sending, seconds, labels)
  }

  private func set(_ metric: JobMetric, _ value: Double, _ labels: [String: String] = [:]) {
    // Two imports with files of their own never have the same series: the node exporter would refuse both.
    let dimensions = [("import", job)] + labels.map { ($0.key, $0.value) }
    Gauge(label: metric.rawValue, dimensions: dimensions, factory: text)
      .record((value * 1000).rounded() / 1000)
  }

  // MARK: The file

  /// Blocks for the writing.
  ///
  /// - Throws: a `ReportError` where it can't be written.
  package func write() throws(ReportError) {
    do throws(SystemError) {
      let place = try PrivateDirectory.destination(of: path)
      let part = "\(place).\(ProcessInfo.processInfo.processIdentifier).part"
      try PrivateFile(path: part, .replacing).write(Array(text.text.utf8).span)
      try? FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: part)
      try PrivateDirectory.rename(part, to: place)
    } catch {
      throw .writing(path, error)
    }
  }

  /// Takes over how the last import ended.
  private func carry() {
    guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 20 else {
      return
    }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      guard let match = line.wholeMatch(of: /([a-z_]+)\{(.*)\} ([-0-9.e+]+)/),
        let metric = JobMetric(rawValue: String(match.1)), JobMetric.carried.contains(metric),
        let value = Double(match.3)
      else { continue }
      let health = match.2.firstMatch(of: /health="([a-z]+)"/).map { String($0.1) }
      set(metric, value, health.map { ["health": $0] } ?? [:])
    }
  }
}
