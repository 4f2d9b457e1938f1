import Foundation
import Logging
import MusterKit
import Sandbox
import TestSupport
import Testing

private struct Sample: Sendable, CustomTestStringConvertible {
  var name: String
  var rows: Int
  var testDescription: String { name }
}

private let samples = [
  Sample(name: "apollo-people.csv", rows: 40), Sample(name: "linkedin-connections.csv", rows: 30),
  Sample(name: "hubspot.csv", rows: 25), Sample(name: "nested.jsonl", rows: 20),
  Sample(name: "messy.csv", rows: 55), Sample(name: "sales-navigator.csv", rows: 20),
  Sample(name: "outlook-german.csv", rows: 15),
]

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// What leads the program to an emulator.
private func environment(_ sandbox: Sandbox) -> [String: String] {
  [
    "MUSTER_TARGETS_GETSALES_BASE_URL": sandbox.getSalesBaseURL,
    "MUSTER_TARGETS_LEMLIST_BASE_URL": sandbox.lemlistBaseURL,
    "MUSTER_TARGETS_GETSALES_LIST": "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
    "GETSALES_API_KEY": "key", "LEMLIST_API_KEY": "key",
  ]
}

private var freeSandbox: SandboxConfiguration {
  var configuration = SandboxConfiguration()
  configuration.rate = .none
  return configuration
}

private func summary(_ directory: URL) throws -> RunSummary {
  try RunSummary(
    json: [UInt8](Foundation.Data(contentsOf: directory.appending(path: "summary.json"))))
}

@Suite struct SampleTests {
  @Test(arguments: samples)
  fileprivate func `every row of a sample stands in the results, and every contact is sent once`(
    sample: Sample
  ) async throws {
    try await withScratch { directory in
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        let run = try await Program.muster(
          [
            "import", Program.sample(sample.name), "--to", "both", "--rate", "none", "--out", "out",
          ],
          in: directory, environment: environment(sandbox))
        #expect(run.exit == 0 || run.exit == 1, "\(run.errors)")
        let out = directory.appending(path: "out")
        let results = CSVText(
          try String(contentsOf: out.appending(path: "results.csv"), encoding: .utf8))
        #expect(results.column("_row") == (1...sample.rows).map(String.init))
        let summary = try summary(out)
        let snapshot = await sandbox.snapshot()
        for target in summary.targets {
          let column = results.column("_\(target.target.rawValue)_status")
          for status in RowStatus.allCases {
            #expect(target.rows.statuses[status] == column.count { $0 == status.rawValue })
          }
          #expect(target.rows.statuses.total == sample.rows)
          let accepted = column.count { RowStatus(rawValue: $0)?.isAccepted == true }
          #expect(target.requests.sent == accepted, "no contact takes two requests")
          #expect(snapshot.upserts(on: target.target) == accepted, "what was sent arrived, once")
          #expect(snapshot.contacts(on: target.target) == accepted, "no two are one person there")
        }
        #expect(run.exit == Int32(summary.exitCode))
      }
    }
  }

  @Test(arguments: samples)
  fileprivate func `the plan of a sample is what an import does`(sample: Sample) async throws {
    try await withScratch { directory in
      let check = try await Program.muster(
        ["check", Program.sample(sample.name), "--to", "lemlist", "--json"], in: directory)
      #expect(check.exit == 0)
      let plan = try JSONDecoder().decode(JSONValue.self, from: Foundation.Data(check.output.utf8))
      let run = try await Program.muster(
        [
          "import", Program.sample(sample.name), "--to", "lemlist", "--sandbox", "--rate", "none",
          "--out", "out", "--quiet",
        ], in: directory)
      #expect(run.exit <= 1, "\(run.errors)")
      let rows = try #require(plan["rows"])
      let statuses = try #require(
        try summary(directory.appending(path: "out")).targets.first?.rows.statuses)
      #expect(rows["read"] == .integer(sample.rows))
      #expect(rows["send"] == .integer(statuses[.created] + statuses[.updated]))
      #expect(rows["duplicate"] == .integer(statuses[.duplicate]))
      #expect(rows["invalid"] == .integer(statuses[.invalid]))
    }
  }

  @Test func `rows to fix come back as they are`() async throws {
    try await withScratch { directory in
      let first = try await Program.muster(
        [
          "import", Program.sample("messy.csv"), "--to", "lemlist", "--sandbox", "--rate", "none",
          "--out", "first", "--quiet",
        ], in: directory)
      #expect(first.exit == 1, "\(first.errors)")
      let again = try await Program.muster(
        [
          "import", "first/rejected.csv", "--to", "lemlist", "--sandbox", "--rate", "none", "--out",
          "again", "--quiet",
        ], in: directory)
      #expect(again.exit == 1, "\(again.errors)")
      let read = try summary(directory.appending(path: "again")).targets.first?.rows.read
      #expect(read == 8)
    }
  }

  @Test func `several files are one import, with the columns of all`() async throws {
    try await withScratch { directory in
      try "Email,First Name\njane@example.com,Jane\n".write(
        to: directory.appending(path: "a.csv"), atomically: true, encoding: .utf8)
      try "Company;Email\nAcme;JANE@example.com\nBeta;joe@example.com\n".write(
        to: directory.appending(path: "b.csv"), atomically: true, encoding: .utf8)
      let run = try await Program.muster(
        [
          "import", "a.csv", "b.csv", "--to", "lemlist", "--sandbox", "--rate", "none", "--out",
          "out", "--quiet",
        ], in: directory)
      #expect(run.exit == 0, "\(run.errors)")
      let results = CSVText(
        try String(contentsOf: directory.appending(path: "out/results.csv"), encoding: .utf8))
      #expect(results.header.suffix(3) == ["Email", "First Name", "Company"])
      #expect(results.column("_status") == ["created", "duplicate", "created"])
      #expect(results.column("_duplicate_of") == ["", "1", ""])
      #expect(results.column("Company") == ["", "Acme", "Beta"])
    }
  }
}

extension SandboxSnapshot {
  fileprivate func upserts(on target: TargetKind) -> Int {
    target == .getsales
      ? getSales.contacts.reduce(0) { $0 + $1.upserts }
      : lemlist.contacts.reduce(0) { $0 + $1.upserts }
  }

  fileprivate func contacts(on target: TargetKind) -> Int {
    target == .getsales ? getSales.contacts.count : lemlist.contacts.count
  }
}
