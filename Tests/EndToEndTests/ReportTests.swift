import Foundation
import MusterKit
import Sandbox
import TestSupport
import Testing

/// A browser without a window.
private enum Browser {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// The document as it is after everything in it that can run has run.
  static func document(_ page: URL) async throws -> String {
    let run = try await Program.shell(
      """
      '\(path ?? "")' --headless --no-sandbox --disable-gpu --user-data-dir=browser --virtual-time-budget=2000 \
        --dump-dom 'file://\(page.path)'
      """, in: page.deletingLastPathComponent())
    #expect(run.exit == 0, "\(run.errors)")
    return run.output
  }
}

@Suite(.timeLimit(.minutes(5))) struct ReportTests {
  private func text(_ desk: Desk, _ file: String) throws -> String {
    try String(contentsOf: desk.directory.appending(path: file), encoding: .utf8)
  }

  // MARK: Of a run

  @Test func `an import leaves a page, which can be made again`() async throws {
    try await withDesk { desk in
      try desk.write(12)
      let run = try await desk.importLeads("first", "--limit 10")
      #expect(run.output.contains("Report: first/report.html"), "\(run.output)")
      let page = try text(desk, "first/report.html")
      #expect(page.contains("2 contacts left for later") && page.contains("left_out_by_limit"))
      for again in ["report", "report 1", "report first", "report first/"] {
        try FileManager.default.removeItem(at: desk.directory.appending(path: "first/report.html"))
        let made = try await desk.muster(again)
        #expect(made.exit == 0 && made.output.hasPrefix("Report: "), "\(made.errors)")
        #expect(try text(desk, "first/report.html") == page, "\(again)")
      }
    }
  }

  @Test func `no value is in it, unless values are asked for`() async throws {
    try await withDesk { desk in
      try "Email,First Name\nann@@firm.example,Ann\nbob@firm.example,Bob\n=cmd@x,Eve\n".write(
        to: desk.directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      _ = try await desk.importLeads("first")
      for file in ["first/report.html", "first/summary.json", "first/log.jsonl"] {
        let text = try text(desk, file)
        for value in ["ann@@firm", "bob@", "cmd@x", "Bob"] { #expect(!text.contains(value)) }
      }
      #expect(try await desk.muster("report --show-values").exit == 0)
      let shown = try text(desk, "first/report.html")
      #expect(shown.contains("ann@@firm.example") && shown.contains(">=cmd@x<"))
      #expect(!shown.contains("bob@"))
      _ = try await desk.importLeads("second", "--resend --show-values")
      #expect(try text(desk, "second/report.html").contains("ann@@firm.example"))
      #expect(try await desk.muster("report second").exit == 0)
      #expect(!(try text(desk, "second/report.html").contains("ann@@firm.example")))
    }
  }

  @Test func `what a target refuses is counted, with the rows`() async throws {
    try await withDesk { desk in
      try desk.write(5)
      await desk.sandbox.script(
        .answer(400, body: #"{"success":false,"error":{"code":"INVALID_FIELD","message":"no"}}"#),
        on: .lemlist, matching: .upserts(containing: "lead3@"), times: 1)
      #expect(try await desk.importLeads("first").exit == 1)
      let summary = try RunSummary(json: Array(try text(desk, "first/summary.json").utf8))
      let problem = try #require(summary.problems?.first { $0.code == "INVALID_FIELD" })
      #expect(problem.count == 1 && problem.severity == .error)
      #expect(problem.examples.first?.row == 3 && problem.examples.first?.line == 4)
      let page = try text(desk, "first/report.html")
      #expect(page.contains("Finished; 1 row to mend.") && page.contains("INVALID_FIELD"))
    }
  }

  @Test func `rows to mend at either target are counted once`() async throws {
    try await withDesk { desk in
      try desk.write(6)
      let refusal = #"{"success":false,"error":{"code":"INVALID_FIELD","message":"no"}}"#
      for row in [2, 3] {
        await desk.sandbox.script(
          .answer(400, body: refusal), on: .lemlist, matching: .upserts(containing: "lead\(row)@"))
      }
      for row in [3, 4, 5] {
        await desk.sandbox.script(
          .answer(422, body: #"{"error":{"reason":"validation_error","message":"no"}}"#),
          on: .getSales,
          matching: .upserts(containing: "lead\(row)@"))
      }
      let run = try await desk.muster(
        "import leads.csv --to both --list Sandbox --rate none --yes --out first --quiet")
      #expect(run.exit == 1, "\(run)")
      #expect(try text(desk, "first/report.html").contains("Finished; 4 rows to mend."))
    }
  }

  @Test func `a resumed run keeps why its columns were taken`() async throws {
    try await withDesk { desk in
      try desk.write(4)
      _ = try await desk.importLeads("first", "--limit 2")
      let before = try RunSummary(json: Array(try text(desk, "first/summary.json").utf8)).mapping
      #expect(try await desk.muster("resume --quiet").exit == 0)
      let after = try RunSummary(json: Array(try text(desk, "first/summary.json").utf8)).mapping
      #expect(before == after)
    }
  }

  @Test func `a run without results has no report`() async throws {
    try await withDesk { desk in
      try desk.write(3)
      #expect(try await desk.importLeads("first").exit == 0)
      try FileManager.default.removeItem(at: desk.directory.appending(path: "first/summary.json"))
      let one = try await desk.muster("report 1")
      #expect(one.exit == 64 && one.errors.contains("has no summary.json"), "\(one.errors)")
      let none = try await desk.muster("report")
      #expect(none.exit == 64 && none.errors.contains("No run has ended yet"), "\(none.errors)")
      let missing = try await desk.muster("report nowhere")
      #expect(missing.exit == 64 && missing.errors.contains("pass its number or its directory"))
      try "{}".write(
        to: desk.directory.appending(path: "first/summary.json"), atomically: true, encoding: .utf8)
      #expect(try await desk.muster("report 1").exit == 65)
    }
  }

  @Test func `the log has the run in each line, and at debug each row that failed`() async throws {
    try await withDesk { desk in
      try desk.write(5)
      for (out, level, failed) in [("first", "info", 0), ("second", "debug", 1)] {
        await desk.sandbox.script(
          .answer(400, body: #"{"success":false,"error":{"code":"INVALID_FIELD","message":"no"}}"#),
          on: .lemlist, matching: .upserts(containing: "lead3@"), times: 1)
        let run = try await desk.importLeads(out, "--resend --log-level \(level)")
        #expect(run.exit == 1 && run.errors.contains(" info run ended exit_code=1 run="))
        let lines = try text(desk, "\(out)/log.jsonl").split(separator: "\n")
        #expect(
          lines.count > 3
            && lines.allSatisfy { $0.contains(#""run":"\#(out == "first" ? 1 : 2)""#) })
        #expect(
          lines.count { $0.contains(#""message":"row failed""#) && $0.contains(#""row":3"#) }
            == failed)
      }
      let wrong = try await desk.importLeads("third", "--log-level loud")
      #expect(wrong.exit == 64 && wrong.errors.contains("it takes trace, debug, info"))
    }
  }

  // MARK: Of a check

  @Test func `a check writes the same page`() async throws {
    try await withScratch { directory in
      let run = try await Program.muster(
        ["check", Program.sample("messy.csv"), "--report", "page.html", "--quiet"], in: directory)
      #expect(run.exit == 0 && run.output.isEmpty, "\(run.errors)")
      try "Email\na@x.example\n".write(
        to: directory.appending(path: "a.csv"), atomically: true, encoding: .utf8)
      let page = try String(contentsOf: directory.appending(path: "page.html"), encoding: .utf8)
      for text in [
        "Nothing was sent: this is a check.", "can go to GetSales", "can go to lemlist",
        "quote_never_closed",
      ] {
        #expect(page.contains(text), "\(text)")
      }
      try "Email\na@x.example\n".write(
        to: directory.appending(path: "a.csv"), atomically: true, encoding: .utf8)
      #expect(!page.contains("rejected.csv") && !page.contains("results.csv"))
      let twice = try await Program.muster(
        ["check", "a.csv", "--report", "z", "--contacts", "./z"], in: directory)
      #expect(twice.exit == 64 && twice.errors.contains("name the same file"), "\(twice.errors)")
      let same = try await Program.muster(["check", "a.csv", "--report", "a.csv"], in: directory)
      #expect(same.exit == 64 && same.errors.contains("name another file with --report"))
      let output = try await Program.muster(
        ["check", Program.sample("messy.csv"), "--report", "-"], in: directory)
      #expect(output.exit == 64)
    }
  }

  // MARK: Hostile data

  private static let hostile = [
    "<script>document.documentElement.dataset.owned=1</script>",
    "\"><img src=x onerror=\"document.documentElement.dataset.owned=1\">",
    "\u{600}<svg onload=\"document.documentElement.dataset.owned=1\">",
    "</bdi></td></table><iframe srcdoc=\"<script>parent.document.documentElement.dataset.owned=1</script>\">",
    "javascript:document.documentElement.dataset.owned=1",
  ]

  @Test(.enabled(if: Browser.path != nil, "needs Chromium to open the page"))
  func `no markup of a file ever runs`() async throws {
    try await withScratch { directory in
      func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
      let header = ["Email", "LinkedIn URL"] + Self.hostile
      let rows = Self.hostile.map { [$0, $0] + Self.hostile }
      let lines = ([header] + rows + [["a@x.example", ""] + Self.hostile])
        .map { $0.map(quoted).joined(separator: ",") }
      let name = "<img src=x onerror=document.documentElement.dataset.owned=1>.csv"
      try lines.joined(separator: "\n").write(
        to: directory.appending(path: name), atomically: true, encoding: .utf8)
      let run = try await Program.muster(
        ["import", name, "--sandbox", "--rate", "none", "--yes", "--show-values", "--out", "out"],
        in: directory)
      #expect(run.exit == 1, "\(run.errors)")
      let page = directory.appending(path: "out/report.html")
      let html = try String(contentsOf: page, encoding: .utf8)
      #expect(html.contains("&lt;script&gt;"), "the values aren't shown")
      // With its own policy, and without: that is for mistakes.
      let bare = directory.appending(path: "out/bare.html")
      try html.replacing(/<meta http-equiv[^>]*>/, with: "").write(
        to: bare, atomically: true, encoding: .utf8)
      for page in [page, bare] {
        let document = try await Browser.document(page)
        #expect(document.contains("What became of the rows"))
        #expect(!document.contains("data-owned"), "\(page.lastPathComponent)")
      }
      // That it would be seen.
      let open = directory.appending(path: "out/open.html")
      try "<!doctype html><p>\(Self.hostile[1])".write(to: open, atomically: true, encoding: .utf8)
      #expect(try await Browser.document(open).contains("data-owned"))
    }
  }
}
