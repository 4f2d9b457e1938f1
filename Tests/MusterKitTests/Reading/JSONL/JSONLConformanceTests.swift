import Foundation
import Testing

@testable import MusterKit

/// Public collections of JSON and JSON Lines files, in the folder that MUSTER_CORPORA names:
///
/// - `json-test-suite`: https://github.com/nst/JSONTestSuite, `test_parsing`
/// - `duckdb-json`: https://github.com/duckdb/duckdb, `data/json`
/// - `simdjson-ndjson`: https://github.com/simdjson/simdjson-data, `jsonchecker`
/// - `miller`: https://github.com/johnkerl/miller
///
/// The first has verdicts in its `index.json`. Files of the others were judged line by line with
/// another strict parser (Python's).
@Suite(
  .enabled(if: Corpora.folder != nil, "MUSTER_CORPORA doesn't name the folder of the corpora"))
struct JSONLConformanceTests {
  @Test("JSONTestSuite's verdicts hold", arguments: Corpora.judgedFiles)
  func testSuite(_ file: Corpora.JudgedFile) throws {
    // A line feed inside a value would end the line; a CR is the same to JSON, and doesn't.
    var bytes = try Corpora.bytes("json-test-suite/\(file.file)")
    while bytes.last == 0x0A { bytes.removeLast() }
    let line = bytes.map { $0 == 0x0A ? 0x0D : $0 }
    for cut in Cut.allCases {
      let text = try JSONLText(line, cut: cut)
      let isInvalid = text.rows.isEmpty || text.codes(ofRow: 1).contains(.jsonInvalid)
      switch file.verdict {
      case .accept: #expect(!isInvalid)
      case .reject: #expect(isInvalid)
      case .either: #expect(text.rows.count == 1)
      }
    }
  }

  @Test("They hold for the elements of an array too", arguments: Corpora.judgedFiles)
  func testSuiteElements(_ file: Corpora.JudgedFile) throws {
    let bytes = try Corpora.bytes("json-test-suite/\(file.file)")
    let source = Array("[\n{\"k\":1},\n".utf8) + bytes + Array(",\n{\"k\":2}\n]\n".utf8)
    for cut in Cut.allCases {
      let text = try JSONLText(source, layout: .array, cut: cut)
      let isInvalid = text.damage.contains { $0.diagnostic.code == .jsonInvalid }
      let goodRows = text.rows.count - text.rows(of: .error).count
      #expect(text.rows.first == ["1"])
      switch file.verdict {
      case .accept: #expect(!isInvalid && text.rows.count == 3 && text.rows[2].last == "2")
      case .reject: #expect(isInvalid && goodRows <= 2)
      case .either: #expect(text.rows.count == 3 && text.rows[2].last == "2")
      }
    }
  }

  @Test("All of JSONTestSuite's verdicts are there")
  func verdictCount() {
    #expect(Corpora.judgedFiles.count { $0.verdict == .accept } == 55)
    #expect(Corpora.judgedFiles.count { $0.verdict == .reject } == 109)
  }

  /// One letter for each line that isn't blank: o for an object, v for another value, x for a line
  /// that isn't valid.
  static let files: [(file: String, lines: String)] = [
    ("duckdb-json/10751.json", "ooo"),
    ("duckdb-json/11152.json", "ooox"),
    ("duckdb-json/13725__month=07__mytest.json", "o"),
    ("duckdb-json/15601__bunch_of_key_collisions.json", "o"),
    ("duckdb-json/15601__fragment1.json", "oo"),
    ("duckdb-json/18301__1448397.json", "xxxxxvxxxxxxxxxvxxx"),
    ("duckdb-json/18301__156456.json", "xxxxxxxxxxxxxxxxxxx"),
    ("duckdb-json/18301__1675504.json", "xxxxxxxxvxxxxxxxxxxxxxvxxx"),
    ("duckdb-json/arr.json", "v"),
    ("duckdb-json/different_schemas.ndjson", "ooooo"),
    ("duckdb-json/duplicate_key.ndjson", "ooooo"),
    ("duckdb-json/empty_array.json", "xx"),
    ("duckdb-json/empty_no_newline.json", "xx"),
    ("duckdb-json/example_r.ndjson", "x"),
    ("duckdb-json/geojson__near_miss.ndjson", "oo"),
    ("duckdb-json/geojson__nested.ndjson", "oo"),
    ("duckdb-json/inconsistent_schemas.ndjson", "ooooo"),
    ("duckdb-json/internal_2732.json", "o"),
    ("duckdb-json/malformed__array_comma_malformed.json", "xxx"),
    ("duckdb-json/malformed__empty_array_malformed.json", "x"),
    ("duckdb-json/malformed__union__bad_key.ndjson", "o"),
    ("duckdb-json/malformed__union__empty_object.ndjson", "o"),
    ("duckdb-json/malformed__union__non_object.ndjson", "o"),
    ("duckdb-json/malformed__union__too_many_keys.ndjson", "o"),
    ("duckdb-json/map_incompatible.jsonl", "xxxxxxxxxxxxxx"),
    ("duckdb-json/map_of_nulls.jsonl", String(repeating: "o", count: 100)),
    ("duckdb-json/map_of_structs.jsonl", String(repeating: "o", count: 100)),
    ("duckdb-json/multi_file_hang__my.json", "x"),
    ("duckdb-json/multi_file_hang__my3.json", "vv"),
    ("duckdb-json/multi_file_hang__my4.json", "ovv"),
    ("duckdb-json/multiple_objects_per_line.ndjson", "x"),
    ("duckdb-json/projection_pushdown_example.json", "o"),
    ("duckdb-json/top_level_array.json", "v"),
    ("duckdb-json/with_list.json", "ooooo"),
    ("duckdb-json/with_uuid.json", "ooooo"),
    ("simdjson-ndjson/jsonchecker__fail01.ndjson", "vxvvvvv"),
    ("simdjson-ndjson/jsonchecker__pass02.ndjson", "vvvvv"),
  ]

  @Test("Each line is what another strict parser says", arguments: files)
  func lines(of file: String, are lines: String) throws {
    let text = try JSONLText(Corpora.bytes(file))
    #expect(text.kinds == lines)
  }

  /// Files that aren't a JSON value a line, the layout that they have, and their rows.
  static let layouts: [(file: String, layout: JSONLayout?, rows: String)] = [
    ("duckdb-json/18301__156456.json", .sequence, "o"),
    ("duckdb-json/arr.json", .array, "vv"),
    ("duckdb-json/empty_array.json", .array, ""),
    ("duckdb-json/example_r.ndjson", .sequence, "ooooo"),
    ("duckdb-json/internal_2732.json", .wrapped(["includes", "tweets"]), "o"),
    ("duckdb-json/internal_3813.json", .sequence, "o"),
    ("duckdb-json/malformed__array_comma_malformed.json", nil, ""),
    ("duckdb-json/malformed__empty_array_malformed.json", .array, "x"),
    ("duckdb-json/map_incompatible.jsonl", .sequence, "o"),
    ("duckdb-json/multi_file_hang__my.json", .sequence, "oo"),
    ("duckdb-json/multi_file_hang__my3.json", .lines, "vv"),
    ("duckdb-json/multiple_objects_per_line.ndjson", .sequence, "ooooo"),
    ("duckdb-json/top_level_array.json", .array, "oo"),
    ("simdjson-ndjson/jsonchecker__fail01.ndjson", .lines, "vxvvvvv"),
  ]

  @Test("Documents are recognised and read", arguments: layouts)
  func document(_ example: (file: String, layout: JSONLayout?, rows: String)) throws {
    let bytes = try Corpora.bytes(example.file)
    let layout = JSONLayout.recognise(bytes, isWhole: true)
    #expect(layout == example.layout)
    guard let layout else { return }
    #expect(try JSONLText(bytes, layout: layout).kinds == example.rows)
  }

  @Test("A document over several lines is one valid row once it is written on one")
  func documents() throws {
    let names = try Corpora.names(in: "miller").filter { $0.hasSuffix(".json") }
    try #require(names.count > 5)
    for name in names {
      let bytes = try Corpora.bytes("miller/\(name)").map { $0 == 0x0A ? 0x0D : $0 }
      let text = try JSONLText(bytes)
      let isList = name.hasSuffix(".expected.json")
      #expect(text.rows.count == 1)
      #expect(text.codes(ofRow: 1) == (isList ? [.jsonNotObject] : []), "\(name)")
      #expect(text.columns.isEmpty == isList, "\(name)")
    }
  }
}

extension JSONLText {
  /// One letter for each row: o for an object, v for another value, x for what isn't valid.
  var kinds: String {
    rows.indices.map { index in
      let codes = codes(ofRow: index + 1)
      return codes.contains(.jsonInvalid) ? "x" : codes.contains(.jsonNotObject) ? "v" : "o"
    }.joined()
  }
}

enum Corpora {
  static let folder = ProcessInfo.processInfo.environment["MUSTER_CORPORA"].map {
    URL(filePath: $0, directoryHint: .isDirectory)
  }

  struct JudgedFile: Decodable, CustomTestStringConvertible {
    enum Verdict: String, Decodable {
      case accept, reject
      case either = "implementation-defined"
    }

    var file: String
    var verdict: Verdict

    var testDescription: String { file }
  }

  private struct Index: Decodable {
    var files: [JudgedFile]
  }

  static var judgedFiles: [JudgedFile] {
    guard let folder else { return [] }
    let index = folder.appending(path: "json-test-suite/index.json")
    guard let content = try? Data(contentsOf: index) else { return [] }
    return (try? JSONDecoder().decode(Index.self, from: content).files) ?? []
  }

  static func bytes(_ file: String) throws -> [UInt8] {
    try Array(Data(contentsOf: #require(folder).appending(path: file)))
  }

  static func names(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: #require(folder).appending(path: name).path(percentEncoded: false))
  }
}
