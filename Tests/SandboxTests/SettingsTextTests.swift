// `--rate`, `--faults` and `--outage` as a user types them.

import Testing

@testable import Sandbox

@Suite struct SettingsTextTests {
  @Test(arguments: [
    ("documented", SandboxConfiguration.Rate.documented),
    ("none", .none),
    ("20/2", .custom(requests: 20, window: .seconds(2))),
    ("300/60s", .custom(requests: 300, window: .seconds(60))),
    ("300/1m", .custom(requests: 300, window: .seconds(60))),
    ("5/500ms", .custom(requests: 5, window: .milliseconds(500))),
    ("5/0.5", .custom(requests: 5, window: .milliseconds(500))),
  ])
  func `A rate is read`(text: String, rate: SandboxConfiguration.Rate) throws {
    #expect(try SandboxConfiguration.Rate(parsing: text) == rate)
  }

  @Test(arguments: ["", "fast", "20", "20/", "/2", "0/2", "-1/2", "20/0", "20/-2", "2/2/2", "5/x"])
  func `A bad rate is refused with a sentence that quotes it`(text: String) {
    let error = #expect(throws: SandboxError.self) {
      try SandboxConfiguration.Rate(parsing: text)
    }
    #expect(error?.reason == .badRate)
    #expect(error?.description.contains("\"\(text)\"") == true)
  }

  @Test func `No faults are read from an empty text`() throws {
    #expect(try SandboxFaults(parsing: "") == SandboxFaults())
  }

  @Test func `Faults are read for both sides`() throws {
    let faults = try SandboxFaults(
      parsing: "429:2%,500:1%,503:1%,reset:0.5%,timeout-after-commit:0.5%,latency:20..400ms,"
        + "html:0.2%,garbage:0.1%")
    var expected = FaultProfile()
    expected.statuses = [429: 0.02, 500: 0.01, 503: 0.01]
    expected.reset = 0.005
    expected.timeoutAfterCommit = 0.005
    expected.latency = .milliseconds(20) ... .milliseconds(400)
    expected.html = 0.002
    expected.garbage = 0.001
    #expect(faults.getSales == expected)
    #expect(faults.lemlist == expected)
  }

  @Test func `The other faults are read, and blanks don't matter`() throws {
    let faults = try SandboxFaults(
      parsing: " timeout:0.25, reset-after-commit:75%,credits:10 ,block-agents")
    var expected = FaultProfile()
    expected.timeout = 0.25
    expected.resetAfterCommit = 0.75
    expected.credits = 10
    expected.blocksDefaultAgents = true
    #expect(faults.lemlist == expected)
  }

  @Test(arguments: [
    ("20..400ms", 20, 400), ("20ms..400ms", 20, 400), ("0.02..0.4s", 20, 400), ("50ms", 50, 50),
    ("500ms..1.5s", 500, 1500), ("0..1m", 0, 60_000),
  ])
  func `A latency is read, and its last unit counts for both ends`(
    text: String, lower: Int, upper: Int
  ) throws {
    let latency = try SandboxFaults(parsing: "latency:\(text)").getSales.latency
    #expect(latency == .milliseconds(lower) ... .milliseconds(upper))
  }

  @Test func `A fault with a side in front is that side's alone`() throws {
    let faults = try SandboxFaults(parsing: "getsales.500:50%,lemlist.latency:20ms")
    #expect(faults.getSales.statuses == [500: 0.5])
    #expect(faults.getSales.latency == nil)
    #expect(faults.lemlist.statuses.isEmpty)
    #expect(faults.lemlist.latency == .milliseconds(20) ... .milliseconds(20))
  }

  @Test(arguments: [
    "500", "500:", "500=0.01", "500:2", "500:101%", "500:-1%", "500:often", "500:%", "200:0.1",
    "600:0.1", "explode:0.1", "latency:5 km", "latency:50", "latency:20..400", "latency:20ms..400",
    "latency:200..50ms", "latency:1..2..3ms", "latency:..3ms", "credits:-1", "credits:many",
    "reset:", "500:60%,503:60%", "block-agents:1", ",,x",
  ])
  func `Bad faults are refused with one sentence`(text: String) {
    let error = #expect(throws: SandboxError.self) { try SandboxFaults(parsing: text) }
    #expect(error?.reason == .badFaults)
    #expect(error?.description.hasSuffix(".") == true)
  }

  @Test(arguments: [
    "429:50%, reset-after-commit:25%, latency:5..10ms, credits:3, block-agents",
    "500:7%, 503:0.1%, reset:0.5%, html:0.2%, garbage:0.01%, latency:29ms",
  ])
  func `Faults are written as they are typed`(text: String) throws {
    #expect(try SandboxFaults(parsing: text).lemlist.description == text)
    #expect(FaultProfile().description.isEmpty)
  }

  @Test(arguments: [
    ("10s@30s", [SandboxOutage(length: .seconds(10), start: .seconds(30))]),
    (
      "500ms@0, 1m@2m:503",
      [
        SandboxOutage(length: .milliseconds(500), start: .zero),
        SandboxOutage(length: .seconds(60), start: .seconds(120), status: 503),
      ]
    ),
  ])
  func `Outages are read`(text: String, outages: [SandboxOutage]) throws {
    #expect(try [SandboxOutage](parsing: text) == outages)
  }

  @Test(arguments: [
    "", "10s", "@30s", "10s@", "0s@30s", "-1s@30s", "10s@30s:", "10s@30s:404", "10s@30s:x",
    "10s@30s@1s", "10s@30s,", "10x@30s",
  ])
  func `A bad outage is refused with one sentence`(text: String) {
    let error = #expect(throws: SandboxError.self) { try [SandboxOutage](parsing: text) }
    #expect(error?.reason == .badOutage)
    #expect(error?.description.contains("10s@30s") == true)
  }

  @Test func `Outages are written as they are typed`() throws {
    let text = "10s@30s, 500ms@60s:503"
    #expect(
      try [SandboxOutage](parsing: text).map(\.description).joined(separator: ", ") == text)
  }
}
