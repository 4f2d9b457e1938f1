import Foundation
import Logging
import MusterKit
import Sandbox
import TestSupport
import Testing

/// What answers make of a run of `muster import`: whose fault it is, and what becomes of the others.
@Suite struct StopOrGoOnTests {
  private struct Outcome {
    var run: Program.Run
    var results: CSVText

    var statuses: [String] { results.column("_status") }
    var accepted: Int { statuses.count { RowStatus(rawValue: $0)?.isAccepted == true } }

    /// The cells of a column in the rows of a status.
    func column(_ name: String, where status: String) -> [String] {
      zip(results.column(name), statuses).filter { $0.1 == status }.map(\.0)
    }
  }

  /// Imports so many invented leads into an emulator that is set and scripted as said.
  private func importLeads(
    _ count: Int, to target: TargetKind, options: [String] = [],
    environment: [String: String] = [:],
    sandbox change: (inout SandboxConfiguration) -> Void = { _ in },
    scripts: [(contact: String, ScriptedAction, times: Int?)] = []
  ) async throws -> Outcome {
    var configuration = SandboxConfiguration()
    configuration.rate = .none
    change(&configuration)
    let side = try #require(AnswerExample.sides[target])
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return try await withScratch { directory in
      let rows = (1...count).map { "lead\($0)@example.com,lead-\($0),Engineer\n" }
      try ("Email,LinkedIn,Job Title\n" + rows.joined()).write(
        to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      return try await withSandbox(configuration, logger: quiet) { sandbox in
        for (contact, action, times) in scripts {
          await sandbox.script(
            action, on: side, matching: .upserts(containing: contact), times: times)
        }
        let all = [
          "MUSTER_TARGETS_GETSALES_BASE_URL": sandbox.getSalesBaseURL,
          "MUSTER_TARGETS_LEMLIST_BASE_URL": sandbox.lemlistBaseURL,
          "GETSALES_API_KEY": "key", "LEMLIST_API_KEY": "key",
        ]
        let run = try await Program.muster(
          [
            "import", "leads.csv", "--to", target.rawValue, "--list", "Sandbox", "--out", "out",
            "--rate", "none", "--yes",
          ] + options, in: directory, environment: all.merging(environment) { $1 })
        let results = try String(
          contentsOf: directory.appending(path: "out/results.csv"), encoding: .utf8)
        return Outcome(run: run, results: CSVText(results))
      }
    }
  }

  /// As each target refuses a contact for its job title, and with what code.
  private static let refusals: [TargetKind: (answer: ScriptedAction, code: String)] = [
    .getsales: (
      .answer(
        422,
        body: """
          {"error":{"reason":"validation_error","message":"The given data was invalid.",\
          "data":{"lead.position":["The position is invalid."]}},"message":"x","code":422}
          """), "validation_error"
    ),
    .lemlist: (
      .answer(
        400,
        body: """
          {"success":false,"error":{"code":"INVALID_FIELD",\
          "message":"Field \\"jobTitle\\" has an invalid value"}}
          """), "INVALID_FIELD"
    ),
  ]

  // MARK: The run's

  @Test(arguments: TargetKind.emulated)
  func `credits that are used up stop the run at the row that met it`(
    target: TargetKind
  ) async throws {
    let outcome = try await importLeads(
      30, to: target, sandbox: AnswerExample.faults(target) { $0.credits = 10 })
    #expect(outcome.run.exit == 3)
    #expect(outcome.run.output.contains("no credits"), "\(outcome.run.output)")
    #expect(outcome.accepted == 10)
    #expect(outcome.statuses.count { $0 == "not_sent" } == 20)
    let codes: [TargetKind: String] = [.getsales: "payment_required", .lemlist: "target_stopped"]
    let unsent = zip(
      outcome.column("_code", where: "not_sent"), outcome.column("_http_status", where: "not_sent"))
    let met = unsent.filter { $0.1 == "402" }.map(\.0)
    #expect(!met.isEmpty && Set(met) == [codes[target]])
    #expect(
      Set(unsent.filter { $0.1.isEmpty }.map(\.0)).isSubset(of: [
        "target_stopped", "run_interrupted",
      ]))
  }

  @Test(arguments: TargetKind.emulated)
  func `the same field refused of each of the first contacts is the column's fault`(
    target: TargetKind
  ) async throws {
    let refusal = try #require(Self.refusals[target])
    let outcome = try await importLeads(100, to: target, scripts: [("@", refusal.answer, nil)])
    #expect(outcome.run.exit == 3)
    let fields: [TargetKind: String] = [.getsales: "lead.position", .lemlist: "jobTitle"]
    let words = "the field \(fields[target] ?? "") (column \"Job Title\")"
    #expect(outcome.run.output.contains(words), "\(outcome.run.output)")
    let codes = outcome.column("_code", where: "rejected")
    #expect((20..<60).contains(codes.count) && Set(codes) == [refusal.code])
    #expect(codes.count + outcome.statuses.count { $0 == "not_sent" } == 100)
  }

  @Test(arguments: TargetKind.emulated, [(refused: 2, exit: Int32(1)), (3, 3)])
  func `more refusals than are allowed stop the run`(
    target: TargetKind, limit: (refused: Int, exit: Int32)
  ) async throws {
    let refusal = try #require(Self.refusals[target])
    let outcome = try await importLeads(
      120, to: target, options: ["--max-rejected", "2"],
      scripts: (1...limit.refused).map { ("lead\($0 * 2)@", refusal.answer, nil) })
    #expect(outcome.run.exit == limit.exit, "\(outcome.run.errors)")
    #expect(outcome.statuses.count { $0 == "rejected" } == limit.refused)
    let unsent = outcome.statuses.count { $0 == "not_sent" }
    #expect(outcome.accepted + limit.refused + unsent == 120)
    #expect((unsent > 0) == (limit.exit == 3))
    #expect(outcome.run.output.contains("max_rejected") == (limit.exit == 3))
  }

  // MARK: The row's, and nobody's

  @Test(arguments: TargetKind.emulated)
  func
    `of thirty contacts one is refused, some have to wait or be sent again, all others are taken`(
      target: TargetKind
    ) async throws
  {
    let refusal = try #require(Self.refusals[target])
    let outcome = try await importLeads(
      30, to: target, environment: ["MUSTER_DELIVERY_MAX_RETRIES": "2"],
      scripts: [
        ("lead7@", refusal.answer, nil),
        ("lead11@", .answer(503, headers: ["Retry-After": "1"]), 1),
        ("lead12@", .answer(500), 2), ("lead13@", .answer(500), nil),
        ("lead14@", .cutAnswer(500, after: 1, body: "{}"), 1),
      ])
    #expect(outcome.run.exit == 1, "\(outcome.run.errors)")
    #expect(outcome.accepted == 28)
    #expect(outcome.statuses[6] == "rejected" && outcome.statuses[12] == "failed")
    let codes = outcome.results.column("_code")
    #expect(codes[6] == refusal.code && codes[12] == "gave_up")
    let attempts = outcome.results.column("_attempts")
    #expect(attempts[6] == "1" && attempts[12] == "3")
    #expect([attempts[10], attempts[11], attempts[13]] == ["2", "3", "2"])
  }
}
