/// Durations, sizes and numbers as people read them.

extension Duration {
  /// Rounded, in two units at most: `0.4 s`, `57 s`, `3 min 12 s`, `5 h 33 min`, `2 d 4 h`.
  package var words: String {
    let seconds = max(0, self / .seconds(1))
    if seconds < 0.95 { return seconds < 0.05 ? "0 s" : "0.\(Int((seconds * 10).rounded())) s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return Self.words(whole / 60, "min", whole % 60, "s") }
    let minutes = Int((seconds / 60).rounded())
    if minutes < 24 * 60 { return Self.words(minutes / 60, "h", minutes % 60, "min") }
    let hours = Int((seconds / 3600).rounded())
    return Self.words(hours / 24, "d", hours % 24, "h")
  }

  private static func words(
    _ first: Int, _ firstUnit: String, _ second: Int, _ secondUnit: String
  ) -> String {
    second == 0 ? "\(first) \(firstUnit)" : "\(first) \(firstUnit) \(second) \(secondUnit)"
  }
}

extension Int {
  /// With a comma between groups of three digits: `1,000,000`.
  package var grouped: String {
    var text = ""
    for (index, digit) in String(magnitude).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }

  /// With zeros before it, where it has fewer digits than that: `07`.
  package func digits(_ width: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(0, width - text.count)) + text
  }

  /// A number of bytes in decimal units: `812 B`, `3.4 kB`, `254 MB`.
  package var byteSize: String {
    var amount = Double(self)
    var unit = "B"
    for next in ["kB", "MB", "GB", "TB"] {
      // 999.6 kB would read as 1000 kB.
      guard amount.rounded() >= 1000 else { break }
      amount /= 1000
      unit = next
    }
    return "\(unit == "B" ? String(self) : amount.shortText) \(unit)"
  }
}

extension Double {
  /// One decimal below 10, none above: `4.9`, `254`.
  package var shortText: String {
    guard magnitude < 1e15 else { return "–" }
    let tenths = Int((self * 10).rounded())
    if tenths >= 100 { return Int(rounded()).grouped }
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

extension String {
  /// For a shell: quoted where that is needed.
  package var shellWord: String {
    let isPlain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
    return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
