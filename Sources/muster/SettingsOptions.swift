import ArgumentParser
import Foundation
import Logging
import MusterKit

/// Where contacts go, as typed: a target's name, or a word for all of them.
struct TargetChoice: ExpressibleByArgument {
  let kinds: [TargetKind]

  init?(argument: String) {
    let argument = argument.lowercased()
    if Self.wordsForAll.contains(argument) {
      kinds = TargetKind.allCases
    } else if let kind = TargetKind(rawValue: argument) {
      kinds = [kind]
    } else {
      return nil
    }
  }

  private static let wordsForAll = ["both", "all"]

  /// The word for all targets: `both` for as long as there are two.
  private static var wordForAll: String { wordsForAll[TargetKind.allCases.count == 2 ? 0 : 1] }

  static var allValueStrings: [String] { TargetKind.allCases.map(\.rawValue) + [wordForAll] }

  /// What can be passed: `--to getsales`, `--to lemlist`, `--to both`.
  static var options: [String] { allValueStrings.map { "--to \($0)" } }
}

/// How results look.
struct ScreenArguments: ParsableArguments {
  @Flag(name: .customLong("no-color"), help: "Print without colours; so does NO_COLOR.")
  var noColor = false

  var style: TextStyle { noColor ? .plain : Terminal.style }

  /// Of what is written over while something goes on.
  var liveStyle: TextStyle { noColor ? .plain : Terminal.liveStyle }
}

/// How the files are read, where detection is to be overridden.
struct ReadingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("The format: csv or jsonl. (default: found in the file)", valueName: "name"))
  var format: String?

  @Option(
    help: ArgumentHelp(
      "The character encoding, such as windows-1252. (default: found in the file)",
      valueName: "name"))
  var encoding: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What parts cells: a character such as ;, or comma, semicolon, tab, pipe. (default: found in the file)",
      valueName: "char"))
  var delimiter: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What cells are quoted with: a character such as \", or none. (default: found in the file)",
      valueName: "char"))
  var quote: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The line with the columns' names, such as 3, counted from 1; none: there is no such line. (default: found in the file)",
      valueName: "n"))
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
      "The settings file, such as jobs/nightly.json. (default: muster.json in this directory, if it is there)",
      valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "Where contacts go: \(TargetChoice.allValueStrings.joinedAsList("or")). (default: the targets of the settings)",
      valueName: "target"))
  var to: TargetChoice?

  @OptionGroup(title: "Reading")
  var reading: ReadingArguments

  /// Reads all layers of settings, and says what is odd about them. `options` are more settings of
  /// the command line, by path.
  ///
  /// - Throws: a `ConfigurationError` with everything that is wrong.
  func load(options: [String: String] = [:]) throws -> LoadedConfiguration {
    try .noting(
      ConfigurationSources(
        file: config, workingDirectory: FileManager.default.currentDirectoryPath,
        environment: ProcessInfo.processInfo.environment,
        options: reading.settings.merging(options) { $1 }, targets: to?.kinds))
  }

  /// The targets that were named, else those that anything is set for.
  func targets(_ configuration: MusterConfiguration) -> [TargetKind] {
    to?.kinds ?? configuration.configuredTargets
  }
}

/// Where the ledger is, for commands that go by it alone.
struct LedgerArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The settings file that names the ledger, such as jobs/nightly.json. (default: muster.json in this \
      directory, if it is there)
      """, valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "The ledger's file, such as /srv/ledger.sqlite. (default: that of the settings, else \(RunLedger.defaultPath))",
      valueName: "file"))
  var ledgerPath: String?

  /// The ledger; nil where there is none yet.
  ///
  /// - Throws: what is wrong with the settings, or with the ledger.
  func open() async throws -> RunLedger? {
    let path = try path()
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try await RunLedger.open(path: path)
  }

  /// The ledger.
  ///
  /// - Throws: a `Failure` where there is none; what is wrong with the settings, or with the ledger.
  func openExisting() async throws -> RunLedger {
    guard let ledger = try await open() else {
      throw Failure(
        .usage,
        "There is no ledger at \(try path()) yet: an import makes it. Name another with --ledger-path."
      )
    }
    return ledger
  }

  /// - Throws: a `ConfigurationError` with everything that is wrong with the settings.
  private func path() throws -> String {
    let loaded = try LoadedConfiguration.noting(
      ConfigurationSources(
        file: config, workingDirectory: FileManager.default.currentDirectoryPath,
        environment: ProcessInfo.processInfo.environment,
        options: ["ledger.path": ledgerPath].compactMapValues(\.self)))
    return loaded.configuration.ledger.path
  }
}

/// How fast contacts are sent.
struct PaceArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "none: without our own limiter, on loopback only, such as into muster sandbox. (default: the key's limit)",
      valueName: "rate"))
  var rate: String?

  var isUnlimited: Bool { rate == "none" }

  func validate() throws {
    if let rate, rate != "none" {
      throw ValidationError(
        "--rate takes none only; the limit itself is set with targets.<target>.rate_limit.")
    }
  }
}

/// What is printed while contacts are sent.
struct ProgressArguments: ParsableArguments {
  @Flag(help: "Print events as JSON, one a line.")
  var json = false

  @Flag(help: "Print one line at the end, and errors.")
  var quiet = false

  @Option(
    name: .customLong("log-level"),
    help: ArgumentHelp(
      """
      Print what goes on as lines, too, and log as much: \
      \(Logger.Level.allCases.map(\.rawValue).joinedAsList("or")). (default: info, in log.jsonl only)
      """, valueName: "level"),
    transform: level)
  var logLevel: Logger.Level?

  private static func level(_ name: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: name.lowercased()) else {
      throw ValidationError(
        "it takes \(Logger.Level.allCases.map(\.rawValue).joinedAsList("or")).")
    }
    return level
  }

  var style: ImportScreen.Style { json ? .json : quiet ? .quiet : .text }
}

extension RunLedger {
  /// A run by its number as a user types it.
  ///
  /// - Throws: a `Failure` where that is no number; a `LedgerError` where there is no such run.
  func run(typed number: String) throws -> RunRecord {
    guard let id = RunID(number) else {
      throw Failure(.usage, "\(number) is no run: pass its number, as summary.json has it.")
    }
    guard let record = try run(id) else { throw LedgerError.runNotFound(id) }
    return record
  }
}

/// What decides which rows are sent, besides the settings.
struct JudgingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file of people who must not be contacted, such as unsubscribed.csv; may be given several times. (default: those of the settings)",
      valueName: "file"))
  var suppress: [String] = []

  @Flag(help: "Rows with warnings are invalid too.")
  var strict = false

  /// By path.
  var settings: [String: String] {
    suppress.isEmpty
      ? [:] : ["suppress": JSONValue.array(suppress.map { .string($0) }).canonicalText]
  }
}

/// On what plan a command ends before anything is sent.
struct PlanLimits: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Refuse if more rows than this are invalid: a number such as 20, or a share of those read such as 5%. (default: that of the settings, else any number)",
      valueName: "n|n%"))
  var maxInvalid: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Refuse if the plan takes more requests than this, such as 5000, all targets together. (default: any number)",
      valueName: "n"))
  var maxRequests: Int?

  func validate() throws {
    if let maxRequests, maxRequests < 0 {
      throw ValidationError("--max-requests takes a number from 0.")
    }
  }

  /// By path.
  var settings: [String: String] { maxInvalid.map { ["thresholds.max_invalid": $0] } ?? [:] }

  /// Why plans are refused that take more requests than asked for; nil where they don't.
  func refusal(of plans: [TargetPlan]) -> String? {
    let requests = plans.reduce(0) { $0 + $1.requests }
    guard let maxRequests, requests > maxRequests else { return nil }
    return """
      The plan takes \(requests.grouped) requests, more than the \(maxRequests.grouped) of \
      --max-requests: nothing was sent. Send fewer contacts with --limit, or raise --max-requests.
      """
  }
}

extension Pipeline {
  /// Looks at the files of a command and maps their columns.
  ///
  /// - Throws: what opening throws; what is wrong with the settings says where it was written.
  func open(_ files: InputFiles, _ loaded: LoadedConfiguration) throws -> [MappedSource] {
    try loaded.locating { try open(files.files) }
  }
}

extension LoadedConfiguration {
  /// Uses the settings.
  ///
  /// - Throws: what `use` throws; what is wrong with the settings says where it was written.
  func locating<Result>(_ use: () throws -> Result) throws -> Result {
    do {
      return try use()
    } catch let error as ConfigurationError {
      throw located(error)
    }
  }

  /// Uses the settings; see the other one.
  func locating<Result>(_ use: () async throws -> Result) async throws -> Result {
    do {
      return try await use()
    } catch let error as ConfigurationError {
      throw located(error)
    }
  }
}

/// The files of a command, `-` and pipes among them.
struct InputFiles {
  /// What the user called each, and the file to read.
  var files: [(name: String, path: String)]

  /// - Parameters:
  ///   - names: as typed.
  ///   - directory: where standard input and pipes are kept, to be read more than once.
  /// - Throws: a `Failure` where standard input is named twice; where a pipe can't be read or kept.
  init(_ names: [String], directory: String) throws {
    guard names.count(where: { $0 == "-" }) <= 1 else {
      throw Failure(.usage, "Standard input (-) can be named once only.")
    }
    files = try names.enumerated().map { index, name in
      guard PassingInput.isMeant(by: name) else { return (name, name) }
      let path = "\(directory)/\(Self.keptName(name, index))"
      let copy = try OutputFile(path: path, option: "TMPDIR", existing: .replaced)
      try PassingInput.read(name) { try copy.write($0) }
      copy.finish()
      return (name, path)
    }
  }

  /// What the copies of input are called that had to be kept, by the names as typed.
  static func keptNames(_ names: [String]) -> [String] {
    names.enumerated().map { index, name in keptName(name, index) }
  }

  /// The ending stays, since it may say what format the content has.
  private static func keptName(_ name: String, _ index: Int) -> String {
    if name == "-" { return "stdin" }
    let ending = (name as NSString).pathExtension
    let isPlain = (1...8).contains(ending.count) && ending.allSatisfy { $0.isASCII && $0.isLetter }
    return "input-\(index + 1)" + (isPlain ? ".\(ending)" : "")
  }
}

/// A directory for the length of a command, removed at its end and when it is interrupted.
func withTemporaryDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result
{
  let url = FileManager.default.temporaryDirectory.appending(path: "muster-\(UUID().uuidString)")
  let interruption = Interruption { try? FileManager.default.removeItem(at: url) }
  defer { interruption.disarm() }
  try FileManager.default.createDirectory(
    at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  defer { try? FileManager.default.removeItem(at: url) }
  return try await body(url.path)
}
