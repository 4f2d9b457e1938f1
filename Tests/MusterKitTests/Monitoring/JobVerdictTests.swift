import Foundation
import Testing

@testable import MusterKit

@Suite struct JobVerdictTests {
  private func verdict(
    _ outcome: JobOutcome, _ settings: DegradedSettings = usualSettings, _ past: [PastOutcome] = []
  ) -> JobVerdict {
    JobVerdict(outcome, settings: settings, past: past)
  }

  @Test func `what came to its end as always is nothing to tell of`() {
    for exitCode in [0, 1] {
      let verdict = verdict(sampleOutcome(exitCode: exitCode), usualSettings, past(.ok, .ok))
      #expect(verdict == JobVerdict(health: .ok, reasons: [], event: nil))
    }
  }

  @Test(arguments: [2, 3, 4, 65, 70, 78])
  func `what didn't come to its end has failed, with what was said`(exitCode: Int) {
    var outcome = sampleOutcome(exitCode: exitCode, stopped: "No credits are left.")
    outcome.sentence = "The run stopped."
    let failed = verdict(outcome)
    #expect(failed.health == .failed && failed.event == .failed)
    #expect(failed.reasons == ["The run stopped.", "lemlist: No credits are left."])
    let silent = verdict(
      JobOutcome(job: "leads", started: .now, finished: .now, exitCode: exitCode))
    #expect(silent.reasons == ["It ended with exit code \(exitCode)."])
  }

  @Test func `it is well again once, after one that wasn't`() {
    #expect(verdict(sampleOutcome(), usualSettings, past(.failed, .ok)).event == .recovered)
    #expect(verdict(sampleOutcome(), usualSettings, past(.degraded)).event == .recovered)
    #expect(verdict(sampleOutcome(), usualSettings, past(.ok, .failed)).event == nil)
  }

  @Test func `rows to fix count from more than the threshold`() {
    #expect(verdict(sampleOutcome(exitCode: 1, toFix: 10)).health == .ok)
    let degraded = verdict(sampleOutcome(exitCode: 1, toFix: 11))
    #expect(degraded.event == .degraded)
    #expect(degraded.reasons == ["11 of 200 rows are to be fixed, more than 5%."])
    var settings = usualSettings
    settings.rowsToFix = nil
    #expect(verdict(sampleOutcome(exitCode: 1, toFix: 200), settings).health == .ok)
  }

  @Test(arguments: [(100, false), (99, true), (300, false), (301, true)])
  func `rows are compared with the median of the last imports`(rows: Int, isOdd: Bool) {
    let before = past(.ok, rows: 9_000) + past(.ok, .degraded, .ok, .ok, .ok, .ok)
    let verdict = verdict(sampleOutcome(rows: rows), usualSettings, before)
    #expect((verdict.health == .degraded) == isOdd)
    if rows == 99 {
      #expect(
        verdict.reasons == ["99 rows were read, 101 fewer than the 200 of the last imports."])
    }
  }

  @Test func `failures, nights without rows, one night alone and retries aren't compared`() {
    let outcome = sampleOutcome(rows: 10)
    let failures = past(.failed, .failed, .failed)
    #expect(verdict(outcome, usualSettings, past(.ok) + failures).health == .ok)
    let idle = past(.ok, .ok, rows: 0) + past(.ok, rows: nil)
    #expect(verdict(outcome, usualSettings, past(.ok) + idle).health == .ok)
    let retry = sampleOutcome(rows: 10, retryOf: RunID(rawValue: 11))
    #expect(verdict(retry, usualSettings, past(.ok, .ok, .ok)).health == .ok)
    #expect(retry.past(verdict(retry)).rows == nil)
    #expect(outcome.past(verdict(outcome)).rows == 10)
    // The eighth back isn't either.
    let old = past(.ok, .ok, .ok, .ok, rows: 10) + past(.ok, .ok, .ok, .ok, .ok, .ok)
    #expect(verdict(outcome, usualSettings, old).health == .ok)
  }

  @Test func `no row at all is odd, unless that is all right`() {
    let idle = JobOutcome(job: "leads", started: .now, finished: .now, exitCode: 0, isIdle: true)
    #expect(verdict(idle).reasons == ["There was no row to import."])
    var settings = usualSettings
    settings.nothingRead = false
    #expect(verdict(idle, settings, past(.failed)).event == .recovered)
  }

  @Test(arguments: [(6 * 3600 - 1, true), (6 * 3600, false)])
  func `no row is all right just after an import that had some`(seconds: Int, isRight: Bool) {
    let now = Date(timeIntervalSince1970: 1_768_485_909)
    let idle = JobOutcome(job: "leads", started: now, finished: now, exitCode: 0, isIdle: true)
    func before(_ health: JobHealth, rows: Int) -> [PastOutcome] {
      [PastOutcome(health: health, finished: now - Double(seconds), exitCode: 0, rows: rows)]
    }
    #expect((verdict(idle, usualSettings, before(.ok, rows: 200)).health == .ok) == isRight)
    #expect(verdict(idle, usualSettings, before(.ok, rows: 0)).health == .degraded)
    #expect(verdict(idle, usualSettings, before(.failed, rows: 200)).health == .degraded)
  }

  @Test func `waits of a target add up`() {
    let short = sampleOutcome(waits: [(.outage, 900), (.rateLimited, 900)])
    #expect(verdict(short).health == .ok)
    let long = sampleOutcome(waits: [(.outage, 900), (.rateLimited, 901), (.resumed, 5000)])
    #expect(verdict(long).reasons == ["lemlist was waited for 30 min 1 s."])
  }
}

@Suite struct JobOutcomesTests {
  @Test func `the ledger keeps how the last imports of each job came out`() async throws {
    let scratch = try ScratchDirectory()
    let ledger = try await RunLedger.open(path: scratch.file("ledger.sqlite"))
    let date = Date(timeIntervalSince1970: 1_768_485_909)
    for number in 0..<105 {
      try await ledger.note(
        PastOutcome(health: .ok, finished: date + Double(number), exitCode: 0, rows: number),
        of: "a")
    }
    let failed = PastOutcome(health: .failed, finished: date, exitCode: 65, rows: nil)
    try await ledger.note(failed, of: "b")
    let outcomes = try await ledger.outcomes(of: "a", limit: 1000)
    #expect(outcomes.compactMap(\.rows) == (5..<105).reversed())
    #expect(outcomes.first?.finished == date + 104)
    #expect(try await ledger.outcomes(of: "b") == [failed])
    #expect(try await ledger.outcomes(of: "c").isEmpty)
    try await ledger.close()
  }
}
