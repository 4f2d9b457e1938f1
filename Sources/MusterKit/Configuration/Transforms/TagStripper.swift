/// Takes the text out of HTML.
///
/// Tags, comments, and the content of `script` and `style` are removed; where a line break or a block
/// begins or ends there is a space. Then `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`, `&nbsp;` and
/// numeric references are decoded, once. A `<` that begins no tag is text, as in `a < b`. Linear in
/// the value's length.
struct TagStripper {
  private let text: [UInt8]
  private var position = 0
  private var output: [UInt8] = []
  private var needsSpace = false
  /// Set once no `>` follows: then nothing behind is a tag.
  private var isOutOfTags = false
  /// Cleared once a quote in a tag isn't closed: then quotes are no more to be relied on.
  private var trustsQuotes = true

  static func stripped(_ value: String) -> String {
    guard value.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else {
      return value
    }
    var stripper = TagStripper(text: Array(value.utf8))
    stripper.run()
    return String(decoding: stripper.output, as: UTF8.self)
  }

  private init(text: [UInt8]) {
    self.text = text
  }

  private mutating func run() {
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "<") where skipMarkup(): break
      case UInt8(ascii: "&"):
        if let reference = CharacterReference(in: text[position...]) {
          emit(Array(String(reference.character).utf8))
          position += reference.length
        } else {
          emitByte()
        }
      default: emitByte()
      }
    }
  }

  private mutating func emitByte() {
    emit([text[position]])
    position += 1
  }

  private mutating func emit(_ bytes: [UInt8]) {
    if needsSpace, let last = output.last, let next = bytes.first,
      !ByteClass.isBlank(last), !ByteClass.isBlank(next)
    {
      output.append(UInt8(ascii: " "))
    }
    needsSpace = false
    output += bytes
  }

  // MARK: Markup

  /// Goes behind a comment, a declaration or a tag that begins here; false if none does.
  private mutating func skipMarkup() -> Bool {
    let rest = text[(position + 1)...]
    if rest.starts(with: "!--".utf8) {
      position = end(of: "-->", from: position + 4) ?? text.count
      return true
    }
    let isClosing = rest.first == UInt8(ascii: "/")
    let isDeclaration = rest.first == UInt8(ascii: "!") || rest.first == UInt8(ascii: "?")
    let nameStart = position + (isClosing || isDeclaration ? 2 : 1)
    guard nameStart < text.count,
      ByteClass.isLetter(text[nameStart])
        || isDeclaration && text[nameStart] == UInt8(ascii: "["),
      let end = tagEnd(from: nameStart)
    else { return false }
    position = end
    if isDeclaration { return true }
    let name = String(
      decoding: text[nameStart...].prefix { ByteClass.isLetter($0) || ByteClass.isDigit($0) },
      as: UTF8.self
    ).lowercased()
    if Self.blocks.contains(name) { needsSpace = true }
    if !isClosing, name == "script" || name == "style" {
      position = self.end(of: "</\(name)", from: end) ?? text.count
    }
    return true
  }

  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "option", "p", "pre", "script", "section", "style", "table", "tbody",
    "td", "tfoot", "th", "thead", "title", "tr", "ul",
  ]

  /// The place behind the `>` that closes a tag; nil if a `<` or the value's end comes first. Signs
  /// between quotes that follow a `=` don't count.
  private mutating func tagEnd(from start: Int) -> Int? {
    guard !isOutOfTags else { return nil }
    var index = start
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: ">"): return index + 1
      case UInt8(ascii: "<"): return nil
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard trustsQuotes, text[index - 1] == UInt8(ascii: "=") else { break }
        guard let close = text[(index + 1)...].firstIndex(of: text[index]) else {
          trustsQuotes = false
          return tagEnd(from: start)
        }
        index = close
      default: break
      }
      index += 1
    }
    isOutOfTags = true
    return nil
  }

  /// The place behind the next occurrence of a word in small letters, whatever its case.
  private func end(of word: String, from start: Int) -> Int? {
    let wanted = Array(word.utf8)
    guard let first = wanted.first, start + wanted.count <= text.count else { return nil }
    for index in start...(text.count - wanted.count) where text[index] == first {
      let candidate = text[index..<(index + wanted.count)]
      if candidate.elementsEqual(wanted, by: { ByteClass.lowercased($0) == $1 }) {
        return index + (word.hasPrefix("</") ? 0 : wanted.count)
      }
    }
    return nil
  }
}

/// A character of HTML or XML that is written as a reference, such as `&amp;` or `&#8217;`.
struct CharacterReference {
  let character: Unicode.Scalar
  /// In bytes, with `&` and `;`.
  let length: Int

  /// Reads the reference at the beginning of some bytes; nil if there is none that is known.
  init?(in bytes: ArraySlice<UInt8>) {
    let name = bytes.dropFirst().prefix(10).prefix { $0 != UInt8(ascii: ";") }
    guard name.endIndex < bytes.endIndex, bytes[name.endIndex] == UInt8(ascii: ";"),
      let character = Self.character(String(decoding: name, as: UTF8.self))
    else { return nil }
    self.character = character
    length = name.count + 2
  }

  private static func character(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return " "
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let isHex = name.dropFirst().first == "x" || name.dropFirst().first == "X"
    let digits = name.dropFirst(isHex ? 2 : 1)
    guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let value = UInt32(digits, radix: isHex ? 16 : 10), let scalar = Unicode.Scalar(value)
    else { return nil }
    let isLineEnd = value == 0x09 || value == 0x0A || value == 0x0D
    if scalar.properties.generalCategory == .control && !isLineEnd { return nil }
    return value == 0xA0 ? " " : scalar
  }
}
