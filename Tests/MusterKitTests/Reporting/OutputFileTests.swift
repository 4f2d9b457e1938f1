import Foundation
import Testing

@testable import MusterKit

@Suite struct OutputFileTests {
  private let scratch: ScratchDirectory

  init() throws {
    scratch = try ScratchDirectory()
  }

  private func write(
    _ text: String, to name: String, existing: OutputFile.Existing
  ) throws(ReportError) {
    let output = try OutputFile(path: scratch.file(name), option: "--out", existing: existing)
    try output.write(Array(text.utf8).span)
    output.finish()
  }

  private func content(of name: String) throws -> String {
    try String(contentsOfFile: scratch.file(name), encoding: .utf8)
  }

  /// Makes a pipe with an open reading end, so that writing doesn't wait.
  private func withPipe(_ name: String, _ body: () throws -> Void) throws -> String {
    let path = scratch.file(name)
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK)
    defer { close(descriptor) }
    try body()
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = unsafe read(descriptor, &bytes, 100)
    #expect(FileKind.of(path) == .special)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  @Test func `a new file is its owner's alone`() throws {
    try write("new", to: "a", existing: .refused)
    #expect(try content(of: "a") == "new")
    #expect(try ScratchDirectory.mode(scratch.file("a")) == 0o600)
  }

  @Test func `a file that is there is kept or emptied, as was said`() throws {
    try write("first", to: "a", existing: .refused)
    let error = #expect(throws: ReportError.self) { try write("x", to: "a", existing: .refused) }
    #expect(error?.reason == .exists)
    #expect(try content(of: "a") == "first")
    try write("x", to: "a", existing: .replaced)
    #expect(try content(of: "a") == "x")
  }

  @Test func `what isn't finished leaves no new file, and no link's target`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link"), withDestinationPath: "target")
    for name in ["a", "link"] {
      let output = try OutputFile(path: scratch.file(name), option: "--out", existing: .refused)
      try output.write([1].span)
    }
    #expect(try scratch.names() == ["link"])
  }

  @Test func `a symbolic link stays one, and what it leads to is written`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link"), withDestinationPath: "target")
    for text in ["new", "again"] {
      try write(text, to: "link", existing: .replaced)
      #expect(try content(of: "target") == text)
    }
    let kind = try FileManager.default.attributesOfItem(atPath: scratch.file("link"))[.type]
    #expect(kind as? FileAttributeType == .typeSymbolicLink)
  }

  @Test(arguments: [OutputFile.Existing.refused, .replaced])
  func `a pipe is written to and stays a pipe`(existing: OutputFile.Existing) throws {
    let read = try withPipe("pipe") { try write("through", to: "pipe", existing: existing) }
    #expect(read == "through")
  }

  @Test func `a pipe that nobody reads any more is told apart`() throws {
    signal(SIGPIPE, SIG_IGN)
    let path = scratch.file("pipe")
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
    let output = try OutputFile(path: path, option: "--out", existing: .replaced)
    close(reader)
    let error = #expect(throws: ReportError.self) { try output.write([1].span) }
    #expect(error?.reason == .closed)
  }

  @Test(arguments: [("none/a", "No such file or directory"), (".", "Is a directory")])
  func `a place that can't be written is named with the system's words`(
    path: String, words: String
  ) throws {
    let error = #expect(throws: ReportError.self) { try write("", to: path, existing: .replaced) }
    #expect(error?.reason == .unusablePath)
    #expect(error?.message.hasSuffix("\(words). Name another file with --out.") == true)
  }

  @Test func `one of the files to read is known by any of its names`() throws {
    try write("leads", to: "leads.csv", existing: .refused)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link"), withDestinationPath: "leads.csv")
    let sources = [scratch.file("leads.csv")]
    #expect(OutputFile.isOne(of: sources, scratch.file("link")))
    #expect(!OutputFile.isOne(of: sources, scratch.file("other")))
  }

  // MARK: Files that appear when they are complete

  private func replace(_ name: String, by text: String) throws {
    let file = try ReplacementFile(path: scratch.file(name))
    try file.write(Array(text.utf8).span)
    try file.commit()
  }

  @Test func `a pipe isn't replaced by a file`() throws {
    let read = try withPipe("pipe") { try replace("pipe", by: "results") }
    #expect(read == "results")
    #expect(try scratch.names() == ["pipe"])
  }

  @Test func `a link isn't replaced, but what it leads to`() throws {
    try FileManager.default.createDirectory(
      atPath: scratch.file("there"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("link"), withDestinationPath: "there/file")
    for text in ["new", "again"] {
      try replace("link", by: text)
      #expect(try content(of: "there/file") == text)
    }
    #expect(try scratch.names() == ["link", "there"])
    #expect(try scratch.names(in: "there") == ["file"])
  }

  @Test func `links that lead in a circle are an error`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("a"), withDestinationPath: "b")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("b"), withDestinationPath: "a")
    #expect(throws: ReportError.self) { try replace("a", by: "") }
    #expect(throws: ReportError.self) { try write("", to: "a", existing: .replaced) }
  }
}
