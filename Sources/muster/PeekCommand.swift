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

  @Option(help: ArgumentHelp("How many rows to show: a number, or all.", valueName: "n|all"))
  var rows: RowCount = .first(5)

  @Flag(help: "Print one JSON object, each cell exactly as read.")
  var json = false

  @OptionGroup(title: "Reading")
  var reading: ReadingArguments

  func run() async throws {
    let configuration = try MusterConfiguration.load(
      ConfigurationSources(
        workingDirectory: FileManager.default.currentDirectoryPath,
        environment: ProcessInfo.processInfo.environment, options: reading.settings)
    ).configuration
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
    text.key("header")
    text.beginArray()
    for name in source.header { text.string(name) }
    text.endArray()
    text.key("rows")
    text.beginArray()
    var left = rows.most
    while left > 0, let batch = try reader.next() {
      for row in batch.rows.indices.prefix(left) {
        text.beginArray()
        for cell in batch.cells(ofRow: row) { text.string(cell) }
        text.endArray()
      }
      left -= min(left, batch.count)
      Terminal.write(text.bytes)
      text.forgetWritten()
    }
    text.endArray()
    text.endObject()
    text.endLine()
    Terminal.write(text.bytes)
  }

  private func writeText(_ source: Source, _ reader: inout RowReader) throws {
    Terminal.write("\(source.displayName): \(source.dialect.words)\n")
    if source.dialect.format == .csv, source.dialect.headerLine == .none,
      reading.headerLine != "none"
    {
      Terminal.note("muster: the first line looks like data: no header was found")
    }
    var left = rows.most
    while left > 0, let batch = try reader.next() {
      for row in batch.rows.indices.prefix(left) {
        Terminal.write("\nrow \(batch.firstRow + row), line \(batch.rows[row].line)\n")
        for damage in batch.damage where damage.row == row {
          Terminal.write("  ! \(damage.diagnostic.message)\n")
        }
        let cells = batch.cells(ofRow: row)
        for (index, cell) in cells.enumerated() where !cell.isEmpty {
          let name = index < source.header.count ? source.header[index].shownName : "(extra)"
          Terminal.write("  \(name): \(cell.shownName)\n")
        }
      }
      left -= min(left, batch.count)
    }
  }
}
