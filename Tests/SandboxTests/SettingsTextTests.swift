// `--rate` and `--faults` as a user types them.

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
      parsing: "500=0.01, 429=0.02,timeout=0.005,timeout-after=0.004,drop=0.003,"
        + "drop-after=0.001,latency=50ms..200ms,credits=10,block-agents")
    var expected = FaultProfile()
    expected.statuses = [500: 0.01, 429: 0.02]
    expected.timeout = 0.005
    expected.timeoutAfterCommit = 0.004
    expected.drop = 0.003
    expected.dropAfterCommit = 0.001
    expected.latency = .milliseconds(50) ... .milliseconds(200)
    expected.credits = 10
    expected.blocksDefaultAgents = true
    #expect(faults.getSales == expected)
    #expect(faults.lemlist == expected)
  }

  @Test func `A fault with a side in front is that side's alone`() throws {
    let faults = try SandboxFaults(parsing: "getsales.500=0.5,lemlist.latency=20ms")
    #expect(faults.getSales.statuses == [500: 0.5])
    #expect(faults.getSales.latency == nil)
    #expect(faults.lemlist.statuses.isEmpty)
    #expect(faults.lemlist.latency == .milliseconds(20) ... .milliseconds(20))
  }

  @Test(arguments: [
    "500", "500=2", "500=-0.1", "500=often", "200=0.1", "600=0.1", "explode=0.1", "latency=5 km",
    "latency=200ms..50ms", "latency=1ms..2ms..3ms", "credits=-1", "credits=many", "drop=",
    "500=0.6,503=0.6", "block-agents=1",
  ])
  func `Bad faults are refused with one sentence`(text: String) {
    let error = #expect(throws: SandboxError.self) { try SandboxFaults(parsing: text) }
    #expect(error?.reason == .badFaults)
    #expect(error?.description.hasSuffix(".") == true)
  }

  @Test func `Faults are written as they are typed`() throws {
    let text = "429=0.5, drop-after=0.25, latency=5ms..10ms, credits=3, block-agents"
    #expect(try SandboxFaults(parsing: text).lemlist.description == text)
    #expect(FaultProfile().description.isEmpty)
  }
}
