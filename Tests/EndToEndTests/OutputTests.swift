import Foundation
import TestSupport
import Testing

@Suite struct OutputTests {
  private static let leads = "Email,Name\nann@x.example,Ann Arbor\nbo@x.example,Bo Derek\n"

  private func withLeads(_ body: (URL) async throws -> Void) async throws {
    try await withScratch { directory in
      try Self.leads.write(
        to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      try await body(directory)
    }
  }

  #if os(Linux)
    @Test(arguments: [
      "check leads.csv", "check leads.csv --json", "check leads.csv --contacts - --quiet",
      "map leads.csv", "map leads.csv --json", "peek leads.csv", "peek leads.csv --json",
      "config show", "config schema", "config check", "fields", "explain", "--help", "--version",
      "import leads.csv --sandbox --dry-run", "import leads.csv --sandbox --json",
    ])
    func `results that can't be written are an error`(command: String) async throws {
      try await withLeads { directory in
        let run = try await Program.shell("muster \(command) > /dev/full", in: directory)
        #expect(run.exit == 70)
        #expect(
          run.errors
            == "muster: Standard output can't be written: the disk is full. Free some space.\n")
        let left = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(left == ["leads.csv"])
      }
    }

    @Test func `an interrupted question ends at once and writes nothing`() async throws {
      try await withLeads { directory in
        try "Company Email\nann@x.example\n".write(
          to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
        // A terminal of its own, whose keys come through a pipe.
        let run = try await Program.shell(
          """
          mkfifo keys; : > screen
          script -qefc "muster map leads.csv --interactive --write out.json" typed \
            < keys > screen & pid=$!
          exec 3> keys
          until grep -q ' > ' screen; do kill -0 $pid || break; done
          printf '\\003' >&3
          wait $pid
          code=$?
          cat screen
          exit $code
          """, in: directory)
        #expect(run.exit == 4, "\(run.errors)")
        #expect(run.output.hasSuffix("muster: interrupted\r\n"), "\(run.output)")
        let out = directory.appending(path: "out.json").path
        #expect(!FileManager.default.fileExists(atPath: out))
      }
    }

    @Test func `on a terminal a new mapping is tried with some contacts first`() async throws {
      try await withLeads { directory in
        let rows = (1...22).map { "ann\($0)@firma.example,Ann\n" }.joined()
        try "Email,First Name\n\(rows)".write(
          to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
        let run = try await Program.shell(
          """
          muster sandbox --rate none > address & emulator=$!
          until grep -q http address; do kill -0 $emulator || break; done
          url=$(grep -o 'http://[0-9.:]*' address | head -n 1)
          export MUSTER_TARGETS_LEMLIST_BASE_URL=$url/api LEMLIST_API_KEY=anything
          import="muster import leads.csv --to lemlist --rate none --ledger-path ledger.sqlite"
          for options in "--out first" "--out second"; do
            script -qefc "$import $options" typed < /dev/null
          done
          echo y | script -qefc "$import --out third --ledger-path third.sqlite" typed
          for options in "--out unattended --ledger-path other.sqlite"; do $import $options; done
          kill $emulator
          cat */results.csv | cut -d, -f3 | sort | uniq -c
          """, in: directory)
        let text = run.output
        #expect(text.contains("Send the others now? [y/N]"), "\(run)")
        #expect(text.contains("Nothing more was sent."), "\(run)")
        #expect(text.components(separatedBy: "to be looked at").count == 3, "\(run)")
        // Left unanswered in the first run; the second sends the others, and two with ledgers of their
        // own all again.
        #expect(text.contains("2 not_sent") && text.contains("22 created"), "\(run)")
        #expect(text.contains("20 unchanged") && text.contains("44 updated"), "\(run)")
      }
    }

    @Test func `questions that end too early write nothing`() async throws {
      try await withLeads { directory in
        try "Company Email\nann@x.example\n".write(
          to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
        let run = try await Program.shell(
          """
          script -qefc "muster map leads.csv --interactive --write out.json" typed < /dev/null
          """, in: directory)
        #expect(run.exit == 4, "\(run.output)")
        #expect(run.output.contains("The input ended before the questions did"), "\(run.output)")
        let out = directory.appending(path: "out.json").path
        #expect(!FileManager.default.fileExists(atPath: out))
      }
    }
  #endif

  @Test(arguments: [
    ("map leads.csv --write pipe", "\"email\""),
    ("check leads.csv --to lemlist --quiet --contacts pipe", "\"row\":2"),
  ])
  func `a pipe is written to and stays a pipe`(command: String, part: String) async throws {
    try await withLeads { directory in
      let run = try await Program.shell(
        "mkfifo pipe; cat pipe > got & muster \(command) > table; wait; test -p pipe && cat got",
        in: directory)
      #expect(run.exit == 0, "\(run.errors)")
      #expect(run.output.contains(part), "\(run.output)")
    }
  }

  @Test(arguments: [
    "map leads.csv --write out", "check leads.csv --quiet --contacts out",
  ])
  func `a file that couldn't be written whole isn't left behind`(command: String) async throws {
    try await withLeads { directory in
      let run = try await Program.shell(
        "trap '' XFSZ; (ulimit -f 0; muster \(command)) 2>&1 | cat >&2; ls", in: directory)
      #expect(run.output == "leads.csv\n", "\(run.output)")
      #expect(
        run.errors.contains("muster: out can't be written: the disk is full. Free some space.\n"),
        "\(run.errors)")
    }
  }

  @Test func `a pipe is read as standard input is`() async throws {
    try await withLeads { directory in
      let run = try await Program.shell(
        """
        mkfifo leads.pipe; cat leads.csv > leads.pipe & muster check leads.pipe --to lemlist
        cat leads.csv | muster check /dev/stdin --to lemlist
        """, in: directory)
      #expect(run.exit == 0, "\(run.errors)")
      let plan = "lemlist: 2 of 2 rows to send"
      #expect(run.output.components(separatedBy: plan).count == 3, "\(run.output)")
    }
  }

  @Test func `a table that nobody reads is no reason not to write the settings`() async throws {
    try await withLeads { directory in
      let run = try await Program.shell(
        "muster map leads.csv --write out.json | :; test -s out.json", in: directory)
      #expect(run.exit == 0, "\(run.errors)")
    }
  }
}
