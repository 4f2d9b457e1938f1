import Foundation
import Sandbox
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct NightlyTests {
  private func files(_ desk: Desk, in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: desk.directory.appending(path: directory).path
    ).sorted()
  }

  private func night(_ desk: Desk, _ files: String, _ options: String) async throws -> Program.Run {
    try await desk.muster(
      "import \(files) --to lemlist --list Sandbox --rate none --yes --quiet \(options)")
  }

  @Test func `a pattern names files, and imported ones go to the archive`() async throws {
    try await withDesk { desk in
      try FileManager.default.createDirectory(
        at: desk.directory.appending(path: "in"), withIntermediateDirectories: true)
      try desk.write(3, to: "in/leads.csv")
      try "Email,LinkedIn URL,Job Title\nann@x.example,,Boss\nbob@x.example,,Aide\n".write(
        to: desk.directory.appending(path: "in/more.csv"), atomically: true, encoding: .utf8)
      let first = try await night(desk, "in/*.csv", "--archive-to done")
      #expect(first.exit == 0 && first.output.contains("5 created"), "\(first)")
      #expect(try files(desk, in: "in").isEmpty)
      #expect(try files(desk, in: "done") == ["leads.csv", "more.csv"])

      let nothing = try await night(desk, "in/*.csv", "--archive-to done")
      #expect(nothing.exit == 65 && nothing.errors.contains("No file is there for in/*.csv"))
      let fine = try await night(desk, "in/*.csv", "--archive-to done --if-missing ok")
      #expect(fine.exit == 0 && fine.output.isEmpty && fine.errors.isEmpty, "\(fine)")

      try "".write(
        to: desk.directory.appending(path: "in/empty.csv"), atomically: true, encoding: .utf8)
      #expect(try await night(desk, "in/*.csv", "").exit == 65)
      #expect(try await night(desk, "in/*.csv", "--if-missing ok").exit == 0)

      try desk.write(3, to: "in/leads.csv", titles: [2: "Chief"])
      let second = try await night(desk, "in/*.csv", "--archive-to done --if-missing ok")
      #expect(second.exit == 0 && second.output.contains("1 updated, 2 unchanged"), "\(second)")
      // Its name was taken.
      let kept = try files(desk, in: "done")
      #expect(kept.count == 3 && kept.contains { $0.hasPrefix("leads-20") && $0.hasSuffix(".csv") })
    }
  }

  @Test func `what isn't wholly sent stays, and goes when it is`() async throws {
    try await withDesk { desk in
      try desk.write(6)
      for options in ["--limit 2", "--dry-run", "--canary 3"] {
        _ = try await night(desk, "leads.csv", "--archive-to done \(options)")
        #expect(
          FileManager.default.fileExists(atPath: desk.directory.appending(path: "leads.csv").path))
      }
      let rest = try await desk.muster("resume --quiet")
      #expect(rest.exit == 0, "\(rest.errors)")
      #expect(try files(desk, in: "done") == ["leads.csv"])
    }
  }

  @Test func `of several files the newest is taken`() async throws {
    try await withDesk { desk in
      try desk.write(3, to: "new.csv")
      try desk.write(9, to: "old.csv")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -86_400)],
        ofItemAtPath: desk.directory.appending(path: "old.csv").path)
      let run = try await night(desk, "*.csv", "--newest")
      #expect(run.exit == 0 && run.output.contains("3 created"), "\(run)")
    }
  }

  @Test func `an import waits for another of the same file, as long as it is told to`() async throws
  {
    try await withDesk { desk in
      try desk.write(4)
      // The first waits for an answer until it is told to end.
      await desk.sandbox.script(
        .answer(200, after: .seconds(600)), on: .lemlist,
        matching: .upserts(containing: "lead4@"), times: 1)
      async let first = desk.importLeads("first", "--json")
      while await desk.sandbox.snapshot().lemlist.contacts.count < 3 { await Task.yield() }
      let refused = try await desk.importLeads("refused", "--lock-wait 1s")
      #expect(refused.exit == 2 && refused.errors.contains("Waiting for it."), "\(refused.errors)")
      #expect(try await desk.importLeads("wrong", "--lock-wait soon").exit == 64)
      let pid = refused.errors.firstMatch(of: /process (\d+)/).map { String($0.1) } ?? "0"
      async let second = desk.importLeads("second", "--lock-wait 5m")
      _ = try await Program.shell("kill -KILL \(pid)", in: desk.directory)
      #expect(try await second.exit == 0)
      _ = try await first
      #expect(try await desk.upserts().all >= 4)
    }
  }

  /// The values of the metrics of a night that tell its story.
  private func story(_ desk: Desk) throws -> [String: Int] {
    let text = try String(
      contentsOf: desk.directory.appending(path: "leads.prom"), encoding: .utf8)
    var values: [String: Int] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let match = line.wholeMatch(of: /muster_([a-z_]+)\{(.*)\} ([0-9.]+)/) else { continue }
      let labels = match.2.split(separator: ",").map { $0.split(separator: "\"")[1] }
      let name = ([match.1] + labels.filter { !["leads", "lemlist"].contains($0) })
        .joined(separator: " ")
      values[name] = Int(Double(match.3) ?? -1)
    }
    return values
  }

  private func notices(_ desk: Desk) -> [String] {
    let text =
      (try? String(contentsOf: desk.directory.appending(path: "notices"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  @Test func `exit codes, metrics and notices tell of each night`() async throws {
    try await withDesk { desk in
      try #"""
      {"job": "leads", "metrics": {"file": "leads.prom"},
       "notify": {"command": ["./tell", "{title}"]},
       "delivery": {"give_up_after": "1s"}, "thresholds": {"max_invalid": "50%"}}
      """#.write(
        to: desk.directory.appending(path: "muster.json"), atomically: true, encoding: .utf8)
      let tell = desk.directory.appending(path: "tell")
      try "#!/bin/sh\necho \"$NOTICE_EVENT: $1\" >>notices\nsed -n 2p >>notices\n".write(
        to: tell, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tell.path)
      var told = 0
      /// What was told since the last night.
      func news() -> [String] {
        defer { told = notices(desk).count }
        return Array(notices(desk).dropFirst(told))
      }

      // Two nights as they should be.
      for count in [20, 22] {
        try desk.write(count)
        #expect(try await night(desk, "leads.csv", "--if-missing ok").exit == 0)
        #expect(news().isEmpty)
      }
      var now = try story(desk)
      #expect(now["rows created"] == 2 && now["rows unchanged"] == 20 && now["rows_read"] == 22)
      #expect(now["health ok"] == 1 && now["running"] == 0)
      let success = now["last_success_timestamp_seconds"]

      // The key was taken away.
      try desk.write(24)
      await desk.sandbox.script(.answer(401), on: .lemlist, times: 1_000_000)
      let refused = try await night(desk, "leads.csv", "")
      #expect(refused.exit == 2, "\(refused)")
      now = try story(desk)
      #expect(now["health failed"] == 1 && now["last_exit_code"] == 2)
      #expect(now["last_success_timestamp_seconds"] == success)
      let failed = news()
      #expect(failed.first == "failed: leads failed" && failed.count == 2, "\(failed)")
      await desk.sandbox.clearScripts()

      // All is well again.
      #expect(try await night(desk, "leads.csv", "").exit == 0)
      #expect(news().first == "recovered: leads is well again")
      #expect(try story(desk)["rows created"] == 2)

      // Half of the rows are gone.
      try desk.write(9)
      #expect(try await night(desk, "leads.csv", "").exit == 0)
      #expect(
        news() == [
          "degraded: leads came to its end, but look at it",
          "9 rows were read, 13 fewer than the 22 of the last imports.",
        ])

      // A file that is none.
      try "\0\u{1}\u{2}\0\0".write(
        to: desk.directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      #expect(try await night(desk, "leads.csv", "--if-missing ok").exit == 65)
      #expect(news().first == "failed: leads failed")
      now = try story(desk)
      #expect(now["last_exit_code"] == 65 && now["rows created"] == nil)

      // No file at all.
      try FileManager.default.removeItem(at: desk.directory.appending(path: "leads.csv"))
      #expect(try await night(desk, "leads.csv", "--if-missing ok").exit == 0)
      #expect(
        news() == [
          "degraded: leads came to its end, but look at it", "There was no row to import.",
        ])
      #expect(try story(desk)["rows_read"] == 0)
    }
  }

  @Test func `settings that come through a pipe are known to whoever tells of the import too`()
    async throws
  {
    try await withDesk { desk in
      try desk.write(3)
      let settings = #"{"job": "leads", "metrics": {"file": "leads.prom"}}"#
      let run = try await Program.shell(
        """
        mkfifo settings; printf '%s' '\(settings)' > settings &
        exec muster import leads.csv --to lemlist --list Sandbox --rate none --yes --out out --config settings
        """, in: desk.directory, environment: desk.environment)
      #expect(run.exit == 0, "\(run.errors)")
      #expect(try story(desk)["rows_read"] == 3)
    }
  }

  @Test func `a mistake in the settings is told of by what is right of them`() async throws {
    try await withDesk { desk in
      try #"{"job": "leads", "metrics": {"file": "m.prom"}, "auto_map": "maybe"}"#.write(
        to: desk.directory.appending(path: "muster.json"), atomically: true, encoding: .utf8)
      try desk.write(3)
      let wrong = try await night(desk, "leads.csv", "")
      #expect(wrong.exit == 78, "\(wrong.errors)")
      let text = try String(
        contentsOf: desk.directory.appending(path: "m.prom"), encoding: .utf8)
      #expect(text.contains(#"muster_last_exit_code{import="leads"} 78"#))

      // Rehearsals aren't told of.
      let rehearsal = try await night(
        desk, "leads.csv", "--dry-run --metrics-file \(desk.directory.path)/none.prom")
      #expect(rehearsal.exit == 78)
      #expect(
        !FileManager.default.fileExists(atPath: desk.directory.appending(path: "none.prom").path))
    }
  }
}
