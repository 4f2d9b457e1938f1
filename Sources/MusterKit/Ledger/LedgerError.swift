/// What ends a run because of the ledger.

import GRDB

/// Why the ledger can't be used. The sentence holds paths and run numbers, and nothing of a row.
package struct LedgerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A bounded set, fit for logs and metrics. Raw values are stable.
  package enum Reason: String, Sendable, CaseIterable {
    case diskFull = "disk_full"
    case locked
    case corrupt
    case readOnly = "read_only"
    case cannotOpen = "cannot_open"
    /// Made by a later version of muster.
    case newerSchema = "newer_schema"
    /// Another process works on the run.
    case runHeld = "run_held"
    /// Another process sends the same file to the same account.
    case sourceHeld = "source_held"
    case runNotFound = "run_not_found"
    case storageFailed = "storage_failed"
  }

  package var reason: Reason
  /// One sentence or two: what happened and what to do.
  package var message: String

  package var description: String { message }

  package init(_ reason: Reason, message: String) {
    self.reason = reason
    self.message = message
  }

  init(_ reason: Reason, path: String) {
    let message =
      switch reason {
      case .diskFull:
        "The disk is full: the ledger \(path) can't be written. Free some space and resume the run."
      case .locked:
        "The ledger \(path) is locked by another process and did not become free in time. "
          + "End what holds it, and resume the run."
      case .corrupt:
        "\(path) is damaged, or isn't a ledger. Restore it from a backup, or move it away to start "
          + "with an empty one."
      case .readOnly:
        "The ledger \(path) can't be written. Make the file and its directory writable, or choose "
          + "another place with --ledger-path."
      case .cannotOpen:
        "The ledger \(path) can't be opened. Check the directory, or choose another place with "
          + "--ledger-path."
      case .newerSchema:
        "The ledger \(path) was written by a newer version of muster. Update muster."
      case .runHeld, .sourceHeld, .runNotFound, .storageFailed:
        "The storage of the ledger \(path) failed. Check the disk, and resume the run."
      }
    self.init(reason, message: message)
  }

  static func runHeld(_ run: RunID, process: Int32?) -> LedgerError {
    LedgerError(
      .runHeld,
      message: "Run \(run) is being worked on by \(name(process)). Wait until it ends, or stop it.")
  }

  static func sourceHeld(
    _ run: RunID, process: Int32?, target: TargetKind?, done: Int, of contacts: Int
  ) -> LedgerError {
    LedgerError(
      .sourceHeld,
      message: "The same file is being sent to \(target?.displayName ?? "the same account") by"
        + " \(name(process)): run \(run), \(done.grouped) of \(contacts.grouped) contacts done."
        + " Wait until it ends, or stop it and resume it later.")
  }

  private static func name(_ process: Int32?) -> String {
    process.map { "process \($0)" } ?? "another process"
  }

  package static func runNotFound(_ run: RunID) -> LedgerError {
    LedgerError(
      .runNotFound, message: "The ledger knows no run \(run); another ledger may.")
  }

  /// Keeps what the user can act on; SQLite's own text and the statement's values stay behind.
  ///
  /// Result codes: https://www.sqlite.org/rescode.html
  init(_ error: any Error, path: String) {
    if let error = error as? LedgerError {
      self = error
    } else if let error = error as? DatabaseError {
      self.init(Self.reason(for: error.resultCode), path: path)
    } else {
      self.init(.storageFailed, path: path)
    }
  }

  init(_ error: SystemError, path: String) {
    self.init(
      error.isDiskFull ? .diskFull : error.isReadOnly ? .readOnly : .cannotOpen, path: path)
  }

  private static func reason(for code: ResultCode) -> Reason {
    switch code {
    case .SQLITE_FULL: .diskFull
    case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
    case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
    case .SQLITE_CANTOPEN: .cannotOpen
    default: .storageFailed
    }
  }
}
