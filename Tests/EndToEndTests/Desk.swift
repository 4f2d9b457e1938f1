import Foundation
import Logging
import Sandbox
import TestSupport

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Imports and resumes with one ledger, into an emulator of this process.
struct Desk {
  let directory: URL
  let sandbox: Sandbox

  /// Writes a file of leads; a lead's title is that of its row, or another.
  func write(_ count: Int, to name: String = "leads.csv", titles: [Int: String] = [:]) throws {
    let rows = (1...count).map { row in
      "lead\(row)@example.com,https://www.linkedin.com/in/lead-\(row),\(titles[row] ?? "Head \(row)")\n"
    }
    try ("Email,LinkedIn URL,Job Title\n" + rows.joined()).write(
      to: directory.appending(path: name), atomically: true, encoding: .utf8)
  }

  var environment: [String: String] {
    [
      "MUSTER_TARGETS_GETSALES_BASE_URL": sandbox.getSalesBaseURL,
      "MUSTER_TARGETS_LEMLIST_BASE_URL": sandbox.lemlistBaseURL,
      "MUSTER_LEDGER_PATH": directory.appending(path: "ledger.sqlite").path,
      "GETSALES_API_KEY": "key", "LEMLIST_API_KEY": "key",
    ]
  }

  func muster(_ line: String) async throws -> Program.Run {
    try await Program.muster(
      line.split(separator: " ").map(String.init), in: directory, environment: environment)
  }

  func importLeads(_ out: String, _ options: String = "") async throws -> Program.Run {
    try await muster(
      "import leads.csv --to lemlist --list Sandbox --rate none --yes --out \(out) \(options)")
  }

  func statuses(_ out: String) throws -> [String] {
    let text = try String(
      contentsOf: directory.appending(path: "\(out)/results.csv"), encoding: .utf8)
    return CSVText(text).column("_status")
  }

  /// The upserts that were carried out, and those of them with content that was there before.
  func upserts() async throws -> (all: Int, titles: [String]) {
    let contacts = await sandbox.snapshot().lemlist.contacts
    return (
      contacts.reduce(0) { $0 + $1.upserts }, contacts.compactMap { $0.fields["jobTitle"]?.text }
    )
  }
}

func withDesk(_ body: (Desk) async throws -> Void) async throws {
  var configuration = SandboxConfiguration()
  configuration.rate = .none
  try await withScratch { directory in
    try await withSandbox(configuration, logger: quiet) { sandbox in
      try await body(Desk(directory: directory, sandbox: sandbox))
    }
  }
}
