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
  /// EX_SOFTWARE: internal error, totals that don't add up included, and results that can't be
  /// written.
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

  /// What an error means for the exit code, in one place.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as ReadingError: self.init(.source, error.sentence)
    case let error as ConfigurationError:
      self.init(error.isOfOptionsOnly ? .usage : .configuration, error.description)
    case let error as TargetSettingsError: self.init(.configuration, error.sentence)
    case let error as PreflightFailure: self.init(.refused, error.description)
    case let error as ReportError: self.init(error)
    case let error as LedgerError: self.init(Self.exit(for: error), error.message)
    case let error as TotalsMismatch: self.init(.internalError, error.description)
    case is CancellationError: self.init(.interrupted, "Interrupted.")
    default: self.init(.internalError, "Internal error: \(error). Please report it.")
    }
  }

  private static func exit(for error: LedgerError) -> Exit {
    switch error.reason {
    case .runHeld, .sourceHeld: .refused
    case .runNotFound: .usage
    default: .configuration
    }
  }

  private init(_ error: ReportError) {
    switch error.reason {
    // Nobody reads any more, so nothing is left to be done or said.
    case .closed: self.init(.success, "")
    case .directoryNotEmpty, .exists, .unusablePath: self.init(.usage, error.message)
    case .diskFull, .cannotWrite: self.init(.internalError, error.message)
    case .notADirectory, .cannotCreate: self.init(.configuration, error.message)
    }
  }

  /// Whether a disk, a file's owner or another process stood in the way, and may not the next time.
  static func isPassing(_ error: any Error) -> Bool {
    switch error {
    case let error as LedgerError:
      [.diskFull, .locked, .readOnly, .storageFailed, .runHeld, .sourceHeld]
        .contains(error.reason)
    case let error as ReportError: [.diskFull, .cannotWrite].contains(error.reason)
    default: false
    }
  }

  /// Prints what is to be said and ends the process.
  static func exit(with error: any Error) -> Never {
    let failure = CommandLineAnswer(error)?.asFailure ?? Failure(error)
    failure.say()
    exit(failure.exit)
  }

  /// Prints what is to be said.
  func say() {
    for line in sentence.split(separator: "\n") {
      Terminal.note("muster: \(String(line).shownText)")
    }
  }

  /// Ends the process with a code and nothing more to say.
  ///
  /// At once: what is read ahead may still be worked on, by libraries whose own end would come in between.
  static func exit(_ exit: Exit) -> Never {
    fflush(nil)
    _exit(exit.rawValue)
  }
}
