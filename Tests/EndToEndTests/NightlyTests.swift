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
}
