/// Which contacts this process is sending, for all others that go by the same ledger.

import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Keeps two processes from sending one contact at the same time, when nobody could say which of them
/// the target took last.
///
/// For each identifier of a contact that is on its way, one byte of an empty file beside the ledger is
/// locked: at the place that the identifier's hash names. The system keeps such locks in memory, and lets go
/// of them with the process, whatever ends it. Another ledger would use what it has for this
/// (PostgreSQL: `pg_try_advisory_lock`).
///
/// Where the file system has no locks (some network ones), contacts aren't held against each other.
final class ContactLocks: Sendable {
  /// Whose contact it is.
  struct Claim: Hashable {
    var run: RunID
    var target: TargetKind
    var row: Int
  }

  private struct State {
    var file: LockFile?
    var held: [Claim: [off_t]] = [:]
    /// How many claims hold a place: those of one process don't keep each other out.
    var uses: [off_t: Int] = [:]
  }

  private let path: String
  private let state = Mutex(State())

  init(path: String) {
    self.path = path
  }

  /// Takes the locks of a contact, all or none.
  ///
  /// - Returns: whether no other process is sending it. Also true where this claim holds it already.
  /// - Throws: where the file can't be made.
  func take(_ claim: Claim, _ keys: [ContentHash]) throws(SystemError) -> Bool {
    try state.withLock { (state) throws(SystemError) in
      guard !keys.isEmpty, state.held[claim] == nil else { return true }
      if state.file == nil { state.file = try LockFile(path: path) }
      guard let file = state.file else { return true }
      let places = Set(keys.map(Self.place)).sorted()
      for (index, place) in places.enumerated() where state.uses[place] == nil {
        guard file.lock(place) else {
          for other in places.prefix(index) where state.uses[other] == nil { file.unlock(other) }
          return false
        }
      }
      for place in places { state.uses[place, default: 0] += 1 }
      state.held[claim] = places
      return true
    }
  }

  /// Lets go of a contact.
  func release(_ claim: Claim) {
    state.withLock { state in
      for place in state.held.removeValue(forKey: claim) ?? [] {
        state.uses[place, default: 1] -= 1
        guard state.uses[place] == 0 else { continue }
        state.uses[place] = nil
        state.file?.unlock(place)
      }
    }
  }

  private static func place(_ key: ContentHash) -> off_t {
    off_t(truncatingIfNeeded: key.low >> 2)
  }
}

/// A file whose bytes are locked one by one, by this opening of it.
private final class LockFile: Sendable {
  private let file: PrivateFile

  init(path: String) throws(SystemError) {
    file = try PrivateFile(path: path, .keeping)
  }

  /// Whether nobody else has the lock; also true where locks can't be had at all.
  func lock(_ place: off_t) -> Bool {
    set(F_WRLCK, place) || (errno != EAGAIN && errno != EACCES)
  }

  func unlock(_ place: off_t) {
    _ = set(F_UNLCK, place)
  }

  private func set(_ type: Int32, _ place: off_t) -> Bool {
    var lock = flock()
    lock.l_type = Int16(truncatingIfNeeded: type)
    lock.l_whence = Int16(truncatingIfNeeded: SEEK_SET)
    lock.l_start = place
    lock.l_len = 1
    return unsafe fcntl(file.descriptor, Self.setOfOpening, &lock) == 0
  }

  /// Locks of an opening of a file, not of a process: `F_OFD_SETLK`, which the system's modules leave out.
  /// Sources: Linux's asm-generic/fcntl.h, and Darwin's sys/fcntl.h.
  private static let setOfOpening: Int32 = {
    #if canImport(Darwin)
      90
    #else
      37
    #endif
  }()
}
