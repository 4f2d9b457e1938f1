extension DateFormat {
  /// The date in the form of ISO 8601: `2024-03-31`, or `2024-03-31T14:05:00` where the format has a
  /// time. No zone is added. A value that already has such a form, also with fractions of a second and
  /// a zone, stays as it is.
  func isoDate(of value: String) throws(TransformFailure) -> String {
    let text = value.trimmingBlanks()
    var reading = DateReading(text)
    guard reading.read(self) else {
      if ISODate.isValid(text) { return text }
      throw failure("isn't a date of the form \(self.text)")
    }
    guard let date = reading.isoDate else { throw failure("is a date that doesn't exist") }
    return date
  }

  private func failure(_ reason: String) -> TransformFailure {
    TransformFailure(
      code: .valueNotDate,
      sentence: "The value \(reason): correct it, or change the column's \"date\" transform.")
  }
}

/// A value while it is read by a format.
private struct DateReading {
  private var rest: Substring
  private var year = 0
  private var month = 0
  private var day = 0
  private var hour: Int?
  private var minute = 0
  private var second = 0
  private var isAfternoon: Bool?

  init(_ text: String) {
    rest = text[...]
  }

  /// Reads the whole value; false if it hasn't the form.
  mutating func read(_ format: DateFormat) -> Bool {
    for element in format.elements {
      guard read(element) else { return false }
    }
    return rest.isEmpty
  }

  private mutating func read(_ element: DateFormat.Element) -> Bool {
    switch element.part {
    case .year: return take(digits: 4...4, into: \.year)
    case .shortYear:
      guard take(digits: 2...2, into: \.year) else { return false }
      year += year < 70 ? 2000 : 1900
      return true
    case .month: return take(digits: element.isFixed ? 2...2 : 1...2, into: \.month)
    case .day: return take(digits: element.isFixed ? 2...2 : 1...2, into: \.day)
    case .hour, .halfDayHour:
      hour = 0
      return take(digits: element.isFixed ? 2...2 : 1...2, into: \.hour.orZero)
    case .minute: return take(digits: 2...2, into: \.minute)
    case .second: return take(digits: 2...2, into: \.second)
    case .monthName: return takeMonthName()
    case .halfDay: return takeHalfDay()
    case .literal(let character): return take(character)
    }
  }

  private mutating func take(
    digits: ClosedRange<Int>, into number: WritableKeyPath<DateReading, Int>
  ) -> Bool {
    let run = rest.prefix(digits.upperBound).prefix { $0.isASCII && $0.isNumber }
    guard run.count >= digits.lowerBound, let value = Int(run) else { return false }
    self[keyPath: number] = value
    rest = rest[run.endIndex...]
    return true
  }

  private mutating func takeMonthName() -> Bool {
    let name = rest.prefix { $0.isLetter }
    guard let found = MonthName.number(of: name) else { return false }
    month = found
    rest = rest[name.endIndex...]
    if rest.first == "." { rest.removeFirst() }
    return true
  }

  private mutating func takeHalfDay() -> Bool {
    for (word, isAfternoon) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)]
    where rest.prefix(word.count).lowercased() == word {
      self.isAfternoon = isAfternoon
      rest = rest.dropFirst(word.count)
      return true
    }
    return false
  }

  /// Any run of blanks is as good as another.
  private mutating func take(_ character: Character) -> Bool {
    if character.isBlank {
      let blanks = rest.prefix { $0.isBlank }
      rest = rest[blanks.endIndex...]
      return !blanks.isEmpty
    }
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  /// What was read; nil if there is no such day or time.
  var isoDate: String? {
    guard ISODate.isDay(year, month, day), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    let date = "\(padded(year, 4))-\(padded(month))-\(padded(day))"
    guard var hour else { return date }
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard (0...23).contains(hour) else { return nil }
    return date + "T\(padded(hour)):\(padded(minute)):\(padded(second))"
  }

  private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int? {
  fileprivate var orZero: Int {
    get { self ?? 0 }
    set { self = newValue }
  }
}

/// Dates as ISO 8601 writes them.
enum ISODate {
  /// Whether a text is a day, alone or with a time behind `T` or a space: seconds, their fraction and
  /// the zone may be there or not.
  static func isValid(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    guard let year = number(&rest, digits: 4), sign("-", &rest), let month = number(&rest),
      sign("-", &rest), let day = number(&rest), isDay(year, month, day)
    else { return false }
    guard sign("T", &rest) || sign(" ", &rest) else { return rest.isEmpty }
    guard let hour = number(&rest), hour < 24, sign(":", &rest), let minute = number(&rest),
      minute < 60
    else { return false }
    if sign(":", &rest) {
      guard let second = number(&rest), second < 60 else { return false }
      if sign(".", &rest) || sign(",", &rest) {
        let fraction = rest.prefix(while: ByteClass.isDigit)
        guard (1...9).contains(fraction.count) else { return false }
        rest = rest.dropFirst(fraction.count)
      }
    }
    return isZone(rest)
  }

  /// `Z`, `+02`, `+02:00`, `+0200` or nothing.
  private static func isZone(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if sign("Z", &rest) || rest.isEmpty { return rest.isEmpty }
    guard sign("+", &rest) || sign("-", &rest), number(&rest) != nil else { return false }
    if rest.isEmpty { return true }
    _ = sign(":", &rest)
    return number(&rest) != nil && rest.isEmpty
  }

  private static func sign(_ sign: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: sign) else { return false }
    rest.removeFirst()
    return true
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int = 2) -> Int? {
    let run = rest.prefix(digits)
    guard run.count == digits, run.allSatisfy(ByteClass.isDigit) else { return nil }
    rest = rest.dropFirst(digits)
    return run.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// Whether there is such a day in the Gregorian calendar, from the year 1 on.
  static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard (1...9999).contains(year), (1...12).contains(month) else { return false }
    let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }
}
