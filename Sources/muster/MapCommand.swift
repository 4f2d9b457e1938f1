import ArgumentParser
import Foundation
import MusterKit

struct MapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Propose which column goes into which field, with sample values.",
    discussion: """
      Columns find their fields by their names and values; what the settings say goes before. \
      `muster fields` lists the fields.

        muster map leads.csv --write muster.json

      writes the proposal as settings, to be edited and used by check and import.
      """)

  @Argument(help: "A CSV or JSONL file; - is standard input.")
  var file: String

  @Option(help: ArgumentHelp("Write settings that give this mapping.", valueName: "file"))
  var write: String?

  @Flag(help: "Ask about each doubtful column, on a terminal.")
  var interactive = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var settings: SettingsArguments

  func validate() throws {
    if interactive && json {
      throw ValidationError("--interactive asks on the terminal, and --json prints for programs.")
    }
    if interactive && file == "-" {
      throw ValidationError("--interactive reads the answers from standard input: name a file.")
    }
  }

  func run() async throws {
    let loaded = try settings.load()
    if interactive && isatty(STDIN_FILENO) == 0 {
      throw Failure(.usage, "--interactive needs a terminal to ask on; leave it out in scripts.")
    }
    try await withTemporaryDirectory { directory in
      let input = try InputFiles([file], directory: directory)
      var source = try Pipeline(
        configuration: loaded.configuration, targets: TargetKind.allCases, isStrict: false
      ).open(input.files)[0]
      if interactive { try Dialogue().ask(about: &source) }
      let report = MapReport(source)
      if json {
        Terminal.write(report.json.prettyText)
      } else {
        Terminal.write(report.text)
      }
      if let write { try save(report, reading: Self.readingSettings(loaded), to: write) }
    }
  }

  /// Writes settings to a file that isn't there yet.
  private func save(_ report: MapReport, reading: [JSONMember], to path: String) throws {
    let text = report.settings(with: reading).prettyText
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch CocoaError.fileWriteFileExists {
      throw Failure(
        .usage, "\(path) is there already; name another file with --write, or remove it.")
    } catch {
      throw Failure(.usage, "\(path) can't be written: \(error.localizedDescription)")
    }
    Terminal.note(
      "muster: \(path) has the mapping now; muster check \(file) --config \(path) uses it.")
  }

  /// How the file was to be read, whoever said so: that belongs to the mapping.
  private static func readingSettings(_ loaded: LoadedConfiguration) -> [JSONMember] {
    guard case .object(let groups) = loaded.shown(),
      case .object(let settings)? = groups.first(where: { $0.name == "source" })?.value
    else { return [] }
    let said = settings.filter { setting in
      loaded.origin(of: "source.\(setting.name)").map { $0 != .standard } ?? false
    }
    return said.isEmpty ? [] : [JSONMember(name: "source", value: .object(said))]
  }
}

/// Asks about columns on the terminal.
private struct Dialogue {
  /// Walks the doubtful columns; the answers change the mapping.
  func ask(about source: inout MappedSource) throws {
    let doubtful = source.doubtfulColumns.map(\.index)
    guard !doubtful.isEmpty else {
      Terminal.note("No column is doubtful.")
      return
    }
    Terminal.note(
      "Enter keeps the proposal; a field's name or custom.NAME changes it; - means nowhere; "
        + "? lists the fields; q ends the questions.")
    for (number, index) in doubtful.enumerated() {
      let column = source.mapping.columns[index]
      Terminal.note("")
      Terminal.note("\(number + 1) of \(doubtful.count): \(column.column.shownName)")
      let samples = source.samples[index].map(\.shownName).joined(separator: ", ")
      Terminal.note("  values: \(samples.isEmpty ? "none" : samples)")
      Terminal.note("  \(column.doubt)")
      guard let answer = answer(for: column) else { return }
      if let field = answer.field { source.choose(field, for: index) }
    }
  }

  private struct Answer {
    /// nil: as proposed; the inner nil: nowhere.
    var field: FieldName??
  }

  /// What is typed for a column; nil where the questions are to end.
  private func answer(for column: ColumnMapping) -> Answer? {
    while true {
      let proposal = column.field?.description ?? "nowhere"
      Terminal.prompt("  [\(proposal)] > ")
      guard let line = readLine() else { return nil }
      let text = line.trimmingCharacters(in: .whitespaces)
      switch text {
      case "": return Answer(field: nil)
      case "q": return nil
      case "-": return Answer(field: .some(nil))
      case "?":
        Terminal.note("  " + StandardField.allCases.map(\.rawValue).joined(separator: " "))
      default:
        if let field = FieldName(text) { return Answer(field: field) }
        let hint = FieldName.nearest(to: text).map { " Did you mean \($0)?" } ?? " ? lists them."
        Terminal.note("  There is no field \(text.shownName).\(hint)")
      }
    }
  }
}
