import Foundation
import Sandbox
import TestSupport
import Testing

/// A terminal that can be read: tmux, with a server of its own.
private struct Screen {
  static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")

  let directory: URL
  private var tmux: String { "tmux -u -L muster-\(directory.lastPathComponent) -f /dev/null" }

  /// Starts a command in a terminal of that size, with a prompt-less shell around it.
  init(
    _ command: String, columns: Int, rows: Int, in directory: URL, environment: [String: String]
  ) async throws {
    self.directory = directory
    let settings = environment.merging(["LC_ALL": "C.UTF-8", "TZ": "UTC"]) { $1 }
    let lines = settings.sorted { $0.key < $1.key }.map { "export \($0.key)='\($0.value)'" }
    // Ctrl-C is for the program, not for the shell around it.
    let session =
      lines + [
        "trap : INT", "PATH='\(Program.binaries.path)':$PATH", command, "echo \"ended with $?\"",
        // A Ctrl-C that comes late must not end the terminal.
        "while :; do read line || sleep 0.1; done",
      ]
    try session.joined(separator: "\n")
      .write(to: directory.appending(path: "session.sh"), atomically: true, encoding: .utf8)
    try await run("new-session -d -x \(columns) -y \(rows) -s s 'sh session.sh'")
    try await run("set-option -g window-size manual")
  }

  @discardableResult
  func run(_ line: String) async throws -> String {
    let run = try await Program.shell(
      "\(tmux) \(line)", in: directory, environment: ["LC_ALL": "C.UTF-8"])
    try #require(run.exit == 0, "\(line): \(run.errors)")
    return run.output
  }

  /// What is on the screen as soon as it has a text, colours as escape sequences where asked for.
  func text(having words: String, colours: Bool = false) async throws -> String {
    var text = ""
    for _ in 0..<3000 {
      text = try await run("capture-pane -p \(colours ? "-e" : "") -t s")
      if text.contains(words) { return text }
    }
    Issue.record("\(words) never came: \(text)")
    return text
  }

  /// Ctrl-C, and a second one as soon as the first is answered: by a shell, as a busy test process may need longer for
  /// it than the program waits for what is in flight.
  func interruptTwice() async throws {
    let interrupt = "\(tmux) send-keys -t s C-c"
    let answered = "\(tmux) capture-pane -p -t s | grep -q Stopping"
    let run = try await Program.shell(
      "\(interrupt); for i in $(seq 3000); do \(answered) && exec \(interrupt); done; exit 1",
      in: directory, environment: ["LC_ALL": "C.UTF-8"])
    try #require(run.exit == 0, "no answer to Ctrl-C: \(run.errors)")
  }

  func end() async {
    _ = try? await Program.shell("\(tmux) kill-server", in: directory)
  }
}

/// What of a screen is the same in each run: numbers that differ are letters, and how much of what stands above is
/// still there after a resize is tmux's business.
private func steady(_ text: String) -> String {
  let part = text.range(of: "Plan\n").map { text[$0.lowerBound...] } ?? text[...]
  return part.components(separatedBy: "\n").map { line in
    let isPace = line.contains(" requests a second") || line.contains(" left")
    return isPace ? "\(line.prefix { $0 == " " })PACE" : line.replacing(/[ ]+$/, with: "")
  }
  .joined(separator: "\n").replacing(/((Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\d\d:\d\d/, with: "HH:MM")
  .replacing(/Took [0-9.]+ s/, with: "Took T").trimmingCharacters(in: .newlines) + "\n"
}

extension Screen {
  /// Holds the screen, as soon as it has a text and is drawn, against a file beside the tests;
  /// `MUSTER_UPDATE_CASES=1` writes it anew.
  fileprivate func expect(_ name: String, having words: String) async throws {
    let file = Program.root.appending(path: "Tests/EndToEndTests/Screens/\(name).txt")
    var shown = steady(try await text(having: words))
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_CASES"] == "1" {
      for _ in 0..<20 { shown = steady(try await text(having: words)) }
      return try shown.write(to: file, atomically: true, encoding: .utf8)
    }
    let wanted = try String(contentsOf: file, encoding: .utf8)
    // It may have been looked at in the middle of being drawn.
    for _ in 0..<500 where shown != wanted { shown = steady(try await text(having: words)) }
    #expect(shown == wanted)
  }
}

@Suite(.enabled(if: Screen.isThere, "needs tmux"), .serialized, .timeLimit(.minutes(5)))
struct ScreenTests {
  /// An import of twelve contacts, which the target answers as is said.
  private func importing(
    _ action: ScriptedAction, to match: RequestMatch = .upserts(containing: "lead12@"),
    _ environment: [String: String] = [:], columns: Int = 80, rows: Int = 40,
    command: String? = nil, _ body: (Screen) async throws -> Void
  ) async throws {
    try await withDesk { desk in
      try desk.write(12)
      await desk.sandbox.script(action, on: .lemlist, matching: match)
      let screen = try await Screen(
        command ?? "muster import leads.csv --to lemlist --list Sandbox --yes --out out",
        columns: columns, rows: rows, in: desk.directory,
        environment: desk.environment.merging(environment) { $1 })
      do {
        try await body(screen)
        await screen.end()
      } catch {
        await screen.end()
        throw error
      }
    }
  }

  /// The answer to the last contact doesn't come, so that the screen stays as it is.
  private static let never = ScriptedAction.answer(200, after: .seconds(600))

  @Test
  func
    `a live view shows how far it is, fits the terminal when it is resized, and goes for the results`()
    async throws
  {
    try await importing(Self.never) { screen in
      try await screen.expect("going", having: "11 of 12")
      try await screen.run("resize-window -t s -x 40 -y 40")
      try await screen.expect("narrow", having: "11 of 12\n  11 created\n")
      try await screen.run("resize-window -t s -x 100 -y 40")
      try await screen.expect("wide", having: "░░░░   91 %")
      try await screen.interruptTwice()
      let text = try await screen.text(having: "ended with 4")
      #expect(text.contains("before results were written: muster resume"))
    }
  }

  @Test func `a wait says why and until when`() async throws {
    let wait = ScriptedAction.answer(429, headers: ["Retry-After": "3600"])
    try await importing(wait, to: .upserts) { screen in
      try await screen.expect("waiting", having: "waiting until")
      try await screen.run("send-keys -t s C-c")
      try await screen.expect("waiting-interrupted", having: "ended with 4")
    }
  }

  @Test func `where there is room for little, there is one line`() async throws {
    try await importing(Self.never, rows: 3) { screen in
      try await screen.expect("low", having: "11 of 12")
    }
  }

  @Test(
    arguments: ["NO_COLOR": "1", "LC_ALL": "C.UTF-8"].sorted { $0.key < $1.key }.map {
      [$0.key: $0.value]
    })
  func `colours are for who wants them`(environment: [String: String]) async throws {
    try await importing(Self.never, environment) { screen in
      let text = try await screen.text(having: "11 of 12", colours: true)
      #expect(text.contains("\u{1B}[32m") == (environment["NO_COLOR"] == nil))
    }
  }

  @Test func `a dumb terminal isn't written over`() async throws {
    try await importing(
      Self.never,
      command:
        "export TERM=dumb; muster import leads.csv --to lemlist --list Sandbox --yes --out out"
    ) { screen in
      let text = try await screen.text(having: "key's limit")
      #expect(!text.contains("11 of 12") && !text.contains("█"))
    }
  }

  @Test func `quiet is one line`() async throws {
    try await withDesk { desk in
      try desk.write(3)
      let run = try await desk.importLeads("out", "--quiet")
      #expect(run.output == "lemlist: 3 created. Results: out/results.csv\n" && run.errors.isEmpty)
    }
  }

  @Test func `a pipe gets no line before half a minute`() async throws {
    try await withDesk { desk in
      try desk.write(3)
      let run = try await desk.importLeads("out")
      #expect(run.errors.isEmpty, "\(run.errors)")
    }
  }
}
