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
