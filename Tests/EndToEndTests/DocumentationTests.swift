import Foundation
import TestSupport
import Testing

/// The sessions in README and docs: blocks of ```` ```console ````, in which `$ ` is before a command, `> ` before
/// what belongs to it, and all else is what it prints. Those of a page are one session, in a directory with
/// `samples/`. `…` on a line of its own stands for any lines. `MUSTER_UPDATE_DOCS=1` writes what is printed now.
private struct Page {
  struct Command {
    var text: String
    var printed: [String]
  }

  /// The one that pages have the emulator listen on.
  private static let port = "8088"

  let file: URL
  private(set) var lines: [String]
  /// Each with the lines of its block, from the first behind the fence to the fence that ends it.
  private(set) var blocks: [(range: Range<Int>, commands: [Command])] = []

  init(_ file: URL) throws {
    self.file = file
    lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var start: Int?
    for (number, line) in lines.enumerated() {
      if line == "```console" { start = number + 1 }
      guard line == "```", let first = start else { continue }
      blocks.append((first..<number, Self.commands(lines[first..<number])))
      start = nil
    }
  }

  private static func commands(_ lines: ArraySlice<String>) -> [Command] {
    var commands: [Command] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        commands.append(Command(text: String(line.dropFirst(2)), printed: []))
      } else if line.hasPrefix("> "), let last = commands.indices.last,
        commands[last].printed.isEmpty
      {
        commands[last].text += "\n" + line.dropFirst(2)
      } else if let last = commands.indices.last {
        commands[last].printed.append(line)
      }
    }
    return commands
  }

  /// Runs all commands in one shell.
  ///
  /// - Returns: what each printed, on both outputs.
  func run() async throws -> [[String]] {
    let commands = blocks.flatMap(\.commands)
    // Another may be taken here.
    let port = String(Int.random(in: 21_000...31_000))
    return try await withScratch { directory in
      try FileManager.default.copyItem(
        at: Program.root.appending(path: "samples"), to: directory.appending(path: "samples"))
      let session = directory.appending(path: ".session")
      try FileManager.default.createDirectory(at: session, withIntermediateDirectories: true)
      var script = """
        trap 'kill $(jobs -p) 2>/dev/null' EXIT
        last=0

        """
      for (number, command) in commands.enumerated() {
        var text = command.text
        let isBehind = text.hasSuffix("&")
        if isBehind { text = "exec " + text.dropLast().trimmingCharacters(in: .whitespaces) }
        text = text.replacing(Self.port, with: port)
        try (text + "\n").write(
          to: session.appending(path: "\(number)"), atomically: true, encoding: .utf8)
        // A command in the background is ready when it has said something.
        script +=
          isBehind
          ? """
          . .session/\(number) >.session/\(number).out 2>&1 &
          for i in $(seq 400); do [ -s .session/\(number).out ] && break; sleep 0.05; done

          """
          : "(exit $last); . .session/\(number) >.session/\(number).out 2>&1; last=$?\n"
      }
      let run = try await Program.shell(
        "bash -c '\(script.replacing("'", with: "'\\''"))'", in: directory,
        environment: ["LC_ALL": "C.UTF-8", "SHELL": "/bin/bash"])
      #expect(run.errors.isEmpty, "\(run.errors)")
      return try commands.indices.map { number in
        var text = try String(
          contentsOf: session.appending(path: "\(number).out"), encoding: .utf8)
        text = text.replacing(port, with: Self.port)
          .replacing(directory.path, with: "/home/jane")
        if text.hasSuffix("\n") { text.removeLast() }
        return text.isEmpty ? [] : text.components(separatedBy: "\n")
      }
    }
  }

  /// Writes the page with what is printed now in the places that say something else.
  func write(_ printed: [[String]]) throws {
    var printed = printed[...]
    var updated = self
    var texts: [[String]] = []
    for block in blocks {
      texts.append(
        block.commands.flatMap { command -> [String] in
          let now = printed.removeFirst()
          let text = command.text.components(separatedBy: "\n")
          return ["$ \(text[0])"] + text.dropFirst().map { "> \($0)" }
            + (Self.says(command.printed, the: now) ? command.printed : now)
        })
    }
    for (block, text) in zip(blocks, texts).reversed() {
      updated.lines.replaceSubrange(block.range, with: text)
    }
    try updated.lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
  }

  /// Whether a page says what is printed, but for what differs from run to run.
  static func says(_ page: [String], the printed: [String]) -> Bool {
    let wanted = page.map(steady)
    let lines = printed.map(steady)
    // The ends of what matches the lines so far, from those that are possible.
    var ends: Set<Int> = [0]
    for line in wanted {
      var next: Set<Int> = []
      for end in ends {
        if line.trimmingCharacters(in: .whitespaces) == "…" {
          next.formUnion(end...lines.count)
        } else if end < lines.count, lines[end] == line {
          next.insert(end + 1)
        }
      }
      ends = next
    }
    return ends.contains(lines.count)
  }

  private static func steady(_ line: String) -> String {
    line.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, with: "TIME")
      .replacing(/\d{8}-\d{6}/, with: "TIME")
      .replacing(/\d\d:\d\d:\d\d/, with: "TIME")
      .replacing(/(Took|after) [0-9.]+ (ms|s|min)( [0-9]+ s)?/, with: "Took T")
      .replacing(/"?seconds"?[=:] ?[0-9.]+/, with: "seconds")
      .replacing(/process [0-9]+/, with: "process N")
      .replacing(/ctc_[0-9A-Za-z]+/, with: "ctc_ID")
      .replacing(/[ ]+$/, with: "")
  }
}

private let pages: [String] = {
  let root = Program.root
  let docs =
    (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "docs").path)) ?? []
  return ["README.md", "CONTRIBUTING.md"]
    + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
}()

@Suite(.timeLimit(.minutes(10))) struct DocumentationTests {
  @Test(arguments: pages)
  func `each command prints what the page says`(name: String) async throws {
    let page = try Page(Program.root.appending(path: name))
    guard !page.blocks.isEmpty else { return }
    let printed = try await page.run()
    if ProcessInfo.processInfo.environment["MUSTER_UPDATE_DOCS"] == "1" {
      return try page.write(printed)
    }
    for (command, now) in zip(page.blocks.flatMap(\.commands), printed) {
      #expect(
        Page.says(command.printed, the: now),
        "\(command.text) prints:\n\(now.joined(separator: "\n"))")
    }
  }

  @Test func `there are sessions, and every other block says what it is`() throws {
    var sessions = 0
    for name in pages {
      let page = try Page(Program.root.appending(path: name))
      sessions += page.blocks.count
      // What stands in a block without a language is no command but for these, which tests can't run.
      var isOpen = false
      var language = ""
      for line in page.lines {
        if line.hasPrefix("```") {
          isOpen.toggle()
          language = isOpen ? String(line.dropFirst(3)) : ""
          continue
        }
        guard isOpen, language.isEmpty || language == "sh" else { continue }
        for word in ["muster ", "$ muster"] {
          #expect(!line.hasPrefix(word), "\(name): \(line) isn't run by a test")
        }
        guard line.hasPrefix("scripts/"), let script = line.split(separator: " ").first else {
          continue
        }
        #expect(
          FileManager.default.isExecutableFile(
            atPath: Program.root.appending(path: String(script)).path),
          "\(name): \(line)")
      }
    }
    #expect(sessions > 15)
  }

  @Test func `help says of each option with a value what is taken without it`() async throws {
    try await withScratch { directory in
      let help = try await Program.muster(["--help"], in: directory).output
      let commands = help.matches(of: /\n  ([a-z]+)[ ]{3,}/).map { String($0.1) }
      #expect(commands.count > 12)
      var options = 0
      for command in commands {
        var lines = [[command]]
        let own = try await Program.muster([command, "--help"], in: directory).output
        if let list = own.split(separator: "SUBCOMMANDS:\n").dropFirst().first {
          lines += list.matches(of: /(?m)^  ([a-z]+)[ ]/).map { [command, String($0.1)] }
        }
        for line in lines {
          let text = try await Program.muster(line + ["--help"], in: directory).output
          // An option with what is said of it, up to the next.
          for option in text.split(separator: "\n  --").dropFirst()
          where option.prefix(24).contains("<") {
            let said = option.split(separator: "\n\n")[0].split(whereSeparator: \.isWhitespace)
              .joined(separator: " ")
            options += 1
            #expect(
              said.contains("default: ") || said.contains("(no default)"),
              "\(line.joined(separator: " ")): --\(said)")
            #expect(
              said.contains("such as") || said.contains(" or "),
              "\(line.joined(separator: " ")): --\(said) has no example")
          }
        }
      }
      #expect(options > 60)
    }
  }

  @Test func `every link leads somewhere`() throws {
    for name in pages {
      let file = Program.root.appending(path: name)
      let text = try String(contentsOf: file, encoding: .utf8)
      for link in text.matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) where !link.1.contains("://") {
        let target = file.deletingLastPathComponent().appending(path: String(link.1))
        #expect(FileManager.default.fileExists(atPath: target.path), "\(name): \(link.1)")
      }
    }
  }

  @Test func `a page is held against what is printed, with room for what isn't shown`() {
    #expect(Page.says(["a", "…", "d"], the: ["a", "b", "c", "d"]))
    #expect(Page.says(["Took 3 s"], the: ["Took 0.2 s"]))
    #expect(!Page.says(["a", "c"], the: ["a", "b", "c"]))
    #expect(!Page.says(["a"], the: ["a", "b"]))
    #expect(!Page.says(["a", "…", "e"], the: ["a", "b"]))
  }
}
