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
      } else if line.count + 1 + word.count <= width {
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

  /// At most so many characters, the last an ellipsis where something was cut off.
  func cut(to length: Int) -> String {
    count <= length ? self : prefix(max(0, length - 1)) + "…"
  }

  func padded(toColumns width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  func leftPadded(toColumns width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
