import Foundation
import Testing

@testable import MusterKit

@Suite struct NoticeTests {
  private func notice(_ outcome: JobOutcome) -> Notice {
    Notice(outcome, JobVerdict(outcome, settings: usualSettings, past: []), host: "db1")
  }

  @Test func `people are told what happened, what became of the rows, and what to do`() {
    #expect(
      notice(sampleOutcome(exitCode: 3, toFix: 1, stopped: "No credits are left.")).text == """
        leads failed
        lemlist: No credits are left.
        lemlist: 199 created, 1 rejected.
        Results: /srv/leads/run
        muster resume goes on with run 12.
        On db1, 2026-01-15 14:08 UTC.

        """)
  }

  @Test func `programs are told the same as JSON`() throws {
    let json = notice(sampleOutcome(exitCode: 1, toFix: 20)).json.canonicalText
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(object["event"] as? String == "degraded")
    #expect(object["job"] as? String == "leads")
    #expect(object["exit_code"] as? Int == 1)
    #expect(object["run"] as? Int == 12)
    #expect(object["rows_to_fix"] as? Int == 20)
    #expect(object["finished"] as? String == "2026-01-15T14:08:29.000Z")
    let targets = object["targets"] as? [String: [String: Int]]
    #expect(targets?["lemlist"]?["rejected"] == 20)
    #expect((object["lines"] as? [String])?.first?.hasPrefix("20 of 200 rows") == true)
  }

  @Test func `Slack reads no mark into what is said`() throws {
    var outcome = JobOutcome(job: "a<b>", started: .now, finished: .now, exitCode: 65)
    outcome.sentence = "R&D <!channel>.csv isn't there."
    let body = notice(outcome).body(.slack)
    let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: String]
    let text = try #require(object?["text"])
    #expect(object?.count == 1)
    #expect(text.hasPrefix("*a&lt;b&gt; failed*\nR&amp;D &lt;!channel&gt;.csv isn't there.\n"))
  }
}

@Suite struct NoticeSenderTests {
  private let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  private func sender(
    _ options: [String: String], _ environment: [String: String] = [:]
  ) throws -> NoticeSender {
    let sources = ConfigurationSources(
      workingDirectory: scratch.path, environment: environment, options: options)
    return NoticeSender(
      try #require(MusterConfiguration.best(of: sources)), environment: environment)
  }

  private let notice = Notice(tryingFor: "leads", host: "db1")

  @Test func `without a webhook or a command there is no way`() async throws {
    #expect(try sender([:]).hasWay == false)
    #expect(try await sender([:]).send(notice).isEmpty)
    #expect(try sender([:], ["NOTIFY_WEBHOOK_URL": ""]).hasWay == false)
    #expect(try sender([:], ["NOTIFY_WEBHOOK_URL": "https://example.com/x"]).hasWay)
    #expect(try sender(["notify.command": #"["true"]"#]).hasWay)
  }

  @Test func `a webhook gets the notice as JSON`() async throws {
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    try await WireServer.run(.sayAndClose(answer)) { server, port in
      let url = "http://127.0.0.1:\(port)/hooks/T0/very-secret?x=1"
      let problems = try await sender([:], ["NOTIFY_WEBHOOK_URL": url]).send(notice)
      #expect(problems.isEmpty, "\(problems)")
      let head = try #require(server.heads.first)
      #expect(head.hasPrefix("POST /hooks/T0/very-secret?x=1 HTTP/1.1\r\n"))
      #expect(head.lowercased().contains("content-type: application/json"))
    }
  }

  @Test(arguments: [
    WireServer.Act.sayAndClose("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
    .sayAndClose("nonsense\r\n\r\n"), .sayAndClose(""),
    .sayAndClose(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
  ])
  func `what a webhook answers changes nothing, and its address isn't told`(act: WireServer.Act)
    async throws
  {
    try await WireServer.run(act) { server, port in
      let file = scratch.file("webhook")
      try "http://127.0.0.1:\(port)/very-secret\n".write(
        toFile: file, atomically: true, encoding: .utf8)
      let problems = try await sender(["notify.webhook_file": file]).send(notice)
      #expect(problems.count == 1)
      #expect(problems[0].hasPrefix("the webhook at 127.0.0.1 "), "\(problems)")
      #expect(!problems[0].contains("secret"))
    }
  }

  @Test func `a webhook that is silent is left`() async throws {
    try await WireServer.run(.silence) { server, port in
      let problems = try await sender(
        ["notify.timeout_seconds": "1"], ["NOTIFY_WEBHOOK_URL": "http://127.0.0.1:\(port)/"]
      ).send(notice)
      #expect(problems.count == 1 && server.heads.count == 1, "\(problems)")
    }
  }

  @Test(arguments: [
    "http://example.com/x", "ftp://127.0.0.1/x", "nonsense", "https://u:p@example.com/",
    "https://a b/",
  ])
  func `only an address that keeps the notice to itself is taken`(text: String) async throws {
    let problems = try await sender([:], ["NOTIFY_WEBHOOK_URL": text]).send(notice)
    #expect(problems.count == 1 && problems[0].hasPrefix("NOTIFY_WEBHOOK_URL doesn't hold"))
    #expect(!problems[0].contains(text))
  }

  @Test func `a command gets the notice as its input`() async throws {
    let script = "cat > \(scratch.file("out")); echo \"$1|$NOTICE_EVENT\" >> \(scratch.file("out"))"
    let command = JSONValue.array(
      ["/bin/sh", "-c", script, "sh", "{title}"].map { .string($0) })
    let problems = try await sender(
      ["notify.command": command.canonicalText, "notify.timeout_seconds": "120"],
      ["PATH": "/usr/bin:/bin"]
    ).send(notice)
    #expect(problems.isEmpty, "\(problems)")
    #expect(
      try String(contentsOfFile: scratch.file("out"), encoding: .utf8)
        == notice.text + "leads: a trial|trial\n")
  }

  @Test func `a notice that is too long for a pipe is cut between characters`() async throws {
    var outcome = JobOutcome(job: "leads", started: .now, finished: .now, exitCode: 65)
    outcome.sentence = String(repeating: "é", count: 100_000)
    let long = Notice(
      outcome, JobVerdict(outcome, settings: usualSettings, past: []), host: "db1")
    let command = JSONValue.array(
      ["/bin/sh", "-c", "cat > \(scratch.file("out"))"].map { .string($0) })
    // What doesn't fit into the environment either is a failure, and no crash.
    let problems = try await sender(
      ["notify.command": command.canonicalText, "notify.timeout_seconds": "120"],
      ["PATH": "/usr/bin:/bin"]
    ).send(long)
    #expect(problems == ["/bin/sh can't be run."], "\(problems)")
    outcome.sentence = String(repeating: "é", count: 3_000)
    let shorter = Notice(
      outcome, JobVerdict(outcome, settings: usualSettings, past: []), host: "db1")
    #expect(
      try await sender(
        ["notify.command": command.canonicalText, "notify.timeout_seconds": "120"],
        ["PATH": "/usr/bin:/bin"]
      ).send(shorter).isEmpty)
    let text = try #require(
      String(validating: try Data(contentsOf: URL(filePath: scratch.file("out"))), as: UTF8.self))
    #expect((4090...4096).contains(text.utf8.count) && shorter.text.hasPrefix(text))
  }

  @Test(arguments: [
    (#"["/bin/sh", "-c", "exit 3"]"#, "120", "/bin/sh ended with"),
    (#"["/no/such/program"]"#, "120", "/no/such/program can't be run."),
    (
      #"["/bin/sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"]"#, "1",
      "/bin/sh took longer than 1 s"
    ),
    (#"["/bin/sleep", "600"]"#, "1", "/bin/sleep took longer than 1 s"),
  ])
  func `a command that fails or takes too long is told of`(
    command: String, timeout: String, words: String
  )
    async throws
  {
    let problems = try await sender(
      ["notify.command": command, "notify.timeout_seconds": timeout]
    ).send(notice)
    #expect(problems.count == 1 && problems[0].hasPrefix(words), "\(problems)")
  }
}
