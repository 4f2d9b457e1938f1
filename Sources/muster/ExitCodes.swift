import ArgumentParser
import Foundation
import MusterKit

/// All exit codes, as the documentation promises them.
enum Exit: Int32 {
  /// Every row was accepted, unchanged, suppressed, a duplicate of such a one, or left out on
  /// purpose.
  case success = 0
  /// Finished, and some rows were invalid, rejected or failed.
  case rowsToFix = 1
  /// A threshold of the plan or the preflight refused before the first upsert.
  case refused = 2
  /// Stopped by the target or a threshold; resumable.
  case stopped = 3
  /// SIGINT or SIGTERM; resumable.
  case interrupted = 4
  /// EX_USAGE of sysexits.h.
  case usage = 64
  /// EX_DATAERR: the source can't be read as asked.
  case source = 65
  /// EX_SOFTWARE: internal error, totals that don't add up included.
  case internalError = 70
  /// EX_CONFIG.
  case configuration = 78
}

/// Ends a command with a sentence on standard error and an exit code.
struct Failure: Error {
  var exit: Exit
  var sentence: String

  init(_ exit: Exit, _ sentence: String) {
    self.exit = exit
    self.sentence = sentence
  }

  /// What an error means for the exit code, in one place; nil for errors of the argument parser.
  init?(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as ReadingError: self.init(.source, error.sentence)
    case let error as ConfigurationError: self.init(.configuration, error.description)
    case let error as TargetSettingsError: self.init(.configuration, error.sentence)
    case let error as PreflightFailure: self.init(.refused, error.description)
    case let error as ReportError:
      self.init(error.reason == .directoryNotEmpty ? .usage : .configuration, error.message)
    case let error as LedgerError: self.init(.configuration, error.message)
    case let error as TotalsMismatch: self.init(.internalError, error.description)
    case is CancellationError: self.init(.interrupted, "Interrupted.")
    case is ExitCode, is CleanExit, is ValidationError: return nil
    default:
      // The argument parser's own errors have no public type.
      guard !"\(type(of: error))".contains("CommandError") else { return nil }
      self.init(.internalError, "Internal error: \(error). Please report it.")
    }
  }

  /// Prints what is to be said and ends the process.
  static func exit(with error: any Error) -> Never {
    guard let failure = Failure(error) else { Muster.exit(withError: error) }
    for line in failure.sentence.split(separator: "\n") { Terminal.note("muster: \(line)") }
    Foundation.exit(failure.exit.rawValue)
  }

  /// Ends the process with a code and nothing more to say.
  static func exit(_ exit: Exit) -> Never {
    fflush(nil)
    Foundation.exit(exit.rawValue)
  }
}
