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

  @Option(
    help: ArgumentHelp(
      "Write settings that give this mapping, such as muster.json. (default: none are written)",
      valueName: "file"))
  var write: String?

  @Flag(help: "Ask about each doubtful column, on a terminal.")
  var interactive = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var screen: ScreenArguments

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
      var configuration = loaded.configuration
      // Who must not be contacted has nothing to do with columns.
      configuration.suppress = []
      var source = try Pipeline(configuration: configuration, targets: TargetKind.allCases)
        .open(input, loaded)[0]
      if interactive { source = try ask(about: source) }
      let report = MapReport(source)
      try show(report)
      if let write { try save(report, reading: Self.readingSettings(loaded), to: write) }
    }
  }

  private func show(_ report: MapReport) throws {
    do throws(ReportError) {
      try Terminal.write(json ? report.json.prettyText : report.text)
    } catch {
      // Where settings are to be written, that nobody reads the table is no reason not to.
      if error.reason != .closed || write == nil { throw error }
    }
  }

  /// Walks the doubtful columns on the terminal.
  ///
  /// - Parameter source: as its mapping was proposed.
  /// - Returns: the source with the mapping that the answers make.
  /// - Throws: a `Failure` where the input ends before the questions do.
  private func ask(about source: MappedSource) throws -> MappedSource {
    var dialogue = MapDialogue(source, width: Terminal.width)
    Terminal.prompt(dialogue.start)
    while let question = dialogue.next() {
      Terminal.prompt(question)
      guard let line = readLine() else {
        Terminal.note("")
        throw Failure(
          .interrupted,
          "The input ended before the questions did, so nothing was written; q ends them and keeps "
            + "the rest as proposed.")
      }
      Terminal.prompt(dialogue.take(line))
    }
    Terminal.note("")
    return dialogue.source
  }

  /// Writes settings to a file that isn't there yet.
  private func save(_ report: MapReport, reading: [JSONMember], to path: String) throws {
    let text = report.settings(with: reading).prettyText
    let output = try OutputFile(path: path, option: "--write", existing: .refused)
    try output.write(Array(text.utf8).span)
    output.finish()
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
