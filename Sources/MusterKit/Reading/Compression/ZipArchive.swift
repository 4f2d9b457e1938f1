internal import CZip
internal import Foundation

/// A zip archive that should hold one data file.
@safe struct ZipArchive: ~Copyable {
  let display: String
  private let handle: OpaquePointer

  struct Entry {
    var index: UInt64
    /// As the archive has it, with its folders.
    var name: String
    /// What the archive says of the unpacked size, in bytes.
    var size: UInt64
    var isEncrypted: Bool
    /// The number of the compression method: PKWARE's APPNOTE §4.4.5.
    var method: UInt16
  }

  /// How many entries a message names.
  private static let namesShown = 8

  init(display: String, path: String) throws(ReadingError) {
    self.display = display
    var code: Int32 = 0
    guard let handle = unsafe zip_open(path, ZIP_RDONLY, &code) else {
      throw Self.unopened(display: display, path: path, code: code)
    }
    unsafe self.handle = unsafe handle
  }

  deinit {
    unsafe zip_discard(handle)
  }

  /// The archive's one data file.
  ///
  /// Directories and what macOS adds (`__MACOSX/`, `.DS_Store`, `._name`) don't count.
  ///
  /// - Returns: the entry; it may be one that can't be unpacked.
  /// - Throws: where there is none, or more than one.
  func dataFile() throws(ReadingError) -> Entry {
    var found: [Entry] = []
    var count = 0
    var isOffice = false
    let entries = unsafe UInt64(clamping: zip_get_num_entries(handle, 0))
    for index in 0..<entries {
      let entry = try entry(at: index)
      isOffice = isOffice || Self.officeMarks.contains(entry.name)
      guard Self.isData(entry.name) else { continue }
      count += 1
      if count <= Self.namesShown { found.append(entry) }
    }
    if isOffice && count > 1 {
      throw ReadingError(
        .spreadsheet,
        """
        \(display) is a file of an office program, not text; save its table as "CSV UTF-8" and \
        pass that file.
        """)
    }
    guard let first = found.first else {
      throw ReadingError(
        .compressed,
        """
        \(display) is a zip archive without a data file in it; pass a CSV or JSONL file, or an \
        archive that holds one.
        """)
    }
    if count > 1 {
      throw ReadingError(
        .compressed,
        """
        \(display) is a zip archive with \(count.grouped) files in it: \
        \(Self.list(found.map(\.name), of: count)); unpack it and pass those that you mean.
        """)
    }
    return first
  }

  /// Makes an entry ready to be unpacked.
  ///
  /// - Parameter entry: one of this archive.
  /// - Returns: libzip's handle, to be closed before the archive is.
  /// - Throws: where it is encrypted, compressed in a way that libzip doesn't know, or not where the
  ///   archive says.
  func open(_ entry: Entry) throws(ReadingError) -> OpaquePointer {
    let name = Self.printed(entry.name)
    if entry.isEncrypted {
      throw ReadingError(
        .compressed,
        """
        \(display) needs a password: unpack \(name) from it with the password and pass that file.
        """)
    }
    if let file = unsafe zip_fopen_index(handle, entry.index, 0) { return unsafe file }
    if unsafe zip_error_code_zip(zip_get_error(handle)) == ZIP_ER_COMPNOTSUPP {
      throw ReadingError(
        .compressed,
        """
        \(display) holds \(name) compressed in a way that can't be unpacked here (zip method \
        \(entry.method)); unpack it and pass that file.
        """)
    }
    throw ReadingError(
      .compressed,
      """
      \(display) is damaged: \(name) isn't where the zip archive says; fetch or export the file \
      again.
      """)
  }

  private func entry(at index: UInt64) throws(ReadingError) -> Entry {
    var status = unsafe zip_stat_t()
    guard unsafe zip_stat_index(handle, index, 0, &status) == 0 else {
      throw ReadingError(
        .compressed,
        """
        \(display) is damaged: entry \((Int(index) + 1).grouped) of the zip archive can't be read; \
        fetch or export the file again.
        """)
    }
    return unsafe Entry(
      index: index, name: status.name.map { unsafe String(cString: $0) } ?? "",
      size: status.size, isEncrypted: status.encryption_method != UInt16(ZIP_EM_NONE),
      method: status.comp_method)
  }

  /// Entries that only files of office programs have: Office Open XML, OpenDocument.
  private static let officeMarks: Set = ["[Content_Types].xml", "META-INF/manifest.xml"]

  private static func isData(_ name: String) -> Bool {
    // Some programs for Windows write its own separator.
    let parts = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    guard let last = parts.last, !last.isEmpty else { return false }
    return parts.first != "__MACOSX" && last != ".DS_Store" && !last.hasPrefix("._")
  }

  private static func list(_ names: [String], of count: Int) -> String {
    let shown = names.map(printed)
    if count > shown.count {
      return "\(shown.joined(separator: ", ")) and \((count - shown.count).grouped) more"
    }
    return "\(shown.dropLast().joined(separator: ", ")) and \(shown.last ?? "")"
  }

  /// A name as a message can show it: on one line, without what steers a terminal, at most 80
  /// characters.
  static func printed(_ name: String) -> String {
    let scalars = name.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: "?"
      default: scalar
      }
    }
    let text = String(String.UnicodeScalarView(scalars))
    return text.count > 80 ? text.prefix(79) + "…" : text
  }

  private static func unopened(display: String, path: String, code: Int32) -> ReadingError {
    switch code {
    case ZIP_ER_NOZIP:
      let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
      let end = size.map { " at byte \($0.grouped)" } ?? ""
      return ReadingError(
        .compressed,
        """
        \(display) is cut off: it ends\(end) without the list of files that stands at the end of \
        a zip archive; fetch or export the file again.
        """)
    case ZIP_ER_MULTIDISK:
      return ReadingError(
        .compressed,
        """
        \(display) is one part of a zip archive in several; join or unpack them and pass the file \
        inside.
        """)
    case ZIP_ER_OPEN, ZIP_ER_READ, ZIP_ER_SEEK, ZIP_ER_NOENT:
      let reason = unsafe String(cString: strerror(errno)).lowercased()
      return ReadingError(.unreadable, "\(display) can't be read: \(reason).")
    case ZIP_ER_MEMORY:
      return .outOfMemory(display)
    default:
      return ReadingError(
        .compressed,
        """
        \(display) is damaged: the list of files at the end of the zip archive can't be read; \
        fetch or export the file again.
        """)
    }
  }
}
