import Foundation
import Testing

private let root = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private let kit = root.appending(path: "Sources/MusterKit")

/// The stages in the order of a row's way: a folder uses only what stands before it.
private let folders = [
  "Records", "Configuration", "Reading", "Mapping", "Identity", "Planning", "Delivery", "Ledger",
  "Reporting", "Monitoring",
]

private func sources(in folder: URL) throws -> [(name: String, text: String)] {
  let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
  return try (files?.allObjects ?? []).compactMap { $0 as? URL }
    .filter { $0.pathExtension == "swift" }
    .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
}

/// The types that a folder declares at the outermost level and shows to others.
private func declaredTypes(_ text: String) -> [String] {
  text.matches(
    of: /(?m)^(?:@safe )?(?:package )?(?:final )?(?:struct|enum|class|actor|protocol) (\w+)/
  ).map { String($0.1) }
}

/// The words of a text's code that aren't members of something.
private func words(_ text: String) -> Set<String> {
  let code = text.split(separator: "\n", omittingEmptySubsequences: false)
    .filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }
    .joined(separator: "\n")
  return Set(code.matches(of: /(\.?)\b(\w+)/).filter { $0.1.isEmpty }.map { String($0.2) })
}

@Suite struct LayoutTests {
  @Test(arguments: folders.indices)
  func `a folder names no type of a later one`(index: Int) throws {
    let own = try sources(in: kit.appending(path: folders[index]))
    #expect(!own.isEmpty)
    let earlier = Set(
      try folders[...index].flatMap { try sources(in: kit.appending(path: $0)) }
        .flatMap { declaredTypes($0.text) })
    for later in folders[(index + 1)...] {
      let types = try sources(in: kit.appending(path: later)).flatMap { declaredTypes($0.text) }
      for file in own {
        let named = words(file.text).intersection(Set(types).subtracting(earlier))
        #expect(named.isEmpty, "\(folders[index])/\(file.name) names types of \(later)")
      }
    }
  }

  @Test func `only a target's own file and the registry name the target`() throws {
    let folder = kit.appending(path: "Delivery/Targets")
    let own = try sources(in: folder)
    let types = Set(own.flatMap { declaredTypes($0.text) })
    let kinds = own.flatMap { file in
      file.text.matches(of: /static let (\w+) = \w+Target\.kind/).map { String($0.1) }
    }
    #expect(types.count >= 2 && kinds.count >= 2)
    let allowed = Set(own.map(\.name) + ["TargetRegistry.swift"])
    let others = try sources(in: kit) + sources(in: root.appending(path: "Sources/muster"))
    for file in others where !allowed.contains(file.name) {
      #expect(words(file.text).intersection(types).isEmpty, "\(file.name) names a target's type")
      for kind in kinds {
        #expect(!file.text.contains("TargetKind.\(kind)"), "\(file.name) names \(kind)")
        #expect(!file.text.contains("case .\(kind)"), "\(file.name) tells \(kind) apart")
      }
    }
  }

  @Test func `the library and the emulator don't import each other`() throws {
    for file in try sources(in: kit) { #expect(!file.text.contains("import Sandbox")) }
    for file in try sources(in: root.appending(path: "Sources/Sandbox")) {
      #expect(!file.text.contains("import MusterKit"))
    }
  }

  @Test func `NOTICE names everything that is linked`() throws {
    let notice = try String(contentsOf: root.appending(path: "NOTICE"), encoding: .utf8)
    let package = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    let packages = package.matches(of: /\.package\(url: "https:[^"]*\/([^"\/]+)"/).map {
      String($0.1)
    }
    let libraries = package.matches(of: /\.apt\(\["(\w+)-dev"\]\)/).map { String($0.1) }
    #expect(packages.count > 10 && libraries.count > 5)
    for name in packages { #expect(notice.contains(name), "\(name)") }
    let names = [
      "libxxhash": "xxHash", "libuchardet": "uchardet", "zlib1g": "zlib", "libzstd": "Zstandard",
    ]
    for name in libraries + ["simdjson", "RE2", "SQLite"] {
      #expect(notice.contains(names[name] ?? name), "\(name)")
    }
  }

  @Test func `the README names every subcommand and every exit code`() throws {
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let commands = try sources(in: root.appending(path: "Sources/muster"))
      .flatMap { $0.text.matches(of: /\n    commandName: "(\w+)"/).map { String($0.1) } }
    #expect(commands.count > 5)
    for command in commands where command != "muster" {
      #expect(readme.contains("`muster \(command)"), "\(command)")
    }
    let codes = try String(
      contentsOf: root.appending(path: "Sources/muster/ExitCodes.swift"), encoding: .utf8
    ).matches(of: /case \w+ = (\d+)/).map { String($0.1) }
    #expect(codes.count == 9)
    for code in codes { #expect(readme.contains("\n| \(code) | "), "\(code)") }
  }
}
