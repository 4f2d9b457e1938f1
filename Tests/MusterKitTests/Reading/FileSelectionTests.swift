import Foundation
import Testing

@testable import MusterKit

@Suite struct FileSelectionTests {
  let scratch: ScratchDirectory

  init() throws {
    scratch = try ScratchDirectory()
    for (name, text, age) in [
      ("b.csv", "x", 30.0), ("a.csv", "x", 20), ("c.csv", "", 10), ("a.txt", "x", 0),
      ("[odd].csv", "x", 50),
    ] {
      try text.write(toFile: scratch.file(name), atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000 - age)],
        ofItemAtPath: scratch.file(name))
    }
    try FileManager.default.createDirectory(
      atPath: scratch.file("d.csv"), withIntermediateDirectories: true)
  }

  private func names(_ selection: FileSelection) -> [String] {
    selection.files.map { ($0 as NSString).lastPathComponent }
  }

  @Test func `a pattern stands for the files it matches, sorted, and never for a directory`() {
    let selection = FileSelection([scratch.file("[abc].csv"), scratch.file("a.*")])
    #expect(names(selection) == ["a.csv", "b.csv", "c.csv", "a.txt"])
    #expect(selection.missing.isEmpty)
  }

  @Test func `a file whose name looks like a pattern is that file`() {
    #expect(names(FileSelection([scratch.file("[odd].csv")])) == ["[odd].csv"])
  }

  @Test func `what isn't there is missing, and empty files are if they are left out`() {
    let names = [scratch.file("z*.csv"), scratch.file("c.csv"), scratch.file("none.csv"), "-"]
    #expect(FileSelection(names).missing == [names[0], names[2]])
    let selection = FileSelection(names, leavesOutEmpty: true)
    #expect(selection.missing == Array(names[0...2]) && selection.files == ["-"])
  }

  @Test func `the newest is the one that was changed last`() {
    let all = scratch.file("[abc].csv")
    #expect(names(FileSelection([all], newestOnly: true)) == ["c.csv"])
    #expect(names(FileSelection([all], newestOnly: true, leavesOutEmpty: true)) == ["a.csv"])
    #expect(FileSelection([scratch.file("z*")], newestOnly: true).files.isEmpty)
  }
}
