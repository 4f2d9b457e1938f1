/// What a path leads to, before anything is read from it or written to it.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What stands at a path.
enum FileKind: Sendable {
  case missing
  case regular
  case directory
  /// A device, a pipe, a socket: nothing that another file may be put in the place of.
  case special

  /// Symbolic links are followed; one that leads nowhere is missing. What can't be looked at counts as
  /// missing too: opening it says why.
  static func of(_ path: String) -> FileKind {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .regular
    case S_IFDIR: return .directory
    default: return .special
    }
  }

  /// Whether two paths lead to the same file.
  static func areSame(_ path: String, _ other: String) -> Bool {
    var status = stat()
    var otherStatus = stat()
    guard unsafe stat(path, &status) == 0, unsafe stat(other, &otherStatus) == 0 else {
      return false
    }
    return status.st_dev == otherStatus.st_dev && status.st_ino == otherStatus.st_ino
  }
}

/// By what a file shows that it was written to, or that another took its place.
struct FileStamp: Sendable, Equatable {
  private let device: UInt64
  private let file: UInt64
  /// In bytes.
  private let size: Int64
  /// The bytes of the time, to the nanosecond.
  private let modified: [UInt8]

  /// Whether it is the same file, whatever was written to it.
  func isSameFile(as other: FileStamp) -> Bool { device == other.device && file == other.file }

  /// Of what a path leads to; nil where that can't be looked at.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    file = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int64(status.st_size)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modified = unsafe withUnsafeBytes(of: time) { unsafe Array($0) }
  }
}
