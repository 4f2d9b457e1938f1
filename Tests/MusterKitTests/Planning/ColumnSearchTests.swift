import Testing

@testable import MusterKit

/// The columns of JSON sources that are larger than the start which is searched for them first.
@Suite struct ColumnSearchTests {
  /// About 1.5 MiB; the last row but one may have another key.
  private static func text(lateKey: String? = nil) -> String {
    let note = String(repeating: "x", count: 200)
    return (1...6000).map { row in
      let late = row == 5999 ? lateKey.map { #", "\#($0)": "in/ann""# } ?? "" : ""
      return #"{"email": "p\#(row)@firma.example", "note": "\#(note)"\#(late)}"# + "\n"
    }.joined()
  }

  private func analyse(_ text: String, settings: String = "{}") async throws -> Analysis {
    let directory = try SettingsDirectory(settings: settings)
    try directory.write(text, to: "leads.jsonl")
    let configuration = try ConfigurationCheck(directory.sources()).loaded().configuration
    return try await Pipeline(configuration: configuration, targets: [.lemlist])
      .analyse([("leads.jsonl", directory.path + "/leads.jsonl")])
  }

  @Test func `a key that comes late is a column of all rows`() async throws {
    let analysis = try await analyse(Self.text(lateKey: "Linkedin"))
    #expect(analysis.sources[0].source.header == ["email", "note", "Linkedin"])
    #expect(!analysis.sources[0].source.mayHaveMoreColumns)
    #expect(analysis.sources[0].mapping.columns[2].field == .standard(.linkedin))
    #expect(analysis.rowCounts == [6000])
  }

  @Test func `a rule may name a key that comes late`() async throws {
    let settings = #"{"columns": {"Linkedin": "linkedin"}, "auto_map": false}"#
    let analysis = try await analyse(Self.text(lateKey: "Linkedin"), settings: settings)
    #expect(analysis.sources[0].source.header.count == 3)
  }

  @Test func `a first row that is larger than the start is no file without columns`() async throws {
    let long = String(repeating: "x", count: 700_000)
    let first = #"{"email": "p@firma.example", "note": "\#(long)", "more": "\#(long)"}"# + "\n"
    let analysis = try await analyse(first + Self.text())
    #expect(analysis.sources[0].source.header == ["email", "note", "more"])
    #expect(analysis.rowCounts == [6001])
  }

  @Test func `nothing is begun again where there is no other key`() async throws {
    let analysis = try await analyse(Self.text())
    #expect(analysis.sources[0].source.header == ["email", "note"])
    #expect(analysis.sources[0].source.mayHaveMoreColumns)
    #expect(analysis.rowCounts == [6000])
  }
}
