/// A file that appears only when it is complete: a half-written `results.csv` must never be taken
/// for the results.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Written beside its place under the name `NAME.part`, and put in its place by `commit()`. Until
/// then what was there before stays. A value that ends without it leaves nothing.
///
/// A symbolic link stays, and what it leads to is replaced. What is no regular file, such as a device
/// or a pipe, is never replaced but written to, and then what was written before a failure is there.
struct ReplacementFile: ~Copyable, Sendable {
  let path: String
  /// Where the file is to stand; nil where it is written directly.
  private let destination: String?
  private let file: PrivateFile

  /// - Parameters:
  ///   - path: its place.
  ///   - option: the option by which the user named it, for messages; nil where nobody did.
  /// - Throws: where it can't be made.
  init(path: String, option: String? = nil) throws(ReportError) {
    let destination: String?
    do throws(SystemError) {
      destination =
        FileKind.of(path) == .special ? nil : try PrivateDirectory.destination(of: path)
      file = try PrivateFile(
        path: destination.map(Self.partialPath) ?? path,
        destination == nil ? .special : .replacing)
    } catch {
      throw .opening(path, error, option: option)
    }
    self.path = path
    self.destination = destination
  }

  func write(_ bytes: Span<UInt8>) throws(ReportError) {
    do {
      try file.write(bytes)
    } catch {
      throw .writing(path, error)
    }
  }

  /// Has the system begin to put some of the bytes on the disk: `commit` waits less for them then.
  func beginSynchronizing(_ bytes: Range<Int>) {
    if destination != nil { file.beginSynchronizing(bytes) }
  }

  /// Returns when the file is in its place and on the disk.
  consuming func commit() throws(ReportError) {
    do {
      try file.synchronize()
      guard let destination else { return }
      try PrivateDirectory.rename(Self.partialPath(destination), to: destination)
      try PrivateDirectory.synchronize(PrivateDirectory.parentDirectory(of: destination))
    } catch {
      throw .writing(path, error)
    }
  }

  private static func partialPath(_ path: String) -> String { path + ".part" }

  deinit {
    // After a commit there is no such file.
    if let destination { _ = unsafe unlink(Self.partialPath(destination)) }
  }
}
