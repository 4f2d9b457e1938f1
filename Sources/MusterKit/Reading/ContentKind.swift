/// What a source is made of where it isn't text, told by its first bytes and never by its name.
enum ContentKind: Equatable {
  /// A spreadsheet of an office program.
  case spreadsheet
  /// Packed in a way that is read.
  case compressed(Compression)
  /// Packed in a way that isn't, by the name of the format.
  case packed(String)
  /// Anything else that isn't text, in words.
  case binary(String)

  /// - Parameter head: the first bytes of the source, at most 1 MiB.
  /// - Returns: nil where it may be text.
  static func recognise(_ head: [UInt8]) -> ContentKind? {
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]), isOfficeFile(head.prefix(1 << 16)) {
      return .spreadsheet
    }
    if let compression = Compression(head: head) { return .compressed(compression) }
    return signatures.first { head.starts(with: $0.bytes) }?.kind
  }

  private static let signatures: [(bytes: [UInt8], kind: ContentKind)] = [
    ([0x42, 0x5A, 0x68], .packed("bzip2")),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .packed("xz")),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .packed("7z")),
    ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], .packed("rar")),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .spreadsheet),
    (Array("%PDF-".utf8), .binary("a PDF")),
    ([0x89, 0x50, 0x4E, 0x47], .binary("a picture")),
    ([0xFF, 0xD8, 0xFF], .binary("a picture")),
    ([0x7F, 0x45, 0x4C, 0x46], .binary("a program")),
    (Array("PAR1".utf8), .binary("a Parquet file")),
    (Array("SQLite format 3\0".utf8), .binary("a SQLite database")),
  ]

  /// What text is that is neither CSV nor JSON, told by how it starts.
  ///
  /// - Parameter text: the start of the source, UTF-8.
  /// - Returns: what it is and what to do with it, in words; nil where it is none of those.
  static func document(_ text: [UInt8]) -> (what: String, advice: String)? {
    let start = text.drop { $0 <= 0x20 }.prefix(1024)
    let lowered = String(decoding: start, as: UTF8.self).lowercased()
    if lowered.hasPrefix("begin:vcard") {
      return ("a file of contacts in vCard format", "export them as CSV and pass that file")
    }
    let save = "open it in a spreadsheet program, save it as \"CSV UTF-8\" and pass that file"
    let isXML = lowered.hasPrefix("<?xml ")
    if isXML, lowered.contains("excel.sheet") || lowered.contains("<workbook") {
      return ("a spreadsheet in XML", save)
    }
    if lowered.hasPrefix("<!doctype html") || isTag(lowered, of: ["html", "head", "body", "table"])
      || isXML && lowered.contains("<html")
    {
      return ("a web page (HTML), whatever its name says", save)
    }
    return isXML ? ("an XML file", "export the rows as CSV or JSONL and pass that file") : nil
  }

  /// Whether a text in small letters starts with one of some tags.
  private static func isTag(_ text: String, of names: [String]) -> Bool {
    guard text.first == "<" else { return false }
    let name = text.dropFirst().prefix { $0.isLetter }
    let end = text.dropFirst(1 + name.count).first
    return names.contains(String(name)) && (end == ">" || end?.isWhitespace == true)
  }

  private static func isOfficeFile(_ start: ArraySlice<UInt8>) -> Bool {
    contains(start, "xl/") || contains(start, "opendocument.spreadsheet")
      || contains(start, "[Content_Types].xml") && !contains(start, "word/")
        && !contains(start, "ppt/")
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool {
    let needle = Array(text.utf8)
    guard bytes.count >= needle.count else { return false }
    return bytes.indices.dropLast(needle.count - 1).contains {
      bytes[$0] == needle[0] && bytes[$0..<$0 + needle.count].elementsEqual(needle)
    }
  }

  /// Whether text that was decoded, UTF-8, is rather something binary: it is full of control
  /// characters. Few are enough where it is doubtful: where bytes of it were no text in the encoding,
  /// or the encoding is a guess. A delimiter that the user named doesn't count.
  static func isBinary(_ text: [UInt8], isDoubtful: Bool, delimiter: UInt8?) -> Bool {
    let start = text.prefix(1 << 16)
    let controls = start.count { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != delimiter }
    let share = Double(controls) / Double(max(1, start.count))
    return share > 0.3 || (isDoubtful && share > 0.02)
  }
}
