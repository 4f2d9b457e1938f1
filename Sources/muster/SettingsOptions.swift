import ArgumentParser
import Foundation
import MusterKit

/// Where contacts go, as typed.
enum TargetChoice: String, ExpressibleByArgument, CaseIterable {
  case getsales, lemlist, both

  var kinds: [TargetKind] {
    switch self {
    case .getsales: [.getsales]
    case .lemlist: [.lemlist]
    case .both: [.getsales, .lemlist]
    }
  }
}

/// How the files are read, where detection is to be overridden.
struct ReadingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("csv or jsonl.", valueName: "name"))
  var format: String?

  @Option(help: ArgumentHelp("The character encoding, such as windows-1252.", valueName: "name"))
  var encoding: String?

  @Option(
    help: ArgumentHelp(
      "What parts cells: a character, or comma, semicolon, tab, pipe.", valueName: "char"))
  var delimiter: String?

  @Option(
    help: ArgumentHelp("What cells are quoted with: a character, or none.", valueName: "char"))
  var quote: String?

  @Option(
    help: ArgumentHelp("The line with the columns' names, from 1, or none.", valueName: "n"))
  var headerLine: String?

  var settings: [String: String] {
    [
      "source.format": format, "source.encoding": encoding, "source.delimiter": delimiter,
      "source.quote": quote, "source.header_line": headerLine,
    ].compactMapValues(\.self)
  }
}

/// The settings that most commands take.
struct SettingsArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The settings file. Without it, muster.json in this directory if it is there.",
      valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("getsales, lemlist or both.", valueName: "target"))
  var to: TargetChoice?

  @OptionGroup(title: "Reading")
  var reading: ReadingArguments

  @Option(
    help: ArgumentHelp(
      "A file of people who must not be contacted; may be given several times.",
      valueName: "file"))
  var suppress: [String] = []

  @Flag(help: "Rows with warnings are invalid too.")
  var strict = false

  /// Reads all layers of settings, and says what is odd about them. `options` are more settings of
  /// the command line, by path.
  ///
  /// - Throws: a `ConfigurationError` with everything that is wrong.
  func load(options: [String: String] = [:]) throws -> LoadedConfiguration {
    var options = options
    if !suppress.isEmpty {
      options["suppress"] = JSONValue.array(suppress.map { .string($0) }).canonicalText
    }
    let sources = ConfigurationSources(
      file: config, workingDirectory: FileManager.default.currentDirectoryPath,
      environment: ProcessInfo.processInfo.environment,
      options: reading.settings.merging(options) { $1 })
    let loaded = try MusterConfiguration.load(sources)
    for warning in loaded.warnings { Terminal.note("muster: warning: \(warning)") }
    return loaded
  }

  /// The targets that were named, else those that anything is set for.
  func targets(_ configuration: MusterConfiguration) -> [TargetKind] {
    to?.kinds ?? configuration.configuredTargets
  }
}

/// The files of a command, `-` among them.
struct InputFiles {
  /// What the user called each, and the file to read.
  var files: [(name: String, path: String)]

  /// - Parameters:
  ///   - names: as typed.
  ///   - directory: where standard input is kept, to be read more than once.
  /// - Throws: a `Failure` where standard input is named twice, or can't be kept.
  init(_ names: [String], directory: String) throws {
    guard names.count(where: { $0 == "-" }) <= 1 else {
      throw Failure(.usage, "Standard input (-) can be named once only.")
    }
    files = try names.map { name in
      name == "-" ? (name, try Self.spool(in: directory)) : (name, name)
    }
  }

  private static func spool(in directory: String) throws -> String {
    let path = "\(directory)/stdin"
    guard
      FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let output = FileHandle(forWritingAtPath: path)
    else { throw Failure(.source, "Standard input can't be kept in \(directory).") }
    defer { try? output.close() }
    do {
      while let bytes = try FileHandle.standardInput.read(upToCount: 1 << 20), !bytes.isEmpty {
        try output.write(contentsOf: bytes)
      }
    } catch {
      throw Failure(
        .source, "Standard input can't be kept in \(directory): \(error.localizedDescription)")
    }
    return path
  }
}

/// A directory for the length of a command, removed at its end and when it is interrupted.
func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result
{
  let url = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID().uuidString)")
  try FileManager.default.createDirectory(
    at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  defer { try? FileManager.default.removeItem(at: url) }
  let interruption = Interruption { try? FileManager.default.removeItem(at: url) }
  defer { interruption.disarm() }
  return try await body(url.path)
}
