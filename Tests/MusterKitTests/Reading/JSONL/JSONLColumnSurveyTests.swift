import Foundation
import Testing

@testable import MusterKit

@Suite struct JSONLColumnSurveyTests {
  /// Surveys a text in blocks, and scans it from start to end.
  private func columns(
    _ text: String, blockBytes: Int, workers: Int, limits: ReadingLimits = ReadingLimits()
  ) throws -> (survey: [String]?, scan: [String]) {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "muster-survey-\(UUID().uuidString).jsonl").path
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = try Source.open(
      name: path, path: path, options: ReadingOptions(limits: limits))
    var survey = try JSONLColumnSurvey(source, blockBytes: blockBytes, workers: workers)
    return (try survey.names(), try JSONLText(text, limits: limits).columns)
  }

  @Test(arguments: 0..<20, [1, 2, 3])
  func `finds the columns that one scan finds, in their order`(seed: Int, workers: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    let lines = (0..<300).map { line in
      if Int.random(in: 0..<10, using: &random) == 0 { return ["", "[1]", "{broken"][line % 3] }
      let keys = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        "\"key\(Int.random(in: 0...(10 + line / 3), using: &random))\": \"\(line)\""
      }
      return "{\(keys.joined(separator: ", "))}"
    }
    let text = lines.joined(separator: "\n") + (seed.isMultiple(of: 2) ? "\n" : "")
    for blockBytes in [1, 100, 5000] {
      let found = try columns(text, blockBytes: blockBytes, workers: workers)
      #expect(found.survey == found.scan)
    }
  }

  @Test func `a line that is too long is left to the scan`() throws {
    let long = "{\"a\": \"\(String(repeating: "x", count: 300_000))\"}\n{\"b\": 1}\n"
    let found = try columns(
      long, blockBytes: 10, workers: 2, limits: ReadingLimits(rowBytes: 1000))
    #expect(found.survey == nil)
    #expect(found.scan == ["b"])
  }
}
