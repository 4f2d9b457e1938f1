/// Files and directories that only their owner can read: what muster writes holds personal data.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why the operating system refused.
struct SystemError: Error, Equatable, Sendable {
  /// The `errno` of the call.
  var code: Int32

  /// The `errno` of the call that just failed on this thread.
  static var last: SystemError { SystemError(code: errno) }

  var isDiskFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }
  var isReadOnly: Bool { code == EROFS || code == EACCES || code == EPERM }
  var isExisting: Bool { code == EEXIST }
  /// Nobody reads the pipe any more.
  var isClosedPipe: Bool { code == EPIPE }

  /// What the system calls it: "No such file or directory".
  var text: String {
    unsafe String(cString: strerror(code))
  }
}

/// An open file with mode 0600; closed when the value ends.
struct PrivateFile: ~Copyable, Sendable {
  enum Opening {
    /// Empties a file that is there.
    case replacing
    /// Every write goes to the end, also when several processes write.
    case appending
    /// Keeps what is there; for files that are only locked or measured.
    case keeping
    /// Makes a file; refuses one that is there, and a symbolic link.
    case creating
    /// Writes to a device or pipe that is there; makes no file.
    case special
  }

  let descriptor: Int32

  init(path: String, _ opening: Opening) throws(SystemError) {
    let flags: Int32 =
      switch opening {
      case .replacing: O_WRONLY | O_CREAT | O_TRUNC
      case .appending: O_WRONLY | O_CREAT | O_APPEND
      case .keeping: O_RDWR | O_CREAT
      case .creating: O_WRONLY | O_CREAT | O_EXCL
      case .special: O_WRONLY | O_NOCTTY
      }
    descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .last }
    // A file that was there keeps its own mode, which may be wider.
    var status = stat()
    if unsafe fstat(descriptor, &status) == 0, status.st_mode & 0o077 != 0,
      status.st_mode & S_IFMT == S_IFREG
    {
      fchmod(descriptor, 0o600)
    }
  }

  /// Writes all of the bytes, in one call to the system where it takes them all.
  func write(_ bytes: Span<UInt8>) throws(SystemError) {
    try Self.write(bytes, to: descriptor)
  }

  /// Writes all of the bytes to an open file.
  static func write(_ bytes: Span<UInt8>, to descriptor: Int32) throws(SystemError) {
    try unsafe bytes.withUnsafeBytes { (block) throws(SystemError) in
      var done = 0
      while done < block.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: block[done...])
        #if canImport(Darwin)
          let written = unsafe Darwin.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Glibc)
          let written = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
        #elseif canImport(Musl)
          let written = unsafe Musl.write(descriptor, rest.baseAddress, rest.count)
        #endif
        if written >= 0 {
          done += written
        } else if errno != EINTR {
          throw .last
        }
      }
    }
  }

  /// Has the system begin to put some of the bytes on the disk: `synchronize` waits less for them then.
  func beginSynchronizing(_ bytes: Range<Int>) {
    #if os(Linux)
      // It writes what isn't there yet, without waiting for it: Linux's mm/fadvise.c.
      posix_fadvise(descriptor, bytes.lowerBound, bytes.count, POSIX_FADV_DONTNEED)
    #endif
  }

  /// Returns when the bytes are on the disk.
  func synchronize() throws(SystemError) {
    // Pipes and devices can't be synchronised, and needn't be.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw .last }
  }

  deinit {
    close(descriptor)
  }
}

/// Directories with mode 0700, and the names in them.
enum PrivateDirectory {
  /// Makes one directory, whose parent is there.
  static func make(_ path: String) throws(SystemError) {
    guard unsafe mkdir(path, 0o700) == 0 else { throw .last }
  }

  /// Makes a directory and the missing ones above it. One that is there is left as it is.
  static func makeAll(_ path: String) throws(SystemError) {
    do throws(SystemError) {
      try make(path)
    } catch  where error.isExisting {
      return
    } catch  where error.code == ENOENT {
      let parent = parentDirectory(of: path)
      guard parent != path else { throw error }
      try makeAll(parent)
      try make(path)
    }
  }

  /// The path without its last component; `.` where there is only one.
  static func parentDirectory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where a path leads by its last component's symbolic links, whether anything is there or not.
  static func destination(of path: String) throws(SystemError) -> String {
    var path = path
    // As many as Linux follows (path_resolution(7)).
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = unsafe readlink(path, &buffer, Int(PATH_MAX))
      guard count > 0 else { return path }
      let link = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
      path = link.hasPrefix("/") ? link : "\(parentDirectory(of: path))/\(link)"
    }
    throw SystemError(code: ELOOP)
  }

  /// Puts a file in the place of another in one step, so that readers see the one or the other.
  static func rename(_ path: String, to newPath: String) throws(SystemError) {
    #if canImport(Darwin)
      let result = unsafe Darwin.rename(path, newPath)
    #elseif canImport(Glibc)
      let result = unsafe Glibc.rename(path, newPath)
    #elseif canImport(Musl)
      let result = unsafe Musl.rename(path, newPath)
    #endif
    guard result == 0 else { throw .last }
  }

  /// Returns when new and renamed files of a directory will be found after a power cut.
  static func synchronize(_ path: String) throws(SystemError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    // Some file systems can't synchronise directories.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else { throw .last }
  }
}
