import Foundation
import Logging
import Synchronization
import Testing

@testable import MusterKit

@Suite("log.jsonl")
struct RunLogTests {
  let scratch: ScratchDirectory
  let path: String

  init() throws {
    scratch = try ScratchDirectory()
    path = scratch.file("log.jsonl")
  }

  private struct Quoting: Error { var value = "ann@x.com" }

  private func logger(_ file: RunLogFile, level: Logger.Level = .info) -> Logger {
    let now = Date(timeIntervalSince1970: 1_768_485_909.5)
    return Logger(label: "muster") { _ in RunLog(file: file, level: level, now: { now }) }
  }

  private func lines() throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test("has one object a line, written at once, for its owner only")
  func line() throws {
    let file = try RunLogFile(path: path)
    var logger = logger(file)
    logger[metadataKey: "run"] = "12"
    logger.warning(
      "The answer was \"no\".",
      metadata: ["row": .stringConvertible(7), "codes": ["a", .stringConvertible(true)]])
    logger.debug("not this")
    logger.info("done")
    #expect(
      try lines() == [
        #"{"time":"2026-01-15T14:05:09.500Z","level":"warning","#
          + #""message":"The answer was \"no\".","#
          + #""metadata":{"codes":["a",true],"row":7,"run":"12"}}"#,
        #"{"time":"2026-01-15T14:05:09.500Z","level":"info","message":"done","#
          + #""metadata":{"run":"12"}}"#,
      ])
    #expect(try ScratchDirectory.mode(path) == 0o600)
  }

  @Test("what stands nearer to the event goes before what stands further")
  func metadata() throws {
    let file = try RunLogFile(path: path)
    var handler = RunLog(file: file, now: { Date(timeIntervalSince1970: 0) })
    handler.metadataProvider = Logger.MetadataProvider { ["a": "1", "b": "1", "c": "1"] }
    handler.metadata = ["b": "2", "c": "2"]
    let logger = Logger(label: "muster", factory: { [handler] _ in handler })
    logger.info("x", metadata: ["c": "3"])
    #expect(try lines().first?.hasSuffix(#""metadata":{"a":"1","b":"2","c":"3"}}"#) == true)
  }

  @Test("of an error, names the type and not what it quotes")
  func error() throws {
    let file = try RunLogFile(path: path)
    logger(file).error("It failed.", error: Quoting())
    let line = try #require(try lines().first)
    #expect(line.contains("Quoting"))
    #expect(!line.contains("ann@x.com"))
  }

  @Test("goes on behind the lines of an earlier session")
  func appends() throws {
    logger(try RunLogFile(path: path)).info("one")
    logger(try RunLogFile(path: path)).info("two")
    #expect(try lines().count == 2)
  }

  @Test("lines of many tasks don't mix")
  func concurrent() async throws {
    let file = try RunLogFile(path: path)
    let logger = logger(file)
    let text = String(repeating: "x", count: 2000)
    await withTaskGroup(of: Void.self) { group in
      for _ in 1...8 {
        group.addTask { for _ in 1...100 { logger.info("\(text)") } }
      }
    }
    let lines = try lines()
    #expect(lines.count == 800)
    #expect(Set(lines).count == 1)
  }

  @Test(
    "a full disk loses lines and nothing else",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let file = try RunLogFile(path: "/dev/full")
    logger(file).info("lost")
    #expect(file.lostLines == 1)
  }

  @Test("people get a line with the same, by their clock")
  func text() throws {
    let lines = Mutex<[String]>([])
    let zone = try #require(TimeZone(secondsFromGMT: 3600))
    var log = TextLog(
      level: .info, now: { Date(timeIntervalSince1970: 1_768_485_909.5) }, timeZone: zone
    ) { line in lines.withLock { $0.append(line) } }
    log.metadata = ["run": "12"]
    let logger = Logger(label: "muster", factory: { [log] _ in log })
    logger.notice("waiting", metadata: ["seconds": .stringConvertible(4), "reason": "a\nb"])
    logger.debug("not this")
    #expect(lines.withLock(\.self) == ["15:05:09 notice waiting reason=a·b run=12 seconds=4"])
  }
}
