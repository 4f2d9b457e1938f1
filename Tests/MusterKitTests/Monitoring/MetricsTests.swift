import CoreMetrics
import Foundation
import Testing

@testable import MusterKit

@Suite struct PrometheusTextTests {
  @Test func `each kind of swift-metrics is one of Prometheus`() {
    let text = PrometheusText { $0 == "b" ? "About b\\\nand more." : nil }
    Counter(label: "a", dimensions: [("z", "1"), ("y", "2")], factory: text).increment(by: 3)
    Counter(label: "a", dimensions: [("y", "2"), ("z", "1")], factory: text).increment(by: 4)
    Gauge(label: "b", dimensions: [("path", "C:\\x \"y\"\nz")], factory: text).record(0.5)
    let meter = Meter(label: "c", factory: text)
    meter.set(10)
    meter.decrement(by: 2.5)
    let recorder = Recorder(label: "d_bytes", factory: text)
    recorder.record(3)
    recorder.record(4)
    Timer(label: "e_seconds", factory: text).recordMilliseconds(1500)
    #expect(
      text.text == #"""
        # TYPE a counter
        a{y="2",z="1"} 7
        # HELP b About b\\\nand more.
        # TYPE b gauge
        b{path="C:\\x \"y\"\nz"} 0.5
        # TYPE c gauge
        c 7.5
        # TYPE d_bytes summary
        d_bytes_sum 7
        d_bytes_count 2
        # TYPE e_seconds summary
        e_seconds_sum 1.5
        e_seconds_count 1

        """#)
  }
}

@Suite struct JobMetricsTests {
  /// The value of each series, by its name and labels.
  private func values(_ path: String) throws -> [String: Double] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Dictionary(
      uniqueKeysWithValues: try lines.map { line in
        let end = try #require(line.lastIndex(of: " "))
        return (String(line[..<end]), try #require(Double(line[line.index(after: end)...])))
      })
  }

  @Test func `the file tells how an import goes, and how it ended`() throws {
    let scratch = try ScratchDirectory()
    let path = scratch.file("leads.prom")
    let first = JobMetrics(path: path, job: "leads")
    first.began(at: Date(timeIntervalSince1970: 1_000))
    try first.write()
    var now = try values(path)
    #expect(now[#"muster_running{import="leads"}"#] == 1)
    #expect(now[#"muster_last_success_timestamp_seconds{import="leads"}"#] == nil)

    var progress = DeliveryEvent.Progress()
    progress.requests.sent = 7
    progress.seconds = 1.25
    first.progressed(progress, at: .lemlist)
    try first.write()
    now = try values(path)
    #expect(now[#"muster_requests_sent{import="leads",target="lemlist"}"#] == 7)
    #expect(now[#"muster_sending_seconds{import="leads",target="lemlist"}"#] == 1.25)

    first.ended(sampleOutcome(exitCode: 1, toFix: 11, waits: [(.outage, 60)]), .degraded)
    try first.write()
    now = try values(path)
    #expect(now[#"muster_running{import="leads"}"#] == 0)
    #expect(now[#"muster_last_success_timestamp_seconds{import="leads"}"#] == 1_768_486_109)
    #expect(now[#"muster_last_exit_code{import="leads"}"#] == 1)
    #expect(now[#"muster_health{health="degraded",import="leads"}"#] == 1)
    #expect(now[#"muster_health{health="ok",import="leads"}"#] == 0)
    #expect(now[#"muster_rows{import="leads",status="rejected",target="lemlist"}"#] == 11)
    #expect(now[#"muster_rows_to_fix{import="leads"}"#] == 11)
    #expect(now[#"muster_requests_sent{import="leads",target="lemlist"}"#] == 40)
    #expect(
      now[#"muster_waiting_seconds{import="leads",reason="outage",target="lemlist"}"#] == 60)
    #expect(
      now[#"muster_problems{code="email_unusable",import="leads",severity="error",target=""}"#]
        == 11)
    #expect(try ScratchDirectory.mode(path) == 0o644)
    #expect(try scratch.names() == ["leads.prom"])

    // The next one fails, and what is known of the last one that didn't stays.
    let next = JobMetrics(path: path, job: "leads")
    next.began(at: Date(timeIntervalSince1970: 2_000_000_000))
    try next.write()
    now = try values(path)
    #expect(now[#"muster_last_exit_code{import="leads"}"#] == 1)
    #expect(now[#"muster_health{health="degraded",import="leads"}"#] == 1)
    #expect(now[#"muster_rows_to_fix{import="leads"}"#] == nil)
    let end = Date(timeIntervalSince1970: 2_000_000_060)
    next.ended(
      JobOutcome(job: "leads", started: end - 60, finished: end, exitCode: 65), .failed)
    try next.write()
    now = try values(path)
    #expect(now[#"muster_last_success_timestamp_seconds{import="leads"}"#] == 1_768_486_109)
    #expect(now[#"muster_last_end_timestamp_seconds{import="leads"}"#] == 2_000_000_060)
    #expect(now[#"muster_last_exit_code{import="leads"}"#] == 65)
    #expect(now[#"muster_health{health="degraded",import="leads"}"#] == 0)
    #expect(now[#"muster_health{health="failed",import="leads"}"#] == 1)
    #expect(now[#"muster_duration_seconds{import="leads"}"#] == 60)
  }

  @Test func `every metric of the table is written, with its help and its labels`() throws {
    let scratch = try ScratchDirectory()
    let path = scratch.file("m.prom")
    let metrics = JobMetrics(path: path, job: "x")
    metrics.began(at: .now)
    metrics.ended(sampleOutcome(toFix: 1), .ok)
    try metrics.write()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for metric in JobMetric.allCases {
      #expect(text.contains("# HELP \(metric.rawValue) \(metric.help)\n"), "\(metric)")
      #expect(text.contains("# TYPE \(metric.rawValue) gauge\n"))
      let line = try #require(
        text.split(separator: "\n").first { $0.hasPrefix("\(metric.rawValue){") })
      for label in metric.labels + ["import"] { #expect(line.contains("\(label)=\""), "\(line)") }
    }
    let names = text.matches(of: /TYPE ([a-z_]+) gauge/).map { String($0.1) }
    #expect(Set(names) == Set(JobMetric.allCases.map(\.rawValue)) && names == names.sorted())
  }

  @Test func `docs/nightly.md has the table of metrics`() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/nightly.md")
    var text = try String(contentsOf: page, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- metrics: made by the tests -->\n")).upperBound
    let end = try #require(text.range(of: "<!-- end -->", range: start..<text.endIndex)).lowerBound
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_DOCS"] == "1" {
      text.replaceSubrange(start..<end, with: JobMetric.table)
      try text.write(to: page, atomically: true, encoding: .utf8)
    } else {
      #expect(text[start..<end] == JobMetric.table, "Write it again with MUSTER_UPDATE_DOCS=1.")
    }
  }

  @Test func `a file that isn't ours, or can't be written, is no harm`() throws {
    let scratch = try ScratchDirectory()
    try "muster_last_exit_code{import=\"x\"} abc\nfoo 1\nmuster_running{} 1\n".write(
      toFile: scratch.file("odd.prom"), atomically: true, encoding: .utf8)
    let metrics = JobMetrics(path: scratch.file("odd.prom"), job: "x")
    try metrics.write()
    #expect(
      try String(contentsOfFile: scratch.file("odd.prom"), encoding: .utf8).contains("abc") == false
    )
    let lost = JobMetrics(path: scratch.file("no/such/dir.prom"), job: "x")
    #expect(throws: ReportError.self) { try lost.write() }
  }
}
