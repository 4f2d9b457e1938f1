/// A link as Markdown or a web page writes it: `[text](address)`, `<a href="address">text</a>`.
struct LinkText {
  /// Where it leads.
  var target: String
  /// What is shown for it.
  var label: String

  /// nil where the whole text isn't one such link.
  init?(_ text: String) {
    if text.hasPrefix("["), text.hasSuffix(")") {
      let parts = text.dropFirst().dropLast().split(
        separator: "](", omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      label = String(parts[0]).trimmingBlanks()
      target = String(parts[1]).trimmingBlanks()
    } else if text.hasPrefix("<a ") || text.hasPrefix("<A "), text.lowercased().hasSuffix("</a>") {
      let parts = text.dropLast("</a>".count).split(
        separator: ">", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[1].contains("<"), let target = Self.target(ofTag: parts[0])
      else { return nil }
      self.target = target.replacing("&amp;", with: "&")
      label = String(parts[1]).trimmingBlanks()
    } else {
      return nil
    }
  }

  /// What a tag says behind `href=`, in quotes or up to a blank.
  private static func target(ofTag tag: Substring) -> String? {
    guard let name = [" href=", " HREF="].lazy.compactMap({ tag.firstRange(of: $0) }).first else {
      return nil
    }
    var rest = tag[name.upperBound...]
    guard let quote = rest.first else { return nil }
    let isQuoted = quote == "\"" || quote == "'"
    if isQuoted { rest = rest.dropFirst() }
    let target = rest.prefix { isQuoted ? $0 != quote : !$0.isWhitespace }
    return target.isEmpty ? nil : String(target)
  }
}
