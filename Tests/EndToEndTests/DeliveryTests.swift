import Foundation
import Logging
import MusterKit
import Sandbox
import TestSupport
import Testing

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

private var freeSandbox: SandboxConfiguration {
  var configuration = SandboxConfiguration()
  configuration.rate = .none
  return configuration
}

/// Runs `muster import` of so many invented leads against an emulator of this process.
private func importLeads(
  _ count: Int, to target: TargetKind, into sandbox: Sandbox,
  options: [String] = ["--rate", "none"], environment: [String: String] = [:], in directory: URL
) async throws -> (run: Program.Run, results: CSVText?) {
  let rows = (1...count).map { "lead\($0)@example.com,https://www.linkedin.com/in/lead-\($0)\n" }
  try ("Email,LinkedIn URL\n" + rows.joined()).write(
    to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
  let list = target == .getsales ? "a1b2c3d4-e5f6-7890-abcd-ef1234567890" : "Sandbox"
  var all = [
    "MUSTER_TARGETS_GETSALES_BASE_URL": sandbox.getSalesBaseURL,
    "MUSTER_TARGETS_LEMLIST_BASE_URL": sandbox.lemlistBaseURL,
    "GETSALES_API_KEY": "key", "LEMLIST_API_KEY": "key",
  ]
  all.merge(environment) { $1 }
  let run = try await Program.muster(
    ["import", "leads.csv", "--to", target.rawValue, "--list", list, "--out", "out", "--quiet"]
      + options, in: directory, environment: all)
  let results = try? String(
    contentsOf: directory.appending(path: "out/results.csv"), encoding: .utf8)
  return (run, results.map(CSVText.init))
}

extension TargetKind {
  /// The targets that the emulator has a side for.
  static let emulated = [TargetKind.getsales, .lemlist]
}

extension Sandbox {
  fileprivate static func side(_ target: TargetKind) -> SandboxSide {
    target == .getsales ? .getSales : .lemlist
  }
}

@Suite struct DeliveryTests {
  @Test(arguments: TargetKind.emulated)
  func `accepted contacts are on the list that was named`(target: TargetKind) async throws {
    try await withScratch { directory in
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        let (run, results) = try await importLeads(25, to: target, into: sandbox, in: directory)
        #expect(run.exit == 0, "\(run.errors)")
        let ids = Set(results?.column("_target_id") ?? [])
        #expect(ids.count == 25)
        let snapshot = await sandbox.snapshot()
        if target == .getsales {
          let list = snapshot.getSales.lists.first { $0.name == "Sandbox" }
          #expect(snapshot.getSales.contacts.allSatisfy { $0.listUUID == list?.id })
        } else {
          let members = snapshot.lemlist.lists.first { $0.name == "Sandbox" }?.members ?? []
          #expect(Set(members) == ids)
        }
      }
    }
  }

  @Test(arguments: TargetKind.emulated)
  func `a wrong key is refused before the first upsert`(target: TargetKind) async throws {
    try await withScratch { directory in
      var configuration = freeSandbox
      configuration.getSalesKey = "right"
      configuration.lemlistKey = "right"
      try await withSandbox(configuration, logger: quiet) { sandbox in
        let (run, results) = try await importLeads(3, to: target, into: sandbox, in: directory)
        #expect(run.exit == 2)
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(run.errors.contains("key") && !run.errors.contains("\"key\""))
        #expect(results == nil)
        let snapshot = await sandbox.snapshot()
        #expect(snapshot.getSales.contacts.isEmpty && snapshot.lemlist.contacts.isEmpty)
      }
    }
  }

  @Test func `an unknown list is refused before the first upsert, with the nearest name`()
    async throws
  {
    try await withScratch { directory in
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        let (run, _) = try await importLeads(
          3, to: .lemlist, into: sandbox, options: ["--rate", "none", "--list", "Sandbix"],
          in: directory)
        #expect(run.exit == 2)
        #expect(run.errors.contains("\"Sandbox\""), "\(run.errors)")
      }
    }
  }

  @Test(arguments: TargetKind.emulated)
  func `an answer that ends the run stops it, and the rest is not sent`(
    target: TargetKind
  ) async throws {
    try await withScratch { directory in
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        await sandbox.script(
          .answer(
            402, body: "{\"error\":{\"reason\":\"payment_required\",\"message\":\"No credits\"}}"),
          on: Sandbox.side(target), matching: .upserts(containing: "lead30@"))
        let (run, results) = try await importLeads(60, to: target, into: sandbox, in: directory)
        #expect(run.exit == 3, "\(run.errors)")
        let statuses = results?.column("_status") ?? []
        #expect(statuses.count == 60)
        let accepted = statuses.count { RowStatus(rawValue: $0)?.isAccepted == true }
        #expect(accepted + statuses.count { $0 == "not_sent" } == 60)
        #expect(statuses[29] == "not_sent")
        let snapshot = await sandbox.snapshot()
        let held =
          target == .getsales ? snapshot.getSales.contacts.count : snapshot.lemlist.contacts.count
        #expect(held == accepted, "what the target took is what the results say")
      }
    }
  }

  @Test(arguments: TargetKind.emulated)
  func `a row that the target refuses is its own, and the others go on`(
    target: TargetKind
  ) async throws {
    let refusal =
      target == .getsales
      ? """
      {"error":{"reason":"validation_error","message":"The given data was invalid.",\
      "data":{"lead.email":["The email must be valid."]}},"message":"x","code":422}
      """
      : "{\"success\":false,\"error\":{\"code\":\"INVALID_EMAIL\",\"message\":\"Invalid email\"}}"
    try await withScratch { directory in
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        await sandbox.script(
          .answer(target == .getsales ? 422 : 400, body: refusal), on: Sandbox.side(target),
          matching: .upserts(containing: "lead7@"))
        let (run, results) = try await importLeads(12, to: target, into: sandbox, in: directory)
        #expect(run.exit == 1, "\(run.errors)")
        let statuses = results?.column("_status") ?? []
        #expect(statuses.count { $0 == "rejected" } == 1 && statuses[6] == "rejected")
        #expect(results?.column("_reason")[6].isEmpty == false)
        let rejected = CSVText(
          try String(contentsOf: directory.appending(path: "out/rejected.csv"), encoding: .utf8))
        #expect(rejected.column("Email") == ["lead7@example.com"])
      }
    }
  }

  @Test(arguments: TargetKind.emulated)
  func `throttling is waited for and costs no row`(target: TargetKind) async throws {
    try await withScratch { directory in
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        await sandbox.script(
          .answer(429, headers: ["Retry-After": "1"]), on: Sandbox.side(target),
          matching: .upserts(containing: "lead5@"), times: 1)
        let (run, results) = try await importLeads(10, to: target, into: sandbox, in: directory)
        #expect(run.exit == 0, "\(run.errors)")
        #expect(results?.column("_status").allSatisfy { $0 != "not_sent" } == true)
        #expect(results?.column("_attempts")[4] == "2")
      }
    }
  }

  @Test func `a connection that drops after the contact was taken is sent again, to one contact`()
    async throws
  {
    try await withScratch { directory in
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        await sandbox.script(
          .dropAfterCommit, on: .lemlist, matching: .upserts(containing: "lead3@"), times: 1)
        let (run, results) = try await importLeads(5, to: .lemlist, into: sandbox, in: directory)
        #expect(run.exit == 0, "\(run.errors)")
        #expect(
          results?.column("_status") == ["created", "created", "updated", "created", "created"])
        let snapshot = await sandbox.snapshot()
        #expect(snapshot.lemlist.contacts.count == 5)
      }
    }
  }

  @Test(arguments: ["INT", "TERM"])
  func `an interrupted import writes all its rows`(signal: String) async throws {
    try await withScratch { directory in
      let rows = (1...2000).map { "lead\($0)@example.com\n" }.joined()
      try ("Email\n" + rows).write(
        to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      // At 10 contacts a second the import is far from its end when it says that it goes on.
      let run = try await Program.shell(
        """
        : > events
        muster import leads.csv --sandbox --to lemlist --out out --json > events & pid=$!
        tail -n +1 -f --pid=$pid events | grep -q '"progress".*"done":[1-9]'
        kill -\(signal) $pid
        wait $pid
        """, in: directory)
      #expect(run.exit == 4, "\(run.errors)")
      let results = CSVText(
        try String(contentsOf: directory.appending(path: "out/results.csv"), encoding: .utf8))
      #expect(results.column("_row") == (1...2000).map(String.init))
      let statuses = results.column("_status")
      let created = statuses.count { $0 == "created" }
      #expect(created > 0 && created + statuses.count { $0 == "not_sent" } == 2000)
      let summary = try RunSummary(
        json: [UInt8](
          Foundation.Data(contentsOf: directory.appending(path: "out/summary.json"))))
      #expect(summary.exitCode == 4)
      #expect(summary.targets.first?.rows.statuses.total == 2000)
      #expect(summary.targets.first?.requests.accepted == created)
    }
  }
}
