import Foundation
import MusterKit

/// Standard output for results, standard error for all else.
enum Terminal {
  /// Whether standard error is a terminal, so that a line may be written over.
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether somebody is there to see what is shown, and to answer.
  static var isAttended: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// How results look on standard output: in colours on a terminal that has them, unless NO_COLOR is
  /// set (https://no-color.org).
  static var style: TextStyle { isRewritable && !refusesColours ? .coloured : .plain }

  /// The same of standard error.
  static var liveStyle: TextStyle {
    LiveRegion.isPossible && !refusesColours ? .coloured : .plain
  }

  private static var refusesColours: Bool {
    ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false
  }

  /// Whether standard output is a terminal that knows more than lines: what stands there can be written
  /// over, and coloured.
  static var isRewritable: Bool {
    isatty(STDOUT_FILENO) == 1 && !isDumb
  }

  /// Whether the terminal knows nothing but lines, or nobody says what it knows.
  static var isDumb: Bool { ProcessInfo.processInfo.environment["TERM"] ?? "dumb" == "dumb" }

  /// The text with its lines no wider than the terminal, so that each takes one.
  static func cut(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.count > width ? $0.prefix(max(width - 1, 1)) + "…" : $0 }
      .joined(separator: "\n")
  }

  /// Writes a line to standard error.
  static func note(_ line: String) {
    say("\(line)\n")
  }

  /// Writes to standard output.
  ///
  /// - Throws: where it can't be written, or nobody reads it any more (`| head`): then there is no need
  ///   to go on.
  static func write(_ text: String) throws(ReportError) {
    try write(Array(text.utf8))
  }

  /// Writes to standard output.
  ///
  /// - Throws: as for a text.
  static func write(_ bytes: [UInt8]) throws(ReportError) {
    try OutputFile.writeToStandardOutput(bytes.span)
  }

  /// Makes a write to a closed pipe an error that can be seen, and not the end of the process: files
  /// may have to be taken away first.
  static func ignoreClosedPipes() {
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Writes to standard error without ending the line: a question.
  static func prompt(_ text: String) {
    say(text)
  }

  /// The number of columns of the terminal; 80 where it isn't known.
  static var width: Int { size.columns }

  /// The terminal's size; 80 columns and 24 rows where it isn't known.
  static var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), max(Int(size.ws_row), 1))
  }

  /// Whether the terminal is said to show more than ASCII (POSIX.1-2017, section 8.2).
  static var isUnicode: Bool {
    let environment = ProcessInfo.processInfo.environment
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let name = (locale ?? "").lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }

  /// Where not even this can be written, there is nobody to be told.
  private static func say(_ text: String) {
    try? OutputFile.writeToStandardError(Array(text.utf8).span)
  }
}
