import Foundation
import Testing

@testable import MusterKit

@Suite("The directory of a run")
struct RunDirectoryTests {
  let scratch: ScratchDirectory
  let parent: String
  /// 2026-01-15 14:05:09 UTC
  let start = Date(timeIntervalSince1970: 1_768_485_909)

  init() throws {
    scratch = try ScratchDirectory()
    parent = scratch.file("muster-runs")
  }

  private func make(_ source: String) throws -> RunDirectory {
    try RunDirectory.make(for: source, startedAt: start, timeZone: .gmt, in: parent)
  }

  @Test("is named by the time and the file, and is its owner's only")
  func named() throws {
    let directory = try make("lists/leads.csv")
    #expect(directory.path == "\(parent)/20260115-140509-leads")
    #expect(directory.results == "\(directory.path)/results.csv")
    #expect(try ScratchDirectory.mode(directory.path) == 0o700)
    #expect(try ScratchDirectory.mode(parent) == 0o700)
    try directory.write([0x7B, 0x7D], to: directory.summary)
    #expect(try ScratchDirectory.mode(directory.summary) == 0o600)
    #expect(try scratch.names(in: "muster-runs/20260115-140509-leads") == ["summary.json"])
  }

  @Test("gets a number where its name is taken")
  func suffix() throws {
    let names = try (1...3).map { _ in String(try make("leads.csv").path.dropFirst(parent.count)) }
    #expect(
      names == ["/20260115-140509-leads", "/20260115-140509-leads-2", "/20260115-140509-leads-3"])
  }

  @Test("is named in the time zone it is given")
  func timeZone() throws {
    let directory = try RunDirectory.make(
      for: "x.csv", startedAt: start, timeZone: TimeZone(secondsFromGMT: 3600) ?? .gmt, in: parent)
    #expect(directory.path.hasSuffix("/20260115-150509-x"))
  }

  @Test(
    "leaves the file's endings and what shells don't like out of its name",
    arguments: [
      ("leads.csv", "leads"), ("/a/b/leads.csv.gz", "leads"), ("Leads.CSV", "Leads"),
      ("leads.v2.jsonl.zst", "leads.v2"), ("-", "stdin"), ("leads", "leads"), ("x.gz", "x"),
      ("my leads (1).csv", "my-leads--1-"), ("kontakte-zürich.csv", "kontakte-zürich"),
      (".csv", ".csv"), ("archive.tar", "archive.tar"), ("dir/", "dir"), ("/", "file"),
    ])
  func stem(source: String, stem: String) {
    #expect(RunDirectory.stem(of: source) == stem)
  }

  @Test("a long name is cut")
  func longStem() {
    #expect(RunDirectory.stem(of: String(repeating: "x", count: 300) + ".csv").count == 60)
  }

  @Test("--out may name a directory that isn't there")
  func outMissing() throws {
    let directory = try RunDirectory.make(at: scratch.file("a/b/"))
    #expect(directory.path == scratch.file("a/b"))
    #expect(try ScratchDirectory.mode(scratch.file("a")) == 0o700)
    #expect(try ScratchDirectory.mode(scratch.file("a/b")) == 0o700)
  }

  @Test("--out may name an empty directory")
  func outEmpty() throws {
    let path = scratch.file("empty")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(try RunDirectory.make(at: path).path == path)
  }

  @Test("--out must not name a directory with something in it, or a file")
  func outTaken() throws {
    try Data().write(to: URL(fileURLWithPath: scratch.file("file")))
    let full = #expect(throws: ReportError.self) { try RunDirectory.make(at: scratch.path) }
    #expect(full?.reason == .directoryNotEmpty)
    let file = #expect(throws: ReportError.self) {
      try RunDirectory.make(at: scratch.file("file"))
    }
    #expect(file?.reason == .notADirectory)
    let below = #expect(throws: ReportError.self) {
      try RunDirectory.make(at: scratch.file("file/x"))
    }
    #expect(below?.reason == .cannotCreate)
  }

  @Test("an earlier run's directory is gone on in")
  func reopen() throws {
    let directory = try make("leads.csv")
    try directory.write([1], to: directory.log)
    #expect(try RunDirectory.reopen(directory.path) == directory)
    #expect(FileManager.default.fileExists(atPath: directory.log))
  }
}
