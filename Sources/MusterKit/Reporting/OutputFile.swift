/// A file that the user named for what a command has to say, and standard output.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Written directly, whatever it is: a file, a device, a pipe. A file that was made for it is taken away
/// again where the value ends without `finish()`.
package struct OutputFile: ~Copyable, Sendable {
  /// What becomes of a file that is there.
  package enum Existing: Sendable {
    /// It is kept, and that is an error. Devices and pipes are written to.
    case refused
    /// Its content is.
    case replaced
  }

  private let path: String
  private let file: PrivateFile
  private let isNew: Bool
  private var isFinished = false

  /// - Parameters:
  ///   - path: as the user named it; a symbolic link is followed.
  ///   - option: the option that names it, for messages.
  ///   - existing: what becomes of a file that is there.
  /// - Throws: where it can't be opened, or is there and refused.
  package init(path: String, option: String, existing: Existing) throws(ReportError) {
    self.path = path
    let kind = FileKind.of(path)
    do throws(SystemError) {
      if kind == .directory { throw SystemError(code: EISDIR) }
      if kind == .regular && existing == .refused { throw SystemError(code: EEXIST) }
      file = try PrivateFile(
        path: kind == .missing ? PrivateDirectory.destination(of: path) : path,
        kind == .missing ? .creating : kind == .special ? .special : .replacing)
    } catch  where error.isExisting {
      throw ReportError(
        .exists,
        message: "\(path) is there already; name another file with \(option), or remove it.")
    } catch {
      throw .opening(path, error, option: option)
    }
    isNew = kind == .missing
  }

  /// Writes all of the bytes.
  ///
  /// - Throws: with reason `closed` where nobody reads the pipe any more.
  package func write(_ bytes: Span<UInt8>) throws(ReportError) {
    do {
      try file.write(bytes)
    } catch {
      throw .writing(path, error)
    }
  }

  /// Keeps the file as it is.
  package consuming func finish() {
    isFinished = true
  }

  deinit {
    if isNew && !isFinished, let path = try? PrivateDirectory.destination(of: path) {
      _ = unsafe unlink(path)
    }
  }

  /// Writes all of the bytes to standard output.
  ///
  /// - Throws: with reason `closed` where nobody reads it any more.
  package static func writeToStandardOutput(_ bytes: Span<UInt8>) throws(ReportError) {
    do {
      try PrivateFile.write(bytes, to: STDOUT_FILENO)
    } catch {
      throw .writing("Standard output", error)
    }
  }

  /// Writes all of the bytes to standard error.
  ///
  /// - Throws: as for standard output.
  package static func writeToStandardError(_ bytes: Span<UInt8>) throws(ReportError) {
    do {
      try PrivateFile.write(bytes, to: STDERR_FILENO)
    } catch {
      throw .writing("Standard error", error)
    }
  }

  /// Whether a path leads to one of several files, by whatever name: writing to it would destroy what is
  /// still to be read.
  package static func isOne(of paths: [String], _ path: String) -> Bool {
    FileKind.of(path) == .regular && paths.contains { FileKind.areSame($0, path) }
  }
}
