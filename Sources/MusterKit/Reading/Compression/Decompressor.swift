/// Unpacks a compressed file from its start to its end, in memory that doesn't grow with it.
///
/// Checksums are verified where the format has them: always in gzip and zip, in zstd where the
/// frame carries one. What was unpacked before a fault may already have been handed out, so content
/// is known to be whole only at the end.
struct Decompressor: ~Copyable {
  private var stream: any UnpackedStream & ~Copyable
  /// What ended the reading; there is no going on behind a fault.
  private var failure: ReadingError?

  /// - Parameters:
  ///   - kind: the format, as `Compression(head:)` tells it.
  ///   - file: the compressed file, at its first byte.
  ///   - display: what messages call it.
  ///   - path: the same file; zip archives are opened by it, because their list of entries stands
  ///     at the end.
  /// - Throws: where it is a zip archive that can't be opened or doesn't hold one data file.
  init(
    _ kind: Compression, file: consuming ByteSource, display: String, path: String
  ) throws(ReadingError) {
    stream =
      switch kind {
      case .gzip: try GzipStream(file: file, display: display)
      case .zstd: try ZstdStream(file: file, display: display)
      case .zip: try ZipEntryStream(display: display, path: path)
      }
  }

  /// Unpacks what comes next.
  ///
  /// - Parameter buffer: where to; some 256 KiB are a good size, and any other than 0 will do.
  /// - Returns: the number of bytes; 0 at the end.
  /// - Throws: where the file is cut off, damaged or can't be read. The sentence names the offset;
  ///   what was unpacked in this call is lost, and further calls throw the same.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int {
    if let failure { throw failure }
    do {
      return unsafe try stream.read(into: buffer)
    } catch {
      failure = error
      throw error
    }
  }
}

/// The content of a compressed file. After a fault it isn't read again.
protocol UnpackedStream: ~Copyable {
  /// Unpacks what comes next; 0 at the end, and only there.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int
}
