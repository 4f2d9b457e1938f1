import Foundation
import TestSupport
import Testing

/// Golden cases: a folder each with the `command`, the expected `stdout` and `stderr`, and the `exit`
/// code. `MUSTER_UPDATE_CASES=1` writes what came out in place of what was expected: look at the
/// difference before you keep it.
private let folder = Program.root.appending(path: "Tests/EndToEndTests/Cases")

private let names =
  ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

@Suite struct CaseTests {
  @Test func `there are cases`() {
    #expect(names.count > 20)
  }

  @Test(arguments: names)
  func `a command line says and does what it did before`(name: String) async throws {
    let this = folder.appending(path: name)
    func text(_ file: String) throws -> String {
      try String(contentsOf: this.appending(path: file), encoding: .utf8)
    }
    let command = try text("command")
    let run = try await withScratch { try await Program.shell(command, in: $0) }
    let exit = "\(run.exit)\n"
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_CASES"] == "1" {
      for (file, content) in [("stdout", run.output), ("stderr", run.errors), ("exit", exit)] {
        try content.write(to: this.appending(path: file), atomically: true, encoding: .utf8)
      }
      return
    }
    #expect(try text("stdout") == run.output)
    #expect(try text("stderr") == run.errors)
    #expect(try text("exit") == exit)
  }
}
