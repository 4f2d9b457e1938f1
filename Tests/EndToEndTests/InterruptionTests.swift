import Foundation
import TestSupport
import Testing

@Suite struct InterruptionTests {
  /// Reads standard input that never ends, until a file with it is kept in `$1`; then interrupts.
  private static let interruptedReading = """
    mkdir tmp; mkfifo pipe
    (printf 'Email\\na@example.com\\n'; exec tail -f /dev/null) > pipe & writer=$!
    COMMAND < pipe & pid=$!
    until ls KEPT >/dev/null 2>&1; do kill -0 $pid || break; done
    kill -SIGNAL $pid
    wait $pid
    code=$?
    # It may have noticed by itself that nobody reads any more.
    kill $writer 2>/dev/null
    exit $code
    """

  private func interrupt(
    _ command: String, kept: String, signal: String, in directory: URL
  ) async throws -> Program.Run {
    try await Program.shell(
      Self.interruptedReading.replacing("COMMAND", with: command).replacing("KEPT", with: kept)
        .replacing("SIGNAL", with: signal), in: directory)
  }

  @Test(arguments: ["INT", "TERM"])
  func `reading that is interrupted ends at once and leaves nothing behind`(
    signal: String
  ) async throws {
    try await withScratch { directory in
      let run = try await interrupt(
        "env TMPDIR=\(directory.path)/tmp muster check -", kept: "tmp/muster-*/stdin",
        signal: signal, in: directory)
      #expect(run.exit == 4, "\(run.errors)")
      #expect(run.errors == "muster: interrupted\n")
      let left = try FileManager.default.contentsOfDirectory(
        atPath: directory.appending(path: "tmp").path)
      #expect(left.isEmpty)
    }
  }

  @Test func `an import that is interrupted before its plan leaves no run directory`()
    async throws
  {
    try await withScratch { directory in
      let run = try await interrupt(
        "muster import - --sandbox --to lemlist", kept: "muster-runs/*/stdin", signal: "INT",
        in: directory)
      #expect(run.exit == 4, "\(run.errors)")
      let runs = directory.appending(path: "muster-runs").path
      #expect(!FileManager.default.fileExists(atPath: runs))
    }
  }

  @Test(arguments: [
    "peek leads.csv --rows all", "peek leads.csv --rows all --json",
    "check leads.csv --to lemlist --contacts -",
  ])
  func `output that nobody reads any more is no error`(command: String) async throws {
    try await withScratch { directory in
      let rows = (1...20_000).map { "lead\($0)@example.com\n" }.joined()
      try ("Email\n" + rows).write(
        to: directory.appending(path: "leads.csv"), atomically: true, encoding: .utf8)
      let run = try await Program.shell(
        "(muster \(command); echo \"exit $?\" >&2) | head -c 100", in: directory)
      #expect(run.errors == "exit 0\n")
      #expect(run.output.count == 100)
    }
  }
}
