/// What ends a run because its results can't be written.

/// Why a file of the run directory can't be made or written. The sentence holds paths only.
package struct ReportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A bounded set, fit for logs and metrics. Raw values are stable.
  package enum Reason: String, Sendable, CaseIterable {
    case directoryNotEmpty = "directory_not_empty"
    case notADirectory = "not_a_directory"
    case cannotCreate = "cannot_create"
    case diskFull = "disk_full"
    case cannotWrite = "cannot_write"
    /// The file that the user named can't be opened to be written.
    case unusablePath = "unusable_path"
    /// The file is there, and isn't to be written over.
    case exists
    /// Nobody reads what is written any more, as with `| head`. That is no mistake.
    case closed
  }

  package var reason: Reason
  /// One sentence or two: what happened and what to do.
  package var message: String

  package var description: String { message }

  package init(_ reason: Reason, message: String) {
    self.reason = reason
    self.message = message
  }

  static func writing(_ path: String, _ error: SystemError) -> ReportError {
    if error.isClosedPipe {
      return ReportError(.closed, message: "Nobody reads \(path) any more.")
    }
    return error.isDiskFull
      ? ReportError(
        .diskFull, message: "\(path) can't be written: the disk is full. Free some space.")
      : ReportError(.cannotWrite, message: "\(path) can't be written: \(error.text).")
  }

  /// A file can't be opened that the user named with an option; nil: that the program named.
  static func opening(_ path: String, _ error: SystemError, option: String?) -> ReportError {
    guard let option, !error.isDiskFull else { return .writing(path, error) }
    return ReportError(
      .unusablePath,
      message: "\(path) can't be written: \(error.text). Name another file with \(option).")
  }

  static func creating(_ path: String, _ error: SystemError) -> ReportError {
    error.isDiskFull
      ? ReportError(
        .diskFull, message: "The disk is full: \(path) can't be made. Free some space.")
      : ReportError(
        .cannotCreate,
        message: "\(path) can't be made: \(error.text). Choose another place with --out.")
  }
}
