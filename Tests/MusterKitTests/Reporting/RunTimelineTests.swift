import Foundation
import Logging
import Testing

@testable import MusterKit

@Suite struct RunTimelineTests {
  /// Writes what deliveries tell, at moments of our own choice, and draws it.
  private final class Recorder {
    let scratch: ScratchDirectory
    let file: RunLogFile
    private var lines: [String] = []

    init() throws {
      scratch = try ScratchDirectory()
      file = try RunLogFile(path: scratch.file("log.jsonl"))
    }

    func log(at seconds: Double) -> DeliveryLog {
      let time = Date(timeIntervalSince1970: 1_768_000_000 + seconds)
      return DeliveryLog(
        logger: Logger(label: "muster") { [file] _ in RunLog(file: file, now: { time }) },
        target: .lemlist)
    }

    var bytes: [UInt8] {
      get throws { [UInt8](try Data(contentsOf: URL(filePath: scratch.file("log.jsonl")))) }
    }
  }

  private static func progress(_ seconds: Double, _ requests: Int) -> DeliveryEvent {
    var progress = DeliveryEvent.Progress()
    progress.seconds = seconds
    progress.requests.sent = requests
    return .progress(progress)
  }

  private static func summary(_ seconds: Double, _ requests: Int) -> DeliverySummary {
    var counts = RequestCounts()
    counts.sent = requests
    return DeliverySummary(
      ending: .finished, statuses: StatusCounts(), requests: counts, sendingSeconds: seconds,
      pace: nil,
      secondsLostToUnevenness: 0, unanswered: [])
  }

  @Test func `requests stand where they were sent, whatever the moments they were told at`() throws
  {
    let recorder = try Recorder()
    recorder.log(at: 0).began()
    recorder.log(at: 2).log(Self.progress(2, 1))
    recorder.log(at: 6).log(Self.progress(6, 41))
    recorder.log(at: 10).ended(Self.summary(10, 45))
    let timeline = try #require(RunTimeline.all(in: try recorder.bytes)[.lemlist])
    #expect(timeline.seconds == 10 && timeline.partSeconds == 1)
    #expect(timeline.requests == [0, 0, 10, 10, 10, 10, 1, 1, 1, 1])
    #expect(RunTimeline.all(in: try recorder.bytes)[.getsales] == nil)
  }

  @Test func `sessions follow each other, and one that was killed counts as far as it was told`()
    throws
  {
    let recorder = try Recorder()
    recorder.log(at: 0).began()
    recorder.log(at: 4).log(Self.progress(4, 41))
    // Killed here, in the middle of a line.
    recorder.file.append(Array(#"{"time":"2026-01-0"#.utf8) + [0x0A])
    recorder.log(at: 1000).began()
    recorder.log(at: 1005).ended(Self.summary(5, 11))
    let timeline = try #require(RunTimeline.all(in: try recorder.bytes)[.lemlist])
    #expect(timeline.seconds == 9)
    #expect(timeline.requests == [10, 10, 10, 10, 2, 2, 2, 2, 2])
    #expect(timeline.events.map(\.kind) == [.resumed])
    #expect(timeline.events.first?.at == 4 && timeline.events.first?.seconds == 996)
  }

  @Test func `waits are told with their length, and one that goes on is told once`() throws {
    let recorder = try Recorder()
    recorder.log(at: 0).began()
    recorder.log(at: 1).log(Self.progress(1, 5))
    recorder.log(at: 2).log(.waiting(.rateLimited, seconds: 3))
    // Too short to be worth a line.
    recorder.log(at: 6).log(.waiting(.busy, seconds: 0.5))
    for start in [10.0, 12, 16] { recorder.log(at: start).log(.waiting(.outage, seconds: 4)) }
    recorder.log(at: 19).log(.stopped(StopCause(.outage, "It failed.")))
    recorder.log(at: 19).ended(Self.summary(19, 30))
    let timeline = try #require(RunTimeline.all(in: try recorder.bytes)[.lemlist])
    #expect(timeline.events.map(\.kind) == [.rateLimited, .outage, .stopped])
    #expect(timeline.events.map(\.at) == [2, 10, 19])
    // Not longer than the sending itself.
    #expect(timeline.events.map(\.seconds) == [3, 9, nil])
  }

  @Test func `a part is long enough for a rate`() throws {
    let recorder = try Recorder()
    recorder.log(at: 0).began()
    var progress = DeliveryEvent.Progress()
    progress.seconds = 30
    progress.requests.sent = 151
    progress.pace = SendingPace(perSecond: 5, unhindered: 5, unevenness: .zero)
    recorder.log(at: 30).log(.progress(progress))
    let timeline = try #require(RunTimeline.all(in: try recorder.bytes)[.lemlist])
    #expect(timeline.requests == Array(repeating: 21.4, count: 7))
  }

  @Test func `a delivery of two days has a few thousand lines, and one of a minute its seconds`()
    throws
  {
    let recorder = try Recorder()
    let log = recorder.log(at: 0)
    for quarter in 0..<(4 * 60) { log.log(Self.progress(Double(quarter) / 4, quarter)) }
    #expect(try recorder.bytes.count { $0 == 0x0A } == 60)
    for minute in 1..<(55 * 60) {
      for part in 0..<6 { log.log(Self.progress(Double(minute) * 60 + Double(part) * 10, 0)) }
    }
    #expect((3000...5000).contains(try recorder.bytes.count { $0 == 0x0A }))
    let timeline = try #require(
      RunTimeline.all(
        in: Array(
          #"{"time":"2026-01-01T00:00:00.000Z","level":"info","message":"delivery began","metadata":{"target":"lemlist"}}"#
            .utf8)
          + [0x0A] + (try recorder.bytes))[.lemlist])
    #expect(timeline.requests.count == 120)
  }
}
