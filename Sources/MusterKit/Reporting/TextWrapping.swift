// How texts are fitted into lines.

extension String {
  /// For a terminal of the usual width.
  static let lineWidth = 80

  /// For the source of a page.
  static let pageWidth = 100

  /// In lines of at most so many characters, the first behind a text, the others behind an indent.
  /// Breaks stand at spaces, but not between backquotes, as long as what they hold fits on a line.
  func wrapped(
    after start: String, indent: String = "  ", width: Int = lineWidth
  ) -> [String] {
    var lines: [String] = []
    var line = start
    var isFirst = true
    for word in unbreakableWords {
      if isFirst {
        line += word
        isFirst = false
      } else if line.columnWidth + 1 + word.columnWidth <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = indent + word
      }
    }
    return lines + [line]
  }

  /// The text cut at its spaces, with what stands between backquotes in one piece.
  private var unbreakableWords: [String] {
    var words: [String] = []
    var isOpen = false
    for part in split(separator: " ") {
      if isOpen, let last = words.popLast() {
        words.append(last + " " + part)
      } else {
        words.append(String(part))
      }
      if !part.count(where: { $0 == "`" }).isMultiple(of: 2) { isOpen.toggle() }
    }
    return words
  }

  /// At most so many characters; where some are missing, an ellipsis stands behind the last part of
  /// the sentence that fits, or behind the last word.
  func cutAtWord(to width: Int) -> String {
    guard count > width else { return self }
    let text = prefix(width)
    let part = text.lastIndex { ";:,".contains($0) }
    let end = part ?? text.lastIndex(of: " ") ?? startIndex
    return text[..<end] + "…"
  }

  /// At most so many columns, the last an ellipsis where something was cut off.
  func cut(to width: Int) -> String {
    guard columnWidth > width else { return self }
    var left = max(0, width - 1)
    let kept = prefix { character in
      left -= character.columnWidth
      return left >= 0
    }
    return kept + "…"
  }

  /// How many columns of a terminal it takes.
  var columnWidth: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columnWidth }
  }

  func padded(toColumns width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columnWidth))
  }

  func leftPadded(toColumns width: Int) -> String {
    String(repeating: " ", count: max(0, width - columnWidth)) + self
  }
}

extension Character {
  /// How many columns of a terminal it takes: two where it is wide, as ideographs, Hangul syllables, kana
  /// and emoji are (Unicode Standard Annex 11); none where it only changes what stands before it.
  var columnWidth: Int {
    guard let first = unicodeScalars.first, !first.isASCII else { return 1 }
    if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return Self.wide.contains { $0.contains(first.value) } ? 2 : 1
    }
  }

  /// The blocks whose letters are wide in East Asian texts and elsewhere.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
    0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}
