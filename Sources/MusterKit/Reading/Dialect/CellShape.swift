/// What a cell looks like, for finding out how a file is cut into cells and which record is the
/// header. Told from bytes alone: fields and their rules are the mapper's business.
enum CellShape: Equatable {
  case blank
  /// Digits with signs, separators, percent or currency.
  case number
  /// Digits parted by `/`, `-`, `.` or `:` as in dates and times.
  case date
  case mail
  case link
  /// Anything else: words, names, codes.
  case words

  /// - Parameter cell: in UTF-8.
  init(_ cell: ArraySlice<UInt8>) {
    let text = cell.trimmingBlankBytes()
    guard let first = text.first else {
      self = .blank
      return
    }
    let counts = ByteCounts(text)
    if counts.letters == 0, counts.digits > 0 {
      self = counts.isDate ? .date : .number
    } else if counts.isMail(text) {
      self = .mail
    } else if Self.isLink(text, first: first) {
      self = .link
    } else {
      self = .words
    }
  }

  /// Whether values look so and names of columns don't.
  var isData: Bool { self == .mail || self == .link || self == .date || self == .number }

  private static func isLink(_ text: ArraySlice<UInt8>, first: UInt8) -> Bool {
    guard text.count >= 8, !text.contains(UInt8(ascii: " ")) else { return false }
    switch first | 0x20 {
    case UInt8(ascii: "h"), UInt8(ascii: "w"), UInt8(ascii: "l"):
      let start = String(decoding: text.prefix(64), as: UTF8.self).lowercased()
      return start.hasPrefix("http://") || start.hasPrefix("https://") || start.hasPrefix("www.")
        || start.contains("linkedin.com/")
    default:
      return false
    }
  }
}

/// How often kinds of bytes occur in a cell.
private struct ByteCounts {
  var letters = 0
  var digits = 0
  var ats = 0
  var blanks = 0
  private var slashes = 0
  private var dashes = 0
  private var dots = 0
  private var colons = 0

  init(_ text: ArraySlice<UInt8>) {
    for byte in text {
      switch byte {
      case 0x30...0x39: digits += 1
      case 0x41...0x5A, 0x61...0x7A, 0x80...: letters += 1
      case UInt8(ascii: "@"): ats += 1
      case UInt8(ascii: " "): blanks += 1
      case UInt8(ascii: "/"): slashes += 1
      case UInt8(ascii: "-"): dashes += 1
      case UInt8(ascii: "."): dots += 1
      case UInt8(ascii: ":"): colons += 1
      default: break
      }
    }
  }

  var isDate: Bool {
    guard (3...14).contains(digits) else { return false }
    return slashes == 2 || dashes == 2 || (dots == 2 && digits >= 6) || (1...2).contains(colons)
  }

  func isMail(_ text: ArraySlice<UInt8>) -> Bool {
    guard ats == 1, blanks == 0, let at = text.firstIndex(of: UInt8(ascii: "@")) else {
      return false
    }
    return at > text.startIndex && text[at...].dropFirst().contains(UInt8(ascii: "."))
  }
}

extension ArraySlice<UInt8> {
  /// Without spaces, tabs and no-break spaces (U+00A0) at its ends.
  func trimmingBlankBytes() -> ArraySlice<UInt8> {
    var rest = self
    while let first = rest.first {
      if first == 0x20 || first == 0x09 {
        rest = rest.dropFirst()
      } else if rest.starts(with: [0xC2, 0xA0]) {
        rest = rest.dropFirst(2)
      } else {
        break
      }
    }
    while let last = rest.last {
      if last == 0x20 || last == 0x09 {
        rest = rest.dropLast()
      } else if last == 0xA0, rest.dropLast().last == 0xC2 {
        rest = rest.dropLast(2)
      } else {
        break
      }
    }
    return rest
  }
}
