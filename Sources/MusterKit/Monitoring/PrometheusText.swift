/// A backend of swift-metrics that gives what it has as a text for Prometheus.

package import CoreMetrics
import Synchronization

/// Keeps the values of metrics, and writes them down in Prometheus' text format
/// (prometheus.io/docs/instrumenting/exposition_formats, version 0.0.4): families and series in the order of
/// their names, the same values give the same text.
///
/// Counters are counters; gauges and meters are gauges; recorders and timers are summaries without
/// quantiles, timers in seconds. Labels of swift-metrics are taken as they are: they have to be names that
/// Prometheus takes.
package final class PrometheusText: MetricsFactory {
  private enum Kind: String {
    case counter, gauge, summary
  }

  private struct Key: Hashable {
    var name: String
    /// As they stand between braces.
    var labels: String
  }

  private struct Value {
    var kind: Kind
    /// Of a summary, the sum.
    var number = 0.0
    /// Of a summary, how many were added.
    var count = 0
  }

  private let values = Mutex<[Key: Value]>([:])
  private let help: @Sendable (_ name: String) -> String?

  /// - Parameter help: what a metric is, as a sentence.
  package init(help: @escaping @Sendable (_ name: String) -> String? = { _ in nil }) {
    self.help = help
  }

  /// Takes out all series of a metric.
  package func remove(_ name: String) {
    values.withLock { values in values = values.filter { $0.key.name != name } }
  }

  /// Everything, as a text.
  package var text: String {
    let values = values.withLock { $0 }
    var lines: [String] = []
    for (name, series) in Dictionary(grouping: values, by: \.key.name).sorted(by: {
      $0.key < $1.key
    }) {
      if let help = help(name) {
        let text = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        lines.append("# HELP \(name) \(text)")
      }
      if let kind = series.first?.value.kind { lines.append("# TYPE \(name) \(kind.rawValue)") }
      for (key, value) in series.sorted(by: { $0.key.labels < $1.key.labels }) {
        let labels = key.labels.isEmpty ? "" : "{\(key.labels)}"
        if value.kind == .summary {
          lines.append("\(name)_sum\(labels) \(Self.text(value.number))")
          lines.append("\(name)_count\(labels) \(value.count)")
        } else {
          lines.append("\(name)\(labels) \(Self.text(value.number))")
        }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func text(_ number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
    return Int(exactly: number).map(String.init) ?? "\(number)"
  }

  /// A value in a label: backslash, quote and line end are escaped.
  package static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  // MARK: swift-metrics

  package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, .counter)
  }

  package func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, .counter)
  }

  package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, .gauge)
  }

  package func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    series(label, dimensions, aggregate ? .summary : .gauge)
  }

  package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, .summary)
  }

  // What was measured stays.
  package func destroyCounter(_ handler: any CounterHandler) {}
  package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  package func destroyMeter(_ handler: any MeterHandler) {}
  package func destroyRecorder(_ handler: any RecorderHandler) {}
  package func destroyTimer(_ handler: any TimerHandler) {}

  private func series(_ name: String, _ dimensions: [(String, String)], _ kind: Kind) -> Series {
    let labels = dimensions.sorted { $0.0 < $1.0 }
      .map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    let key = Key(name: name, labels: labels)
    return Series(kind) { [self] change in
      values.withLock { change(&$0[key, default: Value(kind: kind)]) }
    }
  }

  /// One series, whatever its kind.
  private final class Series: CounterHandler, FloatingPointCounterHandler, MeterHandler,
    RecorderHandler, TimerHandler
  {
    private let kind: Kind
    private let change: @Sendable ((inout Value) -> Void) -> Void

    init(_ kind: Kind, _ change: @escaping @Sendable ((inout Value) -> Void) -> Void) {
      self.kind = kind
      self.change = change
    }

    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { change { $0.number += amount } }
    func decrement(by amount: Double) { change { $0.number -= amount } }
    func reset() { change { $0.number = 0 } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { change { $0.number = value } }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
      change { old in
        old.number = kind == .summary ? old.number + value : value
        old.count += 1
      }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  }
}
