/// How an import was asked for.

import Foundation

/// What the command line of an import said, so that `muster resume` can ask for the same: from the same
/// place, with the same settings file and options. Nothing secret is in it.
package struct Invocation: Sendable, Equatable, Codable {
  /// As the user typed them; `-` for standard input.
  package var files: [String]
  /// The working directory, an absolute path: names of files count from there.
  package var directory: String
  /// The settings file that was named; nil where none was.
  package var config: String?
  /// The settings of the command line, by path.
  package var options: [String: String]
  package var targets: [TargetKind]
  /// The list that was named, for all targets.
  package var list: String?
  package var isStrict = false
  /// Without our own limiter.
  package var isUnlimited = false
  /// Also what the accounts hold as it is.
  package var isResend = false
  /// Into an emulator that was gone with its process.
  package var isSandbox = false
  /// Where the files go when all of them is sent; nil: they stay.
  package var archive: String?

  package init(
    files: [String], directory: String, config: String? = nil, options: [String: String] = [:],
    targets: [TargetKind], list: String? = nil
  ) {
    self.files = files
    self.directory = directory
    self.config = config
    self.options = options
    self.targets = targets
    self.list = list
  }

  private enum CodingKeys: String, CodingKey {
    case files, directory, config, options, targets, list
    case isStrict = "strict"
    case isUnlimited = "unlimited"
    case isResend = "resend"
    case isSandbox = "sandbox"
    case archive
  }

  /// The absolute path of a file by its name.
  package func path(of file: String) -> String {
    ConfigurationFile.absolute(file, in: directory)
  }
}
