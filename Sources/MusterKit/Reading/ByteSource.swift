internal import Foundation

/// A file that is read from its start to its end.
struct ByteSource: ~Copyable {
  private let descriptor: Int32
  private let display: String
  /// Where the next byte comes from; from 0.
  private(set) var offset = 0

  /// - Parameters:
  ///   - display: what messages call it.
  ///   - path: the file.
  /// - Throws: where there is no such file, or it can't be opened.
  init(display: String, path: String) throws(ReadingError) {
    self.display = display
    descriptor = try Self.open(display: display, path: path)
  }

  /// Standard input, from where it is read up to.
  ///
  /// - Parameter display: what messages call it.
  init(standardInput display: String) {
    self.display = display
    // A copy, since a source closes what it reads from.
    descriptor = dup(STDIN_FILENO)
  }

  deinit {
    close(descriptor)
  }

  /// Reads what comes next.
  ///
  /// - Returns: the number of bytes; 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int {
    while true {
      let count = unsafe Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        offset += count
        return count
      }
      if errno != EINTR {
        throw ReadingError(.unreadable, "\(display) can't be read: \(Self.reason(errno)).")
      }
    }
  }

  /// Goes to an offset from the start, in bytes.
  mutating func seek(to offset: Int) {
    lseek(descriptor, off_t(offset), SEEK_SET)
    self.offset = offset
  }

  private static func open(display: String, path: String) throws(ReadingError) -> Int32 {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR {
        throw ReadingError(
          .missing,
          "\(display): there is no such file; check the path, or pass - to read standard input.")
      }
      throw ReadingError(.unreadable, "\(display) can't be read: \(reason(errno)).")
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw ReadingError(.directory, "\(display) is a directory: pass the files in it.")
    }
    let descriptor = unsafe Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ReadingError(.unreadable, "\(display) can't be opened: \(reason(errno)).")
    }
    return descriptor
  }

  private static func reason(_ code: Int32) -> String {
    unsafe String(cString: strerror(code)).lowercased()
  }
}
