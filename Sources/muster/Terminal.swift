import Foundation
import MusterKit

/// Standard output for results, standard error for all else.
enum Terminal {
  /// Whether standard error is a terminal, so that a line may be written over.
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a line to standard error.
  static func note(_ line: String) {
    write(Array("\(line)\n".utf8), to: STDERR_FILENO)
  }

  static func write(_ text: String) {
    write(Array(text.utf8), to: STDOUT_FILENO)
  }

  static func write(_ bytes: [UInt8]) {
    write(bytes, to: STDOUT_FILENO)
  }

  /// Puts a line in place of the last one on standard error.
  static func replaceLine(_ line: String) {
    write(Array("\r\u{1B}[K\(line)".utf8), to: STDERR_FILENO)
  }

  /// The number of columns of the terminal; 80 where it isn't known.
  static var width: Int {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// A reader that has gone away (`| head`) is no error.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { all in
        unsafe all.baseAddress.map {
          unsafe Foundation.write(descriptor, $0 + start, all.count - start)
        } ?? 0
      }
      if count <= 0 {
        if errno == EINTR { continue }
        return
      }
      start += count
    }
  }
}
