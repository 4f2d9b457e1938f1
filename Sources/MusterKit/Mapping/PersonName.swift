/// A full name in two parts.
struct PersonName: Equatable {
  var first: String?
  var last: String?

  /// Splits at the last blank, or, where a comma stands, takes what is before it as the last name.
  init(full: String) {
    let text = full.trimmingBlanks()
    if let comma = text.firstIndex(of: ",") {
      last = String(text[..<comma]).trimmingBlanks()
      first = String(text[text.index(after: comma)...]).trimmingBlanks()
    } else if let blank = text.lastIndex(where: \.isWhitespace) {
      first = String(text[..<blank]).trimmingBlanks()
      last = String(text[text.index(after: blank)...])
    } else {
      first = text
    }
    if first?.isEmpty == true { first = nil }
    if last?.isEmpty == true { last = nil }
  }
}
