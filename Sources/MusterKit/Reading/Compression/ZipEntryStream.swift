internal import CZip
internal import Foundation

/// The content of the one data file in a zip archive.
@safe struct ZipEntryStream: UnpackedStream, ~Copyable {
  private let archive: ZipArchive
  private let file: OpaquePointer
  private let name: String
  /// How large the data file should be, in bytes.
  private let size: Int
  /// How many bytes of it were handed out.
  private var unpacked = 0

  init(display: String, path: String) throws(ReadingError) {
    let archive = try ZipArchive(display: display, path: path)
    let entry = try archive.dataFile()
    unsafe file = try archive.open(entry)
    name = ZipArchive.printed(entry.name)
    size = Int(clamping: entry.size)
    self.archive = archive
  }

  deinit {
    unsafe zip_fclose(file)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ReadingError) -> Int {
    let count = unsafe Int(zip_fread(file, buffer.baseAddress, UInt64(buffer.count)))
    if count < 0 { throw fault() }
    unpacked += count
    // libzip takes an entry of no compressed bytes for empty, whatever its size and checksum.
    if count == 0 && unpacked != size {
      throw ReadingError(
        .compressed,
        """
        \(archive.display) is damaged: \(name) in it ends after \(unpacked.grouped) of \
        \(size.grouped) bytes; fetch or export the file again.
        """)
    }
    return count
  }

  private func fault() -> ReadingError {
    let error = unsafe zip_file_get_error(file)
    switch unsafe zip_error_code_zip(error) {
    case ZIP_ER_CRC:
      return ReadingError(
        .compressed,
        """
        \(archive.display) is damaged: the \(unpacked.grouped) bytes of \(name) in it don't match \
        their checksum; fetch or export the file again.
        """)
    case ZIP_ER_READ, ZIP_ER_SEEK:
      let reason = unsafe String(cString: strerror(zip_error_code_system(error))).lowercased()
      return ReadingError(.unreadable, "\(archive.display) can't be read: \(reason).")
    case ZIP_ER_MEMORY:
      return .outOfMemory(archive.display)
    default:
      let why = unsafe String(cString: zip_error_strerror(error)).lowercased()
      return ReadingError(
        .compressed,
        """
        \(archive.display) is damaged: \(name) in it can't be unpacked after its first \
        \(unpacked.grouped) bytes (\(why)); fetch or export the file again.
        """)
    }
  }
}
