// How a source is to be read, where the user says so instead of leaving it to detection.

/// The settings under `source`.
package struct SourceSettings: Sendable, Equatable {
  package enum Format: String, Sendable, CaseIterable {
    /// By name and content.
    case auto
    case csv
    case jsonl
  }

  package enum Encoding: Sendable, Equatable {
    case auto
    /// A name as iconv has it; whether it knows the name shows when the source is opened.
    case named(String)
  }

  package enum Delimiter: Sendable, Equatable {
    case auto
    /// An ASCII character.
    case byte(UInt8)
  }

  package enum Quote: Sendable, Equatable {
    case auto
    /// Quotes mean nothing: each is a character of its cell.
    case none
    /// An ASCII character.
    case byte(UInt8)
  }

  package enum HeaderLine: Sendable, Equatable {
    case auto
    /// The file has no header; its columns are `column_1`, `column_2` …
    case none
    /// The physical line on which the header starts; the first line is 1.
    case line(Int)
  }

  package var format: Format
  package var encoding: Encoding
  package var delimiter: Delimiter
  package var quote: Quote
  package var headerLine: HeaderLine
  /// The longest cell that is taken, in bytes.
  package var maxFieldBytes: Int
}

extension SourceSettings.Encoding {
  init(written value: JSONValue) throws(SettingMismatch) {
    let name = try value.string()
    if name.lowercased() == "auto" {
      self = .auto
    } else if name.count <= 40, name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._:+-]*/) != nil {
      self = .named(name)
    } else {
      throw .unlike(.wrongValue)
    }
  }

  var canonical: JSONValue {
    switch self {
    case .auto: .string("auto")
    case .named(let name): .string(name.lowercased())
    }
  }
}

extension SourceSettings.Delimiter {
  /// The words for characters that are hard to see or to type.
  static let names: KeyValuePairs<String, UInt8> = [
    "tab": UInt8(ascii: "\t"), "comma": UInt8(ascii: ","), "semicolon": UInt8(ascii: ";"),
    "pipe": UInt8(ascii: "|"), "colon": UInt8(ascii: ":"), "space": UInt8(ascii: " "),
    "\\t": UInt8(ascii: "\t"),
  ]

  init(written value: JSONValue) throws(SettingMismatch) {
    let text = try value.string()
    if text == "auto" {
      self = .auto
    } else if let named = Self.names.first(where: { $0.key == text }) {
      self = .byte(named.value)
    } else if let byte = text.singleByte, !Self.isExcluded(byte) {
      self = .byte(byte)
    } else {
      throw .unlike(
        .wrongValue, nearest: NearestWord.find(text, in: ["auto"] + Self.names.map(\.key)))
    }
  }

  /// Letters, digits, line ends, quotes and NUL can't part cells.
  private static func isExcluded(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isLetter || character.isNumber || ["\0", "\n", "\r", "\""].contains(character)
  }

  /// How people call a delimiter: its word, or the character in quotes.
  package static func word(for byte: UInt8) -> String {
    names.first { $0.value == byte }?.key ?? "\"\(Character(Unicode.Scalar(byte)))\""
  }

  var canonical: JSONValue {
    switch self {
    case .auto: .string("auto")
    case .byte(let byte): .string(String(Character(Unicode.Scalar(byte))))
    }
  }
}

extension SourceSettings.Quote {
  init(written value: JSONValue) throws(SettingMismatch) {
    let text = try value.string()
    switch text {
    case "auto": self = .auto
    case "none": self = .none
    case "double": self = .byte(UInt8(ascii: "\""))
    case "single": self = .byte(UInt8(ascii: "'"))
    default:
      guard let byte = text.singleByte, (0x21...0x7E).contains(byte), !ByteClass.isLetter(byte),
        !ByteClass.isDigit(byte)
      else {
        throw .unlike(
          .wrongValue, nearest: NearestWord.find(text, in: ["auto", "none", "double", "single"]))
      }
      self = .byte(byte)
    }
  }

  var canonical: JSONValue {
    switch self {
    case .auto: .string("auto")
    case .none: .string("none")
    case .byte(let byte): .string(String(Character(Unicode.Scalar(byte))))
    }
  }
}

extension SourceSettings.HeaderLine {
  static let limits = 1...1_000_000

  init(written value: JSONValue) throws(SettingMismatch) {
    switch value {
    case .integer(let line) where Self.limits.contains(line): self = .line(line)
    case .integer: throw .unlike(.outOfRange)
    case .string("auto"): self = .auto
    case .string("none"): self = .none
    case .string(let text):
      throw .unlike(.wrongValue, nearest: NearestWord.find(text, in: ["auto", "none"]))
    default: throw .unlike(.wrongType)
    }
  }

  var canonical: JSONValue {
    switch self {
    case .auto: .string("auto")
    case .none: .string("none")
    case .line(let line): .integer(line)
    }
  }
}

extension String {
  /// The only byte of the string's UTF-8; nil if there are more, or none.
  fileprivate var singleByte: UInt8? { utf8.count == 1 ? utf8.first : nil }
}
