package import Foundation
internal import Subprocess
internal import SystemPackage

/// The built `muster` program, run as a user runs it.
package struct Program {
  /// What a run left behind.
  package struct Run: Sendable {
    /// The exit code; minus the signal's number where a signal ended it.
    package var exit: Int32
    package var output: String
    package var errors: String
  }

  /// Where the program, the samples and everything else of the checkout lie.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The directory of the program under test: the tests are built beside it.
  package static var binaries: URL {
    let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates = [
      bundle, Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent(),
    ]
    let named = candidates.first {
      FileManager.default.isExecutableFile(atPath: $0.appending(path: "muster").path)
    }
    return named ?? root.appending(path: ".build/debug")
  }

  package static func sample(_ name: String) -> String {
    root.appending(path: "samples").appending(path: name).path
  }

  /// Runs `muster` with arguments and waits for its end.
  ///
  /// - Parameters:
  ///   - arguments: without the program's name.
  ///   - directory: the working directory.
  ///   - environment: added to a bare one without keys and settings.
  ///   - input: standard input; nil: none.
  /// - Returns: exit code and both outputs.
  /// - Throws: where the program can't be started.
  package static func muster(
    _ arguments: [String], in directory: URL, environment: [String: String] = [:],
    input: String? = nil
  ) async throws -> Run {
    try await run(
      binaries.appending(path: "muster"), arguments, in: directory, environment: environment,
      input: input)
  }

  /// Runs a line of shell in which `muster` is the program under test.
  ///
  /// - Parameters:
  ///   - line: for `/bin/sh`.
  ///   - directory: the working directory.
  ///   - environment: added to a bare one without keys and settings.
  /// - Returns: exit code and both outputs.
  /// - Throws: where the shell can't be started.
  package static func shell(
    _ line: String, in directory: URL, environment: [String: String] = [:]
  ) async throws -> Run {
    try await run(
      URL(filePath: "/bin/sh"), ["-c", line], in: directory, environment: environment, input: nil)
  }

  private static func run(
    _ executable: URL, _ arguments: [String], in directory: URL, environment: [String: String],
    input: String?
  ) async throws -> Run {
    var all = [
      "PATH": "\(binaries.path):/usr/bin:/bin", "HOME": directory.path, "TZ": "UTC",
      "SWIFT_BACKTRACE": "enable=no", "SAMPLES": root.appending(path: "samples").path,
    ]
    all.merge(environment) { $1 }
    let variables = all.map { (Environment.Key(rawValue: $0) ?? "", $1) }
    let result = try await Subprocess.run(
      .path(FilePath(executable.path)), arguments: Arguments(arguments),
      environment: .custom(Dictionary(uniqueKeysWithValues: variables)),
      workingDirectory: FilePath(directory.path), input: .string(input ?? ""),
      output: .string(limit: 64 << 20), error: .string(limit: 64 << 20))
    let exit: Int32 =
      switch result.terminationStatus {
      case .exited(let code): code
      case .signaled(let signal): -signal
      }
    return Run(
      exit: exit, output: result.standardOutput, errors: result.standardError)
  }
}

/// Calls `body` with an empty directory that is removed afterwards.
///
/// - Parameter body: gets the directory.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws.
package func withScratch<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
  let directory = FileManager.default.temporaryDirectory
    .appending(path: "muster-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  return try await body(directory)
}
