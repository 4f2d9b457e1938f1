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
struct ReplacementFile: ~Copyable, Sendable {
  let path: String
  private let partialPath: String
  private let file: PrivateFile

  init(path: String) throws(ReportError) {
    self.path = path
    partialPath = path + ".part"
    do {
      file = try PrivateFile(path: partialPath, .replacing)
    } catch {
      throw .writing(path, error)
    }
  }

  func write(_ bytes: Span<UInt8>) throws(ReportError) {
    do {
      try file.write(bytes)
    } catch {
      throw .writing(path, error)
    }
  }

  /// Returns when the file is in its place and on the disk.
  consuming func commit() throws(ReportError) {
    do {
      try file.synchronize()
      try PrivateDirectory.rename(partialPath, to: path)
      try PrivateDirectory.synchronize(PrivateDirectory.parentDirectory(of: path))
    } catch {
      throw .writing(path, error)
    }
  }

  deinit {
    // After a commit there is no such file.
    _ = unsafe unlink(partialPath)
  }
}
