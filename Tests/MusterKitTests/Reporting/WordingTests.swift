import Testing

@testable import MusterKit

@Suite("What people read while a run goes on")
struct WordingTests {
  @Test(
    "durations have two units at most, rounded",
    arguments: [
      (-3.0, "0 s"), (0, "0 s"), (0.04, "0 s"), (0.42, "0.4 s"), (0.94, "0.9 s"), (0.95, "1 s"),
      (1.4, "1 s"), (57, "57 s"), (59.6, "1 min"), (60, "1 min"), (61, "1 min 1 s"),
      (599, "9 min 59 s"), (3599.4, "59 min 59 s"), (3599.6, "1 h"), (3600, "1 h"),
      (10_000, "2 h 47 min"), (20_000, "5 h 33 min"), (86_399, "1 d"), (86_400, "1 d"),
      (187_200, "2 d 4 h"), (2_000_000, "23 d 4 h"),
    ])
  func durations(seconds: Double, words: String) {
    #expect(Duration.seconds(seconds).words == words)
  }

  @Test(
    "sizes are in decimal units",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (3449, "3.4 kB"), (99_949, "100 kB"),
      (999_600, "1 MB"), (254_000_000, "254 MB"), (1_234_000_000, "1.2 GB"),
      (5_000_000_000_000, "5 TB"),
    ])
  func sizes(bytes: Int, words: String) {
    #expect(bytes.byteSize == words)
  }

  @Test(
    "numbers are grouped",
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (100_000, "100,000"),
    ])
  func grouped(number: Int, text: String) {
    #expect(number.grouped == text)
  }

  @Test(
    "rates have one decimal where it matters",
    arguments: [
      (0, "0"), (4.99, "5"), (4.94, "4.9"), (9.78, "9.8"), (9.96, "10"), (12_345.6, "12,346"),
      (.infinity, "–"), (.nan, "–"),
    ])
  func rates(number: Double, text: String) {
    #expect(number.shortText == text)
  }

  @Test("what remains follows from the limiter's rate")
  func remaining() {
    #expect(ProgressLine.remaining(requests: 100_000, limit: 5)?.words == "5 h 33 min")
    #expect(ProgressLine.remaining(requests: -3, limit: 5) == .zero)
    #expect(ProgressLine.remaining(requests: 100, limit: nil) == nil)
    #expect(ProgressLine.remaining(requests: 100, limit: 0) == nil)
  }

  static let line = ProgressLine(
    label: "GetSales", done: 12_345, total: 100_000, perSecond: 4.94, failed: 3,
    remaining: .seconds(17_531), waiting: "rate limit, 12 s")

  @Test(
    "a line leaves out what matters least where room is short",
    arguments: [
      (
        200,
        "GetSales  12,345/100,000  12 %  4.9/s  3 failed  4 h 52 min left  waiting: rate limit, 12 s"
      ),
      (85, "GetSales  12,345/100,000  12 %  3 failed  4 h 52 min left  waiting: rate limit, 12 s"),
      (80, "GetSales  12,345/100,000  3 failed  4 h 52 min left  waiting: rate limit, 12 s"),
      (70, "12,345/100,000  3 failed  4 h 52 min left  waiting: rate limit, 12 s"),
      (60, "12,345/100,000  3 failed  waiting: rate limit, 12 s"),
      (40, "12,345/100,000  3 failed"), (20, "12,345/100,000"), (10, "12,345/10…"), (1, "…"),
      (0, ""),
    ])
  func widths(width: Int, text: String) {
    #expect(Self.line.text(width: width) == text)
  }

  @Test("a line never is longer than its width", arguments: 0...120)
  func fits(width: Int) {
    #expect(Self.line.text(width: width).count <= width)
  }

  @Test("a line says only what is known")
  func unknown() {
    #expect(
      ProgressLine(label: "Reading", done: 5000, perSecond: 200_000).text(width: 80)
        == "Reading  5,000  200,000/s")
    #expect(
      ProgressLine(label: "x", done: 0, total: 0, perSecond: 0).text(width: 80) == "x  0/0  0/s")
    #expect(
      ProgressLine(label: "x", done: 999, total: 1000, perSecond: 1).text(width: 80)
        == "x  999/1,000  99 %  1/s")
  }
}
