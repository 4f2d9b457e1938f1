import Foundation
import MusterKit
import Synchronization

/// The directory of a run that hasn't begun: taken away with what is in it, if it never does.
final class UnusedDirectory: Sendable {
  private let kept: [String]
  private let isOurs: Bool
  private let directory = Mutex<RunDirectory?>(nil)

  /// - Parameters:
  ///   - kept: the names of the copies of input that may be in it.
  ///   - isOurs: whether the directory's name is our own choice, and so the directory ours to take
  ///     away, with the one around it where nothing else is in it.
  init(kept: [String], isOurs: Bool) {
    self.kept = kept
    self.isOurs = isOurs
  }

  /// Makes the directory. Whoever removes it meanwhile waits, so that none is left behind.
  func make(_ body: () throws -> RunDirectory) rethrows -> RunDirectory {
    try directory.withLock { directory in
      let made = try body()
      directory = made
      return made
    }
  }

  /// Takes away what a run that never began has left.
  func remove() {
    directory.withLock { directory in
      guard let made = directory else { return }
      directory = nil
      guard isOurs else {
        let ledger = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"]
        for name in kept + ledger + ["log.jsonl"] {
          try? FileManager.default.removeItem(atPath: made.file(name))
        }
        return
      }
      try? FileManager.default.removeItem(atPath: made.path)
      unsafe rmdir(RunDirectory.defaultParent)
    }
  }
}
