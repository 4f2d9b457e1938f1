import Foundation
import Logging
import MusterKit
import Sandbox
import TestSupport
import Testing

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Texts that must not be found anywhere, in the forms that they could slip out in.
private struct Secrets {
  static let getsales = "gs-7Hq2vXw9Lr4Tn8Zk3Bd6"
  static let lemlist = "lm-Yc5Rj1Wf0Mp7Sx2Gu9Ve"
  static let webhook = "wh-Bz6Tq9Lm2Xc5Vn8Rk0Hs"
  static let proxyPassword = "pw-Kd8Nt3Qb6Hz1La4Xo7Ji"
  static let proxyUser = "ada"

  private let forms: [String]

  init() {
    let texts = [Self.getsales, Self.lemlist, Self.webhook, Self.proxyPassword]
    forms = texts.flatMap { text in
      // What a crash report shows of the memory that a register points at: eight bytes and more.
      let windows = (0...(text.count - 8)).map { String(text.dropFirst($0).prefix(8)) }
      let dumped = windows.map { window in
        window.utf8.map { String($0, radix: 16) }.joined(separator: " ")
      }
      return windows + dumped + Self.base64Forms(text)
    }
  }

  /// What base64 makes of a text wherever in a longer one it stands: behind a colon, for one.
  private static func base64Forms(_ text: String) -> [String] {
    (0..<3).map { offset in
      let encoded = Foundation.Data(Array(repeating: 0, count: offset) + text.utf8)
        .base64EncodedString()
      return String(encoded.dropFirst([0, 2, 3][offset]).prefix(28))
    }
  }

  /// The forms that some bytes hold.
  func found(in bytes: Foundation.Data) -> [String] {
    forms.filter { bytes.range(of: Foundation.Data($0.utf8)) != nil }
  }
}

@Suite struct KeyTests {
  private static let secrets = Secrets()
  private static let keys = [
    "GETSALES_API_KEY": Secrets.getsales, "LEMLIST_API_KEY": Secrets.lemlist,
    // Nobody listens there.
    "NOTIFY_WEBHOOK_URL": "http://127.0.0.1:1/hooks/\(Secrets.webhook)",
  ]

  /// What every artefact of a run holds of the secrets: both outputs, and all files that the run left,
  /// the ledger among them.
  private func leaks(_ run: Program.Run, in directory: URL) throws -> [String] {
    var leaks: [String] = []
    func look(_ name: String, _ bytes: Foundation.Data) {
      leaks += Self.secrets.found(in: bytes).map { "\(name): \($0)" }
    }
    look("standard output", Foundation.Data(run.output.utf8))
    look("standard error", Foundation.Data(run.errors.utf8))
    let files = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
    for case let file as URL in try #require(files)
    where !file.hasDirectoryPath && file.lastPathComponent != "secret" {
      look(file.lastPathComponent, try Foundation.Data(contentsOf: file))
    }
    return leaks
  }

  private func writeLeads(_ count: Int, in directory: URL) throws {
    let rows = (1...count).map { "lead\($0)@example.com,https://www.linkedin.com/in/lead-\($0)\n" }
    try ("Email,LinkedIn URL\n" + rows.joined()).write(
      to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
  }

  private static let lists = [
    "MUSTER_TARGETS_GETSALES_LIST": "a1b2c3d4-e5f6-7890-abcd-ef1234567890",
    "MUSTER_TARGETS_LEMLIST_LIST": "Sandbox",
  ]

  private func environment(_ sandbox: Sandbox) -> [String: String] {
    [
      "MUSTER_TARGETS_GETSALES_BASE_URL": sandbox.getSalesBaseURL,
      "MUSTER_TARGETS_LEMLIST_BASE_URL": sandbox.lemlistBaseURL,
      "HTTPS_PROXY": "http://\(Secrets.proxyUser):\(Secrets.proxyPassword)@127.0.0.1:1",
    ].merging(Self.keys) { $1 }.merging(Self.lists) { $1 }
  }

  private var freeSandbox: SandboxConfiguration {
    var configuration = SandboxConfiguration()
    configuration.rate = .none
    return configuration
  }

  // MARK: Runs that reach a target

  @Test(arguments: [["--json"], ["--show-values"], ["--quiet"]])
  func `an import that succeeds shows no key`(options: [String]) async throws {
    try await withScratch { directory in
      try writeLeads(20, in: directory)
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        let run = try await Program.muster(
          ["import", "leads.csv", "--to", "both", "--rate", "none", "--out", "out"] + options,
          in: directory, environment: environment(sandbox))
        #expect(run.exit == 0, "\(run.errors)")
        #expect(try leaks(run, in: directory) == [])
        let ledger = directory.appending(path: ".local/state/muster/ledger.sqlite").path
        #expect(FileManager.default.fileExists(atPath: ledger))
      }
    }
  }

  @Test(arguments: TargetKind.emulated)
  func `a key that is refused isn't shown`(target: TargetKind) async throws {
    try await withScratch { directory in
      try writeLeads(3, in: directory)
      var configuration = freeSandbox
      configuration.getSalesKey = "another"
      configuration.lemlistKey = "another"
      try await withSandbox(configuration, logger: quiet) { sandbox in
        let run = try await Program.muster(
          ["import", "leads.csv", "--to", target.rawValue, "--json", "--show-values"],
          in: directory, environment: environment(sandbox))
        #expect(run.exit == 2)
        #expect(try leaks(run, in: directory) == [])
      }
    }
  }

  @Test(arguments: [400, 401, 402, 404, 422, 500])
  func `a target that sends the key back doesn't bring it into the results`(
    status: Int
  ) async throws {
    let encoded = Foundation.Data((":" + Secrets.lemlist).utf8).base64EncodedString()
    try await withScratch { directory in
      try writeLeads(12, in: directory)
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        for (side, said) in [
          (SandboxSide.getSales, "Bearer \(Secrets.getsales)"),
          (.lemlist, "Basic \(encoded) of \(Secrets.lemlist)"),
        ] {
          let body = """
            {"error":{"code":"BAD","message":"\(said)","data":{"lead.email":["\(said)"]}}}
            """
          await sandbox.script(
            .answer(status, headers: ["X-Echo": said], body: body), on: side,
            matching: .upserts(containing: "lead7@"))
        }
        let run = try await Program.muster(
          ["import", "leads.csv", "--to", "both", "--rate", "none", "--out", "out", "--json"],
          in: directory,
          environment: environment(sandbox).merging(["MUSTER_DELIVERY_MAX_RETRIES": "0"]) { $1 })
        #expect([1, 3].contains(run.exit), "\(run.errors)")
        #expect(try leaks(run, in: directory) == [])
      }
    }
  }

  // MARK: Runs that reach nobody

  private static let proxy =
    "http://\(Secrets.proxyUser):\(Secrets.proxyPassword)@127.0.0.1:1"
  private static let keyInSettings =
    "{\"targets\":{\"lemlist\":{\"api_key\":\"\(Secrets.lemlist)\"}}}"

  /// Wrong keys, wrong places for keys, and addresses at which nobody answers.
  private static let failures: [(command: String, environment: [String: String], exit: Int32)] = [
    ("import leads.csv --to lemlist", ["MUSTER_TARGETS_LEMLIST_BASE_URL": "http://127.0.0.1:1"], 2),
    ("import leads.csv --to lemlist --json --show-values", ["HTTPS_PROXY": proxy], 2),
    (
      "import leads.csv --to lemlist", ["https_proxy": proxy.replacing("http:", with: "https:")], 78
    ),
    ("import leads.csv --to lemlist", ["ALL_PROXY": proxy + "/x"], 78),
    ("import leads.csv --to getsales", ["GETSALES_API_KEY": "Bearer \(Secrets.getsales)"], 78),
    ("import leads.csv --to getsales", ["GETSALES_API_KEY": "Bearer\(Secrets.getsales)"], 78),
    ("import leads.csv --to lemlist", ["LEMLIST_API_KEY": ":\(Secrets.lemlist)"], 78),
    ("import leads.csv --to lemlist", ["LEMLIST_API_KEY": "Basic \(Secrets.lemlist)"], 78),
    ("import leads.csv --to lemlist", ["LEMLIST_API_KEY": "Basic\(Secrets.lemlist)"], 78),
    (
      "import leads.csv --to lemlist",
      [
        "LEMLIST_API_KEY": Foundation.Data((":" + Secrets.lemlist).utf8).base64EncodedString()
      ], 78
    ),
    ("check leads.csv", ["MUSTER_API_KEY": Secrets.lemlist], 0),
    ("import leads.csv --dry-run --to both --json", lists, 0),
    ("import leads.csv --sandbox --rate none --json", [:], 0),
    ("config show --origins", [:], 0), ("config check", [:], 0), ("config check --json", [:], 0),
    ("config check secret", [:], 78), ("config show secret", [:], 78),
    ("check leads.csv --config secret", [:], 78),
    ("import leads.csv --to getsales", ["MUSTER_TARGETS_GETSALES_TEAM_ID": "x\n"], 78),
  ]

  @Test(arguments: failures)
  func `no message shows a key`(
    command: String, environment: [String: String], exit: Int32
  ) async throws {
    try await withScratch { directory in
      try writeLeads(3, in: directory)
      try Self.keyInSettings.write(
        to: directory.appending(path: "secret"), atomically: true, encoding: .utf8)
      let run = try await Program.muster(
        command.split(separator: " ").map(String.init), in: directory,
        environment: Self.keys.merging(environment) { $1 })
      #expect(run.exit == exit, "\(run.errors)")
      #expect(try leaks(run, in: directory) == [])
    }
  }

  // MARK: Crashes

  /// Lets an import crash in its middle, with core files allowed as far as the machine allows them.
  private static let crash = """
    : > events; : > errors
    ulimit -c unlimited
    muster import leads.csv --to both --out out --json > events 2> errors & pid=$!
    tail -n +1 -f --pid=$pid events | grep -q '"progress".*"done":[1-9]'
    kill -SIGNAL $pid
    """

  /// After its report, Swift goes on where the signal came, since nothing is wrong in truth.
  private static let report = """

    tail -n +1 -f --pid=$pid errors | grep -q 'Backtrace took'
    kill -KILL $pid
    wait $pid
    """

  @Test(arguments: ["ABRT", "SEGV"])
  func `a crash report shows no key`(signal: String) async throws {
    try await withScratch { directory in
      try writeLeads(2000, in: directory)
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        let settings = ["SWIFT_BACKTRACE": "enable=yes,interactive=no,color=no,timeout=60s"]
        let run = try await Program.shell(
          Self.crash.replacing("SIGNAL", with: signal) + Self.report, in: directory,
          environment: environment(sandbox).merging(settings) { $1 })
        let errors = try String(contentsOf: directory.appending(path: "errors"), encoding: .utf8)
        #expect(errors.contains("Registers:"), "\(run.errors)")
        #expect(try leaks(run, in: directory) == [])
      }
    }
  }

  @Test(arguments: [("ABRT", Int32(134)), ("SEGV", 139)])
  func `a crash without a wish for a report says nothing`(
    signal: String, exit: Int32
  ) async throws {
    try await withScratch { directory in
      try writeLeads(2000, in: directory)
      try await withSandbox(freeSandbox, logger: quiet) { sandbox in
        let run = try await Program.shell(
          "unset SWIFT_BACKTRACE\n" + Self.crash.replacing("SIGNAL", with: signal) + "\nwait $pid",
          in: directory, environment: environment(sandbox))
        #expect(run.exit == exit)
        #expect(try leaks(run, in: directory) == [])
      }
    }
  }
}
