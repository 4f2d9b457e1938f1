import Foundation
import Sandbox
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct RunAgainTests {
  // MARK: Unchanged

  @Test func `what hasn't changed isn't sent again`() async throws {
    try await withDesk { desk in
      try desk.write(30)
      #expect(try await desk.importLeads("first").exit == 0)
      let again = try await desk.importLeads("second")
      #expect(again.exit == 0, "\(again.errors)")
      #expect(again.output.contains("0 of 30 rows to send; 30 unchanged"), "\(again.output)")
      #expect(try desk.statuses("second") == Array(repeating: "unchanged", count: 30))
      #expect(try await desk.upserts().all == 30)

      try desk.write(32, titles: [7: "Chief", 12: "Boss"])
      let dry = try await desk.importLeads("dry", "--dry-run")
      #expect(dry.output.contains("4 of 32 rows to send; 28 unchanged"), "\(dry.output)")
      #expect(try await desk.importLeads("third").exit == 0)
      #expect(try desk.statuses("third").count { $0 == "unchanged" } == 28)
      #expect(try await desk.upserts().all == 34)
    }
  }

  @Test func `what was changed and changed back is sent again`() async throws {
    try await withDesk { desk in
      try desk.write(3)
      _ = try await desk.importLeads("first")
      try desk.write(3, titles: [2: "Chief"])
      _ = try await desk.importLeads("second")
      try desk.write(3)
      _ = try await desk.importLeads("third")
      #expect(try desk.statuses("third") == ["unchanged", "updated", "unchanged"])
      #expect(try await desk.upserts().titles.contains("Head 2"))
    }
  }

  @Test func `what was sent with another mapping in between is sent again`() async throws {
    try await withDesk { desk in
      try desk.write(2)
      let settings = desk.directory.appending(path: "muster.json")
      for (out, columns) in [("first", ""), ("second", #""Job Title": "headline""#), ("third", "")]
      {
        try #"{"columns": {\#(columns)}}"#.write(to: settings, atomically: true, encoding: .utf8)
        _ = try await desk.importLeads(out)
      }
      #expect(try desk.statuses("third") == ["updated", "updated"])
    }
  }

  @Test func `columns may move and others may change`() async throws {
    try await withDesk { desk in
      try desk.write(2)
      _ = try await desk.importLeads("first")
      let rows = (1...2).map {
        "seen today,Head \($0), lead\($0)@example.com ,https://www.linkedin.com/in/lead-\($0)\n"
      }
      try ("Last Activity Note,Job Title,E-Mail,LinkedIn URL\n" + rows.joined()).write(
        to: desk.directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      _ = try await desk.importLeads("second")
      #expect(try desk.statuses("second") == ["unchanged", "unchanged"])
    }
  }

  @Test func `of several contacts about one person the last one stays`() async throws {
    try await withDesk { desk in
      let rows = ["a@x.example,First", "b@x.example,Other", "a@x.example,Last"]
      try "Email,Job Title\n\(rows.joined(separator: "\n"))\n".write(
        to: desk.directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      try #"{"deduplicate": {"keep": "none"}}"#.write(
        to: desk.directory.appending(path: "muster.json"), atomically: true, encoding: .utf8)
      for out in ["first", "second"] {
        #expect(try await desk.importLeads(out).exit == 0)
        #expect(try await desk.upserts().titles.sorted() == ["Last", "Other"])
      }
      #expect(try desk.statuses("second") == ["updated", "unchanged", "updated"])
    }
  }

  @Test func `a refused contact is never unchanged`() async throws {
    try await withDesk { desk in
      try desk.write(3)
      await desk.sandbox.script(
        .answer(
          400, body: #"{"success":false,"error":{"code":"INVALID_FIELD","message":"no"}}"#),
        on: .lemlist, matching: .upserts(containing: "lead2@"), times: 1)
      #expect(try await desk.importLeads("first").exit == 1)
      #expect(try desk.statuses("first") == ["created", "rejected", "created"])
      #expect(try await desk.importLeads("second").exit == 0)
      #expect(try desk.statuses("second") == ["unchanged", "created", "unchanged"])
    }
  }

  @Test(arguments: ["--resend", "--list Other"])
  func `it is sent again where that is asked for, and to another list`(option: String) async throws
  {
    try await withDesk { desk in
      try desk.write(2)
      let other = #"{"targets": {"lemlist": {}}, "create_missing": ["lists"]}"#
      try other.write(
        to: desk.directory.appending(path: "muster.json"), atomically: true, encoding: .utf8)
      _ = try await desk.importLeads("first")
      _ = try await desk.importLeads("second", option)
      #expect(try desk.statuses("second") == ["updated", "updated"])
    }
  }

  // MARK: Resume

  /// An import that a target's answer stopped at row 20 of 40.
  private func stopped(_ desk: Desk) async throws {
    try desk.write(40)
    await desk.sandbox.script(
      .answer(401, body: "The authentication you supplied is incorrect"), on: .lemlist,
      matching: .upserts(containing: "lead20@"), times: 1)
    let run = try await desk.importLeads("out")
    #expect(run.exit == 3, "\(run.errors)")
  }

  @Test func `with a job's name, only a run of this job is gone on with`() async throws {
    try await withDesk { desk in
      try await stopped(desk)
      let other = try await desk.muster("resume --job customers --rate none --quiet")
      #expect(other.exit == 0 && other.output.isEmpty, "\(other.errors)")
      #expect(try desk.statuses("out").contains("not_sent"))
      // Without a name in the settings, it is that of the directory.
      let name = desk.directory.lastPathComponent
      let run = try await desk.muster("resume --job \(name) --rate none --quiet")
      #expect(run.exit == 0, "\(run.errors)")
      #expect(try Set(desk.statuses("out")) == ["created"])
    }
  }

  @Test func `a stopped run goes on where it was`() async throws {
    try await withDesk { desk in
      try await stopped(desk)
      let before = try await desk.upserts().all
      let run = try await desk.muster("resume")
      #expect(run.exit == 0, "\(run.errors)")
      #expect(run.output.contains("Run 1 goes on.\nlemlist: \(before) contacts are done"))
      #expect(try desk.statuses("out") == Array(repeating: "created", count: 40))
      #expect(try await desk.upserts().all == 40)
      let lists = await desk.sandbox.snapshot().lemlist.lists
      #expect(lists.first { $0.name == "Sandbox" }?.members.count == 40)

      let again = try await desk.muster("resume")
      #expect(again.exit == 0)
      #expect(again.errors.contains("nothing to resume"))
      let named = try await desk.muster("resume 1")
      #expect(named.exit == 0 && named.errors.contains("Run 1 is finished"))
    }
  }

  @Test func `it goes on from anywhere, and finds a file that was renamed`() async throws {
    try await withDesk { desk in
      try await stopped(desk)
      let files = FileManager.default
      try files.moveItem(
        at: desk.directory.appending(path: "leads.csv"),
        to: desk.directory.appending(path: "archived.csv"))
      let elsewhere = desk.directory.appending(path: "elsewhere")
      try files.createDirectory(at: elsewhere, withIntermediateDirectories: false)
      let run = try await Program.muster(
        ["resume", "--quiet"], in: elsewhere, environment: desk.environment)
      #expect(run.exit == 0, "\(run.errors)")
      #expect(run.errors.contains("archived.csv"))
      #expect(try desk.statuses("out").allSatisfy { $0 == "created" })
    }
  }

  @Test func `status says how far runs are, and that they add up`() async throws {
    try await withDesk { desk in
      let none = try await desk.muster("status")
      #expect(none.exit == 0 && none.output == "No run is in the ledger yet.\n")
      try await stopped(desk)
      let done = try await desk.upserts().all
      let run = try await desk.muster("status")
      #expect(run.output.hasPrefix("Run 1  stopped  "), "\(run)")
      #expect(run.output.contains("lemlist: \(done) of 40 contacts done; "), "\(run)")
      #expect(run.output.contains("muster resume 1"))

      _ = try await desk.muster("resume --quiet")
      _ = try await desk.importLeads("second")
      let both = try await desk.muster("status --json --verify")
      #expect(both.exit == 0, "\(both.errors)")
      #expect(both.output.contains(#""run": 2"#) && both.output.contains(#""run": 1"#))
      #expect(both.output.contains(#""unchanged": 40"#) && both.output.contains(#""created": 40"#))
      #expect(try await desk.muster("status 9").exit == 64)
    }
  }

  @Test func `the ledger is looked after`() async throws {
    try await withDesk { desk in
      try await stopped(desk)
      let done = try await desk.upserts().all
      let info = try await desk.muster("ledger info --json")
      #expect(info.exit == 0, "\(info.errors)")
      #expect(
        info.output.contains(#""stopped": 1"#) && info.output.contains("\"accepted_contacts\": "))
      let sound = try await desk.muster("ledger verify")
      #expect(sound.exit == 0)
      #expect(sound.output == "The ledger is sound; the totals of 1 run add up.\n")

      let lines = try await desk.muster("ledger export").output.split(separator: "\n")
      #expect(lines[0].hasPrefix(#"{"type":"run","#) && lines[0].contains(#""state":"stopped""#))
      #expect(
        lines.count { $0.contains(#""status":"created""#) && $0.contains(#""row":"#) } == done)
      #expect(!lines.joined().contains("@"))
      _ = try await desk.muster("resume --quiet")

      let gone = try await desk.muster("ledger forget LEAD7@example.com")
      #expect(gone.exit == 0, "\(gone.errors)")
      #expect(gone.output.contains("\(desk.directory.path)/out  (row 7)"), "\(gone.output)")
      let again = try await desk.muster("ledger forget lead7@example.com")
      #expect(again.output == "The ledger keeps nothing under these identifiers.\n")
      let bad = try await desk.muster("ledger forget n/a")
      #expect(bad.exit == 64 && !bad.errors.contains("n/a"))

      _ = try await desk.importLeads("second")
      #expect(try desk.statuses("second").count { $0 == "updated" } == 1)
      let watched = try await desk.muster("status --watch")
      #expect(watched.exit == 0 && watched.output.hasPrefix("Run 2  finished  "), "\(watched)")

      #expect(try await desk.muster("ledger prune --older-than soon").exit == 64)
      let pruned = try await desk.muster("ledger prune --older-than 1d")
      #expect(pruned.output.hasPrefix("0 runs taken out"), "\(pruned)")
      #expect(try await desk.muster("ledger vacuum").exit == 0)
    }
  }

  @Test func `who contacts are is kept where the settings ask for it, until they are forgotten`()
    async throws
  {
    try await withDesk { desk in
      try desk.write(3)
      try #"{"ledger": {"keep_values": true}}"#.write(
        to: desk.directory.appending(path: "muster.json"), atomically: true, encoding: .utf8)
      #expect(try await desk.importLeads("first").exit == 0)
      func contacts() async throws -> [Substring] {
        try await desk.muster("ledger export").output.split(separator: "\n").dropFirst().map {
          $0.suffix(from: $0.range(of: #""contact":"#)?.upperBound ?? $0.endIndex)
        }
      }
      #expect(
        try await contacts()
          == (1...3).map { #"{"email":"lead\#($0)@example.com","linkedin":"lead-\#($0)"}}"# })
      #expect(
        try await desk.muster("ledger forget linkedin.com/in/Lead-2").output.contains("(row 2)"))
      #expect(try await contacts()[1] == "null}")
      let file = try Data(contentsOf: desk.directory.appending(path: "ledger.sqlite"))
      #expect(file.range(of: Data("lead-2".utf8)) == nil)
      #expect(file.range(of: Data("lead-3".utf8)) != nil)
      // The same contacts: it changes nothing of what is sent.
      try FileManager.default.removeItem(at: desk.directory.appending(path: "muster.json"))
      #expect(try await desk.importLeads("second").exit == 0)
      #expect(try desk.statuses("second") == ["unchanged", "updated", "unchanged"])
    }
  }

  @Test func `a damaged ledger is said, and never begun anew`() async throws {
    try await withDesk { desk in
      try desk.write(3)
      _ = try await desk.importLeads("first")
      let file = desk.directory.appending(path: "ledger.sqlite")
      try Data(repeating: 0x41, count: 8192).write(to: file)
      for line in ["status", "resume", "ledger info", "ledger verify"] {
        let run = try await desk.muster(line)
        #expect(run.exit == 78 && run.errors.contains("is damaged"), "\(line): \(run)")
      }
      let run = try await desk.importLeads("second")
      #expect(run.exit == 78 && run.errors.contains("is damaged"), "\(run)")
      #expect(try Data(contentsOf: file).count == 8192)
    }
  }

  @Test func `a file that has changed is refused`() async throws {
    try await withDesk { desk in
      try await stopped(desk)
      try desk.write(40, titles: [30: "Chief"])
      let run = try await desk.muster("resume")
      #expect(run.exit == 2)
      #expect(run.errors.contains("its content has changed"), "\(run.errors)")
      try FileManager.default.removeItem(at: desk.directory.appending(path: "leads.csv"))
      let gone = try await desk.muster("resume")
      #expect(gone.exit == 2 && gone.errors.contains("isn't there any more"))
      #expect(try await desk.upserts().all < 40)
    }
  }

  @Test func `a mapping that has changed is refused, with what has`() async throws {
    try await withDesk { desk in
      try await stopped(desk)
      try #"{"columns": {"Job Title": "headline"}}"#.write(
        to: desk.directory.appending(path: "muster.json"), atomically: true, encoding: .utf8)
      let run = try await desk.muster("resume")
      #expect(run.exit == 2)
      #expect(run.errors.contains("columns.Job Title"), "\(run.errors)")
    }
  }

  @Test func `standard input is kept, so that a run of it is resumed and retried`() async throws {
    try await withDesk { desk in
      try desk.write(10)
      let run = try await Program.shell(
        """
        muster import - --to lemlist --list Sandbox --rate none --yes --quiet --out out --limit 4 \
          <leads.csv
        """, in: desk.directory, environment: desk.environment)
      #expect(run.exit == 0, "\(run.errors)")
      try FileManager.default.removeItem(at: desk.directory.appending(path: "leads.csv"))
      #expect(try await desk.muster("resume --quiet").exit == 0)
      #expect(try desk.statuses("out") == Array(repeating: "created", count: 10))
      let again = try await desk.muster("retry out/results.csv --rate none --out again --quiet")
      #expect(again.exit == 0, "\(again.errors)")
      #expect(try desk.statuses("again") == Array(repeating: "unchanged", count: 10))
    }
  }

  @Test func `what is remarked on a row stands in its results, whatever session has sent it`()
    async throws
  {
    try await withDesk { desk in
      for (name, rows) in [("a", "ann@gmial.com\nbob@example.com\n"), ("b", "cid@gmial.com\n")] {
        try "Email\n\(rows)".write(
          to: desk.directory.appending(path: "\(name).csv"), atomically: true, encoding: .utf8)
      }
      func codes() throws -> [String] {
        let text = try String(
          contentsOf: desk.directory.appending(path: "out/results.csv"), encoding: .utf8)
        return CSVText(text).column("_code")
      }
      let first = try await desk.muster(
        "import a.csv b.csv --to lemlist --list Sandbox --rate none --yes --out out --limit 2")
      #expect(first.exit == 0, "\(first.errors)")
      #expect(try codes() == ["email_typo", "", "left_out_by_limit"])
      #expect(try await desk.muster("resume --quiet").exit == 0)
      #expect(try codes() == ["email_typo", "", "email_typo"])
      #expect(try desk.statuses("out") == ["created", "created", "created"])
    }
  }

  @Test func `what --limit left out is sent by a resume`() async throws {
    try await withDesk { desk in
      try desk.write(10)
      #expect(try await desk.importLeads("out", "--limit 4").exit == 0)
      #expect(try desk.statuses("out").count { $0 == "not_sent" } == 6)
      #expect(try await desk.muster("resume --quiet").exit == 0)
      #expect(try desk.statuses("out") == Array(repeating: "created", count: 10))
      #expect(try await desk.upserts().all == 10)
    }
  }

  @Test(arguments: [("resume 7", 64), ("resume x", 64)])
  func `an unknown run is said`(line: String, exit: Int32) async throws {
    try await withDesk { desk in
      let run = try await desk.muster(line)
      #expect(run.exit == exit)
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
  }

  @Test func `kill -9 loses nothing, and repeats what was in flight at most`() async throws {
    try await withDesk { desk in
      try desk.write(400)
      async let ended = Program.shell(
        """
        muster import leads.csv --to lemlist --list Sandbox --rate none --yes --quiet --out out &
        echo $! > pid
        wait $!
        """, in: desk.directory, environment: desk.environment)
      while try await desk.upserts().all < 100 { await Task.yield() }
      let pid = try String(
        contentsOf: desk.directory.appending(path: "pid"), encoding: .utf8
      ).trimmingCharacters(in: .whitespacesAndNewlines)
      kill(try #require(Int32(pid)), SIGKILL)
      #expect(try await ended.exit == 128 + SIGKILL)
      let atKill = try await desk.upserts().all
      #expect((100..<400).contains(atKill))
      let resumed = try await desk.muster("resume --quiet")
      #expect(resumed.exit == 0, "\(resumed.errors)")
      let statuses = try desk.statuses("out")
      #expect(statuses.count == 400 && statuses.allSatisfy { ["created", "updated"].contains($0) })
      let upserts = try await desk.upserts()
      #expect(upserts.titles.sorted() == (1...400).map { "Head \($0)" }.sorted())
      // On their way at most 128, and 64 answers that aren't committed.
      #expect(upserts.all - 400 <= 192)
    }
  }

  // MARK: Where nothing can be kept

  /// Whether file systems can be mounted in a namespace of one's own.
  private static func hasNamespaces() async throws -> Bool {
    try await withScratch { directory in
      let run = try await Program.shell(
        "mkdir disk && unshare -rm mount -t tmpfs tmpfs disk", in: directory)
      return run.exit == 0
    }
  }

  @Test(
    .enabled("needs namespaces of its own", hasNamespaces),
    arguments: [
      ("head -c 1M /dev/zero > disk/filler 2>&-", "The disk is full: the ledger"),
      (
        "muster status --ledger-path disk/ledger.sqlite >&- 2>&-; mount -o remount,ro disk",
        "can't be written. Make the file and its directory writable"
      ),
    ])
  func `without room for the ledger nothing is sent`(spoil: String, sentence: String) async throws {
    try await withDesk { desk in
      try desk.write(3)
      let run = try await Program.shell(
        """
        mkdir disk && exec unshare -rm sh -c '
          mount -t tmpfs -o size=256k tmpfs disk; \(spoil)
          exec muster import leads.csv --to lemlist --rate none --yes --out out --ledger-path disk/ledger.sqlite'
        """, in: desk.directory, environment: desk.environment)
      #expect(run.exit == 78 && run.errors.contains(sentence), "\(run.errors)")
      #expect(await desk.sandbox.snapshot().requests(.lemlist) == 0)
    }
  }
}
