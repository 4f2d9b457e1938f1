import Foundation
import Testing

@testable import MusterKit

@Suite("summary.json")
struct RunSummaryTests {
  static let summary: RunSummary = {
    var counts = StatusCounts()
    counts[.created] = 7
    counts[.notSent] = 3
    return RunSummary(
      run: RunID(rawValue: 12), started: Date(timeIntervalSince1970: 1_768_485_909.123),
      finished: Date(timeIntervalSince1970: 1_768_485_969), exitCode: 1,
      sources: [
        SourceSummary(
          path: "a/leads.csv", sha256: "ab12", rows: 10,
          dialect: .object(["delimiter": .string(","), "header_line": .integer(1)]))
      ],
      targets: [
        TargetSummary(
          target: .lemlist, rows: RowCounts(read: 10, statuses: counts),
          requests: RequestSummary(sent: 8, accepted: 7, retried: 1), sendingSeconds: 0.75)
      ],
      plan: .object(["contacts": .integer(10), "requests": .null]), mapping: .array([]),
      durations: RunDurations(checkSeconds: 0.1, totalSeconds: 60))
  }()

  @Test("has every name of the contract, with all counts, also at zero")
  func text() throws {
    #expect(
      String(decoding: try Self.summary.json(), as: UTF8.self) == """
        {
          "durations" : {
            "check_seconds" : 0.1,
            "report_seconds" : 0,
            "send_seconds" : 0,
            "total_seconds" : 60
          },
          "exit_code" : 1,
          "finished" : "2026-01-15T14:06:09.000Z",
          "mapping" : [

          ],
          "plan" : {
            "contacts" : 10,
            "requests" : null
          },
          "run" : 12,
          "settings" : null,
          "sources" : [
            {
              "dialect" : {
                "delimiter" : ",",
                "header_line" : 1
              },
              "path" : "a/leads.csv",
              "rows" : 10,
              "sha256" : "ab12"
            }
          ],
          "started" : "2026-01-15T14:05:09.123Z",
          "targets" : [
            {
              "requests" : {
                "accepted" : 7,
                "rate_limited" : 0,
                "retried" : 1,
                "sent" : 8
              },
              "rows" : {
                "created" : 7,
                "duplicate" : 0,
                "failed" : 0,
                "invalid" : 0,
                "not_sent" : 3,
                "read" : 10,
                "rejected" : 0,
                "suppressed" : 0,
                "unchanged" : 0,
                "unknown" : 0,
                "updated" : 0,
                "upserted" : 0
              },
              "sending_seconds" : 0.75,
              "target" : "lemlist"
            }
          ]
        }

        """)
  }

  @Test("reads back")
  func readsBack() throws {
    let json = try Self.summary.json()
    #expect(try RunSummary(json: json).json() == json)
    #expect(try RunSummary(json: json).targets == Self.summary.targets)
  }

  @Test("a count that is missing is an error, not a zero")
  func missingCount() throws {
    let text = String(decoding: try Self.summary.json(), as: UTF8.self)
      .replacing("\"unknown\" : 0,", with: "")
    #expect(throws: DecodingError.self) { try RunSummary(json: Array(text.utf8)) }
  }
}
