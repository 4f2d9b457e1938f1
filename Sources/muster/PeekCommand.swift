import ArgumentParser
import Foundation
import MusterKit

/// How many rows are shown, as typed.
enum RowCount: ExpressibleByArgument {
  case all
  case first(Int)

  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let count = Int(argument), count >= 0 {
      self = .first(count)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    switch self {
    case .all: "all"
    case .first(let count): "\(count)"
    }
  }

  var most: Int {
    switch self {
    case .all: .max
    case .first(let count): count
    }
  }
}

struct PeekCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peek",
    abstract: "Show how a file is read: dialect, header, first rows.")

  @Argument(help: "A CSV or JSONL file; - is standard input.")
  var file: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many rows to show: a number such as 20, or all.", valueName: "n|all"))
  var rows: RowCount = .first(5)

  @Flag(help: "Print one JSON object, each cell exactly as read.")
  var json = false

  @OptionGroup var screen: ScreenArguments

  @OptionGroup(title: "Reading")
  var reading: ReadingArguments

  func run() async throws {
    let loaded = try MusterConfiguration.load(
      ConfigurationSources(
        workingDirectory: FileManager.default.currentDirectoryPath,
        environment: ProcessInfo.processInfo.environment, options: reading.settings))
    try loaded.requireKnownEncoding()
    let configuration = loaded.configuration
    try await withTemporaryDirectory { directory in
      let input = try InputFiles([file], directory: directory).files[0]
      let source = try Source.open(
        name: input.name, path: input.path, options: configuration.source.readingOptions)
      var reader = try RowReader(source: source)
      if json { try writeJSON(source, &reader) } else { try writeText(source, &reader) }
    }
  }

  private func writeJSON(_ source: Source, _ reader: inout RowReader) throws {
    var text = JSONText(capacity: 1 << 17)
    text.beginObject()
    text.member("source", source.name)
    text.member("format", source.dialect.format.rawValue)
    text.key("dialect")
    text.raw(Array(source.dialect.json.canonicalText.utf8))
    text.key("detection")
    text.raw(Array(JSONValue.array(source.findings.map(\.json)).canonicalText.utf8))
    text.key("notes")
    text.raw(Array(JSONValue.array(source.notes.map { .string($0) }).canonicalText.utf8))
    text.key("header")
    text.beginArray()
    for name in source.header { text.string(name) }
    text.endArray()
    text.key("rows")
    text.beginArray()
    var left = rows.most
    var remarks = ReadingRemarks(header: source.header)
    while left > 0, let batch = try reader.next() {
      for row in batch.rows.indices.prefix(left) {
        text.beginArray()
        for cell in batch.cells(ofRow: row) { text.string(cell) }
        text.endArray()
      }
      remarks.add(batch, most: left)
      left -= min(left, batch.count)
      try Terminal.write(text.bytes)
      text.forgetWritten()
    }
    text.endArray()
    text.key("diagnostics")
    text.raw(Array(JSONValue.array(remarks.first).canonicalText.utf8))
    text.key("diagnostic_counts")
    text.raw(Array(remarks.countsJSON.canonicalText.utf8))
    text.endObject()
    text.endLine()
    try Terminal.write(text.bytes)
  }

  private func writeText(_ source: Source, _ reader: inout RowReader) throws {
    try Terminal.write("\(source.displayName.shownText): \(source.dialect.words)\n")
    let lines = source.findings.flatMap(\.lines) + source.notes.flatMap(\.noteLines)
    for line in lines { try Terminal.write("\(line)\n") }
    var left = rows.most
    while left > 0, let batch = try reader.next() {
      for row in batch.rows.indices.prefix(left) {
        try Terminal.write(text(of: row, in: batch, header: source.header))
      }
      left -= min(left, batch.count)
    }
  }

  private func text(of row: Int, in batch: RowBatch, header: [String]) -> String {
    var text = "\nrow \(batch.firstRow + row), line \(batch.rows[row].line)\n"
    for damage in batch.damage where damage.row == row {
      text += "  ! \(damage.diagnostic.message)\n"
    }
    for (index, cell) in batch.cells(ofRow: row).enumerated() where !cell.isEmpty {
      let name = index < header.count ? header[index].shownName : "(extra)"
      text += "  \(name.isEmpty ? "(column \(index + 1))" : name): \(cell.shownName)\n"
    }
    return text
  }
}
