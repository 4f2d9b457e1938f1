/// The form of a date, with or without a time, such as `dd.MM.yyyy HH:mm`.
///
/// Letters stand for what they are in Unicode's date patterns (UTS #35, part 4): `yyyy` `yy` `MMMM`
/// `MMM` `MM` `M` `dd` `d` `HH` `H` `hh` `h` `mm` `ss` `a`. Other ASCII letters stand between
/// apostrophes; all other characters stand for themselves.
package struct DateFormat: Sendable, Equatable {
  /// What is wrong with a format.
  package enum Fault: Error, Sendable, Equatable {
    /// A run of letters that means nothing.
    case unknownLetters(String)
    case apostropheNotClosed
    /// The day, month or year occurs more or less often than once; its name.
    case notOnce(String)
    /// Part of a time without the part that it belongs to; both.
    case without(String, needed: String)
    case repeatedTime(String)
  }

  enum Part: Sendable, Equatable {
    case year, shortYear, month, monthName, day, hour, halfDayHour, minute, second, halfDay
    case literal(Character)
  }

  /// A part, and whether it is exactly as wide as it can be, because digits follow directly.
  struct Element: Sendable, Equatable {
    var part: Part
    var isFixed = false
  }

  /// As it is written.
  package let text: String
  let elements: [Element]

  static let letters: [String: Part] = [
    "yyyy": .year, "yy": .shortYear, "MMMM": .monthName, "MMM": .monthName, "MM": .month,
    "M": .month, "dd": .day, "d": .day, "HH": .hour, "H": .hour, "hh": .halfDayHour,
    "h": .halfDayHour, "mm": .minute, "ss": .second, "a": .halfDay,
  ]

  package init(_ text: String) throws(Fault) {
    self.text = text
    var parts = try Self.parts(of: text)
    try Self.check(parts)
    for index in parts.indices.dropLast() where parts[index + 1].isDigits {
      parts[index].isFixed = parts[index].isDigits
    }
    elements = parts
  }

  private static func parts(of text: String) throws(Fault) -> [Element] {
    var elements: [Element] = []
    var rest = text[...]
    while let first = rest.first {
      if first == "'" {
        elements += try quoted(&rest).map { Element(part: .literal($0)) }
      } else if first.isASCII && first.isLetter {
        let run = rest.prefix { $0 == first }
        guard let part = letters[String(run)] else { throw .unknownLetters(String(run)) }
        elements.append(Element(part: part))
        rest = rest[run.endIndex...]
      } else {
        elements.append(Element(part: .literal(first)))
        rest.removeFirst()
      }
    }
    return elements
  }

  /// The text between apostrophes; a doubled one is an apostrophe.
  private static func quoted(_ rest: inout Substring) throws(Fault) -> [Character] {
    rest.removeFirst()
    var text: [Character] = []
    while let character = rest.popFirst() {
      guard character == "'" else {
        text.append(character)
        continue
      }
      if rest.first != "'" { return text.isEmpty ? ["'"] : text }
      text.append("'")
      rest.removeFirst()
    }
    throw .apostropheNotClosed
  }

  private static func check(_ elements: [Element]) throws(Fault) {
    func count(_ parts: Part...) -> Int { elements.count { parts.contains($0.part) } }
    if count(.year, .shortYear) != 1 { throw .notOnce("year") }
    if count(.month, .monthName) != 1 { throw .notOnce("month") }
    if count(.day) != 1 { throw .notOnce("day") }
    if count(.hour, .halfDayHour) > 1 { throw .repeatedTime("hour") }
    if count(.minute) > 1 { throw .repeatedTime("minute") }
    if count(.second) > 1 { throw .repeatedTime("second") }
    if count(.halfDay) > 1 { throw .repeatedTime("half of the day") }
    if count(.halfDay) == 1, count(.halfDayHour) == 0 { throw .without("a", needed: "hh") }
    if count(.halfDayHour) == 1, count(.halfDay) == 0 { throw .without("hh", needed: "a") }
    if count(.minute) == 1, count(.hour, .halfDayHour) == 0 { throw .without("mm", needed: "HH") }
    if count(.second) == 1, count(.minute) == 0 { throw .without("ss", needed: "mm") }
  }
}

extension DateFormat.Element {
  fileprivate var isDigits: Bool {
    switch part {
    case .year, .shortYear, .month, .day, .hour, .halfDayHour, .minute, .second: true
    case .monthName, .halfDay, .literal: false
    }
  }
}
