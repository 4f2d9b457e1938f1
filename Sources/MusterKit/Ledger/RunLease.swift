/// Tells a run at work from one whose process died: a lock that the system lets go of with it.

import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The right to work on a run, held by one process at a time and for its life at most.
///
/// An advisory lock (`flock`) on a file beside the ledger, which names the process: whatever ends that,
/// kill -9 and power cuts included, ends the lock. Another ledger would use what it has for this
/// (PostgreSQL: `pg_try_advisory_lock`).
final class RunLease: Sendable {
  private let path: String
  private let file: PrivateFile

  /// - Returns: nil where another process holds the lease.
  init?(path: String) throws(SystemError) {
    while true {
      let file = try PrivateFile(path: path, .keeping)
      guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
        guard errno == EWOULDBLOCK else { throw .last }
        return nil
      }
      // The holder before may have removed the file between the two steps: a lock on a file that
      // nobody else finds keeps nobody out.
      if Self.isSameFile(file, path) {
        self.path = path
        self.file = file
        write(getpid())
        return
      }
    }
  }

  /// Whether some process holds the lease at a path. A lock taken for the length of the question
  /// could turn away one who asks for the lease in the same microsecond; he asks again.
  static func isHeld(path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Says whose the lease is, for people; the lock alone decides.
  private func write(_ process: Int32) {
    ftruncate(file.descriptor, 0)
    try? file.write(Array("\(process)\n".utf8).span)
  }

  /// The process that holds the lease at a path, by what it says itself; nil where that can't be read.
  static func holder(path: String) -> Int32? {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    return text.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// Removes the file, while it is locked; the lock goes with the value.
  func removeFile() {
    _ = unsafe unlink(path)
  }

  private static func isSameFile(_ file: borrowing PrivateFile, _ path: String) -> Bool {
    var opened = stat()
    var found = stat()
    return unsafe fstat(file.descriptor, &opened) == 0 && stat(path, &found) == 0
      && opened.st_ino == found.st_ino && opened.st_dev == found.st_dev
  }
}
