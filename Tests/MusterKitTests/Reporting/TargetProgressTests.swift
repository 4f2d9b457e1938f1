import Foundation
import Testing

@testable import MusterKit

@Suite("What a terminal shows while contacts are sent")
struct TargetProgressTests {
  /// 2026-11-22, 14:00 in UTC: a Sunday.
  private static let now = Date(timeIntervalSince1970: 1_795_356_000)

  private static func progress(_ total: Int, pace: Double? = 10) -> TargetProgress {
    TargetProgress(target: .lemlist, total: total, pace: pace)
  }

  /// Ten seconds of sending, 96 requests in them.
  private static func sending(_ wait: Double? = nil) -> TargetProgress {
    var target = progress(13_080)
    for step in 0...40 {
      var progress = DeliveryEvent.Progress()
      progress.seconds = 840 + Double(step) / 4
      progress.requests.sent = 8024 + (step * 96) / 40
      progress.statuses[.created] = 7900 + step
      progress.statuses[.updated] = 100
      progress.statuses[.rejected] = 23
      progress.pace = SendingPace(perSecond: 9.78, unhindered: 9.78, unevenness: .zero)
      target.take(.progress(progress), at: now)
    }
    if let wait { target.take(.waiting(.outage, seconds: wait), at: now) }
    return target
  }

  private static func shown(
    _ target: TargetProgress, width: Int, isUnicode: Bool = true, isShort: Bool = false
  ) throws -> [String] {
    let zone = try #require(TimeZone(secondsFromGMT: 0))
    return target.lines(
      .init(width: width, style: .plain, isUnicode: isUnicode, zone: zone), at: now,
      isShort: isShort)
  }

  @Test func `a wide terminal shows a bar, counts, rate and end`() throws {
    #expect(
      try Self.shown(Self.sending(), width: 100) == [
        "lemlist  ████████████████████████░░░░░░░░░░░░░░░░   61 %  8,063 of 13,080",
        "         7,940 created · 100 updated · 23 rejected",
        "         9.6 of 9.8 requests a second · 8 min 43 s left · done at 14:08",
      ])
    #expect(
      try Self.shown(Self.sending(), width: 61, isUnicode: false)
        == [
          "lemlist  ################-----------   61 %  8,063 of 13,080",
          "         7,940 created, 100 updated, 23 rejected",
          "         9.6 of 9.8 requests a second, 8 min 43 s left",
        ])
  }

  @Test(arguments: [
    (
      40,
      [
        "lemlist  61 %  8,063 of 13,080", "  7,940 created · 100 updated",
        "  9.6 of 9.8 requests a second",
      ]
    ),
    (26, ["61 %  8,063/13,080", "  7,940 created", ""]),
    (8, ["61 %", "", ""]), (3, ["", "", ""]),
  ])
  func `what matters least goes first where room is short`(width: Int, lines: [String]) throws {
    #expect(try Self.shown(Self.sending(), width: width) == lines.filter { !$0.isEmpty })
  }

  @Test(arguments: 1...120)
  func `no line is as wide as the terminal`(width: Int) throws {
    for target in [
      Self.sending(), Self.sending(30), Self.sending(7200), Self.progress(5),
    ] {
      for isShort in [false, true] {
        for line in try Self.shown(target, width: width, isShort: isShort) {
          #expect(line.count < width, "\(line)")
        }
      }
    }
  }

  @Test func `a wait is told, short ones by their length and long ones by the clock`() throws {
    let short = try Self.shown(Self.sending(12), width: 80)
    #expect(short.last == "         waiting 12 s: it fails or can't be reached")
    #expect(short[2] == "         9.6 of 9.8 requests a second · 8 min 45 s left · done at 14:08")
    #expect(
      try Self.shown(Self.sending(1800), width: 80).last
        == "         waiting until 14:30: it fails or can't be reached")
    #expect(
      try Self.shown(Self.sending(86_400), width: 80).last
        == "         waiting until Mon 14:00: it fails or can't be reached")
  }

  @Test func `some time after a wait the rest follows from what is measured again`() throws {
    var target = Self.progress(1000, pace: 10)
    target.take(.waiting(.busy, seconds: 5), at: Self.now)
    for second in 0...20 {
      var progress = DeliveryEvent.Progress()
      progress.seconds = Double(second)
      progress.requests.sent = 1 + second
      progress.statuses[.created] = second
      target.take(.progress(progress), at: Self.now)
    }
    #expect(target.timeLeft(at: Self.now + 6) == .seconds(98))
    #expect(target.timeLeft(at: Self.now + 20) == .seconds(980))
  }

  @Test func `before the first answer nothing is made up`() throws {
    #expect(
      try Self.shown(Self.progress(5), width: 80) == [
        "lemlist  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0 %  0 of 5",
        "         0.5 s left · done at 14:00",
      ])
  }

  @Test func `where there is no room below, there is one line`() throws {
    #expect(try Self.shown(Self.sending(12), width: 80, isShort: true).count == 1)
  }

  @Test func `a log has one line`() throws {
    let zone = try #require(TimeZone(secondsFromGMT: 0))
    #expect(
      Self.sending(12).line(width: 120, at: Self.now, in: zone)
        == "lemlist  8,063/13,080  61 %  9.6/s  23 failed  8 min 45 s left  "
        + "waiting: it fails or can't be reached, 12 s")
  }

  @Test func `without a limit the rest follows from what is measured`() throws {
    var target = Self.progress(1000, pace: nil)
    for second in 0...20 {
      var progress = DeliveryEvent.Progress()
      progress.seconds = Double(second)
      progress.requests.sent = 1 + second * 20
      progress.statuses[.created] = second * 20
      target.take(.progress(progress), at: Self.now)
    }
    #expect(
      try Self.shown(target, width: 80).last
        == "         20 requests a second · 30 s left · done at 14:00")
  }
}
