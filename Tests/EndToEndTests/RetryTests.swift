import Foundation
import Sandbox
import TestSupport
import Testing

/// What a spreadsheet program, or somebody in it, does to results.
private func edit(
  _ name: String, in desk: Desk, to other: String? = nil, _ change: (inout String) -> Void
) throws {
  let file = desk.directory.appending(path: name)
  var text = try String(contentsOf: file, encoding: .utf8)
  change(&text)
  let target = other.map { desk.directory.appending(path: $0) } ?? file
  try text.write(to: target, atomically: true, encoding: .utf8)
}

@Suite(.timeLimit(.minutes(5))) struct RetryTests {
  /// Ten leads, of which the third is refused and the sixth has no identifier.
  private func imported(_ desk: Desk) async throws {
    try desk.write(10)
    try edit("leads.csv", in: desk) {
      $0 = $0.replacingOccurrences(
        of: "lead6@example.com,https://www.linkedin.com/in/lead-6", with: "lead6,")
    }
    await desk.sandbox.script(
      .answer(400, body: #"{"success":false,"error":{"code":"INVALID_FIELD","message":"no"}}"#),
      on: .lemlist, matching: .upserts(containing: "lead3@"), times: 1)
    let run = try await desk.importLeads("out")
    #expect(run.exit == 1, "\(run.errors)")
    #expect(try desk.statuses("out")[2] == "rejected")
    #expect(try desk.statuses("out")[5] == "invalid")
  }

  @Test func `rejected rows, mended, are sent with what the run went by`() async throws {
    try await withDesk { desk in
      try await imported(desk)
      try edit("out/rejected.csv", in: desk) {
        $0 = $0.replacingOccurrences(of: "lead6,", with: "lead6@example.com,")
      }
      let run = try await desk.muster("retry out/rejected.csv --rate none --out again")
      #expect(run.exit == 0, "\(run.errors)")
      #expect(try desk.statuses("again") == ["created", "created"])
      #expect(try await desk.upserts().all == 10)
      #expect(try await desk.upserts().titles.count == 10)
      let summary = try String(
        contentsOf: desk.directory.appending(path: "again/summary.json"), encoding: .utf8)
      #expect(summary.contains(#""retry_of" : 1"#))
      let status = try await desk.muster("status")
      #expect(status.output.contains("Takes back the results of run 1"), "\(status)")
    }
  }

  @Test func `results of a rehearsal are for import`() async throws {
    try await withDesk { desk in
      try few.write(
        to: desk.directory.appending(path: "few.csv"), atomically: true, encoding: .utf8)
      let rehearsal = try await desk.muster(
        "import few.csv --sandbox --rate none --out probe --to Lemlist")
      #expect(rehearsal.exit == 1, "\(rehearsal.errors)")
      let page = try String(
        contentsOf: desk.directory.appending(path: "probe/report.html"), encoding: .utf8)
      #expect(
        page.contains("1 row can&#39;t go as it is: mend the file")
          || page.contains("1 row can't go as it is: mend the file"))
      let retry = try await desk.muster("retry probe/rejected.csv")
      #expect(
        retry.exit == 64 && retry.errors.contains("muster import probe/rejected.csv --sandbox"))
      // Also where a ledger knows other runs with these columns.
      try desk.write(2)
      #expect(try await desk.importLeads("out").exit == 0)
      #expect(try await desk.muster("retry probe/rejected.csv").exit == 64)
      #expect(try await desk.muster("import probe/rejected.csv --sandbox --rate none").exit == 1)
    }
  }

  /// Two leads, of which the second can't be sent.
  private let few = "Email,LinkedIn URL,Job Title\nann@x.example,,Boss\nbob,,Aide\n"

  @Test func `results come back as a spreadsheet program saves them`() async throws {
    try await withDesk { desk in
      try await imported(desk)
      try edit("out/results.csv", in: desk, to: "Saved from Excel.csv") { text in
        let rows = CSVText(text)
        let names = ["Job Title", "_code", "LinkedIn URL", "_status", "Email", "_reason", "_row"]
        var lines = [names.joined(separator: ";")]
        let columns = names.map(rows.column)
        for row in columns[0].indices {
          var cells = columns.map { $0[row] }
          if row == 5 { cells[4] = "lead6@example.com" }
          if row == 8 { cells[0] = "Chief; of all" }
          lines.append(cells.map { $0.contains(";") ? "\"\($0)\"" : $0 }.joined(separator: ";"))
        }
        text = "\u{FEFF}" + lines.joined(separator: "\r\n") + "\r\n"
      }
      let run = try await Program.muster(
        ["retry", "Saved from Excel.csv", "--rate", "none", "--out", "again"], in: desk.directory,
        environment: desk.environment)
      #expect(run.exit == 0, "\(run.errors)")
      #expect(run.errors.contains("is taken for results of run 1"))
      var wanted = Array(repeating: "unchanged", count: 10)
      wanted[2] = "created"
      wanted[5] = "created"
      wanted[8] = "updated"
      #expect(try desk.statuses("again") == wanted)
      #expect(try await desk.upserts().titles.contains("Chief; of all"))
      #expect(try await desk.upserts().all == 11)
    }
  }

  @Test func `what succeeded stays as others have changed it since`() async throws {
    try await withDesk { desk in
      try await imported(desk)
      try desk.write(10, to: "newer.csv", titles: [2: "Newer"])
      let newer = try await desk.muster(
        "import newer.csv --to lemlist --list Sandbox --rate none --yes --out newer --quiet")
      #expect(newer.exit == 0, "\(newer.errors)")
      let run = try await desk.muster("retry out/results.csv --rate none --out again")
      #expect(run.exit == 1, "\(run.errors)")
      #expect(try desk.statuses("again")[1] == "unchanged")
      #expect(try await desk.upserts().titles.contains("Newer"))
    }
  }

  @Test func `columns go where they went, whatever a few rows look like`() async throws {
    try await withDesk { desk in
      // Nothing but its values says what the last column is, and the refused row has none of them.
      let rows = (1...30).map { row in
        "lead\(row)@example.com,\(row == 3 ? "" : "https://www.linkedin.com/in/lead-\(row)")\n"
      }
      try ("Email,Ref\n" + rows.joined()).write(
        to: desk.directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      await desk.sandbox.script(
        .answer(400, body: #"{"success":false,"error":{"code":"INVALID_FIELD","message":"no"}}"#),
        on: .lemlist, matching: .upserts(containing: "lead3@"), times: 1)
      #expect(try await desk.importLeads("out").exit == 1)
      try edit("out/rejected.csv", in: desk) {
        $0 = $0.replacingOccurrences(
          of: "lead3@example.com,,", with: "lead3@example.com,lead-three,")
      }
      let run = try await desk.muster("retry out/rejected.csv --rate none --out again --json")
      #expect(run.exit == 0, "\(run.errors)")
      let contacts = await desk.sandbox.snapshot().lemlist.contacts
      #expect(
        contacts.contains { $0.linkedInURL?.hasSuffix("in/lead-three") == true }, "\(run.output)")
    }
  }

  @Test func `guards are taken off, also of results for two targets`() async throws {
    try await withDesk { desk in
      let title = "=1+1"
      try "Email,LinkedIn URL,Job Title\na@x.example,https://www.linkedin.com/in/ann-lee,\(title)\n"
        .write(
          to: desk.directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      try #"{"targets": {"lemlist": {"list": "Sandbox"}, "getsales": {"list": "Sandbox"}}}"#.write(
        to: desk.directory.appending(path: "muster.json"), atomically: true, encoding: .utf8)
      let first = try await desk.muster("import leads.csv --to both --rate none --yes --out out")
      #expect(first.exit == 0, "\(first.errors)")
      let run = try await desk.muster("retry out/results.csv --rate none --out again")
      #expect(run.exit == 0, "\(run.errors)")
      #expect(run.output.contains("1 unchanged"), "\(run.output)")
      let results = try String(
        contentsOf: desk.directory.appending(path: "again/results.csv"), encoding: .utf8)
      let lines = CSVText(results)
      #expect(lines.column("_lemlist_status") == ["unchanged"])
      #expect(lines.column("_getsales_status") == ["unchanged"])
      #expect(lines.column("Job Title") == ["'=1+1"])
    }
  }

  @Test func `it can be called from the run's own directory, and resumed from anywhere`()
    async throws
  {
    try await withDesk { desk in
      try await imported(desk)
      await desk.sandbox.script(
        .answer(401, body: "The authentication you supplied is incorrect"), on: .lemlist,
        matching: .upserts(containing: "lead3@"), times: 1)
      let inside = desk.directory.appending(path: "out")
      let run = try await Program.muster(
        ["retry", "rejected.csv", "--rate", "none", "--quiet"], in: inside,
        environment: desk.environment)
      #expect(run.exit == 3, "\(run.errors)")
      let resumed = try await desk.muster("resume --quiet")
      #expect(resumed.exit == 1, "\(resumed.errors)")
      let runs = inside.appending(path: "muster-runs")
      let made = try FileManager.default.contentsOfDirectory(atPath: runs.path)
      #expect(made.count == 1)
      let results = runs.appending(path: "\(made.first ?? "")/results.csv")
      let text = CSVText(try String(contentsOf: results, encoding: .utf8))
      #expect(text.column("_status") == ["created", "invalid"])
      let outside = desk.directory.appending(path: "muster-runs").path
      #expect(!FileManager.default.fileExists(atPath: outside))
    }
  }

  @Test func `a damaged row stays invalid until it is mended`() async throws {
    try await withDesk { desk in
      try desk.write(3)
      try edit("leads.csv", in: desk) { $0 += "short@example.com\n" }
      #expect(try await desk.importLeads("out").exit == 1)
      for (file, out) in [("out/rejected.csv", "again"), ("again/results.csv", "third")] {
        let run = try await desk.muster("retry \(file) --run 1 --rate none --out \(out)")
        #expect(run.exit == 1, "\(run.errors)")
        #expect(try desk.statuses(out) == ["invalid"])
        #expect(run.output.contains("The row is as it was when it was found damaged."), "\(run)")
      }
      try edit("third/rejected.csv", in: desk) {
        $0 = $0.replacingOccurrences(
          of: "short@example.com,,", with: "short@example.com,,Head of Shorts")
      }
      let mended = try await desk.muster("retry third/rejected.csv --run 1 --rate none --out last")
      #expect(mended.exit == 0, "\(mended)")
      #expect(try desk.statuses("last") == ["created"])
    }
  }

  @Test func `an interrupted retry is resumed`() async throws {
    try await withDesk { desk in
      try await imported(desk)
      await desk.sandbox.script(
        .answer(401, body: "The authentication you supplied is incorrect"), on: .lemlist,
        matching: .upserts(containing: "lead3@"), times: 1)
      try edit("out/results.csv", in: desk) {
        $0 = $0.replacingOccurrences(of: "lead6,", with: "lead6@example.com,")
      }
      let run = try await desk.muster("retry out/results.csv --rate none --out again")
      #expect(run.exit == 3, "\(run.errors)")
      let resumed = try await desk.muster("resume")
      #expect(resumed.exit == 0, "\(resumed.errors)")
      #expect(try desk.statuses("again").count { $0 == "unchanged" } == 8)
      #expect(try desk.statuses("again").count { $0 == "created" } == 2)
      #expect(try await desk.upserts().all == 10)
    }
  }

  @Test(arguments: [
    "retry leads.csv", "retry leads.csv --run 3", "resume 3", "status 3",
  ])
  func `without a ledger it says so`(line: String) async throws {
    try await withDesk { desk in
      try desk.write(2)
      let run = try await desk.muster(line)
      #expect(run.exit == 64 && run.errors.contains("There is no ledger at "), "\(run.errors)")
    }
  }

  @Test func `a file of other columns is of no run`() async throws {
    try await withDesk { desk in
      try await imported(desk)
      try "Mail,Name\na@x.example,Ann\n".write(
        to: desk.directory.appending(path: "other.csv"), atomically: true, encoding: .utf8)
      let run = try await desk.muster("retry other.csv")
      #expect(run.exit == 64)
      #expect(run.errors.contains("No run in the ledger had the columns of other.csv"))
      let named = try await desk.muster("retry other.csv --run 1 --dry-run")
      #expect(named.exit == 0, "\(named.errors)")
      #expect(try await desk.muster("retry missing.csv").exit == 65)
      #expect(try await desk.muster("retry other.csv --run 9").exit == 64)
    }
  }
}
