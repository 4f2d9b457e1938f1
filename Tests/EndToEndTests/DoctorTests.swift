import Foundation
import Logging
import MusterKit
import Sandbox
import TestSupport
import Testing

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// What is asked before the first contact, of an emulator in this process.
@Suite struct DoctorTests {
  private func run(
    _ arguments: [String], _ sandbox: Sandbox, settings: String = "{}", key: String? = "key",
    in directory: URL
  ) async throws -> Program.Run {
    try settings.write(
      to: directory.appending(path: "muster.json"), atomically: true, encoding: .utf8)
    var environment = [
      "MUSTER_TARGETS_GETSALES_BASE_URL": sandbox.getSalesBaseURL,
      "MUSTER_TARGETS_LEMLIST_BASE_URL": sandbox.lemlistBaseURL,
    ]
    if let key {
      environment["GETSALES_API_KEY"] = key
      environment["LEMLIST_API_KEY"] = key
    }
    return try await Program.muster(arguments, in: directory, environment: environment)
  }

  @Test func `an account that is well is told so, and nothing is changed`() async throws {
    try await withScratch { directory in
      try await withSandbox(SandboxConfiguration(), logger: quiet) { sandbox in
        let well = try await run(
          ["doctor", "--to", "both", "--list", "Sandbox"], sandbox, in: directory)
        #expect(well.exit == 0, "\(well)")
        #expect(well.output.hasSuffix("All is well.\n"))
        #expect(well.output.contains("It is the one of the team \"Sandbox\"."))
        let snapshot = await sandbox.snapshot()
        #expect(snapshot.requests(.lemlist) == 2 && snapshot.requests(.getSales) == 2)
        #expect(!snapshot.requests.keys.contains { $0.hasPrefix("POST") })
      }
    }
  }

  @Test func `all that is wrong comes in one list, and an import says the same`() async throws {
    let settings = """
      {"columns": {"Level": "custom.senority", "Boss": "owner", "Size": "custom.size"},
       "create_missing": ["lists"]}
      """
    try await withScratch { directory in
      try "Email,Level,Boss,Size\na@firma.example,1,nobody@firma.example,2\n".write(
        to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      try await withSandbox(SandboxConfiguration(), logger: quiet) { sandbox in
        let ill = try await run(
          ["doctor", "leads.csv", "--to", "lemlist", "--list", "Sandbo"], sandbox,
          settings: settings, in: directory)
        #expect(ill.exit == 2, "\(ill)")
        #expect(ill.output.contains("2 things to mend before an import."), "\(ill)")
        #expect(ill.output.contains(#"has no list "Sandbo"; an import makes it."#), "\(ill)")
        let refused = try await run(
          ["import", "leads.csv", "--to", "lemlist", "--list", "clt_none", "--yes"], sandbox,
          settings: settings, in: directory)
        #expect(refused.exit == 2, "\(refused)")
        for part in [
          "3 things to mend; nothing was sent:", #"no list "clt_none""#,
          #""senority" (did you mean "seniority"?), "size""#, #"no member "nobody@firma.example""#,
        ] {
          #expect(refused.errors.contains(part), "\(part): \(refused)")
        }
        let snapshot = await sandbox.snapshot()
        #expect(snapshot.lemlist.contacts.isEmpty && snapshot.lemlist.lists.count == 1)
      }
    }
  }

  @Test func `an import makes what is missing where that is wanted`() async throws {
    let settings =
      #"{"create_missing": ["custom_fields", "lists"], "constants": {"custom.new": "x"}}"#
    try await withScratch { directory in
      try "LinkedIn URL\nhttps://www.linkedin.com/in/ann\n".write(
        to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      try await withSandbox(SandboxConfiguration(), logger: quiet) { sandbox in
        let made = try await run(
          ["import", "leads.csv", "--to", "getsales", "--list", "Autumn 2026", "--quiet"], sandbox,
          settings: settings, in: directory)
        #expect(made.exit == 0, "\(made)")
        let snapshot = await sandbox.snapshot()
        let list = snapshot.getSales.lists.first { $0.name == "Autumn 2026" }
        #expect(list != nil && snapshot.getSales.contacts.map(\.listUUID) == [list?.id])
        #expect(snapshot.getSales.customFields.contains { $0.name == "new" })
        #expect(snapshot.getSales.contacts[0].customFields == ["new": "x"])
      }
    }
  }

  @Test func `a key that is missing is one of the things to mend`() async throws {
    try await withScratch { directory in
      try await withSandbox(SandboxConfiguration(), logger: quiet) { sandbox in
        let ill = try await run(
          ["doctor", "--to", "getsales", "--json"], sandbox, key: nil, in: directory)
        #expect(ill.exit == 2, "\(ill)")
        #expect(ill.output.contains(#""ok": false"#))
        #expect(ill.output.contains("GETSALES_API_KEY isn't set"))
      }
    }
  }

  @Test func `two imports with one key stay under its limit together`() async throws {
    try await withScratch { directory in
      for name in ["one", "two"] {
        let rows = (1...15).map { "\(name)\($0)@firma.example\n" }.joined()
        try "Email\n\(rows)".write(
          to: directory.appending(path: "\(name).csv"), atomically: true, encoding: .utf8)
      }
      let settings =
        #"{"targets": {"lemlist": {"rate_limit": {"requests": 10, "window_seconds": 1}}}}"#
      var configuration = SandboxConfiguration()
      configuration.rate = .custom(requests: 10, window: .seconds(1))
      try await withSandbox(configuration, logger: quiet) { sandbox in
        let start = ContinuousClock.now
        async let first = run(
          ["import", "one.csv", "--to", "lemlist", "--out", "one", "--quiet"], sandbox,
          settings: settings, in: directory)
        async let second = run(
          ["import", "two.csv", "--to", "lemlist", "--out", "two", "--quiet"], sandbox,
          settings: settings, in: directory)
        let runs = try await [first, second]
        #expect(runs.allSatisfy { $0.exit == 0 }, "\(runs)")
        let snapshot = await sandbox.snapshot()
        #expect(snapshot.lemlist.contacts.count == 30)
        // 10 a second: the 30th leaves two seconds after the first at the earliest. Each by itself would
        // have needed one. When they arrive, on a busy machine, says nothing about when they left.
        #expect(ContinuousClock.now - start >= .seconds(2))
      }
    }
  }
}
